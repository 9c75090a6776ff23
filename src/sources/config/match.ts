/** Which of a question's targets or neighbors an item, a rule's result or a relationship belongs to. */
import type { Match } from '../../model/event.ts';
import { type Interests, matchInterests } from '../../model/interests.ts';
import type { Question, Target } from '../../model/question.ts';
import { type Arn, idsOfArn, parseArn } from '../../resources/arn.ts';
import { resourceType } from '../../resources/index.ts';

export interface Named {
  readonly resourceType: string;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly arn: string | null;
}

/** A resource that another record names, without its ARN and perhaps without its name. */
export const named = ({
  resourceType,
  resourceId,
  resourceName = null,
}: Pick<Named, 'resourceType' | 'resourceId'> & { readonly resourceName?: string | null }): Named => ({
  resourceType,
  resourceId,
  resourceName,
  arn: null,
});

/** Why a resource is listed; empty if it is not. */
export type MatchResource = (resource: Named) => readonly Match[];

/** Matches what was typed: an id, a name or an ARN, read as what it looks like or was declared to be. */
export function matchQuestion({ targets, as }: Pick<Question, 'targets' | 'as'>): MatchResource {
  if (targets.length === 0) return () => ['window'];
  // only calls show what a principal did
  if (as === 'principal') return () => [];
  const tests = targets.map(matchTarget);
  return (resource) => (tests.some((test) => test(resource)) ? ['target'] : []);
}

/** Matches what the evidence led to: more spellings, and neighbors. */
export function matchFollowed(interests: Interests): MatchResource {
  const match = matchInterests(interests);
  return (resource) => match(spellingsOf(resource, isNamedByName(resource)));
}

function matchTarget({ text, readings, aliases }: Target): (resource: Named) => boolean {
  const type = readings.length === 1 ? readings[0]?.type : undefined;
  const arn = parseArn(text);
  const spellings = new Set(aliases);
  return (resource) => {
    if (resource.arn === text) return true;
    if (type !== undefined && type !== resource.resourceType) return false;
    if (!spellingsOf(resource, true).some((spelling) => spellings.has(spelling))) return false;
    // a name matches in any account, an ARN only in its own
    const own = parseArn(resource.arn ?? resource.resourceId ?? '');
    return arn === undefined || own === undefined || isSamePlace(arn, own);
  };
}

const isSamePlace = (a: Arn, b: Arn) => a.service === b.service && a.region === b.region && a.account === b.account;

/** Everything by which a resource is known. Its name counts only if it is asked for, or if names identify its type. */
function spellingsOf({ resourceId, resourceName, arn }: Named, withName: boolean): readonly string[] {
  const ids = [resourceId, arn].filter((text) => text !== null);
  const parts = ids.flatMap((text) => {
    const parsed = parseArn(text);
    return parsed ? idsOfArn(parsed) : [];
  });
  return [...ids, ...parts, ...(withName && resourceName !== null ? [resourceName] : [])];
}

/** A security group's name ("default") is a label that other resources share. */
const isNamedByName = ({ resourceType: type }: Named) => resourceType(type)?.idPrefix === undefined;
