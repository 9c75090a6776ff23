/** Files of which some are read by other threads, while the main one takes what was found in them, and its share. */
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
   * What came of a file; it is read now where nobody has begun to. undefined: it is none of these.
   * @throws NodeJS.ErrnoException, Unavailable where it could not be read.
   */
  of(file: ArchiveFile): Promise<FileReading | InTurn | undefined>;
  end(): void;
}

/** It bears on other files, and is to be read after those before it. */
export interface InTurn {
  /** Absent: it is opened as ever. */
  readonly source?: ByteSource;
}

export interface Shared {
  readonly scanners: readonly RecordScanner[];
  /** What the threads make the same scanners from. */
  readonly request: unknown;
  readonly options: ScanOptions;
  readonly pool: Pick<Pool, 'begin' | 'beginHanded'>;
  readonly signal?: AbortSignal;
  /** Told of each file as it is read, by whatever thread. */
  readonly onRead?: (file: ArchiveFile, reading: FileReading) => void;
  /** Nobody runs far ahead, however few records matter. */
  readonly inOrder?: boolean;
  /** What may have been found, as `weightOf` counts it, before it is asked for. */
  readonly mostWaiting?: number;
}

/** So many files, and two more for each thread, are read before what was found in them is asked for; more of small ones. */
const readAhead = 6;
/** Some 100 MB of calls. */
export const usuallyWaiting = 20_000;

/** Of what was found in a file: the file, and each piece of evidence. */
export const weightOf = (outcome: Outcome): number =>
  1 + ('reading' in outcome && outcome.reading !== inTurn ? outcome.reading.evidence.length : 0);

/** What is to be read in its turn is told of then. */
export function tellOf(file: ArchiveFile | undefined, outcome: Outcome, onRead: Shared['onRead']): void {
  if (file && 'reading' in outcome && outcome.reading !== inTurn) onRead?.(file, outcome.reading);
}

/** What a thread tells of a file, as reading it here would have ended. */
export function endOf(outcome: Outcome): FileReading | typeof inTurn {
  if ('error' in outcome) throw receivedError(outcome.error);
  return outcome.reading;
}

/** The files that are taken in one order. */
interface Run {
  readonly paths: readonly string[];
  readonly turns: Turns;
  /** Absent: all may be read at once. */
  readonly ahead?: OpenTurns;
  readonly end: () => void;
}

/** Compressed bytes that are read here before what the others found is taken in. */
const mostAlone = 32_768;

/** Of all files' bytes: who takes such a one last would keep all waiting. */
const largePart = 0.01;

/** Large ones by size, before all others. */
function largestFirstOf(files: readonly ArchiveFile[]): readonly ArchiveFile[] {
  const large = largePart * files.reduce((sum, { size }) => sum + size, 0);
  return [
    ...files.filter(({ size }) => size >= large).sort((a, b) => b.size - a.size),
    ...files.filter(({ size }) => size < large),
  ];
}

/**
 * Files read by all threads. Where few records matter the largest come first: who takes the last one should have little left
 * to do. Where many do all come in order, and nobody runs far ahead: what is found waits for what lies before it.
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
      // they are not few, after all: the rest comes in order
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
      // whoever has it is to read it
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
          // what the others found is taken in
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
