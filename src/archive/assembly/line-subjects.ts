// Whose traffic it is, as some of a line's columns tell: each subject is kept once, with the records that there are of it.

import { isSame } from './find';
import { endOf, startOf } from './line-columns';
import { clear, mostSubjects, ranges, subjectMask, subjects, subjectSlots } from './line-places';
import { lineCount, start, status } from './line-record';
import { hashOf, nextText, putText, shortHash } from './line-strings';

export let subjectCount: u32 = 0;

let formatNumber: u32 = 0;
let rangeCount: u32 = 0;

export function forgetSubjects(): void {
  clear(subjectSlots, subjectMask, subjects, 64, 8, subjectCount);
  subjectCount = 0;
}

/** Which columns tell the subject: so many ranges of them. Subjects of two formats (by their numbers) are not the same. */
export function setSubject(format: u32, count: u32): void {
  formatNumber = format;
  rangeCount = count;
}

// @ts-expect-error: decorator
@inline
export function hasRoomForSubject(): bool {
  return subjectCount < mostSubjects;
}

/** The subject's entry; 0 where it is new: then it is the last, and the caller is to tell what becomes of it. */
export function subjectOf(): usize {
  let hash: u64 = formatNumber;
  let length: u32 = 0;
  for (let n: u32 = 0; n < rangeCount; n++) {
    const from = startOf(load<u8>(ranges + (n << 1)));
    const to = endOf(load<u8>(ranges + (n << 1) + 1));
    hash = hashOf(from, to, hash);
    length += to - from + 1;
  }
  const short = shortHash(hash);
  let slot = short & subjectMask;
  while (true) {
    const known = load<u32>(subjectSlots + (slot << 2));
    if (known == 0) break;
    const entry = subjects + ((known - 1) << 6);
    if (
      load<u32>(entry + 8) == short &&
      load<u32>(entry + 4) == length &&
      load<u32>(entry + 44) == formatNumber &&
      isOf(load<u32>(entry))
    )
      return entry;
    slot = (slot + 1) & subjectMask;
  }
  const entry = subjects + (subjectCount << 6);
  memory.fill(entry, 0, 64);
  store<u32>(entry, nextText());
  store<u32>(entry + 4, length);
  store<u32>(entry + 8, short);
  store<u32>(entry + 44, formatNumber);
  store<f64>(entry + 48, Infinity);
  store<f64>(entry + 56, -Infinity);
  for (let n: u32 = 0; n < rangeCount; n++) {
    const from = startOf(load<u8>(ranges + (n << 1)));
    const to = endOf(load<u8>(ranges + (n << 1) + 1));
    putText(from, to - from);
  }
  store<u32>(subjectSlots + (slot << 2), ++subjectCount);
  return 0;
}

function isOf(text: usize): bool {
  for (let n: u32 = 0; n < rangeCount; n++) {
    const from = startOf(load<u8>(ranges + (n << 1)));
    const length = endOf(load<u8>(ranges + (n << 1) + 1)) - from;
    if (!isSame(text, from, length) || load<u8>(text + length) != 0x20) return false;
    text += length + 1;
  }
  return true;
}

/** A record was read, whether or not it is asked for. */
// @ts-expect-error: decorator
@inline
export function countSubject(entry: usize): void {
  if (load<u32>(entry + 20) == 0) store<u32>(entry + 24, lineCount);
  store<u32>(entry + 20, load<u32>(entry + 20) + 1);
  if (start < load<f64>(entry + 48)) store<f64>(entry + 48, start);
  if (start > load<f64>(entry + 56)) store<f64>(entry + 56, start);
  if (status == 0) return;
  const at = entry + (status == 1 ? 28 : 36);
  if (load<u32>(at) == 0) store<u32>(at + 4, lineCount);
  store<u32>(at, load<u32>(at) + 1);
}
