/** Evidence -> the impact on the system: shifts, log shapes, traffic and who let it in, and what could not be judged. */
import { admitted } from '../analysis/impact/admitted.ts';
import { alarmList } from '../analysis/impact/alarms.ts';
import { baselineGaps } from '../analysis/impact/baseline-gaps.ts';
import { logEvents } from '../analysis/impact/log-shapes.ts';
import { alignSeries, summarizeSeries } from '../analysis/impact/series.ts';
import { seriesOrigins } from '../analysis/impact/series-origins.ts';
import { judgeMetrics, type Unjudged } from '../analysis/impact/shifts.ts';
import { spellingsOfDimension, typeOfDimension } from '../analysis/impact/shifts-metric.ts';
import { trafficEvents } from '../analysis/impact/traffic.ts';
import type { ApiCallEvent, ConfigChangeEvent, Match, TimelineEvent } from '../model/event.ts';
import type { Evidence, MeasuredEvidence, ReadingGap } from '../model/evidence.ts';
import { type Interests, type MatchSpellings, matchInterests } from '../model/interests.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import { type Alarm, metricIdentity, type Series, type SeriesSummary } from '../model/series.ts';
import { hasMetrics } from '../plan/lanes.ts';
import { ofType } from './of-type.ts';

export interface ImpactInput {
  readonly question: Question;
  readonly window: AnsweredWindow | undefined;
  readonly evidence: readonly Evidence[];
  readonly interests: Interests;
  /** Calls and states: a flow may have come through what they opened. */
  readonly events: readonly TimelineEvent[];
  /** Whether a name of this type is the one that was meant. */
  readonly isOfType: (type: string) => boolean;
}

export interface Impact {
  readonly events: readonly TimelineEvent[];
  /** The metrics and alarms that exist. */
  readonly series: readonly SeriesSummary[];
  readonly alarms: readonly Alarm[];
  readonly gaps: readonly ReadingGap[];
}

export function impactEvents({ question, window, evidence, interests, events, isOfType }: ImpactInput): Impact {
  const matchesAny = matchInterests(interests);
  const asked = new Set(interests.metrics);
  const seriesRead = ofType(evidence, 'series');
  const series = alignSeries(seriesRead);
  const { events: shifts, unjudged } = judgeMetrics({
    series: hasMetrics(question) ? series : [],
    window,
    now: question.now,
    matches: (one) => (asked.has(metricIdentity(one)) ? ['target'] : seriesMatches(one, matchesAny, isOfType)),
    originAt: seriesOrigins(seriesRead),
    measuredUntil: measuredUntil(ofType(evidence, 'measured')),
  });
  const flows = trafficEvents({
    traffic: ofType(evidence, 'traffic'),
    window,
    matches: ({ spellings }) => matchesAny(spellings),
  });
  const logs = logEvents({
    shapes: ofType(evidence, 'log-shape'),
    window,
    matches: ({ spellings }) => matchesAny(spellings),
  });
  const flowsAdmitted = admitted({
    flows,
    calls: events.filter((event): event is ApiCallEvent => event.kind === 'api-call'),
    changes: events.filter((event): event is ConfigChangeEvent => event.kind === 'config-change'),
    items: ofType(evidence, 'configuration-item').map(({ item }) => item),
    groupsOf: groupsOfInterfaces(evidence, interests),
  });
  return {
    events: [...flowsAdmitted, ...shifts, ...logs],
    series: summarizeSeries(series),
    alarms: alarmList(ofType(evidence, 'alarm')),
    gaps: baselineGaps(unjudged.filter((one) => question.windowGiven || isMost(one, window))),
  };
}

/** If everything is asked for, the first days serve as the baseline for the others. */
const isMost = ({ until }: Unjudged, window: AnsweredWindow | undefined): boolean =>
  until === undefined || window === undefined || until - window.since > (window.until - window.since) / 2;

function measuredUntil(
  told: readonly MeasuredEvidence[],
): (place: Pick<Series, 'account' | 'region'>) => number | undefined {
  const keyOf = ({ account, region }: Pick<Series, 'account' | 'region'>) => JSON.stringify([account, region]);
  const latest = new Map<string, number>();
  for (const one of told) latest.set(keyOf(one), Math.max(latest.get(keyOf(one)) ?? -Infinity, one.until));
  return (place) => latest.get(keyOf(place));
}

/**
 * By the values of its dimensions. If the metric reveals the type that a value names, a target with the same name and another
 * type is not meant.
 */
function seriesMatches(
  series: Series,
  matchesAny: MatchSpellings,
  isOfType: (type: string) => boolean,
): readonly Match[] {
  const found = Object.entries(series.dimensions).flatMap(([dimension, value]): readonly Match[] => {
    const type = typeOfDimension(series, dimension);
    return matchesAny(spellingsOfDimension(value)).filter(
      (reason) => reason !== 'target' || type === undefined || isOfType(type),
    );
  });
  return found.includes('target') ? ['target'] : found.slice(0, 1);
}

const interfaceType = 'AWS::EC2::NetworkInterface';
const groupType = 'AWS::EC2::SecurityGroup';

/** According to Config's items; for an interface without any, the groups that it was asked about with. */
function groupsOfInterfaces(
  evidence: readonly Evidence[],
  { targets, neighbors }: Interests,
): (id: string) => readonly string[] {
  const found = new Map<string, Set<string>>();
  const add = (interfaceId: string | null, group: string | null) => {
    if (interfaceId === null || group === null) return;
    const known = found.get(interfaceId);
    if (known) known.add(group);
    else found.set(interfaceId, new Set([group]));
  };
  for (const one of evidence) {
    if (one.type === 'configuration-item') {
      const { resourceType, resourceId, relationships } = one.item;
      for (const related of relationships) {
        if (resourceType === interfaceType && related.resourceType === groupType) add(resourceId, related.resourceId);
        if (resourceType === groupType && related.resourceType === interfaceType) add(related.resourceId, resourceId);
      }
    } else if (one.type === 'relationship') {
      const { of, neighbor } = one;
      if (of.resourceType === groupType && neighbor.type === interfaceType) add(neighbor.id, of.resourceId);
      if (of.resourceType === interfaceType && neighbor.type === groupType) add(of.resourceId, neighbor.id);
    }
  }
  const asked = [...new Set([...targets, ...neighbors])].filter((spelling) => /^sg-[0-9a-z]+$/.test(spelling));
  return (id) => [...(found.get(id) ?? asked)];
}
