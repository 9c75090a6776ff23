/**
 * A window without a target, told as the work of people: change sets. Each is a burst of changes by one person or pipeline, or
 * one operation that a service ran for them, with what it touched, broke and set off. Everything else is just counted.
 */
import { isChange } from '../model/change.ts';
import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import { nameOf } from '../model/person.ts';
import type { Chain, ChangeSet } from '../model/report.ts';

/** Writes of one actor with smaller pauses than this are one piece of work. Milliseconds. */
const longestPause = 10 * 60_000;

/**
 * Worst first: what broke or set off something, then what is dangerous, then the largest. The same evidence makes the same
 * sets.
 */
export function changeSetsOf(events: readonly TimelineEvent[], chains: readonly Chain[]): readonly ChangeSet[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const groups = burstsOf(
    events.filter((event): event is ApiCallEvent => event.kind === 'api-call' && isChange(event)),
  );
  const united = uniteByChain(groups, chains);
  const chainsOf = chainsByEvent(chains);
  return united
    .map((calls) => changeSetOf(calls, chainsOf, byId))
    .sort(
      (a, b) =>
        weightOf(b, byId) - weightOf(a, byId) || b.writes - a.writes || (a.since < b.since ? -1 : 1) || compare(a, b),
    )
    .map((set, index) => ({ ...set, id: `s${index + 1}` }));
}

/** In order of time, so that a set is identified by its first call. */
const compare = (a: ChangeSet, b: ChangeSet) => ((a.events[0] ?? '') < (b.events[0] ?? '') ? -1 : 1);

/** Calls of one actor, split at pauses. */
function burstsOf(calls: readonly ApiCallEvent[]): readonly (readonly ApiCallEvent[])[] {
  const open = new Map<string, ApiCallEvent[]>();
  const bursts: ApiCallEvent[][] = [];
  for (const call of calls) {
    const { principal } = call.detail;
    const actor = JSON.stringify([nameOf(principal), principal.account]);
    const burst = open.get(actor);
    const last = burst?.at(-1);
    if (burst && last && Date.parse(call.time) - Date.parse(last.time) <= longestPause) burst.push(call);
    else {
      const started = [call];
      open.set(actor, started);
      bursts.push(started);
    }
  }
  return bursts;
}

/** What a service did in somebody's operation belongs to them: bursts that share a chain become one set. */
function uniteByChain(
  bursts: readonly (readonly ApiCallEvent[])[],
  chains: readonly Chain[],
): readonly (readonly ApiCallEvent[])[] {
  const continued = new Map<string, string>();
  for (const { links } of chains)
    for (const { from, to, relation } of links) if (relation === 'continued') continued.set(to, from);
  const leader = new Map<number, number>();
  const find = (index: number): number => {
    const next = leader.get(index);
    return next === undefined ? index : find(next);
  };
  const burstOf = new Map<string, number>();
  for (const [index, burst] of bursts.entries()) for (const { id } of burst) burstOf.set(id, index);
  for (const [to, from] of continued) {
    const [child, parent] = [burstOf.get(to), burstOf.get(from)];
    if (child === undefined || parent === undefined) continue;
    const [a, b] = [find(child), find(parent)];
    if (a !== b) leader.set(Math.max(a, b), Math.min(a, b));
  }
  const sets = new Map<number, ApiCallEvent[]>();
  for (const [index, burst] of bursts.entries()) {
    const of = find(index);
    sets.set(of, [...(sets.get(of) ?? []), ...burst]);
  }
  return [...sets.values()].map((calls) =>
    calls.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1)),
  );
}

/** Event -> its chains with their positions. A window has thousands of sets and of chains. */
type ChainsByEvent = ReadonlyMap<string, readonly (readonly [place: number, chain: Chain])[]>;

function chainsByEvent(chains: readonly Chain[]): ChainsByEvent {
  const found = new Map<string, (readonly [number, Chain])[]>();
  for (const [place, chain] of chains.entries()) {
    for (const id of chain.events) {
      const known = found.get(id);
      if (known) known.push([place, chain]);
      else found.set(id, [[place, chain]]);
    }
  }
  return found;
}

/** The chains with any of the events, in their original order. */
const chainsWith = (ids: Iterable<string>, chainsOf: ChainsByEvent): readonly Chain[] => {
  const found = new Map<number, Chain>();
  for (const id of ids) for (const [place, chain] of chainsOf.get(id) ?? []) found.set(place, chain);
  return [...found].sort(([a], [b]) => a - b).map(([, chain]) => chain);
};

function changeSetOf(
  calls: readonly ApiCallEvent[],
  chainsOf: ChainsByEvent,
  byId: ReadonlyMap<string, TimelineEvent>,
): ChangeSet {
  const ids = new Set(calls.map(({ id }) => id));
  const own = chainsWith(ids, chainsOf);
  const followed = own
    .filter(({ root }) => ids.has(root))
    .flatMap(({ events }) => events.flatMap((id) => byId.get(id) ?? []));
  const idsOf = (test: (event: TimelineEvent) => boolean) => [...new Set(followed.filter(test).map(({ id }) => id))];
  const first = calls[0] as ApiCallEvent;
  const touched = new Map(
    calls
      .flatMap(({ resources }) => resources)
      .map((ref) => [JSON.stringify([ref.type, ref.id, ref.account, ref.region]), ref]),
  );
  return {
    id: '',
    human: first.detail.principal.human,
    principal: nameOf(first.detail.principal),
    tool: first.detail.principal.tool.name,
    since: first.time,
    until: calls.at(-1)?.time ?? first.time,
    writes: calls.length,
    chains: own.map(({ id }) => id),
    events: [...ids],
    touched: [...touched.values()],
    broke: idsOf((event) => event.kind === 'compliance' && event.detail.to === 'NON_COMPLIANT'),
    repaired: distinct(
      own
        .flatMap(({ links }) => links)
        .filter(({ relation, to }) => relation === 'remediated' && ids.has(to))
        .map(({ from }) => from),
    ),
    tripped: idsOf(({ kind }) => kind === 'alarm' || kind === 'metric' || kind === 'log'),
    dangers: distinct(calls.flatMap(({ detail }) => detail.dangers?.map(({ rule }) => rule) ?? [])),
  };
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

function weightOf({ broke, tripped, dangers, events }: ChangeSet, byId: ReadonlyMap<string, TimelineEvent>): number {
  const isHigh = events.some((id) => byId.get(id)?.severity === 'critical');
  return (isHigh ? 8 : 0) + (broke.length > 0 ? 4 : 0) + (tripped.length > 0 ? 2 : 0) + (dangers.length > 0 ? 1 : 0);
}
