// What is looked for: text of the characters [A-Za-z0-9_.-] alone, which no encoder of JSON or URLs writes otherwise. Where
// some of them are escaped all the same, the escape tells.

import { bits, find, hexOf, isAlphanumeric, stands, within } from './find';
import { firstAt, many, manyBits, manySlots, needleSize, needles, none, setText, textAt } from './places';

/** Whether two hexadecimal digits stand for a character that may be part of a needle, or of an escape. */
export function hidesAt(at: u32): bool {
  const high = hexOf(load<u8>(at) as u32);
  const low = hexOf(load<u8>(at + 1) as u32);
  if (high == none || low == none) return false;
  const c = (high << 4) | low;
  return isAlphanumeric(c) || c == 0x2d || c == 0x2e || c == 0x5f || c == 0x25 || c == 0x5c;
}

/** Whether the needle at `at` is a token of its own: no letter or digit goes on before or behind it. */
export function isWhole(at: u32, length: u32): bool {
  if (isAlphanumeric(load<u8>(at + length) as u32)) return false;
  const c = load<u8>(at - 1) as u32;
  if (!isAlphanumeric(c)) return true;
  // unless it ends an escape
  const before = load<u8>(at - 2) as u32;
  if (before == 0x5c) return true;
  if (hexOf(c) == none || hexOf(before) == none) return false;
  return load<u8>(at - 3) == 0x25 || (load<u8>(at - 5) == 0x75 && load<u8>(at - 6) == 0x5c);
}

/** Whether one of the needles from the number `from` on stands in the record: each is looked for by itself. */
export function holdsSingle(from: u32, count: u32, start: u32, end: u32): bool {
  for (let n = from; n < count; n++) {
    const needle = needles + n * needleSize;
    const length = load<u32>(needle);
    for (let at = find(needle, start, end); at != none; at = find(needle, at + 1, end))
      if (isWhole(at, length)) return true;
  }
  return false;
}

const slotMask: u32 = 4095;

export let manyCount: u32 = 0;

export function forgetMany(): void {
  if (manyCount > 0) {
    memory.fill(manySlots, 0, (slotMask + 1) << 2);
    memory.fill(manyBits, 0, 8192);
  }
  manyCount = 0;
}

// @ts-expect-error: decorator
@inline
function hashAt(at: u32): u32 {
  return load<u32>(at) * 0x9e3779b1;
}

/**
 * One of many needles: its text is in place. It is found by four of its bytes, at `offset`: with the first of them a token
 * of the needle begins.
 */
export function addMany(length: u32, offset: u32): void {
  const needle = many + manyCount * needleSize;
  setText(needle, offset, 0, length);
  const hash = hashAt((needle as u32) + textAt + offset);
  const bit = manyBits + (hash >> 19);
  const one: u32 = 1;
  store<u8>(bit, ((load<u8>(bit) as u32) | (one << ((hash >> 16) & 7))) as u8);
  let slot = hash >> 20;
  while (load<u32>(manySlots + (slot << 2)) != 0) slot = (slot + 1) & slotMask;
  store<u32>(manySlots + (slot << 2), ++manyCount);
}

/** Whether a needle stands as a whole where a token begins, or what is left of one behind an escape. */
// @ts-expect-error: decorator
@inline
function isOneOfMany(at: u32, start: u32, end: u32): bool {
  const hash = hashAt(at);
  if ((((load<u8>(manyBits + (hash >> 19)) as u32) >> ((hash >> 16) & 7)) & 1) == 0) return false;
  return isInSlots(hash >> 20, at, start, end);
}

function isInSlots(from: u32, token: u32, start: u32, end: u32): bool {
  let slot = from;
  while (true) {
    const number = load<u32>(manySlots + (slot << 2));
    if (number == 0) return false;
    const needle = many + (number - 1) * needleSize;
    const at = token - load<u32>(needle + firstAt);
    const length = load<u32>(needle);
    if (at >= start && at + length <= end && stands(needle, at) && isWhole(at, length)) return true;
    slot = (slot + 1) & slotMask;
  }
}

// @ts-expect-error: decorator
@inline
function tokenBits(at: u32): u32 {
  const bytes = v128.load(at);
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
  const letters = i8x16.lt_u(i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(26));
  return i8x16.bitmask(v128.or(digits, letters)) as u32;
}

/** Whether one of many needles stands in the record: its tokens are looked up. `hasEscapes`: a backslash or percent sign may be in it. */
export function holdsOneOfMany(start: u32, end: u32, hasEscapes: bool): bool {
  let carry: u64 = 0;
  for (let i = start; i < end; i += 64) {
    const low = tokenBits(i) | (tokenBits(i + 16) << 16);
    const high = tokenBits(i + 32) | (tokenBits(i + 48) << 16);
    const letters = (low as u64) | ((high as u64) << 32);
    const begins = letters & ~((letters << 1) | carry) & within(i, end);
    carry = letters >> 63;
    for (let mask = begins; mask != 0; mask &= mask - 1) {
      if (isOneOfMany(i + (ctz(mask) as u32), start, end)) return true;
    }
    if (!hasEscapes) continue;
    // what an escape ends with is no part of the text behind it
    const escapes = bits(i - 1, i8x16.splat(0x5c)) | bits(i - 1, i8x16.splat(0x25));
    for (let mask = begins & escapes; mask != 0; mask &= mask - 1) {
      const at = i + (ctz(mask) as u32);
      const skipped: u32 = load<u8>(at - 1) == 0x25 ? 2 : load<u8>(at) == 0x75 ? 5 : 1;
      if (isOneOfMany(at + skipped, start, end)) return true;
    }
  }
  return false;
}
