/** Joins the events of a timeline into causes and consequences. The same events give the same chains, in any order. */
import type { TimelineEvent } from '../../model/event.ts';
import type { Chain, Explanation } from '../../model/report.ts';
import { bestFirst, type Candidate } from './candidate.ts';
import { chainsOf } from './chains.ts';
import type { RelatedEvents } from './changed.ts';
import { issuersIn } from './enabled.ts';
import { findLinks } from './find-links.ts';
import type { NeighborPair } from './neighborhood.ts';
import { notesOf } from './notes.ts';
import { type Call, indexEvents } from './resource-index.ts';

export interface LinkInput {
  /** In any order: events of the target and its neighbors, and whatever else may be a cause. */
  readonly events: readonly TimelineEvent[];
  /** Resources that are related according to Config; each pair holds in both directions. */
  readonly relations: readonly NeighborPair[];
  /** Where open exposures end. Epoch milliseconds. */
  readonly asOf: number;
  /** Id of an item's event -> the CloudTrail event ids (bare) that the item itself lists. */
  readonly relatedEvents?: RelatedEvents;
}

export interface Linked {
  /** By severity, then the root's time: c1, c2… */
  readonly chains: readonly Chain[];
  /** In the given order, each with the chain that it belongs to. */
  readonly events: readonly TimelineEvent[];
  /** Event id -> why it is in no chain, if that is worth mentioning. */
  readonly notes: ReadonlyMap<string, string>;
}

const noRelated: RelatedEvents = new Map();

export function link({ events, relations, asOf, relatedEvents = noRelated }: LinkInput): Linked {
  const index = indexEvents(events, relations);
  const found = findLinks(index, relatedEvents);
  const chains = chainsOf(index, found, asOf);
  const chainOf = new Map(chains.flatMap(({ id, events: members }) => members.map((member) => [member, id] as const)));
  return {
    chains,
    events: events.map((event): TimelineEvent => {
      const chain = chainOf.get(event.id) ?? null;
      return event.chain === chain ? event : { ...event, chain };
    }),
    notes: notesOf(index, found, new Set(chainOf.keys())),
  };
}

/** Everything that was considered for an event, as effect or as cause, best first. */
export function explain(
  { events, relations, relatedEvents = noRelated }: LinkInput,
  eventId: string,
): readonly Explanation[] {
  const index = indexEvents(events, relations);
  const { chosen, lost, ended } = findLinks(index, relatedEvents);
  const concerns = ({ from, to }: Candidate) => from === eventId || to === eventId;
  const own = index.byId.get(eventId);
  const issuers = own?.event.kind === 'api-call' ? issuersIn(index).of(own as Call) : [];
  const explained = (isChosen: boolean) => (candidate: Candidate) => ({ ...candidate, chosen: isChosen });
  return [
    ...[...chosen, ...ended].filter(concerns).map(explained(true)),
    ...lost.filter(concerns).map(explained(false)),
    ...issuers.map((candidate, position) => ({ ...candidate, chosen: position === 0 })),
  ].sort((a, b) => bestFirst(a, b));
}
