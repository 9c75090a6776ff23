/**
 * Which calls one person made: in any role, with any tool, and through the services that acted for them. If no human is known,
 * a principal with its session counts as one person. Counting and display share this rule.
 */
import type { ApiCallEvent, TimelineEvent } from './event.ts';
import type { Human, Principal } from './principal.ts';

/** Each call once: of the copies in several accounts, the one that says most about its caller. */
export function callsIn(events: readonly TimelineEvent[]): readonly ApiCallEvent[] {
  const calls: ApiCallEvent[] = [];
  /** Position in the list of each call that may have copies. */
  const places = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'api-call') continue;
    const call = event.detail.sharedEventId === undefined ? undefined : callKey(event);
    const place = call === undefined ? undefined : places.get(call);
    if (place === undefined) {
      if (call !== undefined) places.set(call, calls.length);
      calls.push(event);
    } else if (toldOf(event) > toldOf(calls[place] as ApiCallEvent)) calls[place] = event;
  }
  return calls;
}

/** The same text for all copies of a call. */
export const callKey = ({ id, detail: { sharedEventId, eventName } }: ApiCallEvent): string =>
  sharedEventId === undefined ? id : `${sharedEventId} ${eventName}`;

/** A copy in another account names no more than the caller's account. */
const toldOf = ({ detail: { principal } }: ApiCallEvent) =>
  (principal.human ? 2 : 0) + (principal.arn === null ? 0 : 1);

/** The human if known, else the principal with its session. */
export const nameOf = ({ human, name, session }: Principal): string =>
  human?.name ?? (session === undefined ? name : `${name}/${session}`);

/** Identity Center names its roles after the permission set: `AWSReservedSSO_PowerUser_0123456789abcdef`. */
export const roleTitle = (name: string): string => /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(name)?.[1] ?? name;

/** " through PowerUser": the role that a human acted in; empty where nobody is known behind it: role and session did it then. */
export function throughRole({ human, name, session }: Principal): string {
  const role = session === undefined ? undefined : roleTitle(name);
  return role !== undefined && human && human.name !== role ? ` through ${role}` : '';
}

/**
 * The same text for everything one human did, in any role and with any tool. Users with the same name in two accounts are two
 * people, and a name that a caller chose never counts as the human known by that name.
 */
export function personOf(principal: Principal): string {
  const { human, name, session, userId } = principal;
  // most calls have no known human
  if (!human && userId === undefined && isPlain(name) && (session === undefined || isPlain(session)))
    return `["principal","${name}",${session === undefined ? 'null' : `"${session}"`}]`;
  if (!human) return JSON.stringify(userId === undefined ? ['principal', name, session] : ['user', userId]);
  return JSON.stringify([human.certainty === 'asserted' ? 'asserted' : 'known', human.name, accountOf(principal)]);
}

/** Whether JSON writes the text unescaped. */
const isPlain = (text: string): boolean => /^[\w+=,.@:/-]*$/.test(text);

/** The account of the user or root that it began with; null for people of a directory, who are the same in all accounts. */
function accountOf({ human, account, path, type }: Principal): string | null {
  switch (human?.via) {
    case 'iam-user':
    case 'root':
      return account;
    case 'role-chain':
      return accountIn(path[0]?.from) ?? account;
    case 'invoked-by':
      return type === 'IAMUser' || type === 'Root' ? account : accountIn(path[0]?.from);
    default:
      return null;
  }
}

const accountIn = (arn: string | undefined): string | null => /^arn:[^:]*:iam::(\d{12}):/.exec(arn ?? '')?.[1] ?? null;

/** Calls grouped by person, most writes first; each person's in order of time if `calls` are. */
export function callsByPerson(calls: readonly ApiCallEvent[]): readonly (readonly ApiCallEvent[])[] {
  const byPerson = new Map<string, ApiCallEvent[]>();
  for (const event of calls) {
    const person = personOf(event.detail.principal);
    const known = byPerson.get(person);
    if (known) known.push(event);
    else byPerson.set(person, [event]);
  }
  joinServices(
    byPerson,
    ([first]) => (first as ApiCallEvent).detail.principal,
    (all) => all.every(({ detail }) => isServices(detail.principal)),
    (person, services) => [...person, ...services].sort((a, b) => inText(a.time, b.time) || inText(a.id, b.id)),
  );
  return [...byPerson]
    .map(([person, all]) => ({ person, all, writes: writesIn(all), calls: all.length, shown: shownAs(all) }))
    .sort(byWrites)
    .map(({ all }) => all);
}

/** Most writes first, then most calls. */
export const byWrites = (a: Ranked, b: Ranked): number =>
  b.writes - a.writes || b.calls - a.calls || inText(a.shown, b.shown) || inText(a.person, b.person);

interface Ranked {
  readonly writes: number;
  readonly calls: number;
  readonly shown: string;
  readonly person: string;
}

/** Whether a service made the call for someone whose account is not known. */
export const isServices = (principal: Principal): boolean =>
  principal.human?.via === 'invoked-by' && accountOf(principal) === null;

/**
 * A service in a role of its own reports only a person's name: its calls join the person of that name if there is exactly one.
 * @param firstOf who made the first of a person's calls.
 * @param areServices whether a service made all of them.
 */
export function joinServices<Calls>(
  byPerson: Map<string, Calls>,
  firstOf: (calls: Calls) => Principal,
  areServices: (calls: Calls) => boolean,
  join: (person: Calls, services: Calls) => Calls,
): void {
  const services = [...byPerson].filter(([, calls]) => areServices(calls));
  if (services.length === 0) return;
  const isService = new Set(services.map(([person]) => person));
  const people = [...byPerson].filter(([person, calls]) => firstOf(calls).human && !isService.has(person));
  for (const [person, calls] of services) {
    const name = firstOf(calls).human?.name;
    const [match, ...more] = people.filter(([, each]) => {
      const { human } = firstOf(each);
      return human?.name === name && human?.certainty !== 'asserted';
    });
    if (!match || more.length > 0) continue;
    byPerson.set(match[0], join(byPerson.get(match[0]) as Calls, calls));
    byPerson.delete(person);
  }
}

const shownAs = ([first]: readonly ApiCallEvent[]) => (first ? nameOf(first.detail.principal) : '');
const inText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export const isWrite = ({ detail }: ApiCallEvent): boolean => !detail.readOnly && detail.outcome === 'success';

export function writesIn(calls: readonly ApiCallEvent[]): number {
  let count = 0;
  for (const call of calls) if (isWrite(call)) count++;
  return count;
}

const certainties = ['proven', 'asserted', 'guess'] as const;

/** How well a human is known; lower is better. Some of one person's calls may be a service's. */
export const rankOf = ({ certainty, via }: Human): number =>
  certainties.indexOf(certainty) * 2 + (via === 'invoked-by' ? 1 : 0);

/** The human as best known. */
export const humanOf = (calls: readonly ApiCallEvent[]): Human | null =>
  calls.reduce<Human | null>((best, { detail }) => {
    const { human } = detail.principal;
    return human && (!best || rankOf(human) < rankOf(best)) ? human : best;
  }, null);

/** A caller's names that equal this one but for case, or are addresses that begin with it: `alice`, `Alice@example.com`. */
export function namesLike(typed: string, { human, name, session }: Principal): readonly string[] {
  const wanted = typed.toLowerCase();
  return [human?.name, name, session].filter((known): known is string => {
    const lower = known?.toLowerCase();
    return lower === wanted || lower?.startsWith(`${wanted}@`) === true;
  });
}
