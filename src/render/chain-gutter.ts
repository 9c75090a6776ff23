/** Bars next to the rows that connect those of a chain, so that causes and consequences are visible without reading links. */

/** What the table needs to know about a row. */
export interface ChainedRow {
  readonly chain: string | null;
}

export interface GutterMark {
  /** Next to the row's first line. */
  readonly first: string;
  /** Next to the lines that follow, and between this row and the next. */
  readonly rest: string;
}

/** More parallel bars than this look like a fence: chains without a free place get none. */
const mostBars = 4;

/** A mark for each row, all equally wide; empty if there is nothing to connect. A chain with a single row has no bar. */
export function chainGutter(rows: readonly ChainedRow[]): readonly GutterMark[] {
  const spans = spansOf(rows);
  const bars = placeBars(spans);
  const width = Math.max(0, ...bars.values()) + (bars.size > 0 ? 1 : 0);
  return rows.map(({ chain }, index) => {
    const [first, rest] = [Array<string>(width).fill(' '), Array<string>(width).fill(' ')];
    for (const [id, bar] of bars) {
      const span = spans.get(id);
      if (!span || index < span.first || index > span.last) continue;
      first[bar] = chain !== id ? '│' : index === span.first ? '┌' : index === span.last ? '└' : '├';
      if (index < span.last) rest[bar] = '│';
    }
    return { first: first.join(''), rest: rest.join('') };
  });
}

interface RowSpan {
  readonly first: number;
  last: number;
}

function spansOf(rows: readonly ChainedRow[]): ReadonlyMap<string, RowSpan> {
  const spans = new Map<string, RowSpan>();
  for (const [index, { chain }] of rows.entries()) {
    if (chain === null) continue;
    const span = spans.get(chain);
    if (span) span.last = index;
    else spans.set(chain, { first: index, last: index });
  }
  return spans;
}

/** Each chain takes the first place that is free from its first row to its last. */
function placeBars(spans: ReadonlyMap<string, RowSpan>): ReadonlyMap<string, number> {
  const bars = new Map<string, number>();
  const freeFrom: number[] = [];
  for (const [id, { first, last }] of [...spans].sort(([, a], [, b]) => a.first - b.first)) {
    if (first === last) continue;
    const free = freeFrom.findIndex((row) => row <= first);
    const bar = free >= 0 ? free : freeFrom.length;
    if (bar >= mostBars) continue;
    freeFrom[bar] = last + 1;
    bars.set(id, bar);
  }
  return bars;
}
