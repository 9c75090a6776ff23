/**
 * Flow records in an export of CloudWatch Logs: those in a format known by then are added up without taking them out of the
 * bytes.
 */
import { lineEngine } from '../../archive/line-engine.ts';
import type { Collector, EventReader, Place } from '../../archive/scanner.ts';
import { FlowEngine, mostAsked } from './flow-engine.ts';
import type { Asking } from './flow-engine-sums.ts';
import type { FieldReader } from './flow-fields.ts';
import { formatSetter } from './flow-formats.ts';
import type { FlowMessages } from './flow-message.ts';
import type { FlowTally } from './flow-tally.ts';
import { noRecord, takerOf } from './flow-text.ts';
import { logEventOf } from './log-event.ts';

/** Adds up records of events that the engine did not read together with those that it did. */
export interface FlowTaker {
  /** False if the record must be added up elsewhere. */
  take(read: FieldReader, place: Place, collector: Collector): boolean;
}

export interface FlowEvents {
  readonly file: string;
  readonly asking: Asking;
  readonly tally: FlowTally;
  readonly messages: FlowMessages;
}

/** undefined if there is no engine. */
export function flowExport({ file, asking, tally, messages }: FlowEvents): (EventReader & FlowTaker) | undefined {
  const loaded = asking.addresses.length <= mostAsked ? lineEngine() : undefined;
  const logGroup = groupOf(file);
  if (!loaded || logGroup === undefined) return undefined;
  const engine = new FlowEngine(loaded, tally, asking, file, 'timed messages');
  const taken = takerOf(engine, asking);
  const setFormat = formatSetter(engine, messages);
  return {
    read(events, other) {
      setFormat(logGroup);
      engine.events(events, (event, position) => {
        other(event, position);
        setFormat(logGroup);
      });
    },
    take(read, _, collector) {
      if (!taken(read)) collector.damaged(noRecord);
      return true;
    },
    end(collector) {
      engine.end(collector);
      return engine.hasRead;
    },
  };
}

/** The log group of all events in the file. */
function groupOf(file: string): string | undefined {
  const event = logEventOf({ timestamp: '2026-01-01T00:00:00Z', message: '' }, { file, carriers: [] });
  return typeof event === 'object' ? event.logGroup : undefined;
}
