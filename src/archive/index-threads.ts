/**
 * Files read for an index by several threads and the main one, which takes the results in order. The threads also take files in
 * that order and do not run far ahead, since results wait in memory for those of earlier files.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type ByteSource, openFile } from './byte-source.ts';
import type { WordCollector } from './index-filter.ts';
import { type ReadOutcome, readForIndex } from './index-read.ts';
import type { IndexAnswer, IndexMessage } from './index-serve.ts';
import type { ArchiveFile } from './local-paths.ts';
import { OpenTurns } from './open-turns.ts';
import { Pool } from './pool.ts';
import type { RecordScanner } from './scanner.ts';
import { sharePaths } from './shared-paths.ts';
import { Turns } from './turns.ts';

export interface IndexReader {
  /** The result of reading a file. Files must be requested in order. */
  of(file: ArchiveFile): Promise<ReadOutcome>;
  end(): Promise<void>;
}

export interface IndexReaderInput {
  readonly scanner: RecordScanner;
  readonly collector: WordCollector | undefined;
  readonly signal: AbortSignal;
}

/** For remote files, or too few to be worth starting threads. */
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

/** How many files per thread may be read before their results are requested; more if they are small. */
const readAhead = 16;

/** Compressed bytes to read here before taking in what the others have read. */
const mostAlone = 32_768;

/** @param url the module that a thread runs; it hands `serveIndex` a scanner. */
export function readTogether(
  files: readonly ArchiveFile[],
  url: URL,
  { scanner, collector, signal }: IndexReaderInput,
): IndexReader {
  const outcomes = new Map<number, ReadOutcome>();
  /** How many results have been requested. */
  let asked = 0;
  let alone = 0;
  const sizes = Float64Array.from(files, ({ size }) => size);
  const ahead = new OpenTurns(sizes, readAhead * (1 + Pool.size));
  const turns = Turns.of(files.length, ahead.open());
  let failure: Error | undefined;
  let wake: () => void = () => {};
  const sharedSizes = new SharedArrayBuffer(sizes.byteLength);
  new Float64Array(sharedSizes).set(sizes);
  const paths = sharePaths(files.map(({ path }) => path));
  const job: IndexMessage = { kind: 'files', paths, sizes: sharedSizes, turns: turns.shared };
  const workers = Array.from({ length: Pool.size }, () => {
    const worker = new Worker(url);
    worker.on('message', (answers: readonly IndexAnswer[]) => {
      for (const { index, outcome } of answers) outcomes.set(index, outcome);
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
    async of({ size }) {
      const wanted = asked++;
      for (;;) {
        signal.throwIfAborted();
        if (failure) throw failure;
        const known = outcomes.get(wanted);
        if (known) {
          outcomes.delete(wanted);
          const more = ahead.taken(size);
          if (more > 0) turns.open(more);
          return known;
        }
        const own = turns.isOpen ? turns.take() : files.length;
        const file = files[own];
        if (file) {
          outcomes.set(
            own,
            readForIndex(file.path, file.size, () => openFile(file.path), scanner, collector),
          );
          alone += file.size;
          // take in what the others have read
          if (alone >= mostAlone) {
            alone = 0;
            await turn();
          }
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
