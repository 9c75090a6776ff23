/** Finds which parts of a remote file are needed: of a columnar one, perhaps only the columns that are read. */

import { type ByteRange, joined, sizeOf } from './byte-ranges.ts';
import type { ByteParts } from './byte-source.ts';
import { readied } from './late-scanner.ts';
import type { ArchiveFile } from './local-paths.ts';
import { footerSize, openParquet, usualFooter } from './parquet.ts';
import type { RecordScanner } from './scanner.ts';

export interface NeededParts {
  /** Whether less than the whole file may be needed. */
  mayBeFew(file: ArchiveFile): boolean;
  /** The ranges needed: all of the file, if they are not much less. `read` fetches any range; its errors are passed on. */
  of(file: ArchiveFile, read: (range: ByteRange) => Promise<Uint8Array>): Promise<readonly ByteRange[]>;
}

/** A request takes as long as transferring some MB, so smaller files are fetched whole. */
const worthParts = 1_000_000;
/** A gap of up to this many bytes is fetched faster than with another request. */
const nearby = 0x20000;
/** Share of the file above which all of it is fetched. */
const mostOfAll = 0.8;
const headSize = 4;

export function neededParts(scanners: readonly RecordScanner[], worth = worthParts): NeededParts {
  return {
    mayBeFew: ({ path, size }) => size >= worth && scanners.length > 0 && path.endsWith('.parquet'),
    async of({ path, size }, read) {
      const all: ByteRange = [0, size];
      const known = [await partAt(size - usualFooter, size, read)];
      const length = lengthOf(known[0]?.bytes);
      if (length === undefined || length > size) return [all];
      if (length > usualFooter) known.push(await partAt(size - length, size - usualFooter, read));
      await readied(scanners);
      const columns = await columnsIn(path, partsOf(size, known), scanners);
      if (!columns) return [all];
      const ranges = joined([[0, headSize], ...columns, [size - length, size]], nearby);
      const isLess = sizeOf(ranges) < size * mostOfAll && ranges.every(([, to]) => to <= size);
      return isLess ? ranges : [all];
    },
  };
}

interface KnownPart {
  readonly from: number;
  readonly bytes: Uint8Array;
}

const partAt = async (
  from: number,
  to: number,
  read: (range: ByteRange) => Promise<Uint8Array>,
): Promise<KnownPart> => ({ from: Math.max(0, from), bytes: await read([Math.max(0, from), to]) });

function lengthOf(end: Uint8Array | undefined): number | undefined {
  try {
    return end && footerSize(end);
  } catch {
    return undefined;
  }
}

/** undefined if the file is not read by columns. */
async function columnsIn(
  path: string,
  parts: ByteParts,
  scanners: readonly RecordScanner[],
): Promise<readonly ByteRange[] | undefined> {
  try {
    const file = await openParquet(parts);
    for (const scanner of scanners) {
      const table = scanner.table?.(file.columns, path);
      if (!table) continue;
      return file.parts.flatMap((part) =>
        table.columnsOf(part).flatMap((name) => {
          const range = file.rangeOf(part, name);
          return range ? [range] : [];
        }),
      );
    }
  } catch {
    // whoever reads the file reports what is wrong with it
  }
  return undefined;
}

/** Serves the known parts; the rest reads as zeros. */
const partsOf = (byteLength: number, known: readonly KnownPart[]): ByteParts => ({
  byteLength,
  slice(start, end = byteLength) {
    const part = new Uint8Array(end - start);
    for (const { from, bytes } of known) {
      const found = bytes.subarray(Math.max(0, start - from), Math.max(0, end - from));
      if (found.length > 0) part.set(found, Math.max(0, from - start));
    }
    return part.buffer;
  },
});
