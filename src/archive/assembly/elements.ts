// Finds the elements of a list of objects, whatever the order of their members, and where the values of those members stand
// that the caller named. What is told of an element is exact, or it is told that the element is an odd one.

import { closeOf, sawBackslash, unusualEnd } from './braces';
import { bits, isSame, within } from './find';
import { forgetMany, hidesAt, holdsOneOfMany, holdsSingle, manyCount } from './needles';
import { elementKeys, elementKeySize, hits, none } from './places';

// what scanElements stopped for
const needMore = 0;
const rowsFull = 1;
/** What stands there is no list of objects, or one of them is not as it should be. */
const unusual = 2;
const done = 3;

// a row: where the element opens, behind its end, flags, which of the keys it has, and from where to where their values go
const rowSize: u32 = 272;
const valuesAt: u32 = 16;
/** As many as there is room for. */
const mostRows: u32 = 120;
/** It has a key that was not named, or one twice, or a value that should be plain text is none. */
const isOdd: u32 = 1;
const holdsOne: u32 = 2;

export let elementStatus: i32 = 0;
export let elementCount: u32 = 0;

let keyCount: u32 = 0;
let textCount: u32 = 0;
let needleCount: u32 = 0;

/** The keys are in place, each with its length; the values of the first of them are texts. The needles follow. */
export function setElements(keys: u32, texts: u32, needles: u32): void {
  keyCount = keys;
  textCount = texts;
  needleCount = needles;
  forgetMany();
}

// @ts-expect-error: decorator
@inline
function skipSpace(from: u32, end: u32): u32 {
  let i = from;
  while (i < end) {
    const c = load<u8>(i);
    if (c != 0x20 && c != 0x0a && c != 0x0d && c != 0x09) break;
    i++;
  }
  return i;
}

let hasEscape: bool = false;

/** The quote that ends the text whose first character is at `from`; `none` where it does not end before `end`. */
function textClose(from: u32, end: u32): u32 {
  hasEscape = false;
  let i = from;
  while (i < end) {
    const bytes = v128.load(i);
    const found = i8x16.bitmask(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
    ) as u32;
    if (found == 0) {
      i += 16;
      continue;
    }
    i += ctz(found);
    if (i >= end) return none;
    if (load<u8>(i) == 0x22) return i;
    hasEscape = true;
    i += 2;
  }
  return none;
}

/** Most elements have the keys of the one before, in its order. */
let expected: u32 = 0;

function keyOf(at: u32, length: u32): u32 {
  for (let n: u32 = 0; n <= keyCount; n++) {
    // first what came behind the key before, in the element before
    const k = n == 0 ? expected : n - 1;
    const key = elementKeys + k * elementKeySize;
    if (load<u32>(key) == length && isSame(key + 8, at, length)) return k;
  }
  return none;
}

/** Whether an escape, of JSON or of URLs, stands for a character that could be part of what is looked for. */
function hides(start: u32, end: u32): bool {
  for (let i = start; i < end; i += 64) {
    const inRange = within(i, end);
    const escapes = bits(i, i8x16.splat(0x5c)) & bits(i + 1, i8x16.splat(0x75)) & inRange;
    for (let mask = escapes; mask != 0; mask &= mask - 1) {
      const at = i + (ctz(mask) as u32);
      if (load<u16>(at + 2) == 0x3030 && hidesAt(at + 4)) return true;
    }
    for (let mask = bits(i, i8x16.splat(0x25)) & inRange; mask != 0; mask &= mask - 1)
      if (hidesAt(i + (ctz(mask) as u32) + 1)) return true;
  }
  return false;
}

function holdsPercent(start: u32, end: u32): bool {
  for (let i = start; i < end; i += 64) if ((bits(i, i8x16.splat(0x25)) & within(i, end)) != 0) return true;
  return false;
}

/** Whether one of the needles stands in the element, in whatever escapes. */
function isNamed(start: u32, end: u32, hasBackslash: bool): bool {
  if (needleCount == 0 && manyCount == 0) return false;
  if (holdsSingle(0, needleCount, start, end)) return true;
  const hasEscapes = hasBackslash || holdsPercent(start, end);
  return (manyCount > 0 && holdsOneOfMany(start, end, hasEscapes)) || (hasEscapes && hides(start, end));
}

/** Of what is left in `end` bytes nothing can be made. */
let isBroken: bool = false;

function broken(): u32 {
  isBroken = true;
  return none;
}

/** Behind the object that opens at `start`; `none` where it is broken, or there is not all of it. */
function readElement(start: u32, end: u32, row: u32): u32 {
  let flags: u32 = 0;
  let has: u32 = 0;
  let hasBackslash = false;
  let before = none;
  isBroken = false;
  expected = 0;
  let i = skipSpace(start + 1, end);
  if (i < end && load<u8>(i) == 0x7d) flags = isOdd;
  else {
    while (true) {
      if (i >= end) return none;
      if (load<u8>(i) != 0x22) return broken();
      const key = i + 1;
      let quote = textClose(key, end);
      if (quote == none) return none;
      if (before != none) expected = load<u32>(elementKeys + before * elementKeySize + 4);
      const k = hasEscape ? none : keyOf(key, quote - key);
      i = skipSpace(quote + 1, end);
      if (i >= end) return none;
      if (load<u8>(i) != 0x3a) return broken();
      i = skipSpace(i + 1, end);
      if (i >= end) return none;
      let from = i;
      let to: u32;
      let isPlain = false;
      const first = load<u8>(i);
      if (first == 0x22) {
        quote = textClose(i + 1, end);
        if (quote == none) return none;
        isPlain = !hasEscape;
        if (hasEscape) hasBackslash = true;
        i = quote + 1;
        to = i;
        if (k < textCount) {
          from++;
          to--;
        }
      } else if (first == 0x7b || first == 0x5b) {
        const behind = closeOf(i, end);
        if (behind == unusualEnd) return broken();
        if (behind == none) return none;
        if (sawBackslash) hasBackslash = true;
        i = behind;
        to = i;
      } else {
        // a number, or a word
        while (i < end) {
          const c = load<u8>(i) as u32;
          if (!(c - 0x30 < 10 || (c | 0x20) - 0x61 < 26 || c == 0x2b || c == 0x2d || c == 0x2e)) break;
          i++;
        }
        if (i == from) return broken();
        to = i;
      }
      const one: u32 = 1;
      if (k == none || ((has >> k) & 1) != 0) flags |= isOdd;
      else {
        has |= one << k;
        const value = row + valuesAt + (k << 3);
        store<u32>(value, from);
        store<u32>(value + 4, to);
        if (k < textCount && !isPlain) flags |= isOdd;
        if (before != none) store<u32>(elementKeys + before * elementKeySize + 4, k);
        before = k;
      }
      i = skipSpace(i, end);
      if (i >= end) return none;
      const c = load<u8>(i);
      if (c == 0x7d) break;
      if (c != 0x2c) return broken();
      i = skipSpace(i + 1, end);
    }
  }
  const close = i + 1;
  if (isNamed(start, close, hasBackslash)) flags |= holdsOne;
  store<u32>(row, start);
  store<u32>(row + 4, close);
  store<u32>(row + 8, flags);
  store<u32>(row + 12, has);
  return close;
}

function stop(status: i32, at: u32): u32 {
  elementStatus = status;
  return at;
}

/**
 * Goes through the elements from `from`, behind the bracket or a comma, and puts a row for each in place. Returns from where
 * to go on; `done`: where the list's bracket closes.
 */
export function scanElements(from: u32, end: u32): u32 {
  elementCount = 0;
  let at = from;
  while (true) {
    const start = skipSpace(at, end);
    if (start >= end) return stop(needMore, at);
    if (load<u8>(start) != 0x7b) return stop(unusual, at);
    const close = readElement(start, end, (hits as u32) + elementCount * rowSize);
    if (close == none) return stop(isBroken ? unusual : needMore, at);
    const behind = skipSpace(close, end);
    if (behind >= end) return stop(needMore, at);
    const c = load<u8>(behind);
    if (c != 0x2c && c != 0x5d) return stop(unusual, at);
    elementCount++;
    if (c == 0x5d) return stop(done, behind);
    at = behind + 1;
    if (elementCount == mostRows) return stop(rowsFull, at);
  }
}
