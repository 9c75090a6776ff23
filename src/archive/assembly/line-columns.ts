// Lines cut into columns, and what a column holds: numbers, and texts that are told by their bytes.

import { columns, fields, longestColumn, mostColumns } from './line-places';

/** The column of what the format lacks. */
export const absent: u8 = 255;

/** The end of the year 9999. */
const lastSecond: i64 = 253_402_300_799;

/** Behind the line. */
export let lineEnd: u32 = 0;
/** Where the line was found to be unusual. */
let lineStop: u32 = 0;

// @ts-expect-error: decorator
@inline
export function startOf(column: u32): u32 {
  return load<u32>(columns + (column << 3));
}

// @ts-expect-error: decorator
@inline
export function endOf(column: u32): u32 {
  return load<u32>(columns + (column << 3) + 4);
}

/** Places of the line's columns; their number, 0 for a line that is not usual. Behind the end of all stands a line's end. */
export function splitLine(from: u32): u32 {
  let count: u32 = 0;
  let begin = from;
  let i = from;
  while (true) {
    // spaces, what controls, and all that is not ASCII
    let mask = i8x16.bitmask(i8x16.lt_s(v128.load(i), i8x16.splat(0x21))) as u32;
    while (mask != 0) {
      const at = i + ctz(mask);
      mask &= mask - 1;
      const c = load<u8>(at);
      if (at == begin || at - begin > longestColumn || count == mostColumns) {
        lineStop = at;
        return 0;
      }
      store<u32>(columns + (count << 3), begin);
      store<u32>(columns + (count << 3) + 4, at);
      count++;
      begin = at + 1;
      if (c == 0x20) continue;
      lineStop = at;
      if (c == 0x0a) {
        lineEnd = at + 1;
        return count;
      }
      if (c != 0x0d || load<u8>(at + 1) != 0x0a) return 0;
      lineEnd = at + 2;
      return count;
    }
    i += 16;
    if (i - from > 65_536) {
      lineStop = from;
      return 0;
    }
  }
}

/** There it was found. */
export function stopAt(at: u32): void {
  lineStop = at;
}

/** The line that is unusual ends at its newline, or at `to`. */
export function passLine(to: u32): void {
  lineEnd = findEnd(lineStop, to);
}

function findEnd(from: u32, to: u32): u32 {
  for (let i = from; i < to; i += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(i), i8x16.splat(0x0a))) as u32;
    if (mask != 0) {
      const at = i + ctz(mask) + 1;
      return at < to ? at : to;
    }
  }
  return to;
}

/** The digits before `to`, at most 15 of them; -1 for `-`, -2 for anything else. 7 bytes before `from` can be read. */
function numberIn(from: u32, to: u32): i64 {
  const length = to - from;
  if (length > 15) return -2;
  const low = eightDigits(to, length < 8 ? length : 8);
  if (low < 0) return length == 1 && load<u8>(from) == 0x2d ? -1 : -2;
  if (length <= 8) return low;
  const high = eightDigits(to - 8, length - 8);
  return high < 0 ? -2 : high * 100_000_000 + low;
}

/** So many digits (1 to 8) before `to`, all at once; -1 where another character is among them. */
// @ts-expect-error: decorator
@inline
function eightDigits(to: u32, length: u32): i64 {
  let text = load<u64>(to - 8);
  if (length < 8) {
    const others = (8 - length) << 3;
    text = ((text >> others) << others) | (0x3030303030303030 >> ((length << 3) as u64));
  }
  const digits = text ^ 0x3030303030303030;
  if (((digits | (digits + 0x0606060606060606)) & 0xf0f0f0f0f0f0f0f0) != 0) return -1;
  let value = (digits * 10) + (digits >> 8);
  value = (((value & 0x000000ff000000ff) * 0x000f424000000064) + (((value >> 16) & 0x000000ff000000ff) * 0x0000271000000001)) >> 32;
  return (value & 0xffffffff) as i64;
}

/** -1: the format lacks it, or it is not told. */
// @ts-expect-error: decorator
@inline
export function numberOf(field: usize): i64 {
  const column = load<u8>(fields + field);
  return column == absent ? -1 : numberIn(startOf(column), endOf(column));
}

export function timeOf(field: usize): i64 {
  const column = load<u8>(fields + field);
  if (column == absent) return -1;
  const seconds = numberIn(startOf(column), endOf(column));
  return seconds <= 0 || seconds > lastSecond ? -2 : seconds;
}

// @ts-expect-error: decorator
@inline
export function isTold(column: u8): bool {
  if (column == absent) return false;
  const from = startOf(column);
  return endOf(column) - from != 1 || load<u8>(from) != 0x2d;
}

// @ts-expect-error: decorator
@inline
export function holds(from: u32, to: u32, length: u32, head: u32, tail: u32): bool {
  return to - from == length && load<u32>(from) == head && load<u32>(to - 4) == tail;
}

/** The column that tells an end's address: the packet's own, where the other does not. */
export function endColumn(field: usize, packet: usize): u8 {
  const column = load<u8>(fields + field);
  if (isTold(column)) return column;
  const other = load<u8>(fields + packet);
  return isTold(other) ? other : absent;
}
