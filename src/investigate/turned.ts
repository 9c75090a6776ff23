/**
 * A whole account was asked about: what was changed in the window on resources that violated a rule. The calls on these alone
 * show who did it: reading all calls of an account would take hours in AWS, and most of the files.
 */
import { derivedBeside } from '../analysis/compliant/derived.ts';
import type { ConfigurationItem } from '../model/configuration-item.ts';
import type { Reading } from '../model/evidence.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { Question, Target } from '../model/question.ts';
import { callsOn, targetOf } from './calls-on.ts';
import { ofType } from './of-type.ts';
import type { InvestigateContext } from './reading-rounds.ts';

/** In AWS, those changed last: each takes several lookups if a region has too many writes to read them all. */
const mostLookedUp = 50;

/** The calls on what flipped; nothing if nothing did, or if all calls were read. */
export async function readCallsOnTurned(
  question: Question,
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  const isLive = question.from.length === 0;
  const changed = turnedTargets(question, readings);
  return callsOn(isLive ? changed.slice(0, mostLookedUp) : changed, question, readings, context);
}

/** Resources that violated a rule and have a state captured in the window: last changed first. */
function turnedTargets(
  { window: { since = 0 }, survey }: Pick<Question, 'window' | 'survey'>,
  readings: readonly Reading[],
): readonly Target[] {
  const evidence = readings.flatMap((reading) => reading.evidence);
  const items = ofType(evidence, 'configuration-item');
  const recorded = ofType(evidence, 'rule-state');
  const types = survey?.types ?? [];
  const broken = new Set(
    [...recorded, ...derivedBeside(recorded, items)]
      .filter(({ state }) => state.state === 'NON_COMPLIANT')
      .filter(({ state }) => types.length === 0 || types.includes(state.resourceType))
      .map(({ state }) => keyOf(state)),
  );
  const states = groupedBy(
    items.map(({ item }) => item).filter((item) => broken.has(keyOf(item))),
    keyOf,
  );
  return [...states]
    .map(([key, own]) => ({
      key,
      own,
      last:
        own
          .map(({ captureTime }) => captureTime)
          .sort()
          .at(-1) ?? '',
    }))
    .filter(({ last }) => Date.parse(last) >= since)
    .sort((a, b) => (a.last > b.last ? -1 : a.last < b.last ? 1 : a.key < b.key ? -1 : 1))
    .map(({ own }) => targetOf(own));
}

const keyOf = ({ resourceType, resourceId }: Pick<ConfigurationItem, 'resourceType' | 'resourceId'>): string =>
  JSON.stringify([resourceType, resourceId]);
