/** Whose calls belong together: a person's in all roles; if none is known, those of a role or user in all sessions. */
import type { ApiCallEvent } from '../model/event.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { callsByPerson, personOf, writesIn } from '../model/person.ts';
import type { Principal } from '../model/principal.ts';

/**
 * The same text for calls that belong together. Sessions of a role get new names every time: what they have in common is the
 * role.
 */
export function principalKey(principal: Principal): string {
  const { human, userId, account, type, name } = principal;
  return human || userId !== undefined ? personOf(principal) : JSON.stringify([account, type, name]);
}

/** `calls` in order of time, each once. The group with the most writes comes first. */
export function peopleIn(calls: readonly ApiCallEvent[]): readonly (readonly ApiCallEvent[])[] {
  const isNamed = ({ detail: { principal } }: ApiCallEvent) =>
    principal.human !== null || principal.userId !== undefined;
  const nameless = groupedBy(
    calls.filter((call) => !isNamed(call)),
    ({ detail }) => principalKey(detail.principal),
  );
  const others = [...nameless].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
  return [...callsByPerson(calls.filter(isNamed)), ...others].sort(
    (a, b) => writesIn(b) - writesIn(a) || b.length - a.length,
  );
}
