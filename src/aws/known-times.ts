/**
 * Finds the part of a window that is already known. A stretch is a period of time that was read completely, with the pages it
 * gave. A window is answered from its newest second to its oldest, by stretches and by asking for what lies between them. Pure.
 */

/** [epoch second, item]. */
export type Timed<Item> = readonly [time: number, item: Item];

export interface StretchPage<Item> {
  /** Its share of a limited number of pages: a page with others after it counts as full, however few items it holds. */
  readonly weight: number;
  /** Newest first. */
  readonly items: readonly Timed<Item>[];
}

/** Epoch seconds, both ends inclusive; nothing is missing between them. */
export interface Stretch<Item> {
  readonly from: number;
  readonly to: number;
  /** Newest first. */
  readonly pages: readonly StretchPage<Item>[];
  /** The part that was read of the second before `from`, if a limited reading ended in the middle of that second. */
  readonly rest?: StretchPage<Item>;
}

export type Piece<Item> =
  | { readonly kind: 'known'; readonly stretch: Stretch<Item> }
  | { readonly kind: 'unknown'; readonly from: number; readonly to: number };

/** The part of a stretch that lies within these seconds; undefined if there is none. */
export function clip<Item>(stretch: Stretch<Item>, from: number, to: number): Stretch<Item> | undefined {
  if (stretch.from >= from && stretch.to <= to) return stretch;
  const first = Math.max(stretch.from, from);
  const last = Math.min(stretch.to, to);
  if (first > last) return undefined;
  const pages = stretch.pages.map((page) => clipPage(page, first, last)).filter(({ items }) => items.length > 0);
  return { from: first, to: last, pages, ...(stretch.rest && first === stretch.from && { rest: stretch.rest }) };
}

function clipPage<Item>(page: StretchPage<Item>, from: number, to: number): StretchPage<Item> {
  const items = page.items.filter(([time]) => time >= from && time <= to);
  return items.length === page.items.length ? page : { weight: items.length, items };
}

/** The seconds in pieces, newest first. If stretches overlap, the one that reaches further back is used. */
export function piecesOf<Item>(from: number, to: number, stretches: readonly Stretch<Item>[]): readonly Piece<Item>[] {
  const pieces: Piece<Item>[] = [];
  const left = stretches.filter((stretch) => stretch.from <= to && stretch.to >= from);
  for (let end = to; end >= from; ) {
    const reaching = left.filter((stretch) => stretch.to >= end && stretch.from <= end);
    const best = reaching.reduce<Stretch<Item> | undefined>((a, b) => (a && a.from <= b.from ? a : b), undefined);
    const known = best && clip(best, from, end);
    if (known) {
      pieces.push({ kind: 'known', stretch: known });
      end = known.from - 1;
    } else {
      const next = Math.max(from - 1, ...left.map((stretch) => stretch.to).filter((last) => last < end));
      pieces.push({ kind: 'unknown', from: next + 1, to: end });
      end = next;
    }
  }
  return pieces;
}

/** Joins adjoining stretches, newest first, into one. */
export const joined = <Item>(stretches: readonly Stretch<Item>[]): Stretch<Item> | undefined => {
  const [newest, oldest] = [stretches[0], stretches.at(-1)];
  if (!newest || !oldest) return undefined;
  return {
    from: oldest.from,
    to: newest.to,
    pages: stretches.flatMap(({ pages }) => pages),
    ...(oldest.rest && { rest: oldest.rest }),
  };
};
