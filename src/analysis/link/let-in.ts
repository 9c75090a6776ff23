/**
 * Which change let in a caller from another account: a trust, a policy, a grant or a share that names the caller's account or
 * everybody, and the calls on the same resource that made use of it. Decided by what the change opened, never by mere order.
 */
import { day, hour } from '../../model/duration.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import { parseArn } from '../../resources/arn.ts';
import { believable, type Candidate, candidateOf, type Found, worthKeeping } from './candidate.ts';
import type { Changed } from './changed.ts';
import { contentOfCall, leavesOf } from './content.ts';
import { apart } from './durations.ts';
import { type Call, isSameResource, positionAt, type ResourceIndex, spellingsOf } from './resource-index.ts';

/** A partner may assume a role every minute: the first calls are enough. */
const mostUses = 50;

export function letInLinks(index: ResourceIndex, { explained }: Changed, reverted: readonly Candidate[]): Found {
  const closedAt = new Map<string, number>();
  for (const { from, to } of reverted) {
    const time = index.byId.get(from)?.time;
    if (time !== undefined) closedAt.set(to, Math.min(time, closedAt.get(to) ?? Infinity));
  }
  const openingsAt = openingsIn(index);
  const shown = shownBy(index, explained);
  const uses = new Map<string, number>();
  const [chosen, lost]: [Candidate[], Candidate[]] = [[], []];
  for (const use of index.calls) {
    const { outcome, principal } = use.event.detail;
    if (outcome !== 'success' || principal.account === null || !reachesOut(use.event)) continue;
    const candidates = openingsBefore(use, openingsAt).flatMap((opening) => {
      const closed = closedAt.get(opening.event.id);
      const words = openedTo(opening.event, principal.account ?? '', shown.get(opening.event.id));
      return words === undefined || (closed !== undefined && closed <= use.time) ? [] : [rate(opening, use, words)];
    });
    // whoever was let in stays in: the first opening counts, unless it was revoked
    const [first, ...others] = candidates;
    if (!first) continue;
    const count = uses.get(first.from) ?? 0;
    if (first.score >= believable && count < mostUses) {
      uses.set(first.from, count + 1);
      chosen.push(first);
    } else if (first.score >= worthKeeping && first.score < believable) lost.push(first);
    lost.push(...others.filter(({ score }) => score >= worthKeeping));
  }
  return { chosen, lost };
}

/**
 * Whether a call concerns another account than its caller's: recorded there, or in the caller's own account with an ARN from
 * there.
 */
const reachesOut = ({ detail: { principal }, resources }: ApiCallEvent): boolean =>
  principal.crossAccount || resources.some(({ account }) => account !== undefined && account !== principal.account);

/** How many changes of one resource are considered for one call: the latest ones. */
const mostOpenings = 50;

/** Dangerous changes by what they name, in order of time. */
function openingsIn(index: ResourceIndex): (spelling: string) => readonly Call[] {
  const found = new Map<string, Call[]>();
  for (const change of index.changes) {
    if (change.event.detail.dangers === undefined) continue;
    for (const spelling of spellingsOf(change.event.resources)) {
      const list = found.get(spelling);
      if (list) list.push(change);
      else found.set(spelling, [change]);
    }
  }
  return (spelling) => found.get(spelling) ?? [];
}

/** Dangerous changes of the resource that the call is about, made by a different account than the caller's, earliest first. */
function openingsBefore({ event, time }: Call, openingsAt: (spelling: string) => readonly Call[]): readonly Call[] {
  const found = new Map<string, Call>();
  for (const spelling of spellingsOf(event.resources)) {
    const openings = openingsAt(spelling);
    const end = positionAt(openings, time + 1);
    for (const opening of openings.slice(Math.max(0, end - mostOpenings), end)) {
      if (opening.event.id === event.id) continue;
      if (opening.event.detail.principal.account === event.detail.principal.account) continue;
      if (opening.event.resources.some((one) => event.resources.some((other) => isSameResource(one, other))))
        found.set(opening.event.id, opening);
    }
  }
  return [...found.values()].sort((a, b) => a.time - b.time || (a.event.id < b.event.id ? -1 : 1));
}

/** Change -> the accounts that its items gained. A change without an item is trusted to have done what it requested. */
function shownBy(index: ResourceIndex, explained: Changed['explained']): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { event } of index.items) {
    if (event.detail.inferred) continue;
    for (const [callId, positions] of explained.get(event.id) ?? []) {
      const gained = found.get(callId) ?? new Set<string>();
      for (const position of positions)
        for (const { value } of leavesOf(event.detail.changes[position]?.after)) gained.add(accountOf(value));
      found.set(callId, gained);
    }
  }
  return found;
}

/** An account id, or the account of an ARN; any other text unchanged. */
const accountOf = (value: string): string => parseArn(value)?.account || value;

/** Rules with such names are about what is open to everybody. */
const isForAll = ({ rule }: { readonly rule: string }) => /-(?:public|anyone)$/.test(rule);

/** How a change let an account in, in words; undefined if it did not. */
function openedTo(event: ApiCallEvent, account: string, gained: ReadonlySet<string> | undefined): string | undefined {
  const { dangers, eventName } = event.detail;
  if (dangers?.some(isForAll)) return `${eventName} let everybody in`;
  if (gained !== undefined && !gained.has(account)) return undefined;
  const asked = [...contentOfCall(event).request.values].some((value) => accountOf(value) === account);
  return asked ? `${eventName} let in account ${account}, which the caller belongs to` : undefined;
}

function rate(opening: Call, use: Call, words: string): Candidate {
  const lag = use.time - opening.time;
  return candidateOf(
    'enabled',
    opening.event.id,
    use.event.id,
    { account: 0.95, lag: lag <= hour ? 0.99 : lag <= day ? 0.95 : 0.85 },
    [words, 'both are about the same resource', `${apart(lag)} after that call`],
  );
}
