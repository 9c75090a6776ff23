/** Describes an archive's index: its size and age, and how much of the archive it covers. */
import type { ArchiveIndex } from '../model/archive-index.ts';
import { filedBy } from './index-files.ts';
import { readSegment, segmentsIn } from './index-folder.ts';
import { formOf } from './index-lookup.ts';
import type { ArchiveFile } from './local-paths.ts';
import type { RecordScanner } from './scanner.ts';

export interface IndexedArchive {
  /** The archive's folder, with links resolved, or its address. */
  readonly root: string;
  readonly isBeside: boolean;
  /** The folder that holds the index. */
  readonly folder: string;
  /** The key it was signed with; undefined if there is no usable one. */
  readonly key: Buffer | undefined;
  readonly files: readonly ArchiveFile[];
  readonly scanner: RecordScanner;
}

type Counts = 'files' | 'indexed' | 'withoutFilter' | 'archiveBytes' | 'bytes' | 'segments' | 'unusable';

export interface IndexDescription extends Pick<ArchiveIndex, Counts> {
  /** When the oldest and the newest part were built; null if there are none. Epoch milliseconds. */
  readonly oldest: number | null;
  readonly newest: number | null;
}

export async function describeIndex(archive: IndexedArchive): Promise<IndexDescription> {
  const files = filedBy(archive.root, archive.files, () => '').get('');
  const segments = await segmentsIn(archive.folder);
  /** The indexed files, and whether each has a filter. */
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
