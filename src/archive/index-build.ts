/**
 * Builds and refreshes the index of an archive, day by day: files already indexed are not read again, and each segment is
 * written completely or not at all. An interrupted build leaves an index of the days it finished.
 */
import { rm } from 'node:fs/promises';
import { groupedBy } from '../model/grouped-by.ts';
import type { KeyParser } from './chooser.ts';
import { IndexBatch, type ReadFile } from './index-batch.ts';
import { readFetched } from './index-fetches.ts';
import { type FiledFiles, filedByDay, pathBelow, placeOf } from './index-files.ts';
import { WordCollector } from './index-filter.ts';
import { readSegment, segmentsIn, sweep } from './index-folder.ts';
import { formOf } from './index-lookup.ts';
import { type IndexReader, readAlone, readTogether } from './index-threads.ts';
import type { ArchiveFile } from './local-paths.ts';
import { Pool, worthThreads } from './pool.ts';
import { type RemoteFiles, Unavailable } from './remote.ts';
import type { RecordScanner } from './scanner.ts';
import { receivedError } from './sent-error.ts';

/** Once a day has this many segments that are not full, their files are read again and written as fewer. */
const mostSegments = 8;

export interface IndexBuild {
  /** The archive's folder, with links resolved, or its address. */
  readonly root: string;
  readonly isBeside: boolean;
  /** The folder that holds the index. */
  readonly folder: string;
  readonly key: Buffer;
  readonly files: readonly ArchiveFile[];
  /** Whether all of the archive could be listed. */
  readonly isWhole: boolean;
  /** Provides the files, if they are not on this machine. */
  readonly remote?: Pick<RemoteFiles, 'fetch' | 'heldBytes' | 'readAhead'>;
  /** The module that a thread runs, which hands `serveIndex` a scanner. Absent: everything is read in this thread. */
  readonly workerUrl?: URL;
  /** Compressed bytes from which threads are worth starting. */
  readonly worthThreads?: number;
  /** Limit per segment. Absent: as many as memory allows. */
  readonly mostFiles?: number;
  /** Reads a delivered form, and asks for something that no record contains. */
  readonly scanner: RecordScanner;
  readonly parseKey: KeyParser;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: IndexProgress) => void;
}

export interface IndexProgress {
  readonly files: number;
  readonly filesDone: number;
  /** Inflated. */
  readonly bytes: number;
}

export interface IndexResult extends IndexProgress {
  /** Already in the index and unchanged. */
  readonly kept: number;
  readonly added: number;
  /** How many of the added files have no filter, because none can be made. */
  readonly withoutFilter: number;
  /** Files that could not be read in this run. */
  readonly unread: number;
}

/** What remains to be done for a day. */
interface DayWork {
  readonly day: string;
  readonly fresh: readonly ArchiveFile[];
  /** Segments to remove once the day is written. */
  readonly replaced: readonly string[];
}

/** @throws NodeJS.ErrnoException if the index cannot be written, or the signal's reason if aborted. */
export async function buildIndex(input: IndexBuild): Promise<IndexResult> {
  const { folder, now, signal, onProgress } = input;
  const sums = { files: 0, filesDone: 0, bytes: 0, kept: 0, added: 0, withoutFilter: 0, unread: 0 };
  await sweep(folder, now);
  const { work, files, kept, gone } = await planBuild(input);
  sums.files = files;
  sums.kept = kept;
  sums.filesDone = kept;
  const reader = readerOf(
    input,
    work.flatMap(({ fresh }) => fresh),
  );
  try {
    for (const { day, fresh, replaced } of work) {
      const batch = new IndexBatch(input, day);
      try {
        for (const file of fresh) {
          signal.throwIfAborted();
          const entry = await indexed(input.root, file, reader, signal);
          sums.filesDone++;
          if (entry) {
            sums.added++;
            sums.bytes += entry.read?.bytes ?? 0;
            if (!entry.read) sums.withoutFilter++;
            await batch.add(entry);
          } else sums.unread++;
          onProgress(sums);
        }
      } finally {
        // also when the build is interrupted here
        await batch.flush();
      }
      for (const path of replaced) if (!batch.written.has(path)) await rm(path, { force: true });
    }
  } finally {
    await reader.end();
  }
  if (input.isWhole) for (const path of gone) await rm(path, { force: true });
  return sums;
}

interface BuildPlan {
  /** Sorted by day. */
  readonly work: readonly DayWork[];
  readonly files: number;
  /** Files already in the index and unchanged. */
  readonly kept: number;
  /** Segments of days for which the archive no longer has files. */
  readonly gone: readonly string[];
}

async function planBuild(input: IndexBuild): Promise<BuildPlan> {
  const days = filedByDay(input.root, input.files, input.parseKey);
  const segments = groupedBy(await segmentsIn(input.folder), ({ day }) => day);
  const work: DayWork[] = [];
  let [files, kept] = [0, 0];
  for (const [day, own] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    input.signal.throwIfAborted();
    const paths = (segments.get(day) ?? []).map(({ path }) => path);
    const { known, replaced } = await stateOf(input, paths, own);
    files += own.size;
    kept += known.size;
    const fresh: ArchiveFile[] = [];
    for (const file of own.all()) if (!file.piped && file.stamp !== undefined && !known.has(file)) fresh.push(file);
    work.push({ day, fresh, replaced });
  }
  const gone = [...segments].flatMap(([day, own]) => (days.has(day) ? [] : own.map(({ path }) => path)));
  return { work, files, kept, gone };
}

/** `files` must be in the order in which they will be requested. */
function readerOf(
  { remote, scanner, signal, workerUrl, worthThreads: worth = worthThreads }: IndexBuild,
  files: readonly ArchiveFile[],
): IndexReader {
  const given = { scanner, collector: WordCollector.create(), signal };
  const isWorth = Pool.size > 0 && files.reduce((sum, { size }) => sum + size, 0) >= worth;
  if (workerUrl && isWorth)
    return remote ? readFetched(files, workerUrl, remote, given) : readTogether(files, workerUrl, given);
  if (!remote) return readAlone(given);
  const ahead = remote.readAhead(files);
  const alone = readAlone(given, (file) => ahead.of(file));
  return { of: alone.of, end: async () => ahead.end() };
}

/** What the index holds of a day that is still true and stays. */
interface DayState {
  readonly known: ReadonlySet<ArchiveFile>;
  /** Segments that do not stay. */
  readonly replaced: readonly string[];
}

async function stateOf(input: IndexBuild, paths: readonly string[], files: FiledFiles): Promise<DayState> {
  const root = input.isBeside ? '' : input.root;
  const form = formOf(input.scanner);
  const replaced: string[] = [];
  const full = new Set<ArchiveFile>();
  /** Segments that had room for more files. */
  const small: (readonly [path: string, files: readonly ArchiveFile[]])[] = [];
  for (const path of paths) {
    const segment = await readSegment(path, input.key);
    const own: ArchiveFile[] = [];
    if (segment?.form === form && segment.root === root) files.unchanged(segment, (_, file) => own.push(file));
    if (own.length === 0) replaced.push(path);
    else if (segment?.isFull) for (const file of own) full.add(file);
    else small.push([path, own]);
  }
  // which words are common is decided per segment, so merging segments means reading their files again
  if (small.length >= mostSegments) return { known: full, replaced: [...replaced, ...small.map(([path]) => path)] };
  return { known: new Set([...full, ...small.flatMap(([, own]) => own)]), replaced };
}

/** undefined if the file cannot be read now. */
async function indexed(
  root: string,
  file: ArchiveFile,
  reader: IndexReader,
  signal: AbortSignal,
): Promise<ReadFile | undefined> {
  const entry = { path: pathBelow(root, placeOf(file)) ?? '', size: file.size, stamp: file.stamp ?? '' };
  try {
    const outcome = await reader.of(file);
    if ('error' in outcome) throw receivedError(outcome.error);
    return outcome.words ? { ...entry, read: outcome.words } : entry;
  } catch (error) {
    signal.throwIfAborted();
    // what the system refuses is left out; any other error is a bug
    if (error instanceof Unavailable || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}
