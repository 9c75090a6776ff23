/**
 * Reads a file that is one object with a list most of whose elements need not be parsed: the engine finds the elements, and a
 * source decides by their heads which ones matter. Compressed files are trusted if their checksum is correct: an element that
 * is only counted leaves no gap even if its tokens are broken. No source gets anything before the checksum is known.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { ByteSource } from './byte-source.ts';
import { type Content, openContent, PlainContent } from './content.ts';
import { contentKind } from './content-kind.ts';
import { ElementRows, longestUsual, prepareElements, type Row } from './element-rows.ts';
import type { Engine } from './engine.ts';
import { FileCollector } from './file-collector.ts';
import {
  closeBrace,
  colon,
  comma,
  holdsTooMany,
  isSpace,
  openBrace,
  openBracket,
  quote,
  stringEnd,
  valueEnd,
} from './json-bytes.ts';
import { longestWhole, mostWhole } from './json-layout.ts';
import { parseSlices } from './json-slices.ts';
import type { ElementHeads, RecordScanner } from './scanner.ts';

/** Most bytes to keep of elements to be parsed until the file is known to be whole: with more, it is read again. */
const mostKept = 16 * 1024 * 1024;
/** Approximate memory per element besides its bytes: there may be millions of two bytes each. */
const eachKept = 100;
/** Limit on what comes before the list. */
const longestHead = 64 * 1024;

/** Receives the elements that are to be parsed. */
export interface ElementVisitor {
  /** `position`: the number of elements before it. */
  value(value: JsonValue, position: number, carriers: readonly JsonObject[]): void;
  /** An element at [start, end) that does not parse. */
  odd(start: number, end: number, position: number, carriers: readonly JsonObject[]): void;
}

export interface ElementFile {
  /** Holds what was counted. */
  readonly collector: FileCollector;
  readonly content: Content;
  /** Visits the elements that are to be parsed, in order. */
  visit(visitor: ElementVisitor): void;
}

interface Kept {
  readonly position: number;
  readonly value: JsonValue;
}

/**
 * The elements of a compressed file; undefined if it deviates from that form anywhere: then nothing of it has been handed over,
 * and `source` must be read from the beginning. `content`: the beginning of the file.
 */
export function scanElementFile(
  path: string,
  content: Content,
  source: ByteSource,
  wasm: Engine,
  scanners: readonly RecordScanner[],
): ElementFile | undefined {
  if (content instanceof PlainContent || content.base !== 0 || content.bytes[0] !== openBrace) return undefined;
  for (const scanner of scanners) {
    const heads = scanner.heads?.();
    if (!heads) continue;
    const open = listIn(content, heads.listKey);
    if (open === undefined || contentKind(content.bytes) !== 'json') continue;
    const listKeys = new Set(scanners.flatMap((each) => each.listKeys));
    return new ElementScan(path, scanner, heads, listKeys, wasm).read(content, open, source);
  }
  return undefined;
}

class ElementScan {
  private readonly path: string;
  private readonly scanner: RecordScanner;
  private readonly heads: ElementHeads;
  private readonly listKeys: ReadonlySet<string>;
  private readonly wasm: Engine;
  private readonly kept: Kept[] = [];
  private keptBytes = 0;

  constructor(path: string, scanner: RecordScanner, heads: ElementHeads, listKeys: ReadonlySet<string>, wasm: Engine) {
    this.path = path;
    this.scanner = scanner;
    this.heads = heads;
    this.listKeys = listKeys;
    this.wasm = wasm;
  }

  read(content: Content, open: number, source: ByteSource): ElementFile | undefined {
    const start = content.bytes.toString('utf8', 0, open + 1);
    const collector = this.newCollector();
    let isBad = false;
    let isLong = false;
    const { kept } = this;
    const behind = this.walk(content, open, (row, position) => {
      // for a list this long, the general reader hands over elements before it knows what follows the list
      isLong = row.start >= longestWhole || position >= mostWhole;
      if (isBad || this.keptBytes > mostKept || !this.isParsed(row, collector, position)) return;
      const value = this.parse(row, content);
      this.keptBytes += row.parsedLength + eachKept;
      if (value === undefined) isBad = true;
      else kept.push({ position, value });
    });
    if (behind === undefined || isBad) return undefined;
    const rest = this.restOf(content, behind);
    if (rest === undefined) return undefined;
    const carrier = parsed(start + (isLong ? ']}' : rest));
    // what follows the list must be JSON even if no carrier shows it
    if (!isJsonObject(carrier) || !isJsonObject(parsed(start + rest))) return undefined;
    const carriers = [carrier];
    if (this.keptBytes <= mostKept) {
      const visit = ({ value }: ElementVisitor) => {
        for (const each of kept) value(each.value, each.position, carriers);
      };
      return { collector, content, visit };
    }
    kept.length = 0;
    source.rewind();
    const again = openContent(source, this.wasm);
    const counted = this.newCollector();
    return {
      collector: counted,
      content: again,
      visit: (visitor) => this.again(again, open, counted, carriers, visitor),
    };
  }

  /** Second pass over a file known to be intact: each element is handed over as soon as it is found. */
  private again(
    content: Content,
    open: number,
    collector: FileCollector,
    carriers: readonly JsonObject[],
    visitor: ElementVisitor,
  ): void {
    const behind = this.walk(content, open, (row, position) => {
      collector.source = this.scanner.source;
      if (!this.isParsed(row, collector, position)) return;
      const value = this.parse(row, content);
      if (value === undefined) visitor.odd(row.start, row.end, position, carriers);
      else visitor.value(value, position, carriers);
    });
    if (behind === undefined)
      collector.damagedAt({ offset: content.end, message: 'the file changed while it was read' });
  }

  private newCollector(): FileCollector {
    const collector = new FileCollector(this.path);
    collector.source = this.scanner.source;
    return collector;
  }

  private isParsed(row: Row, collector: FileCollector, position: number): boolean {
    collector.position = position;
    if (row.isOdd || this.heads.take(row, collector)) return true;
    collector.recognizedBy.add(this.scanner.source);
    return false;
  }

  /** Parses the element without the content that is not needed. */
  private parse(row: Row, content: Content): JsonValue | undefined {
    const gone = row.isOdd ? [] : row.emptied();
    if (gone.length === 0) return parseSlices(content, [row]);
    const { bytes, base } = content;
    let text = '';
    let from = row.start;
    for (const { start, end, instead } of gone) {
      text += bytes.toString('utf8', from - base, start - base) + instead;
      from = end;
    }
    return parsed(text + bytes.toString('utf8', from - base, row.end - base));
  }

  /** Visits each element of the list that opens at `open`. Returns where the list closes; undefined if it is malformed. */
  private walk(content: Content, open: number, take: (row: Row, position: number) => void): number | undefined {
    const rows = new ElementRows(this.wasm, this.heads, prepareElements(this.wasm, this.heads));
    let position = 0;
    let from = open + 1;
    for (;;) {
      const stopped = rows.scan(content, from);
      for (let n = 0; n < rows.count; n++) take(rows.at(n), position++);
      from = stopped;
      if (rows.status === 'done') return from;
      if (rows.status === 'unusual') return undefined;
      if (rows.status === 'full') continue;
      content.keep = from;
      if (content.end - from > longestUsual || !content.more()) return undefined;
    }
  }

  /** The text from the list's closing bracket to the end of the object, which must end the file; undefined if it does not. */
  private restOf(content: Content, close: number): string | undefined {
    content.keep = close;
    while (content.more()) if (content.end - close > longestUsual) return undefined;
    if (content.damage !== undefined) return undefined;
    let i = close + 1;
    const { bytes, base, end } = content;
    const byte = () => (i < end ? bytes[i - base] : undefined);
    for (;;) {
      i = behindSpace(content, i);
      if (byte() === closeBrace) break;
      if (byte() !== comma) return undefined;
      i = behindSpace(content, i + 1);
      const member = memberAt(content, i);
      if (member === undefined || this.listKeys.has(member.key)) return undefined;
      const behind = valueEnd(content, member.value);
      if (behind < 0) return undefined;
      i = behind;
    }
    if (behindSpace(content, i + 1) !== end || holdsTooMany(content, close, i + 1)) return undefined;
    return bytes.toString('utf8', close - base, i + 1 - base);
  }
}

/** Where the list under a key of the file's top-level object opens; undefined if another list or object comes first. */
function listIn(content: Content, listKey: string): number | undefined {
  let i = 1;
  const end = Math.min(content.end, longestHead);
  for (;;) {
    i = behindSpace(content, i);
    const member = memberAt(content, i);
    if (member === undefined || member.value >= end) return undefined;
    if (member.key === listKey) return content.bytes[member.value] === openBracket ? member.value : undefined;
    const first = content.bytes[member.value];
    // only strings and numbers may come before the list
    if (first === openBrace || first === openBracket) return undefined;
    if (first === quote && content.bytes.indexOf(quote, member.value + 1) < 0) return undefined;
    i = behindSpace(content, valueEnd(content, member.value));
    if (i >= end || content.bytes[i] !== comma) return undefined;
    i++;
  }
}

interface Member {
  readonly key: string;
  /** Offset of its value. */
  readonly value: number;
}

/** The member whose key begins at `at`, within the content's window; undefined if there is none. */
function memberAt(content: Content, at: number): Member | undefined {
  const { bytes, base } = content;
  if (bytes[at - base] !== quote || bytes.indexOf(quote, at + 1 - base) < 0) return undefined;
  const keyEnd = stringEnd(content, at);
  if (keyEnd < 0) return undefined;
  const key = parsed(content.bytes.toString('utf8', at - content.base, keyEnd - content.base));
  const i = behindSpace(content, keyEnd);
  if (typeof key !== 'string' || content.bytes[i - content.base] !== colon) return undefined;
  return { key, value: behindSpace(content, i + 1) };
}

/** The offset after white space, within the content's window. */
function behindSpace({ bytes, base, end }: Content, at: number): number {
  let i = at;
  while (i < end && isSpace(bytes[i - base] as number)) i++;
  return i;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
