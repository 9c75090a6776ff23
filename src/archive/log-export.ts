/** CloudWatch Logs exports: events behind their times, of one line or several, found in bytes without reading what they say. */
import type { Content } from './content.ts';
import { blocksOf } from './content-lines.ts';

export interface ExportedEvent {
  readonly timestamp: string;
  readonly message: string;
}

/** How an event begins, a digit for each 0; a fraction may follow, then `Z` and a space. */
const time = '0000-00-00T00:00:00';
const [zero, dot, zulu, space] = [0x30, 0x2e, 0x5a, 0x20];
const newline = 0x0a;
/** Such a beginning may be cut off by the end of the window: a time, and some digits more. */
const longestStart = 64;

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= zero && byte <= zero + 9;

/** Where the message of the event begins that begins at `at`; 0 where none does. */
export function messageAt(bytes: Uint8Array, at: number): number {
  for (let n = 0; n < time.length; n++) {
    const byte = bytes[at + n];
    const expected = time.charCodeAt(n);
    if (expected === zero ? !isDigit(byte) : byte !== expected) return 0;
  }
  let end = at + time.length;
  if (bytes[end] === dot && isDigit(bytes[end + 1])) for (end += 2; isDigit(bytes[end]); ) end++;
  return bytes[end] === zulu && bytes[end + 1] === space ? end + 2 : 0;
}

/** Where the next event begins behind `from`; the end where none does. */
export function nextEvent(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(newline, from); at >= 0; at = bytes.indexOf(newline, at + 1))
    if (messageAt(bytes, at + 1) > 0) return at + 1;
  return bytes.length;
}

/** Where the last event begins that begins behind `from`, and before `to`; -1 where none does. */
export function lastEvent(bytes: Buffer, from: number, to: number): number {
  for (let at = to - 1; at >= from; at--) {
    at = bytes.lastIndexOf(newline, at);
    if (at < from) return -1;
    if (messageAt(bytes, at + 1) > 0) return at + 1;
  }
  return -1;
}

/** Whole events, as many at once as the window holds. They must be used before the next are asked for. */
export const eventBlocks = (content: Content): Generator<Buffer> =>
  blocksOf(content, (bytes, start, searched) =>
    lastEvent(bytes, Math.max(start, searched - longestStart), bytes.length),
  );

/** One event after the other, with its further lines; first what may stand before all events. */
export function* eventsOf(block: Buffer): Generator<Buffer> {
  for (let at = 0; at < block.length; ) {
    const end = nextEvent(block, at);
    yield block.subarray(at, end);
    at = end;
  }
}

/** undefined for what stands before all events. */
export function exportedEvent(event: Buffer): ExportedEvent | undefined {
  const from = messageAt(event, 0);
  if (from === 0) return undefined;
  const end = event.at(-1) === newline ? event.length - 1 : event.length;
  const text = event.toString('utf8', from, end);
  return {
    timestamp: event.toString('latin1', 0, from - 1),
    message: text.includes('\r') ? text.replaceAll('\r\n', '\n').replace(/\r$/, '') : text,
  };
}
