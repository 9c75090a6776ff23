// Finds the records of a delivered file in its inflated bytes, counts them by account and region, and tells which of them
// are worth parsing: those that hold what is looked for, and those whose form is not the usual one.

import { closes, openings } from './braces';
import { callAt, filters, forgetFilter, isDropped, isUndecided } from './calls';
import { behindName, count, forgetGroups, group, readRecord, service, time } from './counts';
import { forgetKeys, keyAt, setKeys, wantsKeys } from './keys';
import { forgetMany, holdsOneOfMany, holdsSingle, manyCount } from './needles';
import { beginNotes, forgetNotes, noteRecord, notes } from './notes';
import { hits, none } from './places';
import {
  depth,
  hasBackslash,
  hasPercent,
  holdsKey,
  holdsNeedle,
  isHiding,
  isOdd,
  nextAt,
  sweep,
  timeAt,
  timeDepth,
} from './sweep';
import { isObject } from './syntax';

/** What scanRecords stopped for. */
const needMore = 0;
const hitsFull = 1;
/** The file is not of the usual form. */
const unusual = 2;
const done = 3;
/** The caller is to decide on a call: it is at `newCall`. */
const callUnknown = 4;

// how records follow each other
/** In the list of an object that holds nothing else. */
const inObject: u32 = 0;
/** One behind the other, with an end of line between two or with nothing. Any other number: in a list by itself. */
const asLines: u32 = 1;

const mostHits: u32 = 2048;
/** More braces and brackets than these, and a record may nest deep. */
const shallow: u32 = 150;
const mayNest: u32 = 0x80000000;

export let scanStatus: i32 = 0;
export let newCall: u32 = 0;
/** Records found in this file, hits since the last call, and whether a key may be hidden by escapes. */
export let records: u32 = 0;
export let hitCount: u32 = 0;
export let hasDoubt: bool = false;

let layout: u32 = inObject;
let isVouched: bool = true;
let needleCount: u32 = 0;
let since: f64 = 0;
let until: f64 = 0;

/** `from` and `to`: half-open, as YYYYMMDDhhmmss. Without needles and keys, every record of the time is a hit. */
export function setScan(needlesGiven: u32, wantKeys: bool, collectKeys: bool, from: f64, to: f64): void {
  needleCount = needlesGiven;
  since = from;
  until = to;
  setKeys(wantKeys, collectKeys);
  forgetFilter();
  forgetMany();
  forgetNotes();
}

/** `vouched`: the bytes bear a checksum that is looked at. */
export function beginFile(layoutGiven: u32, vouched: bool): void {
  layout = layoutGiven;
  isVouched = vouched;
  records = 0;
  hitCount = 0;
  hasDoubt = false;
  forgetGroups();
  forgetKeys();
  beginNotes();
}

/** Behind the record before the one that opens at `next`; `none` where they do not follow each other as they should. */
function closeBefore(next: u32): u32 {
  if (layout != asLines) return load<u8>(next - 1) == 0x2c && load<u8>(next - 2) == 0x7d ? next - 1 : none;
  // that it ends here is seen when it is looked at
  if (load<u8>(next - 1) != 0x0a) return next;
  return load<u8>(next - 2) == 0x0d ? next - 2 : next - 1;
}

/** Behind the last record, with nothing but what closes its list and the end of the file behind it; `none`. */
function lastClose(start: u32, end: u32): u32 {
  let i = end - 1;
  while (i > start && (load<u8>(i) == 0x0a || load<u8>(i) == 0x20 || load<u8>(i) == 0x0d)) i--;
  if (layout == inObject) {
    if (load<u8>(i) != 0x7d) return none;
    i--;
  }
  if (layout != asLines) {
    if (load<u8>(i) != 0x5d) return none;
    i--;
  }
  return i > start && load<u8>(i) == 0x7d ? i + 1 : none;
}

/** Whether [start, close) is one record. Of what was delivered, and is vouched for, its braces tell. */
function isRecord(start: u32, close: u32, left: i32): bool {
  if (!isVouched || layout != inObject) return isObject(start, close, layout == asLines, hasBackslash);
  return (!hasBackslash && !isOdd && left == 0) || closes(start, close);
}

/** Keeps the keys, wherever they stand in the record. */
function keepKeys(start: u32, end: u32): void {
  for (let at = start + 1; at < end; at++) keyAt(at, end);
}

/** Whether the record, which is of the usual form, is worth parsing; not yet known where there is a `newCall`. */
function matters(start: u32, end: u32): bool {
  if (time < since || time >= until) return false;
  const isAll = needleCount == 0 && manyCount == 0 && !wantsKeys;
  const holds = isAll || holdsNeedle || holdsKey || isHiding;
  if (!holds && needleCount < 2 && manyCount == 0) return false;
  if (filters) {
    const call = callAt(service, behindName);
    if (call != 0) {
      if (isUndecided(call)) newCall = call;
      else if (!isHiding && isDropped(call, start, end)) return false;
    }
  }
  return (
    holds ||
    holdsSingle(1, needleCount, start, end) ||
    (manyCount > 0 && holdsOneOfMany(start, end, hasBackslash || hasPercent))
  );
}

/** Goes through the records from `from`, where one opens; returns where the first opens that is not whole. `last`: nothing comes behind `end`. */
export function scanRecords(from: u32, end: u32, last: bool): u32 {
  hitCount = 0;
  let start = from;
  while (true) {
    sweep(start, end, needleCount > 0);
    const next = nextAt;
    let close: u32;
    let left = depth;
    if (next != none) {
      close = closeBefore(next);
    } else if (!last) {
      scanStatus = needMore;
      return start;
    } else {
      close = lastClose(start, end);
      // the brace that closes the file
      if (layout == inObject) left++;
    }
    if (close == none || !isRecord(start, close, left)) {
      scanStatus = unusual;
      return start;
    }
    newCall = 0;
    let isUsual = timeAt != none && timeDepth == 1 && readRecord(timeAt, close);
    let isHit = !isUsual || matters(start, close);
    if (newCall != 0) {
      scanStatus = callUnknown;
      return start;
    }
    if (isUsual && !count(records)) {
      isUsual = false;
      isHit = true;
    }
    records++;
    if (!isUsual) keepKeys(start, close);
    else if (notes) noteRecord(start, close, service, behindName);
    if (isHiding) hasDoubt = true;
    if (isHit) {
      const to = hits + (hitCount << 4);
      store<u32>(to, records);
      store<u32>(to + 4, start);
      store<u32>(to + 8, close);
      // the number of its group, from 1
      store<u32>(to + 12, (isUsual ? group + 1 : 0) | (openings(start, close) > shallow ? mayNest : 0));
      hitCount++;
    }
    if (next == none) {
      scanStatus = done;
      return end;
    }
    start = next;
    if (hitCount == mostHits) {
      scanStatus = hitsFull;
      return start;
    }
  }
}
