/** One configuration item in words: what changed with it. */
import type { Change, ConfigChangeDetail } from '../../model/event.ts';
import { isJsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import { enumerate } from '../../resources/read.ts';

/** Longer values are not told in a sentence. */
const longestValue = 40;
const mostTold = 2;

export function describeItem({ status, changes, before, relationshipOnly }: ConfigChangeDetail): string {
  if (status.startsWith('ResourceDeleted')) return before && changes.length === 0 ? 'nothing changed' : 'deleted';
  if (status === 'ResourceNotRecorded') return 'no longer recorded';
  if (before === null) return 'first recorded state';
  if (changes.length === 0) return 'nothing changed';
  if (relationshipOnly) return `relationships only: ${enumerate(changes.map(relationshipWords))}`;
  const [first] = changes;
  if (first?.path === '/configuration' && first.op === 'add') return 'created again';
  const told = withoutTagCopies(changes);
  const values = told.map(valueWords);
  if (told.length <= mostTold && values.every((words) => words !== undefined)) return values.join(', ');
  const places = [...new Set(told.map(({ path }) => placeOf(path)))];
  return `${told.length} ${told.length === 1 ? 'change' : 'changes'}: ${enumerate(places)}`;
}

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
  return `${op === 'remove' ? '-' : '+'} ${type} ${name}`;
}

/** "timeout 30 → 3"; undefined where a value is too long, or no single one. */
function valueWords({ path, op, before, after }: Change): string | undefined {
  const name = nameOf(path);
  const [old, now] = [wordOf(before), wordOf(after)];
  if (op === 'add') return now && `+ ${name} ${now}`;
  if (op === 'remove') return old && `- ${name} ${old}`;
  if (old === undefined || now === undefined) return undefined;
  return old === now ? `${name} changed` : `${name} ${old} → ${now}`;
}

function wordOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined || Array.isArray(value) || isJsonObject(value)) return undefined;
  const text = value === '' ? '""' : String(value);
  return text.length > longestValue || text.includes('\n') ? undefined : text;
}

/** The steps of a pointer, unescaped. */
const stepsOf = (path: string) =>
  path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** `/configuration/ipPermissions/0/toPort` -> `configuration.ipPermissions`, `/supplementaryConfiguration/Policy/…` -> `Policy` */
function placeOf(path: string): string {
  const [section = '', part] = stepsOf(path);
  if (part === undefined || section === 'relationships') return section;
  return section === 'supplementaryConfiguration' ? part : `${section}.${part}`;
}

/** `/configuration/timeout` -> `timeout`, `/tags/Name` -> `tags.Name` */
function nameOf(path: string): string {
  const [section = '', ...steps] = stepsOf(path);
  return (section === 'configuration' || section === 'supplementaryConfiguration') && steps.length > 0
    ? steps.join('.')
    : [section, ...steps].join('.');
}
