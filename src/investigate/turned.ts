/**
 * A whole account was asked about: what was changed in the window of the resources that broke a rule. Who did that is told
 * by the calls on these alone: of AWS all calls of an account are hours of reading, of files most of what there is.
 */
import { derivedBeside } from '../analysis/compliant/derived.ts';
import type { ConfigurationItem } from '../model/configuration-item.ts';
import type { Reading } from '../model/evidence.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { Question, Target } from '../model/question.ts';
import { callsOn, targetOf } from './calls-on.ts';
import { ofType } from './of-type.ts';
import type { InvestigateContext } from './reading-rounds.ts';

/** Of AWS those that were changed last: each is several lookups, where a region has too many writes to read them all. */
const mostLookedUp = 50;

/** The calls on what turned; nothing where nothing did, or where all calls were read. */
export async function readCallsOnTurned(
  question: Question,
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  const isLive = question.from.length === 0;
  const changed = turnedTargets(question, readings);
  return callsOn(isLive ? changed.slice(0, mostLookedUp) : changed, question, readings, context);
}

/** Resources that a rule spoke against, of which a state was captured in the window: the last changed first. */
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
