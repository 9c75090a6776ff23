/** The settled part of an event history, kept between runs: each lookup's stretches of time with the events they gave. */
import type { Event } from '@aws-sdk/client-cloudtrail';
import type { CacheKey, SettledCache } from '../../../aws/cache.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../model/json.ts';
import { clip, joined, type Stretch, type StretchPage, type Timed } from '../known-times.ts';
import type { Lookup } from '../lookup.ts';
import { lagSeconds } from './history-lag.ts';

/** What a stored event keeps of the SDK's. */
export type KeptEvent = Pick<Event, 'CloudTrailEvent' | 'EventTime' | 'Resources'>;
export type EventStretch = Stretch<KeptEvent>;

export interface KnownHistory {
  readonly stretches: readonly EventStretch[];
  /** Keeps what was read now, as far as it is settled, and joins it with what it adjoins. */
  keep(read: readonly EventStretch[]): void;
}

/** Of one entry: what grows run by run stays in files that are quickly read. */
const mostEvents = 5_000;

export async function knownHistory(
  cache: SettledCache | undefined,
  region: string,
  lookup: Lookup,
): Promise<KnownHistory> {
  if (!cache) return { stretches: [], keep: () => {} };
  const key = keyOf(region, lookup);
  const entries = (await cache.read(key)).flatMap(({ id, value }) => {
    const stretch = readStretch(value);
    return stretch ? [{ id, stretch }] : [];
  });
  // the second before is the last that is over
  const settled = Math.floor(cache.now / 1000) - lagSeconds - 1;
  return {
    stretches: entries.map(({ stretch }) => stretch),
    keep(read) {
      const fresh = read.flatMap((stretch) => clip(stretch, Number.NEGATIVE_INFINITY, settled) ?? []);
      if (fresh.length === 0) return;
      const parts: Part[] = [...entries, ...fresh.map((stretch) => ({ stretch }))];
      for (const group of adjoining(parts)) {
        const stretch = group.some(({ id }) => id === undefined) && joined(group.map((part) => part.stretch));
        if (!stretch) continue;
        cache.write(
          key,
          writeStretch(stretch),
          group.flatMap(({ id }) => id ?? []),
        );
      }
    },
  };
}

interface Part {
  /** Of the entry; absent: read now. */
  readonly id?: string;
  readonly stretch: EventStretch;
}

/** Groups of parts of which each begins where the one before it ends, newest first. */
function adjoining(parts: readonly Part[]): readonly (readonly Part[])[] {
  const groups: Part[][] = [];
  let events = 0;
  for (const part of [...parts].sort((a, b) => b.stretch.to - a.stretch.to || b.stretch.from - a.stretch.from)) {
    const group = groups.at(-1);
    const before = group?.at(-1)?.stretch;
    const own = eventsIn(part.stretch);
    if (group && before && before.from - 1 === part.stretch.to && events + own <= mostEvents) {
      group.push(part);
      events += own;
    } else {
      groups.push([part]);
      events = own;
    }
  }
  return groups;
}

const eventsIn = ({ pages }: EventStretch): number => pages.reduce((sum, { items }) => sum + items.length, 0);

const keyOf = (region: string, { attribute, eventCategory }: Lookup): CacheKey => ({
  action: 'cloudtrail:LookupEvents',
  region,
  parameters: [attribute?.AttributeKey ?? null, attribute?.AttributeValue ?? null, eventCategory ?? null],
});

const writeStretch = ({ from, to, pages, rest }: EventStretch): JsonValue => ({
  from,
  to,
  pages: pages.map(writePage),
  ...(rest && { rest: writePage(rest) }),
});

const writePage = ({ weight, items }: StretchPage<KeptEvent>): JsonValue => ({
  weight,
  items: items.map(([time, { CloudTrailEvent = null, Resources = [] }]) => [
    time,
    CloudTrailEvent,
    ...Resources.map(({ ResourceType = null, ResourceName = null }): JsonValue => [ResourceType, ResourceName]),
  ]),
});

/** Total: undefined for what is no stretch. */
function readStretch(value: JsonValue): EventStretch | undefined {
  if (!isJsonObject(value)) return undefined;
  const { from, to, pages, rest } = value as { [member: string]: JsonValue | undefined };
  if (!isSecond(from) || !isSecond(to) || from > to || !Array.isArray(pages)) return undefined;
  const read = pages.flatMap((page) => readPage(page) ?? []);
  const readRest = rest === undefined ? undefined : readPage(rest);
  return read.length === pages.length ? { from, to, pages: read, ...(readRest && { rest: readRest }) } : undefined;
}

const isSecond = (value: JsonValue | undefined): value is number => Number.isSafeInteger(value);

function readPage(value: JsonValue): StretchPage<KeptEvent> | undefined {
  if (!isJsonObject(value)) return undefined;
  const { weight, items } = value as JsonObject & { readonly weight?: JsonValue; readonly items?: JsonValue };
  if (typeof weight !== 'number' || !Array.isArray(items)) return undefined;
  const read = items.flatMap((item): Timed<KeptEvent>[] => {
    if (!Array.isArray(item)) return [];
    const [time, text, ...pairs] = item;
    if (!isSecond(time)) return [];
    const Resources = pairs.flatMap((pair) => {
      const [type, name] = Array.isArray(pair) ? pair : [];
      return [
        {
          ...(typeof type === 'string' && { ResourceType: type }),
          ...(typeof name === 'string' && { ResourceName: name }),
        },
      ];
    });
    const event = { EventTime: new Date(time * 1000), Resources };
    return [[time, typeof text === 'string' ? { ...event, CloudTrailEvent: text } : event]];
  });
  return read.length === items.length ? { weight, items: read } : undefined;
}
