/** Calls that were reported without being kept: what an answer still says about them. */
import type { CallTally } from '../model/call-tally.ts';
import type { PlacedCount } from '../model/passing.ts';
import type { CountedCalls } from './headline.ts';

export interface PassedCalls {
  readonly tally: CallTally;
  readonly listed: readonly PlacedCount[];
  /** Copies that were left out. */
  readonly copies: readonly PlacedCount[];
}

/** For a window: there is no target whose own changes these could be. */
export function countedOf({ tally }: PassedCalls): CountedCalls {
  const { firstWrites, lastWrite, first, last, ...counts } = tally.counts;
  const ends = (from: { readonly time: string } | undefined, to: typeof from) => (from && to ? [from, to] : []);
  return {
    ...counts,
    writers: tally.writers,
    own: counts.writes > 2 ? [] : firstWrites,
    writeEnds: ends(firstWrites[0], lastWrite),
    ends: ends(first, last),
    areActs: false,
  };
}
