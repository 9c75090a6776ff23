/** Reports how far the reading of an archive has come, file by file. */
import type { Evidence, Reading } from '../model/evidence.ts';
import type { ArchiveFile } from './local-paths.ts';

/** The progress of one reading; a question may take several. */
export interface ArchiveProgress {
  /** Files that may hold what is asked for; `size` is their size as stored. */
  readonly files: number;
  readonly size: number;
  /** Files read so far, in any order. */
  readonly filesRead: number;
  readonly sizeRead: number;
  /** Inflated bytes read. */
  readonly bytes: number;
  /** Pieces of evidence so far. */
  readonly found: number;
}

/** Returns a function that counts each file once, whether another thread read it or it was read in its turn. */
export function teller(files: readonly ArchiveFile[], onProgress?: (progress: ArchiveProgress) => void) {
  const told = new Set<string>();
  const sums = { files: files.length, size: sizeOf(files), filesRead: 0, sizeRead: 0, bytes: 0, found: 0 };
  return ({ path, size }: ArchiveFile, { bytes, evidence }: Reading): void => {
    if (!onProgress || told.has(path)) return;
    told.add(path);
    sums.filesRead++;
    sums.sizeRead += size;
    sums.bytes += bytes;
    sums.found += foundIn(evidence);
    onProgress({ ...sums });
  };
}

/** Evidence that stands for the calls of a whole file counts as that many. */
function foundIn(evidence: readonly Evidence[]): number {
  for (const item of evidence) {
    if (item.type === 'surveyed') return item.numbers.length;
    if (item.type === 'rows') return item.times.length;
  }
  return evidence.length;
}

export const sizeOf = (files: readonly ArchiveFile[]): number => files.reduce((sum, { size }) => sum + size, 0);
