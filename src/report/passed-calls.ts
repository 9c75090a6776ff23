/** Calls that were told as they passed by: what an answer says of them that nobody holds any more. */
import type { CallTally } from '../model/call-tally.ts';
import type { PlacedCount } from '../model/passing.ts';
import type { CountedCalls } from './headline.ts';

export interface PassedCalls {
  readonly tally: CallTally;
  readonly listed: readonly PlacedCount[];
  /** Copies that were left out. */
  readonly copies: readonly PlacedCount[];
}

/** Of a window: nothing was asked about whose own changes these could be. */
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
