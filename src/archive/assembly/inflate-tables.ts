// The look-up tables of deflate's codes (RFC 1951 3.2): from the next bits of the input to what they stand for.

/** Bits looked up at once. */
export const literalBits: u32 = 10;
export const distanceBits: u32 = 8;
export const lengthCodeBits: u32 = 7;

// where the tables stand; what is compiled in lies below
export const literalTable: usize = 0x4000;
export const distanceTable: usize = 0x6000;
export const lengthCodeTable: usize = 0x7000;
export const lengths: usize = 0x7400;
const sorted: usize = 0x7800;
// of each symbol, its entry but for what its code's length adds
export const literalEntries: usize = 0x5800; // 288
export const distanceEntries: usize = 0x5d00; // 32
export const codeLengths: usize = 0x5e00; // 19

// an entry of a table, from bit 0: 6 bits used up, 2 free, 2 bits literals (one or two, in the upper half),
// 1 bit "neither literal nor length", 4 bits length of the (first) code; upper half: literals, base of length or distance
export const exceptional: u32 = 1 << 10;
export const subtable: u32 = 1 << 15;
const endOfBlock: u32 = 1 << 16;
export const invalid: u32 = 1 << 17;

const lengthBase: StaticArray<u16> = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthExtra: StaticArray<u8> = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const distanceBase: StaticArray<u16> = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const distanceExtra: StaticArray<u8> = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];

/** An entry holds the length of its code twice: as bits used up, and by itself. */
const lengthTwice: u32 = (1 << 11) | 1;

for (let s: u32 = 0; s < 288; s++) {
  let entry: u32 = exceptional | invalid;
  if (s < 256) entry = (s << 16) | (1 << 8);
  else if (s == 256) entry = exceptional | endOfBlock;
  else if (s < 286) entry = ((unchecked(lengthBase[s - 257]) as u32) << 16) + unchecked(lengthExtra[s - 257]);
  store<u32>(literalEntries + (s << 2), entry);
}
for (let s: u32 = 0; s < 32; s++) {
  const entry = s < 30 ? ((unchecked(distanceBase[s]) as u32) << 16) + unchecked(distanceExtra[s]) : exceptional | invalid;
  store<u32>(distanceEntries + (s << 2), entry);
}
for (let s: u32 = 0; s < 19; s++) store<u32>(codeLengths + (s << 2), s << 16);

/** The tables of a block whose codes are the fixed ones. */
export function fixedCodes(): void {
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  build(literalTable, literalBits, lengths, 288, literalEntries);
  pair();
  memory.fill(lengths, 5, 32);
  build(distanceTable, distanceBits, lengths, 32, distanceEntries);
}

const counts: StaticArray<u32> = new StaticArray<u32>(16);
/** Where in `sorted` the next symbol goes whose code is of a length. */
const places: StaticArray<u32> = new StaticArray<u32>(16);

/** Of the entries, of which there are a power of two, a second copy behind them. */
// @ts-expect-error: decorator
@inline
function double(table: usize, entries: u32): void {
  const end = table + ((entries as usize) << 2);
  if (entries < 4) {
    for (let i: usize = 0; i < (entries as usize) << 2; i += 4) store<u32>(end + i, load<u32>(table + i));
  } else {
    for (let i: usize = 0; i < (entries as usize) << 2; i += 16) v128.store(end + i, v128.load(table + i));
  }
}

/**
 * A look-up table for a canonical code (RFC 1951 3.2.2): the first `root` bits of the input give the entry, or a further
 * table. False for a set of lengths that is no code; as zlib has it, one code of one bit may stand alone. `entries`: what
 * the symbols stand for. A table is made from the shorter codes to the longer, by doubling it: with each bit more that is
 * looked at, what is known of the bits before stands there twice.
 */
export function build(table: usize, root: u32, given: usize, symbols: u32, entries: usize): bool {
  for (let length = 0; length < 16; length++) unchecked((counts[length] = 0));
  for (let s: u32 = 0; s < symbols; s++) {
    const length = load<u8>(given + s);
    unchecked((counts[length] += 1));
  }
  let longest: u32 = 15;
  while (longest > 0 && unchecked(counts[longest]) == 0) longest--;
  const size: u32 = 1 << root;
  const isOfLengths = entries == codeLengths;
  if (longest == 0) {
    const none: u32 = isOfLengths ? 1 : exceptional | invalid | 1;
    for (let i: u32 = 0; i < size; i++) store<u32>(table + (i << 2), none);
    return true;
  }
  let left: i32 = 1;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= 15; length++) {
    const n = unchecked(counts[length]);
    unchecked((places[length] = place));
    place += n;
    left = (left << 1) - (n as i32);
    if (left < 0) return false;
  }
  if (left > 0 && (isOfLengths || longest != 1)) return false;
  for (let s: u32 = 0; s < symbols; s++) {
    const length = load<u8>(given + s) as u32;
    if (length == 0) continue;
    const to = unchecked(places[length]);
    unchecked((places[length] = to + 1));
    store<u16>(sorted + (to << 1), s as u16);
  }
  if (left > 0) {
    const only = load<u32>(entries + ((load<u16>(sorted) as u32) << 2)) + lengthTwice;
    for (let i: u32 = 0; i < size; i++) store<u32>(table + (i << 2), (i & 1) == 0 ? only : exceptional | invalid | 1);
    return true;
  }
  // the code at hand, its first bit lowest
  let code: u32 = 0;
  let next = sorted;
  for (let length: u32 = 1; length <= root; length++) {
    if (length > 1) double(table, 1 << (length - 1));
    for (let n = unchecked(counts[length]); n > 0; n--) {
      store<u32>(table + (code << 2), load<u32>(entries + ((load<u16>(next) as u32) << 2)) + length * lengthTwice);
      next += 2;
      code = following(code, length);
    }
  }
  if (longest > root) further(table, root, longest, entries, code, next);
  return true;
}

/** The code of the same length behind another, first bits lowest; any where that was the last of all. */
// @ts-expect-error: decorator
@inline
function following(code: u32, length: u32): u32 {
  const zeros = code ^ ((1 << length) - 1);
  const bit: u32 = zeros == 0 ? 0 : (1 << 31) >>> clz(zeros);
  return (code & (bit - 1)) | bit;
}

/** The tables of codes longer than the first one looks at, behind it. `next`: their symbols, of which `code` is the first's. */
function further(table: usize, root: u32, longest: u32, entries: usize, first: u32, symbols: usize): void {
  const size: u32 = 1 << root;
  let code = first;
  let next = symbols;
  let prefix: u32 = size;
  let start = size;
  let depth: u32 = 0;
  for (let length = root + 1; length <= longest; length++) {
    for (let n = unchecked(counts[length]); n > 0; n--) {
      if ((code & (size - 1)) != prefix) {
        prefix = code & (size - 1);
        start += depth == 0 ? 0 : 1 << depth;
        // as deep as codes with this beginning go
        depth = length - root;
        let used = n;
        while (used < 1 << depth) {
          depth++;
          used = (used << 1) + unchecked(counts[root + depth]);
        }
        store<u32>(table + (prefix << 2), (start << 16) | subtable | exceptional | depth);
      }
      const entry = load<u32>(entries + ((load<u16>(next) as u32) << 2)) + length * lengthTwice;
      next += 2;
      for (let i = code >> root; i < 1 << depth; i += 1 << (length - root)) store<u32>(table + ((start + i) << 2), entry);
      code = following(code, length);
    }
  }
}

/** Where two literals fit into one look-up, both come of it. From above: what is looked up below is still single. */
export function pair(): void {
  for (let i: i32 = (1 << literalBits) - 1; i >= 0; i--) {
    const one = load<u32>(literalTable + (i << 2));
    const used = one & 63;
    const two = load<u32>(literalTable + ((i >> used) << 2));
    const both = used + (two & 63);
    const paired = (one & 0xff0000) | ((two & 0xff0000) << 8) | (used << 11) | (2 << 8) | both;
    // one literal each
    const areTwo = (one & two & (3 << 8)) == 1 << 8 && ((one | two) & (2 << 8)) == 0 && both <= literalBits;
    store<u32>(literalTable + (i << 2), select<u32>(paired, one, areTwo));
  }
}
