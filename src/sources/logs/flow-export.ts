/** Flow records in an export of CloudWatch Logs: those in a format that is known by then are added up where their bytes are. */
import { lineEngine } from '../../archive/line-engine.ts';
import type { Collector, EventReader } from '../../archive/scanner.ts';
import { FlowEngine, mostAsked } from './flow-engine.ts';
import type { Asking } from './flow-engine-sums.ts';
import type { FieldReader, FlowFormat } from './flow-fields.ts';
import type { FlowMessages } from './flow-message.ts';
import type { FlowTally } from './flow-tally.ts';
import { noRecord, takerOf } from './flow-text.ts';
import { logEventOf } from './log-event.ts';

export interface FlowExport extends EventReader {
  /** A record among the events that were not read: to be added up with the others. */
  take(read: FieldReader, collector: Collector): void;
}

interface Export {
  readonly file: string;
  readonly asking: Asking;
  readonly tally: FlowTally;
  readonly messages: FlowMessages;
}

/** undefined where there is no engine. */
export function flowExport({ file, asking, tally, messages }: Export): FlowExport | undefined {
  const loaded = asking.addresses.length <= mostAsked ? lineEngine() : undefined;
  const logGroup = groupOf(file);
  if (!loaded || logGroup === undefined) return undefined;
  const engine = new FlowEngine(loaded, tally, asking, file, true);
  const taken = takerOf(engine, asking);
  let told: FlowFormat | undefined;
  let isDefined = false;
  // what is defined holds; else the format of the record before is tried
  const setFormat = () => {
    const defined = messages.defined(logGroup);
    const format = defined ?? messages.last;
    if (format === told && isDefined === (defined !== undefined)) return;
    told = format;
    isDefined = defined !== undefined;
    engine.setFormat(format, !isDefined);
  };
  return {
    read(events, other) {
      setFormat();
      engine.events(events, (event, position) => {
        other(event, position);
        setFormat();
      });
    },
    take(read, collector) {
      if (!taken(read)) collector.damaged(noRecord);
    },
    end(collector) {
      engine.end(collector);
      return engine.hasRead;
    },
  };
}

/** Of all events of the file. */
function groupOf(file: string): string | undefined {
  const event = logEventOf({ timestamp: '2026-01-01T00:00:00Z', message: '' }, { file, carriers: [] });
  return typeof event === 'object' ? event.logGroup : undefined;
}
