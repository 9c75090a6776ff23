// Collects the words of inflated bytes, each once, as hashes. It runs in an instance of its own: the memory is laid out
// otherwise than for finding records.
//
// A word is a run of letters and digits. What may end an escape before it (`\n`, `%2F`, `\u002f`) is taken both as a part of
// the word and as none. Ids in the form of a UUID are left out. Words besides: an IPv4 address, and two words with one of
// [_.-] between them of which one is too short to tell much (`web-1`).
//
// No word, nor what it depends on, goes beyond a quote, a colon, a slash or any other byte that `insideBytes` leaves out: what lies
// between two such bytes is taken by itself. And records are much alike: a stretch from one to another that stands further
// up, byte by byte, has no word that was not taken already.

import { put } from './word-table';

export { beginWords, gatherWords, hasOverflow, wordCount } from './word-table';

const shortest: u32 = 3;
const longest: u32 = 64;
/** Where what begins with a quote stood last, by the hash of its first bytes: 8192 of 4 bytes. Below what is read. */
const placesOf24: usize = 0x8000;
const placesOf12: usize = 0x10000;
const placeBits: u64 = 13;

// numbers with a dot between them, as an address has: where the last four began
let dotted: u32 = 0;
let dottedEnd: u32 = 0;
let fourth: u32 = 0;
let third: u32 = 0;
let second: u32 = 0;
let first: u32 = 0;

// @ts-expect-error: decorator
@inline
function isWordByte(c: u32): bool {
  return c - 0x30 < 10 || (c | 0x20) - 0x61 < 26;
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

function add(from: u32, end: u32): void {
  const length = end - from;
  if (length >= shortest && length <= longest) put(hashOf(from, end));
}

/** Of the 16 bytes at `i`, those that are hexadecimal digits: a bit each. */
// @ts-expect-error: decorator
@inline
function hexDigits(i: u32): u32 {
  const bytes = v128.load(i);
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
  const letters = i8x16.lt_u(i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(6));
  return i8x16.bitmask(v128.or(digits, letters)) as u32;
}

/** The form alone: whether it stands by itself is told by what lies around it. 36 bytes behind `i` can be read. */
function isUuid(i: u32, end: u32): bool {
  if (i + 36 > end) return false;
  if (load<u8>(i + 13) != 0x2d || load<u8>(i + 18) != 0x2d || load<u8>(i + 23) != 0x2d) return false;
  if (i + 36 < end && isWordByte(load<u8>(i + 36) as u32)) return false;
  // all but the hyphens at 8, 13, 18 and 23
  return (
    (hexDigits(i) & 0xdeff) == 0xdeff && (hexDigits(i + 16) & 0xff7b) == 0xff7b && (hexDigits(i + 20) & 0xfff7) == 0xfff7
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

/** Of the 16 bytes at `i`, those that are quotes: a bit each. */
// @ts-expect-error: decorator
@inline
function quotes(i: u32): u32 {
  return i8x16.bitmask(i8x16.eq(v128.load(i), i8x16.splat(0x22))) as u32;
}

/** The first quote in [i, end); `end` where there is none. 16 bytes behind `end` can be read. */
// @ts-expect-error: decorator
@inline
function nextQuote(i: u32, end: u32): u32 {
  for (; i < end; i += 16) {
    const found = quotes(i);
    if (found == 0) continue;
    i += ctz(found);
    return i < end ? i : end;
  }
  return end;
}

/** Of the 16 bytes at `i`, those that may be part of a word, of an escape, or stand between two words taken together. */
// @ts-expect-error: decorator
@inline
function insideBytes(i: u32): u32 {
  const bytes = v128.load(i);
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
  const letters = i8x16.lt_u(i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(26));
  const joints = v128.or(
    i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x2d)), i8x16.splat(2)),
    i8x16.eq(bytes, i8x16.splat(0x5f)),
  );
  const escapes = v128.or(i8x16.eq(bytes, i8x16.splat(0x25)), i8x16.eq(bytes, i8x16.splat(0x5c)));
  return i8x16.bitmask(v128.or(v128.or(digits, letters), v128.or(joints, escapes))) as u32;
}

/**
 * Up to where what begins at `i` has only words that what begins at `from` has, further up: a byte that is in none; `i` where
 * that is nowhere. 15 bytes before `i` can be read.
 */
function sameUpTo(from: u32, i: u32, end: u32): u32 {
  const by = from - i;
  let at = i;
  while (at < end) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(at + by))) as u32;
    if (same != 0xffff) {
      at += ctz(~same);
      break;
    }
    at += 16;
  }
  if (at > end) at = end;
  // of the word that differs, or goes on behind the end, not even the beginning
  while (at > i) {
    const others = ~insideBytes(at - 16) & 0xffff;
    if (others != 0) {
      at -= 16 - (31 - clz(others));
      return at > i ? at : i;
    }
    at -= 16;
  }
  return i;
}

// @ts-expect-error: decorator
@inline
function placeOf(hash: u64): usize {
  return ((hash >> (64 - placeBits)) as usize) << 2;
}

/** Up to where what begins with the quote at `i` was taken before, further up; `i` where it was not. */
// @ts-expect-error: decorator
@inline
function seenUpTo(start: u32, i: u32, end: u32): u32 {
  // what is alike for longer is likely to go on alike
  const head = load<u64>(i) * 0x9e3779b97f4a7c15;
  const long = placesOf24 + placeOf((head ^ load<u64>(i, 8) * 0xc2b2ae3d27d4eb4f) + load<u64>(i, 16) * 0x165667b19e3779f9);
  const short = placesOf12 + placeOf(head ^ (load<u32>(i, 8) as u64) * 0xc2b2ae3d27d4eb4f);
  const one = load<u32>(long);
  const other = load<u32>(short);
  store<u32>(long, i);
  store<u32>(short, i);
  // what another text left there is no place further up, or what stands there now was taken too
  if (one >= start && one < i) {
    const seen = sameUpTo(one, i, end);
    if (seen > i) return seen;
  }
  return other >= start && other < i ? sameUpTo(other, i, end) : i;
}

/** Words that begin or end at the edges are taken for whole. 36 bytes behind `end` can be read. */
export function addWords(start: u32, end: u32): void {
  let i = start;
  while (i < end) {
    if (load<u8>(i) == 0x22) {
      const seen = seenUpTo(start, i, end);
      if (seen > i) {
        i = seen;
        if (load<u8>(i) == 0x22) continue;
      }
    }
    const next = nextQuote(i + 1, end);
    if (next - i >= shortest) addBetween(i, next);
    i = next;
  }
}

function addBetween(start: u32, end: u32): void {
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
