/** How far a reading of an archive has come, told as its files are read. */
import type { Evidence, Reading } from '../model/evidence.ts';
import type { ArchiveFile } from './local-paths.ts';

/** Of one reading: a question may take several. */
export interface ArchiveProgress {
  /** Files that may hold what is asked for, and their size as they lie there. */
  readonly files: number;
  readonly size: number;
  /** Those that were read, in whatever order. */
  readonly filesRead: number;
  readonly sizeRead: number;
  /** What was read, inflated. */
  readonly bytes: number;
  /** Pieces of evidence so far. */
  readonly found: number;
}

/** Tells of each file once: by whatever thread it was read, or in its turn. */
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

/** What stands for many counts as many: the calls of a file that pass by. */
function foundIn(evidence: readonly Evidence[]): number {
  for (const item of evidence) {
    if (item.type === 'surveyed') return item.numbers.length;
    if (item.type === 'rows') return item.times.length;
  }
  return evidence.length;
}

export const sizeOf = (files: readonly ArchiveFile[]): number => files.reduce((sum, { size }) => sum + size, 0);
