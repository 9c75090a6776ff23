/** Who called, how often, and how it ended: counted for each human where one is known, else for each principal. */
import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import { callsByPerson, callsIn, humanOf, writesIn } from '../model/person.ts';
import type { Principal } from '../model/principal.ts';
import type { WhoVerdict } from '../model/report.ts';

export { callsIn, isWrite, nameOf } from '../model/person.ts';

/** Everyone who called, the one with the most writes first. */
export const whoOf = (events: readonly TimelineEvent[]): readonly WhoVerdict[] =>
  callsByPerson(callsIn(events)).map(tally);

/** A person has few roles and tools: so many are looked through before a key is made of one. */
const mostAlike = 16;

function tally(calls: readonly ApiCallEvent[]): WhoVerdict {
  const principals = new Map<string, Principal>();
  const counts = { success: 0, denied: 0, failed: 0 };
  let last: Principal | undefined;
  const alike: Principal[] = [];
  for (const { detail } of calls) {
    const { principal, outcome } = detail;
    counts[outcome]++;
    // most calls are made as the one before was
    if (last && isAlike(last, principal)) continue;
    last = principal;
    if (alike.some((known) => isAlike(known, principal))) continue;
    const key = JSON.stringify([principal.arn, principal.name, principal.session, principal.tool.name]);
    if (!principals.has(key)) principals.set(key, principal);
    if (alike.length < mostAlike) alike.push(principal);
  }
  return {
    human: humanOf(calls),
    principals: [...principals.values()],
    calls: calls.length,
    writes: writesIn(calls),
    denied: counts.denied,
    failed: counts.failed,
    firstTime: calls[0]?.time ?? '',
    lastTime: calls.at(-1)?.time ?? '',
  };
}

const isAlike = (a: Principal, b: Principal): boolean =>
  a.arn === b.arn && a.name === b.name && a.session === b.session && a.tool.name === b.tool.name;
