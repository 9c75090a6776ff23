/** Packs whole numbers into few bytes: each as its difference from the one before, with one byte for small differences. */

/** Limit on packable numbers: twice the difference of any two is still exact. */
const largest = 2 ** 51;

export const isPackable = (number: number): boolean => Number.isInteger(number) && Math.abs(number) <= largest;

export class NumberPacker {
  private bytes = Buffer.alloc(1024);
  private length = 0;

  /** Packs a column of packable numbers; reading it back takes its count. */
  column(numbers: Iterable<number>): void {
    let before = 0;
    for (const number of numbers) {
      const difference = number - before;
      before = number;
      this.put(difference >= 0 ? 2 * difference : -2 * difference - 1);
    }
  }

  result(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  private put(number: number): void {
    if (this.length + 8 > this.bytes.length) {
      const larger = Buffer.alloc(2 * this.bytes.length);
      this.bytes.copy(larger);
      this.bytes = larger;
    }
    let left = number;
    while (left >= 128) {
      this.bytes[this.length++] = 128 + (left % 128);
      left = Math.floor(left / 128);
    }
    this.bytes[this.length++] = left;
  }
}

export class NumberUnpacker {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** @throws RangeError if there are fewer. */
  column(count: number): Float64Array {
    // each number takes at least one byte
    if (!(count <= this.bytes.length - this.at)) throw new RangeError('the numbers end early');
    const numbers = new Float64Array(count);
    let before = 0;
    for (let n = 0; n < count; n++) {
      const folded = this.take();
      before += folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
      numbers[n] = before;
    }
    return numbers;
  }

  private take(): number {
    let number = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError('the numbers end early');
      number += (byte & 127) * weight;
      if (byte < 128) return number;
    }
  }
}
