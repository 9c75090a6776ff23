/**
 * A segment of the index as it is read: of filters nothing is made before one is asked for, and what is told of files may
 * outlive the rest.
 */
import type { Span } from '../model/evidence.ts';
import type { NumberUnpacker } from './packed-numbers.ts';

/** Whose segment it is, and of when. */
export interface SegmentOrigin {
  /** The archive's folder or address; empty where the index lies in the archive itself. */
  readonly root: string;
  /** The form of the records, and who reads them, in one text. */
  readonly form: string;
  /** Epoch milliseconds. */
  readonly builtAt: number;
  /** There was no room for more. */
  readonly isFull: boolean;
}

/** Each column of filters begins at a multiple of it. */
const alignment = 8;
export const aligned = (length: number): number => Math.ceil(length / alignment) * alignment;

/** How long the filter of a file is, in 32 bits: more than these. None, since the file has to be read; that of the one before. */
export const [noFilter, sameFilter] = [0, 1];

export type Place = readonly [source: string, account: string | null, region: string | null];

/** What is text, and how many of everything there are. */
export interface Head extends SegmentOrigin {
  /** Filters are written as the machine has them. */
  readonly endianness: string;
  /** Below the root: empty, or with "/" at their end. */
  readonly folders: readonly string[];
  readonly names: readonly string[];
  readonly stamps: readonly string[];
  readonly places: readonly Place[];
  readonly spans: number;
  /** Of all times of the spans, in milliseconds. */
  readonly timeUnit: number;
  /** Bytes of the packed numbers, as they lie there. */
  readonly numbers: number;
  /** Of 32 bits. */
  readonly common: number;
  readonly filters: number;
  readonly keys: number;
}

/** Takes one column after the other, where they lie. */
export class Columns {
  at: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    // numbers can be looked at in place only where they lie at multiples of their size
    this.bytes = bytes.byteOffset % alignment === 0 ? bytes : Uint8Array.from(bytes);
    this.at = at;
  }

  words(count: number): Uint32Array {
    const from = this.at;
    this.at = aligned(from + 4 * count);
    // what lies behind the content in memory is not its own
    if (this.at > this.bytes.length) throw new RangeError('the segment ends early');
    return new Uint32Array(this.bytes.buffer, this.bytes.byteOffset + from, count);
  }
}

/** What is told of the files of a segment, without their names and filters. Files are told by their numbers, from 0. */
export class SegmentFacts {
  private readonly places: readonly Place[];
  private readonly timeUnit: number;
  private readonly inflated: Float64Array;
  private readonly keyLengths: Float64Array;
  private readonly keys: Uint32Array;
  private readonly spanPlaces: Float64Array;
  private readonly firsts: Float64Array;
  private readonly lengths: Float64Array;
  private readonly records: Float64Array;
  /** Where those of a file begin; one more than there are files. */
  private readonly spanStarts: Uint32Array;
  private readonly keyStarts: Uint32Array;

  constructor(
    head: Head,
    columns: Readonly<Record<'inflated' | 'keyLengths', Float64Array>>,
    spans: SpanColumns,
    keys: Uint32Array,
  ) {
    this.places = head.places;
    this.timeUnit = head.timeUnit;
    this.inflated = columns.inflated;
    this.keyLengths = columns.keyLengths;
    this.keys = keys;
    this.spanPlaces = spans.places;
    this.firsts = spans.firsts;
    this.lengths = spans.lengths;
    this.records = spans.records;
    this.spanStarts = startsOf(spans.counts);
    this.keyStarts = startsOf(columns.keyLengths.map((length) => Math.max(0, length - 1)));
  }

  inflatedBytesOf(n: number): number {
    return this.inflated[n] ?? Number.NaN;
  }

  /** undefined where not all are known. */
  keysOf(n: number): Uint32Array | undefined {
    return this.keyLengths[n] === 0 ? undefined : this.keys.subarray(this.keyStarts[n], this.keyStarts[n + 1]);
  }

  /** Whether it has records between two times, as far as the first and last of each place tell. Epoch milliseconds. */
  meets(n: number, since: number, until: number): boolean {
    const end = this.spanStarts[n + 1] as number;
    for (let at = this.spanStarts[n] as number; at < end; at++)
      if (this.lastOf(at) >= since && this.firstOf(at) < until) return true;
    return false;
  }

  spansOf(n: number): readonly Span[] {
    const from = this.spanStarts[n] as number;
    return Array.from({ length: (this.spanStarts[n + 1] as number) - from }, (_, k): Span => {
      const at = from + k;
      const [source, account, region] = this.places[this.spanPlaces[at] as number] as Place;
      const [first, last, records] = [this.firstOf(at), this.lastOf(at), this.records[at] as number];
      return { source, account, region, first, last, records };
    });
  }

  private firstOf(span: number): number {
    return (this.firsts[span] as number) * this.timeUnit;
  }

  private lastOf(span: number): number {
    return ((this.firsts[span] as number) + (this.lengths[span] as number)) * this.timeUnit;
  }
}

type SpanColumns = Readonly<Record<'counts' | 'places' | 'firsts' | 'lengths' | 'records', Float64Array>>;

/** Files are told by their numbers, from 0. */
export class SegmentView {
  readonly root: string;
  readonly form: string;
  readonly builtAt: number;
  readonly isFull: boolean;
  /** How many files. */
  readonly count: number;
  readonly folders: readonly string[];
  readonly names: readonly string[];
  readonly common: Uint32Array;
  readonly facts: SegmentFacts;
  private readonly stamps: readonly string[];
  private readonly folderNumbers: Float64Array;
  private readonly sizes: Float64Array;
  private readonly filterLengths: Float64Array;
  private readonly filterStarts: Uint32Array;
  private readonly filters: Uint32Array;

  constructor(head: Head, numbers: NumberUnpacker, columns: Columns) {
    this.root = head.root;
    this.form = head.form;
    this.builtAt = head.builtAt;
    this.isFull = head.isFull;
    this.folders = head.folders;
    this.names = head.names;
    this.stamps = head.stamps;
    this.count = head.names.length;
    const { count } = this;
    this.folderNumbers = numbers.column(count);
    this.sizes = numbers.column(count);
    const inflated = numbers.column(count);
    const counts = numbers.column(count);
    const keyLengths = numbers.column(count);
    this.filterLengths = numbers.column(count);
    const [places, firsts, lengths, records] = [0, 1, 2, 3].map(() => numbers.column(head.spans)) as FourColumns;
    this.filterStarts = startsOf(this.filterLengths.map((length) => Math.max(0, length - sameFilter - 1)));
    this.common = columns.words(head.common);
    this.filters = columns.words(head.filters);
    // a copy: it may outlive the rest
    const keys = columns.words(head.keys).slice();
    this.facts = new SegmentFacts(head, { inflated, keyLengths }, { counts, places, firsts, lengths, records }, keys);
  }

  folderOf(n: number): number {
    return this.folderNumbers[n] ?? Number.NaN;
  }

  /** Below the root. */
  pathOf(n: number): string {
    return `${this.folders[this.folderOf(n)] ?? ''}${this.names[n] ?? ''}`;
  }

  sizeOf(n: number): number {
    return this.sizes[n] ?? Number.NaN;
  }

  stampOf(n: number): string {
    return this.stamps[n] ?? '';
  }

  /** False: it has to be read. */
  isKnown(n: number): boolean {
    return this.filterLengths[n] !== noFilter;
  }

  /** Where its filter ends among all of them: the same for files that share one. */
  filterEnd(n: number): number {
    return this.filterStarts[n + 1] as number;
  }

  /** Of a file that is known. */
  filterOf(n: number): Uint32Array {
    let own = n;
    while (own > 0 && (this.filterLengths[own] as number) <= sameFilter) own--;
    return this.filters.subarray(this.filterStarts[own], this.filterStarts[own + 1]);
  }
}

type FourColumns = [Float64Array, Float64Array, Float64Array, Float64Array];

function startsOf(lengths: Float64Array): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (let n = 0; n < lengths.length; n++) starts[n + 1] = (starts[n] as number) + (lengths[n] as number);
  return starts;
}
