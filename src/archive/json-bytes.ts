/** Where JSON's strings and values end, found in bytes without parsing them. Offsets are those in the content. */
import { deepestNesting } from '../model/json.ts';
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

/** What no record is as long as: a string that nothing closes. */
const longestValue = 256 * 1024 * 1024;

/** The offset behind a string that opens at `at`, in a value that starts at `start`; less than 0 as with `valueEnd`. */
export function stringEnd(content: Content, at: number, start = at): number {
  let i = at + 1;
  do {
    const { bytes, base, end } = content;
    for (; i < end; i++) {
      const byte = bytes[i - base];
      if (byte === backslash) i++;
      else if (byte === quote) return i + 1 - start > longestValue ? tooLong : i + 1;
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
    while (!isDelimiter(byteAt(content, i))) i++;
    return i;
  }
  let depth = 0;
  for (;;) {
    const { bytes, base, end } = content;
    // until the window moves on
    while (i < end && content.bytes === bytes) {
      const byte = bytes[i - base];
      if (byte === quote) {
        i = stringEnd(content, i, at);
        if (i < 0) return i;
        continue;
      }
      if (byte === openBrace || byte === openBracket) {
        if (++depth > deepestNesting) return tooDeep;
      } else if ((byte === closeBrace || byte === closeBracket) && --depth === 0)
        return i + 1 - at > longestValue ? tooLong : i + 1;
      i++;
    }
    if (i < content.end) continue;
    if (content.end - at > longestValue) return tooLong;
    if (!content.more()) return -1;
  }
}

/** The byte at an offset that was not passed yet; `atEnd` behind the last. */
export function byteAt(content: Content, at: number): number {
  while (at >= content.end) if (!content.more()) return atEnd;
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

export function skipSpace(content: Content, at: number): number {
  let i = at;
  while (isSpace(byteAt(content, i))) i++;
  return i;
}
