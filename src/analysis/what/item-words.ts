/** One configuration item in words: what it changed. */
import type { Change, ConfigChangeDetail } from '../../model/event.ts';
import { stringAt } from '../../model/json.ts';
import { enumerate } from '../../resources/read.ts';
import { changePhrases } from './change-words.ts';
import { addedSign, joinPhrases, removedSign } from './phrase.ts';
import type { States } from './states.ts';

export function describeItem(detail: ConfigChangeDetail, states: States): string {
  const { status, changes, before, relationshipOnly, resourceType } = detail;
  if (status.startsWith('ResourceDeleted')) return before && changes.length === 0 ? 'nothing changed' : 'deleted';
  if (status === 'ResourceNotRecorded') return 'no longer recorded';
  if (before === null) return 'first recorded state';
  if (changes.length === 0) return 'nothing changed';
  if (relationshipOnly) return `relationships only: ${enumerate(changes.map(relationshipWords))}`;
  const [first] = changes;
  if (first?.path === '/configuration' && first.op === 'add') return 'created again';
  const [related, own] = [changes.filter(isOfRelationship), changes.filter((change) => !isOfRelationship(change))];
  return joinPhrases([
    ...changePhrases(withoutTagCopies(own), states, resourceType),
    ...related.map((change) => ({ words: relationshipWords(change) })),
  ]);
}

const isOfRelationship = ({ path }: Change) => path.startsWith('/relationships/');

/** Many resources repeat their tags in their configuration. */
const tagCopy =
  /^\/(configuration\/(tags|tagSet|tagList)|supplementaryConfiguration\/(Tags|BucketTaggingConfiguration))(\/|$)/i;

const withoutTagCopies = (changes: readonly Change[]): readonly Change[] =>
  changes.some(({ path }) => path.startsWith('/tags/')) ? changes.filter(({ path }) => !tagCopy.test(path)) : changes;

/** "+ NetworkInterface eni-1" */
function relationshipWords({ op, before, after }: Change): string {
  const relationship = op === 'remove' ? before : after;
  const type = stringAt(relationship, 'resourceType')?.split('::').at(-1) ?? 'resource';
  const name = stringAt(relationship, 'resourceId') ?? stringAt(relationship, 'resourceName') ?? '';
  return `${op === 'remove' ? removedSign : addedSign} ${type} ${name}`;
}
