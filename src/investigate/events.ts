/**
 * All evidence -> the events of the timeline: those that correspond to a record, and those that analysis derives from several.
 */
import { withPrincipals } from '../analysis/who/principals.ts';
import type { Match, TimelineEvent } from '../model/event.ts';
import type { ConfigurationItemEvidence, Evidence, ReadingGap } from '../model/evidence.ts';
import { type Interests, matchInterests } from '../model/interests.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Chain, Explained } from '../model/report.ts';
import type { Neighbor } from '../model/resource.ts';
import type { Alarm, SeriesSummary } from '../model/series.ts';
import type { RuleStanding } from '../model/standing.ts';
import { isAboutAlarm } from '../plan/interests.ts';
import { isSharedType } from '../plan/named-by-item.ts';
import { inOrder, mergeEvidence } from '../report/merge.ts';
import { chainEvents } from './chain-events.ts';
import type { Impact, ImpactInput } from './impact-events.ts';
import { createListing, isSupporting } from './listing.ts';
import { neighborsIn } from './neighbors.ts';
import { ofType } from './of-type.ts';
import { spellingsOf } from './spellings.ts';
import type { StateInput, States } from './state-events.ts';

export interface EventsInput {
  readonly question: Question;
  readonly window: AnsweredWindow | undefined;
  readonly evidence: readonly Evidence[];
  readonly interests: Interests;
  /** Where open exposures in Config end. Epoch milliseconds. */
  readonly asOf: number;
  /** With very many events each step takes a second or more: called in between. */
  readonly turn?: (() => Promise<void>) | undefined;
}

export interface Events {
  /** In order. */
  readonly events: readonly TimelineEvent[];
  /** Worst first. */
  readonly chains: readonly Chain[];
  readonly explained?: readonly Explained[];
  /** What belongs to the target according to Config. */
  readonly neighbors: readonly Neighbor[];
  /** Copies of events that were dropped. */
  readonly duplicates: readonly TimelineEvent[];
  /** Each rule's verdict at the end of the window. */
  readonly compliance: readonly RuleStanding[];
  /** The metrics and alarms that exist for the target. */
  readonly series: readonly SeriesSummary[];
  readonly alarms: readonly Alarm[];
  /** What was read and could not be judged. */
  readonly gaps: readonly ReadingGap[];
}

export async function eventsOf({ question, window, evidence, interests, asOf, turn }: EventsInput): Promise<Events> {
  const matchesAny = matchInterests(interests);
  // states and verdicts are listed for the target alone; traffic at a neighbor's interface is the target's own
  const matchesOwn = (spellings: Parameters<typeof matchesAny>[0]): readonly Match[] =>
    matchesAny(spellings).filter((reason) => reason !== 'neighbor');
  const recorded = mergeEvidence(ofType(evidence, 'event'));
  await turn?.();
  const items = ofType(evidence, 'configuration-item');
  const aboutAlarm = isAboutAlarm(question, evidence);
  const isOfType = aboutAlarm ? () => true : typeChooser(question, recorded.events, items, matchesOwn);
  const states = await statesOf({
    question,
    window,
    evidence,
    asOf,
    items,
    recorded: recorded.events,
    matchesOwn,
    isOfType,
  });
  await turn?.();
  const called = withPrincipals(recorded.events, ofType(evidence, 'credentials'));
  const known = [...called, ...states.events];
  await turn?.();
  const impact = await impactOf({ question, window, evidence, interests, events: known, isOfType });
  await turn?.();
  const isAsked = createListing(question, window);
  const candidates = [...known, ...impact.events].filter((event) => isAsked(event) || states.explaining.has(event.id));
  const { events, chains, explained } = await chainEvents({ question, events: candidates, evidence, asOf });
  await turn?.();
  const tellsNeighbors = question.neighbors === true || aboutAlarm;
  const isOfSibling = aboutAlarm && question.neighbors !== true ? await siblings(question, evidence) : () => false;
  const isToldBeside = (event: TimelineEvent) =>
    tellsNeighbors && event.match.includes('neighbor') && !isOfSibling(event);
  const isListed = (event: TimelineEvent) =>
    !isSupporting(event) || states.explaining.has(event.id) || isToldBeside(event);
  // what happened only among neighbors is another story
  const told = new Set(events.flatMap((event) => (event.chain !== null && isListed(event) ? [event.chain] : [])));
  const isNeeded = (event: TimelineEvent) => isListed(event) || (event.chain !== null && told.has(event.chain));
  return {
    events: events.filter(isNeeded).sort(inOrder),
    chains: chains.filter(({ id }) => told.has(id)),
    ...(explained && { explained }),
    neighbors: neighborsIn(evidence, interests),
    duplicates: recorded.duplicates.filter((event) => isAsked(event) && !isSupporting(event)),
    compliance: states.standings,
    series: impact.series,
    alarms: impact.alarms,
    gaps: impact.gaps,
  };
}

/** Most questions involve no alarm. */
async function siblings(question: Question, evidence: readonly Evidence[]) {
  const [{ siblingTest }, { watchedResources }] = await Promise.all([
    import('./siblings.ts'),
    import('../plan/changed.ts'),
  ]);
  return siblingTest(watchedResources(question, evidence).filter(({ type }) => !isSharedType(type ?? '')));
}

/** Who did something follows from calls alone, whatever else was read. */
const isOfCalls = ({ command }: Question): boolean => command === 'who';

const noStates: States = { events: [], standings: [], explaining: new Set() };

async function statesOf(input: StateInput): Promise<States> {
  if (isOfCalls(input.question)) return noStates;
  const { stateEvents } = await import('./state-events.ts');
  return stateEvents(input);
}

const noImpact: Impact = { events: [], series: [], alarms: [], gaps: [] };
const measured: ReadonlySet<Evidence['type']> = new Set(['series', 'alarm', 'traffic', 'log-shape']);

async function impactOf(input: ImpactInput): Promise<Impact> {
  if (isOfCalls(input.question) || !input.evidence.some(({ type }) => measured.has(type))) return noImpact;
  const { impactEvents } = await import('./impact-events.ts');
  return impactEvents(input);
}

/**
 * A name may fit resources of several types. The given type, or the one implied by the id, decides; otherwise the one that most
 * calls name, or most items.
 */
function typeChooser(
  { targets }: Question,
  events: readonly TimelineEvent[],
  items: readonly ConfigurationItemEvidence[],
  matches: (spellings: readonly (string | null)[]) => readonly Match[],
): (type: string) => boolean {
  const [target, ...more] = targets;
  if (!target || more.length > 0) return () => true;
  const declared = target.readings[0]?.type;
  if (declared !== undefined) return (type) => type === declared;
  const votes = new Map<string, number>();
  for (const { item } of items) {
    if (matches(spellingsOf(item)).length > 0) votes.set(item.resourceType, (votes.get(item.resourceType) ?? 0) + 1);
  }
  if (votes.size <= 1) return () => true;
  for (const { resources } of events) {
    for (const { type, id } of resources) {
      if (type !== null && votes.has(type) && target.aliases.includes(id)) {
        votes.set(type, (votes.get(type) ?? 0) + items.length);
      }
    }
  }
  const [chosen] = [...votes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0] ?? [];
  return (type) => type === chosen;
}
