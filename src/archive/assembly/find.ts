// Finds texts in bytes, 64 at a time. Two of a text's bytes, rare ones, are compared first.

import { firstAt, none, secondAt, textAt } from './places';

// @ts-expect-error: decorator
@inline
export function isDigit(c: u32): bool {
  return c - 0x30 < 10;
}

// @ts-expect-error: decorator
@inline
export function isAlphanumeric(c: u32): bool {
  return c - 0x30 < 10 || (c | 0x20) - 0x61 < 26;
}

export function hexOf(c: u32): u32 {
  if (isDigit(c)) return c - 0x30;
  const letter = (c | 0x20) - 0x61;
  return letter < 6 ? letter + 10 : none;
}

/** Whether the bytes at two places are the same; 7 behind them can be read. */
// @ts-expect-error: decorator
@inline
export function isSame(a: usize, b: usize, length: u32): bool {
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false;
  const left = length - i;
  return left == 0 || (load<u64>(a + i) ^ load<u64>(b + i)) << (64 - ((left as u64) << 3)) == 0;
}

/** Whether the pattern stands at `at`. */
export function stands(pattern: usize, at: u32): bool {
  return isSame(pattern + textAt, at, load<u32>(pattern));
}

// @ts-expect-error: decorator
@inline
export function first(pattern: usize): v128 {
  return v128.load8_splat(pattern + textAt + load<u32>(pattern + firstAt));
}

// @ts-expect-error: decorator
@inline
export function second(pattern: usize): v128 {
  return v128.load8_splat(pattern + textAt + load<u32>(pattern + secondAt));
}

/** A bit for each of the 64 bytes at `at`: whether it is the one given. */
// @ts-expect-error: decorator
@inline
export function bits(at: u32, byte: v128): u64 {
  return (
    (i8x16.bitmask(i8x16.eq(v128.load(at), byte)) as u64) |
    ((i8x16.bitmask(i8x16.eq(v128.load(at, 16), byte)) as u64) << 16) |
    ((i8x16.bitmask(i8x16.eq(v128.load(at, 32), byte)) as u64) << 32) |
    ((i8x16.bitmask(i8x16.eq(v128.load(at, 48), byte)) as u64) << 48)
  );
}

/** The bits of the bytes in [at, end), as far as they are among the 64 at `at`. */
// @ts-expect-error: decorator
@inline
export function within(at: u32, end: u32): u64 {
  return end - at >= 64 ? ~(0 as u64) : ((1 as u64) << ((end - at) as u64)) - 1;
}

/** The places where the pattern may begin, of the 64 at `at`. */
export function candidates(pattern: usize, at: u32): u64 {
  return (
    bits(at + load<u32>(pattern + firstAt), first(pattern)) & bits(at + load<u32>(pattern + secondAt), second(pattern))
  );
}

/** The first place of the pattern that begins in [from, end) and lies before `end` as a whole; `none`. */
export function find(pattern: usize, from: u32, end: u32): u32 {
  const length = load<u32>(pattern);
  const a = first(pattern);
  const b = second(pattern);
  const toA = load<u32>(pattern + firstAt);
  const toB = load<u32>(pattern + secondAt);
  for (let i = from; i < end; i += 64) {
    const atA = i + toA;
    const atB = i + toB;
    const found = v128.or(
      v128.or(
        v128.and(i8x16.eq(v128.load(atA), a), i8x16.eq(v128.load(atB), b)),
        v128.and(i8x16.eq(v128.load(atA, 16), a), i8x16.eq(v128.load(atB, 16), b)),
      ),
      v128.or(
        v128.and(i8x16.eq(v128.load(atA, 32), a), i8x16.eq(v128.load(atB, 32), b)),
        v128.and(i8x16.eq(v128.load(atA, 48), a), i8x16.eq(v128.load(atB, 48), b)),
      ),
    );
    if (!v128.any_true(found)) continue;
    for (let mask = bits(atA, a) & bits(atB, b); mask != 0; mask &= mask - 1) {
      const at = i + (ctz(mask) as u32);
      if (at + length > end) return none;
      if (stands(pattern, at)) return at;
    }
  }
  return none;
}

/** The last place of the pattern in [from, end), not more than `most` bytes before the end; `none`. */
export function findLast(pattern: usize, from: u32, end: u32, most: u32): u32 {
  const length = load<u32>(pattern);
  const a = first(pattern);
  const b = second(pattern);
  const toA = load<u32>(pattern + firstAt);
  const toB = load<u32>(pattern + secondAt);
  const least = end - from > most ? end - most : from;
  for (let i = end - length; i + 16 > least; i -= 16) {
    const found = v128.and(i8x16.eq(v128.load(i + toA), a), i8x16.eq(v128.load(i + toB), b));
    if (!v128.any_true(found)) continue;
    let mask = i8x16.bitmask(found) as u32;
    while (mask != 0) {
      const last = 31 - clz(mask);
      const at = i + last;
      if (at >= from && at + length <= end && stands(pattern, at)) return at;
      mask &= ~(1 << last);
    }
  }
  return none;
}

/** The quote that ends a text without escapes; `none`. */
export function textEnd(at: u32, most: u32): u32 {
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  for (let i: u32 = 0; i < most; i += 32) {
    const one = v128.load(at + i);
    const two = v128.load(at + i, 16);
    const mask = (i8x16.bitmask(i8x16.eq(one, quote)) as u32) | ((i8x16.bitmask(i8x16.eq(two, quote)) as u32) << 16);
    const escapes =
      (i8x16.bitmask(i8x16.eq(one, backslash)) as u32) | ((i8x16.bitmask(i8x16.eq(two, backslash)) as u32) << 16);
    if (mask != 0) return escapes != 0 && ctz(escapes) < ctz(mask) ? none : at + i + ctz(mask);
    if (escapes != 0) return none;
  }
  return none;
}

/** The quote that ends a value of letters, digits and hyphens; `none`. */
export function plainEnd(at: u32, most: u32): u32 {
  for (let i: u32 = 0; i <= most; i++) {
    const c = load<u8>(at + i) as u32;
    if (c == 0x22) return at + i;
    if (!isAlphanumeric(c) && c != 0x2d) return none;
  }
  return none;
}
