/**
 * Builds and refreshes the index of an archive, day by day: what is in it already is not read again, what is written is whole.
 * A build that is cut off leaves an index of the days that it got through.
 */
import { rm } from 'node:fs/promises';
import { type ByteSource, openFile } from './byte-source.ts';
import type { KeyParser } from './chooser.ts';
import { openContent, PlainContent } from './content.ts';
import { engine } from './engine.ts';
import { WatchedContent, WordCollector } from './index-filter.ts';
import { readSegment, segmentsIn, sweep, writeSegment } from './index-folder.ts';
import { dayOf, formOf, pathBelow, placeOf } from './index-lookup.ts';
import type { FileKnowledge, IndexedFile } from './index-segment.ts';
import { commonOf, filterOf, without } from './index-words.ts';
import type { ReadAhead } from './remote.ts';
import { Unavailable } from './remote.ts';
import { scanDeliveredContent } from './scan-file.ts';
import type { RecordScanner } from './scanner.ts';
import type { ArchiveFile } from './walk.ts';

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
  /** Reads files that do not lie on this machine. */
  readonly readAhead?: (files: readonly ArchiveFile[]) => ReadAhead;
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
  readonly known: Set<string>;
  readonly paths: readonly string[];
  /** None of its files is in the archive any more. */
  readonly stale: readonly string[];
}

/** @throws NodeJS.ErrnoException where the index cannot be written, the signal's reason when aborted. */
export async function buildIndex(input: IndexBuild): Promise<IndexResult> {
  const { folder, now, signal, onProgress } = input;
  const collector = WordCollector.create();
  const sums = { files: 0, filesDone: 0, bytes: 0, kept: 0, added: 0, withoutFilter: 0, unread: 0 };
  await sweep(folder, now);
  const days = daysOf(input);
  sums.files = [...days.values()].reduce((sum, own) => sum + own.size, 0);
  const segments = new Map<string, string[]>();
  for (const { day, path } of await segmentsIn(folder)) segments.set(day, [...(segments.get(day) ?? []), path]);
  for (const [day, files] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const state = await stateOf(input, segments.get(day) ?? [], files);
    // words that are common are told of a segment as a whole: a crowded day is gathered by reading it again
    const isCrowded = state.paths.length - state.stale.length >= mostSegments;
    if (isCrowded) state.known.clear();
    sums.kept += state.known.size;
    sums.filesDone += state.known.size;
    const isNew = ([path, { piped, stamp }]: readonly [string, ArchiveFile]) =>
      !piped && stamp !== undefined && !state.known.has(path);
    const fresh = [...files].filter(isNew);
    const ahead = input.readAhead?.(fresh.map(([, file]) => file));
    const batch = new Batch(input, day);
    try {
      for (const [path, file] of fresh) {
        signal.throwIfAborted();
        const entry = await indexed(input, path, file, collector, ahead);
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
      ahead?.end();
      // also of a build that is cut off here
      await batch.flush();
    }
    for (const path of isCrowded ? state.paths : state.stale)
      if (!batch.written.has(path)) await rm(path, { force: true });
  }
  if (input.isWhole)
    for (const [day, paths] of segments) if (!days.has(day)) for (const path of paths) await rm(path, { force: true });
  return sums;
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
    const isOurs = segment?.form === formOf(input.scanner) && segment.root === root;
    let isTrue = false;
    for (const entry of isOurs ? segment.files : []) {
      const file = files.get(entry.path);
      if (file?.size !== entry.size || file.stamp !== entry.stamp) continue;
      known.add(entry.path);
      isTrue = true;
    }
    if (!isTrue) stale.push(path);
  }
  return { known, paths, stale };
}

/** What came of reading a file: its words in place of a filter. */
interface ReadFile extends Omit<IndexedFile, 'knowledge'> {
  readonly read?: Omit<FileKnowledge, 'filter'> & { readonly words: BigUint64Array };
}

/** undefined where the file cannot be had. */
async function indexed(
  input: IndexBuild,
  path: string,
  file: ArchiveFile,
  collector: WordCollector | undefined,
  ahead: ReadAhead | undefined,
): Promise<ReadFile | undefined> {
  const entry = { path, size: file.size, stamp: file.stamp ?? '' };
  let source: ByteSource;
  try {
    source = ahead ? await ahead.of(file) : openFile(file.path);
  } catch (error) {
    input.signal.throwIfAborted();
    if (error instanceof Unavailable || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
  try {
    const read = collector && readWords(file, source, input.scanner, collector);
    return read ? { ...entry, read } : entry;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  } finally {
    source.close();
  }
}

/** undefined where it is not in every respect as it is delivered, or hides what its words are. */
function readWords(
  { path, size }: ArchiveFile,
  source: ByteSource,
  scanner: RecordScanner,
  collector: WordCollector,
): ReadFile['read'] {
  const wasm = engine();
  if (!wasm) return undefined;
  const opened = openContent(source, wasm);
  if (opened instanceof PlainContent) return undefined;
  collector.begin(size);
  const reading = scanDeliveredContent(path, new WatchedContent(opened, collector), scanner, wasm);
  if (!reading || wasm.hasDoubt.value !== 0) return undefined;
  const isPlain = reading.evidence.length === 0 && reading.skipped.length === 0 && reading.gaps.length === 0;
  const words = isPlain ? collector.finish() : undefined;
  const keys = reading.keys?.usualOnly ? { keys: reading.keys.hashes } : {};
  return words && { bytes: reading.bytes, spans: reading.spans, words, ...keys };
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
    this.words += file.read?.words.length ?? 0;
    if (this.files.length >= mostFiles || this.words >= mostWords) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.files.length === 0) return;
    const { folder, root, isBeside, scanner, now, key } = this.input;
    const common = commonOf(this.files.flatMap(({ read }) => read?.words ?? []));
    const files = this.files.map(({ read, ...file }): IndexedFile => {
      if (!read) return file;
      const { words, ...known } = read;
      return { ...file, knowledge: { ...known, filter: filterOf(without(words, common)) } };
    });
    this.files = [];
    this.words = 0;
    const segment = {
      root: isBeside ? '' : root,
      form: formOf(scanner),
      builtAt: now,
      common: filterOf(common),
      files,
    };
    this.written.add(await writeSegment(folder, this.day, segment, key));
  }
}
