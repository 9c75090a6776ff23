/** Merges rows of many files into one order, each as soon as nothing still unread can come before it. */

/** In the order of one file. */
export interface FileRows {
  readonly times: readonly string[];
  readonly ids: readonly string[];
  readonly texts: readonly string[];
}

interface Waiting {
  readonly rows: FileRows;
  readonly kind: number;
  /** The next one to be written. */
  at: number;
}

export class RowOrder {
  private waiting: Waiting[] = [];

  /** `kind`: the order among rows with the same time. */
  add(rows: FileRows, kind = 0): void {
    if (rows.times.length > 0) this.waiting.push({ rows, kind, at: 0 });
  }

  /** The texts of all rows before a time, in order. Absent: all of them. */
  *before(time?: string): Generator<string> {
    const open = this.waiting.filter((each) => isOpen(each, time)).sort(byNext);
    for (let first = open[0]; first; first = open[0]) {
      yield first.rows.texts[first.at] as string;
      first.at++;
      if (!isOpen(first, time)) open.shift();
      else sink(open, first);
    }
    this.waiting = this.waiting.filter(({ rows, at }) => at < rows.times.length);
  }
}

function isOpen({ rows, at }: Waiting, time: string | undefined): boolean {
  const next = rows.times[at];
  return next !== undefined && (time === undefined || next < time);
}

/** Moves the first of the list behind those that now come before it. */
function sink(open: Waiting[], first: Waiting): void {
  let at = 0;
  for (let next = open[1]; next && byNext(next, first) < 0; next = open[at + 1]) {
    open[at] = next;
    at++;
  }
  open[at] = first;
}

function byNext(a: Waiting, b: Waiting): number {
  const [at, bt] = [a.rows.times[a.at] as string, b.rows.times[b.at] as string];
  if (at !== bt) return at < bt ? -1 : 1;
  if (a.kind !== b.kind) return a.kind - b.kind;
  return (a.rows.ids[a.at] as string) < (b.rows.ids[b.at] as string) ? -1 : 1;
}
