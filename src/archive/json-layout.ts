/**
 * Finds JSON values in bytes without parsing them: a trail file may be larger than V8's longest string, and damage in
 * one record must not cost the others. Braces and quotes are followed exactly; what stands inside is parsed later.
 */
import { type Content, WholeContent } from './content.ts';
import {
  atEnd,
  byteAt,
  closeBrace,
  closeBracket,
  colon,
  comma,
  isSpace,
  newline,
  openBrace,
  openBracket,
  quote,
  skipSpace,
  stringEnd,
  tooDeep,
  tooLong,
  valueEnd,
} from './json-bytes.ts';

/** A value's place in the content: [start, end). */
export interface Slice {
  readonly start: number;
  readonly end: number;
  /** Plain events that follow each other: see `LayoutOptions`. */
  readonly areEvents?: true;
}

export interface Damage {
  /** Where in the (inflated) bytes. */
  readonly offset: number;
  readonly message: string;
}

export interface LayoutVisitor {
  /** A top-level value, or an element of a top-level array. */
  value(slice: Slice): void;
  /**
   * Elements of the list that an object holds under one of the list keys. `shell` is the object with its list emptied, up
   * to where it is known: `close` is what it lacks to be closed. undefined: as before, the list goes on.
   */
  list(elements: readonly Slice[], shell: readonly Slice[] | undefined, close: string): void;
  damage(damage: Damage): void;
}

/** An object with a list is handed over whole up to here; of a longer one the elements are handed over as they come. */
const longestWhole = 16 * 1024 * 1024;

export interface LayoutOptions {
  readonly listKeys: readonly string[];
  readonly openings: readonly string[];
  /**
   * Behind the log events that follow each other in a list from `at` on and are known to be valid, none beyond `limit`; `at`
   * where none is. They are handed over as one. Absent: each by itself.
   */
  readonly eventsEnd?: (content: Content, at: number, limit: number) => number;
}

/** Where reading can be taken up again behind damage: the next `{` that opens a record or begins a line; -1 for none before `end`. */
export function nextOpening(
  content: Content | Buffer,
  from: number,
  end: number,
  openings: readonly string[],
  mayForget = false,
): number {
  const within = Buffer.isBuffer(content) ? new WholeContent(content) : content;
  const keys = openings.map((key) => Buffer.from(`"${key}"`));
  const stands = (key: Buffer, at: number) => {
    if (at + key.length > end) return false;
    byteAt(within, at + key.length - 1);
    const start = at - within.base;
    return within.bytes.compare(key, 0, key.length, start, Math.min(start + key.length, within.bytes.length)) === 0;
  };
  for (let at = from; at < end; ) {
    if (byteAt(within, at) === atEnd) return -1;
    const found = within.bytes.indexOf(openBrace, at - within.base);
    if (found < 0) {
      at = within.end;
      if (mayForget) within.keep = Math.max(within.keep, at - 1);
      continue;
    }
    at = found + within.base;
    if (at >= end) return -1;
    if (at > from && within.bytes[found - 1] === newline) return at;
    const first = skipSpace(within, at + 1);
    if (keys.some((key) => stands(key, first))) return at;
    at++;
  }
  return -1;
}

/** Walks the values of a file: one object, one array, JSON lines, or objects that follow each other with or without separators. */
export function walkLayout(whole: Content | Buffer, options: LayoutOptions, visitor: LayoutVisitor): void {
  const content = Buffer.isBuffer(whole) ? new WholeContent(whole) : whole;
  byteAt(content, 2);
  const { bytes } = content;
  let i = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (;;) {
    let byte = byteAt(content, i);
    while (isSpace(byte) || byte === comma) byte = byteAt(content, ++i);
    if (byte === atEnd) return;
    content.keep = i;
    if (byte === openBracket) {
      i = walkElements(content, i, options, visitor, (element) => visitor.value(element), stepOn(content)).behind;
    } else if (byte === openBrace) {
      i = walkObject(content, i, options, visitor);
    } else {
      const next = nextOpening(content, i, Infinity, options.openings, true);
      visitor.damage({ offset: i, message: 'text that is no JSON' });
      if (next < 0) return;
      i = next;
    }
  }
}

const stepOn = (content: Content) => (at: number) => {
  content.keep = at;
};

const nestsTooDeep = 'the record nests too deep';

function whyNotClosed(first: number, close: number): string {
  if (close === tooDeep) return nestsTooDeep;
  if (close === tooLong) return 'the record is longer than any';
  return first === openBrace ? 'the record is cut off' : 'text that is no JSON';
}

interface Walked {
  /** The offset behind what was walked. */
  readonly behind: number;
  readonly closed: boolean;
}

/** Elements of the array that opens at `open`, each handed to `take`. `before`: an element begins here, one of which nothing is kept where it is too long. */
function walkElements(
  content: Content,
  open: number,
  options: LayoutOptions,
  visitor: Pick<LayoutVisitor, 'damage'>,
  take: (element: Slice) => void,
  before: (at: number, isTooLong?: boolean) => void,
  eventsEnd?: (at: number) => number,
): Walked {
  let i = open + 1;
  let separated = true;
  for (;;) {
    i = skipSpace(content, i);
    const byte = byteAt(content, i);
    if (byte === atEnd) {
      visitor.damage({ offset: content.end, message: 'the list is cut off' });
      return { behind: content.end, closed: false };
    }
    if (byte === comma) {
      separated = true;
      i++;
    } else if (byte === closeBracket) {
      return { behind: i + 1, closed: true };
    } else {
      before(i);
      if (!separated && byte === openBrace) {
        visitor.damage({ offset: i, message: 'a comma is missing before this record' });
      }
      const behindEvents = byte === openBrace ? eventsEnd?.(i) : undefined;
      if (behindEvents !== undefined && behindEvents > i) {
        take({ start: i, end: behindEvents, areEvents: true });
        i = behindEvents;
        separated = false;
        continue;
      }
      const close = byte === closeBrace || byte === colon ? -1 : valueEnd(content, i);
      if (close >= 0) {
        take({ start: i, end: close });
        i = close;
        separated = false;
      } else {
        visitor.damage({ offset: i, message: whyNotClosed(byte, close) });
        // what is too long may go on to the end of the file: it is not kept
        if (close === tooLong) before(i, true);
        const next = nextOpening(content, i + 1, Infinity, options.openings, close === tooLong);
        if (next < 0) return { behind: content.end, closed: false };
        i = next;
        separated = true;
      }
    }
  }
}

/** The object that opens at `open`: as a whole, or as its lists and its shell. Returns the offset behind it. */
function walkObject(content: Content, open: number, options: LayoutOptions, visitor: LayoutVisitor): number {
  let i = open + 1;
  let elements: Slice[] | undefined;
  let shell: readonly Slice[] = [];
  /** Up to here the shell is known. */
  let known = open;
  /** What lies before is handed over, or lost for good: reading is taken up behind it. */
  let done = open + 1;
  /** It is too long to be handed over whole. */
  let isHandedOver = false;
  const handOver = (found: readonly Slice[], whole: readonly Slice[], close = '') =>
    visitor.list(found, isHandedOver ? undefined : whole, close);
  const cutOff = (offset: number, message = 'the object is cut off'): number => {
    if (elements) handOver(elements, []);
    visitor.damage({ offset, message });
    const next = nextOpening(content, done, Infinity, options.openings, true);
    return next < 0 ? content.end : next;
  };
  for (;;) {
    i = skipSpace(content, i);
    const byte = byteAt(content, i);
    if (byte === closeBrace) {
      if (elements) handOver(elements, [...shell, { start: known, end: i + 1 }]);
      else visitor.value({ start: open, end: i + 1 });
      return i + 1;
    }
    if (byte === comma) {
      i++;
      continue;
    }
    const keyEnd = byte === quote ? stringEnd(content, i) : -1;
    if (keyEnd < 0) return cutOff(byte === atEnd ? open : i);
    const from = i + 1 - content.base;
    const key =
      options.listKeys.length > 0 && keyEnd - i < 40
        ? content.bytes.toString('latin1', from, keyEnd - 1 - content.base)
        : '';
    i = skipSpace(content, keyEnd);
    if (byteAt(content, i) !== colon) return cutOff(byteAt(content, i) === atEnd ? open : i);
    i = skipSpace(content, i + 1);
    const first = byteAt(content, i);
    if (first === atEnd) return cutOff(open);
    if (first === openBracket && options.listKeys.includes(key)) {
      const found: Slice[] = elements ?? [];
      elements = found;
      const listOpen = i;
      const { behind, closed } = walkElements(
        content,
        i,
        options,
        visitor,
        (element) => found.push(element),
        (at, isTooLong = false) => {
          if (at - content.keep < longestWhole && !isHandedOver && !isTooLong) return;
          handOver(found, [...shell, { start: known, end: listOpen + 1 }], ']}');
          found.length = 0;
          isHandedOver = true;
          content.keep = at;
        },
        (at) => options.eventsEnd?.(content, at, content.keep + longestWhole) ?? at,
      );
      if (!closed) {
        handOver(found, []);
        return content.end;
      }
      shell = [...shell, { start: known, end: i + 1 }];
      known = behind - 1;
      done = behind;
      i = behind;
    } else {
      const close = valueEnd(content, i);
      if (close < 0)
        return cutOff(open, close === tooDeep || close === tooLong ? whyNotClosed(first, close) : undefined);
      i = close;
    }
  }
}
