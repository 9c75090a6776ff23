/** Parquet rows as JSON objects, by `hyparquet` (pure JavaScript), loaded only where a Parquet file is met. */
import { gunzipSync } from 'node:zlib';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { ByteParts } from './byte-source.ts';

/** Rows decoded at a time: bounds memory, whatever the file's size. */
const rowsAtOnce = 50_000;

/** Of the file no more is in memory than the columns of the rows at hand. @throws Error where it is no valid Parquet. Big integers become numbers, dates ISO text. */
export async function* rowsOf(file: ByteParts): AsyncGenerator<JsonObject> {
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const metadata = await parquetMetadataAsync(file);
  const total = Number(metadata.num_rows);
  const compressors = { GZIP: (input: Uint8Array) => new Uint8Array(gunzipSync(input)) };
  for (let rowStart = 0; rowStart < total; rowStart += rowsAtOnce) {
    const rowEnd = Math.min(rowStart + rowsAtOnce, total);
    const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
    for (const row of rows) yield plain(row) as JsonObject;
  }
}

function plain(value: unknown): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
