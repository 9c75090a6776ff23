/** Under which spellings the target may be found, and what belongs to it: what is typed first, then what Config tells. */
import type { Evidence } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { Question } from '../model/question.ts';
import { idsOfArn, parseArn } from '../resources/arn.ts';
import { resourceType } from '../resources/index.ts';

export const firstInterests = ({ targets }: Question): Interests => ({
  targets: [...new Set(targets.flatMap(({ aliases }) => aliases))].sort(),
  neighbors: [],
});

/** What the evidence adds to the interests; undefined where it adds nothing. Only the new spellings are in it. */
export function furtherInterests(known: Interests, evidence: readonly Evidence[]): Interests | undefined {
  const targets = new Set<string>();
  const neighbors = new Set<string>();
  for (const found of evidence) {
    if (found.type === 'configuration-item' && isOne(known.targets, found.item)) {
      for (const spelling of spellingsOf(found.item)) targets.add(spelling);
      for (const { resourceType: type, resourceId, resourceName } of found.item.relationships) {
        for (const spelling of spellingsOf({ resourceType: type, resourceId, resourceName, arn: null }))
          neighbors.add(spelling);
      }
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
  return targets.size + neighbors.size === 0
    ? undefined
    : { targets: [...targets].sort(), neighbors: [...neighbors].sort() };
}

export const joinInterests = (a: Interests, b: Interests): Interests => ({
  targets: [...a.targets, ...b.targets],
  neighbors: [...a.neighbors, ...b.neighbors],
});

export interface Named {
  readonly resourceType: string;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly arn: string | null;
}

/**
 * All by which a resource is known: id, ARN, and its name where its type goes by names. A security group's name ("web")
 * is a label that other resources bear too.
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
