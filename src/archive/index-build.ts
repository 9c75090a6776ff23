/**
 * Builds and refreshes the index of an archive, day by day: what is in it already is not read again, what is written is whole.
 * A build that is cut off leaves an index of the days that it got through.
 */
import { rm } from 'node:fs/promises';
import { groupedBy } from '../model/grouped-by.ts';
import type { KeyParser } from './chooser.ts';
import { readFetched } from './index-fetches.ts';
import { WordCollector } from './index-filter.ts';
import { readSegment, segmentsIn, sweep, writeSegment } from './index-folder.ts';
import { dayOf, formOf, pathBelow, placeOf } from './index-lookup.ts';
import type { FileWords } from './index-read.ts';
import type { IndexedFile } from './index-segment.ts';
import { type IndexReader, readAlone, readTogether } from './index-threads.ts';
import { commonOf, filterOf } from './index-words.ts';
import type { ArchiveFile } from './local-paths.ts';
import { Pool, worthThreads } from './pool.ts';
import { type RemoteFiles, Unavailable } from './remote.ts';
import type { RecordScanner } from './scanner.ts';
import { receivedError } from './sent-error.ts';

/** Of one segment: it is held in memory as a whole, 8 bytes a word. */
const [mostFiles, mostWords] = [2_000, 8_000_000];
/** A day of more segments is read and written anew. */
const mostSegments = 8;

export interface IndexBuild {
  /** The archive's folder, links followed, or its address. */
  readonly root: string;
  readonly isBeside: boolean;
  /** Where the index lies. */
  readonly folder: string;
  readonly key: Buffer;
  readonly files: readonly ArchiveFile[];
  /** Nothing of the archive could not be listed. */
  readonly isWhole: boolean;
  /** Whoever has the files, where they do not lie on this machine. */
  readonly remote?: Pick<RemoteFiles, 'fetch' | 'heldBytes' | 'readAhead'>;
  /** The module that a thread runs: it hands `serveIndex` a scanner. Absent: all is read in this one. */
  readonly workerUrl?: URL;
  /** Compressed bytes from which on threads are used. */
  readonly worthThreads?: number;
  /** Of a delivered form, asked for what stands in no record. */
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
  /** Were in the index already, and have not changed. */
  readonly kept: number;
  readonly added: number;
  /** Of those that were added: no filter can be made of them. */
  readonly withoutFilter: number;
  /** Could not be read now. */
  readonly unread: number;
}

interface DayState {
  readonly known: ReadonlySet<string>;
  readonly paths: readonly string[];
  /** None of its files is in the archive any more. */
  readonly stale: readonly string[];
}

/** What is to be done for a day. */
interface DayWork {
  readonly day: string;
  /** Path below the root -> file. */
  readonly fresh: ReadonlyMap<string, ArchiveFile>;
  /** Segments that go once the day is written. */
  readonly replaced: readonly string[];
}

/** @throws NodeJS.ErrnoException where the index cannot be written, the signal's reason when aborted. */
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
    work.flatMap(({ fresh }) => [...fresh.values()]),
  );
  try {
    for (const { day, fresh, replaced } of work) {
      const batch = new Batch(input, day);
      try {
        for (const [path, file] of fresh) {
          signal.throwIfAborted();
          const entry = await indexed(path, file, reader, signal);
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
        // also of a build that is cut off here
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
  /** In the order of the days. */
  readonly work: readonly DayWork[];
  readonly files: number;
  /** Files that are in the index already, and have not changed. */
  readonly kept: number;
  /** Segments of days of which the archive has no file any more. */
  readonly gone: readonly string[];
}

async function planBuild(input: IndexBuild): Promise<BuildPlan> {
  const days = daysOf(input);
  const segments = groupedBy(await segmentsIn(input.folder), ({ day }) => day);
  const work: DayWork[] = [];
  let kept = 0;
  for (const [day, files] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    input.signal.throwIfAborted();
    const paths = (segments.get(day) ?? []).map(({ path }) => path);
    const state = await stateOf(input, paths, files);
    const [known, replaced] = isCrowded(state) ? [new Set(), state.paths] : [state.known, state.stale];
    kept += known.size;
    const isNew = ([path, { piped, stamp }]: readonly [string, ArchiveFile]) =>
      !piped && stamp !== undefined && !known.has(path);
    work.push({ day, fresh: new Map([...files].filter(isNew)), replaced });
  }
  const files = [...days.values()].reduce((sum, own) => sum + own.size, 0);
  const gone = [...segments].flatMap(([day, own]) => (days.has(day) ? [] : own.map(({ path }) => path)));
  return { work, files, kept, gone };
}

/** Words that are common are told of a segment as a whole: a crowded day is gathered by reading it again. */
const isCrowded = ({ paths, stale }: DayState): boolean => paths.length - stale.length >= mostSegments;

/** In the order in which the files will be asked for. */
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

/** Day -> path below the root -> file. */
function daysOf({ files, root, parseKey }: IndexBuild): ReadonlyMap<string, ReadonlyMap<string, ArchiveFile>> {
  const days = new Map<string, Map<string, ArchiveFile>>();
  for (const file of files) {
    const below = pathBelow(root, placeOf(file));
    if (below === undefined) continue;
    const day = dayOf(file.path, parseKey);
    days.set(day, (days.get(day) ?? new Map<string, ArchiveFile>()).set(below, file));
  }
  return days;
}

/** What of a day is in the index and true. */
async function stateOf(
  input: IndexBuild,
  paths: readonly string[],
  files: ReadonlyMap<string, ArchiveFile>,
): Promise<DayState> {
  const known = new Set<string>();
  const stale: string[] = [];
  const root = input.isBeside ? '' : input.root;
  for (const path of paths) {
    const segment = await readSegment(path, input.key);
    const ours = segment?.form === formOf(input.scanner) && segment.root === root ? segment : undefined;
    let isTrue = false;
    for (const [n, path] of ours?.paths.entries() ?? []) {
      const file = files.get(path);
      if (file?.size !== ours?.sizeOf(n) || file?.stamp !== ours?.stampOf(n) || !file) continue;
      known.add(path);
      isTrue = true;
    }
    if (!isTrue) stale.push(path);
  }
  return { known, paths, stale };
}

/** What came of reading a file. */
interface ReadFile extends Omit<IndexedFile, 'knowledge'> {
  readonly read?: FileWords;
}

/** undefined where the file cannot be had. */
async function indexed(
  path: string,
  file: ArchiveFile,
  reader: IndexReader,
  signal: AbortSignal,
): Promise<ReadFile | undefined> {
  const entry = { path, size: file.size, stamp: file.stamp ?? '' };
  try {
    const outcome = await reader.of(file);
    if ('error' in outcome) throw receivedError(outcome.error);
    return outcome.words ? { ...entry, read: outcome.words } : entry;
  } catch (error) {
    signal.throwIfAborted();
    // what the system refuses is left out; anything else thrown is a bug
    if (error instanceof Unavailable || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}

/** Gathers files of a day, and writes a segment when there are enough. */
class Batch {
  readonly written = new Set<string>();
  private files: ReadFile[] = [];
  private words = 0;
  private readonly input: IndexBuild;
  private readonly day: string;

  constructor(input: IndexBuild, day: string) {
    this.input = input;
    this.day = day;
  }

  async add(file: ReadFile): Promise<void> {
    this.files.push(file);
    this.words += (file.read?.words.length ?? 0) / 2;
    if (this.files.length >= mostFiles || this.words >= mostWords) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.files.length === 0) return;
    const { folder, root, isBeside, scanner, now, key } = this.input;
    const common = commonOf(this.files.flatMap(({ read }) => read?.words ?? []));
    const files = this.files.map(({ read, ...file }): IndexedFile => {
      if (!read) return file;
      const { words, ...known } = read;
      return { ...file, knowledge: { ...known, filter: filterOf(words, common) } };
    });
    this.files = [];
    this.words = 0;
    const segment = {
      root: isBeside ? '' : root,
      form: formOf(scanner),
      builtAt: now,
      common: filterOf(common.words()),
      files,
    };
    this.written.add(await writeSegment(folder, this.day, segment, key));
  }
}
