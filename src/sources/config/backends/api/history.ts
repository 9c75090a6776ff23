/**
 * The items of a resource in the window, and the one in force before it.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html
 */
import { day } from '../../../../model/duration.ts';
import type { Reading } from '../../../../model/evidence.ts';
import { gap } from '../../../../model/gap.ts';
import { type JsonObject, scalarText } from '../../../../model/json.ts';
import { spanText } from '../../../../model/time-text.ts';
import { resourceType } from '../../../../resources/index.ts';
import type { HistoryItem } from '../../history-item.ts';
import { type ItemHead, readHead } from '../../item.ts';
import type { MatchResource } from '../../match.ts';
import type { Identifier } from '../../wanted-ids.ts';
import type { Answer, AskedRegion } from './asked-region.ts';
import type { HistoryRange } from './calls.ts';
import { historyPages, isFirstKnown, keepFirst } from './history-pages.ts';

/** A call covers seven days: this many go back half a year from the window. */
const mostSpansBack = 26;
const span = 7 * day;

export interface History {
  readonly answer: Answer;
  /** What the items say about themselves; empty if none belongs to the question. */
  readonly heads: readonly ItemHead[];
  /** When the resource was made, if its items say so: epoch milliseconds. */
  readonly createdTime: number | undefined;
}

/** The part of the window that Config can know; undefined if all of it is older than the retention, or in the future. */
export function rangeInWindow({ context: { window, now }, recording }: AskedRegion): HistoryRange | undefined {
  const earlier = Math.max(window.since, now - recording.retentionDays * day);
  const later = Math.min(window.until - 1, now);
  return earlier > later ? undefined : { earlier, later, limit: 100 };
}

/** What lies before the window, as far back as is worthwhile. */
export function rangeBefore({ context: { window, now }, recording }: AskedRegion): HistoryRange | undefined {
  const earlier = Math.max(window.since - mostSpansBack * span, now - recording.retentionDays * day);
  const later = Math.min(window.since - 1, now);
  return earlier > later ? undefined : { earlier, later, limit: 1 };
}

/** `state`: a record that names its state, or the state's name itself. */
export const locatorOf = (
  { region }: Pick<AskedRegion, 'region'>,
  action: string,
  of: Identifier,
  state: JsonObject | string = '',
) =>
  [
    `config:${action}`,
    region,
    `${of.resourceType}/${of.resourceId}`,
    typeof state === 'string' ? state : stateIn(state),
  ]
    .join(' ')
    .trimEnd();
const stateIn = (record: JsonObject) => scalarText(record['configurationStateId'] ?? '');

/** Yields readings as pages arrive. */
export async function* readHistory(
  asked: AskedRegion,
  of: Identifier,
  match: MatchResource,
): AsyncGenerator<Reading, History> {
  const heads: ItemHead[] = [];
  let oldest: ItemHead | undefined;
  let createdTime: number | undefined;
  const take = (items: readonly HistoryItem[]) => {
    const own = items.filter(({ head, createdTime: created }) => {
      if (match(head).length === 0) return false;
      heads.push(head);
      if (head.time !== undefined && head.time < (oldest?.time ?? Infinity)) oldest = head;
      createdTime = created ?? createdTime;
      return true;
    });
    return asked.reading({ evidence: evidenceOfItems(asked, of, own), records: items.length });
  };
  const inWindow = rangeInWindow(asked);
  const answer = inWindow ? yield* each(asked.ask(historyPages(asked, of, inWindow)), take) : 'complete';
  if (answer !== 'complete') return { answer, heads, createdTime };
  const before = rangeBefore(asked);
  const isNew = createdTime !== undefined && createdTime >= asked.context.window.since && hasOwnIds(of);
  if (before && !isNew && !(yield* readEarlier(asked, of, before, heads.length > 0, take)))
    noteUnknownBefore(asked, of, before, oldest);
  return { answer, heads, createdTime };
}

/** Ids of this kind are never reused; a name may be. */
const hasOwnIds = (of: Identifier) => {
  const type = resourceType(of.resourceType);
  return type?.idPrefix !== undefined || type?.uniqueIdPrefix !== undefined;
};

/** The evidence in the items of one history. */
export const evidenceOfItems = (asked: AskedRegion, of: Identifier, items: readonly HistoryItem[]) =>
  items.flatMap(({ record, stateId }) =>
    asked.evidenceOf(record, locatorOf(asked, 'GetResourceConfigHistory', of, stateId)),
  );

type Take = (items: readonly HistoryItem[]) => Reading;

/** Returns whether the item in force at the window's start is known. */
async function* readEarlier(
  asked: AskedRegion,
  of: Identifier,
  before: HistoryRange,
  isChanged: boolean,
  take: Take,
): AsyncGenerator<Reading, boolean> {
  if (!isChanged && !(await isFirstKnown(asked, of, before))) {
    // if nothing changed since, that item is the current one, which shows how far back it is
    const captured = await capturedAt(asked, of);
    if (captured !== undefined && captured <= before.later) {
      const there = { earlier: captured - 1000, later: Math.min(captured + 1000, before.later), limit: 1 };
      const first = yield* readFirst(asked, of, there, take);
      if (typeof first === 'object') await keepFirst(asked, of, first, before.later);
      if (first !== 'none') return true;
    }
  }
  return (yield* readFirst(asked, of, before, take)) !== 'none';
}

/** The newest item of a range: pages without items are skipped. Failures are reported elsewhere. */
async function* readFirst(
  asked: AskedRegion,
  of: Identifier,
  range: HistoryRange,
  take: Take,
): AsyncGenerator<Reading, HistoryItem | 'none' | 'failed'> {
  let found: HistoryItem | undefined;
  const pages = asked.ask(historyPages(asked, of, range));
  for (let step = await pages.next(); ; step = await pages.next()) {
    if (step.done) return found ?? (step.value === 'failed' ? 'failed' : 'none');
    const [first] = step.value;
    if (!first) continue;
    yield take([first]);
    found = first;
    await pages.return('complete');
  }
}

async function capturedAt(asked: AskedRegion, of: Identifier): Promise<number | undefined> {
  let captured: number | undefined;
  const answer = asked.ask(once(() => asked.calls.current(of)));
  for await (const items of answer) captured = items.map((item) => readHead(item).time).find((time) => time);
  return captured;
}

async function* once<Value>(call: () => Promise<Value>): AsyncGenerator<Value> {
  yield await call();
}

/** A reading for each page that holds something; returns what the pages return. */
export async function* each<Page, Result>(
  pages: AsyncGenerator<readonly Page[], Result>,
  take: (page: readonly Page[]) => Reading,
): AsyncGenerator<Reading, Result> {
  for (let step = await pages.next(); ; step = await pages.next()) {
    if (step.done) return step.value;
    if (step.value.length > 0) yield take(step.value);
  }
}

/** Notes that the first change in the window has nothing to be compared with. */
function noteUnknownBefore(asked: AskedRegion, of: Identifier, before: HistoryRange, oldest: ItemHead | undefined) {
  if (oldest?.status === 'ResourceDiscovered') return;
  const what = `${of.resourceType} ${of.resourceId}`;
  asked.notes.set(
    `before ${what}`,
    gap(
      'BASELINE_TOO_SHORT',
      `the state of ${what} before the window is not known: AWS Config in ${asked.region} holds no item of it from ${spanText(before.earlier, before.later)}`,
      { hint: 'ask an earlier --since' },
    ),
  );
}
