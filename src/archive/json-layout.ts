/**
 * Finds JSON values in bytes without parsing them: a trail file may be larger than V8's longest string, and damage in
 * one record must not cost the others. Braces and quotes are followed exactly; what stands inside is parsed later.
 */
import { deepestNesting } from '../model/json.ts';

/** A value's bytes: [start, end). */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

export interface Damage {
  /** Where in the (inflated) bytes. */
  readonly offset: number;
  readonly message: string;
}

export interface LayoutVisitor {
  /** A top-level value, or an element of a top-level array. */
  value(slice: Slice): void;
  /** Elements of the list that an object holds under one of the list keys. `shell` is the object with its list emptied. */
  list(elements: readonly Slice[], shell: readonly Slice[]): void;
  damage(damage: Damage): void;
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;
const newline = 0x0a;
const tooDeep = -2;

/** The offset behind a string that opens at `at`; -1 where it does not close before `end`. */
function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at + 1; i < end; i++) {
    const byte = bytes[i];
    if (byte === backslash) i++;
    else if (byte === quote) return i + 1;
  }
  return -1;
}

/** The offset behind the value that starts at `at`; -1 where it does not close before `end`, `tooDeep` where it nests deeper than records do. */
function valueEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === quote) return stringEnd(bytes, at, end);
  if (first !== openBrace && first !== openBracket) {
    let i = at;
    while (i < end && !isDelimiter(bytes[i] as number)) i++;
    return i;
  }
  let depth = 0;
  for (let i = at; i < end; i++) {
    const byte = bytes[i];
    if (byte === quote) {
      i = stringEnd(bytes, i, end) - 1;
      if (i < 0) return -1;
    } else if (byte === openBrace || byte === openBracket) {
      if (++depth > deepestNesting) return tooDeep;
    } else if (byte === closeBrace || byte === closeBracket) {
      if (--depth === 0) return i + 1;
    }
  }
  return -1;
}

const isSpace = (byte: number) => byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09;
const isDelimiter = (byte: number) =>
  isSpace(byte) ||
  byte === comma ||
  byte === colon ||
  byte === closeBrace ||
  byte === closeBracket ||
  byte === openBrace ||
  byte === openBracket ||
  byte === quote;

function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isSpace(bytes[i] as number)) i++;
  return i;
}

export interface LayoutOptions {
  readonly listKeys: readonly string[];
  readonly openings: readonly string[];
}

/** Where reading can be taken up again behind damage: the next `{` that opens a record or begins a line; -1 for none. */
export function nextOpening(bytes: Buffer, from: number, end: number, openings: readonly string[]): number {
  const keys = openings.map((key) => Buffer.from(`"${key}"`));
  for (let at = bytes.indexOf(openBrace, from); at >= 0 && at < end; at = bytes.indexOf(openBrace, at + 1)) {
    if (at > from && bytes[at - 1] === newline) return at;
    const first = skipSpace(bytes, at + 1, end);
    if (keys.some((key) => bytes.compare(key, 0, key.length, first, Math.min(first + key.length, end)) === 0))
      return at;
  }
  return -1;
}

/** Walks the values of a file: one object, one array, JSON lines, or objects that follow each other with or without separators. */
export function walkLayout(bytes: Buffer, options: LayoutOptions, visitor: LayoutVisitor): void {
  const end = bytes.length;
  let i = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (;;) {
    while (i < end && (isSpace(bytes[i] as number) || bytes[i] === comma)) i++;
    if (i >= end) return;
    if (bytes[i] === openBracket) {
      i = walkElements(bytes, i, end, options, visitor, (element) => visitor.value(element)).behind;
    } else if (bytes[i] === openBrace) {
      i = walkObject(bytes, i, end, options, visitor);
    } else {
      const next = nextOpening(bytes, i, end, options.openings);
      visitor.damage({ offset: i, message: 'text that is no JSON' });
      if (next < 0) return;
      i = next;
    }
  }
}

const nestsTooDeep = 'the record nests too deep';

function whyNotClosed(first: number, close: number): string {
  if (close === tooDeep) return nestsTooDeep;
  return first === openBrace ? 'the record is cut off' : 'text that is no JSON';
}

interface Walked {
  /** The offset behind what was walked. */
  readonly behind: number;
  readonly closed: boolean;
}

/** Elements of the array that opens at `open`, each handed to `take`. */
function walkElements(
  bytes: Buffer,
  open: number,
  end: number,
  options: LayoutOptions,
  visitor: Pick<LayoutVisitor, 'damage'>,
  take: (element: Slice) => void,
): Walked {
  let i = open + 1;
  let separated = true;
  for (;;) {
    i = skipSpace(bytes, i, end);
    if (i >= end) {
      visitor.damage({ offset: end, message: 'the list is cut off' });
      return { behind: end, closed: false };
    }
    const byte = bytes[i] as number;
    if (byte === comma) {
      separated = true;
      i++;
    } else if (byte === closeBracket) {
      return { behind: i + 1, closed: true };
    } else {
      if (!separated && byte === openBrace) {
        visitor.damage({ offset: i, message: 'a comma is missing before this record' });
      }
      const close = byte === closeBrace || byte === colon ? -1 : valueEnd(bytes, i, end);
      if (close >= 0) {
        take({ start: i, end: close });
        i = close;
        separated = false;
      } else {
        visitor.damage({ offset: i, message: whyNotClosed(byte, close) });
        const next = nextOpening(bytes, i + 1, end, options.openings);
        if (next < 0) return { behind: end, closed: false };
        i = next;
        separated = true;
      }
    }
  }
}

/** The object that opens at `open`: as a whole, or as its lists and its shell. Returns the offset behind it. */
function walkObject(bytes: Buffer, open: number, end: number, options: LayoutOptions, visitor: LayoutVisitor): number {
  let i = open + 1;
  let elements: Slice[] | undefined;
  let shell: readonly Slice[] = [];
  /** Up to here the shell is known. */
  let known = open;
  /** What lies before is handed over, or lost for good: reading is taken up behind it. */
  let done = open + 1;
  const cutOff = (offset: number, message = 'the object is cut off'): number => {
    if (elements) visitor.list(elements, []);
    visitor.damage({ offset, message });
    const next = nextOpening(bytes, done, end, options.openings);
    return next < 0 ? end : next;
  };
  for (;;) {
    i = skipSpace(bytes, i, end);
    if (bytes[i] === closeBrace && i < end) {
      if (elements) visitor.list(elements, [...shell, { start: known, end: i + 1 }]);
      else visitor.value({ start: open, end: i + 1 });
      return i + 1;
    }
    if (bytes[i] === comma && i < end) {
      i++;
      continue;
    }
    const keyEnd = bytes[i] === quote ? stringEnd(bytes, i, end) : -1;
    if (keyEnd < 0) return cutOff(i < end ? i : open);
    const key = options.listKeys.length > 0 && keyEnd - i < 40 ? bytes.toString('latin1', i + 1, keyEnd - 1) : '';
    i = skipSpace(bytes, keyEnd, end);
    if (bytes[i] !== colon) return cutOff(i < end ? i : open);
    i = skipSpace(bytes, i + 1, end);
    if (i >= end) return cutOff(open);
    if (bytes[i] === openBracket && options.listKeys.includes(key)) {
      const found: Slice[] = elements ?? [];
      elements = found;
      const { behind, closed } = walkElements(bytes, i, end, options, visitor, (element) => found.push(element));
      if (!closed) {
        visitor.list(found, []);
        return end;
      }
      shell = [...shell, { start: known, end: i + 1 }];
      known = behind - 1;
      done = behind;
      i = behind;
    } else {
      const close = valueEnd(bytes, i, end);
      if (close === tooDeep) return cutOff(open, nestsTooDeep);
      if (close < 0) return cutOff(open);
      i = close;
    }
  }
}
