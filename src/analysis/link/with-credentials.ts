/**
 * What credentials add to chains: the calls that led to those of a chain, the end of the credentials involved, and a chain of
 * its own for a credential that led into none.
 */
import type { TimelineEvent } from '../../model/event.ts';
import type { Candidate } from './candidate.ts';
import { callBehind, derivedFrom } from './changed.ts';
import { credentialStepOf } from './credentials.ts';
import { type Issuers, leadingTo } from './enabled.ts';
import { type Call, isChange, type ResourceIndex } from './resource-index.ts';

/** A chain before it gets its id. */
export interface Draft {
  readonly events: readonly TimelineEvent[];
  readonly links: readonly Candidate[];
  readonly root: TimelineEvent;
}

export interface Whole {
  readonly draft: Draft;
  /** Ids of its own events, and of those joined through credentials. */
  readonly members: ReadonlySet<string>;
  /** The links to and from credentials. */
  readonly leading: readonly Candidate[];
}

interface Input {
  readonly index: ResourceIndex;
  readonly issuers: Issuers;
  readonly ended: readonly Candidate[];
}

/** A program uses its key all day: the first calls are enough. */
const mostUses = 50;

export function withCredentials(drafts: readonly Draft[], { index, issuers, ended }: Input): readonly Whole[] {
  const chains = new Set(drafts.map(chainOf));
  const placeOf = new Map<string, Growing>();
  for (const chain of chains) for (const id of chain.members) placeOf.set(id, chain);
  // one sign-in may lead into several chains: each has the link, the first has the event
  const grow = (chain: Growing, links: readonly Candidate[]) => {
    for (const link of links) {
      const ends = JSON.stringify([link.from, link.to]);
      // several calls of one session share the step before it
      if (chain.joined.has(ends)) continue;
      chain.joined.add(ends);
      chain.leading.push(link);
    }
    for (const id of links.flatMap(({ from, to }) => [from, to])) {
      if (placeOf.has(id)) continue;
      chain.members.add(id);
      placeOf.set(id, chain);
    }
  };
  for (const chain of chains) {
    const calls = chain.draft.events.flatMap(({ id }) => callAt(index, id) ?? []);
    grow(chain, leadingTo(calls, issuers, index));
  }
  const own = (giver: TimelineEvent): Growing => {
    const known = placeOf.get(giver.id);
    if (known) return known;
    const chain = chainOf({ events: [giver], links: [], root: giver });
    chains.add(chain);
    placeOf.set(giver.id, chain);
    return chain;
  };
  const merge = (chain: Growing, host: Growing) => {
    chains.delete(chain);
    for (const id of chain.members) placeOf.set(id, host);
    for (const id of chain.members) host.members.add(id);
    host.leading.push(...chain.draft.links, ...chain.leading);
  };
  // who came in by what a change opened acts with the credentials of that entrance: all of it came of the change
  const entered = new Set(
    drafts.flatMap(({ links }) => links.flatMap(({ relation, to }) => (relation === 'enabled' ? [to] : []))),
  );
  for (const { giver, links } of usesIn(index, { issuers, entered, placeOf })) grow(own(giver), links);
  for (const chain of chains) {
    const entrance = chain.leading.find(({ relation, from }) => relation === 'enabled' && entered.has(from));
    const host = entrance && placeOf.get(entrance.from);
    if (host && host !== chain && isRoutine(chain)) merge(chain, host);
  }
  for (const end of ended) {
    const giver = index.byId.get(end.to)?.event;
    if (!giver) continue;
    const host = own(giver);
    const ending = placeOf.get(end.from);
    if (ending !== undefined && ending !== host && isOnlyOf(end.from, ending)) merge(ending, host);
    grow(host, [end]);
  }
  // what a gift of credentials changed belongs where it led to; where it led nowhere it explains nothing
  for (const link of changedByGifts(index)) {
    const chain = placeOf.get(link.from);
    if (chain && !placeOf.has(link.to)) grow(chain, [link]);
  }
  return [...chains].flatMap((chain) => rooted(chain, index));
}

/** From calls that give credentials to what follows from them: no configuration item shows keys and passwords. */
const changedByGifts = (index: ResourceIndex): readonly Candidate[] =>
  index.items.flatMap((item) => {
    const call = callBehind(item, index);
    return call && credentialStepOf(call.event)?.step === 'given' ? [derivedFrom(call, item)] : [];
  });

/**
 * A chain about a credential begins with the first change made with it. An access key that changed nothing has none: its
 * creation explains nothing.
 */
function rooted(chain: Whole, index: ResourceIndex): readonly Whole[] {
  const { draft, leading } = chain;
  const { root } = draft;
  if (root.kind !== 'api-call' || credentialStepOf(root)?.step !== 'given') return [chain];
  const enabled = leading.flatMap(({ relation, to }) => (relation === 'enabled' ? (callAt(index, to) ?? []) : []));
  const [first] = enabled.filter(isChange).sort((a, b) => a.time - b.time);
  if (first) return [{ ...chain, draft: { ...draft, root: first.event } }];
  return root.detail.eventName === 'CreateAccessKey' ? [] : [chain];
}

/** Whether a chain only holds what one call changed, and with which credential: it is then told where the call belongs. */
const isOnlyOf = (id: string, { draft: { root, links } }: Whole): boolean =>
  root.id === id && links.every(({ relation, from }) => relation === 'changed' && from === id);

/** Whether a chain tells of nothing grave: what is, is told by itself, with the way in to it. */
const isRoutine = (chain: Whole): boolean =>
  isOnlyOf(chain.draft.root.id, chain) &&
  chain.draft.events.every(({ severity }) => severity !== 'warning' && severity !== 'critical');

interface Growing extends Whole {
  readonly members: Set<string>;
  readonly leading: Candidate[];
  /** Keys of the links added so far. */
  readonly joined: Set<string>;
}

const chainOf = (draft: Draft): Growing => ({
  draft,
  members: new Set(draft.events.map(({ id }) => id)),
  leading: [],
  joined: new Set(),
});

const callAt = (index: ResourceIndex, id: string): Call | undefined => {
  const one = index.byId.get(id);
  return one?.event.kind === 'api-call' ? (one as Call) : undefined;
};

interface Use {
  /** The call that gave the credential, or by which somebody came in. */
  readonly giver: TimelineEvent;
  /** From the issuing call to its uses, by way of sign-ins. */
  readonly links: readonly Candidate[];
}

interface Known {
  readonly issuers: Issuers;
  /** Calls that a change let in. */
  readonly entered: ReadonlySet<string>;
  /** By the ids of what is in chains. */
  readonly placeOf: ReadonlyMap<string, unknown>;
}

/** What was done with new credentials, or by who was let in, and is in no chain, by time: the first of each. */
function* usesIn(index: ResourceIndex, { issuers, entered, placeOf }: Known): Generator<Use> {
  const givers = new Map(
    index.calls
      .filter(({ event }) => entered.has(event.id) || credentialStepOf(event)?.step === 'given')
      .map(({ event }) => [event.id, event] as const),
  );
  if (givers.size === 0) return;
  const counts = new Map<string, number>();
  for (const call of index.calls) {
    if (placeOf.has(call.event.id)) continue;
    const path = leadingTo([call], issuers, index);
    const last = path.findIndex(({ from }) => givers.has(from));
    const giver = givers.get(path[last]?.from ?? '');
    const count = counts.get(giver?.id ?? '') ?? 0;
    if (!giver || count >= mostUses) continue;
    counts.set(giver.id, count + 1);
    yield { giver, links: path.slice(0, last + 1) };
  }
}
