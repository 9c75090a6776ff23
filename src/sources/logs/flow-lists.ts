/** Flow records in the lists that subscriptions of CloudWatch Logs deliver: added up where their bytes are, list by list. */
import { lineEngine } from '../../archive/line-engine.ts';
import type { ListReader } from '../../archive/scanner.ts';
import type { JsonObject } from '../../model/json.ts';
import { FlowEngine, mostAsked } from './flow-engine.ts';
import type { FlowEvents, FlowTaker } from './flow-export.ts';
import { formatSetter } from './flow-formats.ts';
import { noRecord, takerOf } from './flow-text.ts';
import { logEventOf } from './log-event.ts';

/**
 * All records of a file are added up in one place: by the engine, if the first of them came in such a list and there is an
 * engine, else by the caller.
 */
export function flowLists(flows: FlowEvents): ListReader & FlowTaker {
  const { file } = flows;
  let reading: Reading | undefined;
  let isElsewhere = flows.asking.addresses.length > mostAsked;
  const begun = (): Reading | undefined => {
    if (isElsewhere) return undefined;
    reading ??= readingOf(flows);
    isElsewhere = reading === undefined;
    return reading;
  };
  return {
    read(events, carriers, position, other) {
      const logGroup = groupOf(file, carriers);
      const by = logGroup === undefined ? undefined : begun();
      if (logGroup === undefined || !by) return false;
      const { engine, setFormat } = by;
      engine.goOn(position);
      setFormat(logGroup);
      engine.messages(events, (event) => {
        other(event);
        setFormat(logGroup);
      });
      return true;
    },
    take(read, { locator, carriers }, collector) {
      isElsewhere ||= !reading && groupOf(file, carriers) === undefined;
      const by = begun();
      if (!by) return false;
      by.engine.goOn(Number(locator.slice(file.length + 1)));
      // of what lies inside a record there may be many, all in its place: they are counted in the order in which they come
      if (!by.take(read, collector)) collector.damaged(noRecord);
      return true;
    },
    end(collector) {
      reading?.engine.end(collector);
      return reading?.engine.hasRead ?? false;
    },
  };
}

interface Reading {
  readonly engine: FlowEngine;
  readonly setFormat: ReturnType<typeof formatSetter>;
  readonly take: ReturnType<typeof takerOf>;
}

/** undefined where there is no engine. */
function readingOf({ file, asking, tally, messages }: FlowEvents): Reading | undefined {
  const loaded = lineEngine();
  if (!loaded) return undefined;
  const engine = new FlowEngine(loaded, tally, asking, file, 'messages');
  return { engine, setFormat: formatSetter(engine, messages), take: takerOf(engine, asking) };
}

/** Of all events of the list; undefined where it is none that a subscription delivered. */
function groupOf(file: string, carriers: readonly JsonObject[]): string | undefined {
  const event = logEventOf({ id: '', timestamp: 1, message: '' }, { file, carriers });
  return typeof event === 'object' ? event.logGroup : undefined;
}
