/** Who called, how often, and how it ended: counted for each human where one is known, else for each principal. */
import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import { callsByPerson, callsIn, humanOf, writesIn } from '../model/person.ts';
import type { Principal } from '../model/principal.ts';
import type { WhoVerdict } from '../model/report.ts';

export { callsIn, isWrite, nameOf } from '../model/person.ts';

/** Everyone who called, the one with the most writes first. */
export const whoOf = (events: readonly TimelineEvent[]): readonly WhoVerdict[] =>
  callsByPerson(callsIn(events)).map(tally);

function tally(calls: readonly ApiCallEvent[]): WhoVerdict {
  const principals = new Map<string, Principal>();
  for (const { detail } of calls) {
    const { principal } = detail;
    const key = JSON.stringify([principal.arn, principal.name, principal.session, principal.tool.name]);
    if (!principals.has(key)) principals.set(key, principal);
  }
  const count = (outcome: string) => calls.filter(({ detail }) => detail.outcome === outcome).length;
  return {
    human: humanOf(calls),
    principals: [...principals.values()],
    calls: calls.length,
    writes: writesIn(calls),
    denied: count('denied'),
    failed: count('failed'),
    firstTime: calls[0]?.time ?? '',
    lastTime: calls.at(-1)?.time ?? '',
  };
}
