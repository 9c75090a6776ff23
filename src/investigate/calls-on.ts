/** The calls on resources of which states are known: what changed them, and who. */
import type { ConfigurationItem } from '../model/configuration-item.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import type { KnownResource } from '../model/inventory.ts';
import type { Question, Target } from '../model/question.ts';
import { firstInterests } from '../plan/interests.ts';
import { planTarget } from '../plan/target.ts';
import type { Scope } from './evidence-reader.ts';
import { foundAgain, type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

/** From AWS, anything else that was read with them is dropped; what was read from files was counted before. */
export async function callsOn(
  changed: readonly Target[],
  question: Question,
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  if (changed.length === 0) return [];
  const sources = ['cloudtrail'];
  const scope: Scope = { ...scopeOf(question), sources };
  const request = { kind: 'follow', question, interests: firstInterests(question), changed, sources } as const;
  // from files, nothing else is read
  if (question.from.length > 0) return foundAgain(readings, await readAll(context, request, question.window, scope));
  const spellings = new Set(changed.flatMap(({ aliases }) => aliases));
  // who made other calls is not followed up
  const isOnChanged = (found: Evidence) =>
    found.type !== 'event' ||
    found.event.resources.some(({ id, arn }) => spellings.has(id) || (arn !== undefined && spellings.has(arn)));
  return readAll(context, request, question.window, scope, (reading) => ({
    ...reading,
    evidence: reading.evidence.filter(isOnChanged),
  }));
}

type Named = Pick<ConfigurationItem, 'arn' | 'resourceId' | 'resourceName' | 'resourceType'>;

/** One resource, by every spelling that a call may use. `states`: at least one; they may differ in what they leave out. */
export function targetOf(states: readonly Named[]): Target {
  const targets = states.map(({ arn, resourceId, resourceType }) => planTarget(arn ?? resourceId, resourceType));
  const spellings = states.flatMap(({ resourceId, resourceName }) => [resourceId, resourceName ?? resourceId]);
  return {
    ...(targets[0] as Target),
    aliases: [...new Set([...targets.flatMap(({ aliases }) => aliases), ...spellings])],
  };
}

/** All of them as one target: files are searched by spellings alone, and there may be hundreds of thousands. */
export function targetOfAll(resources: readonly KnownResource[]): Target {
  const aliases: string[] = [];
  for (const { type, id, name, arn } of resources) {
    aliases.push(...planTarget(arn ?? id, type).aliases, id);
    if (name !== null) aliases.push(name);
  }
  return { text: '', readings: [], aliases };
}
