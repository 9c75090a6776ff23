/**
 * Which part of a window is known already. A stretch is a time that was read to its end, with the pages it gave; a window
 * is answered by stretches, from its newest second to its oldest, and by asking for what lies between them. Pure.
 */

/** [epoch second, whatever it is]. */
export type Timed<Item> = readonly [time: number, item: Item];

export interface StretchPage<Item> {
  /** How much of a bounded reading it used up: a page that has others behind it counts as full, however few it holds. */
  readonly weight: number;
  /** Newest first. */
  readonly items: readonly Timed<Item>[];
}

/** Seconds since 1970, both ends inclusive: nothing is missing between them. */
export interface Stretch<Item> {
  readonly from: number;
  readonly to: number;
  /** Newest first. */
  readonly pages: readonly StretchPage<Item>[];
  /** The beginning of the second before `from`, where a bounded reading ended in the middle of it. */
  readonly rest?: StretchPage<Item>;
}

export type Piece<Item> =
  | { readonly kind: 'known'; readonly stretch: Stretch<Item> }
  | { readonly kind: 'unknown'; readonly from: number; readonly to: number };

/** The part of a stretch that lies in these seconds; undefined where none does. */
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

/** The seconds in pieces, newest first. Where stretches overlap, the one that reaches further back goes on. */
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

/** One stretch of several, each of which begins where the one before it ends: newest first. */
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
