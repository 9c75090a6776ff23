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
  const words = (text.replace(uuid, ' ').match(/[A-Za-z0-9]+/g) ?? []).filter(
    ({ length }) => length >= shortest && length <= longest,
  );
  return [...new Set(address.test(text) ? [text, ...words] : words)].map(hashOf);
}

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
export const blockSize = 32;
/** About one in a hundred words that are not there seems to be. */
const bitsAWord = 10;

export const blocksFor = (words: number): number => Math.max(1, Math.ceil((words * bitsAWord) / (8 * blockSize)));

/** Whether the word may be in the filter: blocks of 256 bits, in each of its eight parts one bit. */
export function mayHold(filter: Buffer, [low, high]: WordHash): boolean {
  const blocks = filter.length / blockSize;
  const at = Math.floor((high * blocks) / 2 ** 32) * blockSize;
  return salts.every((salt, n) => (filter.readUInt32LE(at + 4 * n) & (1 << (Math.imul(low, salt) >>> 27))) !== 0);
}
