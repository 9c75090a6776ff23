// Quotes and braces of a record: where it is inside texts, how deep it nests, where it ends.

import { bits, within } from './find';
import { none } from './places';

/** Opening braces and brackets in [from, end): nothing nests deeper. */
export function openings(from: u32, end: u32): u32 {
  const brace = i8x16.splat(0x7b);
  const bracket = i8x16.splat(0x5b);
  let count: u64 = 0;
  for (let i = from; i < end; i += 64) count += popcnt((bits(i, brace) | bits(i, bracket)) & within(i, end));
  return count as u32;
}

/** Whether the last of the bytes before is a backslash that escapes what comes next: a bit. */
let escapesNext: u64 = 0;
/** Whether the bytes before end inside a text: all bits or none. */
let isInside: u64 = 0;
/** The bytes escaped by a backslash, of the 64 looked at last. */
export let escaped: u64 = 0;

/** What is looked at next is outside of texts. */
export function beginTexts(): void {
  escapesNext = 0;
  isInside = 0;
}

/** The bytes escaped by an odd number of backslashes, of 64 whose backslashes are given. */
// @ts-expect-error: decorator
@inline
function escapedBy(backslashes: u64): u64 {
  const even: u64 = 0x5555555555555555;
  const escaping = backslashes & ~escapesNext;
  const follows = (escaping << 1) | escapesNext;
  // runs that begin at an odd place carry over where they end
  const odd = escaping & ~even & ~follows;
  const sum = odd + escaping;
  escapesNext = sum < odd ? 1 : 0;
  return (even ^ (sum << 1)) & follows;
}

/** The bytes of 64 at `at`, whose backslashes are given, that are inside of texts, or begin one. */
// @ts-expect-error: decorator
@inline
export function insideOf(at: u32, here: u64, backslashes: u64): u64 {
  let quotes = bits(at, i8x16.splat(0x22)) & here;
  escaped = (backslashes | escapesNext) != 0 ? escapedBy(backslashes) : 0;
  quotes &= ~escaped;
  quotes ^= quotes << 1;
  quotes ^= quotes << 2;
  quotes ^= quotes << 4;
  quotes ^= quotes << 8;
  quotes ^= quotes << 16;
  quotes ^= quotes << 32;
  const inside = quotes ^ isInside;
  isInside = ((inside as i64) >> 63) as u64;
  return inside;
}

/** Whether the object that opens at `start` closes right before `end`. */
export function closes(start: u32, end: u32): bool {
  beginTexts();
  let depth: i64 = 0;
  for (let i = start; i < end; i += 64) {
    const here = within(i, end);
    const backslashes = bits(i, i8x16.splat(0x5c)) & here;
    const outside = ~insideOf(i, here, backslashes) & here;
    // what is no JSON
    if ((backslashes & outside) != 0) return false;
    const opening = (bits(i, i8x16.splat(0x7b)) | bits(i, i8x16.splat(0x5b))) & outside;
    const closing = (bits(i, i8x16.splat(0x7d)) | bits(i, i8x16.splat(0x5d))) & outside;
    // it cannot come to its end here
    if (depth > (popcnt(closing) as i64)) {
      depth += (popcnt(opening) as i64) - (popcnt(closing) as i64);
      continue;
    }
    for (let mask = opening | closing; mask != 0; mask &= mask - 1) {
      if ((opening & mask & -mask) != 0) depth++;
      else if (--depth == 0) return i + (ctz(mask) as u32) + 1 == end;
    }
  }
  return false;
}

/** Opening braces less closing ones in [from, end), without those in texts; `from` is in none. */
export function bracesOutside(from: u32, end: u32): i32 {
  beginTexts();
  let depth: i64 = 0;
  for (let i = from; i < end; i += 64) {
    const here = within(i, end);
    const outside = ~insideOf(i, here, bits(i, i8x16.splat(0x5c)) & here) & here;
    depth +=
      (popcnt(bits(i, i8x16.splat(0x7b)) & outside) as i64) - (popcnt(bits(i, i8x16.splat(0x7d)) & outside) as i64);
  }
  return depth as i32;
}

/** Whether a backslash stands in what `closeOf` went over, or right behind it. */
export let sawBackslash: bool = false;

/** In place of an end: the value nests deeper than usual, or is no JSON. */
export const unusualEnd: u32 = 0;
const deepestUsual: i64 = 150;

/** Behind the object or list that opens at `start`, within [start, end); `none` where it does not close there. */
export function closeOf(start: u32, end: u32): u32 {
  beginTexts();
  sawBackslash = false;
  let depth: i64 = 0;
  for (let i = start; i < end; i += 64) {
    const here = within(i, end);
    const backslashes = bits(i, i8x16.splat(0x5c)) & here;
    const outside = ~insideOf(i, here, backslashes) & here;
    if (backslashes != 0) {
      sawBackslash = true;
      if ((backslashes & outside) != 0) return unusualEnd;
    }
    const opening = (bits(i, i8x16.splat(0x7b)) | bits(i, i8x16.splat(0x5b))) & outside;
    const closing = (bits(i, i8x16.splat(0x7d)) | bits(i, i8x16.splat(0x5d))) & outside;
    const opens = popcnt(opening) as i64;
    if (depth + opens > deepestUsual) return unusualEnd;
    if (depth > (popcnt(closing) as i64)) {
      depth += opens - (popcnt(closing) as i64);
      continue;
    }
    for (let mask = opening | closing; mask != 0; mask &= mask - 1) {
      if ((opening & mask & -mask) != 0) depth++;
      else if (--depth == 0) return i + (ctz(mask) as u32) + 1;
    }
  }
  return none;
}
