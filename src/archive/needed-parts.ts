/** Which parts of a file that lies elsewhere are needed, where that is less than all of it: those of the columns that are read. */

import { type ByteRange, joined, sizeOf } from './byte-ranges.ts';
import type { ByteParts } from './byte-source.ts';
import { readied } from './late-scanner.ts';
import type { ArchiveFile } from './local-paths.ts';
import { footerSize, openParquet, usualFooter } from './parquet.ts';
import type { RecordScanner } from './scanner.ts';

export interface NeededParts {
  /** Whether it may be less than the whole file. */
  mayBeFew(file: ArchiveFile): boolean;
  /** `read` gives any part of the file. All of it, where that is not much more. Rejects with what `read` rejects with. */
  of(file: ArchiveFile, read: (range: ByteRange) => Promise<Uint8Array>): Promise<readonly ByteRange[]>;
}

/** The answer to a request takes as long as some MB: a smaller file is had sooner as a whole. */
const worthParts = 1_000_000;
/** Bytes between two parts that are had sooner than a further answer. */
const nearby = 0x20000;
/** Of the file: beyond it, the rest is taken, too. */
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

/** undefined where it is not read by columns. */
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
    // whoever reads it tells what is wrong with it
  }
  return undefined;
}

/** Of what is known; the rest is nothing. */
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
