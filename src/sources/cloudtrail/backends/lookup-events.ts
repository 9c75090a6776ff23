/** CloudTrail's event history: 90 days of management events, in every account, whether or not it has a trail. */
import type { LiveBackend } from '../../source.ts';
import { plannedLookups } from '../lookup-plan.ts';
import { readCredentials } from './history-credentials.ts';
import { readEvidence } from './history-evidence.ts';
import { lagSeconds } from './history-lag.ts';
import { createReadingQueue } from './reading-queue.ts';

/** `stopwatch` tells milliseconds from any moment. It decides how many requests are under way, never what is found. */
export const createLookupEvents = (stopwatch: () => number): LiveBackend => ({
  name: 'lookup-events',
  reach: {
    lagSeconds,
    lookbackDays: 90,
    actions: ['cloudtrail:LookupEvents'],
  },
  plan: plannedLookups,
  async *collect(request, context) {
    const queue = createReadingQueue();
    let isLeft = false;
    const io = { context, stopwatch, isDone: () => isLeft, push: queue.push };
    const work = request.kind === 'credentials' ? readCredentials(request, io) : readEvidence(request, io);
    work.then(() => queue.end(), queue.end);
    try {
      yield* queue;
    } finally {
      isLeft = true;
    }
  },
});

export const lookupEvents = createLookupEvents(() => performance.now());
