// Collects the words of inflated bytes, each once, as hashes. It runs in an instance of its own: the memory is laid out
// otherwise than for finding records.
//
// A word is a run of letters and digits. What may end an escape before it (`\n`, `%2F`, `\u002f`) is taken both as a part of
// the word and as none. Ids in the form of a UUID are left out. Words besides: an IPv4 address, and two words with one of
// [_.-] between them of which one is too short to tell much (`web-1`).

const shortest: u32 = 3;
const longest: u32 = 64;
const table: usize = 0x200000;
const mostSlots: u32 = 1 << 22;

let at: usize = table;
let mask: u32 = 0;
export let wordCount: u32 = 0;
/** Not all words are known. */
export let hasOverflow: bool = false;

// numbers with a dot between them, as an address has: where the last four began
let dotted: u32 = 0;
let dottedEnd: u32 = 0;
let fourth: u32 = 0;
let third: u32 = 0;
let second: u32 = 0;
let first: u32 = 0;

function ensure(bytes: usize): bool {
  const pages = ((bytes + 0xffff) >> 16) as i32;
  const has = memory.size();
  return pages <= has || memory.grow(pages - has) >= 0;
}

/** `slots`: a power of two, with room for a third more words than there may be. */
export function beginWords(slots: u32): void {
  at = table;
  mask = slots - 1;
  wordCount = 0;
  hasOverflow = !ensure(at + ((slots as usize) << 3));
  if (!hasOverflow) memory.fill(at, 0, (slots as usize) << 3);
}

// @ts-expect-error: decorator
@inline
function isWordByte(c: u32): bool {
  return c - 0x30 < 10 || (c | 0x20) - 0x61 < 26;
}

function isHex(c: u32): bool {
  return c - 0x30 < 10 || (c | 0x20) - 0x61 < 6;
}

/** 7 bytes behind `end` can be read. */
function hashOf(from: u32, end: u32): u64 {
  let hash: u64 = ((end - from) as u64) * 0x9e3779b97f4a7c15;
  let i = from;
  for (; i + 8 <= end; i += 8) {
    hash = (hash ^ load<u64>(i)) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
  }
  if (i < end) {
    hash = (hash ^ (load<u64>(i) & (((1 as u64) << (((end - i) as u64) << 3)) - 1))) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
  }
  hash *= 0xc4ceb9fe1a85ec53;
  hash ^= hash >> 32;
  return hash == 0 ? 1 : hash;
}

function grow(): void {
  const slots = mask + 1;
  const next = at + ((slots as usize) << 3);
  const larger = slots << 1;
  if (larger > mostSlots || !ensure(next + ((larger as usize) << 3))) {
    hasOverflow = true;
    return;
  }
  memory.fill(next, 0, (larger as usize) << 3);
  const old = at;
  at = next;
  mask = larger - 1;
  wordCount = 0;
  for (let i: u32 = 0; i < slots; i++) {
    const hash = load<u64>(old + ((i as usize) << 3));
    if (hash != 0) put(hash);
  }
}

function put(hash: u64): void {
  let slot = (hash as u32) & mask;
  while (true) {
    const known = load<u64>(at + ((slot as usize) << 3));
    if (known == hash) return;
    if (known == 0) break;
    slot = (slot + 1) & mask;
  }
  store<u64>(at + ((slot as usize) << 3), hash);
  wordCount++;
}

function add(from: u32, end: u32): void {
  const length = end - from;
  if (length < shortest || length > longest || hasOverflow) return;
  put(hashOf(from, end));
  if (wordCount * 4 > mask * 3) grow();
}

function allHex(from: u32, end: u32): bool {
  for (let i = from; i < end; i++) if (!isHex(load<u8>(i) as u32)) return false;
  return true;
}

function isUuid(i: u32, end: u32): bool {
  if (i + 36 > end) return false;
  if (load<u8>(i + 8) != 0x2d || load<u8>(i + 13) != 0x2d || load<u8>(i + 18) != 0x2d || load<u8>(i + 23) != 0x2d)
    return false;
  if (i + 36 < end && isWordByte(load<u8>(i + 36) as u32)) return false;
  return (
    allHex(i, i + 8) && allHex(i + 9, i + 13) && allHex(i + 14, i + 18) && allHex(i + 19, i + 23) && allHex(i + 24, i + 36)
  );
}

/** The word and what is left of it where its beginning ends an escape. */
function addAll(start: u32, from: u32, end: u32): void {
  add(from, end);
  if (from == start) return;
  const before = load<u8>(from - 1);
  if (before == 0x5c) {
    add(from + 1, end);
    if (load<u8>(from) == 0x75 && end - from > 5) add(from + 5, end);
  } else if (before == 0x25 && end - from > 2) add(from + 2, end);
}

function isNumber(from: u32, end: u32): bool {
  if (end - from > 3) return false;
  for (let i = from; i < end; i++) if (load<u8>(i) - 0x30 >= 10) return false;
  return true;
}

function addNumber(start: u32, from: u32, end: u32): void {
  const before: u8 = from == start ? 0 : load<u8>(from - 1);
  const goesOn = dotted > 0 && before == 0x2e && dottedEnd == from - 1 && isNumber(from, end);
  // the first may end an escape
  const begins = isNumber(from, end) || ((before == 0x5c || before == 0x25) && load<u8>(end - 1) - 0x30 < 10);
  if (!goesOn && !begins) {
    dotted = 0;
    return;
  }
  dotted = goesOn ? dotted + 1 : 1;
  dottedEnd = end;
  fourth = third;
  third = second;
  second = first;
  first = from;
  if (dotted >= 4) addAll(start, fourth, end);
}

// @ts-expect-error: decorator
@inline
function isJoint(c: u8): bool {
  return c == 0x2d || c == 0x2e || c == 0x5f;
}

/** Of the 16 bytes at `i`, those of words: a bit each. */
// @ts-expect-error: decorator
@inline
function wordBytes(i: u32): u32 {
  const bytes = v128.load(i);
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
  const letters = i8x16.lt_u(
    i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)),
    i8x16.splat(26),
  );
  return i8x16.bitmask(v128.or(digits, letters)) as u32;
}

/** Words that begin or end at the edges are taken for whole. 16 bytes behind `end` can be read. */
export function addWords(start: u32, end: u32): void {
  dotted = 0;
  let last: u32 = 0;
  let lastEnd: u32 = 0;
  let i = start;
  while (i < end) {
    const here = wordBytes(i);
    if (here == 0) {
      i += 16;
      continue;
    }
    i += ctz(here);
    if (i >= end) return;
    const from = i;
    const before: u8 = from == start ? 0 : load<u8>(from - 1);
    // what begins with the end of an escape is no UUID, or another one
    if (load<u8>(from + 8) == 0x2d && before != 0x5c && before != 0x25 && isUuid(from, end)) {
      i += 36;
      dotted = 0;
      last = 0;
      continue;
    }
    let others = ~wordBytes(i) & 0xffff;
    while (others == 0 && i < end) {
      i += 16;
      others = ~wordBytes(i) & 0xffff;
    }
    i += ctz(others);
    if (i > end) i = end;
    addAll(start, from, i);
    if (last != 0 && lastEnd == from - 1 && isJoint(before)) {
      const isEscaped = last > start && (load<u8>(last - 1) == 0x5c || load<u8>(last - 1) == 0x25);
      if (isEscaped || lastEnd - last < shortest || i - from < shortest) addAll(start, last, i);
    }
    last = from;
    lastEnd = i;
    if (load<u8>(i - 1) - 0x30 < 10) addNumber(start, from, i);
    else dotted = 0;
  }
}

/** Puts the hashes behind each other, behind the table; returns where. 0 where there is no room. */
export function gatherWords(): usize {
  const to = at + (((mask + 1) as usize) << 3);
  if (!ensure(to + ((wordCount as usize) << 3))) return 0;
  let next = to;
  for (let i: u32 = 0; i <= mask; i++) {
    const hash = load<u64>(at + ((i as usize) << 3));
    if (hash == 0) continue;
    store<u64>(next, hash);
    next += 8;
  }
  return to;
}
