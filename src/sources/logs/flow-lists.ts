/**
 * Flow records in the lists that subscriptions of CloudWatch Logs deliver: added up list by list without taking them out of the
 * bytes.
 */
import { lineEngine } from '../../archive/line-engine.ts';
import type { ListReader } from '../../archive/scanner.ts';
import type { JsonObject } from '../../model/json.ts';
import { FlowEngine, mostAsked } from './flow-engine.ts';
import type { FlowEvents, FlowTaker } from './flow-export.ts';
import { formatSetter } from './flow-formats.ts';
import { noRecord, takerOf } from './flow-text.ts';
import { logEventOf } from './log-event.ts';

/**
 * All records of a file are added up in one place: by the engine if there is one and the first record came in such a list,
 * otherwise by the caller.
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
      // there may be many of them inside a record, all at its place: they are counted in order of appearance
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

/** undefined if there is no engine. */
function readingOf({ file, asking, tally, messages }: FlowEvents): Reading | undefined {
  const loaded = lineEngine();
  if (!loaded) return undefined;
  const engine = new FlowEngine(loaded, tally, asking, file, 'messages');
  return { engine, setFormat: formatSetter(engine, messages), take: takerOf(engine, asking) };
}

/** The log group of all events in the list; undefined if no subscription delivered the list. */
function groupOf(file: string, carriers: readonly JsonObject[]): string | undefined {
  const event = logEventOf({ id: '', timestamp: 1, message: '' }, { file, carriers });
  return typeof event === 'object' ? event.logGroup : undefined;
}
