/** Reads a segment of the index: filters are decoded only on request, and facts about the files may outlive the rest. */
import type { Span } from '../model/evidence.ts';
import type { NumberUnpacker } from './packed-numbers.ts';

/** Which archive a segment belongs to, and when it was made. */
export interface SegmentOrigin {
  /** The archive's folder or address; empty if the index is stored inside the archive. */
  readonly root: string;
  /** The source and the form of the records, in one text. */
  readonly form: string;
  /** Epoch milliseconds. */
  readonly builtAt: number;
  /** Whether the segment has no room for more files. */
  readonly isFull: boolean;
}

/** Each column of filters begins at a multiple of this many bytes. */
const alignment = 8;
export const aligned = (length: number): number => Math.ceil(length / alignment) * alignment;

/** Instead of a filter's length plus 2: no filter, so that the file has to be read; or the filter of the file before. */
export const [noFilter, sameFilter] = [0, 1];

export type Place = readonly [source: string, account: string | null, region: string | null];

/** The segment's strings, and the sizes of its columns. */
export interface Head extends SegmentOrigin {
  /** Byte order of the filters: that of the machine which wrote them. */
  readonly endianness: string;
  /** Relative to the root: empty, or ending with "/". */
  readonly folders: readonly string[];
  readonly names: readonly string[];
  readonly stamps: readonly string[];
  readonly places: readonly Place[];
  readonly spans: number;
  /** Unit of the spans' times, in milliseconds. */
  readonly timeUnit: number;
  /** Size in bytes of the packed numbers, compressed. */
  readonly numbers: number;
  /** Length in 32-bit words, as for `filters` and `keys`. */
  readonly common: number;
  readonly filters: number;
  readonly keys: number;
}

/** Reads one column after another, in place. */
export class Columns {
  at: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    // typed arrays need offsets that are multiples of their element size
    this.bytes = bytes.byteOffset % alignment === 0 ? bytes : Uint8Array.from(bytes);
    this.at = at;
  }

  words(count: number): Uint32Array {
    const from = this.at;
    this.at = aligned(from + 4 * count);
    // memory past the end belongs to something else
    if (this.at > this.bytes.length) throw new RangeError('the segment ends early');
    return new Uint32Array(this.bytes.buffer, this.bytes.byteOffset + from, count);
  }
}

/** What is known of a segment's files apart from their names and filters. Files are numbered from 0. */
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
  /** Where each file's spans begin; one entry more than there are files. */
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

  /** undefined if not all are known. */
  keysOf(n: number): Uint32Array | undefined {
    return this.keyLengths[n] === 0 ? undefined : this.keys.subarray(this.keyStarts[n], this.keyStarts[n + 1]);
  }

  /** Whether the file has records between two times, judging by each place's first and last record. Epoch milliseconds. */
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

/** Files are numbered from 0. */
export class SegmentView {
  readonly root: string;
  readonly form: string;
  readonly builtAt: number;
  readonly isFull: boolean;
  /** Number of files. */
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
    // copied, since it may outlive the rest
    const keys = columns.words(head.keys).slice();
    this.facts = new SegmentFacts(head, { inflated, keyLengths }, { counts, places, firsts, lengths, records }, keys);
  }

  folderOf(n: number): number {
    return this.folderNumbers[n] ?? Number.NaN;
  }

  /** Relative to the root. */
  pathOf(n: number): string {
    return `${this.folders[this.folderOf(n)] ?? ''}${this.names[n] ?? ''}`;
  }

  sizeOf(n: number): number {
    return this.sizes[n] ?? Number.NaN;
  }

  stampOf(n: number): string {
    return this.stamps[n] ?? '';
  }

  /** False if the file has to be read. */
  isKnown(n: number): boolean {
    return this.filterLengths[n] !== noFilter;
  }

  /** Where the file's filter ends among all filters: the same for files that share one. */
  filterEnd(n: number): number {
    return this.filterStarts[n + 1] as number;
  }

  /** For a known file. */
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
