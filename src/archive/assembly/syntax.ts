// Whether a record is JSON, told without parsing it: nothing else vouches for bytes that bear no checksum, nor tells other
// values that lie between two records. What a compact writer never writes (white space between tokens, nesting without end)
// is left to whoever parses.

import { beginTexts, escaped, insideOf } from './braces';
import { bits, hexOf, isDigit, isSame, within } from './find';
import {
  accountKey,
  flagKey,
  listKeys,
  nameKey,
  none,
  patternSize,
  regionKey,
  serviceKey,
  textAt,
  timeKey,
} from './places';

/** Levels that are followed: a bit each. */
const mostNested: u32 = 60;

// what a token is
const text: u32 = 0;
const scalar: u32 = 1;
const openBrace: u32 = 2;
const closeBrace: u32 = 3;
const openBracket: u32 = 4;
const closeBracket: u32 = 5;
const comma: u32 = 6;
const colon: u32 = 7;

// what may come next
const aValue: u32 = 0;
const firstElement: u32 = 1;
const nextElement: u32 = 2;
const firstKey: u32 = 3;
const nextKey: u32 = 4;
const aColon: u32 = 5;
const behindMember: u32 = 6;
const behindElement: u32 = 7;
// and what else is to be done with the token
const wrong: u32 = 8;
const opensObject: u32 = 9;
const opensList: u32 = 10;
const closes: u32 = 11;
const isScalar: u32 = 12;

/** Of each byte, the token that it begins. */
const tokens = memory.data(256);
memory.fill(tokens, scalar as u8, 256);
store<u8>(tokens + 0x22, text as u8);
store<u8>(tokens + 0x7b, openBrace as u8);
store<u8>(tokens + 0x7d, closeBrace as u8);
store<u8>(tokens + 0x5b, openBracket as u8);
store<u8>(tokens + 0x5d, closeBracket as u8);
store<u8>(tokens + 0x2c, comma as u8);
store<u8>(tokens + 0x3a, colon as u8);

/** By what may come and by the token. https://www.rfc-editor.org/rfc/rfc8259#section-2 */
const steps = memory.data(64);
memory.fill(steps, wrong as u8, 64);
beginValue(aValue, behindMember);
beginValue(firstElement, behindElement);
beginValue(nextElement, behindElement);
step(firstElement, closeBracket, closes);
step(firstKey, text, aColon);
step(firstKey, closeBrace, closes);
step(nextKey, text, aColon);
step(aColon, colon, aValue);
step(behindMember, comma, nextKey);
step(behindMember, closeBrace, closes);
step(behindElement, comma, nextElement);
step(behindElement, closeBracket, closes);

function step(state: u32, token: u32, next: u32): void {
  store<u8>(steps + ((state << 3) | token), next as u8);
}

function beginValue(state: u32, behind: u32): void {
  step(state, text, behind);
  step(state, scalar, isScalar);
  step(state, openBrace, opensObject);
  step(state, openBracket, opensList);
}

let listKeyCount: u32 = 0;

/** The keys of an object's lists, with their quotes: so many are in place. */
export function setListKeys(count: u32): void {
  listKeyCount = count;
}

/** Whether the list that opens at `at` stands under one of the keys. */
function isUnderListKey(at: u32): bool {
  for (let n: u32 = 0; n < listKeyCount; n++) {
    const key = listKeys + n * patternSize;
    const length = load<u32>(key);
    if (isSame(key + textAt, at - 1 - length, length)) return true;
  }
  return false;
}

/** Whether the key of a pattern stands at `at`: it begins behind `skipped` of the pattern's bytes, and ends before the last `left`. */
// @ts-expect-error: decorator
@inline
function isKeyOf(pattern: usize, skipped: u32, left: u32, at: u32): bool {
  const length = load<u32>(pattern);
  return length > 0 && isSame(pattern + textAt + skipped, at, length - skipped - left);
}

/** The key that opens at `at`, a bit, where it is one by which a record is told; 0 where it is none. */
function toldBy(at: u32): u32 {
  // each goes on with the quote of its value; before some the value ends that stands before them
  if (isKeyOf(timeKey, 0, 1, at)) return 1;
  if (isKeyOf(serviceKey, 2, 1, at)) return 2;
  if (isKeyOf(nameKey, 2, 1, at)) return 4;
  if (isKeyOf(regionKey, 2, 1, at)) return 8;
  if (isKeyOf(accountKey, 0, 1, at)) return 16;
  return isKeyOf(flagKey, 0, 0, at) ? 32 : 0;
}

/** Whether a backslash stands in the text whose first quote is at `at`, before `end`. */
function hasEscape(at: u32, end: u32): bool {
  let i = at + 1;
  while (i < end && load<u8>(i) != 0x22 && load<u8>(i) != 0x5c) i++;
  return load<u8>(i) == 0x5c;
}

/** Brackets, commas and colons among the 64 bytes at `at`: a bit each, and maybe control characters. */
// @ts-expect-error: decorator
@inline
function structure(at: u32): u64 {
  return (
    (structure16(v128.load(at)) as u64) |
    ((structure16(v128.load(at, 16)) as u64) << 16) |
    ((structure16(v128.load(at, 32)) as u64) << 32) |
    ((structure16(v128.load(at, 48)) as u64) << 48)
  );
}

// @ts-expect-error: decorator
@inline
function structure16(bytes: v128): i32 {
  // brackets become braces
  const folded = v128.or(bytes, i8x16.splat(0x20));
  return i8x16.bitmask(
    v128.or(
      v128.or(i8x16.eq(folded, i8x16.splat(0x7b)), i8x16.eq(folded, i8x16.splat(0x7d))),
      v128.or(i8x16.eq(bytes, i8x16.splat(0x2c)), i8x16.eq(bytes, i8x16.splat(0x3a))),
    ),
  );
}

/** Control characters among the 64 bytes at `at`. */
// @ts-expect-error: decorator
@inline
function controls(at: u32): u64 {
  const space = i8x16.splat(0x20);
  const one = v128.or(i8x16.lt_u(v128.load(at), space), i8x16.lt_u(v128.load(at, 16), space));
  const two = v128.or(i8x16.lt_u(v128.load(at, 32), space), i8x16.lt_u(v128.load(at, 48), space));
  if (!v128.any_true(v128.or(one, two))) return 0;
  return (
    (i8x16.bitmask(i8x16.lt_u(v128.load(at), space)) as u64) |
    ((i8x16.bitmask(i8x16.lt_u(v128.load(at, 16), space)) as u64) << 16) |
    ((i8x16.bitmask(i8x16.lt_u(v128.load(at, 32), space)) as u64) << 32) |
    ((i8x16.bitmask(i8x16.lt_u(v128.load(at, 48), space)) as u64) << 48)
  );
}

/** Whether what a backslash escapes at `at` may be escaped. */
function isEscape(at: u32): bool {
  const c = load<u8>(at) as u32;
  if (c == 0x22 || c == 0x5c || c == 0x2f || c == 0x6e || c == 0x74 || c == 0x72 || c == 0x62 || c == 0x66) return true;
  if (c != 0x75) return false;
  for (let i: u32 = 1; i <= 4; i++) if (hexOf(load<u8>(at + i)) == none) return false;
  return true;
}

// @ts-expect-error: decorator
@inline
function behindDigits(at: u32): u32 {
  let i = at;
  while (isDigit(load<u8>(i))) i++;
  return i;
}

/** The place behind the number at `at`; `at` where there is none. */
function numberEnd(at: u32): u32 {
  let i = at;
  if (load<u8>(i) == 0x2d) i++;
  const whole = i;
  i = behindDigits(i);
  if (i == whole || (load<u8>(whole) == 0x30 && i > whole + 1)) return at;
  if (load<u8>(i) == 0x2e) {
    const from = i + 1;
    i = behindDigits(from);
    if (i == from) return at;
  }
  if ((load<u8>(i) | 0x20) == 0x65) {
    i++;
    if (load<u8>(i) == 0x2b || load<u8>(i) == 0x2d) i++;
    const from = i;
    i = behindDigits(from);
    if (i == from) return at;
  }
  return i;
}

/** Whether a number, `true`, `false` or `null` stands at `at`, and nothing else up to the next token. */
function isLiteral(at: u32): bool {
  const four = load<u32>(at);
  let behind: u32;
  if (four == 0x65757274 || four == 0x6c6c756e) behind = at + 4;
  else if (four == 0x736c6166 && load<u8>(at + 4) == 0x65) behind = at + 5;
  else {
    behind = numberEnd(at);
    if (behind == at) return false;
  }
  const c = load<u8>(behind);
  return c == 0x2c || c == 0x7d || c == 0x5d;
}

/**
 * Whether [start, end), which begins with a brace, is one object, compact JSON throughout. Where `isTop`, false also where a
 * list is in it under a list's key: the object may be no record, but hold some. False too where a key by which records are
 * told stands twice at its top, since the last of them holds. `hasEscapes`: a backslash may be in it.
 */
export function isObject(start: u32, end: u32, isTop: bool, hasEscapes: bool): bool {
  beginTexts();
  let state = aValue;
  let depth: u32 = 0;
  // whether what is open is a list: a bit for each level
  let lists: u64 = 0;
  let wasInside: u64 = 0;
  let wasOther: u64 = 0;
  let told: u32 = 0;
  for (let i = start; i < end; i += 64) {
    const here = within(i, end);
    if ((controls(i) & here) != 0) return false;
    const backslashes = bits(i, i8x16.splat(0x5c)) & here;
    const inside = insideOf(i, here, backslashes);
    for (let mask = escaped & here; mask != 0; mask &= mask - 1) {
      if (!isEscape(i + (ctz(mask) as u32))) return false;
    }
    const behindInside = (inside << 1) | wasInside;
    wasInside = inside >> 63;
    const marks = structure(i) & ~inside;
    // neither of a text, with its last quote, nor structure
    const other = ~(inside | behindInside | marks);
    let mask = (marks | (inside & ~behindInside) | (other & ~((other << 1) | wasOther))) & here;
    wasOther = other >> 63;
    for (; mask != 0; mask &= mask - 1) {
      const at = i + (ctz(mask) as u32);
      state = load<u8>(steps + ((state << 3) | (load<u8>(tokens + (load<u8>(at) as u32)) as u32)));
      if (state == aColon && depth == 1) {
        const key = toldBy(at);
        if ((told & key) != 0 || (hasEscapes && hasEscape(at, end))) return false;
        told |= key;
        continue;
      }
      if (state < wrong) continue;
      if (state == isScalar) {
        if (!isLiteral(at)) return false;
        state = (lists & 1) != 0 ? behindElement : behindMember;
      } else if (state == closes) {
        lists >>= 1;
        if (--depth == 0) return at + 1 == end;
        state = (lists & 1) != 0 ? behindElement : behindMember;
      } else if (state == wrong || depth == mostNested) return false;
      else {
        const isList = state == opensList;
        if (isTop && isList && depth == 1 && isUnderListKey(at)) return false;
        depth++;
        lists = (lists << 1) | (isList ? 1 : 0);
        state = isList ? firstElement : firstKey;
      }
    }
  }
  return false;
}
