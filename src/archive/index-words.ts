/**
 * The words of a text, as the filter index knows files by them: runs of letters and digits. The same as the engine takes from
 * a file, for the few texts of a question.
 */

const [shortest, longest] = [3, 64];
const uuid = /(?<![A-Za-z0-9])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9])/gi;
const address = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const all = (1n << 64n) - 1n;

/** Low and high 32 bits. */
export type WordHash = readonly [low: number, high: number];

/**
 * What of a text of the characters [A-Za-z0-9_.-] stands in every file that holds it as a word of its own. Empty where
 * nothing does: ids in the form of a UUID are in no filter.
 */
export function wordsOf(text: string): readonly WordHash[] {
  const told = text.replace(uuid, ' ');
  const words = (told.match(/[A-Za-z0-9]+/g) ?? []).filter(isTaken);
  // of two words with one of [_.-] between them one may be too short to tell much: "web-1"
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
/** Of 32 bits, in a block. */
const blockWords = 8;
const bitOf = (low: number, k: number): number => 1 << (Math.imul(low, salts[k] as number) >>> 27);
/** About one in a hundred words that are not there seems to be. */
const bitsAWord = 10;

const blocksFor = (words: number): number => Math.max(1, Math.ceil((words * bitsAWord) / (32 * blockWords)));

/** Hashes of 64 bits: low and high halves in turn. */
export type Words = Uint32Array;

/** Of the words, less those that are common. */
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

/** Files by which it is told which words are common, and the share of them that such a word is in. */
const [sample, share] = [64, 0.5];

/** The words of several files, each once, in no order. */
export function unionOf(files: readonly Words[]): Words {
  const [only, ...more] = files;
  if (only && more.length === 0) return only;
  const all = new WordSet(files.reduce((sum, { length }) => sum + length / 2, 0));
  for (const words of files) for (let n = 0; n < words.length; n += 2) all.add(words, n);
  return all.words();
}

/** Words that about half of the files hold: of them no file needs to tell. Each file has a word once. */
export function commonOf(files: readonly Words[]): WordSet {
  // few files have much in common, and nothing is saved
  if (files.length < 32) return new WordSet(0);
  const step = Math.ceil(files.length / sample);
  const chosen = files.filter((_, n) => n % step === 0);
  const counts = new WordSet(chosen.reduce((sum, { length }) => sum + length / 2, 0));
  for (const words of chosen) for (let n = 0; n < words.length; n += 2) counts.add(words, n);
  return counts.ofAtLeast(Math.max(2, Math.ceil(chosen.length * share)));
}

/** Words, and how often each was added. A table of numbers: there are millions of them. */
export class WordSet {
  size = 0;
  private readonly mask: number;
  private readonly halves: Uint32Array;
  private readonly counts: Uint32Array;

  /** @param most how many words there may be. */
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

  /** Those that were added so often. */
  ofAtLeast(least: number): WordSet {
    const slots = [...this.counts.keys()].filter((slot) => (this.counts[slot] as number) >= least);
    const found = new WordSet(slots.length);
    for (const slot of slots) found.add(this.halves, 2 * slot);
    return found;
  }

  /** In no order. */
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

  /** What of the words is not in this set. */
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

  /** Where the word is, or would be. The low half is spread over all its bits. */
  private slotOf(low: number, high: number): number {
    let slot = low & this.mask;
    while (this.counts[slot] !== 0 && (this.halves[2 * slot] !== low || this.halves[2 * slot + 1] !== high))
      slot = (slot + 1) & this.mask;
    return slot;
  }
}

/** Whether the word may be in the filter: blocks of 256 bits, in each of its eight parts one bit. */
export function mayHold(filter: Uint32Array, [low, high]: WordHash): boolean {
  const blocks = filter.length / blockWords;
  const at = Math.floor((high * blocks) / 2 ** 32) * blockWords;
  for (let k = 0; k < blockWords; k++) if (((filter[at + k] as number) & bitOf(low, k)) === 0) return false;
  return true;
}
