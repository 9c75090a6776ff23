/**
 * What a run has read already: asking for it again would cost half a second a page. It keeps the writes, because once all
 * writes of a window were read, what was done to neighbors is among them, even if no index finds it; and the lookups for issued
 * keys, which every further step back would repeat.
 */
import type { Event } from '@aws-sdk/client-cloudtrail';
import type { AwsSession } from '../../../aws/session.ts';
import type { JsonObject } from '../../../model/json.ts';
import { eventTime, isReadOnly, outcomeOf } from '../record.ts';

export interface KeptWrite {
  readonly record: JsonObject;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly time: number;
}

export interface HistoryMemory {
  keep(record: JsonObject, region: string): void;
  readonly writes: readonly KeptWrite[];
  /** Regions in which every write of the window was read. */
  readonly wholeRegions: Set<string>;
  /** Lookups that were read to their end, keyed by all their parameters. */
  readonly lookups: Map<string, KeptLookup>;
  /** Regions whose history was one page when a guess expected more: no guess is made there again. */
  readonly idleGuesses: Set<string>;
}

export interface KeptLookup {
  readonly pages: readonly (readonly Event[])[];
  /** Where the reading was cut. Epoch milliseconds. */
  readonly before: number | undefined;
}

/** Kept as long as the session lives, which is the run. */
const memories = new WeakMap<AwsSession, HistoryMemory>();

export function memoryOf(session: AwsSession): HistoryMemory {
  const known = memories.get(session);
  if (known) return known;
  const writes: KeptWrite[] = [];
  const memory: HistoryMemory = {
    writes,
    wholeRegions: new Set(),
    lookups: new Map(),
    idleGuesses: new Set(),
    keep(record, region) {
      const time = eventTime(record);
      if (time !== undefined && !isReadOnly(record) && outcomeOf(record) === 'success')
        writes.push({ record, region, time });
    },
  };
  memories.set(session, memory);
  return memory;
}
