/**
 * Files read for an index by several threads, and by the main one, which takes what came of them in their order. They take
 * the files in that order too, and do not run far ahead: what was read waits in memory for what lies before it.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type ByteSource, openFile } from './byte-source.ts';
import type { WordCollector } from './index-filter.ts';
import { type ReadOutcome, readForIndex } from './index-read.ts';
import type { IndexAnswer, IndexMessage } from './index-serve.ts';
import type { ArchiveFile } from './local-paths.ts';
import { Pool } from './pool.ts';
import type { RecordScanner } from './scanner.ts';
import { Turns } from './turns.ts';

export interface IndexReader {
  /** What came of a file. Files are asked for in their order. */
  of(file: ArchiveFile): Promise<ReadOutcome>;
  end(): Promise<void>;
}

export interface IndexReaderInput {
  readonly scanner: RecordScanner;
  readonly collector: WordCollector | undefined;
  readonly signal: AbortSignal;
}

/** Files that lie elsewhere, or are too few for threads to be worth while. */
export function readAlone(
  { scanner, collector }: IndexReaderInput,
  open: (file: ArchiveFile) => Promise<ByteSource> = async ({ path }) => openFile(path),
): IndexReader {
  return {
    async of(file) {
      const source = await open(file);
      return readForIndex(file.path, file.size, () => source, scanner, collector);
    },
    end: async () => {},
  };
}

/** So many files for each thread are read before what came of them is asked for. */
const readAhead = 16;

/** @param url the module that a thread runs: it hands `serveIndex` a scanner. */
export function readTogether(
  files: readonly ArchiveFile[],
  url: URL,
  { scanner, collector, signal }: IndexReaderInput,
): IndexReader {
  const outcomes = new Map<number, ReadOutcome>();
  const places = new Map(files.map(({ path }, n) => [path, n]));
  const turns = Turns.of(files.length, readAhead * (1 + Pool.size));
  let failure: Error | undefined;
  let wake: () => void = () => {};
  const job: IndexMessage = {
    kind: 'files',
    files: files.map(({ path, size }) => ({ path, size })),
    turns: turns.shared,
  };
  const workers = Array.from({ length: Pool.size }, () => {
    const worker = new Worker(url);
    worker.on('message', ({ index, outcome }: IndexAnswer) => {
      outcomes.set(index, outcome);
      wake();
    });
    worker.on('error', (error: Error) => {
      failure = error;
      wake();
    });
    worker.postMessage(job);
    return worker;
  });
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  return {
    async of({ path }) {
      const wanted = places.get(path) as number;
      for (;;) {
        signal.throwIfAborted();
        if (failure) throw failure;
        const known = outcomes.get(wanted);
        if (known) {
          outcomes.delete(wanted);
          turns.open(1);
          return known;
        }
        const own = turns.isOpen ? turns.take() : files.length;
        const file = files[own];
        if (file) {
          outcomes.set(
            own,
            readForIndex(file.path, file.size, () => openFile(file.path), scanner, collector),
          );
          // what the others have read is taken in
          await turn();
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
    async end() {
      signal.removeEventListener('abort', onAbort);
      turns.end();
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
