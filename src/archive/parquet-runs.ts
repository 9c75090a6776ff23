/**
 * Checks what a Parquet page claims about itself against its bytes before it is decoded: the decoder trusts the length of a
 * run, and a few bytes may claim billions of values.
 *
 * https://github.com/apache/parquet-format/blob/master/Encodings.md: "Run Length Encoding / Bit-Packing Hybrid"
 */

/** Four times the usual default size of a row group; a page with more values must have at least a bit for each. */
const mostOfRuns = 2 ** 22;
const mostWidth = 32;
const lengthSize = 4;
/** Bytes of a number; a sixth byte would not be used. */
const longestVarint = 5;

/** The values of an uncompressed page, and where they begin in it. */
export interface PageShape {
  readonly count: number;
  readonly encoding: string;
  readonly isBoolean: boolean;
  /** The column's maximum levels. */
  readonly repetition: number;
  readonly definition: number;
  /** Version 2 pages: the lengths of the levels, and the number of null values. */
  readonly levels?: { readonly repetition: number; readonly definition: number; readonly nulls: number };
}

/** How many values the page actually contains. @throws Error if a run in it is longer than the page. */
export function checkPage(page: Uint8Array, { count, encoding, isBoolean, ...shape }: PageShape): number {
  if (count > mostOfRuns && count > page.length * 8) throw new Error(`${count} values in ${page.length} bytes`);
  const { levels } = shape;
  let at = 0;
  let present = count;
  for (const kind of ['repetition', 'definition'] as const) {
    const deepest = shape[kind];
    if (deepest === 0) continue;
    const length = levels ? levels[kind] : lengthAt(page, at);
    if (!levels) at += lengthSize;
    present = countRuns(page, at, widthOf(deepest), count, deepest);
    at += length;
  }
  // without definition levels no value is null
  if (shape.definition === 0) present = count;
  if (levels) present = count - levels.nulls;
  if (!(present >= 0 && present <= count)) throw new Error(`${count - present} of ${count} values are null`);
  checkValues(page, at, present, { encoding, isBoolean, isSecond: levels !== undefined });
  return present;
}

interface ValueShape extends Pick<PageShape, 'encoding' | 'isBoolean'> {
  readonly isSecond: boolean;
}

function checkValues(page: Uint8Array, at: number, count: number, { encoding, isBoolean, isSecond }: ValueShape): void {
  const isPlainRun = encoding === 'RLE' && isSecond;
  if (encoding !== 'RLE' && encoding !== 'PLAIN_DICTIONARY' && encoding !== 'RLE_DICTIONARY') return;
  if (isPlainRun || (isBoolean && !isSecond)) {
    countRuns(page, at + lengthSize, 1, count);
    return;
  }
  const width = byteAt(page, at);
  // in version 1, nothing follows if every value is the dictionary's first
  if (width > 0 || isSecond) countRuns(page, at + 1, width, count);
}

const widthOf = (greatest: number): number => 32 - Math.clz32(greatest);

function byteAt(page: Uint8Array, at: number): number {
  const byte = page[at];
  if (byte === undefined) throw new Error('a page ends before its last value');
  return byte;
}

const lengthAt = (page: Uint8Array, at: number): number =>
  byteAt(page, at) + byteAt(page, at + 1) * 2 ** 8 + byteAt(page, at + 2) * 2 ** 16 + byteAt(page, at + 3) * 2 ** 24;

/** Follows the runs of `count` values from `at` on; returns how many of them equal `counted`. */
function countRuns(page: Uint8Array, at: number, width: number, count: number, counted = -1): number {
  if (width > mostWidth) throw new Error(`values of ${width} bits`);
  let found = 0;
  for (let left = count; left > 0; ) {
    let header = 0;
    for (let n = 0; ; n++) {
      if (n === longestVarint) throw new Error('a run without its length');
      const byte = byteAt(page, at++);
      header += (byte & 0x7f) * 2 ** (7 * n);
      if (byte < 0x80) break;
    }
    const isPacked = header % 2 === 1;
    const told = Math.floor(header / 2) * (isPacked ? 8 : 1);
    const bytes = isPacked ? (told / 8) * width : Math.ceil(width / 8);
    // bit-packed values come in groups of eight, so the last group may exceed what is left
    if ((bytes === 0 && told > left + 7) || (!isPacked && told > left) || at + bytes > page.length)
      throw new Error(`a run of ${told} values, where ${left} are left`);
    const length = Math.min(told, left);
    if (counted >= 0)
      found += isPacked ? packed(page, at, width, length, counted) : valueAt(page, at, bytes) === counted ? length : 0;
    at += bytes;
    left -= length;
  }
  return found;
}

function valueAt(page: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let n = 0; n < bytes; n++) value += byteAt(page, at + n) * 2 ** (8 * n);
  return value;
}

/** How many of the bit-packed values equal `counted`. */
function packed(page: Uint8Array, at: number, width: number, length: number, counted: number): number {
  let found = 0;
  for (let n = 0; n < length; n++) {
    const bit = n * width;
    const first = at + (bit >> 3);
    const value = ((page[first] ?? 0) | ((page[first + 1] ?? 0) << 8) | ((page[first + 2] ?? 0) << 16)) >> (bit & 7);
    if ((value & ((1 << width) - 1)) === counted) found++;
  }
  return found;
}
