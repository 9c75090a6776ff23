// Counts records by account and region, with their first and last times, told by the head and the end of each.

import { bracesOutside } from './braces';
import { findLast, isDigit, isSame, plainEnd, stands, textEnd } from './find';
import { accountKey, addressKey, groups, nameKey, none, regionKey, serviceKey, timeKey } from './places';

const mostGroups: u32 = 64;
const groupSize = 96;
/** The account stands so near the end. */
const tail: u32 = 4096;

export let groupCount: u32 = 0;
/** The group of the record counted last. */
export let group: u32 = 0;

// what the record read last tells
/** As YYYYMMDDhhmmss. */
export let time: f64 = 0;
/** What was called: [service, behindName). */
export let service: u32 = 0;
export let behindName: u32 = 0;
let region: u32 = 0;
let regionLength: u32 = 0;
let account: u32 = 0;

export function forgetGroups(): void {
  groupCount = 0;
  group = 0;
}

/** Of two digits; 100 and more where they are none. */
// @ts-expect-error: decorator
@inline
function twoDigits(at: u32): u32 {
  const tens = (load<u8>(at) as u32) - 0x30;
  const ones = (load<u8>(at + 1) as u32) - 0x30;
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100;
}

/** The beginning of the time read last, up to its hour, and what it came to: most records are of the same hour. */
let hourRead: u64 = 0;
let hourReadEnd: u64 = 0;
let hourValue: f64 = 0;

/** `2026-03-03T14:03:27Z` as 20260303140327; 0 for any other text, and for days that not every month has. */
function timeOf(at: u32): f64 {
  // 6 bytes behind the first 8: `-03T14`
  const end = load<u64>(at + 6);
  if (load<u64>(at) != hourRead || end != hourReadEnd) {
    const value = hourOf(at);
    if (value == 0) return 0;
    hourRead = load<u64>(at);
    hourReadEnd = end;
    hourValue = value;
  }
  if (load<u8>(at + 16) != 0x3a || load<u8>(at + 19) != 0x5a) return 0;
  const minute = twoDigits(at + 14);
  const second = twoDigits(at + 17);
  if (minute > 59 || second > 59) return 0;
  return hourValue + ((minute * 100 + second) as f64);
}

/** `2026-03-03T14:` as 20260303140000. */
function hourOf(at: u32): f64 {
  if (load<u8>(at + 4) != 0x2d || load<u8>(at + 7) != 0x2d) return 0;
  if (load<u8>(at + 10) != 0x54 || load<u8>(at + 13) != 0x3a) return 0;
  const century = twoDigits(at);
  const rest = twoDigits(at + 2);
  const month = twoDigits(at + 5);
  const day = twoDigits(at + 8);
  const hour = twoDigits(at + 11);
  if (century > 99 || rest > 99 || month < 1 || month > 12 || day < 1 || hour > 23) return 0;
  const year = century * 100 + rest;
  const isShort = month == 4 || month == 6 || month == 9 || month == 11;
  if (year < 1970 || day > 31 || (day > 30 && isShort) || (day > 28 && month == 2)) return 0;
  return ((year * 10000 + month * 100 + day) as f64) * 1000000 + ((hour * 10000) as f64);
}

/** Whether the region at `at`, with the quote behind it, is that of the group counted last. */
// @ts-expect-error: decorator
@inline
function isLastRegion(at: u32, length: u32): bool {
  return load<u8>(at + length) == 0x22 && isSame(groups + group * groupSize + 16, at, length);
}

/** Reads the record [start, end) by its head, whose time key stands at `at`; false where its form is not the usual one. */
export function readRecord(keyAt: u32, end: u32): bool {
  let at = keyAt + load<u32>(timeKey);
  time = timeOf(at);
  if (time == 0) return false;
  at += 20;
  if (!stands(serviceKey, at)) return false;
  service = at + load<u32>(serviceKey);
  // what notifies of events of its own names itself so
  if (load<u32>(service) == 0x3a737761) return false;
  at = textEnd(service, 128);
  if (at == none || !stands(nameKey, at)) return false;
  behindName = textEnd(at + load<u32>(nameKey), 256);
  if (behindName == none || !stands(regionKey, behindName)) return false;
  region = behindName + load<u32>(regionKey);
  const length = load<u32>(groups + group * groupSize + 12);
  if (groupCount > 0 && isLastRegion(region, length)) at = region + length;
  else at = plainEnd(region, 32);
  if (at == none || at == region || !stands(addressKey, at)) return false;
  regionLength = at - region;
  account = findLast(accountKey, at, end, tail);
  // of the record itself
  if (account == none || bracesOutside(account, end) != -1) return false;
  account += load<u32>(accountKey);
  for (let i: u32 = 0; i < 12; i++) if (!isDigit(load<u8>(account + i) as u32)) return false;
  return load<u8>(account + 12) == 0x22;
}

// @ts-expect-error: decorator
@inline
function isGroup(at: usize): bool {
  return (
    load<u64>(at) == load<u64>(account) &&
    load<u32>(at + 8) == load<u32>(account + 8) &&
    load<u32>(at + 12) == regionLength &&
    isSame(at + 16, region, regionLength)
  );
}

/** Counts the record read last, the file's `number`th from 0; false where there are too many groups. */
export function count(number: u32): bool {
  let g = group;
  if (g >= groupCount || !isGroup(groups + g * groupSize)) {
    for (g = 0; g < groupCount; g++) if (isGroup(groups + g * groupSize)) break;
  }
  const at = groups + g * groupSize;
  if (g == groupCount) {
    if (g == mostGroups) return false;
    groupCount++;
    memory.copy(at, account, 12);
    store<u32>(at + 12, regionLength);
    memory.copy(at + 16, region, regionLength);
    store<u32>(at + 48, 0);
    store<u32>(at + 52, number);
    store<f64>(at + 56, time);
    store<f64>(at + 64, time);
  }
  group = g;
  store<u32>(at + 48, load<u32>(at + 48) + 1);
  if (time < load<f64>(at + 56)) store<f64>(at + 56, time);
  if (time > load<f64>(at + 64)) store<f64>(at + 64, time);
  return true;
}
