/** What there is of an archive's index: its size and age, and how much of the archive it is about. */
import type { ArchiveIndex } from '../model/archive-index.ts';
import { filedBy } from './index-files.ts';
import { readSegment, segmentsIn } from './index-folder.ts';
import { formOf } from './index-lookup.ts';
import type { ArchiveFile } from './local-paths.ts';
import type { RecordScanner } from './scanner.ts';

export interface IndexedArchive {
  /** The archive's folder, links followed, or its address. */
  readonly root: string;
  readonly isBeside: boolean;
  /** Where the index lies. */
  readonly folder: string;
  /** What it was signed with; undefined: there is none that could be used. */
  readonly key: Buffer | undefined;
  readonly files: readonly ArchiveFile[];
  readonly scanner: RecordScanner;
}

type Counts = 'files' | 'indexed' | 'withoutFilter' | 'archiveBytes' | 'bytes' | 'segments' | 'unusable';

export interface IndexDescription extends Pick<ArchiveIndex, Counts> {
  /** When its parts were built; null where there are none. Epoch milliseconds. */
  readonly oldest: number | null;
  readonly newest: number | null;
}

export async function describeIndex(archive: IndexedArchive): Promise<IndexDescription> {
  const files = filedBy(archive.root, archive.files, () => '').get('');
  const segments = await segmentsIn(archive.folder);
  /** Which of the files are indexed, and whether a filter tells of them. */
  const found = new Map<ArchiveFile, boolean>();
  const times: number[] = [];
  let unusable = 0;
  for (const { path } of segments) {
    const segment = archive.key && (await readSegment(path, archive.key));
    const root = archive.isBeside ? '' : archive.root;
    if (!segment || segment.form !== formOf(archive.scanner) || segment.root !== root) {
      unusable++;
      continue;
    }
    times.push(segment.builtAt);
    files?.unchanged(segment, (n, file) => found.set(file, segment.isKnown(n)));
  }
  let [archiveBytes, withoutFilter] = [0, 0];
  for (const [{ size }, hasFilter] of found) {
    archiveBytes += size;
    if (!hasFilter) withoutFilter++;
  }
  return {
    files: archive.files.length,
    indexed: found.size,
    withoutFilter,
    archiveBytes,
    bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    segments: segments.length,
    unusable,
    oldest: times.length === 0 ? null : Math.min(...times),
    newest: times.length === 0 ? null : Math.max(...times),
  };
}
