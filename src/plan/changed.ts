/** If no target was given: which resources' metrics to look at, according to calls and alarms, and what to ask Config for. */
import type { TimelineEvent } from '../model/event.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { Question, Target } from '../model/question.ts';
import type { ResourceRef } from '../model/resource.ts';
import { resourcesOfDimensions } from '../resources/dimensions.ts';
import { resourceType } from '../resources/index.ts';
import { isShared } from '../resources/shared-types.ts';
import { spellingsOf, watchedMetric } from './interests.ts';
import { planTarget } from './target.ts';

/** Each is asked for with all its neighbors. */
const mostResources = 50;
/** Metrics of alarms that went off, most frequent first. */
const mostAlarmed = 100;

/** The resources that successful writes name, and the metrics for which an alarm went off; undefined if there are none. */
export function changedInterests(evidence: readonly Evidence[]): Interests | undefined {
  const changed = new ChangedResources();
  for (const found of evidence) changed.add(found);
  return changed.interests();
}

/** The same for evidence that is not kept. */
export class ChangedResources {
  private readonly named = new NamedResources(hasImpact);
  private readonly alarmed = new Map<string, number>();

  add(found: Evidence): void {
    this.named.add(found);
    if (found.type !== 'event' || found.event.kind !== 'alarm' || found.event.detail.to !== 'ALARM') return;
    const metric = watchedMetric(found.event);
    if (metric !== undefined) this.alarmed.set(metric, (this.alarmed.get(metric) ?? 0) + 1);
  }

  interests(): Interests | undefined {
    const spellings = this.named
      .refs()
      .slice(0, mostResources)
      .flatMap(({ type, id, arn = null }) =>
        spellingsOf({ resourceType: type ?? '', resourceId: id, resourceName: null, arn }),
      );
    const metrics = mostFirst(this.alarmed, (times) => times).slice(0, mostAlarmed);
    if (spellings.length + metrics.length === 0) return undefined;
    return {
      targets: [...new Set(spellings)].sort(),
      neighbors: [],
      ...(metrics.length > 0 && { metrics: metrics.map(([metric]) => metric).sort() }),
    };
  }
}

/** Each takes several calls to Config. */
const mostStates = 25;

/**
 * Whose states Config can be asked for once calls are known: without a target, the resources that successful writes name;
 * otherwise what calls reveal about a name that was given without a type and that Config does not know by itself.
 */
export function changedTargets({ targets }: Question, evidence: readonly Evidence[]): readonly Target[] {
  if (targets.length === 0) {
    const changed = changedRefs(evidence, isRecorded).slice(0, mostStates);
    return changed.map(({ arn, id, type }) => planTarget(arn ?? id, type ?? undefined));
  }
  const known = new Set(
    evidence.flatMap((item) =>
      item.type === 'configuration-item' ? [item.item.resourceId, item.item.resourceName, item.item.arn] : [],
    ),
  );
  return targets
    .filter(({ readings, aliases }) => readings.length !== 1 && !aliases.some((alias) => known.has(alias)))
    .flatMap(({ text, aliases }) => {
      const own = changedRefs(evidence, (ref) => isRecorded(ref) && (aliases.includes(ref.id) || ref.name === text));
      return [...new Set(own.flatMap(({ type }) => type ?? []))].map((type) => planTarget(text, type));
    });
}

/** What alarms watch: its configuration in Config shows what it depends on. */
export const watchedTargets = (question: Question, evidence: readonly Evidence[]): readonly Target[] =>
  watchedResources(question, evidence)
    .slice(0, mostStates)
    .map(({ arn, id, type }) => planTarget(arn ?? id, type ?? undefined));

/**
 * What alarms watch and Config may record: of the alarms that were asked about, or without a target, of those that went off. A
 * cluster that is named next to its service leads to everything else in it, and is left out.
 */
export function watchedResources({ targets }: Question, evidence: readonly Evidence[]): readonly ResourceRef[] {
  const isAsked = (name: string, arn: string | null) =>
    targets.some(({ aliases }) => aliases.includes(name) || (arn !== null && aliases.includes(arn)));
  const watched = new Map<string, ResourceRef>();
  const add = (dimensions: Readonly<Record<string, string>>) => {
    const refs = resourcesOfDimensions(dimensions).filter(isRecorded);
    const own = refs.filter(({ type }) => !isShared(type ?? ''));
    for (const ref of own.length > 0 ? own : refs) watched.set(JSON.stringify([ref.type, ref.id]), ref);
  };
  for (const found of evidence) {
    if (found.type === 'alarm') {
      if (isAsked(found.alarm.name, found.alarm.arn)) found.alarm.dimensions.forEach(add);
    } else if (found.type === 'event' && found.event.kind === 'alarm') {
      const { alarmName, alarmArn = null, dimensions = {}, to } = found.event.detail;
      if (targets.length === 0 ? to === 'ALARM' : isAsked(alarmName, alarmArn)) add(dimensions);
    }
  }
  return [...watched].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref);
}

function changedRefs(evidence: readonly Evidence[], isWanted: (ref: ResourceRef) => boolean): readonly ResourceRef[] {
  const named = new NamedResources(isWanted);
  for (const found of evidence) named.add(found);
  return named.refs();
}

/** The resources that successful writes name, and how often. */
class NamedResources {
  private readonly found = new Map<string, { readonly ref: ResourceRef; count: number }>();
  private readonly isWanted: (ref: ResourceRef) => boolean;

  constructor(isWanted: (ref: ResourceRef) => boolean) {
    this.isWanted = isWanted;
  }

  add(item: Evidence): void {
    if (item.type !== 'event' || !isWrite(item.event)) return;
    for (const ref of item.event.resources) {
      if (!this.isWanted(ref)) continue;
      const key = JSON.stringify([ref.type, ref.id]);
      const known = this.found.get(key);
      // an ARN has account and region
      if (!known) this.found.set(key, { ref, count: 1 });
      else this.found.set(key, { ref: tellsMore(ref, known.ref) ? ref : known.ref, count: known.count + 1 });
    }
  }

  /** Most frequently named first. */
  refs(): readonly ResourceRef[] {
    return mostFirst(this.found, ({ count }) => count).map(([, { ref }]) => ref);
  }
}

/** Ties are ordered by key: input order makes no difference. */
const mostFirst = <Counted>(found: ReadonlyMap<string, Counted>, countOf: (one: Counted) => number) =>
  [...found].sort(([a, one], [b, other]) => countOf(other) - countOf(one) || (a < b ? -1 : 1));

const tellsMore = ({ arn = '' }: ResourceRef, { arn: known = '' }: ResourceRef) =>
  known === '' ? arn !== '' : arn !== '' && arn < known;

const isRecorded = ({ type }: ResourceRef): boolean => type !== null && resourceType(type)?.configId !== undefined;

const isWrite = (event: TimelineEvent): boolean =>
  event.kind === 'api-call' && !event.detail.readOnly && event.detail.outcome === 'success';

/** It has metrics, or something behind it has. */
function hasImpact({ type }: ResourceRef): boolean {
  const known = type === null ? undefined : resourceType(type);
  return known !== undefined && ((known.metrics ?? []).length > 0 || (known.neighbors ?? []).length > 0);
}
