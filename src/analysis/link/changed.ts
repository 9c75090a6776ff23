/**
 * Which calls caused what a configuration item shows: decided by the content of its diff, never by mere closeness in time. Each
 * change goes to the call that explains it best, so an unrelated call next to it gets none.
 */
import { minute } from '../../model/duration.ts';
import type { ApiCallEvent, Change } from '../../model/event.ts';
import { verbOf } from './call-verb.ts';
import { believable, bestFirst, type Candidate, candidateOf, type Found, worthKeeping } from './candidate.ts';
import { type Near, reasonsOf } from './changed-words.ts';
import { leavesOf } from './content.ts';
import { stackOf } from './neighborhood.ts';
import {
  changesOf,
  lags,
  longestLag,
  longestLagOfDeletion,
  names,
  type Rated,
  rate,
  strengthOf,
} from './rate-change.ts';
import {
  between,
  type Call,
  type Item,
  isChange,
  isSameResource,
  type ResourceIndex,
  spellingsOf,
} from './resource-index.ts';

/** CloudTrail event ids that an item itself lists, by the item's event id. Empty in items since version 1.3. */
export type RelatedEvents = ReadonlyMap<string, readonly string[]>;

/** What a call may have changed: the item's event id and the positions of its changes. */
export type Explained = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

export interface Changed extends Found {
  /** Item -> call -> which of the item's changes. */
  readonly explained: Explained;
}

/** A change made just before the last capture may appear only in the next one. */
const overlap = 2 * minute;

export function changedLinks(index: ResourceIndex, related: RelatedEvents = new Map()): Changed {
  const chosen: Candidate[] = [];
  const lost: Candidate[] = [];
  const explained = new Map<string, ReadonlyMap<string, readonly number[]>>();
  for (const item of index.items) {
    const found = changedOf(item, index, related.get(item.event.id) ?? []);
    chosen.push(...found.chosen);
    lost.push(...found.lost);
    if (found.explained.size > 0) explained.set(item.event.id, found.explained);
  }
  return { chosen, lost, explained };
}

interface OfItem extends Found {
  readonly explained: ReadonlyMap<string, readonly number[]>;
}

const nothing: OfItem = { chosen: [], lost: [], explained: new Map() };

function changedOf(item: Item, index: ResourceIndex, related: readonly string[]): OfItem {
  const { event } = item;
  const all = event.detail.changes.map((_, position) => position);
  if (event.detail.inferred) {
    const own = callBehind(item, index);
    // whoever made a key is told by what was done with it: that leads into a chain, and begins none
    if (!own || !isChange(own)) return nothing;
    return { chosen: [derivedFrom(own, item)], lost: [], explained: new Map([[own.event.id, all]]) };
  }
  const named = related
    .flatMap((id) => index.byId.get(`cloudtrail:${id}`) ?? [])
    .filter(({ event: { kind } }) => kind === 'api-call');
  if (named.length > 0) {
    const links = named.map(({ event: call }) =>
      candidateOf('changed', call.id, event.id, { record: 1 }, ['the configuration item names this call itself']),
    );
    return { chosen: links, lost: [], explained: new Map(links.map(({ from }) => [from, all])) };
  }
  return assign(item, rateByLag(item, index));
}

/** The call that a change was inferred from; undefined for what Config recorded. */
export function callBehind({ event }: Item, index: ResourceIndex): Call | undefined {
  if (!event.detail.inferred) return undefined;
  const call = index.byId.get(`cloudtrail:${event.id.replace(/^inferred:/, '').split('/')[0]}`);
  return call?.event.kind === 'api-call' ? (call as Call) : undefined;
}

export const derivedFrom = (call: Call, { event }: Item): Candidate =>
  candidateOf('changed', call.event.id, event.id, { record: 1 }, ['derived from this very call']);

/** What was done before the last capture is in that item, and not in this one. */
function earliestFor({ event: { detail }, time }: Item): number {
  const isGone = detail.status.startsWith('ResourceDeleted');
  const captured = detail.before ? Date.parse(detail.before.captureTime) : Number.NaN;
  const longest = time - (isGone ? longestLagOfDeletion : longestLag);
  return Number.isNaN(captured) ? longest : Math.max(longest, captured - overlap);
}

/** Latest first. */
function candidateCalls({ event }: Item, index: ResourceIndex, from: number, to: number): readonly Near[] {
  const { detail, resources } = event;
  const own = spellingsOf(resources);
  const found = new Map<string, Near>();
  const look = (spelling: string, by: Near['by']) => {
    for (const call of between(index.changesAt(spelling), from, to)) {
      const id = call.event.id;
      if (found.has(id)) continue;
      const isOwn =
        by === 'own' &&
        call.event.resources.some((ref) => resources.some((one) => isSameResource(ref, one) && names(ref, own)));
      if (by === 'own' ? isOwn : isSamePlace(call.event, event.origin.account)) found.set(id, { call, by });
    }
  };
  for (const spelling of own) look(spelling, 'own');
  for (const spelling of namedByRelationships(event.detail.changes)) look(spelling, 'neighbor');
  for (const spelling of own) for (const other of index.neighborhood.around(spelling).keys()) look(other, 'neighbor');
  for (const spelling of stackOf(detail.after)) look(spelling, 'stack');
  return [...found.values()].sort((a, b) => b.call.time - a.call.time || (a.call.event.id < b.call.event.id ? -1 : 1));
}

const isSamePlace = ({ origin }: ApiCallEvent, account: string | null) =>
  origin.account === null || account === null || origin.account === account;

function* namedByRelationships(changes: Item['event']['detail']['changes']): Generator<string> {
  for (const { path, before, after } of changes) {
    if (!path.startsWith('/relationships/')) continue;
    for (const { key, shown } of leavesOf(after ?? before))
      if (key === 'resourceId' || key === 'resourceName') yield shown;
  }
}

/** Later calls first: older ones are skipped once none of them could explain anything better. */
function rateByLag(item: Item, index: ResourceIndex): readonly Rated[] {
  const rated: Rated[] = [];
  const best = new Map<number, number>();
  const total = changesOf(item).size;
  const earliest = earliestFor(item);
  let looked = 0;
  let to = item.time;
  for (const [longest, factor] of lags) {
    if (to < earliest || looked >= mostCalls || isSettled(best, total, factor)) break;
    const from = Math.max(item.time - longest, earliest);
    for (const one of candidateCalls(item, index, from, to).slice(0, mostCalls - looked)) {
      looked += 1;
      const found = rate(item, one);
      if (!found) continue;
      rated.push(found);
      for (const position of found.matches.keys())
        best.set(position, Math.max(best.get(position) ?? 0, strengthOf(found, position)));
    }
    to = from - 1;
  }
  return rated;
}

/** How many calls are considered for one item. */
const mostCalls = 1500;

const isSettled = (best: ReadonlyMap<number, number>, total: number, most: number) =>
  (best.get(-1) ?? 0) > most ||
  (total > 0 && best.size >= total && [...best.values()].every((strength) => strength > most));

/** Each change goes to the call that explains it best; a call that wins any is not among the losers. */
function assign(item: Item, rated: readonly Rated[]): OfItem {
  const won = new Map<Rated, number[]>();
  const positions = new Set(rated.flatMap(({ matches }) => [...matches.keys()]));
  for (const position of [...positions].sort((a, b) => a - b)) {
    const best = rated
      .filter(({ matches }) => (matches.get(position)?.share ?? 0) > 0)
      .sort((a, b) => compareFor(a, b, position))[0];
    if (best) won.set(best, [...(won.get(best) ?? []), position]);
  }
  const [chosen, lost]: [Candidate[], Candidate[]] = [[], []];
  const explained = new Map<string, readonly number[]>();
  for (const one of rated) {
    const wins = won.get(one) ?? [];
    const candidate = toCandidate(item, one, wins);
    if (wins.length > 0 && candidate.score >= believable) {
      chosen.push(candidate);
      explained.set(
        candidate.from,
        wins[0] === -1
          ? item.event.detail.changes.map((_, position) => position)
          : withReplaced(item, one, wins, positions),
      );
    } else if (candidate.score >= worthKeeping) lost.push(candidate);
  }
  return { chosen: chosen.sort(bestFirst), lost: lost.sort(bestFirst), explained };
}

/**
 * A call that sets a list defines all that is in it from then on: elements that no call removed by name were removed by this
 * one.
 */
function withReplaced(
  { event: { detail } }: Item,
  { near: { call } }: Rated,
  wins: readonly number[],
  claimed: ReadonlySet<number>,
): readonly number[] {
  if (verbOf(call.event.detail.eventName).effect !== 'sets') return wins;
  const lists = new Set(wins.flatMap((position) => listOf(detail.changes[position], 'add') ?? []));
  const gone = detail.changes.flatMap((change, position) =>
    !claimed.has(position) && lists.has(listOf(change, 'remove') ?? '') ? [position] : [],
  );
  return [...wins, ...gone].sort((a, b) => a - b);
}

const listOf = (change: Change | undefined, op: Change['op']): string | undefined =>
  change?.op === op ? /^(.+)\/\d+$/.exec(change.path)?.[1] : undefined;

function compareFor(a: Rated, b: Rated, position: number): number {
  const difference = strengthOf(b, position) - strengthOf(a, position);
  if (Math.abs(difference) > 1e-9) return difference;
  const [one, other] = [a.near.call, b.near.call];
  // an addition succeeds twice only if it was undone in between, so the last one counts; setting what is already set changes
  // nothing
  const adds = verbOf(one.event.detail.eventName).effect !== 'sets';
  if (one.time !== other.time) return adds ? other.time - one.time : one.time - other.time;
  return one.event.id < other.event.id ? -1 : 1;
}

function toCandidate(item: Item, rated: Rated, wins: readonly number[]): Candidate {
  const { near, matches, lag, distance } = rated;
  const counted = wins.length > 0 ? wins : [...matches.keys()];
  const believed = counted.filter((position) => (matches.get(position)?.share ?? 0) >= 0.4);
  const used = believed.length > 0 ? believed : counted;
  const content = used.reduce((sum, position) => sum + (matches.get(position)?.share ?? 0), 0) / used.length;
  const factors = {
    content,
    lag,
    ...(distance < 1 && { neighbor: distance }),
    ...(wins.length === 0 && { 'explained better by another call': 0.5 }),
  };
  return candidateOf('changed', near.call.event.id, item.event.id, factors, reasonsOf(item, rated, used));
}
