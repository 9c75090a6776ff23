/** CloudWatch Logs exports: finds events, each a time followed by one or more lines, without reading their messages. */
import type { Content } from './content.ts';
import { blocksOf } from './content-lines.ts';

export interface ExportedEvent {
  readonly timestamp: string;
  readonly message: string;
}

/** How an event begins, with 0 for any digit; an optional fraction, `Z` and a space follow. */
const time = '0000-00-00T00:00:00';
const [zero, dot, zulu, space] = [0x30, 0x2e, 0x5a, 0x20];
const newline = 0x0a;
/** More than the start of an event can take: a time and some digits. The window may end within it. */
const longestStart = 64;

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= zero && byte <= zero + 9;

/** Where the message of the event at `at` begins; 0 if no event begins there. */
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

/** Where the next event after `from` begins; the end if there is none. */
export function nextEvent(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(newline, from); at >= 0; at = bytes.indexOf(newline, at + 1))
    if (messageAt(bytes, at + 1) > 0) return at + 1;
  return bytes.length;
}

/** Where the last event between `from` and `to` begins; -1 if there is none. */
export function lastEvent(bytes: Buffer, from: number, to: number): number {
  for (let at = to - 1; at >= from; at--) {
    at = bytes.lastIndexOf(newline, at);
    if (at < from) return -1;
    if (messageAt(bytes, at + 1) > 0) return at + 1;
  }
  return -1;
}

/** Whole events, in blocks of as many as the window holds. Each block must be used before the next is requested. */
export const eventBlocks = (content: Content): Generator<Buffer> =>
  blocksOf(content, (bytes, start, searched) =>
    lastEvent(bytes, Math.max(start, searched - longestStart), bytes.length),
  );

/** Each event with its further lines; the text before the first event, if any, comes first. */
export function* eventsOf(block: Buffer): Generator<Buffer> {
  for (let at = 0; at < block.length; ) {
    const end = nextEvent(block, at);
    yield block.subarray(at, end);
    at = end;
  }
}

/** undefined for the text before the first event. */
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
