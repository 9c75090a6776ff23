/** The settled part of an event history, kept between runs: for each lookup, the stretches of time read and their events. */
import type { Event } from '@aws-sdk/client-cloudtrail';
import type { CacheKey, SettledCache } from '../../../aws/cache.ts';
import { knownStretches, type StretchForm } from '../../../aws/known-stretches.ts';
import type { Stretch } from '../../../aws/known-times.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { Lookup } from '../lookup.ts';
import { lagSeconds } from './history-lag.ts';

/** The members of the SDK's event that are stored. */
export type KeptEvent = Pick<Event, 'CloudTrailEvent' | 'EventTime' | 'Resources'>;
export type EventStretch = Stretch<KeptEvent>;

export interface KnownHistory {
  readonly stretches: readonly EventStretch[];
  /** Keeps what was just read, as far as it is settled, and joins it to the stretches it adjoins. */
  keep(read: readonly EventStretch[]): void;
}

export async function knownHistory(
  cache: SettledCache | undefined,
  region: string,
  lookup: Lookup,
): Promise<KnownHistory> {
  const { stretches, keep } = await knownStretches(cache, keyOf(region, lookup), form);
  // the second before it is the last one that is over
  const settled = cache ? Math.floor(cache.now / 1000) - lagSeconds - 1 : Number.NEGATIVE_INFINITY;
  return { stretches, keep: (read) => keep(read, settled) };
}

const keyOf = (region: string, { attribute, eventCategory }: Lookup): CacheKey => ({
  action: 'cloudtrail:LookupEvents',
  region,
  parameters: [attribute?.AttributeKey ?? null, attribute?.AttributeValue ?? null, eventCategory ?? null],
});

const form: StretchForm<KeptEvent> = {
  mostItems: 5_000,
  write: ({ CloudTrailEvent = null, Resources = [] }) => [
    CloudTrailEvent,
    ...Resources.map(({ ResourceType = null, ResourceName = null }): JsonValue => [ResourceType, ResourceName]),
  ],
  read(value, time) {
    if (!Array.isArray(value)) return undefined;
    const [text, ...pairs] = value;
    const Resources = pairs.map((pair) => {
      const [type, name] = Array.isArray(pair) ? pair : [];
      return {
        ...(typeof type === 'string' && { ResourceType: type }),
        ...(typeof name === 'string' && { ResourceName: name }),
      };
    });
    const event = { EventTime: new Date(time * 1000), Resources };
    return typeof text === 'string' ? { ...event, CloudTrailEvent: text } : event;
  },
};
