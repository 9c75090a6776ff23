/** Limits how many files may be read before their results are requested: few if they are large, many if they are small. */

/** Compressed bytes: some ten thousand calls. */
const mostBytes = 2_000_000;

export class OpenTurns {
  private readonly sizes: ArrayLike<number>;
  private readonly least: number;
  private opened = 0;
  private files = 0;
  private bytes = 0;

  /** `sizes`: compressed bytes, in reading order. `least`: how many files may always be open, whatever their sizes. */
  constructor(sizes: ArrayLike<number>, least: number) {
    this.sizes = sizes;
    this.least = least;
  }

  /** How many more files may be read from now on. */
  open(): number {
    const before = this.opened;
    for (let next = this.sizes[before]; next !== undefined; next = this.sizes[this.opened]) {
      if (this.files >= this.least && this.bytes + next > mostBytes) break;
      this.files++;
      this.bytes += next;
      this.opened++;
    }
    return this.opened - before;
  }

  /** One file's result was requested. Returns how many more may be read: 0 until there are enough to be worth announcing. */
  taken(size: number): number {
    this.files--;
    this.bytes -= size;
    return this.files < this.least || this.bytes <= mostBytes / 2 ? this.open() : 0;
  }
}
