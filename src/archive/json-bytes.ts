/** Finds where JSON strings and values end, without parsing them. Offsets are into the content. */
import { deepestNesting, mostValues } from '../model/json.ts';
import type { Content } from './content.ts';

export const quote = 0x22;
const backslash = 0x5c;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;
export const comma = 0x2c;
export const colon = 0x3a;
export const newline = 0x0a;
/** Returned instead of a byte after the last one. */
export const atEnd = -1;
/** Returned instead of an offset, as are the next two. */
export const tooDeep = -2;
export const tooLong = -3;
export const tooMany = -4;

/** Bytes. No record is this long; something this long is a string that was never closed. */
export const longestValue = 64 * 1024 * 1024;

/** Called with the offset reached before the window moves on; may set `keep` to let bytes go. */
export type Passed = (at: number) => void;

/** Bytes of a string to check one by one first: most strings are shorter, and starting a search costs more. */
const mostNear = 64;

/** Offset of the next quote in the window; the window's end if there is none. */
function nextQuote({ bytes, base, end }: Content, from: number): number {
  const found = bytes.indexOf(quote, from - base);
  return found < 0 ? end : found + base;
}

/** The offset after a string that opens at `at`, within a value that starts at `start`; negative as for `valueEnd`. */
export function stringEnd(content: Content, at: number, start = at): number {
  let i = at + 1;
  do {
    const { bytes, base, end } = content;
    let close = -1;
    while (i < end) {
      for (const near = Math.min(end, i + mostNear); i < near; i++) {
        const byte = bytes[i - base];
        if (byte === backslash) i++;
        else if (byte === quote) return i + 1 - start > longestValue ? tooLong : i + 1;
      }
      if (i >= end) break;
      // it may be escaped: then it is skipped together with its backslash
      if (close < i) close = nextQuote(content, i);
      const escaping = bytes.subarray(i - base, close - base).indexOf(backslash);
      i = escaping < 0 ? close : i + escaping;
    }
    if (end - start > longestValue) return tooLong;
  } while (content.more());
  return -1;
}

/** The offset after the value that starts at `at`; negative if it does not close, or exceeds the limits of records. */
export function valueEnd(content: Content, at: number): number {
  const first = byteAt(content, at);
  if (first === quote) return stringEnd(content, at);
  let i = at;
  if (first !== openBrace && first !== openBracket) {
    while (!isDelimiter(byteAt(content, i))) if (++i - at > longestValue) return tooLong;
    return i;
  }
  const before = unclosedOf.get(content);
  const level = before ? levelAt(before, at) : -1;
  let depth = 0;
  if (before && level >= 0) {
    if (before.isCutOff) return -1;
    i = before.behind;
    depth = before.depth - level;
    opened.set(before.opened.subarray(level, before.depth));
  }
  for (;;) {
    const { bytes, base, end } = content;
    // until the window moves on
    while (i < end && content.bytes === bytes) {
      const byte = bytes[i - base];
      if (byte === quote) {
        const behind = stringEnd(content, i, at);
        if (behind < 0) return remember(content, i, depth, behind);
        i = behind;
        continue;
      }
      if (byte === openBrace || byte === openBracket) {
        if (depth === deepestNesting) return remember(content, i, depth, tooDeep);
        opened[depth++] = i;
      } else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) {
        if (i + 1 - at > longestValue) return tooLong;
        return holdsTooMany(content, at, i + 1) ? tooMany : i + 1;
      }
      i++;
    }
    if (i < content.end) continue;
    if (content.end - at > longestValue) return remember(content, i, depth, tooLong);
    if (!content.more()) return remember(content, i, depth, -1);
  }
}

/**
 * The last value of a content that did not close as a record should. Values still open in it are walked from where that walk
 * ended; otherwise each would walk the same bytes again, once for each nested value.
 */
interface Unclosed {
  /** Where each of the `depth` open values begins, outermost first. */
  readonly opened: Float64Array;
  depth: number;
  /** The offset up to which the content was walked. */
  behind: number;
  /** Whether the content ended there. */
  isCutOff: boolean;
}

const unclosedOf = new WeakMap<Content, Unclosed>();
/** For the current walk. */
const opened = new Float64Array(deepestNesting);

function remember(content: Content, behind: number, depth: number, result: number): number {
  const isCutOff = result === -1;
  const before = unclosedOf.get(content);
  if (!before) unclosedOf.set(content, { opened: opened.slice(), depth, behind, isCutOff });
  else {
    before.opened.set(opened);
    Object.assign(before, { depth, behind, isCutOff });
  }
  return result;
}

/** How many open values enclose the one that opens at `at`; -1 if it is not an open one. */
function levelAt({ opened, depth }: Unclosed, at: number): number {
  if (depth === 0 || at < (opened[0] as number) || at > (opened[depth - 1] as number)) return -1;
  const level = opened.indexOf(at);
  return level < depth ? level : -1;
}

/** Whether [start, end) may hold more values than any record. Those in strings count: JSON written in strings is parsed too. */
export function holdsTooMany({ bytes, base }: Content, start: number, end: number): boolean {
  // each value takes a byte and a separator
  if (end - start <= 2 * mostValues) return false;
  let values = 0;
  for (let i = start - base; i < end - base; i++) {
    const byte = bytes[i];
    if ((byte === comma || byte === openBrace || byte === openBracket) && ++values > mostValues) return true;
  }
  return false;
}

/** Which of the keys, without escapes, is at [start, end). Most candidates differ from all keys in length or first byte. */
export function keyIn(
  { bytes, base }: Content,
  keys: readonly string[],
  start: number,
  end: number,
): string | undefined {
  for (const key of keys) {
    if (key.length !== end - start || key.charCodeAt(0) !== bytes[start - base]) continue;
    if (bytes.toString('latin1', start - base, end - base) === key) return key;
  }
  return undefined;
}

/** The byte at an offset not yet dropped from the window; `atEnd` after the last. */
export function byteAt(content: Content, at: number, passed?: Passed): number {
  while (at >= content.end) {
    passed?.(at);
    if (!content.more()) return atEnd;
  }
  return content.bytes[at - content.base] as number;
}

export const isSpace = (byte: number) => byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09;
const isDelimiter = (byte: number) =>
  isSpace(byte) ||
  byte === atEnd ||
  byte === comma ||
  byte === colon ||
  byte === closeBrace ||
  byte === closeBracket ||
  byte === openBrace ||
  byte === openBracket ||
  byte === quote;

/** The offset after the white space that begins at `at`, or after the first `most` bytes of it. */
export function skipSpace(content: Content, at: number, passed?: Passed, most = Infinity): number {
  let i = at;
  while (i - at < most && isSpace(byteAt(content, i, passed))) i++;
  return i;
}
