/** Where JSON's strings and values end, found in bytes without parsing them. Offsets are those in the content. */
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
/** In place of a byte: behind the last. */
export const atEnd = -1;
/** In place of an offset. */
export const tooDeep = -2;
export const tooLong = -3;
export const tooMany = -4;

/** Bytes. What no record is as long as: a string that nothing closes. */
export const longestValue = 64 * 1024 * 1024;

/** Told how far reading has come before the window moves on: may say what of it goes, by `keep`. */
export type Passed = (at: number) => void;

/** Bytes of a text looked at one by one: most are shorter, and a search takes longer to begin. */
const mostNear = 64;

/** Where the next quote stands in the window; its end where none does. */
function nextQuote({ bytes, base, end }: Content, from: number): number {
  const found = bytes.indexOf(quote, from - base);
  return found < 0 ? end : found + base;
}

/** The offset behind a string that opens at `at`, in a value that starts at `start`; less than 0 as with `valueEnd`. */
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
      // it may be escaped: then it is passed with what escapes it
      if (close < i) close = nextQuote(content, i);
      const escaping = bytes.subarray(i - base, close - base).indexOf(backslash);
      i = escaping < 0 ? close : i + escaping;
    }
    if (end - start > longestValue) return tooLong;
  } while (content.more());
  return -1;
}

/** The offset behind the value that starts at `at`; less than 0 where it does not close before the end, or is more than records are. */
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
 * The last value of a content that did not close as a record does. Those that stand open in it are walked from where its
 * walk ended: each by itself would walk the same bytes again, as often as values may nest.
 */
interface Unclosed {
  /** Where each value opens that was open there, the outermost first: so many as `depth`. */
  readonly opened: Float64Array;
  depth: number;
  /** How far all was followed. */
  behind: number;
  /** The content ended. */
  isCutOff: boolean;
}

const unclosedOf = new WeakMap<Content, Unclosed>();
/** Of the walk at hand. */
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

/** How many of those that stand open hold the one that opens at `at`; -1 where it is none of them. */
function levelAt({ opened, depth }: Unclosed, at: number): number {
  if (depth === 0 || at < (opened[0] as number) || at > (opened[depth - 1] as number)) return -1;
  const level = opened.indexOf(at);
  return level < depth ? level : -1;
}

/**
 * Whether more values may stand in [start, end) than in any record. Those in texts count: what is written there as JSON is
 * parsed as well.
 */
export function holdsTooMany({ bytes, base }: Content, start: number, end: number): boolean {
  // each takes a byte, and another that sets it apart
  if (end - start <= 2 * mostValues) return false;
  let values = 0;
  for (let i = start - base; i < end - base; i++) {
    const byte = bytes[i];
    if ((byte === comma || byte === openBrace || byte === openBracket) && ++values > mostValues) return true;
  }
  return false;
}

/** Which of the keys stands in [start, end), written without escapes; most that stand there differ from all by length or first byte. */
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

/** The byte at an offset that was not passed yet; `atEnd` behind the last. */
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

/** The offset behind the space from `at` on, or behind so much of it. */
export function skipSpace(content: Content, at: number, passed?: Passed, most = Infinity): number {
  let i = at;
  while (i - at < most && isSpace(byteAt(content, i, passed))) i++;
  return i;
}
