/**
 * What earlier runs learned of the history of alarms: CloudWatch adds to it but never changes it, whatever becomes of the
 * alarm. Which alarms exist, and what they watch now, is asked each time.
 */
import { knownStretches, type StretchForm } from '../../../aws/known-stretches.ts';
import { piecesOf, type StretchPage, type Timed } from '../../../aws/known-times.ts';
import { isJsonObject, type JsonObject } from '../../../model/json.ts';
import type { LiveContext } from '../../source.ts';
import { readTime } from '../time.ts';
import { describeAlarmHistory, type HistoryQuery, type HistoryTime, type Page } from './alarm-calls.ts';

/** A change of state is recorded within seconds. Milliseconds. */
const settling = 30 * 60_000;

/** Pages of items, oldest first: from the cache for settled times that an earlier run read, from CloudWatch for the rest. */
export async function* alarmHistory(
  region: string,
  { since, until }: HistoryTime,
  query: HistoryQuery,
  context: LiveContext,
): AsyncGenerator<Page> {
  const { AlarmName: name = '', HistoryItemType: itemType = '' } = query;
  const key = { action: 'cloudwatch:DescribeAlarmHistory', region, parameters: [name, itemType] };
  const known = await knownStretches(context.cache, key, form);
  for (const piece of piecesOf(since, until, known.stretches).toReversed()) {
    if (piece.kind === 'known') {
      yield piece.stretch.pages.flatMap(({ items }) => items.map(([, item]) => item)).reverse();
      continue;
    }
    const { from, to } = piece;
    // whole seconds, in case the service ignores fractions: what lies beyond is known already
    const asked = {
      since: Math.max(since, Math.floor(from / 1000) * 1000),
      until: Math.min(until, Math.ceil(to / 1000) * 1000),
    };
    const told: JsonObject[] = [];
    for await (const page of describeAlarmHistory(region, asked, query, context)) {
      const items = page.filter((item) => isWithin(timeOf(item) ?? from, piece));
      told.push(...items);
      yield items;
    }
    const page = pageOf(told);
    if (page) known.keep([{ from, to, pages: [page] }], (context.cache?.now ?? context.now) - settling - 1);
  }
}

/** Newest first; undefined if an item has no time. */
function pageOf(items: readonly JsonObject[]): StretchPage<JsonObject> | undefined {
  const timed = items.flatMap((item): Timed<JsonObject>[] => {
    const time = timeOf(item);
    return time === undefined ? [] : [[time, item]];
  });
  // items with the same time keep their order when they are read from the end
  return timed.length < items.length ? undefined : { weight: 0, items: timed.toReversed().sort(([a], [b]) => b - a) };
}

const timeOf = (item: JsonObject): number | undefined => readTime(item['Timestamp']);

const isWithin = (time: number, { from, to }: { readonly from: number; readonly to: number }): boolean =>
  time >= from && time <= to;

const form: StretchForm<JsonObject> = {
  mostItems: 2_000,
  write: (item) => ({ ...item }),
  read: (value) => (isJsonObject(value) ? value : undefined),
};
