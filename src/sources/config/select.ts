/**
 * Queries over what Config knows right now: resources by any of their names, and those that name others.
 * https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html
 */
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringAt } from '../../model/json.ts';
import { resourceType } from '../../resources/index.ts';
import { canonicalType } from './type-name.ts';

/** An expression has at most 4,096 characters: https://docs.aws.amazon.com/config/latest/APIReference/API_SelectResourceConfig.html */
const mostCharacters = 4096;

const names = ['resourceId', 'resourceName', 'arn'] as const;
const place = 'resourceId, resourceType, resourceName, arn, accountId, awsRegion';

/** Resources of any type that have one of these spellings. */
export const selectNamed = (spellings: readonly string[]): readonly string[] =>
  chunks(spellings).map((list) => `SELECT ${place} WHERE ${names.map((name) => `${name} IN (${list})`).join(' OR ')}`);

/** Resources of any type that name one of these in their relationships. */
export const selectNaming = (spellings: readonly string[]): readonly string[] =>
  chunks(spellings).map(
    (list) =>
      `SELECT ${place}, relationships WHERE relationships.resourceId IN (${list}) OR relationships.resourceName IN (${list})`,
  );

/** All resources of these types, with their configurations. */
export const selectConfigured = (types: readonly string[]): string =>
  `SELECT ${place}, configuration WHERE resourceType IN (${types.map((type) => `'${type}'`).join(', ')})`;

/**
 * Resources with this name, or the same in lower case, as their tag `Name`: at most one expression. `tags.tag` is `key=value`:
 * https://github.com/awslabs/aws-config-resource-schema
 */
export const selectTagged = (name: string): readonly string[] =>
  chunks([name, name.toLowerCase()].filter((text) => text !== '').map((text) => `Name=${text}`)).map(
    (list) => `SELECT ${place}, tags WHERE tags.tag IN (${list})`,
  );

/** These network interfaces, with what they name. */
export const selectInterfaces = (ids: readonly string[]): readonly string[] =>
  chunks(ids).map(
    (list) =>
      `SELECT ${place}, relationships WHERE resourceType = 'AWS::EC2::NetworkInterface' AND resourceId IN (${list})`,
  );

/** Resources of these types that name one of these in their relationships, and these themselves. */
export const selectGuarding = (types: readonly string[], ids: readonly string[]): readonly string[] =>
  chunks(ids).map(
    (list) =>
      `SELECT ${place}, relationships WHERE resourceType IN (${types.map((type) => `'${type}'`).join(', ')}) ` +
      `AND relationships.resourceId IN (${list}) OR resourceId IN (${list})`,
  );

/** Lists of quoted texts, each short enough to occur three times in an expression. No id or name contains a quote. */
function chunks(texts: readonly string[]): readonly string[] {
  const lists: string[] = [];
  for (const text of new Set(texts)) {
    if (text === '' || /['"\\\p{Cc}]/u.test(text) || text.length > 768) continue;
    const last = lists.at(-1);
    if (last !== undefined && (last.length + text.length) * names.length + 256 < mostCharacters)
      lists[lists.length - 1] = `${last}, '${text}'`;
    else lists.push(`'${text}'`);
  }
  return lists;
}

/** Rows of an answer, each a JSON text, in the form of items. Anything else is left out. */
export const readRows = (rows: readonly unknown[]): readonly JsonObject[] =>
  rows.map(readRow).filter((item) => item !== undefined);

function readRow(row: unknown): JsonObject | undefined {
  const value = typeof row === 'string' ? parseJson(row) : undefined;
  if (!isJsonObject(value) || stringAt(value, 'resourceType') === undefined) return undefined;
  const { relationships } = value as { relationships?: JsonValue };
  if (!Array.isArray(relationships)) return value;
  return { ...value, relationships: relationships.filter(isJsonObject).map((named) => worded(value, named)) };
}

/** Queries leave out the wording of relationships; the catalog knows the wordings that matter. */
function worded(item: JsonObject, named: JsonObject): JsonObject {
  if (stringAt(named, 'relationshipName') !== undefined) return named;
  const own = canonicalType(stringAt(item, 'resourceType') ?? '');
  const other = canonicalType(stringAt(named, 'resourceType') ?? '');
  const relation =
    relationTo(own, other, 'itself') ?? relationTo(other, own, 'neighbor') ?? ('Is associated with' as const);
  return { ...named, relationshipName: relation };
}

const relationTo = (from: string, to: string, namedBy: 'itself' | 'neighbor') =>
  resourceType(from)?.neighbors?.find((neighbor) => neighbor.type === to && neighbor.namedBy === namedBy)?.relation;
