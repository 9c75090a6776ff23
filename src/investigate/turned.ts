/**
 * An account was asked about, and AWS: what was changed in the window of the resources that broke a rule. Who did that is
 * told by the calls on these alone; all calls of an account are hours of reading.
 */
import { derivedBeside } from '../analysis/compliant/derived.ts';
import type { ConfigurationItem } from '../model/configuration-item.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Question, Target } from '../model/question.ts';
import { firstInterests } from '../plan/interests.ts';
import { sourcesToAskLater } from '../plan/lanes.ts';
import { planTarget } from '../plan/target.ts';
import type { Scope } from './evidence-reader.ts';
import { type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

/** Those that were changed last; each is several lookups, where a region has too many writes to read them all. */
const mostResources = 50;

/** The calls on what turned; nothing where nothing did, or where all calls were read. */
export async function readCallsOnTurned(
  question: Question,
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  const sources = sourcesToAskLater(question.command, question.targets.length > 0);
  if (question.from.length > 0 || sources.length === 0) return [];
  const changed = turnedTargets(question, readings);
  if (changed.length === 0) return [];
  const scope: Scope = { ...scopeOf(question), sources };
  const request = { kind: 'follow', question, interests: firstInterests(question), changed } as const;
  const spellings = new Set(changed.flatMap(({ aliases }) => aliases));
  // whoever made other calls is looked for no further
  const isOnTurned = (found: Evidence) =>
    found.type !== 'event' ||
    found.event.resources.some(({ id, arn }) => spellings.has(id) || (arn !== undefined && spellings.has(arn)));
  return readAll(context, request, question.window, scope, (reading) => ({
    ...reading,
    evidence: reading.evidence.filter(isOnTurned),
  }));
}

/** Resources that a rule spoke against, of which a state was captured in the window: the last changed first. */
function turnedTargets(
  { window: { since = 0 }, survey }: Pick<Question, 'window' | 'survey'>,
  readings: readonly Reading[],
): readonly Target[] {
  const evidence = readings.flatMap((reading) => reading.evidence);
  const items = evidence.filter((found) => found.type === 'configuration-item');
  const recorded = evidence.filter((found) => found.type === 'rule-state');
  const types = survey?.types ?? [];
  const broken = new Set(
    [...recorded, ...derivedBeside(recorded, items)]
      .filter(({ state }) => state.state === 'NON_COMPLIANT')
      .filter(({ state }) => types.length === 0 || types.includes(state.resourceType))
      .map(({ state }) => keyOf(state)),
  );
  const changed = new Map<string, ConfigurationItem>();
  for (const { item } of items) {
    const key = keyOf(item);
    if (!broken.has(key) || Date.parse(item.captureTime) < since) continue;
    const known = changed.get(key);
    if (!known || known.captureTime < item.captureTime) changed.set(key, item);
  }
  return [...changed]
    .sort(([a, one], [b, other]) =>
      one.captureTime > other.captureTime ? -1 : one.captureTime < other.captureTime ? 1 : a < b ? -1 : 1,
    )
    .slice(0, mostResources)
    .map(([, { arn, resourceId, resourceType }]) => planTarget(arn ?? resourceId, resourceType));
}

const keyOf = ({ resourceType, resourceId }: Pick<ConfigurationItem, 'resourceType' | 'resourceId'>): string =>
  JSON.stringify([resourceType, resourceId]);
