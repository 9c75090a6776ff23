/** Reads Parquet files by column or as JSON objects, using `hyparquet` (pure JavaScript), loaded only when one is met. */
import type { ColumnChunk, FileMetaData, RowGroup, SchemaTree } from 'hyparquet';
import type { JsonObject } from '../model/json.ts';
import type { ByteParts } from './byte-source.ts';
import { chunkRange, compressors, type PageDecoder, ParquetColumn, plain } from './parquet-column.ts';
import type { ColumnBounds, TableColumn, TablePart } from './scanner.ts';

/** Rows decoded at a time, which limits memory whatever the file's size. */
const rowsAtOnce = 50_000;
/** Bytes to read at the file's end, where its metadata is. */
export const usualFooter = 0x10000;
/** After the metadata: its length and the magic number. */
const markSize = 8;
const mark = 0x31524150;

/** @throws Error if it is not valid Parquet. */
export async function openParquet(file: ByteParts): Promise<ParquetFile> {
  const [hyparquet, column, { decompressPage }, convert] = await Promise.all([
    import('hyparquet'),
    import('hyparquet/src/column.js'),
    import('hyparquet/src/datapage.js'),
    import('hyparquet/src/convert.js'),
  ]);
  const { parquetHeader, readPage } = column;
  const parsers = convert.DEFAULT_PARSERS;
  const decoder = { parquetHeader, readPage, decompressPage, convert: convert.convert, parsers };
  const metadata = hyparquet.parquetMetadata(footerOf(file));
  return new ParquetFile(file, metadata, hyparquet.parquetSchema(metadata), decoder);
}

function footerOf(file: ByteParts): ArrayBuffer {
  const { byteLength } = file;
  const from = Math.max(0, byteLength - usualFooter);
  const end = file.slice(from, byteLength);
  const size = footerSize(new Uint8Array(end));
  if (size > byteLength) throw new Error(`its description of ${size} bytes is longer than the file`);
  if (size <= end.byteLength) return end;
  const whole = new Uint8Array(size);
  whole.set(new Uint8Array(file.slice(byteLength - size, from)));
  whole.set(new Uint8Array(end), size - end.byteLength);
  return whole.buffer;
}

/** Size of the footer (metadata, length, magic number), from a file's last bytes. @throws Error if it is not Parquet. */
export function footerSize(end: Uint8Array): number {
  const view = new DataView(end.buffer, end.byteOffset, end.byteLength);
  if (end.length < markSize || view.getUint32(end.length - 4, true) !== mark) throw new Error('it ends early');
  return view.getUint32(end.length - markSize, true) + markSize;
}

interface Part extends TablePart {
  readonly group: RowGroup;
}

export class ParquetFile {
  /** Columns that are neither nested nor repeated. */
  readonly columns: readonly string[];
  readonly parts: readonly Part[];
  private readonly file: ByteParts;
  private readonly metadata: FileMetaData;
  private readonly schema: SchemaTree;
  private readonly decoder: PageDecoder;

  constructor(file: ByteParts, metadata: FileMetaData, schema: SchemaTree, decoder: PageDecoder) {
    this.file = file;
    this.metadata = metadata;
    this.schema = schema;
    this.decoder = decoder;
    this.columns = schema.children
      .filter(({ element, children }) => children.length === 0 && element.repetition_type !== 'REPEATED')
      .map(({ element }) => element.name);
    let before = 0;
    this.parts = metadata.row_groups.map((group) => {
      const rows = Math.max(0, Number(group.num_rows));
      const part = { group, rows, before, bounds: (name: string) => this.boundsOf(group, name) };
      before += rows;
      return part;
    });
  }

  /** @throws Error if the file is damaged. */
  column({ group }: Part, name: string): TableColumn | undefined {
    const path = this.pathOf(name);
    if (!path) return undefined;
    const meta = this.chunkOf(group, name)?.meta_data;
    if (!meta) throw new Error(`the column ${name} is not told of`);
    return new ParquetColumn(this.file, meta, path, this.decoder);
  }

  /** The byte range of a part's column in the file. */
  rangeOf({ group }: Part, name: string): readonly [from: number, to: number] | undefined {
    const meta = this.chunkOf(group, name)?.meta_data;
    return meta && chunkRange(meta);
  }

  /** Only the columns of the current rows are in memory. @throws Error if the file is damaged. */
  async *rows(): AsyncGenerator<JsonObject> {
    const { file, metadata } = this;
    const { parquetReadObjects } = await import('hyparquet');
    const total = Number(metadata.num_rows);
    let checked = 0;
    for (let rowStart = 0; rowStart < total; rowStart += rowsAtOnce) {
      const rowEnd = Math.min(rowStart + rowsAtOnce, total);
      for (; (this.parts[checked]?.before ?? Infinity) < rowEnd; checked++) this.check(this.parts[checked] as Part);
      const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
      for (const row of rows) yield plain(row) as JsonObject;
    }
  }

  /** Checked here, because the library trusts what it reads. @throws DamagedPage */
  private check({ group, rows }: Part): void {
    for (const { meta_data: meta, file_path: elsewhere } of group.columns) {
      const path = meta && !elsewhere ? this.pathTo(meta.path_in_schema) : undefined;
      if (meta && path) new ParquetColumn(this.file, meta, path, this.decoder).check(rows);
    }
  }

  /** The path from the schema's root to a column. */
  private pathTo(names: readonly string[]): SchemaTree[] | undefined {
    const path = [this.schema];
    for (const name of names) {
      const found = path.at(-1)?.children.find(({ element }) => element.name === name);
      if (!found) return undefined;
      path.push(found);
    }
    return path;
  }

  private pathOf(name: string): SchemaTree[] | undefined {
    const found = this.columns.includes(name) && this.schema.children.find(({ element }) => element.name === name);
    return found ? [this.schema, found] : undefined;
  }

  /** A chunk stored in another file is ignored. */
  private chunkOf(group: RowGroup, name: string): ColumnChunk | undefined {
    return group.columns.find(({ meta_data: meta, file_path: elsewhere }) => {
      const path = meta?.path_in_schema;
      return !elsewhere && path?.length === 1 && path[0] === name;
    });
  }

  /** https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift: `Statistics`. */
  private boundsOf(group: RowGroup, name: string): ColumnBounds | undefined {
    const told = this.chunkOf(group, name)?.meta_data?.statistics;
    const element = this.pathOf(name)?.at(-1)?.element;
    // truncated bounds are not actual values
    if (!told || !element || told.is_min_value_exact === false || told.is_max_value_exact === false) return undefined;
    const hasNulls =
      element.repetition_type !== 'REQUIRED' && (told.null_count === undefined || Number(told.null_count) > 0);
    if (typeof told.min_value === 'string' && typeof told.max_value === 'string')
      return { least: told.min_value, greatest: told.max_value, hasNulls };
    // the deprecated `min` and `max` are reliable only for numbers
    const [least, greatest] = [numberOf(told.min_value ?? told.min), numberOf(told.max_value ?? told.max)];
    return least !== undefined && greatest !== undefined && least <= greatest
      ? { least, greatest, hasNulls }
      : undefined;
  }
}

const numberOf = (told: unknown): number | undefined =>
  typeof told === 'bigint' || typeof told === 'number' ? Number(told) : undefined;
