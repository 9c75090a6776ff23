/** Half-open parts of a file: joins those that are cheaper to read together, and finds those still missing. */

export type ByteRange = readonly [from: number, to: number];

/** In order, without overlaps; ranges at most `gap` bytes apart become one. */
export function joined(ranges: readonly ByteRange[], gap = 0): readonly ByteRange[] {
  const found: [number, number][] = [];
  for (const [from, to] of ranges.filter(([start, end]) => start < end).toSorted(([a], [b]) => a - b)) {
    const last = found.at(-1);
    if (last && from - last[1] <= gap) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

/** The parts of `wanted` that are not in `known`, which must be joined. */
export function missing(wanted: readonly ByteRange[], known: readonly ByteRange[]): readonly ByteRange[] {
  return joined(wanted).flatMap(([start, end]) => {
    const found: ByteRange[] = [];
    let at = start;
    for (const [from, to] of known) {
      if (to <= at || from >= end) continue;
      if (from > at) found.push([at, from]);
      at = to;
    }
    return at < end ? [...found, [at, end] as const] : found;
  });
}

/** Splits the ranges into pieces of at most `most` bytes. */
export const inPieces = (ranges: readonly ByteRange[], most: number): readonly ByteRange[] =>
  ranges.flatMap(([from, to]) =>
    Array.from(
      { length: Math.ceil((to - from) / most) },
      (_, n): ByteRange => [from + n * most, Math.min(from + (n + 1) * most, to)],
    ),
  );

export const sizeOf = (ranges: readonly ByteRange[]): number => ranges.reduce((sum, [from, to]) => sum + to - from, 0);
