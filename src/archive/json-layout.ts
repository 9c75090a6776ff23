/**
 * Finds JSON values in bytes without parsing them: a trail file may be larger than V8's longest string, and damage in one
 * record must not cost the others. Braces and quotes are followed exactly; what they enclose is parsed later.
 */
import type { JsonObject } from '../model/json.ts';
import { type Content, WholeContent } from './content.ts';
import {
  atEnd,
  byteAt,
  closeBrace,
  closeBracket,
  colon,
  comma,
  holdsTooMany,
  isSpace,
  keyIn,
  longestValue,
  openBrace,
  openBracket,
  type Passed,
  quote,
  skipSpace,
  stringEnd,
  tooDeep,
  tooLong,
  tooMany,
  valueEnd,
} from './json-bytes.ts';
import { ObjectLines } from './json-lines.ts';
import { nextOpening } from './json-opening.ts';

/** A value's place in the content: [start, end). */
export interface Slice {
  readonly start: number;
  readonly end: number;
  /** Consecutive plain events: see `LayoutOptions`. */
  readonly areEvents?: true;
}

export interface Damage {
  /** Offset in the (inflated) bytes. */
  readonly offset: number;
  readonly message: string;
}

export interface LayoutVisitor {
  /** A top-level value, or an element of a top-level array. `parsed`: its value, if already known. */
  value(slice: Slice, parsed?: JsonObject): void;
  /**
   * Elements of the list that an object holds under one of the list keys. `shell` is the object with its list emptied, as far
   * as it is known; `close` is what would complete it. undefined: the list of the previous call continues.
   */
  list(elements: readonly Slice[], shell: readonly Slice[] | undefined, close: string): void;
  damage(damage: Damage): void;
}

/** An object with a list is handed over whole up to this many bytes; of a longer one, elements are handed over as they come. */
export const longestWhole = 16 * 1024 * 1024;
/** Likewise with more elements than this: noting each takes more memory than the shortest elements themselves. */
export const mostWhole = 100_000;

export interface LayoutOptions {
  readonly listKeys: readonly string[];
  readonly openings: readonly string[];
  /**
   * Returns where the consecutive, surely valid log events from `at` on end, at most `limit`; `at` if there are none. They are
   * handed over as one slice. Absent: each event is handed over by itself.
   */
  readonly eventsEnd?: (content: Content, at: number, limit: number) => number;
}

/** Walks the values of a file: one object, one array, JSON lines, or objects in sequence with or without separators. */
export function walkLayout(whole: Content | Buffer, options: LayoutOptions, visitor: LayoutVisitor): void {
  const content = Buffer.isBuffer(whole) ? new WholeContent(whole) : whole;
  byteAt(content, 2);
  const { bytes } = content;
  let i = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const passed = (at: number) => forget(content, at);
  const lines = new ObjectLines(content);
  for (;;) {
    let byte = byteAt(content, i, passed);
    while (isSpace(byte) || byte === comma) byte = byteAt(content, ++i, passed);
    if (byte === atEnd) return;
    passed(i);
    if (byte === openBracket) {
      i = walkElements(content, i, options, visitor, (element) => visitor.value(element), passed).behind;
    } else if (byte === openBrace) {
      const parsed = lines.take(i);
      if (parsed) visitor.value({ start: i, end: lines.behind }, parsed);
      i = parsed ? lines.behind : new ObjectWalk(content, i, options, visitor).walk();
    } else {
      const next = nextOpening(content, i, Infinity, options.openings, passed);
      visitor.damage({ offset: i, message: 'text that is no JSON' });
      if (next < 0) return;
      i = next;
    }
  }
}

function forget(content: Content, before: number): void {
  content.keep = Math.max(content.keep, before);
}

/** Why a value cannot be a record, whether or not it closes. */
const excesses: Readonly<Record<number, string>> = {
  [tooDeep]: 'the record nests too deep',
  [tooLong]: 'the record is longer than any',
  [tooMany]: 'the record holds more values than any',
};

function whyNotClosed(first: number, close: number): string {
  const excess = excesses[close];
  if (excess !== undefined) return excess;
  return first === openBrace ? 'the record is cut off' : 'text that is no JSON';
}

interface Walked {
  /** The offset after what was walked. */
  readonly behind: number;
  readonly closed: boolean;
}

/**
 * Hands each element of the array that opens at `open` to `take`. `passed` is called with the start of each element, and with
 * the offsets reached between them.
 */
function walkElements(
  content: Content,
  open: number,
  options: LayoutOptions,
  visitor: Pick<LayoutVisitor, 'damage'>,
  take: (element: Slice) => void,
  passed: Passed,
  eventsEnd?: (at: number) => number,
): Walked {
  let i = open + 1;
  let separated = true;
  for (;;) {
    i = skipSpace(content, i, passed);
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
      passed(i);
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
        const next = nextOpening(content, i + 1, Infinity, options.openings, passed);
        if (next < 0) return { behind: content.end, closed: false };
        i = next;
        separated = true;
      }
    }
  }
}

/** Walks one object, and hands it over whole, or as its lists and its shell. */
class ObjectWalk {
  private readonly content: Content;
  private readonly open: number;
  private readonly options: LayoutOptions;
  private readonly visitor: LayoutVisitor;
  /** Elements of its lists; undefined before the first list. */
  private elements: Slice[] | undefined;
  /** Parts of the shell, up to `known`. */
  private readonly shell: Slice[] = [];
  private known: number;
  /** Offset after the last complete member. */
  private behindMember: number;
  /** Everything before this offset has been handed over or is lost; after damage, reading resumes here. */
  private done: number;
  /** Whether it is too long to be handed over whole. */
  private isHandedOver = false;
  /** Whether it has no list and is too long to be used at all. */
  private isTooLong = false;

  constructor(content: Content, open: number, options: LayoutOptions, visitor: LayoutVisitor) {
    this.content = content;
    this.open = open;
    this.options = options;
    this.visitor = visitor;
    this.known = open;
    this.behindMember = open + 1;
    this.done = open + 1;
  }

  /** Returns the offset after the object. */
  walk(): number {
    const { content, open, options } = this;
    for (let i = open + 1; ; ) {
      i = this.skipSpace(i);
      const byte = byteAt(content, i);
      if (this.isTooLong) return this.cutOff(open, excesses[tooLong]);
      if (byte === closeBrace) return this.close(i + 1);
      if (byte === comma) {
        i++;
        continue;
      }
      const keyEnd = byte === quote ? stringEnd(content, i) : -1;
      if (keyEnd < 0) return this.cutOff(byte === atEnd ? open : i, excesses[keyEnd]);
      const key = keyIn(content, options.listKeys, i + 1, keyEnd - 1);
      i = this.skipSpace(keyEnd);
      if (byteAt(content, i) !== colon) return this.cutOff(byteAt(content, i) === atEnd ? open : i);
      i = this.skipSpace(i + 1);
      const first = byteAt(content, i);
      if (first === atEnd) return this.cutOff(open);
      if (this.isTooLong) return this.cutOff(open, excesses[tooLong]);
      if (first === openBracket && key !== undefined) {
        const { behind, closed } = this.list(i);
        if (!closed) return content.end;
        i = behind;
      } else {
        const close = valueEnd(content, i);
        if (close < 0) return this.cutOff(open, excesses[close]);
        i = close;
      }
      this.behindMember = i;
      this.pass(i);
    }
  }

  /** Walks the list that opens at `open`. */
  private list(open: number): Walked {
    const { content, options, visitor } = this;
    this.elements ??= [];
    const found = this.elements;
    const passed = (at: number) => {
      if (!this.isHandedOver && at - content.keep < longestWhole && found.length < mostWhole) return;
      this.handOver({ start: this.known, end: open + 1 }, ']}');
      forget(content, at);
    };
    const eventsEnd = (at: number) => options.eventsEnd?.(content, at, content.keep + longestWhole) ?? at;
    const walked = walkElements(content, open, options, visitor, (element) => found.push(element), passed, eventsEnd);
    if (walked.closed) {
      if (!this.isHandedOver) this.shell.push({ start: this.known, end: open + 1 });
      this.known = walked.behind - 1;
      this.done = walked.behind;
    } else visitor.list(found, this.isHandedOver ? undefined : [], '');
    return walked;
  }

  private close(end: number): number {
    if (this.elements) this.handOver({ start: this.known, end });
    else if (holdsTooMany(this.content, this.open, end)) return this.cutOff(this.open, excesses[tooMany]);
    else this.visitor.value({ start: this.open, end });
    return end;
  }

  /** Hands over the elements, the first time together with what is known of the shell. */
  private handOver(last: Slice, close = ''): void {
    this.visitor.list(this.elements ?? [], this.isHandedOver ? undefined : [...this.shell, last], close);
    this.isHandedOver = true;
    if (this.elements) this.elements.length = 0;
    this.shell.length = 0;
  }

  /** Between two members: lets what lies before leave the window if it has become too much. */
  private pass(at: number): void {
    const { content, shell } = this;
    if (!this.isHandedOver && at - content.keep <= longestValue && shell.length < mostWhole) return;
    if (!this.elements) this.isTooLong = true;
    else if (!this.isHandedOver) this.handOver({ start: this.known, end: this.behindMember }, '}');
    this.done = Math.max(this.done, at);
    forget(content, at);
  }

  private skipSpace(from: number): number {
    return skipSpace(this.content, from, (at) => this.pass(at));
  }

  private cutOff(offset: number, message = 'the object is cut off'): number {
    const { content, visitor } = this;
    if (this.elements) visitor.list(this.elements, this.isHandedOver ? undefined : [], '');
    visitor.damage({ offset, message });
    const next = nextOpening(content, this.done, Infinity, this.options.openings, (at) => forget(content, at));
    return next < 0 ? content.end : next;
  }
}
