/**
 * Files that are fetched, and read by all threads as they arrive: the main one takes the results in order, and reads files
 * itself when no other thread is free.
 */
import { FetchQueue } from './fetch-queue.ts';
import { inTurn } from './file-scan.ts';
import type { ArchiveFile } from './local-paths.ts';
import type { Outcome } from './pool.ts';
import { aheadLimits, type RemoteFiles } from './remote.ts';
import { endOf, type Shared, type SharedFiles, tellOf, usuallyWaiting, weightOf } from './shared-files.ts';
import { outcomeOf } from './worker.ts';

interface SharedFetches extends Shared {
  readonly remote: Pick<RemoteFiles, 'fetch' | 'heldBytes' | 'giveBack'>;
}

/** Fetches in the order in which the files will be requested, within the memory granted. */
export function shareFetches(
  files: readonly ArchiveFile[],
  { remote, scanners, request, options, pool, signal, onRead, mostWaiting = usuallyWaiting }: SharedFetches,
): SharedFiles {
  const job = pool.beginHanded(
    { request, options },
    {
      onAnswer: ({ index, outcome, bytes }) => queue.answer(index, outcome, bytes),
      onError: (error) => queue.fail(error),
    },
  );
  const queue = new FetchQueue<Outcome>(files, {
    remote,
    signal,
    hand: (index, { path }, fetched) => job.hand({ index, path, fetched }),
    read: ({ path }, open) => outcomeOf(path, open, scanners, options),
    isFarAhead: ({ unread, waiting }) => unread >= 2 * aheadLimits.files || waiting >= mostWaiting,
    weightOf,
    onRead: (file, outcome) => tellOf(file, outcome, onRead),
    isReadAgain: (outcome) => 'reading' in outcome && outcome.reading === inTurn,
    onGivenBack: (file, bytes) => remote.giveBack(file, bytes),
  });
  return {
    async of(file) {
      const taken = await queue.of(file);
      if (!taken) return undefined;
      const found = endOf(taken.outcome);
      if (found !== inTurn) return found;
      // its evidence goes to whoever asked for the file
      return taken.source ? { source: taken.source } : {};
    },
    end() {
      queue.end();
      job.end();
    },
  };
}
