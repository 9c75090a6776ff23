/** How many files may be read before what was found in them is asked for: few where they are large, many where they are small. */

/** Some ten thousand calls. */
const mostBytes = 2_000_000;

export class OpenTurns {
  private readonly sizes: ArrayLike<number>;
  private readonly least: number;
  private opened = 0;
  private files = 0;
  private bytes = 0;

  /** `sizes`: compressed, in the order in which the files are read. `least`: so many, whatever their sizes. */
  constructor(sizes: ArrayLike<number>, least: number) {
    this.sizes = sizes;
    this.least = least;
  }

  /** How many more may be read from now on. */
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

  /** One of them was asked for. How many more may be read: none, until it is worth telling. */
  taken(size: number): number {
    this.files--;
    this.bytes -= size;
    return this.files < this.least || this.bytes <= mostBytes / 2 ? this.open() : 0;
  }
}
