/** CloudTrail's event history: 90 days of management events, in every account, with or without a trail. */
import type { LiveBackend } from '../../source.ts';
import { lagSeconds } from './history-lag.ts';

/**
 * `stopwatch` returns milliseconds from any starting point. It decides how many requests are under way, never what is found.
 */
export const createLookupEvents = (stopwatch: () => number): LiveBackend => ({
  name: 'lookup-events',
  reach: {
    lagSeconds,
    lookbackDays: 90,
    actions: ['cloudtrail:LookupEvents'],
  },
  loadPlan: async () => (await import('../lookup-plan.ts')).plannedLookups,
  async *collect(request, context) {
    const { collectHistory } = await import('./history-collect.ts');
    yield* collectHistory(request, { context, stopwatch });
  },
});

export const lookupEvents = createLookupEvents(() => performance.now());
