/** The spellings by which the target may be found, and what belongs to it: first from what was typed, then from Config. */
import type { RuleState } from '../model/configuration-item.ts';
import type { AlarmEvent } from '../model/event.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { Question } from '../model/question.ts';
import type { ResourceRef } from '../model/resource.ts';
import { type Alarm, metricIdentity } from '../model/series.ts';
import { idsOfArn, parseArn } from '../resources/arn.ts';
import { resourcesOfDimensions } from '../resources/dimensions.ts';
import { resourceType } from '../resources/index.ts';
import { refsOfSpellings } from '../resources/refs.ts';
import { namedByItem } from './named-by-item.ts';

export const firstInterests = ({ targets }: Question): Interests => ({
  targets: [...new Set(targets.flatMap(({ aliases }) => aliases))].sort(),
  neighbors: [],
});

/** What the evidence adds to the interests, new spellings only; undefined if it adds nothing. */
export function furtherInterests(known: Interests, evidence: readonly Evidence[]): Interests | undefined {
  const targets = new Set<string>();
  const neighbors = new Set<string>();
  const resources = new Map<string, ResourceRef>();
  const watched = new Set<string>();
  const metrics = new Set<string>();
  for (const found of evidence) {
    if (found.type === 'configuration-item' && isOne(known.targets, found.item)) {
      const isWatched = isOne(known.neighbors, found.item);
      for (const spelling of spellingsOf(found.item)) (isWatched ? watched : targets).add(spelling);
      for (const named of namedByItem(found.item)) {
        const { resourceType: type, resourceId, resourceName } = named;
        for (const spelling of spellingsOf(named)) neighbors.add(spelling);
        const id = calledIn(type, resourceId, resourceName);
        if (id !== null && refsOfSpellings([id]).length === 0) resources.set(JSON.stringify([type, id]), { type, id });
      }
    } else if (found.type === 'alarm' && isAlarm(known, found.alarm)) {
      const { arn, dimensions, children } = found.alarm;
      if (arn !== null) targets.add(arn);
      for (const ref of dimensions.flatMap(resourcesOfDimensions)) watched.add(ref.id);
      for (const name of children) neighbors.add(alarmSpelling(name));
      const metric = metricOf(found.alarm);
      if (metric !== undefined) metrics.add(metric);
    } else if (found.type === 'event' && found.event.kind === 'alarm' && isAlarm(known, alarmOf(found.event))) {
      const { dimensions = {}, children = [] } = found.event.detail;
      for (const ref of resourcesOfDimensions(dimensions)) watched.add(ref.id);
      // it also watches the metrics of an expression
      for (const { type, id } of found.event.resources) if (type !== 'AWS::CloudWatch::Alarm') watched.add(id);
      for (const name of children) neighbors.add(alarmSpelling(name));
      const metric = watchedMetric(found.event);
      if (metric !== undefined) metrics.add(metric);
    } else if (found.type === 'relationship') {
      const { type, id, name, arn } = found.neighbor;
      for (const spelling of spellingsOf({
        resourceType: type ?? '',
        resourceId: id,
        resourceName: name ?? null,
        arn: arn ?? null,
      }))
        neighbors.add(spelling);
    }
  }
  for (const spelling of known.targets) {
    targets.delete(spelling);
    neighbors.delete(spelling);
  }
  for (const spelling of [...known.neighbors, ...targets]) neighbors.delete(spelling);
  // what an alarm watches counts as both: its states are the answer, and changes of it may be the reason
  for (const spelling of known.targets) watched.delete(spelling);
  for (const spelling of watched) {
    targets.add(spelling);
    neighbors.add(spelling);
  }
  for (const metric of known.metrics ?? []) metrics.delete(metric);
  if (targets.size + neighbors.size + metrics.size === 0) return undefined;
  const named = [...resources].filter(([, { id }]) => neighbors.has(id)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    targets: [...targets].sort(),
    neighbors: [...neighbors].sort(),
    ...(named.length > 0 && { resources: named.map(([, ref]) => ref) }),
    ...(metrics.size > 0 && { metrics: [...metrics].sort() }),
  };
}

/** The names that calls and metrics use for a resource: not the id that only Config uses. */
const calledIn = (type: string, resourceId: string | null, resourceName: string | null): string | null =>
  resourceType(type)?.configId === '{uniqueId}' ? (resourceName ?? resourceId) : (resourceId ?? resourceName);

/** Names of alarms are short words that other things may also have. */
const alarmSpelling = (name: string) => `alarm:${name}`;

interface NamedAlarm {
  readonly name: string;
  readonly arn: string | null;
}

const isAlarm = ({ targets, neighbors }: Interests, { name, arn }: NamedAlarm): boolean =>
  targets.includes(name) || (arn !== null && targets.includes(arn)) || neighbors.includes(alarmSpelling(name));

function alarmOf({ detail }: AlarmEvent): NamedAlarm & Parameters<typeof metricOf>[0] {
  const { alarmName, alarmArn, namespace, metricName, dimensions } = detail;
  return {
    name: alarmName,
    arn: alarmArn ?? null,
    namespace: namespace ?? null,
    metricName: metricName ?? null,
    dimensions: dimensions ? [dimensions] : [],
  };
}

/**
 * The metric whose datapoints an alarm evaluates, as `metricIdentity` writes it; undefined for an expression or a composite
 * alarm.
 */
export const watchedMetric = (event: AlarmEvent): string | undefined => metricOf(alarmOf(event));

/** An expression has several, which are found by what they name. */
function metricOf({
  namespace,
  metricName,
  dimensions,
}: Pick<Alarm, 'namespace' | 'metricName' | 'dimensions'>): string | undefined {
  if (namespace === null || metricName === null || dimensions.length > 1) return undefined;
  return metricIdentity({ namespace, metricName, dimensions: dimensions[0] ?? {} });
}

/** Whether the target turned out to be an alarm: then what it watches is asked about too. */
export function isAboutAlarm({ targets }: Question, evidence: readonly Evidence[]): boolean {
  if (targets.some(({ readings }) => readings[0]?.kind === 'alarm')) return true;
  const typed: Interests = { targets: targets.flatMap(({ aliases }) => aliases), neighbors: [] };
  if (typed.targets.length === 0) return false;
  return evidence.some(
    (found) =>
      (found.type === 'alarm' && isAlarm(typed, found.alarm)) ||
      (found.type === 'event' && found.event.kind === 'alarm' && isAlarm(typed, alarmOf(found.event))),
  );
}

/** Whether a verdict is listed because its rule was asked about. */
export const isOfAskedRule = ({ targets }: Pick<Question, 'targets'>, { rule, resourceId }: RuleState): boolean =>
  targets.some(({ aliases }) => aliases.includes(rule) && !aliases.includes(resourceId));

/** Whether the target turned out to be a rule: then the resources that it evaluates show why it flipped. */
export const isAboutRule = (question: Pick<Question, 'targets'>, evidence: readonly Evidence[]): boolean =>
  question.targets.length > 0 &&
  evidence.some((found) => found.type === 'rule-state' && isOfAskedRule(question, found.state));

export const joinInterests = (a: Interests, b: Interests): Interests => ({
  targets: [...a.targets, ...b.targets],
  neighbors: [...a.neighbors, ...b.neighbors],
  ...((a.resources ?? b.resources) && { resources: [...(a.resources ?? []), ...(b.resources ?? [])] }),
  ...((a.metrics ?? b.metrics) && { metrics: [...(a.metrics ?? []), ...(b.metrics ?? [])] }),
});

export interface Named {
  readonly resourceType: string;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly arn: string | null;
}

/**
 * Every spelling of a resource: id, ARN, and its name if its type is known by names. A security group's name ("web") is a label
 * that other resources may have too.
 */
export function spellingsOf({ resourceType: type, resourceId, resourceName, arn }: Named): readonly string[] {
  const ids = [resourceId, arn].filter((text) => text !== null);
  const parts = ids.flatMap((text) => {
    const parsed = parseArn(text);
    return parsed ? idsOfArn(parsed) : [];
  });
  const isNamed = resourceName !== null && resourceType(type)?.idPrefix === undefined;
  return [...new Set([...ids, ...parts, ...(isNamed ? [resourceName] : [])])];
}

const isOne = (spellings: readonly string[], { resourceId, resourceName, arn }: Named) =>
  [resourceId, resourceName, arn].some((text) => text !== null && spellings.includes(text));
