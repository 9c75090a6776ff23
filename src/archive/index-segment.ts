/**
 * One file of the index: what is known of some files of an archive, and the filters of their words. It is written once and
 * signed by its maker; one that is damaged, truncated or made by someone else is not used. Filters are read in place;
 * everything else is packed, since many files are small.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { endianness } from 'node:os';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Span } from '../model/evidence.ts';
import {
  aligned,
  Columns,
  type Head,
  noFilter,
  type Place,
  type SegmentOrigin,
  SegmentView,
  sameFilter,
} from './index-segment-view.ts';
import { isPackable, NumberPacker, NumberUnpacker } from './packed-numbers.ts';

/** What a file holds. All its records have one delivered form. */
export interface FileKnowledge {
  /** Inflated. */
  readonly bytes: number;
  readonly spans: readonly Span[];
  /** The filter of its words without the common ones; stored once if adjacent files share it. */
  readonly filter: Uint32Array;
  /** Hashes of access keys of the usual form that may have been issued in it; absent if not all are known. */
  readonly keys?: Uint32Array;
}

export interface IndexedFile {
  /** Relative to the archive's root, with "/". */
  readonly path: string;
  readonly size: number;
  /** The time of its last change, or its ETag. */
  readonly stamp: string;
  /** Absent: the file has to be read. */
  readonly knowledge?: FileKnowledge;
}

export interface Segment extends SegmentOrigin {
  /** A filter of the words that any of the files may hold. */
  readonly common: Uint32Array;
  /** Files of one folder are adjacent and sorted by name. */
  readonly files: readonly IndexedFile[];
}

const magic = Buffer.from('obs3ix03');
const signatureSize = 32;
/** A larger claimed size is false. */
const largestPart = 1 << 30;
const signatureOf = (key: Buffer, content: Uint8Array): Buffer => createHmac('sha256', key).update(content).digest();

/** Length of the folder part of a path. */
export const folderEnd = (path: string): number => path.lastIndexOf('/') + 1;

/** The distinct values in order of first occurrence, and each value's index among them. */
function numbered(values: readonly string[]): {
  readonly once: readonly string[];
  readonly numbers: readonly number[];
} {
  const known = new Map<string, number>();
  const numbers = values.map((value) => {
    const number = known.get(value) ?? known.size;
    known.set(value, number);
    return number;
  });
  return { once: [...known.keys()], numbers };
}

export function encodeSegment({ files: given, common, ...told }: Segment, key: Buffer): Buffer {
  const files = given.map(packable);
  const known = files.flatMap(({ knowledge }) => knowledge ?? []);
  const spans = known.flatMap((each) => each.spans);
  const folders = numbered(files.map(({ path }) => path.slice(0, folderEnd(path))));
  const places = numbered(
    spans.map(({ source, account, region }) => JSON.stringify([source, account, region] satisfies Place)),
  );
  const timeUnit = spans.every(({ first, last }) => first % 1000 === 0 && last % 1000 === 0) ? 1000 : 1;
  const { lengths, filters } = filtersOf(files);
  const keys = joined(known.flatMap((each) => each.keys ?? []));
  // in the order in which `SegmentView` reads them
  const packer = new NumberPacker();
  for (const column of [
    folders.numbers,
    files.map(({ size }) => size),
    files.map(({ knowledge }) => knowledge?.bytes ?? 0),
    files.map(({ knowledge }) => knowledge?.spans.length ?? 0),
    files.map(({ knowledge }) => (knowledge?.keys ? knowledge.keys.length + 1 : 0)),
    lengths,
    places.numbers,
    spans.map(({ first }) => first / timeUnit),
    spans.map(({ first, last }) => (last - first) / timeUnit),
    spans.map(({ records }) => records),
  ])
    packer.column(column);
  const numbers = deflateRawSync(packer.result());
  const head: Head = {
    ...told,
    endianness: endianness(),
    folders: folders.once,
    names: files.map(({ path }) => path.slice(folderEnd(path))),
    stamps: files.map(({ stamp }) => stamp),
    places: places.once.map((name) => JSON.parse(name) as Place),
    spans: spans.length,
    timeUnit,
    numbers: numbers.length,
    common: common.length,
    filters: filters.length,
    keys: keys.length,
  };
  const text = deflateRawSync(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const parts = [Buffer.concat([magic, length, text, numbers]), common, filters, keys].flatMap(padded);
  const content = Buffer.concat(parts);
  return Buffer.concat([content, signatureOf(key, content)]);
}

/** Drops what is known of a file if its numbers cannot be packed. */
function packable(file: IndexedFile): IndexedFile {
  const { bytes, spans } = file.knowledge ?? { bytes: 0, spans: [] };
  const numbers = [bytes, ...spans.flatMap(({ first, last, records }) => [first, last - first, records])];
  if (numbers.every(isPackable)) return file;
  const { knowledge: _, ...rest } = file;
  return rest;
}

function filtersOf(files: readonly IndexedFile[]): {
  readonly lengths: readonly number[];
  readonly filters: Uint32Array;
} {
  const all: Uint32Array[] = [];
  const lengths = files.map(({ knowledge }) => {
    if (!knowledge) return noFilter;
    if (knowledge.filter === all.at(-1)) return sameFilter;
    all.push(knowledge.filter);
    return sameFilter + 1 + knowledge.filter.length;
  });
  return { lengths, filters: joined(all) };
}

function joined(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

function padded({ buffer, byteOffset, byteLength }: Uint8Array | Uint32Array): readonly Uint8Array[] {
  return [new Uint8Array(buffer, byteOffset, byteLength), new Uint8Array(aligned(byteLength) - byteLength)];
}

/** undefined unless signed with the key. Never throws. */
export function decodeSegment(bytes: Buffer, key: Buffer): SegmentView | undefined {
  const end = bytes.length - signatureSize;
  if (end < magic.length + 4 || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const content = bytes.subarray(0, end);
  if (!timingSafeEqual(signatureOf(key, content), bytes.subarray(end))) return undefined;
  try {
    const start = magic.length + 4;
    const headEnd = start + content.readUInt32LE(magic.length);
    const head = JSON.parse(inflated(content.subarray(start, headEnd)).toString('utf8')) as Head;
    if (head.endianness !== endianness()) return undefined;
    const numbersEnd = headEnd + head.numbers;
    const numbers = new NumberUnpacker(inflated(content.subarray(headEnd, numbersEnd)));
    const columns = new Columns(content, aligned(numbersEnd));
    const view = new SegmentView(head, numbers, columns);
    return numbers.isAtEnd && columns.at === end ? view : undefined;
  } catch {
    // signed, but of another version
    return undefined;
  }
}

const inflated = (bytes: Uint8Array): Buffer => inflateRawSync(bytes, { maxOutputLength: largestPart });
