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
const reversed: usize = 0x7800;
const deepest: usize = 0x7c00;

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

/** The tables of a block whose codes are the fixed ones. */
export function fixedCodes(): void {
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  build(literalTable, literalBits, lengths, 288, 0);
  pair();
  memory.fill(lengths, 5, 32);
  build(distanceTable, distanceBits, lengths, 32, 1);
}

/** The entry of a symbol whose code is `length` bits long. `kind`: 0 literals and lengths, 1 distances, 2 code lengths. */
function entryOf(symbol: u32, length: u32, kind: i32): u32 {
  if (kind == 2) return (symbol << 16) | length;
  if (kind == 1) {
    if (symbol > 29) return exceptional | invalid | length;
    return (
      ((unchecked(distanceBase[symbol]) as u32) << 16) |
      (length << 11) |
      (length + unchecked(distanceExtra[symbol]))
    );
  }
  if (symbol < 256) return (symbol << 16) | (1 << 8) | length;
  if (symbol == 256) return exceptional | endOfBlock | length;
  if (symbol > 285) return exceptional | invalid | length;
  return (
    ((unchecked(lengthBase[symbol - 257]) as u32) << 16) |
    (length << 11) |
    (length + unchecked(lengthExtra[symbol - 257]))
  );
}

const counts: StaticArray<u32> = new StaticArray<u32>(16);
const nextCode: StaticArray<u32> = new StaticArray<u32>(16);

/**
 * A look-up table for a canonical code (RFC 1951 3.2.2): the first `root` bits of the input give the entry, or a further
 * table. False for a set of lengths that is no code; as zlib has it, one code of one bit may stand alone.
 */
export function build(table: usize, root: u32, given: usize, symbols: u32, kind: i32): bool {
  memory.fill(changetype<usize>(counts), 0, 64);
  for (let s: u32 = 0; s < symbols; s++) {
    const length = load<u8>(given + s);
    unchecked((counts[length] += 1));
  }
  let longest: u32 = 15;
  while (longest > 0 && unchecked(counts[longest]) == 0) longest--;
  const size: u32 = 1 << root;
  if (longest == 0) {
    const none: u32 = kind == 2 ? 1 : exceptional | invalid | 1;
    for (let i: u32 = 0; i < size; i++) store<u32>(table + (i << 2), none);
    return true;
  }
  let left: i32 = 1;
  let code: u32 = 0;
  for (let length: u32 = 1; length <= 15; length++) {
    unchecked((nextCode[length] = code));
    const n = unchecked(counts[length]);
    code = (code + n) << 1;
    left = (left << 1) - (n as i32);
    if (left < 0) return false;
  }
  if (left > 0) {
    if (kind == 2 || longest != 1) return false;
    for (let i: u32 = 0; i < size; i++) store<u32>(table + (i << 2), exceptional | invalid | 1);
  }
  if (longest > root) memory.fill(deepest, 0, size);
  for (let s: u32 = 0; s < symbols; s++) {
    const length = load<u8>(given + s) as u32;
    if (length == 0) continue;
    const next = unchecked(nextCode[length]);
    unchecked((nextCode[length] = next + 1));
    const code = reverse(next, length);
    if (length <= root) {
      const entry = entryOf(s, length, kind);
      for (let i = code; i < size; i += 1 << length) store<u32>(table + (i << 2), entry);
    } else {
      store<u16>(reversed + (s << 1), code as u16);
      const prefix = code & (size - 1);
      if (load<u8>(deepest + prefix) < length) store<u8>(deepest + prefix, length as u8);
    }
  }
  if (longest <= root) return true;
  let free = size;
  for (let prefix: u32 = 0; prefix < size; prefix++) {
    const depth = load<u8>(deepest + prefix) as u32;
    if (depth == 0) continue;
    store<u32>(table + (prefix << 2), (free << 16) | subtable | exceptional | (depth - root));
    free += 1 << (depth - root);
  }
  for (let s: u32 = 0; s < symbols; s++) {
    const length = load<u8>(given + s) as u32;
    if (length <= root) continue;
    const code = load<u16>(reversed + (s << 1)) as u32;
    const to = load<u32>(table + ((code & (size - 1)) << 2));
    const start = to >> 16;
    const entry = entryOf(s, length, kind);
    const end: u32 = 1 << (to & 63);
    for (let i = code >> root; i < end; i += 1 << (length - root)) store<u32>(table + ((start + i) << 2), entry);
  }
  return true;
}

function reverse(code: u32, length: u32): u32 {
  let from = code;
  let to: u32 = 0;
  for (let i: u32 = 0; i < length; i++) {
    to = (to << 1) | (from & 1);
    from >>= 1;
  }
  return to;
}

/** Where two literals fit into one look-up, both come of it. From above: what is looked up below is still single. */
export function pair(): void {
  for (let i: i32 = (1 << literalBits) - 1; i >= 0; i--) {
    const one = load<u32>(literalTable + (i << 2));
    if (((one >> 8) & 3) != 1) continue;
    const used = one & 63;
    const two = load<u32>(literalTable + ((i >> used) << 2));
    if (((two >> 8) & 3) != 1 || used + (two & 63) > literalBits) continue;
    store<u32>(
      literalTable + (i << 2),
      (one & 0xff0000) | ((two & 0xff0000) << 8) | (used << 11) | (2 << 8) | (used + (two & 63)),
    );
  }
}
