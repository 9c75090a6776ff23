// Goes over the bytes of a record once, up to where the next one opens: 64 at a time, of which nothing but quotes and braces
// is counted, unless something rare is among them.

import { candidates, bits, first, second, stands, within } from './find';
import { collects, keyAt, wantsKeys } from './keys';
import { hidesAt, isWhole } from './needles';
import { firstAt, needles, none, opening, secondAt, timeKey } from './places';

// what is looked for besides where the next record opens and what escapes hide: first the record's time, then keys
const toTime: u32 = 0;
const toKeys: u32 = 1;
const toNothing: u32 = 2;

// what may be among 64 bytes
const anOpening: u32 = 1;
const aTime: u32 = 2;
const aNeedle: u32 = 4;
const anEscape: u32 = 8;
const aKey: u32 = 16;

const bytes = memory.data<u8>([0x22, 0x7b, 0x7d, 0x5c, 0x25, 0x49, 0x41]);

/** Adding up goes on for so long before a lane may overflow. */
const mostAdded: u32 = 31 * 64;

/** Where the record opens. */
let opensAt: u32 = 0;

// what was found
/** Where the next record opens, and where the key of the time stands; `none`. */
export let nextAt: u32 = none;
export let timeAt: u32 = none;
/** How many braces are open at the time. */
export let timeDepth: i32 = 0;
/** Opening braces less closing ones; whether the number of quotes is odd. */
export let depth: i32 = 0;
export let isOdd: bool = false;
export let hasBackslash: bool = false;
export let hasPercent: bool = false;
/** Whether the first needle stands in it, and one of the keys looked for behind its time. */
export let holdsNeedle: bool = false;
export let holdsKey: bool = false;
/** Whether an escape in it stands for what needs none. */
export let isHiding: bool = false;

function sumOf(lanes: v128): i32 {
  const sums = i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(lanes));
  return (
    i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3)
  );
}

/** Braces in [i, to), of 64 bytes at most. */
function net(i: u32, to: u32): i32 {
  const here = within(i, to);
  const open = popcnt(bits(i, i8x16.splat(0x7b)) & here);
  return (open as i32) - (popcnt(bits(i, i8x16.splat(0x7d)) & here) as i32);
}

/** Counts quotes and braces in [i, to), of 64 bytes at most: in or, with -1, out again. */
function add(i: u32, to: u32, sign: i32): void {
  depth += sign * net(i, to);
  const quotes = popcnt(bits(i, i8x16.splat(0x22)) & within(i, to)) as u32;
  isOdd = isOdd != ((quotes & 1) != 0);
}

/** Looks closer at the 64 bytes at `i`, as far as they lie before `end`. */
function look(i: u32, end: u32, kinds: u32): void {
  let here = within(i, end);
  let limit = end;
  if ((kinds & anOpening) != 0) {
    for (let mask = candidates(opening, i) & here; mask != 0; mask &= mask - 1) {
      const at = i + (ctz(mask) as u32);
      if (at + load<u32>(opening) > end) break;
      if (stands(opening, at)) {
        nextAt = at;
        limit = at;
        here = within(i, at);
        break;
      }
    }
  }
  if ((kinds & aTime) != 0) {
    for (let mask = candidates(timeKey, i) & here; mask != 0; mask &= mask - 1) {
      const at = i + (ctz(mask) as u32);
      if (at + load<u32>(timeKey) > limit) break;
      if (stands(timeKey, at)) {
        timeAt = at;
        break;
      }
    }
  }
  if ((kinds & aNeedle) != 0) {
    const length = load<u32>(needles);
    const pair = bits(i, first(needles)) & bits(i + 1, second(needles)) & here;
    for (let mask = pair; mask != 0; mask &= mask - 1) {
      const at = i + (ctz(mask) as u32) - load<u32>(needles + firstAt);
      if (at > opensAt && at + length <= limit && stands(needles, at) && isWhole(at, length)) holdsNeedle = true;
    }
  }
  if ((kinds & anEscape) != 0) {
    const backslashes = bits(i, i8x16.splat(0x5c)) & here;
    if (backslashes != 0) {
      hasBackslash = true;
      for (let mask = backslashes & bits(i + 1, i8x16.splat(0x75)); mask != 0; mask &= mask - 1) {
        const at = i + (ctz(mask) as u32);
        if (load<u16>(at + 2) == 0x3030 && hidesAt(at + 4)) isHiding = true;
      }
    }
    const percents = bits(i, i8x16.splat(0x25)) & here;
    if (percents != 0) {
      hasPercent = true;
      for (let mask = percents; mask != 0; mask &= mask - 1) if (hidesAt(i + (ctz(mask) as u32) + 1)) isHiding = true;
    }
  }
  if ((kinds & aKey) != 0) {
    // AKIA, ASIA
    for (let mask = bits(i, i8x16.splat(0x49)) & bits(i + 1, i8x16.splat(0x41)) & here; mask != 0; mask &= mask - 1) {
      const at = i + (ctz(mask) as u32) - 2;
      if (at > timeAt && keyAt(at, limit)) holdsKey = true;
    }
  }
}

// @ts-expect-error: decorator
@inline
function any(a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.or(v128.or(a, b), v128.or(c, d));
}

// @ts-expect-error: decorator
@inline
function either(bytes: v128, a: v128, b: v128): v128 {
  return v128.or(i8x16.eq(bytes, a), i8x16.eq(bytes, b));
}

// @ts-expect-error: decorator
@inline
function both(one: v128, bytes: v128, b: v128): v128 {
  return v128.and(one, i8x16.eq(bytes, b));
}

/**
 * From `from` up to the next record, the end, or behind the 64 bytes in which the time stands, where that is looked for;
 * returns the place from which to go on, `end` where there is nothing left.
 */
// @ts-expect-error: decorator
@inline
function run(from: u32, end: u32, stage: u32, hasNeedle: bool): u32 {
  const quote = v128.load8_splat(bytes + 0);
  const open = v128.load8_splat(bytes + 1);
  const close = v128.load8_splat(bytes + 2);
  const backslash = v128.load8_splat(bytes + 3);
  const percent = v128.load8_splat(bytes + 4);
  const opens = second(opening);
  const toOpens = load<u32>(opening + secondAt);
  const times = second(timeKey);
  const toTimes = load<u32>(timeKey + secondAt);
  const a = first(needles);
  const b = second(needles);
  const letterI = v128.load8_splat(bytes + 5);
  const letterA = v128.load8_splat(bytes + 6);
  let i = from;
  while (i + 64 <= end) {
    const until = min(end - 63, i + mostAdded);
    let quotes = i8x16.splat(0);
    let nets = i8x16.splat(0);
    for (; i < until; i += 64) {
      const opensFrom = i + toOpens;
      const timesFrom = i + toTimes;
      const b0 = v128.load(i);
      const q0 = i8x16.eq(b0, quote);
      const o0 = i8x16.eq(b0, open);
      let opening = both(o0, v128.load(opensFrom), opens);
      let escape = either(b0, backslash, percent);
      let other = i8x16.splat(0);
      if (stage == toTime) other = both(q0, v128.load(timesFrom), times);
      else if (stage == toKeys) other = both(i8x16.eq(b0, letterI), v128.load(i, 1), letterA);
      let needle = i8x16.splat(0);
      if (hasNeedle) needle = both(i8x16.eq(b0, a), v128.load(i, 1), b);
      // what compares equal is -1
      let q = q0;
      let n = i8x16.sub(i8x16.eq(b0, close), o0);
      const b16 = v128.load(i, 16);
      const q16 = i8x16.eq(b16, quote);
      const o16 = i8x16.eq(b16, open);
      opening = v128.or(opening, both(o16, v128.load(opensFrom, 16), opens));
      escape = v128.or(escape, either(b16, backslash, percent));
      if (stage == toTime) other = v128.or(other, both(q16, v128.load(timesFrom, 16), times));
      else if (stage == toKeys) other = v128.or(other, both(i8x16.eq(b16, letterI), v128.load(i, 17), letterA));
      if (hasNeedle) needle = v128.or(needle, both(i8x16.eq(b16, a), v128.load(i, 17), b));
      q = v128.xor(q, q16);
      n = i8x16.add(n, i8x16.sub(i8x16.eq(b16, close), o16));
      const b32 = v128.load(i, 32);
      const q32 = i8x16.eq(b32, quote);
      const o32 = i8x16.eq(b32, open);
      opening = v128.or(opening, both(o32, v128.load(opensFrom, 32), opens));
      escape = v128.or(escape, either(b32, backslash, percent));
      if (stage == toTime) other = v128.or(other, both(q32, v128.load(timesFrom, 32), times));
      else if (stage == toKeys) other = v128.or(other, both(i8x16.eq(b32, letterI), v128.load(i, 33), letterA));
      if (hasNeedle) needle = v128.or(needle, both(i8x16.eq(b32, a), v128.load(i, 33), b));
      q = v128.xor(q, q32);
      n = i8x16.add(n, i8x16.sub(i8x16.eq(b32, close), o32));
      const b48 = v128.load(i, 48);
      const q48 = i8x16.eq(b48, quote);
      const o48 = i8x16.eq(b48, open);
      opening = v128.or(opening, both(o48, v128.load(opensFrom, 48), opens));
      escape = v128.or(escape, either(b48, backslash, percent));
      if (stage == toTime) other = v128.or(other, both(q48, v128.load(timesFrom, 48), times));
      else if (stage == toKeys) other = v128.or(other, both(i8x16.eq(b48, letterI), v128.load(i, 49), letterA));
      if (hasNeedle) needle = v128.or(needle, both(i8x16.eq(b48, a), v128.load(i, 49), b));
      q = v128.xor(q, q48);
      n = i8x16.add(n, i8x16.sub(i8x16.eq(b48, close), o48));
      quotes = v128.xor(quotes, q);
      nets = i8x16.add(nets, n);
      if (v128.any_true(any(opening, escape, other, needle))) {
        let kinds: u32 = 0;
        if (v128.any_true(opening)) kinds |= anOpening;
        if (v128.any_true(escape)) kinds |= anEscape;
        if (stage != toNothing && v128.any_true(other)) kinds |= stage == toTime ? aTime : aKey;
        if (hasNeedle && v128.any_true(needle)) kinds |= aNeedle;
        look(i, end, kinds);
        if (nextAt != none) break;
        if (stage == toTime && timeAt != none) break;
      }
    }
    depth += sumOf(nets);
    isOdd = isOdd != ((popcnt(i8x16.bitmask(quotes)) & 1) != 0);
    if (stage == toTime && timeAt != none) timeDepth = depth - net(timeAt, i + 64);
    if (nextAt != none) {
      add(nextAt, i + 64, -1);
      return end;
    }
    if (stage == toTime && timeAt != none) return i + 64;
  }
  if (i >= end) return end;
  look(i, end, anOpening | anEscape | (stage == toTime ? aTime : stage == toKeys ? aKey : 0) | (hasNeedle ? aNeedle : 0));
  if (stage == toTime && timeAt != none) timeDepth = depth + net(i, timeAt);
  add(i, nextAt != none ? nextAt : end, 1);
  return end;
}

function toTimeWith(from: u32, end: u32): u32 {
  return run(from, end, toTime, true);
}

function toTimeWithout(from: u32, end: u32): u32 {
  return run(from, end, toTime, false);
}

function toKeysWith(from: u32, end: u32): u32 {
  return run(from, end, toKeys, true);
}

function toKeysWithout(from: u32, end: u32): u32 {
  return run(from, end, toKeys, false);
}

function toEndWith(from: u32, end: u32): u32 {
  return run(from, end, toNothing, true);
}

function toEndWithout(from: u32, end: u32): u32 {
  return run(from, end, toNothing, false);
}

/** Over the record that opens at `start`, of which bytes up to `end` are there. `hasNeedle`: the first needle is looked for. */
export function sweep(start: u32, end: u32, hasNeedle: bool): void {
  opensAt = start;
  nextAt = none;
  timeAt = none;
  depth = 1;
  isOdd = false;
  hasBackslash = false;
  hasPercent = false;
  holdsNeedle = false;
  holdsKey = false;
  isHiding = false;
  // its own opening is none of the next
  const i = hasNeedle ? toTimeWith(start + 1, end) : toTimeWithout(start + 1, end);
  if (i >= end) return;
  const hasKeys = collects || wantsKeys;
  if (hasNeedle) {
    if (hasKeys) toKeysWith(i, end);
    else toEndWith(i, end);
  } else if (hasKeys) toKeysWithout(i, end);
  else toEndWithout(i, end);
}
