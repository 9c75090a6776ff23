/** Who called, how often, and how it ended: counted for each human where one is known, else for each principal. */
import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import type { Principal } from '../model/principal.ts';
import type { WhoVerdict } from '../model/report.ts';

/** Everyone who called, the one with the most writes first. */
export function whoOf(events: readonly TimelineEvent[]): readonly WhoVerdict[] {
  const byName = new Map<string, ApiCallEvent[]>();
  for (const event of callsIn(events)) {
    const name = nameOf(event.detail.principal);
    const calls = byName.get(name);
    if (calls) calls.push(event);
    else byName.set(name, [event]);
  }
  return [...byName]
    .sort(([a, m], [b, n]) => writesIn(n) - writesIn(m) || n.length - m.length || (a < b ? -1 : 1))
    .map(([, calls]) => tally(calls));
}

/** Each call once: of the copies that several accounts got of it, the one that tells most of who made it. */
export function callsIn(events: readonly TimelineEvent[]): readonly ApiCallEvent[] {
  const byCall = new Map<string, ApiCallEvent>();
  for (const event of events) {
    if (event.kind !== 'api-call') continue;
    const { sharedEventId, eventName } = event.detail;
    const call = sharedEventId === undefined ? event.id : `${sharedEventId} ${eventName}`;
    const known = byCall.get(call);
    if (!known || toldOf(event) > toldOf(known)) byCall.set(call, event);
  }
  return [...byCall.values()];
}

/** Another account's copy names but the caller's account. */
const toldOf = ({ detail: { principal } }: ApiCallEvent) =>
  (principal.human ? 2 : 0) + (principal.arn === null ? 0 : 1);

/** The human where one is known, else the principal with its session. */
export const nameOf = ({ human, name, session }: Principal): string =>
  human?.name ?? (session === undefined ? name : `${name}/${session}`);

export const isWrite = ({ detail }: ApiCallEvent) => !detail.readOnly && detail.outcome === 'success';
const writesIn = (calls: readonly ApiCallEvent[]) => calls.filter(isWrite).length;

function tally(calls: readonly ApiCallEvent[]): WhoVerdict {
  const principals = new Map<string, Principal>();
  for (const { detail } of calls) {
    const { principal } = detail;
    const key = JSON.stringify([principal.arn, principal.name, principal.session, principal.tool.name]);
    if (!principals.has(key)) principals.set(key, principal);
  }
  const count = (outcome: string) => calls.filter(({ detail }) => detail.outcome === outcome).length;
  return {
    human: calls[0]?.detail.principal.human ?? null,
    principals: [...principals.values()],
    calls: calls.length,
    writes: writesIn(calls),
    denied: count('denied'),
    failed: count('failed'),
    firstTime: calls[0]?.time ?? '',
    lastTime: calls.at(-1)?.time ?? '',
  };
}
