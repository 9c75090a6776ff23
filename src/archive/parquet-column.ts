/** A column of a Parquet file, read from its first page to its last: of pages that nobody asks for only the head is read. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { ColumnMetaData, DecodedArray, SchemaTree } from 'hyparquet';
import type { JsonValue } from '../model/json.ts';
import type { ByteParts } from './byte-source.ts';
import type { TableColumn } from './scanner.ts';

/** What decodes pages: loaded where a Parquet file is met. */
export interface PageDecoder {
  readonly parquetHeader: typeof import('hyparquet/src/column.js')['parquetHeader'];
  readonly readPage: typeof import('hyparquet/src/column.js')['readPage'];
  readonly convert: typeof import('hyparquet/src/convert.js')['convert'];
  readonly parsers: typeof import('hyparquet/src/convert.js')['DEFAULT_PARSERS'];
}

/** Writers make pages of a MB, or of 20,000 rows: what tells of far more is no page. */
const [mostBytes, mostValues] = [2 ** 28, 2 ** 24];
/** What is read at least: the head of a page, and what follows. */
const pieceSize = 0x4000;

/** By the header's word no more comes of a page than so many bytes; zlib takes no 0. Snappy is the library's own. */
const most = (length: number) => ({ maxOutputLength: Math.max(1, length) });
export const compressors = {
  GZIP: (input: Uint8Array, length: number) => new Uint8Array(gunzipSync(input, most(length))),
  BROTLI: (input: Uint8Array, length: number) => new Uint8Array(brotliDecompressSync(input, most(length))),
};

/** Where it is damaged: the offset in the file. */
export class DamagedPage extends Error {
  readonly offset: number;

  constructor(offset: number, cause: unknown) {
    super((cause as Error).message, { cause });
    this.offset = offset;
  }
}

type Header = ReturnType<PageDecoder['parquetHeader']>;

/** The first byte of a column's pages, and the one behind the last. */
export function chunkRange(meta: ColumnMetaData): readonly [from: number, to: number] {
  const dictionary = Number(meta.dictionary_page_offset ?? 0);
  const data = Number(meta.data_page_offset);
  // some writers say 0 where there is none
  const from = dictionary > 0 && dictionary < data ? dictionary : data;
  return [from, from + Number(meta.total_compressed_size)];
}

export class ParquetColumn implements TableColumn {
  private readonly file: ByteParts;
  private readonly decoder: PageDecoder;
  private readonly column: Parameters<PageDecoder['readPage']>[2];
  private readonly end: number;
  /** Of the next page. */
  private offset: number;
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
  private bytesAt = 0;
  private dictionaryPage: { readonly header: Header; readonly at: number; readonly bytes: Uint8Array } | undefined;
  private dictionary: DecodedArray | undefined;
  /** The rows of the page at hand. */
  private values: DecodedArray = [];
  private from = 0;
  private to = 0;

  /** `path`: from the root of the schema to the column, which is neither nested nor repeated. */
  constructor(file: ByteParts, meta: ColumnMetaData, path: SchemaTree[], decoder: PageDecoder) {
    const { element } = path.at(-1) as SchemaTree;
    this.file = file;
    this.decoder = decoder;
    this.column = {
      ...meta,
      pathInSchema: meta.path_in_schema,
      element,
      schemaPath: path,
      parsers: decoder.parsers,
      compressors,
    };
    [this.offset, this.end] = chunkRange(meta);
    if (!(this.offset >= 0) || !(this.end <= file.byteLength))
      throw new DamagedPage(0, new Error(`the column ${meta.path_in_schema.join('.')} lies outside the file`));
  }

  at(row: number): JsonValue {
    if (row >= this.to) this.advance(row);
    const value = this.values[row - this.from];
    return typeof value === 'string' || typeof value === 'number' ? value : plain(value);
  }

  private advance(row: number): void {
    try {
      while (row >= this.to) this.nextPage(row);
    } catch (error) {
      throw error instanceof DamagedPage ? error : new DamagedPage(this.offset, error);
    }
  }

  private nextPage(row: number): void {
    const { header, length } = this.readHeader();
    const at = this.offset + length;
    const size = header.compressed_page_size;
    const count = header.data_page_header_v2?.num_rows ?? header.data_page_header?.num_values;
    if (!(size >= 0 && at + size <= this.end)) throw new Error('a page is longer than its column');
    if (!(header.uncompressed_page_size >= 0 && header.uncompressed_page_size <= mostBytes))
      throw new Error(`a page of ${header.uncompressed_page_size} bytes`);
    if (header.type === 'DICTIONARY_PAGE') {
      if (!((header.dictionary_page_header?.num_values ?? -1) >= 0)) throw new Error('a dictionary without its size');
      this.dictionaryPage = { header, at, bytes: this.take(at, size) };
      this.dictionary = undefined;
    } else if (count !== undefined) {
      if (!(count >= 0 && count <= mostValues)) throw new Error(`a page of ${count} values`);
      this.from = this.to;
      const to = this.from + count;
      if (row < to) {
        this.values = this.decode(header, this.take(at, size));
        if (this.values.length !== count) throw new Error(`a page of ${this.values.length} values, not ${count}`);
      }
      this.to = to;
    }
    this.offset = at + size;
  }

  private decode(header: Header, bytes: Uint8Array): DecodedArray {
    const { decoder, column, dictionaryPage } = this;
    const decodePage = (of: Header, page: Uint8Array) => {
      const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
      return decoder.readPage({ view, offset: 0 }, of, column, this.dictionary, undefined, 0).data ?? [];
    };
    if (dictionaryPage) {
      this.dictionary = decoder.convert(decodePage(dictionaryPage.header, dictionaryPage.bytes), column);
      this.dictionaryPage = undefined;
    }
    return decodePage(header, bytes);
  }

  private readHeader(): { readonly header: Header; readonly length: number } {
    if (this.offset >= this.end) throw new Error('the column ends before its last row');
    for (let longest = pieceSize / 2; ; longest *= 8) {
      const length = Math.min(longest, this.end - this.offset);
      const bytes = this.take(this.offset, length);
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
      try {
        return { header: this.decoder.parquetHeader(reader), length: reader.offset };
      } catch (error) {
        // statistics in it may be long texts
        if (!(error instanceof RangeError) || length === this.end - this.offset || longest >= mostBytes) throw error;
      }
    }
  }

  /** Reads on in pieces; each byte is read once. */
  private take(from: number, length: number): Uint8Array {
    const known = this.bytesAt + this.bytes.length;
    if (from + length > known) {
      const rest = from < known && from >= this.bytesAt ? this.bytes.subarray(from - this.bytesAt) : new Uint8Array();
      const start = from + rest.length;
      const end = Math.min(Math.max(from + length, start + pieceSize), this.end);
      const more = new Uint8Array(this.file.slice(start, end));
      // nothing is written over what was taken before
      this.bytes = new Uint8Array(rest.length + more.length);
      this.bytes.set(rest);
      this.bytes.set(more, rest.length);
      this.bytesAt = from;
    }
    return this.bytes.subarray(from - this.bytesAt, from - this.bytesAt + length);
  }
}

/** Big integers become numbers, dates ISO text. */
export function plain(value: unknown): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
