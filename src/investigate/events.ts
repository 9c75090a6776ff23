/** All evidence -> the events of the timeline: those that a record is, and those that analysis makes of several. */
import { type CurrentVerdict, complianceFlips } from '../analysis/compliant/flips.ts';
import { alarmList } from '../analysis/impact/alarms.ts';
import { logEvents } from '../analysis/impact/log-shapes.ts';
import { alignSeries, summarizeSeries } from '../analysis/impact/series.ts';
import { seriesOrigins } from '../analysis/impact/series-origins.ts';
import { metricShifts } from '../analysis/impact/shifts.ts';
import { typeOfDimension } from '../analysis/impact/shifts-metric.ts';
import { trafficEvents } from '../analysis/impact/traffic.ts';
import { configChanges } from '../analysis/what/config-changes.ts';
import { withPaths } from '../analysis/who/path.ts';
import type { ConfigurationItem } from '../model/configuration-item.ts';
import type { Match, TimelineEvent } from '../model/event.ts';
import type { ConfigurationItemEvidence, Evidence } from '../model/evidence.ts';
import { type Interests, type MatchSpellings, matchInterests } from '../model/interests.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Alarm, Series, SeriesSummary } from '../model/series.ts';
import { inOrder, mergeEvidence } from '../report/merge.ts';
import { createListing, isSupporting } from './listing.ts';

export interface EventsInput {
  readonly question: Question;
  readonly window: AnsweredWindow | undefined;
  readonly evidence: readonly Evidence[];
  readonly interests: Interests;
}

export interface Events {
  /** In order. */
  readonly events: readonly TimelineEvent[];
  /** Copies of events that were dropped. */
  readonly duplicates: readonly TimelineEvent[];
  /** What each rule says at the end of the window. */
  readonly compliance: readonly CurrentVerdict[];
  /** The metrics and alarms that there are for the target. */
  readonly series: readonly SeriesSummary[];
  readonly alarms: readonly Alarm[];
}

export function eventsOf({ question, window, evidence, interests }: EventsInput): Events {
  const matchesAny = matchInterests(interests);
  // states and verdicts are told of the target alone; what passes a neighbor's interface is traffic of the target
  const matchesOwn = (spellings: Parameters<typeof matchesAny>[0]): readonly Match[] =>
    matchesAny(spellings).filter((reason) => reason !== 'neighbor');
  const recorded = mergeEvidence(ofType(evidence, 'event'));
  const items = ofType(evidence, 'configuration-item');
  const isOfType = typeChooser(question, recorded.events, items, matchesOwn);
  const flips = complianceFlips({
    states: ofType(evidence, 'rule-state'),
    window,
    matches: (state) => (isOfType(state.resourceType) ? matchesOwn([state.resourceId, state.rule]) : []),
  });
  const seriesRead = ofType(evidence, 'series');
  const series = alignSeries(seriesRead);
  const hasMetrics = question.command === 'investigate' || question.command === 'impact';
  const derived: readonly TimelineEvent[] = [
    ...configChanges({
      items,
      window,
      matches: (item) => (isOfType(item.resourceType) ? matchesOwn(spellingsOf(item)) : []),
    }),
    ...flips.events,
    ...trafficEvents({
      traffic: ofType(evidence, 'traffic'),
      window,
      matches: ({ spellings }) => matchesAny(spellings),
    }),
    ...metricShifts({
      series: hasMetrics ? series : [],
      window,
      now: question.now,
      matches: (one) => seriesMatches(one, matchesAny, isOfType),
      originAt: seriesOrigins(seriesRead),
    }),
    ...logEvents({ shapes: ofType(evidence, 'log-shape'), window, matches: ({ spellings }) => matchesAny(spellings) }),
  ];
  const isAsked = createListing(question, window);
  const events = [...withPaths(recorded.events, ofType(evidence, 'credentials')), ...derived].filter(isAsked);
  const isNeeded = (event: TimelineEvent) =>
    !isSupporting(event) || event.chain !== null || (question.neighbors === true && event.match.includes('neighbor'));
  return {
    events: events.filter(isNeeded).sort(inOrder),
    duplicates: recorded.duplicates.filter((event) => isAsked(event) && !isSupporting(event)),
    compliance: flips.current,
    series: summarizeSeries(series),
    alarms: alarmList(ofType(evidence, 'alarm')),
  };
}

const ofType = <Type extends Evidence['type']>(evidence: readonly Evidence[], type: Type) =>
  evidence.filter((item): item is Extract<Evidence, { type: Type }> => item.type === type);

/**
 * By the values of its dimensions. A target group's has a word that its id lacks (`targetgroup/web/73e2d6bc24d8a067`). Where
 * the metric tells which type a value names, a target of the same name and another type is not meant.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html#load-balancer-metric-dimensions-alb
 */
function seriesMatches(
  series: Series,
  matchesAny: MatchSpellings,
  isOfType: (type: string) => boolean,
): readonly Match[] {
  const found = Object.entries(series.dimensions).flatMap(([dimension, value]): readonly Match[] => {
    const type = typeOfDimension(series, dimension);
    return matchesAny([value, value.replace(/^targetgroup\//, '')]).filter(
      (reason) => reason === 'neighbor' || (reason === 'target' && (type === undefined || isOfType(type))),
    );
  });
  return found.includes('target') ? ['target'] : found.slice(0, 1);
}

const spellingsOf = ({ resourceId, resourceName, arn }: ConfigurationItem) => [resourceId, resourceName, arn];

/**
 * A name may fit resources of several types. The type that was given or is told by the id decides; else the one that most
 * calls name, or else most items.
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
