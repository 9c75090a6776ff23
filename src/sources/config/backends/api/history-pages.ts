/**
 * The pages of a history: settled times from what earlier runs read, the rest from Config. A captured item never changes, and
 * no item is added before it later.
 * https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html
 */
import type { CacheKey } from '../../../../aws/cache.ts';
import { type KnownStretches, knownStretches, type StretchForm } from '../../../../aws/known-stretches.ts';
import { piecesOf, type Stretch, type StretchPage, type Timed } from '../../../../aws/known-times.ts';
import { day } from '../../../../model/duration.ts';
import { type HistoryItem, keptHistoryItem, readHistoryItem, writeHistoryItem } from '../../history-item.ts';
import type { Identifier } from '../../wanted-ids.ts';
import type { AskedRegion } from './asked-region.ts';
import type { HistoryRange } from './calls.ts';

/** Twice the time within which items of changes arrive. Milliseconds. */
const settling = 30 * 60_000;
/** With daily recording, an item may arrive long after it was captured. */
const settlingDaily = 2 * day;
/** Raise this when the form of the stored items changes: items in an older form are then ignored. */
const formOfItems = 1;

type Known = KnownStretches<HistoryItem>;
type ItemStretch = Stretch<HistoryItem>;

/**
 * Newest first, whatever page an item came on: the caller must not read anything into where a page ends. Throws as
 * `ConfigCalls.history` does.
 */
export async function* historyPages(
  asked: AskedRegion,
  of: Identifier,
  range: HistoryRange,
): AsyncGenerator<readonly HistoryItem[]> {
  const known = await knownItems(asked, of);
  const given = new Set<string>();
  const notGiven = (items: readonly HistoryItem[]) => items.filter((item) => !given.has(identityOf(item)));
  for (const piece of piecesOf(range.earlier, range.later, known.stretches)) {
    if (piece.kind === 'known') {
      for (const items of itemsIn(piece.stretch.pages, range)) yield notGiven(items);
      // an earlier reading ended on this item: one that goes on finds it again
      for (const items of itemsIn(piece.stretch.rest ? [piece.stretch.rest] : [], range)) {
        yield notGiven(items);
        for (const item of items) given.add(identityOf(item));
      }
    } else for await (const items of askPiece(piece)) yield notGiven(items);
  }

  async function* askPiece({ from, to }: { readonly from: number; readonly to: number }) {
    const items: HistoryItem[] = [];
    let isWhole = false;
    // whole seconds, in case the service ignores fractions: what lies beyond is known already
    const ends = {
      earlier: Math.max(range.earlier, Math.floor(from / 1000) * 1000),
      later: Math.min(range.later, Math.ceil(to / 1000) * 1000),
    };
    try {
      for await (const page of asked.calls.history(of, { ...ends, limit: range.limit })) {
        const found = page.map(readHistoryItem).filter(({ head: { time = from } }) => time >= from && time <= to);
        if (asked.context.cache) items.push(...found);
        yield found;
      }
      isWhole = true;
    } finally {
      const read = stretchOf(items, { from, to }, isWhole);
      if (read) known.keep([read], settledIn(asked, of));
    }
  }
}

/** Whether the newest item of a range, or that it has none, is known: then it need not be located first. */
export async function isFirstKnown(asked: AskedRegion, of: Identifier, range: HistoryRange): Promise<boolean> {
  const { stretches } = await knownItems(asked, of);
  for (const piece of piecesOf(range.earlier, range.later, stretches)) {
    if (piece.kind === 'unknown') return false;
    const { pages, rest } = piece.stretch;
    if (itemsIn([...pages, ...(rest ? [rest] : [])], range).some((items) => items.length > 0)) return true;
  }
  return true;
}

/** Records that this item is the newest up to `later`. */
export async function keepFirst(asked: AskedRegion, of: Identifier, item: HistoryItem, later: number): Promise<void> {
  const known = await knownItems(asked, of);
  const read = item.head.time === undefined ? undefined : stretchOf([item], { from: item.head.time, to: later }, false);
  if (read) known.keep([read], settledIn(asked, of));
}

const knownItems = ({ context: { cache }, region }: AskedRegion, of: Identifier): Promise<Known> =>
  knownStretches(cache, keyOf(region, of), form);

const keyOf = (region: string, { resourceType, resourceId }: Identifier): CacheKey => ({
  action: 'config:GetResourceConfigHistory',
  region,
  parameters: [formOfItems, resourceType, resourceId],
});

/** Items hold whole resources. */
const form: StretchForm<HistoryItem> = {
  mostItems: 500,
  write: (item) => writeHistoryItem(item) ?? null,
  read: keptHistoryItem,
};

/** The last millisecond that is settled by now. */
const settledIn = ({ context: { cache, now }, recording }: AskedRegion, { resourceType }: Identifier): number =>
  (cache?.now ?? now) - (recording.isDaily(resourceType) ? settlingDaily : settling) - 1;

/** What was read of a piece; undefined if it cannot be kept. */
function stretchOf(
  items: readonly HistoryItem[],
  { from, to }: { readonly from: number; readonly to: number },
  isWhole: boolean,
): ItemStretch | undefined {
  const timed = items.flatMap((item): Timed<HistoryItem>[] =>
    item.head.time === undefined || writeHistoryItem(item) === undefined ? [] : [[item.head.time, item]],
  );
  const isInOrder = timed.every(([time], index) => time <= (timed[index - 1]?.[0] ?? Number.POSITIVE_INFINITY));
  if (timed.length < items.length || !isInOrder) return undefined;
  if (isWhole) return { from, to, pages: [{ weight: 0, items: timed }] };
  // more may have been captured at the time of the last item
  const last = timed.at(-1)?.[0];
  if (last === undefined || last >= to) return undefined;
  const before = timed.filter(([time]) => time > last);
  const rest = { weight: 0, items: timed.filter(([time]) => time === last) };
  return { from: last + 1, to, pages: [{ weight: 0, items: before }], rest };
}

const itemsIn = (pages: readonly StretchPage<HistoryItem>[], { earlier }: HistoryRange) =>
  pages.map(({ items }) => items.flatMap(([time, item]) => (time >= earlier ? [item] : [])));

const identityOf = ({ head: { time }, stateId }: HistoryItem): string => JSON.stringify([time ?? null, stateId]);
