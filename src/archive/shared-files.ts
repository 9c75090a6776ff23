/** Files that other threads read while the main one takes the results, and reads its share. */
import { setImmediate as turn } from 'node:timers/promises';
import { type ByteSource, openFile } from './byte-source.ts';
import type { FileReading } from './file-collector.ts';
import { inTurn } from './file-scan.ts';
import type { ArchiveFile } from './local-paths.ts';
import { OpenTurns } from './open-turns.ts';
import { type Outcome, Pool } from './pool.ts';
import type { ScanOptions } from './scan-file.ts';
import type { RecordScanner } from './scanner.ts';
import { receivedError } from './sent-error.ts';
import { sharePaths } from './shared-paths.ts';
import { Turns } from './turns.ts';
import { outcomeOf } from './worker.ts';

export interface SharedFiles {
  /**
   * The reading of a file; reads it now if no thread has started to. undefined: it is not one of these files.
   * @throws NodeJS.ErrnoException or Unavailable if it could not be read.
   */
  of(file: ArchiveFile): Promise<FileReading | InTurn | undefined>;
  end(): void;
}

/** The file affects others, and must be read after those before it. */
export interface InTurn {
  /** Absent: it has to be opened. */
  readonly source?: ByteSource;
}

export interface Shared {
  readonly scanners: readonly RecordScanner[];
  /** What the threads make the same scanners from. */
  readonly request: unknown;
  readonly options: ScanOptions;
  readonly pool: Pick<Pool, 'begin' | 'beginHanded'>;
  readonly signal?: AbortSignal;
  /** Called for each file as it is read, whichever thread read it. */
  readonly onRead?: (file: ArchiveFile, reading: FileReading) => void;
  /** Reads in order and not far ahead, however few records matter. */
  readonly inOrder?: boolean;
  /** Limit on results waiting to be requested, as counted by `weightOf`. */
  readonly mostWaiting?: number;
}

/** This many files, plus two per thread, may be read before their results are requested; more if they are small. */
const readAhead = 6;
/** Some 100 MB of calls. */
export const usuallyWaiting = 20_000;

/** Weight of a file's result: one for the file, and one for each piece of evidence. */
export const weightOf = (outcome: Outcome): number =>
  1 + ('reading' in outcome && outcome.reading !== inTurn ? outcome.reading.evidence.length : 0);

/** A file that is read in its turn is reported only then. */
export function tellOf(file: ArchiveFile | undefined, outcome: Outcome, onRead: Shared['onRead']): void {
  if (file && 'reading' in outcome && outcome.reading !== inTurn) onRead?.(file, outcome.reading);
}

/** The result from another thread, returned or thrown as if the file had been read here. */
export function endOf(outcome: Outcome): FileReading | typeof inTurn {
  if ('error' in outcome) throw receivedError(outcome.error);
  return outcome.reading;
}

/** Files that are taken in one order. */
interface Run {
  readonly paths: readonly string[];
  readonly turns: Turns;
  /** Absent: all files may be taken from the start. */
  readonly ahead?: OpenTurns;
  readonly end: () => void;
}

/** Compressed bytes to read here before taking in what the others have found. */
const mostAlone = 32_768;

/** Share of all bytes that makes a file large: whichever thread took it last would keep the others waiting. */
const largePart = 0.01;

/** Large files first, by size, then all others. */
function largestFirstOf(files: readonly ArchiveFile[]): readonly ArchiveFile[] {
  const large = largePart * files.reduce((sum, { size }) => sum + size, 0);
  return [
    ...files.filter(({ size }) => size >= large).sort((a, b) => b.size - a.size),
    ...files.filter(({ size }) => size < large),
  ];
}

/**
 * Lets all threads read the files. If few records matter, the largest files come first, so that little is left at the end. If
 * many matter, files are read in order and not far ahead, since results wait for those of earlier files.
 */
export function shareFiles(
  files: readonly ArchiveFile[],
  {
    scanners,
    request,
    options,
    pool,
    signal,
    onRead,
    inOrder: isOneOrder = false,
    mostWaiting = usuallyWaiting,
  }: Shared,
): SharedFiles {
  const areFew = !isOneOrder && scanners.some(({ delivered }) => delivered?.needles ?? delivered?.accessKeyIds);
  const outcomes = new Map<string, Outcome>();
  const shared = new Map(files.map((file) => [file.path, file]));
  let waiting = 0;
  let alone = 0;
  let failure: Error | undefined;
  let wake: () => void = () => {};

  const begin = (given: readonly ArchiveFile[], ahead?: OpenTurns): Run => {
    const paths = given.map(({ path }) => path);
    const turns = Turns.of(paths.length, ahead?.open() ?? paths.length);
    const end = pool.begin(
      { request, paths: sharePaths(paths), turns: turns.shared, options },
      {
        onAnswer: ({ index, outcome }) => take(paths[index] as string, outcome),
        onError: (error) => {
          failure = error;
          wake();
        },
      },
    );
    return { paths, turns, ...(ahead && { ahead }), end };
  };
  const inOrder = (given: readonly ArchiveFile[]) =>
    begin(
      given,
      new OpenTurns(
        given.map(({ size }) => size),
        readAhead + 2 * Pool.size,
      ),
    );

  const take = (path: string, outcome: Outcome): void => {
    outcomes.set(path, outcome);
    waiting += weightOf(outcome);
    tellOf(shared.get(path), outcome, onRead);
    if (largestFirst && waiting > mostWaiting) {
      // many matter after all: the rest is read in order
      const open = new Set(largestFirst.paths.slice(largestFirst.turns.stop()));
      largestFirst = undefined;
      ordered = inOrder(files.filter(({ path }) => open.has(path)));
      isOrdered = open;
    }
    wake();
  };

  let largestFirst = areFew ? begin(largestFirstOf(files)) : undefined;
  const first = largestFirst;
  let ordered = areFew ? undefined : inOrder(files);
  let isOrdered: Pick<ReadonlySet<string>, 'has'> = areFew ? new Set<string>() : shared;

  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  return {
    async of({ path, size }) {
      // its owner has to read it
      if (!shared.has(path)) return undefined;
      for (;;) {
        signal?.throwIfAborted();
        if (failure) throw failure;
        const known = outcomes.get(path);
        if (known) {
          outcomes.delete(path);
          waiting -= weightOf(known);
          const more = isOrdered.has(path) ? ordered?.ahead?.taken(size) : undefined;
          if (more) ordered?.turns.open(more);
          const found = endOf(known);
          return found === inTurn ? {} : found;
        }
        const run = largestFirst ?? ordered;
        const own = run?.turns.isOpen ? run.paths[run.turns.take()] : undefined;
        if (own === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else {
          take(own, await outcomeOf(own, () => openFile(own), scanners, options));
          alone += shared.get(own)?.size ?? mostAlone;
          // take in what the others have found
          if (alone >= mostAlone) {
            alone = 0;
            await turn();
          }
        }
      }
    },
    end() {
      signal?.removeEventListener('abort', onAbort);
      for (const run of [first, ordered]) {
        run?.turns.end();
        run?.end();
      }
    },
  };
}
