/**
 * A rule was asked about: what it said is told of it, and why is told by the resources that it speaks of. Of those whose
 * verdict turned in the window the states are read, and the writes to them: what broke the rule, and what put it right.
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

/** Of AWS those that turned last: each is several calls to Config, and a lookup of its own in a busy region. */
const mostAsked = 25;

/** Items and calls, which are listed where they explain a verdict; nothing where no verdict turned. */
export async function readBehindRule(
  question: Question,
  evidence: readonly Evidence[],
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  const turned = turnedBy(question, evidence);
  if (turned.length === 0) return [];
  const isLive = question.from.length === 0;
  const changed = isLive ? turned.slice(0, mostAsked) : turned;
  const states = foundAgain(readings, await readStates(question, changed, context)).map((reading) => ({
    ...reading,
    evidence: ofType(reading.evidence, 'configuration-item'),
  }));
  const items = groupedBy(
    ofType(
      states.flatMap((reading) => reading.evidence),
      'configuration-item',
    ).map(({ item }) => item),
    ({ resourceType, resourceId }) => JSON.stringify([resourceType, resourceId]),
  );
  const named = items.size > 0 ? [...items.values()].map((own) => targetOf(own)) : changed;
  const calls = await callsOn(named, { ...question, targets: [] }, readings, context);
  return [...states, ...calls.map((reading) => ({ ...reading, evidence: reading.evidence.map(asNeighbor) }))];
}

/** Resources of which a verdict of the rule turned in the window, and that broke it: the last turned first. */
function turnedBy(question: Question, evidence: readonly Evidence[]): readonly Target[] {
  const { since = -Infinity, until = Infinity } = question.window;
  const states = ofType(evidence, 'rule-state')
    .map(({ state }) => state)
    .filter((state) => isOfAskedRule(question, state) && Date.parse(state.recordedTime) < until);
  return [...groupedBy(states, ({ resourceType, resourceId }) => JSON.stringify([resourceType, resourceId]))]
    .map(([key, own]) => ({
      key,
      own,
      last:
        own
          .map(({ recordedTime }) => recordedTime)
          .sort()
          .at(-1) ?? '',
    }))
    .filter(({ own, last }) => Date.parse(last) >= since && own.some(isBroken))
    .sort((a, b) => (a.last > b.last ? -1 : a.last < b.last ? 1 : a.key < b.key ? -1 : 1))
    .flatMap(({ own: [first] }) => (first ? [planTarget(first.resourceId, first.resourceType)] : []));
}

const isBroken = ({ state, previous }: RuleState) => state === 'NON_COMPLIANT' || previous === 'NON_COMPLIANT';

/** Of AWS how Config is set up was told already. */
function readStates(question: Question, changed: readonly Target[], context: InvestigateContext): Promise<Reading[]> {
  const asked: Question = { ...question, targets: changed };
  const interests = firstInterests(asked);
  const sources = ['config'];
  const scope = { ...scopeOf(question), sources };
  return question.from.length === 0
    ? readAll(context, { kind: 'follow', question, interests, changed }, question.window, scope)
    : readAll(context, { kind: 'evidence', question: asked, interests, sources }, question.window, scope);
}

/** It may explain, and is no answer by itself. */
const asNeighbor = (found: Evidence): Evidence =>
  found.type === 'event' ? { ...found, event: { ...found.event, match: ['neighbor'] } } : found;
