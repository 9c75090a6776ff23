/**
 * What a run has read already: asking for it again would cost half a second a page. Its writes, since where all writes of
 * the window were read, what was done to neighbors is among them, also where no index tells; and the lookups by which it
 * looked for issued keys, which each further step back asks anew.
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
  /** Regions of which every write of the window was read. */
  readonly wholeRegions: Set<string>;
  /** Lookups that were read to their end, by all that they were asked with. */
  readonly lookups: Map<string, KeptLookup>;
  /** Regions whose history was one page where more was guessed: it is not guessed there again. */
  readonly idleGuesses: Set<string>;
}

export interface KeptLookup {
  readonly pages: readonly (readonly Event[])[];
  /** Where it was cut. Epoch milliseconds. */
  readonly before: number | undefined;
}

/** For as long as the session lives, which is the run. */
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
