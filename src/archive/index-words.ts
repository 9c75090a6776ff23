/**
 * The words (runs of letters and digits) by which the index's filters know files. Computes, for the few texts of a question,
 * the same words that the engine collects from files.
 */

const [shortest, longest] = [3, 64];
const uuid = /(?<![A-Za-z0-9])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9])/gi;
const address = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const all = (1n << 64n) - 1n;

/** Low and high 32 bits. */
export type WordHash = readonly [low: number, high: number];

/**
 * The words present in every file that contains the text, of characters [A-Za-z0-9_.-], as a separate word. Empty if there are
 * none: UUIDs are in no filter.
 */
export function wordsOf(text: string): readonly WordHash[] {
  const told = text.replace(uuid, ' ');
  const words = (told.match(/[A-Za-z0-9]+/g) ?? []).filter(isTaken);
  // where [_.-] joins two words, one of them may be too short to be selective, as in "web-1"
  const pairs = [...told.matchAll(/([A-Za-z0-9]+)[_.-](?=([A-Za-z0-9]+))/g)]
    .filter(([, one = '', other = '']) => one.length < shortest || other.length < shortest)
    .map(([one, , other]) => `${one}${other}`)
    .filter(isTaken);
  return [...new Set([...(address.test(text) ? [text] : []), ...words, ...pairs])].map(hashOf);
}

const isTaken = ({ length }: string): boolean => length >= shortest && length <= longest;

function hashOf(word: string): WordHash {
  const bytes = Buffer.alloc(Math.ceil(word.length / 8) * 8);
  bytes.write(word, 'latin1');
  let hash = (BigInt(word.length) * 0x9e3779b97f4a7c15n) & all;
  for (let at = 0; at < bytes.length; at += 8) {
    hash = ((hash ^ bytes.readBigUInt64LE(at)) * 0xff51afd7ed558ccdn) & all;
    hash ^= hash >> 32n;
  }
  hash = (hash * 0xc4ceb9fe1a85ec53n) & all;
  hash ^= hash >> 32n;
  if (hash === 0n) hash = 1n;
  return [Number(hash & 0xffffffffn), Number(hash >> 32n)];
}

/** https://parquet.apache.org/docs/file-format/bloomfilter/ */
const salts = Int32Array.of(
  0x47b6137b,
  0x44974d91,
  0x8824ad5b,
  0xa2b7289d,
  0x705495c7,
  0x2df1424b,
  0x9efc4947,
  0x5c6bfb31,
);
/** 32-bit words per block. */
const blockWords = 8;
const bitOf = (low: number, k: number): number => 1 << (Math.imul(low, salts[k] as number) >>> 27);
/** About one in a hundred words that are absent seems present. */
const bitsAWord = 10;

const blocksFor = (words: number): number => Math.max(1, Math.ceil((words * bitsAWord) / (32 * blockWords)));

/** 64-bit hashes: low and high halves in turn. */
export type Words = Uint32Array;

/** A filter of the words that are not common. */
export function filterOf(words: Words, common?: WordSet): Uint32Array {
  const own = common ? common.without(words) : words;
  const blocks = blocksFor(own.length / 2);
  const bits = new Int32Array(blocks * blockWords);
  for (let n = 0; n < own.length; n += 2) {
    const [low, high] = [own[n] as number, own[n + 1] as number];
    const at = Math.floor((high * blocks) / 2 ** 32) * blockWords;
    for (let k = 0; k < blockWords; k++) bits[at + k] = (bits[at + k] as number) | bitOf(low, k);
  }
  return new Uint32Array(bits.buffer);
}

/** How many files to sample for common words, and the share of them that must hold such a word. */
const [sample, share] = [64, 0.5];

/** The distinct words of several files, in no particular order. */
export function unionOf(files: readonly Words[]): Words {
  const [only, ...more] = files;
  if (only && more.length === 0) return only;
  const all = new WordSet(files.reduce((sum, { length }) => sum + length / 2, 0));
  for (const words of files) for (let n = 0; n < words.length; n += 2) all.add(words, n);
  return all.words();
}

/** Words that about half of the files hold, so that no file's own filter needs them. Within a file, words must be distinct. */
export function commonOf(files: readonly Words[]): WordSet {
  // among few files too much would be common, and nothing saved
  if (files.length < 32) return new WordSet(0);
  const step = Math.ceil(files.length / sample);
  const chosen = files.filter((_, n) => n % step === 0);
  const counts = new WordSet(chosen.reduce((sum, { length }) => sum + length / 2, 0));
  for (const words of chosen) for (let n = 0; n < words.length; n += 2) counts.add(words, n);
  return counts.ofAtLeast(Math.max(2, Math.ceil(chosen.length * share)));
}

/** Words, with how often each was added. A table of numbers, since there are millions. */
export class WordSet {
  size = 0;
  private readonly mask: number;
  private readonly halves: Uint32Array;
  private readonly counts: Uint32Array;

  /** @param most the maximum number of words. */
  constructor(most: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, most * 1.5)));
    this.mask = slots - 1;
    this.halves = new Uint32Array(2 * slots);
    this.counts = new Uint32Array(slots);
  }

  add(words: Words, n: number): void {
    const slot = this.slotOf(words[n] as number, words[n + 1] as number);
    if (this.counts[slot] === 0) {
      this.size++;
      this.halves[2 * slot] = words[n] as number;
      this.halves[2 * slot + 1] = words[n + 1] as number;
    }
    this.counts[slot] = (this.counts[slot] as number) + 1;
  }

  /** The words added at least this often. */
  ofAtLeast(least: number): WordSet {
    const slots = [...this.counts.keys()].filter((slot) => (this.counts[slot] as number) >= least);
    const found = new WordSet(slots.length);
    for (const slot of slots) found.add(this.halves, 2 * slot);
    return found;
  }

  /** In no particular order. */
  words(): Words {
    const words = new Uint32Array(2 * this.size);
    let count = 0;
    for (let slot = 0; slot < this.counts.length; slot++) {
      if (this.counts[slot] === 0) continue;
      words[count++] = this.halves[2 * slot] as number;
      words[count++] = this.halves[2 * slot + 1] as number;
    }
    return words;
  }

  /** The words that are not in this set. */
  without(words: Words): Words {
    const left = new Uint32Array(words.length);
    let count = 0;
    for (let n = 0; n < words.length; n += 2) {
      const [low, high] = [words[n] as number, words[n + 1] as number];
      if (this.counts[this.slotOf(low, high)] !== 0) continue;
      left[count++] = low;
      left[count++] = high;
    }
    return left.subarray(0, count);
  }

  /** The word's slot, or the one it would take. The low half is a uniform hash. */
  private slotOf(low: number, high: number): number {
    let slot = low & this.mask;
    while (this.counts[slot] !== 0 && (this.halves[2 * slot] !== low || this.halves[2 * slot + 1] !== high))
      slot = (slot + 1) & this.mask;
    return slot;
  }
}

/** Whether the word may be in the filter: in its 256-bit block, it sets one bit in each of eight parts. */
export function mayHold(filter: Uint32Array, [low, high]: WordHash): boolean {
  const blocks = filter.length / blockWords;
  const at = Math.floor((high * blocks) / 2 ** 32) * blockWords;
  for (let k = 0; k < blockWords; k++) if (((filter[at + k] as number) & bitOf(low, k)) === 0) return false;
  return true;
}
