/**
 * Files fetched for an index, 32 at a time, and read by several threads as they come: the main one takes what came of them
 * in their order, and reads those for which no other thread is free.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type ReadOutcome, readForIndex } from './index-read.ts';
import type { IndexAnswer, IndexMessage } from './index-serve.ts';
import type { IndexReader, IndexReaderInput } from './index-threads.ts';
import { Pool } from './pool.ts';
import { aheadLimits, type Fetched, mostAhead, type RemoteFiles, sourceFrom } from './remote.ts';
import type { ArchiveFile } from './walk.ts';

/** One at work, and the next, so that a thread need not wait for it. */
const mostHanded = 2;
/** What was read waits in memory, as words, for what lies before it: so many files for each thread, beside those fetched. */
const mostWaiting = 16;

type End = { readonly outcome: ReadOutcome } | { readonly failure: unknown };

/** A file on its way. */
interface Item {
  readonly file: ArchiveFile;
  /** Bytes of memory that it takes, or will. */
  held: number;
  /** Fetched, and in no other thread. */
  fetched?: Fetched;
  end?: End;
}

/** @param url the module that a thread runs: it hands `serveIndex` a scanner. */
export function readFetched(
  files: readonly ArchiveFile[],
  url: URL,
  remote: Pick<RemoteFiles, 'fetch' | 'heldBytes'>,
  { scanner, collector, signal }: IndexReaderInput,
): IndexReader {
  const items = files.map((file): Item => ({ file, held: 0 }));
  const places = new Map(files.map(({ path }, n) => [path, n]));
  /** Fetched, in the order of the files. */
  const ready: number[] = [];
  const mostHeld = mostAhead(Pool.size + 1);
  const mostOutstanding = aheadLimits.files + mostWaiting * (Pool.size + 1);
  let [next, fetching, outstanding, held] = [0, 0, 0, 0];
  let isOver = false;
  let failure: Error | undefined;
  let wake: () => void = () => {};

  const workers = Array.from({ length: Pool.size }, () => {
    const thread = { worker: new Worker(url), handed: 0 };
    thread.worker.on('message', ({ index, outcome }: IndexAnswer) => {
      thread.handed--;
      settle(index, { outcome });
    });
    thread.worker.on('error', (error: Error) => {
      failure = error;
      wake();
    });
    return thread;
  });

  const fill = (): void => {
    for (let item = items[next]; item && !isOver; item = items[next]) {
      const bytes = remote.heldBytes(item.file);
      const isAllowed = fetching < aheadLimits.files && outstanding < mostOutstanding && held + bytes <= mostHeld;
      // what is asked for next is always on its way
      if (!isAllowed && outstanding > 0) return;
      item.held = bytes;
      held += bytes;
      void begin(next++, item);
    }
  };

  const begin = async (index: number, item: Item): Promise<void> => {
    outstanding++;
    fetching++;
    try {
      item.fetched = await remote.fetch(item.file);
      if ('file' in item.fetched) release(item);
      ready.push(index);
      ready.sort((a, b) => a - b);
    } catch (error) {
      item.end = { failure: error };
      release(item);
    }
    fetching--;
    handOver();
    fill();
    wake();
  };

  const handOver = (): void => {
    for (let index = ready[0]; index !== undefined && !isOver; index = ready[0]) {
      const { file, fetched } = items[index] as Item;
      const [thread] = workers.toSorted((a, b) => a.handed - b.handed);
      if (!fetched || !thread || thread.handed >= mostHanded) return;
      thread.handed++;
      thread.worker.postMessage(
        { kind: 'file', index, path: file.path, size: file.size, fetched } satisfies IndexMessage,
        'bytes' in fetched ? [fetched.bytes.buffer] : [],
      );
      ready.shift();
    }
  };

  const settle = (index: number, end: End): void => {
    const item = items[index] as Item;
    item.end = end;
    delete item.fetched;
    release(item);
    handOver();
    fill();
    wake();
  };

  const release = (item: Item): void => {
    held -= item.held;
    item.held = 0;
  };

  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  fill();
  return {
    async of({ path }) {
      const place = places.get(path) as number;
      const item = items[place] as Item;
      for (;;) {
        signal.throwIfAborted();
        if (failure) throw failure;
        const { end } = item;
        if (end) {
          delete item.end;
          outstanding--;
          fill();
          if ('failure' in end) throw end.failure;
          return end.outcome;
        }
        // to fetch is work, too: it reads what it waits for, or where the other threads are so far behind that little is fetched
        const own = ready[0] === place || fetching < aheadLimits.files / 2 ? ready.shift() : undefined;
        if (own === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const { file, fetched } = items[own] as Item;
        const open = () => sourceFrom(fetched as Fetched);
        settle(own, { outcome: readForIndex(file.path, file.size, open, scanner, collector) });
        // what came meanwhile is taken in
        await turn();
      }
    },
    async end() {
      isOver = true;
      signal.removeEventListener('abort', onAbort);
      await Promise.all(workers.map(({ worker }) => worker.terminate()));
    },
  };
}
