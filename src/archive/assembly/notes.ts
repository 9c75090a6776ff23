// What a later question may ask by, beside access keys: calls of some services, and ids that stand under some keys. Kept as
// hashes, so that it is known which files to read again.

import { bits, first, second, stands, textEnd } from './find';
import { firstAt, noteKeys, noteSlots, none, patternSize, secondAt, setText } from './places';

const slots: u32 = 1024;
const mostNotes: u32 = 768;
/** Longer values are no ids. */
const longest: u32 = 256;

export let notes: bool = false;
let hasKeys: bool = false;
/** Not all that should have been noted in this file was. */
export let lacksNotes: bool = false;
export let noteCount: u32 = 0;

// whether a service is one whose calls are noted: a bit for the hash of its first 8 bytes
let services0: u64 = 0;
let services1: u64 = 0;

export function forgetNotes(): void {
  notes = false;
  hasKeys = false;
  services0 = 0;
  services1 = 0;
}

/** The texts of the two keys, with their quotes, are in place. */
export function setNoteKey(at: u32, first: u32, second: u32, length: u32): void {
  hasKeys = true;
  setText(noteKeys + at * patternSize, first, second, length);
}

/** The service's name, 8 bytes at least, is at `at`. */
export function noteService(at: u32): void {
  notes = true;
  const bit = bitOf(at);
  if (bit < 64) services0 |= (1 as u64) << (bit as u64);
  else services1 |= (1 as u64) << ((bit - 64) as u64);
}

export function beginNotes(): void {
  if (noteCount > 0) memory.fill(noteSlots, 0, slots << 2);
  noteCount = 0;
  lacksNotes = false;
}

// @ts-expect-error: decorator
@inline
function bitOf(at: u32): u32 {
  return ((load<u64>(at) * 0x9e3779b97f4a7c15) >> 57) as u32;
}

/** FNV-1a of [from, to), never 0. */
function keep(from: u32, to: u32): void {
  let hash: u32 = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = (hash ^ (load<u8>(i) as u32)) * 0x01000193;
  if (hash == 0) hash = 1;
  let slot = hash & (slots - 1);
  while (true) {
    const known = load<u32>(noteSlots + (slot << 2));
    if (known == hash) return;
    if (known == 0) break;
    slot = (slot + 1) & (slots - 1);
  }
  if (noteCount == mostNotes) {
    lacksNotes = true;
    return;
  }
  noteCount++;
  store<u32>(noteSlots + (slot << 2), hash);
}

/** The text behind a key: what is written in any other way than usual may hide one. */
function keepValue(at: u32, end: u32): void {
  const c = load<u8>(at);
  if (c != 0x3a) {
    // a text of its own, and no key
    if (c != 0x2c && c != 0x7d && c != 0x5d) lacksNotes = true;
    return;
  }
  const next = load<u8>(at + 1);
  if (next == 0x22) {
    const to = textEnd(at + 2, longest);
    if (to == none || to > end) lacksNotes = true;
    else keep(at + 2, to);
  } else if (next <= 0x20) lacksNotes = true;
}

/** Of the record [start, end), in which what was called is [service, behindName). */
export function noteRecord(start: u32, end: u32, service: u32, behindName: u32): void {
  const bit = bitOf(service);
  if ((((bit < 64 ? services0 : services1) >> ((bit & 63) as u64)) & 1) != 0) {
    // a version of the interface may end the name: the caller knows names without
    if ((load<u8>(behindName - 1) as u32) - 0x30 < 10) lacksNotes = true;
    else keep(service, behindName);
  }
  if (hasKeys && !lacksNotes) keepIds(start, end);
}

function keepIds(start: u32, end: u32): void {
  const two = noteKeys + patternSize;
  const a = first(noteKeys);
  const b = second(noteKeys);
  const c = first(two);
  const d = second(two);
  const toA = load<u32>(noteKeys + firstAt);
  const toB = load<u32>(noteKeys + secondAt);
  const toC = load<u32>(two + firstAt);
  const toD = load<u32>(two + secondAt);
  for (let i = start; i < end; i += 64) {
    const one = v128.or(both(i + toA, a, i + toB, b), both(i + toA + 32, a, i + toB + 32, b));
    const other = v128.or(both(i + toC, c, i + toD, d), both(i + toC + 32, c, i + toD + 32, d));
    if (!v128.any_true(v128.or(one, other))) continue;
    keepBehind(noteKeys, i, end);
    keepBehind(two, i, end);
  }
}

// @ts-expect-error: decorator
@inline
function both(at: u32, a: v128, other: u32, b: v128): v128 {
  return v128.or(
    v128.and(i8x16.eq(v128.load(at), a), i8x16.eq(v128.load(other), b)),
    v128.and(i8x16.eq(v128.load(at, 16), a), i8x16.eq(v128.load(other, 16), b)),
  );
}

function keepBehind(key: usize, i: u32, end: u32): void {
  const length = load<u32>(key);
  const found = bits(i + load<u32>(key + firstAt), first(key)) & bits(i + load<u32>(key + secondAt), second(key));
  for (let mask = found; mask != 0; mask &= mask - 1) {
    const at = i + (ctz(mask) as u32);
    if (at + length > end) return;
    if (stands(key, at)) keepValue(at + length, end);
  }
}
