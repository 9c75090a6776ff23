/** Reads an archive: one walk, each file opened once, for all sources together, by as many threads as there are. */
import { readFile } from 'node:fs/promises';
import { Obs3Error } from '../model/error.ts';
import type { Evidence, Reading, ReadingGap } from '../model/evidence.ts';
import { type ByteSource, openFile, sourceOf } from './byte-source.ts';
import { Chooser, type KeyParser } from './chooser.ts';
import type { FileReading } from './file-collector.ts';
import type { FilterIndex } from './index-lookup.ts';
import type { ArchiveFile } from './local-paths.ts';
import { unreadable } from './local-paths.ts';
import { Memory } from './memory.ts';
import { type NeededParts, neededParts } from './needed-parts.ts';
import { Pool, worthThreads } from './pool.ts';
import { type ReadAhead, type RemoteFiles, Unavailable } from './remote.ts';
import { restOf, type ScanOptions, scanSource } from './scan-file.ts';
import type { RecordScanner, Selection } from './scanner.ts';
import { isChosen, isRead } from './selection.ts';
import { shareFetches } from './shared-fetches.ts';
import { type SharedFiles, shareFiles } from './shared-files.ts';
import { type Listing, LocalFiles, standardInput } from './walk.ts';

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

export interface ArchiveReader {
  readonly paths: readonly string[];
  /**
   * Every file that may hold what is asked for, in a fixed order; last, what was not opened and why.
   * @throws Obs3Error ARCHIVE_NOT_FOUND, or ARCHIVE_UNREADABLE where nothing at all could be read.
   */
  scan(
    scanners: readonly RecordScanner[],
    selection: Selection,
    parseKey: KeyParser,
    /** What other threads make the same scanners from. Plain data; absent: all is read in this one. */
    request?: unknown,
  ): AsyncIterable<Reading>;
}

export interface ArchiveInput {
  readonly standardInput: () => Promise<Buffer>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ArchiveProgress) => void;
  /** The module that a thread runs: it hands `serveScans` what makes scanners from a request. */
  readonly workerUrl?: URL;
  /** Whoever has the files of paths that lie on another machine. */
  readonly remote?: RemoteFiles;
  /** What was learned of the files before, so that they need not be opened. */
  readonly index?: FilterIndex;
  /** Files whose keys tell that they hold no record are opened too: for whether they can be read. */
  readonly readsAll?: boolean;
  /** Inflate by zlib, whatever the machine can. */
  readonly inflate?: 'zlib';
  /** Compressed bytes from which on threads are used. */
  readonly worthThreads?: number;
}

export function openArchive(paths: readonly string[], input: ArchiveInput): ArchiveReader {
  const { remote } = input;
  const isLocal = (path: string) => !remote?.owns(path);
  /** What can be had once only is kept: a question may be asked in several rounds. */
  const piped = new Map<string, Promise<Buffer>>();
  const memory = new Memory();
  const pool = input.workerUrl && Pool.size > 0 ? new Pool(input.workerUrl) : undefined;
  const local = new LocalFiles(paths.filter(isLocal));
  // while the question is made ready, and the rest is listed, threads begin
  if (pool && !input.index && !paths.includes(standardInput)) {
    local.holds(input.worthThreads ?? worthThreads).then(
      (isMuch) => isMuch && pool.start(),
      // told when they are listed
      () => {},
    );
  }
  const options: ScanOptions = input.inflate ? { inflate: input.inflate } : {};
  const read = async (
    file: ArchiveFile,
    scanners: readonly RecordScanner[],
    ahead: ReadAhead | undefined,
    given: ByteSource | undefined,
  ): Promise<FileReading> => {
    const source =
      given ??
      (ahead && !isLocal(file.path)
        ? await ahead.of(file)
        : file.piped
          ? sourceOf(await contentOf(file))
          : openFile(file.path));
    try {
      return (await scanSource(file.path, source, scanners, options)) as FileReading;
    } finally {
      source.close();
    }
  };
  const contentOf = (file: ArchiveFile): Promise<Buffer> => {
    const content = piped.get(file.path) ?? (file.path === standardInput ? input.standardInput() : readFile(file.path));
    piped.set(file.path, content);
    return content;
  };
  /** As much as the question may need. */
  const list = async (selection: Selection, parseKey: KeyParser): Promise<Listing> => {
    const near = await local.list(input.readsAll ? undefined : { selection, parseKey });
    if (!remote || paths.every(isLocal)) return near;
    const far = await Promise.all(
      paths.filter((path) => !isLocal(path)).map((path) => remote.list(path, selection, parseKey)),
    );
    const files = [...near.files, ...far.flatMap((each) => each.files)];
    return {
      // one path may lie below another
      files: [...new Map(files.map((file) => [file.path, file])).values()],
      gaps: [...near.gaps, ...far.flatMap((each) => each.gaps)],
      passed: [...near.passed, ...far.flatMap((each) => each.passed)],
      left: far.reduce((sum, { left }) => sum + left, near.left),
    };
  };
  return {
    paths,
    async *scan(scanners, selection, parseKey, request) {
      const { files, gaps, passed, left } = await list(selection, parseKey);
      if (files.length + gaps.length + left === 0) {
        throw new Obs3Error('ARCHIVE_UNREADABLE', `there are no files under ${paths.join(', ')}`, {
          hint: 'name a folder that holds CloudTrail files, a single file, or - for standard input',
        });
      }
      const chooser = new Chooser(selection, parseKey, passed, input.readsAll);
      let filesRead = 0;
      const failures: ReadingGap[] = gaps.map((gap) => ({ account: null, region: null, gap }));
      const asked = new Set(scanners.map(({ source }) => source));
      // of whom a delivered file is, its key is believed: nobody opens it who asks for others
      const isOfAsked = ({ path }: ArchiveFile) => {
        const key = parseKey(path);
        return key === undefined || asked.has(key.source);
      };
      const remembered = selection.files
        ? inTheirOrder(files, selection.files)
        : files.filter((file) => isOfAsked(file) && memory.mayHold(file.path, scanners));
      const isPossible = ({ path }: ArchiveFile) => {
        const key = parseKey(path);
        return !key || (input.readsAll ? isChosen : isRead)(key, selection);
      };
      const spared: ReadonlyMap<string, FileReading> =
        (await input.index?.spare(remembered.filter(isPossible), scanners, parseKey)) ?? new Map();
      const unspared = remembered.filter(({ path }) => !spared.has(path));
      const size = sizeOf(unspared);
      const threads = request !== undefined && size >= (input.worthThreads ?? worthThreads) ? pool : undefined;
      const far = unspared.filter((file) => !isLocal(file.path) && isPossible(file));
      const needed = neededParts(scanners);
      const ahead = remote?.readAhead(threads ? [] : far, needed);
      const tell = teller(unspared.filter(isPossible), input.onProgress);
      const wanted: ArchiveFile[] = [];
      const isWanted = (file: ArchiveFile) => {
        const isChosen = chooser.wants(file.path);
        if (isChosen) wanted.push(file);
        return isChosen;
      };
      const take = (file: ArchiveFile, reading: FileReading): Reading => {
        filesRead++;
        memory.learn(file.path, scanners, reading);
        chooser.learn(file.path, reading);
        if (!spared.has(file.path)) tell(file, reading);
        const { notes: _, ...told } = reading;
        return chooser.placed(file.path, told);
      };
      const fail = (file: ArchiveFile, error: unknown) => {
        if (error instanceof Unavailable) {
          failures.push({ account: null, region: null, gap: error.gap });
          return;
        }
        // what the system refuses is a gap; anything else thrown is a bug
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        failures.push({ account: null, region: null, gap: unreadable(file.path, error) });
      };
      // of other accounts' files it depends on what is in one whether the next is chosen: those are read in their turn
      const shared = {
        scanners,
        request,
        options,
        onRead: tell,
        inOrder: selection.files !== undefined,
        ...(input.signal && { signal: input.signal }),
      };
      const together: SharedFiles[] = [];
      if (threads) {
        const near = unspared.filter((file) => isPossible(file) && isLocal(file.path) && !file.piped);
        if (near.length > 0) together.push(shareFiles(near, { ...shared, pool: threads }));
        if (remote && far.length > 0)
          together.push(shareFetches(far, { ...shared, pool: threads, remote: partly(remote, needed) }));
      }
      const ofThreads = async (file: ArchiveFile) => {
        for (const each of together) {
          const found = await each.of(file);
          if (found) return found;
        }
        return undefined;
      };
      try {
        for (const file of remembered) {
          input.signal?.throwIfAborted();
          if (!isWanted(file)) continue;
          const known = spared.get(file.path);
          if (known) {
            yield take(file, known);
            continue;
          }
          try {
            const found = await ofThreads(file);
            yield take(file, found && 'evidence' in found ? found : await read(file, scanners, ahead, found?.source));
          } catch (error) {
            input.signal?.throwIfAborted();
            fail(file, error);
          }
        }
      } finally {
        for (const each of together) each.end();
        ahead?.end();
      }
      const filesLeft = files.length - wanted.length;
      if (filesRead + filesLeft + left === 0 && failures.length > 0) {
        const first = failures[0]?.gap;
        throw new Obs3Error(
          'ARCHIVE_UNREADABLE',
          `nothing under ${paths.join(', ')} could be read: ${first?.message ?? ''}`,
          {
            ...(first?.hint !== undefined && { hint: first.hint }),
          },
        );
      }
      // of its own: what could not be opened belongs to none of it
      const { keys: _, notes: __, recognized: ___, recognizedBy: ____, ...rest } = restOf(scanners);
      if (rest.evidence.length + rest.spans.length > 0) yield rest;
      yield { evidence: [], bytes: 0, gaps: failures, ...chooser.passedOver() };
    },
  };
}

/** Tells of each file once: by whatever thread it was read, or in its turn. */
function teller(files: readonly ArchiveFile[], onProgress: ArchiveInput['onProgress']) {
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

/** Of each file the parts that are needed. */
const partly = (remote: RemoteFiles, needed: NeededParts): Parameters<typeof shareFetches>[1]['remote'] => ({
  fetch: (file) => remote.fetch(file, needed),
  heldBytes: (file) => remote.heldBytes(file),
  giveBack: (file, bytes) => remote.giveBack(file, bytes),
});

/** What stands for many counts as many: the calls of a file that pass by. */
function foundIn(evidence: readonly Evidence[]): number {
  for (const item of evidence) {
    if (item.type === 'surveyed') return item.numbers.length;
    if (item.type === 'rows') return item.times.length;
  }
  return evidence.length;
}

function inTheirOrder(files: readonly ArchiveFile[], paths: readonly string[]): readonly ArchiveFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return paths.flatMap((path) => byPath.get(path) ?? []);
}

const sizeOf = (files: readonly ArchiveFile[]): number => files.reduce((sum, { size }) => sum + size, 0);
