/**
 * Without a target, the items from before the window only matter if they are of resources with events in it, or of resources
 * that violate a rule. Which these are is known once the window was read: then they are read, and only they are kept.
 */

import { isBroken } from '../analysis/compliant/derived.ts';
import { derivableTypes } from '../analysis/compliant/rules/index.ts';
import { affectedSpellings } from '../analysis/what/inferred.ts';
import type { ConfigurationItem } from '../model/configuration-item.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Question } from '../model/question.ts';
import type { ResourceRef } from '../model/resource.ts';
import { firstInterests } from '../plan/interests.ts';
import { planTarget } from '../plan/target.ts';
import type { SourceRequest } from '../sources/source.ts';
import { ofType } from './of-type.ts';
import { foundAgain, type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

type Held = NonNullable<Extract<SourceRequest, { kind: 'evidence' }>['held']>;

export interface HeldBack {
  /** How the first request describes it. */
  readonly held: Held;
  /** Drops what is held back, and remembers which of it matters by itself. */
  take(reading: Reading): Reading;
  /** The items that matter. `evidence`: everything known about the window. */
  read(
    evidence: readonly Evidence[],
    first: readonly Reading[],
    context: InvestigateContext,
  ): Promise<readonly Reading[]>;
}

/** undefined: everything is asked for. */
export function heldBack(question: Question): HeldBack | undefined {
  const { command, window } = question;
  // a rule's verdicts may be of any time, and states are only reported for resources that violate one
  const until = command === 'compliance' ? Infinity : window.since;
  if (until === undefined) return undefined;
  const broken = new Set<string>();
  /** Type and id -> spellings, of deleted resources. */
  const deleted = new Map<string, readonly string[]>();
  const isOver = (found: Evidence): boolean => {
    if (found.type !== 'configuration-item' || Date.parse(found.item.captureTime) >= until) return true;
    const { item } = found;
    if (item.status.startsWith('ResourceDeleted'))
      deleted.set(keyOf(item.resourceType, item.resourceId), spellingsOf(item));
    else if (isBroken(item)) for (const spelling of spellingsOf(item)) broken.add(spelling);
    return false;
  };
  const sources = ['config'];
  const scope = { ...scopeOf(question), sources };
  return {
    held: { until, judged: derivableTypes },
    take: (reading) =>
      reading.evidence.some(({ type }) => type === 'configuration-item')
        ? { ...reading, evidence: reading.evidence.filter(isOver) }
        : reading,
    async read(evidence, first, context) {
      const interests = firstInterests(question);
      const whole = { kind: 'evidence', question, interests, sources } as const;
      // calls are needed to show changes only if Config knows nothing
      if (command === 'what' && !evidence.some(({ type }) => type === 'configuration-item'))
        return foundAgain(first, (await readAll(context, whole, window, scope)).map(itemsAlone));
      const hasTraffic = evidence.some(({ type }) => type === 'traffic');
      const spellings = new Set([...broken, ...verdictSpellings(evidence, deleted)]);
      if (command !== 'compliance') for (const spelling of eventSpellings(evidence, until)) spellings.add(spelling);
      if (spellings.size === 0 || (command === 'impact' && !hasTraffic)) return [];
      const ask = async (asked: Iterable<string>, related: boolean, before: readonly Reading[]) => {
        const heldBack = { until, spellings: [...asked].sort(), related };
        const request = { kind: 'follow', question, interests, heldBack, sources } as const;
        return foundAgain(before, await readAll(context, request, window, scope));
      };
      const own = await ask(spellings, command !== 'compliance' && command !== 'what', first);
      const isNamed = (found: Evidence): boolean =>
        found.type !== 'configuration-item' || spellingsOf(found.item).some((spelling) => spellings.has(spelling));
      const found = own.flatMap((reading) => reading.evidence);
      const near = ofType(found, 'configuration-item').filter((one) => !isNamed(one));
      // the security groups of its interfaces show which rules let traffic in
      const groups = hasTraffic ? groupsIn(found) : [];
      const further = new Set(
        [...near.map(({ item }) => item.resourceId), ...groups].filter((id) => !spellings.has(id)),
      );
      if (further.size === 0) return own;
      const states = await ask(further, false, [...first, ...own]);
      if (context.signal?.aborted) return [...own, ...states];
      // a state that names a resource may be followed by one that does not: either all its states count, or none
      return [...own.map((reading) => ({ ...reading, evidence: reading.evidence.filter(isNamed) })), ...states];
    },
  };
}

const keyOf = (type: string, id: string): string => JSON.stringify([type, id]);

const itemsAlone = (reading: Reading): Reading => ({
  ...reading,
  evidence: ofType(reading.evidence, 'configuration-item'),
});

const spellingsOf = ({ resourceId, resourceName, arn }: ConfigurationItem): readonly string[] =>
  [resourceId, resourceName, arn].filter((text) => text !== null);

/** The resources that violated rules, and those with verdicts that were deleted since. */
function verdictSpellings(
  evidence: readonly Evidence[],
  deleted: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  return ofType(evidence, 'rule-state').flatMap(({ state }) =>
    state.state === 'NON_COMPLIANT'
      ? [state.resourceId]
      : (deleted.get(keyOf(state.resourceType, state.resourceId)) ?? []),
  );
}

/** All resources in the window's evidence; of verdicts, only those recorded in it. */
function eventSpellings(evidence: readonly Evidence[], since: number): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (text: string) => {
    if (found.has(text) || text === '') return;
    found.add(text);
    for (const alias of planTarget(text).aliases) found.add(alias);
  };
  const addRef = ({ id, name, arn }: ResourceRef) => [id, name ?? id, arn ?? id].forEach(add);
  // a target group's dimension value has a prefix that its id lacks
  const addDimensions = (dimensions: Readonly<Record<string, string>>) => {
    for (const value of Object.values(dimensions)) [value, value.replace(/^targetgroup\//, '')].forEach(add);
  };
  for (const each of evidence) {
    if (each.type === 'event') each.event.resources.forEach(addRef);
    else if (each.type === 'configuration-item') spellingsOf(each.item).forEach(add);
    else if (each.type === 'rule-state') {
      if (Date.parse(each.state.recordedTime) >= since) add(each.state.resourceId);
    } else if (each.type === 'traffic') [each.traffic.interfaceId, ...each.traffic.spellings].forEach(add);
    else if (each.type === 'log-shape') each.shape.spellings.forEach(add);
    else if (each.type === 'series') addDimensions(each.series.dimensions);
    else if (each.type === 'alarm') each.alarm.dimensions.forEach(addDimensions);
  }
  for (const spelling of affectedSpellings(ofType(evidence, 'event').map(({ event }) => event))) found.add(spelling);
  return found;
}

const groupsIn = (evidence: readonly Evidence[]): readonly string[] =>
  ofType(evidence, 'configuration-item').flatMap(({ item }) =>
    item.resourceType === 'AWS::EC2::NetworkInterface'
      ? item.relationships.flatMap(({ resourceType, resourceId }) =>
          resourceType === 'AWS::EC2::SecurityGroup' && resourceId !== null ? [resourceId] : [],
        )
      : [],
  );
