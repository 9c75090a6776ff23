// Finds the records of a delivered file in its inflated bytes, counts them by account and region, and tells which of them
// are worth parsing: those that hold what is looked for, and those whose form is not the usual one.
//
// What is looked for is text of the characters [A-Za-z0-9_.-] alone, which no encoder of JSON or URLs writes otherwise;
// a record in which some of them are escaped all the same is worth parsing too.

// Where things stand in memory; the caller knows these places.
const patterns: usize = 0x8000; // 16 of 64 bytes
const needles: usize = 0x8400; // 16 of 256 bytes
const groups: usize = 0x9400; // 64 of 96 bytes
const hits: usize = 0xac00; // 2048 of 16 bytes
const keys: usize = 0x12c00; // 4096 of 4 bytes: a table of hashes
const wanted: usize = 0x16c00; // 65536 of 4 bytes: likewise
const scratch: usize = 0x56c00;
const calls: usize = 0x98000; // 1024 of 128 bytes: a table of what was called
const many: usize = 0xb8000; // 1024 needles of 256 bytes
const manySlots: usize = 0xf8000; // 4096 of 4 bytes: a table of them, by the hash of one of their tokens
const manyBits: usize = 0xfc000; // 65536 bits: whether any has such a hash
const letters: usize = 0xfe000; // 256 bytes: 1 for letters and digits
const mostGroups: u32 = 64;
const mostHits: u32 = 2048;
const mostKeys: u32 = 2048;
const keyMask: u32 = 4095;
const wantedMask: u32 = 65535;

// in a pattern or needle: its length, the places of its two rarest bytes
const lengthAt = 0;
const firstAt = 4;
const secondAt = 8;
const textAt = 12;
const patternSize = 64;
const needleSize = 256;
const groupSize = 96;

// the patterns: opening of a record, keys of its head in their order, key of the account
const opening: usize = patterns;
const timeKey: usize = patterns + patternSize;
const serviceKey: usize = patterns + 2 * patternSize;
const nameKey: usize = patterns + 3 * patternSize;
const regionKey: usize = patterns + 4 * patternSize;
const addressKey: usize = patterns + 5 * patternSize;
const accountKey: usize = patterns + 6 * patternSize;
// and those by which records are told that do not belong to the answer
const flagKey: usize = patterns + 7 * patternSize;
const exceptions: usize = patterns + 8 * patternSize;
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

const none: u32 = 0xffffffff;

/** What scanRecords stopped for. */
const needMore = 0;
const hitsFull = 1;
/** The file is not of the usual form. */
const unusual = 2;
const done = 3;
/** The caller is to decide on a call: it is at `newCall`. */
const callUnknown = 4;

export let newCall: u32 = 0;
let filters: bool = false;
let callCount: u32 = 0;
let manyCount: u32 = 0;
let exceptionCount: u32 = 0;
let markCount: u32 = 0;

export let scanStatus: i32 = 0;
/** Records found in this file, groups of them, hits since the last call, keys, and whether a key may be hidden by escapes. */
export let records: u32 = 0;
export let groupCount: u32 = 0;
export let hitCount: u32 = 0;
export let keyCount: u32 = 0;
export let hasDoubt: bool = false;

let needleCount: u32 = 0;
let wantsKeys: bool = false;
let collects: bool = false;
let since: f64 = 0;
let until: f64 = 0;
let lastGroup: u32 = 0;

export function setPattern(at: u32, first: u32, second: u32, length: u32): void {
  const to = patterns + at * patternSize;
  store<u32>(to, length);
  store<u32>(to + firstAt, first);
  store<u32>(to + secondAt, second);
}

export function setNeedle(at: u32, first: u32, second: u32, length: u32): void {
  const to = needles + at * needleSize;
  store<u32>(to, length);
  store<u32>(to + firstAt, first);
  store<u32>(to + secondAt, second);
}

/** `from` and `to`: half-open, as YYYYMMDDhhmmss. Without needles and keys, every record of the time is a hit. */
export function setScan(needlesGiven: u32, wantKeys: bool, collectKeys: bool, from: f64, to: f64): void {
  needleCount = needlesGiven;
  wantsKeys = wantKeys;
  collects = collectKeys;
  since = from;
  until = to;
  memory.fill(wanted, 0, (wantedMask + 1) << 2);
  filters = false;
  manyCount = 0;
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

const manyMask: u32 = 4095;

function hashOf(from: u32, end: u32): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let i = from; i < end; i++) hash = (hash ^ (load<u8>(i) as u32)) * 0x01000193;
  return hash;
}

/** One of many needles: its text is in place; the token in it that it is found by is `size` long, at `offset`. */
export function addMany(length: u32, offset: u32, size: u32): void {
  if (manyCount == 0) {
    memory.fill(manySlots, 0, (manyMask + 1) << 2);
    memory.fill(manyBits, 0, 8192);
    for (let c: u32 = 0; c < 256; c++) store<u8>(letters + c, isAlphanumeric(c) ? 1 : 0);
  }
  const needle = many + manyCount * needleSize;
  store<u32>(needle, length);
  store<u32>(needle + firstAt, offset);
  store<u32>(needle + secondAt, size);
  const token = (needle as u32) + textAt + offset;
  const hash = mixed(hashOf(token, token + size));
  const bit = manyBits + ((hash >> 3) & 8191);
  const one: u32 = 1;
  store<u8>(bit, ((load<u8>(bit) as u32) | (one << (hash & 7))) as u8);
  let slot = (hash >> 16) & manyMask;
  while (load<u32>(manySlots + (slot << 2)) != 0) slot = (slot + 1) & manyMask;
  store<u32>(manySlots + (slot << 2), ++manyCount);
}

// @ts-expect-error: decorator
@inline
function mixed(hash: u32): u32 {
  return (hash ^ (hash >> 15)) * 0x2c1b3c6d;
}

/** Whether the token [from, to) is that of a needle, which stands there as a whole. */
function isOneOfMany(from: u32, to: u32, start: u32, end: u32, hash: u32): bool {
  if ((((load<u8>(manyBits + ((hash >> 3) & 8191)) as u32) >> (hash & 7)) & 1) == 0) return false;
  let slot = (hash >> 16) & manyMask;
  while (true) {
    const number = load<u32>(manySlots + (slot << 2));
    if (number == 0) return false;
    const needle = many + (number - 1) * needleSize;
    const at = from - load<u32>(needle + firstAt);
    const length = load<u32>(needle);
    if (
      load<u32>(needle + secondAt) == to - from &&
      at >= start &&
      at + length <= end &&
      stands(needle, at) &&
      isWhole(at, length)
    )
      return true;
    slot = (slot + 1) & manyMask;
  }
}

/** Whether one of many needles stands in the record: each of its tokens is looked up. */
function holdsOneOfMany(start: u32, end: u32): bool {
  let i = start;
  while (i < end) {
    if (load<u8>(letters + (load<u8>(i) as u32)) == 0) {
      i++;
      continue;
    }
    const from = i;
    let hash: u32 = 0x811c9dc5;
    do {
      hash = (hash ^ (load<u8>(i) as u32)) * 0x01000193;
      i++;
    } while (i < end && load<u8>(letters + (load<u8>(i) as u32)) != 0);
    if (isOneOfMany(from, i, start, end, mixed(hash))) return true;
    // what an escape ends with is no part of the text behind it
    const before = load<u8>(from - 1) as u32;
    if (before != 0x5c && before != 0x25) continue;
    const skipped: u32 = before == 0x25 ? 2 : load<u8>(from) == 0x75 ? 5 : 1;
    if (i - from <= skipped) continue;
    if (isOneOfMany(from + skipped, i, start, end, mixed(hashOf(from + skipped, i)))) return true;
  }
  return false;
}

/** The entry of a call, whose text is [from, to): made where there is none yet; 0 where there is no room. */
function callAt(from: u32, to: u32): u32 {
  const length = to - from;
  if (length > longestCall) return 0;
  let slot = mixed(hashOf(from, to)) & callMask;
  while (true) {
    const entry = (calls as u32) + slot * callSize;
    const known = load<u32>(entry);
    if (known == length && memory.compare(entry + 8, from, length) == 0) return entry;
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

/** Whether a key that opens at `at` is one of the record's own, the record ending at `end`. */
function isOwn(at: u32, end: u32): bool {
  let depth = 0;
  for (let i = at; i < end; i++) {
    const c = load<u8>(i) as u32;
    if (c == 0x22) {
      for (i++; i < end; i++) {
        const inside = load<u8>(i) as u32;
        if (inside == 0x5c) i++;
        else if (inside == 0x22) break;
      }
    } else if (c == 0x7b) depth++;
    else if (c == 0x7d) depth--;
  }
  return depth == -1;
}

/** Whether the record's flag is `true`, for sure. */
function isFlagged(start: u32, end: u32): bool {
  const at = findLast(flagKey, start, end, 4096);
  if (at == none) return false;
  const value = at + load<u32>(flagKey);
  // `:true`
  return load<u8>(value) == 0x3a && load<u32>(value + 1) == 0x65757274 && isOwn(at, end);
}

function holdsAny(from: u32, count: u32, start: u32, end: u32): bool {
  for (let n: u32 = 0; n < count; n++) if (find(exceptions + (from + n) * patternSize, start, end) != none) return true;
  return false;
}

/** Whether the record is passed over for what was called and how it went. */
function isDropped(drops: u32, start: u32, end: u32): bool {
  if (drops == 0 || isHiding) return false;
  let isOut = (drops & dropAll) != 0;
  if (!isOut && (drops & (dropFlagged | dropFlaggedPlain)) != 0) {
    const flagged = isFlagged(start, end);
    if (flagged && (drops & dropFlagged) != 0) isOut = true;
    else if (!flagged && (drops & dropPlain) == 0) return false;
  }
  if (!isOut && holdsAny(exceptionCount, markCount, start, end)) return false;
  return !holdsAny(0, exceptionCount, start, end);
}

export function wantKey(hash: u32): void {
  let at = hash & wantedMask;
  while (load<u32>(wanted + (at << 2)) != 0) at = (at + 1) & wantedMask;
  store<u32>(wanted + (at << 2), hash);
}

export function beginFile(): void {
  records = 0;
  groupCount = 0;
  lastGroup = 0;
  hitCount = 0;
  hasDoubt = false;
  if (keyCount > 0) memory.fill(keys, 0, (keyMask + 1) << 2);
  keyCount = 0;
}

/** Whether the pattern stands at `at`; 64 bytes behind it can be read. */
function stands(pattern: usize, at: u32): bool {
  const length = load<u32>(pattern);
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(pattern + textAt + i) != load<u64>(at + i)) return false;
  for (; i < length; i++) if (load<u8>(pattern + textAt + i) != load<u8>(at + i)) return false;
  return true;
}

/** The first place of the pattern that begins in [from, end) and lies before `end` as a whole; `none`. */
function find(pattern: usize, from: u32, end: u32): u32 {
  const length = load<u32>(pattern);
  const first = load<u32>(pattern + firstAt);
  const second = load<u32>(pattern + secondAt);
  const a = i8x16.splat(load<u8>(pattern + textAt + first) as i8);
  const b = i8x16.splat(load<u8>(pattern + textAt + second) as i8);
  for (let i = from; i < end; i += 16) {
    const found = v128.and(i8x16.eq(v128.load(i + first), a), i8x16.eq(v128.load(i + second), b));
    if (!v128.any_true(found)) continue;
    let mask = i8x16.bitmask(found) as u32;
    while (mask != 0) {
      const at = i + ctz(mask);
      if (at + length > end) return none;
      if (stands(pattern, at)) return at;
      mask &= mask - 1;
    }
  }
  return none;
}

/** Opening braces less closing ones in [from, end). */
function braces(from: u32, end: u32): i32 {
  const open = i8x16.splat(0x7b);
  const close = i8x16.splat(0x7d);
  let depth: i32 = 0;
  for (let i = from; i < end; i += 16) {
    const bytes = v128.load(i);
    const left = end - i;
    const within: u32 = left >= 16 ? 0xffff : (1 << left) - 1;
    const opening = v128.bitmask<i8>(i8x16.eq(bytes, open)) as u32;
    const closing = v128.bitmask<i8>(i8x16.eq(bytes, close)) as u32;
    depth += (popcnt(opening & within) as i32) - (popcnt(closing & within) as i32);
  }
  return depth;
}

// @ts-expect-error: decorator
@inline
function isDigit(c: u32): bool {
  return c - 0x30 < 10;
}

// @ts-expect-error: decorator
@inline
function isAlphanumeric(c: u32): bool {
  return c - 0x30 < 10 || (c | 0x20) - 0x61 < 26;
}

function digits(at: u32, n: u32): i32 {
  let value = 0;
  for (let i: u32 = 0; i < n; i++) {
    const c = load<u8>(at + i) as u32;
    if (!isDigit(c)) return -1;
    value = value * 10 + ((c - 0x30) as i32);
  }
  return value;
}

/** The beginning of the time read last, up to its hour, and what it came to: most records are of the same hour. */
let hourRead: u64 = 0;
let hourReadEnd: u64 = 0;
let hourValue: f64 = 0;

/** `2026-03-03T14:03:27Z` as 20260303140327; 0 for any other text, and for days that not every month has. */
function timeAt(at: u32): f64 {
  // 6 bytes behind the first 8: `-03T14`
  const end = load<u64>(at + 6);
  if (load<u64>(at) != hourRead || end != hourReadEnd) {
    const value = hourAt(at);
    if (value == 0) return 0;
    hourRead = load<u64>(at);
    hourReadEnd = end;
    hourValue = value;
  }
  if (load<u8>(at + 16) != 0x3a || load<u8>(at + 19) != 0x5a) return 0;
  const minute = digits(at + 14, 2);
  const second = digits(at + 17, 2);
  if (minute < 0 || minute > 59 || second < 0 || second > 59) return 0;
  return hourValue + ((minute * 100 + second) as f64);
}

/** `2026-03-03T14:` as 20260303140000. */
function hourAt(at: u32): f64 {
  if (load<u8>(at + 4) != 0x2d || load<u8>(at + 7) != 0x2d) return 0;
  if (load<u8>(at + 10) != 0x54 || load<u8>(at + 13) != 0x3a) return 0;
  const year = digits(at, 4);
  const month = digits(at + 5, 2);
  const day = digits(at + 8, 2);
  const hour = digits(at + 11, 2);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23) return 0;
  const isShort = month == 4 || month == 6 || month == 9 || month == 11;
  if (day > 31 || (day > 30 && isShort) || (day > 28 && month == 2)) return 0;
  return ((year * 10000 + month * 100 + day) as f64) * 1000000 + ((hour * 10000) as f64);
}

/** The quote that ends a text without escapes; `none`. */
function textEnd(at: u32, most: u32): u32 {
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  for (let i: u32 = 0; i < most; i += 16) {
    const bytes = v128.load(at + i);
    const mask = i8x16.bitmask(i8x16.eq(bytes, quote)) as u32;
    const escapes = i8x16.bitmask(i8x16.eq(bytes, backslash)) as u32;
    if (mask != 0) return escapes != 0 && ctz(escapes) < ctz(mask) ? none : at + i + ctz(mask);
    if (escapes != 0) return none;
  }
  return none;
}

/** The last place of the pattern in [from, end), not more than `most` bytes before the end; `none`. */
function findLast(pattern: usize, from: u32, end: u32, most: u32): u32 {
  const length = load<u32>(pattern);
  const first = load<u32>(pattern + firstAt);
  const second = load<u32>(pattern + secondAt);
  const a = i8x16.splat(load<u8>(pattern + textAt + first) as i8);
  const b = i8x16.splat(load<u8>(pattern + textAt + second) as i8);
  const least = end - from > most ? end - most : from;
  for (let i = end - length; i + 16 > least; i -= 16) {
    const found = v128.and(i8x16.eq(v128.load(i + first), a), i8x16.eq(v128.load(i + second), b));
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

/** The quote that ends a value of letters, digits and hyphens; `none`. */
function plainEnd(at: u32, most: u32): u32 {
  for (let i: u32 = 0; i <= most; i++) {
    const c = load<u8>(at + i) as u32;
    if (c == 0x22) return at + i;
    if (!isAlphanumeric(c) && c != 0x2d) return none;
  }
  return none;
}

let behindHead: u32 = 0;
let isInTime: bool = false;
/** The entry of what the record tells was called; 0: unknown. */
let called: u32 = 0;

/** Counts the record where its form is the usual one; false where it is not. */
function countRecord(start: u32, end: u32): bool {
  const time = find(timeKey, start, end);
  if (time == none) return false;
  if (braces(start, time) != 1) return false;
  let at = time + load<u32>(timeKey);
  const value = timeAt(at);
  if (value == 0) return false;
  at += 20;
  if (!stands(serviceKey, at)) return false;
  at += load<u32>(serviceKey);
  const service = at;
  // what notifies of events of its own names itself so
  if (load<u32>(at) == 0x3a737761) return false;
  at = textEnd(at, 128);
  if (at == none || !stands(nameKey, at)) return false;
  at = textEnd(at + load<u32>(nameKey), 256);
  if (at == none || !stands(regionKey, at)) return false;
  const behindName = at;
  const region = at + load<u32>(regionKey);
  at = plainEnd(region, 32);
  if (at == none || at == region || !stands(addressKey, at)) return false;
  behindHead = at;
  const regionLength = at - region;
  // the account stands near the end
  let account: u32 = findLast(accountKey, at, end, 4096);
  if (account != none) account += load<u32>(accountKey);
  if (account == none || braces(account, end) != -1) return false;
  for (let i: u32 = 0; i < 12; i++) if (!isDigit(load<u8>(account + i) as u32)) return false;
  if (load<u8>(account + 12) != 0x22) return false;
  isInTime = value >= since && value < until;
  called = filters && isInTime ? callAt(service, behindName) : 0;
  if (called != 0 && load<u32>(called + 4) == undecided) {
    newCall = called;
    return true;
  }
  return addTo(account, region, regionLength, value);
}

function isGroup(at: usize, account: u32, region: u32, regionLength: u32): bool {
  return (
    load<u64>(at) == load<u64>(account) &&
    load<u32>(at + 8) == load<u32>(account + 8) &&
    load<u32>(at + 12) == regionLength &&
    memory.compare(at + 16, region, regionLength) == 0
  );
}

function addTo(account: u32, region: u32, regionLength: u32, time: f64): bool {
  let g = lastGroup;
  if (g >= groupCount || !isGroup(groups + g * groupSize, account, region, regionLength)) {
    for (g = 0; g < groupCount; g++) if (isGroup(groups + g * groupSize, account, region, regionLength)) break;
  }
  const at = groups + g * groupSize;
  if (g == groupCount) {
    if (g == mostGroups) return false;
    groupCount++;
    memory.copy(at, account, 12);
    store<u32>(at + 12, regionLength);
    memory.copy(at + 16, region, regionLength);
    store<u32>(at + 48, 0);
    store<u32>(at + 52, records);
    store<f64>(at + 56, time);
    store<f64>(at + 64, time);
  }
  lastGroup = g;
  store<u32>(at + 48, load<u32>(at + 48) + 1);
  if (time < load<f64>(at + 56)) store<f64>(at + 56, time);
  if (time > load<f64>(at + 64)) store<f64>(at + 64, time);
  return true;
}

function hexOf(c: u32): u32 {
  if (isDigit(c)) return c - 0x30;
  const letter = (c | 0x20) - 0x61;
  return letter < 6 ? letter + 10 : none;
}

/** Whether two hexadecimal digits stand for a character that may be part of a needle, or of an escape. */
function hidesAt(at: u32): bool {
  const high = hexOf(load<u8>(at) as u32);
  const low = hexOf(load<u8>(at + 1) as u32);
  if (high == none || low == none) return false;
  const c = (high << 4) | low;
  return isAlphanumeric(c) || c == 0x2d || c == 0x2e || c == 0x5f || c == 0x25 || c == 0x5c;
}

/** Whether the needle at `at` is a token of its own: no letter or digit goes on before or behind it. */
function isWhole(at: u32, length: u32): bool {
  if (isAlphanumeric(load<u8>(at + length) as u32)) return false;
  const c = load<u8>(at - 1) as u32;
  if (!isAlphanumeric(c)) return true;
  // unless it ends an escape
  const before = load<u8>(at - 2) as u32;
  if (before == 0x5c) return true;
  if (hexOf(c) == none || hexOf(before) == none) return false;
  return load<u8>(at - 3) == 0x25 || (load<u8>(at - 5) == 0x75 && load<u8>(at - 6) == 0x5c);
}

const asia: u32 = 0x41495341;
const akia: u32 = 0x41494b41;

/** The access key that begins at `at`: kept, and compared with those wanted. */
function keyAt(at: u32, end: u32): bool {
  const start = load<u32>(at);
  if (start != asia && start != akia) return false;
  let hash: u32 = 0x811c9dc5;
  for (let i = at; i < end; i++) {
    const c = load<u8>(i) as u32;
    if (!isDigit(c) && c - 0x41 >= 26) break;
    hash = (hash ^ c) * 0x01000193;
  }
  if (hash == 0) hash = 1;
  if (collects && keyCount <= mostKeys) {
    let slot = hash & keyMask;
    let known = load<u32>(keys + (slot << 2));
    while (known != 0 && known != hash) {
      slot = (slot + 1) & keyMask;
      known = load<u32>(keys + (slot << 2));
    }
    if (known == 0) {
      store<u32>(keys + (slot << 2), hash);
      keyCount++;
    }
  }
  if (!wantsKeys) return false;
  let slot = hash & wantedMask;
  while (true) {
    const known = load<u32>(wanted + (slot << 2));
    if (known == hash) return true;
    if (known == 0) return false;
    slot = (slot + 1) & wantedMask;
  }
}

/** Whether the object that opens at `start` closes right before `end`. */
function closes(start: u32, end: u32): bool {
  let depth = 0;
  for (let i = start; i < end; i++) {
    const c = load<u8>(i) as u32;
    if (c == 0x22) {
      for (i++; i < end; i++) {
        const inside = load<u8>(i) as u32;
        if (inside == 0x5c) i++;
        else if (inside == 0x22) break;
      }
    } else if (c == 0x7b || c == 0x5b) depth++;
    else if (c == 0x7d || c == 0x5d) {
      if (--depth == 0) return i + 1 == end;
    }
  }
  return false;
}

/** Of the sums of the lanes, the last 8 bits. */
function sumOf(lanes: v128): u32 {
  let sum: u32 = 0;
  v128.store(scratch, lanes);
  for (let i: u32 = 0; i < 16; i++) sum += load<u8>(scratch + i) as u32;
  return sum & 0xff;
}

/** Whether it is an object from beginning to end, as far as quotes and braces tell. */
let isSound: bool = false;
/** Whether an escape in it stands for what needs none. */
let isHiding: bool = false;

/** Whether the record holds a needle or a wanted key, or hides what might be one. */
function isHit(start: u32, end: u32): bool {
  const length = load<u32>(needles);
  const first = load<u32>(needles + firstAt);
  const second = load<u32>(needles + secondAt);
  const a = i8x16.splat(load<u8>(needles + textAt + first) as i8);
  const b = i8x16.splat(load<u8>(needles + textAt + second) as i8);
  const backslash = i8x16.splat(0x5c);
  const u = i8x16.splat(0x75);
  const percent = i8x16.splat(0x25);
  const letterI = i8x16.splat(0x49);
  const letterA = i8x16.splat(0x41);
  const quote = i8x16.splat(0x22);
  const open = i8x16.splat(0x7b);
  const close = i8x16.splat(0x7d);
  let quotes = i8x16.splat(0);
  let depth = i8x16.splat(0);
  let hasBackslash = i8x16.splat(0);
  let hit = false;
  isHiding = false;
  for (let i = start; i < end; i += 16) {
    const here = v128.load(i);
    if (end - i >= 16) {
      // what compares equal is -1
      quotes = i8x16.sub(quotes, i8x16.eq(here, quote));
      depth = i8x16.add(i8x16.sub(depth, i8x16.eq(here, open)), i8x16.eq(here, close));
      hasBackslash = v128.or(hasBackslash, i8x16.eq(here, backslash));
    }
    const next = v128.load(i, 1);
    const needle = v128.and(i8x16.eq(v128.load(i + first), a), i8x16.eq(v128.load(i + second), b));
    const escape = v128.or(v128.and(i8x16.eq(here, backslash), i8x16.eq(next, u)), i8x16.eq(here, percent));
    const key = v128.and(i8x16.eq(here, letterI), i8x16.eq(next, letterA));
    if (!v128.any_true(v128.or(v128.or(needle, escape), key))) continue;
    const left = end - i;
    const within: u32 = left >= 16 ? 0xffff : (1 << left) - 1;
    if (needleCount > 0 && !hit) {
      for (let mask = (i8x16.bitmask(needle) as u32) & within; mask != 0; mask &= mask - 1) {
        const at = i + ctz(mask);
        if (at + length <= end && stands(needles, at) && isWhole(at, length)) hit = true;
      }
    }
    for (let mask = (i8x16.bitmask(escape) as u32) & within; mask != 0; mask &= mask - 1) {
      const at = i + ctz(mask);
      const isHidden =
        load<u8>(at) == 0x25
          ? hidesAt(at + 1)
          : load<u16>(at + 2) == 0x3030 && hidesAt(at + 4);
      if (isHidden) {
        hit = true;
        isHiding = true;
        hasDoubt = true;
      }
    }
    for (let mask = (i8x16.bitmask(key) as u32) & within; mask != 0; mask &= mask - 1) {
      const at = i + ctz(mask) - 2;
      if (at > behindHead && keyAt(at, end)) hit = true;
    }
  }
  const rest = start + ((end - start) & ~15);
  let quoteCount = sumOf(quotes);
  let openCount = sumOf(depth);
  let isEscaped = v128.any_true(hasBackslash);
  for (let i = rest; i < end; i++) {
    const c = load<u8>(i) as u32;
    if (c == 0x22) quoteCount++;
    else if (c == 0x7b) openCount++;
    else if (c == 0x7d) openCount--;
    else if (c == 0x5c) isEscaped = true;
  }
  isSound = (!isEscaped && (quoteCount & 1) == 0 && (openCount & 0xff) == 0) || closes(start, end);
  for (let n: u32 = 1; n < needleCount && !hit; n++) {
    const needle = needles + n * needleSize;
    const size = load<u32>(needle);
    for (let at = find(needle, start, end); at != none && !hit; at = find(needle, at + 1, end)) hit = isWhole(at, size);
  }
  if (!hit && manyCount > 0) hit = holdsOneOfMany(start, end);
  return hit;
}

/**
 * Goes through the records from `from`, where one opens; returns where the first opens that is not whole. `last`: nothing
 * comes behind `end`. 64 bytes behind `end` can be read.
 */
export function scanRecords(from: u32, end: u32, last: bool): u32 {
  hitCount = 0;
  let start = from;
  while (true) {
    const next = find(opening, start + 1, end);
    let close: u32;
    if (next != none) {
      if (load<u8>(next - 1) != 0x2c || load<u8>(next - 2) != 0x7d) {
        scanStatus = unusual;
        return start;
      }
      close = next - 1;
    } else if (!last) {
      scanStatus = needMore;
      return start;
    } else {
      let i = end - 1;
      while (i > start && (load<u8>(i) == 0x0a || load<u8>(i) == 0x20 || load<u8>(i) == 0x0d)) i--;
      if (i < start + 3 || load<u8>(i) != 0x7d || load<u8>(i - 1) != 0x5d || load<u8>(i - 2) != 0x7d) {
        scanStatus = unusual;
        return start;
      }
      close = i - 1;
    }
    newCall = 0;
    const isUsual = countRecord(start, close);
    if (newCall != 0) {
      scanStatus = callUnknown;
      return start;
    }
    records++;
    if (!isUsual) behindHead = start;
    const holds = isHit(start, close);
    if (!isSound) {
      scanStatus = unusual;
      return start;
    }
    const isAll = needleCount == 0 && manyCount == 0 && !wantsKeys;
    if (
      !isUsual ||
      (isInTime && (holds || isAll) && !(called != 0 && isDropped(load<u32>(called + 4), start, close)))
    ) {
      const to = hits + (hitCount << 4);
      store<u32>(to, records);
      store<u32>(to + 4, start);
      store<u32>(to + 8, close);
      // the number of its group, from 1
      store<u32>(to + 12, isUsual ? lastGroup + 1 : 0);
      hitCount++;
    }
    start = close + 1;
    if (next == none) {
      scanStatus = done;
      return start;
    }
    if (hitCount == mostHits) {
      scanStatus = hitsFull;
      return start;
    }
  }
}
