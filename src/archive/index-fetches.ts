/**
 * Fetches files for an index, 32 at a time, while several threads read them as they arrive. The main thread takes the results
 * in order, and reads files itself when no other thread is free.
 */
import { Worker } from 'node:worker_threads';
import { FetchQueue } from './fetch-queue.ts';
import { type ReadOutcome, readForIndex } from './index-read.ts';
import type { IndexAnswer, IndexMessage } from './index-serve.ts';
import type { IndexReader, IndexReaderInput } from './index-threads.ts';
import type { ArchiveFile } from './local-paths.ts';
import { mostIdle, Pool } from './pool.ts';
import { aheadLimits, type RemoteFiles } from './remote.ts';

/** Results wait in memory, as words, for those of earlier files: this many per thread, besides files being fetched. */
const mostWaiting = 16;

/** @param url the module that a thread runs: it hands `serveIndex` a scanner. */
export function readFetched(
  files: readonly ArchiveFile[],
  url: URL,
  remote: Pick<RemoteFiles, 'fetch' | 'heldBytes'>,
  { scanner, collector, signal }: IndexReaderInput,
): IndexReader {
  const workers = Array.from({ length: Pool.size }, () => {
    const thread = { worker: new Worker(url), handed: 0 };
    thread.worker.on('message', (answers: readonly IndexAnswer[]) => {
      thread.handed -= answers.length;
      for (const { index, outcome } of answers) queue.answer(index, outcome);
    });
    thread.worker.on('error', (error: Error) => queue.fail(error));
    return thread;
  });
  const mostOutstanding = aheadLimits.files + mostWaiting * (Pool.size + 1);
  const queue = new FetchQueue<ReadOutcome>(files, {
    remote,
    signal,
    hand(index, { path, size }, fetched) {
      const thread = mostIdle(workers);
      if (!thread) return false;
      thread.handed++;
      thread.worker.postMessage(
        { kind: 'file', index, path, size, fetched } satisfies IndexMessage,
        'bytes' in fetched ? [fetched.bytes.buffer] : [],
      );
      return true;
    },
    read: ({ path, size }, open) => readForIndex(path, size, open, scanner, collector),
    isFarAhead: ({ unread, waiting }) => unread + waiting >= mostOutstanding,
  });
  return {
    async of(file) {
      const taken = await queue.of(file);
      if (!taken) throw new Error(`${file.path} is none of the files to be indexed`);
      return taken.outcome;
    },
    async end() {
      queue.end();
      await Promise.all(workers.map(({ worker }) => worker.terminate()));
    },
  };
}
