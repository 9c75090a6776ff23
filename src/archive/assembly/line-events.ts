// Log events in a list, as subscriptions of CloudWatch Logs deliver them: those whose bytes are as usual are told apart from
// others, and their messages are put one behind the other, as lines.
//
// Usual is `{"id":"…","timestamp":1772546400000,"message":"…"}`, its members in that order, nothing between them, and texts
// without escapes; flat `"extractedFields"` of texts may follow. Between two events stands a comma and nothing else.

import { events, mostEvents } from './line-places';

/** How many there were. */
export let eventCount: u32 = 0;
/** Behind the last line. */
export let eventLines: u32 = 0;
/** What stopped it is not an event that is unusual, but the end of what is there. */
export let isEventCut: bool = false;

/** Where something unusual stands: of it, so many bytes are looked at at most. */
const mostLooked: u32 = 32;
let stoppedAt: u32 = 0;

// @ts-expect-error: decorator
@inline
function stop(at: u32): u32 {
  stoppedAt = at;
  return 0;
}

/** Behind the quote that ends a text without escapes; 0 where anything else ends it. */
// @ts-expect-error: decorator
@inline
function behindText(from: u32, to: u32): u32 {
  for (let i = from; i < to; i += 16) {
    const text = v128.load(i);
    const special = v128.or(
      v128.or(i8x16.eq(text, i8x16.splat(0x22)), i8x16.eq(text, i8x16.splat(0x5c))),
      i8x16.lt_u(text, i8x16.splat(0x20)),
    );
    const mask = i8x16.bitmask(special) as u32;
    if (mask == 0) continue;
    const at = i + ctz(mask);
    return load<u8>(at) == 0x22 && at < to ? at + 1 : stop(at);
  }
  return stop(to);
}

/** Behind `"extractedFields":{…}`, of which the brace was passed. */
function behindFields(from: u32, to: u32): u32 {
  if (load<u8>(from) == 0x7d) return from + 1;
  let i = from;
  while (true) {
    if (load<u8>(i) != 0x22) return stop(i);
    i = behindText(i + 1, to);
    if (i == 0) return 0;
    if (load<u16>(i) != 0x223a) return stop(i);
    i = behindText(i + 2, to);
    if (i == 0) return 0;
    const next = load<u8>(i++);
    if (next == 0x7d) return i;
    if (next != 0x2c) return stop(i - 1);
  }
}

let messageStart: u32 = 0;
let messageEnd: u32 = 0;

/** Behind the event that begins at `from`; 0 where it is not usual, or does not end before `to`. */
function behindEvent(from: u32, to: u32): u32 {
  // {"id":"
  if ((load<u64>(from) & 0x00ffffffffffffff) != 0x00223a226469227b) return stop(from);
  let i = behindText(from + 7, to);
  if (i == 0) return 0;
  // ,"timestamp":
  if (load<u64>(i) != 0x7473656d6974222c || load<u32>(i + 8) != 0x22706d61 || load<u8>(i + 12) != 0x3a) return stop(i);
  i += 13;
  const digits = i;
  if (load<u8>(i) == 0x30) return stop(i);
  while (load<u8>(i) - 0x30 < 10) i++;
  if (i - digits < 10 || i - digits > 14) return stop(i);
  // ,"message":"
  if (load<u64>(i) != 0x67617373656d222c || load<u32>(i + 8) != 0x223a2265) return stop(i);
  i += 12;
  messageStart = i;
  i = behindText(i, to);
  if (i == 0) return 0;
  messageEnd = i - 1;
  if (load<u8>(i) == 0x2c) {
    // ,"extractedFields":{
    if (
      load<u64>(i) != 0x636172747865222c ||
      load<u64>(i + 8) != 0x646c656946646574 ||
      load<u32>(i + 16) != 0x7b3a2273
    )
      return stop(i);
    i = behindFields(i + 20, to);
    if (i == 0) return 0;
  }
  if (load<u8>(i) != 0x7d || i >= to) return stop(i);
  return i + 1;
}

/**
 * Behind the last of the usual events that follow each other from `from` on, `from` where none does. `isTaken`: their messages
 * take their place as lines, from `from` on; where each of them began stands in a list. 64 bytes behind `to` can be read.
 */
export function passEvents(from: u32, to: u32, isTaken: bool): u32 {
  let behind = from;
  let next = from;
  let out = from;
  eventCount = 0;
  isEventCut = false;
  while (eventCount < mostEvents) {
    const found = next < to ? behindEvent(next, to) : stop(to);
    if (found == 0) {
      isEventCut = stoppedAt + mostLooked > to;
      break;
    }
    if (isTaken) {
      const length = messageEnd - messageStart;
      store<u32>(events + (eventCount << 2), next);
      memory.copy(out, messageStart, length);
      out += length;
      store<u8>(out++, 0x0a);
    }
    eventCount++;
    behind = found;
    if (found >= to) {
      isEventCut = true;
      break;
    }
    if (load<u8>(found) != 0x2c) break;
    next = found + 1;
  }
  eventLines = out;
  return behind;
}
