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
const salts = [0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31] as const;
const blockSize = 32;
/** About one in a hundred words that are not there seems to be. */
const bitsAWord = 10;

const blocksFor = (words: number): number => Math.max(1, Math.ceil((words * bitsAWord) / (8 * blockSize)));

/** @param words hashes of 64 bits. */
export function filterOf(words: BigUint64Array): Buffer {
  const blocks = blocksFor(words.length);
  const bits = new Uint32Array(blocks * 8);
  const halves = new Uint32Array(words.buffer, words.byteOffset, words.length * 2);
  for (let n = 0; n < halves.length; n += 2) {
    const [low, high] = [halves[n] as number, halves[n + 1] as number];
    const at = Math.floor((high * blocks) / 2 ** 32) * 8;
    for (let k = 0; k < salts.length; k++) {
      const bit = 1 << (Math.imul(low, salts[k] as number) >>> 27);
      bits[at + k] = (bits[at + k] as number) | bit;
    }
  }
  return Buffer.from(bits.buffer);
}

/** Files by which it is told which words are common, and the share of them that such a word is in. */
const [sample, share] = [64, 0.5];

/** Words that about half of the files hold: of them no file needs to tell. In order. */
export function commonOf(files: readonly BigUint64Array[]): BigUint64Array {
  // few files have much in common, and nothing is saved
  if (files.length < 32) return new BigUint64Array();
  const step = Math.ceil(files.length / sample);
  const chosen = files.filter((_, n) => n % step === 0);
  const all = new BigUint64Array(chosen.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const words of chosen) {
    all.set(words, at);
    at += words.length;
  }
  all.sort();
  const common: bigint[] = [];
  const least = Math.max(2, Math.ceil(chosen.length * share));
  for (let from = 0; from < all.length; ) {
    let to = from + 1;
    while (to < all.length && all[to] === all[from]) to++;
    if (to - from >= least) common.push(all[from] as bigint);
    from = to;
  }
  return BigUint64Array.from(common);
}

/** Those that are not common; both in order. */
export function without(words: BigUint64Array, common: BigUint64Array): BigUint64Array {
  const left = new BigUint64Array(words.length);
  let [count, at] = [0, 0];
  for (const word of words) {
    while (at < common.length && (common[at] as bigint) < word) at++;
    if (common[at] !== word) left[count++] = word;
  }
  return left.slice(0, count);
}

/** Whether the word may be in the filter: blocks of 256 bits, in each of its eight parts one bit. */
export function mayHold(filter: Buffer, [low, high]: WordHash): boolean {
  const blocks = filter.length / blockSize;
  const at = Math.floor((high * blocks) / 2 ** 32) * blockSize;
  return salts.every((salt, n) => (filter.readUInt32LE(at + 4 * n) & (1 << (Math.imul(low, salt) >>> 27))) !== 0);
}
