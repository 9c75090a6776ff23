/** Files of which some are read by other threads, while the main one takes what was found in them, and its share. */
import { setImmediate as turn } from 'node:timers/promises';
import { type Outcome, Pool } from './pool.ts';
import type { ScanOptions } from './scan-file.ts';
import type { RecordScanner } from './scanner.ts';
import { Turns } from './turns.ts';
import type { ArchiveFile } from './walk.ts';
import { outcomeOf } from './worker.ts';

export interface SharedFiles {
  /** What came of a file; it is read now where nobody has begun to. */
  of(file: ArchiveFile): Promise<Outcome | undefined>;
  end(): void;
}

interface Shared {
  readonly scanners: readonly RecordScanner[];
  /** What the threads make the same scanners from. */
  readonly request: unknown;
  readonly options: ScanOptions;
  readonly pool: Pool;
  readonly signal?: AbortSignal;
}

/** So many files, and two more for each thread, are read before what was found in them is asked for. */
const readAhead = 6;

/**
 * Files read by all threads. Where few records matter the largest come first: who takes the last one should have little left
 * to do. Where all do they come in order, and nobody runs far ahead: what is found waits for what lies before it.
 */
export function shareFiles(
  files: readonly ArchiveFile[],
  { scanners, request, options, pool, signal }: Shared,
): SharedFiles {
  const areFew = scanners.some(({ delivered }) => delivered?.needles ?? delivered?.accessKeyIds);
  const paths = files.toSorted((a, b) => (areFew ? b.size - a.size : 0)).map(({ path }) => path);
  const outcomes = new Map<string, Outcome>();
  const ahead = areFew ? paths.length : readAhead + 2 * Pool.size;
  const turns = new Turns(ahead);
  const shared = new Set(paths);
  let failure: Error | undefined;
  let wake: () => void = () => {};
  const end = pool.begin(
    { request, paths, turns: turns.shared, options },
    ({ index, outcome }) => {
      outcomes.set(paths[index] as string, outcome);
      wake();
    },
    (error) => {
      failure = error;
      wake();
    },
  );
  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  return {
    async of({ path }) {
      // whoever has it is to read it
      if (!shared.has(path)) return undefined;
      for (;;) {
        signal?.throwIfAborted();
        if (failure) throw failure;
        const known = outcomes.get(path);
        if (known) {
          outcomes.delete(path);
          turns.open(1);
          return known;
        }
        const own = turns.isOpen ? paths[turns.take()] : undefined;
        if (own === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else {
          outcomes.set(own, await outcomeOf(own, scanners, options));
          // what the others found is taken in
          await turn();
        }
      }
    },
    end() {
      signal?.removeEventListener('abort', onAbort);
      turns.end();
      end();
    },
  };
}
