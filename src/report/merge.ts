/** Evidence from many files and calls -> each event once, with a unique id. */

import { callWith } from '../model/call-event.ts';
import type { Match, TimelineEvent } from '../model/event.ts';
import type { EventEvidence } from '../model/evidence.ts';

export interface Merged {
  readonly events: readonly TimelineEvent[];
  /** Copies dropped because their canonical record equals one already seen. */
  readonly duplicates: readonly TimelineEvent[];
}

/** Only identical records are one event; different records that share an id get distinct ids. */
export function mergeEvidence(evidence: readonly EventEvidence[]): Merged {
  const byDigest = new Map<string, EventEvidence>();
  const duplicates = new Map<string, TimelineEvent>();
  for (const item of evidence) {
    const known = byDigest.get(item.digest);
    if (!known) {
      byDigest.set(item.digest, item);
      continue;
    }
    const [kept, dropped] = item.event.origin.locator < known.event.origin.locator ? [item, known] : [known, item];
    const match = inMatchOrder([...kept.event.match, ...dropped.event.match]);
    byDigest.set(item.digest, { ...kept, event: eventWith(kept.event, { match }) });
    // one record may be read for several reasons, which does not make it a copy
    if (kept.event.origin.locator !== dropped.event.origin.locator)
      duplicates.set(`${item.digest} ${dropped.event.origin.locator}`, dropped.event);
  }
  const uses = new Map<string, number>();
  for (const { event } of byDigest.values()) uses.set(event.id, (uses.get(event.id) ?? 0) + 1);
  const events = [...byDigest.values()].map(({ event, digest }) =>
    (uses.get(event.id) ?? 0) > 1 ? eventWith(event, { id: ownId(event.id, digest) }) : event,
  );
  return { events: events.sort(inOrder), duplicates: [...duplicates.values()] };
}

/** There are many calls: all get the same object shape. */
const eventWith = (event: TimelineEvent, known: Partial<Pick<TimelineEvent, 'id' | 'match'>>): TimelineEvent =>
  event.kind === 'api-call' ? callWith(event, known) : { ...event, ...known };

/** For a record that shares its id with one of different content. */
export const ownId = (id: string, digest: string): string => `${id}~${digest.slice(0, 8)}`;

/** Each reason once. */
export const inMatchOrder = (reasons: readonly Match[]): readonly Match[] =>
  matchOrder.filter((why) => reasons.includes(why));

const matchOrder = ['target', 'principal', 'neighbor', 'chain', 'window'] as const satisfies readonly Match[];

const kindOrder = [
  'api-call',
  'insight',
  'finding',
  'config-change',
  'compliance',
  'metric',
  'log',
  'flow',
  'alarm',
] as const satisfies readonly TimelineEvent['kind'][];

/** Time, then kind, then id: no two events compare equal, so any input order leads to the same output order. */
export function inOrder(a: TimelineEvent, b: TimelineEvent): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  if (a.kind !== b.kind) return kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind);
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
