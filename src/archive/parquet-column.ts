/** Reads a column of a Parquet file from its first page to its last; of pages that are not needed, only the header is read. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { ColumnMetaData, DecodedArray, SchemaTree } from 'hyparquet';
import type { JsonValue } from '../model/json.ts';
import type { ByteParts } from './byte-source.ts';
import { checkPage } from './parquet-runs.ts';
import type { TableColumn } from './scanner.ts';

/** hyparquet's page decoding, loaded once a Parquet file is met. */
export interface PageDecoder {
  readonly parquetHeader: typeof import('hyparquet/src/column.js')['parquetHeader'];
  readonly readPage: typeof import('hyparquet/src/column.js')['readPage'];
  readonly decompressPage: typeof import('hyparquet/src/datapage.js')['decompressPage'];
  readonly convert: typeof import('hyparquet/src/convert.js')['convert'];
  readonly parsers: typeof import('hyparquet/src/convert.js')['DEFAULT_PARSERS'];
}

/** Writers make pages of 1 MB or 20,000 rows; a header that claims far more is not a page. */
const [mostBytes, mostValues] = [2 ** 28, 2 ** 24];
/** Minimum read: a page header, and some of what follows. */
const pieceSize = 0x4000;

/** Limits output to the length that the header claims (zlib does not accept 0). Snappy is left to the library. */
const most = (length: number) => ({ maxOutputLength: Math.max(1, length) });
export const compressors = {
  GZIP: (input: Uint8Array, length: number) => new Uint8Array(gunzipSync(input, most(length))),
  BROTLI: (input: Uint8Array, length: number) => new Uint8Array(brotliDecompressSync(input, most(length))),
};

/** The file is damaged, at this offset. */
export class DamagedPage extends Error {
  readonly offset: number;

  constructor(offset: number, cause: unknown) {
    super((cause as Error).message, { cause });
    this.offset = offset;
  }
}

type Header = ReturnType<PageDecoder['parquetHeader']>;

interface Page {
  readonly header: Header;
  /** Offset and length of its bytes in the file. */
  readonly at: number;
  readonly size: number;
  /** Rows, or values if the column is repeated; undefined if the page holds none. */
  readonly count: number | undefined;
}

/** The offsets of the first byte of a column's pages, and after the last. */
export function chunkRange(meta: ColumnMetaData): readonly [from: number, to: number] {
  const dictionary = Number(meta.dictionary_page_offset ?? 0);
  const data = Number(meta.data_page_offset);
  // some writers put 0 if there is no dictionary
  const from = dictionary > 0 && dictionary < data ? dictionary : data;
  return [from, from + Number(meta.total_compressed_size)];
}

export class ParquetColumn implements TableColumn {
  private readonly file: ByteParts;
  private readonly decoder: PageDecoder;
  private readonly column: Parameters<PageDecoder['readPage']>[2];
  private readonly end: number;
  /** Offset of the next page. */
  private offset: number;
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
  private bytesAt = 0;
  private dictionaryPage: { readonly header: Header; readonly at: number; readonly bytes: Uint8Array } | undefined;
  private dictionary: DecodedArray | undefined;
  /** The rows of the current page. */
  private values: DecodedArray = [];
  private from = 0;
  private to = 0;

  /** `path`: from the schema's root to the column, which must be neither nested nor repeated unless only `check` is called. */
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

  /**
   * Checks the pages of this many rows without keeping them, for columns that the library then reads unchecked.
   * @throws DamagedPage if a page contradicts its header.
   */
  check(rows: number): void {
    const isNested = this.column.schemaPath.length > 2 || this.repetition > 0;
    try {
      for (let seen = 0; (isNested || seen < rows) && this.offset < this.end - 1; ) {
        const { header, at, size, count } = this.pageAt();
        if (count !== undefined) this.checked(header, this.take(at, size));
        seen += count ?? 0;
        this.offset = at + size;
      }
    } catch (error) {
      throw new DamagedPage(this.offset, error);
    }
  }

  private get repetition(): number {
    return this.column.schemaPath.filter(({ element }) => element.repetition_type === 'REPEATED').length;
  }

  private pageAt(): Page {
    const { header, length } = this.readHeader();
    const at = this.offset + length;
    const size = header.compressed_page_size;
    const count = header.data_page_header_v2?.num_values ?? header.data_page_header?.num_values;
    if (!(size >= 0 && at + size <= this.end)) throw new Error('a page is longer than its column');
    if (!(header.uncompressed_page_size >= 0 && header.uncompressed_page_size <= mostBytes))
      throw new Error(`a page of ${header.uncompressed_page_size} bytes`);
    const values = header.type === 'DICTIONARY_PAGE' ? (header.dictionary_page_header?.num_values ?? -1) : count;
    if (values !== undefined && !(values >= 0 && values <= mostValues)) throw new Error(`a page of ${values} values`);
    return { header, at, size, count: header.type === 'DICTIONARY_PAGE' ? undefined : count };
  }

  private nextPage(row: number): void {
    const { header, at, size, count } = this.pageAt();
    if (header.type === 'DICTIONARY_PAGE') {
      this.dictionaryPage = { header, at, bytes: this.take(at, size) };
      this.dictionary = undefined;
    } else if (count !== undefined) {
      const rows = header.data_page_header_v2?.num_rows ?? count;
      if (rows !== count) throw new Error(`a page of ${count} values in ${rows} rows`);
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
    const decodePage = (of: Header, page: Uint8Array, as: typeof column) => {
      const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
      return decoder.readPage({ view, offset: 0 }, of, as, this.dictionary, undefined, 0).data ?? [];
    };
    if (dictionaryPage) {
      this.dictionary = decoder.convert(decodePage(dictionaryPage.header, dictionaryPage.bytes, column), column);
      this.dictionaryPage = undefined;
    }
    const page = this.checked(header, bytes);
    return decodePage({ ...header, compressed_page_size: page.length }, page, { ...column, codec: 'UNCOMPRESSED' });
  }

  /** The uncompressed bytes of a page of values. @throws Error if they contradict the header. */
  private checked(header: Header, bytes: Uint8Array): Uint8Array {
    const { decoder, column } = this;
    const { codec, schemaPath, type } = column;
    const shape = {
      isBoolean: type === 'BOOLEAN',
      repetition: this.repetition,
      definition: schemaPath.slice(1).filter(({ element }) => element.repetition_type !== 'REQUIRED').length,
    };
    const size = header.uncompressed_page_size;
    const second = header.type === 'DATA_PAGE_V2' ? header.data_page_header_v2 : undefined;
    if (!second) {
      const page = decoder.decompressPage(bytes, size, codec, compressors);
      const { num_values: count = 0, encoding = '' } = header.data_page_header ?? {};
      checkPage(page, { ...shape, count, encoding });
      return page;
    }
    const { num_values: count, num_nulls: nulls, encoding } = second;
    const repetition = second.repetition_levels_byte_length;
    const definition = shape.definition > 0 ? second.definition_levels_byte_length : 0;
    const behindLevels = repetition + definition;
    if (!(repetition >= 0 && definition >= 0 && behindLevels <= Math.min(size, bytes.length)))
      throw new Error('levels are longer than their page');
    const packed = bytes.subarray(behindLevels);
    const isPacked = second.is_compressed !== false;
    const length = size - repetition - second.definition_levels_byte_length;
    const values = isPacked ? decoder.decompressPage(packed, length, codec, compressors) : packed;
    const page = new Uint8Array(behindLevels + values.length);
    page.set(bytes.subarray(0, behindLevels));
    page.set(values, behindLevels);
    checkPage(page, { ...shape, count, encoding, levels: { repetition, definition, nulls } });
    return page;
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
        // the header may contain long statistics
        if (!(error instanceof RangeError) || length === this.end - this.offset || longest >= mostBytes) throw error;
      }
    }
  }

  /** Reads ahead in pieces, so that each byte is read once. */
  private take(from: number, length: number): Uint8Array {
    const known = this.bytesAt + this.bytes.length;
    if (from + length > known) {
      const rest = from < known && from >= this.bytesAt ? this.bytes.subarray(from - this.bytesAt) : new Uint8Array();
      const start = from + rest.length;
      const end = Math.min(Math.max(from + length, start + pieceSize), this.end);
      const more = new Uint8Array(this.file.slice(start, end));
      // arrays returned earlier stay unchanged
      this.bytes = new Uint8Array(rest.length + more.length);
      this.bytes.set(rest);
      this.bytes.set(more, rest.length);
      this.bytesAt = from;
    }
    return this.bytes.subarray(from - this.bytesAt, from - this.bytesAt + length);
  }
}

/** Big integers become numbers, and dates ISO 8601 text. */
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
