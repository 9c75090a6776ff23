/**
 * Files that are fetched, and read by all threads as they come: the main one takes what was found in them in their order, and
 * reads those for which no other thread is free.
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

/** Fetched in the order in which they will be asked for; never more at a time than memory is granted for. */
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
      // its evidence is whoever's who asked for it
      return taken.source ? { source: taken.source } : {};
    },
    end() {
      queue.end();
      job.end();
    },
  };
}
