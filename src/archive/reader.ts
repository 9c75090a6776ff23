/** Reads an archive: one walk, with each file opened once for all sources together, by as many threads as are worthwhile. */
import { readFile } from 'node:fs/promises';
import { Obs3Error } from '../model/error.ts';
import type { Reading } from '../model/evidence.ts';
import { type ByteSource, openFile, sourceOf } from './byte-source.ts';
import { Chooser, type KeyParser } from './chooser.ts';
import type { FileReading } from './file-collector.ts';
import type { FilterIndex } from './index-lookup.ts';
import type { ArchiveFile } from './local-paths.ts';
import { Memory } from './memory.ts';
import { type NeededParts, neededParts } from './needed-parts.ts';
import { Pool, worthThreads } from './pool.ts';
import { ReadingFailures } from './reading-failures.ts';
import { type ArchiveProgress, sizeOf, teller } from './reading-progress.ts';
import type { ReadAhead, RemoteFiles } from './remote.ts';
import { restOf, type ScanOptions, scanSource } from './scan-file.ts';
import type { RecordScanner, Selection } from './scanner.ts';
import { isChosen, isRead } from './selection.ts';
import { shareFetches } from './shared-fetches.ts';
import { type SharedFiles, shareFiles } from './shared-files.ts';
import { type Listing, LocalFiles, standardInput, type WalkOptions } from './walk.ts';

export interface ArchiveReader {
  readonly paths: readonly string[];
  /**
   * Every file that may hold what is asked for, in a fixed order; at the end, what was not opened and why.
   * @throws Obs3Error ARCHIVE_NOT_FOUND, or ARCHIVE_UNREADABLE if nothing at all could be read.
   */
  scan(
    scanners: readonly RecordScanner[],
    selection: Selection,
    parseKey: KeyParser,
    /** What other threads make the same scanners from. Plain data; absent: this thread reads everything. */
    request?: unknown,
  ): AsyncIterable<Reading>;
}

export interface ArchiveInput extends WalkOptions {
  readonly standardInput: () => Promise<Buffer>;
  readonly onProgress?: (progress: ArchiveProgress) => void;
  /** The module that a thread runs, which hands `serveScans` a function that makes scanners from a request. */
  readonly workerUrl?: URL;
  /** Provides the files of paths that are not on this machine. */
  readonly remote?: RemoteFiles;
  /** What was learned about the files earlier, so that some need not be opened. */
  readonly index?: FilterIndex;
  /** Also opens files that can hold no record according to their keys, to find out whether they can be read. */
  readonly readsAll?: boolean;
  /** Inflate with zlib even if the engine is available. */
  readonly inflate?: 'zlib';
  /** Compressed bytes from which threads are used. */
  readonly worthThreads?: number;
}

/** What one scan asks. */
interface Asked {
  readonly scanners: readonly RecordScanner[];
  readonly selection: Selection;
  readonly parseKey: KeyParser;
  readonly request: unknown;
}

/** Reads each file wherever that is fastest. */
interface FileReader {
  /** @throws NodeJS.ErrnoException, Unavailable */
  read(file: ArchiveFile): Promise<FileReading>;
  end(): void;
}

export function openArchive(paths: readonly string[], input: ArchiveInput): ArchiveReader {
  const archive = new Archive(paths, input);
  return { paths, scan: (...asked) => archive.scan(...asked) };
}

class Archive {
  private readonly paths: readonly string[];
  private readonly input: ArchiveInput;
  private readonly local: LocalFiles;
  private readonly pool: Pool | undefined;
  private readonly options: ScanOptions;
  /** Compressed bytes from which threads are used. */
  private readonly worthThreads: number;
  private readonly memory = new Memory();
  /** Content that can be read only once is kept, because a question may take several rounds. */
  private readonly piped = new Map<string, Promise<Buffer>>();

  constructor(paths: readonly string[], input: ArchiveInput) {
    this.paths = paths;
    this.input = input;
    const { signal, onLooked } = input;
    this.local = new LocalFiles(
      paths.filter((path) => this.isLocal(path)),
      { ...(signal && { signal }), ...(onLooked && { onLooked }) },
    );
    this.pool = input.workerUrl && Pool.size > 0 ? new Pool(input.workerUrl) : undefined;
    this.options = input.inflate ? { inflate: input.inflate } : {};
    this.worthThreads = input.worthThreads ?? worthThreads;
    this.warmUp();
  }

  async *scan(
    scanners: readonly RecordScanner[],
    selection: Selection,
    parseKey: KeyParser,
    request?: unknown,
  ): AsyncIterable<Reading> {
    const asked: Asked = { scanners, selection, parseKey, request };
    const { index, readsAll, signal, onProgress } = this.input;
    const { files, gaps, passed, left } = await this.list(asked);
    if (files.length + gaps.length + left === 0) throw noFiles(this.paths);
    const chooser = new Chooser(selection, parseKey, passed, readsAll);
    const failures = new ReadingFailures(gaps);
    const candidates = this.candidatesOf(files, asked);
    const isPossible = this.possibleFor(asked);
    const spared = (await index?.spare(candidates.filter(isPossible), scanners, parseKey)) ?? noneSpared;
    const unspared = candidates.filter(({ path }) => !spared.has(path));
    const possible = unspared.filter(isPossible);
    const tell = teller(possible, onProgress);
    const reader = this.readerOf(possible, sizeOf(unspared), asked, tell);
    let filesRead = 0;
    let filesLeft = files.length;
    try {
      for (const file of candidates) {
        signal?.throwIfAborted();
        if (!chooser.wants(file.path)) continue;
        filesLeft--;
        const known = spared.get(file.path);
        const reading = known ?? (await this.attempt(file, reader, failures));
        if (!reading) continue;
        if (!known) tell(file, reading);
        filesRead++;
        this.memory.learn(file.path, scanners, reading);
        chooser.learn(file.path, reading);
        const { notes: _, ...told } = reading;
        yield chooser.placed(file.path, told);
      }
    } finally {
      reader.end();
    }
    const error = filesRead + filesLeft + left === 0 ? failures.errorFor(this.paths) : undefined;
    if (error) throw error;
    const { keys: _, notes: __, recognized: ___, recognizedBy: ____, ...rest } = restOf(scanners);
    if (rest.evidence.length + rest.spans.length + rest.skipped.length > 0) yield rest;
    yield { evidence: [], bytes: 0, gaps: failures.gaps, ...chooser.passedOver() };
  }

  private isLocal(path: string): boolean {
    return !this.input.remote?.owns(path);
  }

  /** Starts the threads early, while the question is prepared and the rest is listed. */
  private warmUp(): void {
    const { pool } = this;
    if (!pool || this.input.index || this.paths.includes(standardInput)) return;
    this.local.holds(this.worthThreads).then(
      (isMuch) => isMuch && pool.start(),
      // reported when the files are listed
      () => {},
    );
  }

  /** Lists as much as the question may need. */
  private async list({ selection, parseKey }: Asked): Promise<Listing> {
    const { remote, readsAll } = this.input;
    const near = await this.local.list(readsAll ? undefined : { selection, parseKey });
    const paths = this.paths.filter((path) => !this.isLocal(path));
    if (!remote || paths.length === 0) return near;
    const far = await Promise.all(paths.map((path) => remote.list(path, selection, parseKey)));
    const files = [...near.files, ...far.flatMap((each) => each.files)];
    return {
      // paths may overlap
      files: [...new Map(files.map((file) => [file.path, file])).values()],
      gaps: [...near.gaps, ...far.flatMap((each) => each.gaps)],
      passed: [...near.passed, ...far.flatMap((each) => each.passed)],
      left: far.reduce((sum, each) => sum + each.left, near.left),
    };
  }

  /** The files named by the selection, in its order; otherwise those that may hold what is asked for, as far as is known. */
  private candidatesOf(
    files: readonly ArchiveFile[],
    { scanners, selection, parseKey }: Asked,
  ): readonly ArchiveFile[] {
    if (selection.files) return inTheirOrder(files, selection.files);
    const sources = new Set(scanners.map(({ source }) => source));
    return files.filter(({ path }) => {
      // a delivered file's key is trusted to show its source: a scan for other sources does not open it
      const key = parseKey(path);
      return (key === undefined || sources.has(key.source)) && this.memory.mayHold(path, scanners);
    });
  }

  /** Judges a file by its key. With other accounts' files, the content of one decides whether the next is chosen. */
  private possibleFor({ selection, parseKey }: Asked): (file: ArchiveFile) => boolean {
    const isOpened = this.input.readsAll ? isChosen : isRead;
    return ({ path }) => {
      const key = parseKey(path);
      return !key || isOpened(key, selection);
    };
  }

  /** undefined if the file could not be read. */
  private async attempt(file: ArchiveFile, reader: FileReader, failures: ReadingFailures) {
    try {
      return await reader.read(file);
    } catch (error) {
      this.input.signal?.throwIfAborted();
      failures.add(file.path, error);
      return undefined;
    }
  }

  /** Other threads, if worthwhile, read the possible files; all others are read here, in their turn. */
  private readerOf(
    possible: readonly ArchiveFile[],
    size: number,
    { scanners, selection, request }: Asked,
    onRead: (file: ArchiveFile, reading: FileReading) => void,
  ): FileReader {
    const { remote, signal } = this.input;
    const pool = request !== undefined && size >= this.worthThreads ? this.pool : undefined;
    const near = possible.filter(({ path, piped }) => this.isLocal(path) && !piped);
    const far = possible.filter(({ path }) => !this.isLocal(path));
    const needed = neededParts(scanners);
    const ahead = remote?.readAhead(pool ? [] : far, needed);
    const parts: SharedFiles[] = [];
    if (pool) {
      const inOrder = selection.files !== undefined;
      const shared = { scanners, request, options: this.options, pool, onRead, inOrder, ...(signal && { signal }) };
      if (near.length > 0) parts.push(shareFiles(near, shared));
      if (remote && far.length > 0) parts.push(shareFetches(far, { ...shared, remote: partly(remote, needed) }));
    }
    return {
      read: async (file) => {
        for (const part of parts) {
          const found = await part.of(file);
          if (found) return 'evidence' in found ? found : this.readHere(file, scanners, found.source, ahead);
        }
        return this.readHere(file, scanners, undefined, ahead);
      },
      end: () => {
        for (const part of parts) part.end();
        ahead?.end();
      },
    };
  }

  private async readHere(
    file: ArchiveFile,
    scanners: readonly RecordScanner[],
    given: ByteSource | undefined,
    ahead: ReadAhead | undefined,
  ): Promise<FileReading> {
    const source = given ?? (await this.sourceFor(file, ahead));
    try {
      return (await scanSource(file.path, source, scanners, this.options)) as FileReading;
    } finally {
      source.close();
    }
  }

  private async sourceFor(file: ArchiveFile, ahead: ReadAhead | undefined): Promise<ByteSource> {
    if (ahead && !this.isLocal(file.path)) return ahead.of(file);
    return file.piped ? sourceOf(await this.contentOf(file)) : openFile(file.path);
  }

  private contentOf({ path }: ArchiveFile): Promise<Buffer> {
    const content = this.piped.get(path) ?? (path === standardInput ? this.input.standardInput() : readFile(path));
    this.piped.set(path, content);
    return content;
  }
}

const noneSpared: ReadonlyMap<string, FileReading> = new Map();

const noFiles = (paths: readonly string[]): Obs3Error =>
  new Obs3Error('ARCHIVE_UNREADABLE', `there are no files under ${paths.join(', ')}`, {
    hint: 'name a folder that holds CloudTrail files, a single file, or - for standard input',
  });

/** Fetches only the needed parts of each file. */
const partly = (remote: RemoteFiles, needed: NeededParts): Parameters<typeof shareFetches>[1]['remote'] => ({
  fetch: (file) => remote.fetch(file, needed),
  heldBytes: (file) => remote.heldBytes(file),
  giveBack: (file, bytes) => remote.giveBack(file, bytes),
});

function inTheirOrder(files: readonly ArchiveFile[], paths: readonly string[]): readonly ArchiveFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return paths.flatMap((path) => byPath.get(path) ?? []);
}
