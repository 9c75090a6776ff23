/**
 * A rule was asked about: its own verdicts are the answer, and the resources that it evaluates explain them. For resources
 * whose verdict flipped in the window, the states and the writes are read: what broke the rule, and what fixed it.
 */
import type { RuleState } from '../model/configuration-item.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { Question, Target } from '../model/question.ts';
import { firstInterests, isOfAskedRule } from '../plan/interests.ts';
import { planTarget } from '../plan/target.ts';
import { callsOn, targetOf } from './calls-on.ts';
import { ofType } from './of-type.ts';
import { foundAgain, type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

/** From AWS, the resources that flipped last: each takes several calls to Config, and a lookup of its own in a busy region. */
const mostAsked = 25;

/** Items and calls, which are listed if they explain a verdict; nothing if no verdict flipped. */
export async function readBehindRule(
  question: Question,
  evidence: readonly Evidence[],
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  const turned = turnedBy(question, evidence);
  if (turned.length === 0) return [];
  const isLive = question.from.length === 0;
  const chosen = isLive ? turned.slice(0, mostAsked) : turned;
  const changed = chosen.map(({ resourceId, resourceType }) => planTarget(resourceId, resourceType));
  const states = foundAgain(readings, await readStates(question, changed, context)).map((reading) => ({
    ...reading,
    evidence: ofType(reading.evidence, 'configuration-item'),
  }));
  const items = groupedBy(
    states.flatMap((reading) => reading.evidence.map(({ item }) => item)),
    keyOf,
  );
  // calls may use names where rules use ids
  const named = chosen.map((state) =>
    targetOf(items.get(keyOf(state)) ?? [{ ...state, arn: null, resourceName: null }]),
  );
  const calls = await callsOn(named, { ...question, targets: [] }, readings, context);
  return [...states, ...calls.map((reading) => ({ ...reading, evidence: reading.evidence.map(asNeighbor) }))];
}

/** The last verdict on each resource that flipped in the window or violates the rule at its end: latest first. */
function turnedBy(question: Question, evidence: readonly Evidence[]): readonly RuleState[] {
  const { since = -Infinity, until = Infinity } = question.window;
  const states = ofType(evidence, 'rule-state')
    .map(({ state }) => state)
    .filter((state) => isOfAskedRule(question, state) && Date.parse(state.recordedTime) < until)
    .sort((a, b) => Date.parse(b.recordedTime) - Date.parse(a.recordedTime) || (keyOf(a) < keyOf(b) ? -1 : 1));
  return [...groupedBy(states, keyOf).values()]
    .filter(([last, ...earlier]) =>
      Date.parse(last.recordedTime) >= since ? [last, ...earlier].some(isBroken) : last.state === 'NON_COMPLIANT',
    )
    .map(([last]) => last);
}

const keyOf = ({ resourceType, resourceId }: Pick<RuleState, 'resourceType' | 'resourceId'>): string =>
  JSON.stringify([resourceType, resourceId]);

const isBroken = ({ state, previous }: RuleState) => state === 'NON_COMPLIANT' || previous === 'NON_COMPLIANT';

/** How Config is set up in AWS was reported already. */
function readStates(question: Question, changed: readonly Target[], context: InvestigateContext): Promise<Reading[]> {
  const asked: Question = { ...question, targets: changed };
  const interests = firstInterests(asked);
  const sources = ['config'];
  const scope = { ...scopeOf(question), sources };
  return question.from.length === 0
    ? readAll(context, { kind: 'follow', question, interests, changed }, question.window, scope)
    : readAll(context, { kind: 'evidence', question: asked, interests, sources }, question.window, scope);
}

/** It may explain, but is no answer by itself. */
const asNeighbor = (found: Evidence): Evidence =>
  found.type === 'event' ? { ...found, event: { ...found.event, match: ['neighbor'] } } : found;
