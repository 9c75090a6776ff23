// Records that do not belong to the answer for what was called and how it went: the caller decides call by call.

import { bracesOutside } from './braces';
import { bits, find, findLast, first, isSame, second, stands } from './find';
import { calls, exceptions, firstAt, flagKey, none, patternSize, secondAt } from './places';

const mostCalls: u32 = 1024;
const callMask: u32 = 1023;
const callSize: u32 = 128;
const longestCall: u32 = 112;
/** Of a call that the caller has not decided on. */
const undecided: u32 = 0xffffffff;
// what the caller decides: which records of a call are passed over
const dropAll: u32 = 1;
const dropFlaggedPlain: u32 = 2;
const dropFlagged: u32 = 4;
const dropPlain: u32 = 8;

export let filters: bool = false;
let callCount: u32 = 0;
let exceptionCount: u32 = 0;
let markCount: u32 = 0;

export function forgetFilter(): void {
  filters = false;
}

/**
 * Records are passed over by what was called, as the caller decides call by call; never one that holds one of the first
 * `except` patterns behind the flag's, and as one that is plain only where it holds none of the `marks` behind those.
 */
export function setFilter(except: u32, marks: u32): void {
  filters = true;
  exceptionCount = except;
  markCount = marks;
  callCount = 0;
  memory.fill(calls, 0, mostCalls * callSize);
}

export function decide(call: u32, drops: u32): void {
  store<u32>(call + 4, drops);
}

// @ts-expect-error: decorator
@inline
export function isUndecided(call: u32): bool {
  return load<u32>(call + 4) == undecided;
}

function hashOf(from: u32, length: u32): u32 {
  let hash: u64 = length as u64;
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) {
    hash = (hash ^ load<u64>(from + i)) * 0xff51afd7ed558ccd;
    hash ^= hash >> 32;
  }
  const left = length - i;
  if (left > 0) hash = (hash ^ (load<u64>(from + i) << (64 - ((left as u64) << 3)))) * 0xff51afd7ed558ccd;
  return (hash >> 40) as u32;
}

/** The entry of a call, whose text is [from, to): made where there is none yet; 0 where there is no room. */
export function callAt(from: u32, to: u32): u32 {
  const length = to - from;
  if (length > longestCall) return 0;
  let slot = hashOf(from, length) & callMask;
  while (true) {
    const entry = (calls as u32) + slot * callSize;
    const known = load<u32>(entry);
    if (known == length && isSame(entry + 8, from, length)) return entry;
    if (known == 0) {
      if (callCount > mostCalls / 2) return 0;
      callCount++;
      store<u32>(entry, length);
      store<u32>(entry + 4, undecided);
      memory.copy(entry + 8, from, length);
      return entry;
    }
    slot = (slot + 1) & callMask;
  }
}

/** Whether the record's flag is `true`, for sure. */
function isFlagged(start: u32, end: u32): bool {
  const at = findLast(flagKey, start, end, 4096);
  if (at == none) return false;
  const value = at + load<u32>(flagKey);
  // `:true`, of the record itself
  return load<u8>(value) == 0x3a && load<u32>(value + 1) == 0x65757274 && bracesOutside(at, end) == -1;
}

// @ts-expect-error: decorator
@inline
function pairs(a: v128, toA: u32, b: v128, toB: u32): v128 {
  return v128.or(
    v128.or(
      v128.and(i8x16.eq(v128.load(toA), a), i8x16.eq(v128.load(toB), b)),
      v128.and(i8x16.eq(v128.load(toA, 16), a), i8x16.eq(v128.load(toB, 16), b)),
    ),
    v128.or(
      v128.and(i8x16.eq(v128.load(toA, 32), a), i8x16.eq(v128.load(toB, 32), b)),
      v128.and(i8x16.eq(v128.load(toA, 48), a), i8x16.eq(v128.load(toB, 48), b)),
    ),
  );
}

/** Whether one of three patterns, which stand behind each other in memory, stands in the record: in one pass. */
function holdsOfThree(pattern: usize, start: u32, end: u32): bool {
  const two = pattern + patternSize;
  const three = two + patternSize;
  const a1 = first(pattern);
  const b1 = second(pattern);
  const a2 = first(two);
  const b2 = second(two);
  const a3 = first(three);
  const b3 = second(three);
  const toA1 = load<u32>(pattern + firstAt);
  const toB1 = load<u32>(pattern + secondAt);
  const toA2 = load<u32>(two + firstAt);
  const toB2 = load<u32>(two + secondAt);
  const toA3 = load<u32>(three + firstAt);
  const toB3 = load<u32>(three + secondAt);
  for (let i = start; i < end; i += 64) {
    const found = v128.or(pairs(a1, i + toA1, b1, i + toB1), pairs(a2, i + toA2, b2, i + toB2));
    if (!v128.any_true(v128.or(found, pairs(a3, i + toA3, b3, i + toB3)))) continue;
    if (standsIn(pattern, i, end) || standsIn(two, i, end) || standsIn(three, i, end)) return true;
  }
  return false;
}

/** Whether the pattern begins among the 64 bytes at `i`, and lies before `end`. */
function standsIn(pattern: usize, i: u32, end: u32): bool {
  const length = load<u32>(pattern);
  const a = bits(i + load<u32>(pattern + firstAt), first(pattern));
  const b = bits(i + load<u32>(pattern + secondAt), second(pattern));
  for (let mask = a & b; mask != 0; mask &= mask - 1) {
    const at = i + (ctz(mask) as u32);
    if (at + length > end) return false;
    if (stands(pattern, at)) return true;
  }
  return false;
}

function holdsAny(count: u32, start: u32, end: u32): bool {
  let n: u32 = 0;
  for (; n + 3 <= count; n += 3) if (holdsOfThree(exceptions + n * patternSize, start, end)) return true;
  for (; n < count; n++) if (find(exceptions + n * patternSize, start, end) != none) return true;
  return false;
}

/** Whether the record, in which nothing is hidden, is passed over for what was called and how it went. */
export function isDropped(call: u32, start: u32, end: u32): bool {
  const drops = load<u32>(call + 4);
  if (drops == 0) return false;
  let isOut = (drops & dropAll) != 0;
  if (!isOut && (drops & (dropFlagged | dropFlaggedPlain)) != 0) {
    const flagged = isFlagged(start, end);
    if (flagged && (drops & dropFlagged) != 0) isOut = true;
    else if (!flagged && (drops & dropPlain) == 0) return false;
  }
  return !holdsAny(isOut ? exceptionCount : exceptionCount + markCount, start, end);
}
