/**
 * Files that are fetched, and read by all threads as they come: the main one takes what was found in them in their order, and
 * reads those for which no other thread is free.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { FileReading } from './file-collector.ts';
import { type Outcome, Pool } from './pool.ts';
import { aheadLimits, type Fetched, mostAhead, type RemoteFiles, sourceFrom } from './remote.ts';
import { inTurn } from './scan-file.ts';
import { endOf, type InTurn, type Shared, type SharedFiles, tellOf, usuallyWaiting, weightOf } from './shared-files.ts';
import type { ArchiveFile } from './walk.ts';
import { outcomeOf } from './worker.ts';

interface SharedFetches extends Shared {
  readonly remote: Pick<RemoteFiles, 'fetch' | 'heldBytes' | 'giveBack'>;
}

type End = { readonly outcome: Outcome } | { readonly failure: unknown };

/** A file on its way. */
interface Item {
  readonly file: ArchiveFile;
  isBegun: boolean;
  /** Bytes of memory that it takes, or will. */
  held: number;
  /** Fetched, and in no other thread. */
  fetched?: Fetched;
  end?: End;
}

/** Fetched in the order in which they will be asked for; never more at a time than memory is granted for. */
export function shareFetches(
  files: readonly ArchiveFile[],
  { remote, scanners, request, options, pool, signal, onRead, mostWaiting = usuallyWaiting }: SharedFetches,
): SharedFiles {
  const items = files.map((file): Item => ({ file, isBegun: false, held: remote.heldBytes(file) }));
  const places = new Map(files.map(({ path }, index) => [path, index]));
  /** Fetched, in the order of the files. */
  const ready: number[] = [];
  let [next, fetching, unread, outstanding, held, waiting] = [0, 0, 0, 0, 0, 0];
  const mostHeld = mostAhead(Pool.size + 1);
  let isOver = false;
  let broken: Error | undefined;
  let wake: () => void = () => {};

  const job = pool.beginHanded(
    { request, options },
    {
      onAnswer: ({ index, outcome, bytes }) => {
        const item = items[index];
        if (item && bytes) item.fetched = { bytes };
        settle(index, { outcome });
        handOver();
      },
      onError: (error) => {
        broken = error;
        wake();
      },
    },
  );

  const fill = (): void => {
    for (let item = items[next]; item && !isOver; item = items[next]) {
      const isAllowed =
        fetching < aheadLimits.files &&
        unread < 2 * aheadLimits.files &&
        held + item.held <= mostHeld &&
        waiting < mostWaiting;
      // what is asked for next is always on its way
      if (!item.isBegun && !isAllowed && outstanding > 0) return;
      next++;
      if (!item.isBegun) void begin(next - 1, item);
    }
  };

  const begin = async (index: number, item: Item): Promise<void> => {
    item.isBegun = true;
    outstanding++;
    fetching++;
    unread++;
    held += item.held;
    try {
      item.fetched = await remote.fetch(item.file);
      if ('file' in item.fetched) release(item);
      ready.push(index);
      ready.sort((a, b) => a - b);
    } catch (failure) {
      settle(index, { failure });
    }
    fetching--;
    handOver();
    fill();
    wake();
  };

  const handOver = (): void => {
    for (let index = ready[0]; index !== undefined && !isOver; index = ready[0]) {
      const { file, fetched } = items[index] as Item;
      if (!fetched || !job.hand({ index, path: file.path, fetched })) return;
      delete (items[index] as Item).fetched;
      ready.shift();
    }
  };

  const settle = (index: number, end: End): void => {
    const item = items[index];
    if (!item) return;
    item.end = end;
    unread--;
    if ('outcome' in end) {
      waiting += weightOf(end.outcome);
      tellOf(item.file, end.outcome, onRead);
    }
    // what is to be read in its turn is needed again
    const isInTurn = 'outcome' in end && 'reading' in end.outcome && end.outcome.reading === inTurn;
    if (!isInTurn) giveBack(item);
    fill();
    wake();
  };

  const giveBack = (item: Item): void => {
    if (item.fetched && 'bytes' in item.fetched) remote.giveBack(item.file, item.fetched.bytes);
    delete item.fetched;
    release(item);
  };

  const release = (item: Item): void => {
    held -= item.held;
    item.held = 0;
  };

  /** Its evidence is whoever's who asked for it. */
  const handOut = (item: Item, end: End): FileReading | InTurn => {
    delete item.end;
    outstanding--;
    if ('failure' in end) {
      fill();
      throw end.failure;
    }
    waiting -= weightOf(end.outcome);
    const { fetched } = item;
    fill();
    const found = endOf(end.outcome);
    if (found !== inTurn) return found;
    if (!fetched) return {};
    const source = sourceFrom(fetched);
    return {
      source: {
        ...source,
        close() {
          source.close();
          giveBack(item);
          fill();
        },
      },
    };
  };

  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  fill();
  return {
    async of({ path }) {
      const place = places.get(path);
      const item = place === undefined ? undefined : items[place];
      if (place === undefined || !item) return undefined;
      if (!item.isBegun) void begin(place, item);
      for (;;) {
        signal?.throwIfAborted();
        if (broken) throw broken;
        if (item.end) return handOut(item, item.end);
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
        settle(own, { outcome: await outcomeOf(file.path, open, scanners, options) });
        // what came meanwhile is taken in
        await turn();
      }
    },
    end() {
      isOver = true;
      signal?.removeEventListener('abort', onAbort);
      job.end();
    },
  };
}
