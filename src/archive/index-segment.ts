/**
 * One file of the index: what is known of some files of an archive, and the filters of their words. It is written once, and
 * signed by whoever made it: what was damaged, cut off, or made by anybody else is no index. It is read as it lies there:
 * numbers in columns, of which nothing is made before it is asked for.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { endianness } from 'node:os';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Span } from '../model/evidence.ts';

/** What a file holds: its records are all of one delivered form. */
export interface FileKnowledge {
  /** Inflated. */
  readonly bytes: number;
  readonly spans: readonly Span[];
  /** Of its words, less those that are common. */
  readonly filter: Uint32Array;
  /** Hashes of the access keys of the usual form that may have been issued in it; absent where not all are known. */
  readonly keys?: Uint32Array;
}

export interface IndexedFile {
  /** Below the archive's root, with "/". */
  readonly path: string;
  readonly size: number;
  /** When it was changed last, or its ETag. */
  readonly stamp: string;
  /** Absent: it has to be read. */
  readonly knowledge?: FileKnowledge;
}

export interface Segment {
  /** The archive's folder or address; empty where the index lies in the archive itself. */
  readonly root: string;
  /** The form of the records, and who reads them, in one text. */
  readonly form: string;
  /** Epoch milliseconds. */
  readonly builtAt: number;
  /** A filter of words that any of the files may hold. */
  readonly common: Uint32Array;
  readonly files: readonly IndexedFile[];
}

const magic = Buffer.from('obs3ix02');
const signatureSize = 32;
/** A claim of more is a lie. */
const largestHead = 1 << 30;
/** Each column begins at a multiple of it. */
const alignment = 8;
/** Of filters and keys: there are none, since the file has to be read, or not all are known. */
const none = 0xffffffff;

type Place = readonly [source: string, account: string | null, region: string | null];

/** What is text, and how many of everything there are. */
interface Head extends Omit<Segment, 'files' | 'common'> {
  /** Numbers are written as the machine has them. */
  readonly endianness: string;
  readonly paths: readonly string[];
  readonly stamps: readonly string[];
  readonly places: readonly Place[];
  readonly spans: number;
  /** Of 32 bits. */
  readonly common: number;
  readonly filters: number;
  readonly keys: number;
}

const signatureOf = (key: Buffer, content: Uint8Array): Buffer => createHmac('sha256', key).update(content).digest();

const aligned = (length: number): number => Math.ceil(length / alignment) * alignment;

export function encodeSegment({ root, form, builtAt, common, files }: Segment, key: Buffer): Buffer {
  const known = files.flatMap(({ knowledge }) => knowledge ?? []);
  const spans = known.flatMap((each) => each.spans);
  const filters = joined(known.map(({ filter }) => filter));
  const keys = joined(known.flatMap((each) => each.keys ?? []));
  const nameOf = ({ source, account, region }: Span) => JSON.stringify([source, account, region] satisfies Place);
  const places = new Map([...new Set(spans.map(nameOf))].map((name, n) => [name, n]));
  const head: Head = {
    root,
    form,
    builtAt,
    endianness: endianness(),
    paths: files.map(({ path }) => path),
    stamps: files.map(({ stamp }) => stamp),
    places: [...places.keys()].map((name) => JSON.parse(name) as Place),
    spans: spans.length,
    common: common.length,
    filters: filters.length,
    keys: keys.length,
  };
  const text = deflateRawSync(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  // in the order in which `SegmentView` takes them
  const columns = [
    Float64Array.from(files, ({ size }) => size),
    Float64Array.from(files, ({ knowledge }) => knowledge?.bytes ?? 0),
    Float64Array.from(spans, ({ first }) => first),
    Float64Array.from(spans, ({ last }) => last),
    Float64Array.from(spans, ({ records }) => records),
    Uint32Array.from(spans, (span) => places.get(nameOf(span)) as number),
    Uint32Array.from(files, ({ knowledge }) => knowledge?.spans.length ?? 0),
    Uint32Array.from(files, ({ knowledge }) => knowledge?.filter.length ?? none),
    Uint32Array.from(files, ({ knowledge }) => knowledge?.keys?.length ?? none),
    common,
    filters,
    keys,
  ];
  const parts = [Buffer.concat([magic, length, text]), ...columns].flatMap(padded);
  const content = Buffer.concat(parts);
  return Buffer.concat([content, signatureOf(key, content)]);
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

function padded({ buffer, byteOffset, byteLength }: Uint8Array | Float64Array | Uint32Array): readonly Uint8Array[] {
  return [new Uint8Array(buffer, byteOffset, byteLength), new Uint8Array(aligned(byteLength) - byteLength)];
}

/** undefined for what is not signed by the key. Total. */
export function decodeSegment(bytes: Buffer, key: Buffer): SegmentView | undefined {
  const end = bytes.length - signatureSize;
  if (end < magic.length + 4 || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const content = bytes.subarray(0, end);
  if (!timingSafeEqual(signatureOf(key, content), bytes.subarray(end))) return undefined;
  try {
    const start = magic.length + 4;
    const headEnd = start + content.readUInt32LE(magic.length);
    const text = inflateRawSync(content.subarray(start, headEnd), { maxOutputLength: largestHead }).toString('utf8');
    const head = JSON.parse(text) as Head;
    if (head.endianness !== endianness()) return undefined;
    const columns = new Columns(content, aligned(headEnd));
    const view = new SegmentView(head, columns);
    return columns.at === end ? view : undefined;
  } catch {
    // of another version, whoever signed it
    return undefined;
  }
}

/** Takes one column after the other, where they lie. */
class Columns {
  at: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    // numbers can be looked at in place only where they lie at multiples of their size
    this.bytes = bytes.byteOffset % alignment === 0 ? bytes : Uint8Array.from(bytes);
    this.at = at;
  }

  doubles(count: number): Float64Array {
    return new Float64Array(this.bytes.buffer, this.take(8 * count), count);
  }

  words(count: number): Uint32Array {
    return new Uint32Array(this.bytes.buffer, this.take(4 * count), count);
  }

  private take(length: number): number {
    const from = this.at;
    this.at = aligned(from + length);
    // what lies behind the content in memory is not its own
    if (this.at > this.bytes.length) throw new RangeError('the segment ends early');
    return this.bytes.byteOffset + from;
  }
}

/** Files are told by their numbers, from 0. */
export class SegmentView {
  readonly root: string;
  readonly form: string;
  readonly builtAt: number;
  readonly paths: readonly string[];
  readonly common: Uint32Array;
  private readonly head: Head;
  private readonly sizes: Float64Array;
  private readonly inflated: Float64Array;
  private readonly firsts: Float64Array;
  private readonly lasts: Float64Array;
  private readonly records: Float64Array;
  private readonly spanPlaces: Uint32Array;
  private readonly filterLengths: Uint32Array;
  private readonly keyLengths: Uint32Array;
  private readonly filters: Uint32Array;
  private readonly keys: Uint32Array;
  /** Where those of a file begin; one more than there are files. */
  private readonly spanStarts: Uint32Array;
  private readonly filterStarts: Uint32Array;
  private readonly keyStarts: Uint32Array;

  constructor(head: Head, columns: Columns) {
    const { root, form, builtAt, paths, spans } = head;
    this.head = head;
    this.root = root;
    this.form = form;
    this.builtAt = builtAt;
    this.paths = paths;
    this.sizes = columns.doubles(paths.length);
    this.inflated = columns.doubles(paths.length);
    this.firsts = columns.doubles(spans);
    this.lasts = columns.doubles(spans);
    this.records = columns.doubles(spans);
    this.spanPlaces = columns.words(spans);
    this.spanStarts = startsOf(columns.words(paths.length));
    this.filterLengths = columns.words(paths.length);
    this.keyLengths = columns.words(paths.length);
    this.filterStarts = startsOf(this.filterLengths);
    this.keyStarts = startsOf(this.keyLengths);
    this.common = columns.words(head.common);
    this.filters = columns.words(head.filters);
    this.keys = columns.words(head.keys);
  }

  sizeOf(n: number): number {
    return this.sizes[n] ?? Number.NaN;
  }

  stampOf(n: number): string {
    return this.head.stamps[n] ?? '';
  }

  /** False: it has to be read. */
  isKnown(n: number): boolean {
    return this.filterLengths[n] !== none;
  }

  inflatedBytesOf(n: number): number {
    return this.inflated[n] ?? Number.NaN;
  }

  filterOf(n: number): Uint32Array {
    return this.filters.subarray(this.filterStarts[n], this.filterStarts[n + 1]);
  }

  /** undefined where not all are known. */
  keysOf(n: number): Uint32Array | undefined {
    return this.keyLengths[n] === none ? undefined : this.keys.subarray(this.keyStarts[n], this.keyStarts[n + 1]);
  }

  /** Whether it has records between two times, as far as the first and last of each place tell. Epoch milliseconds. */
  meets(n: number, since: number, until: number): boolean {
    const end = this.spanStarts[n + 1] as number;
    for (let at = this.spanStarts[n] as number; at < end; at++)
      if ((this.lasts[at] as number) >= since && (this.firsts[at] as number) < until) return true;
    return false;
  }

  spansOf(n: number): readonly Span[] {
    const from = this.spanStarts[n] as number;
    return Array.from({ length: (this.spanStarts[n + 1] as number) - from }, (_, k): Span => {
      const at = from + k;
      const [source, account, region] = this.head.places[this.spanPlaces[at] as number] as Place;
      const [first, last, records] = [this.firsts[at], this.lasts[at], this.records[at]] as [number, number, number];
      return { source, account, region, first, last, records };
    });
  }
}

function startsOf(lengths: Uint32Array): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (let n = 0; n < lengths.length; n++) {
    const length = lengths[n] as number;
    starts[n + 1] = (starts[n] as number) + (length === none ? 0 : length);
  }
  return starts;
}
