/** The links of a configuration item to other resources, in one wording for both dialects. */
import type { Relationship } from '../../model/configuration-item.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import { canonicalType } from './type-name.ts';

/** Config's own words for some types; the others use the last part of their name. */
const objectWords = new Map([
  ['AWS::EC2::VPC', 'Vpc'],
  ['AWS::EC2::VPNGateway', 'VpnGateway'],
  ['AWS::EC2::EIP', 'ElasticIp'],
  ['AWS::IAM::Policy', 'CustomerManagedPolicy'],
]);

/** In a fixed order, since a list of relationships has none. Entries that name no resource are left out. */
export function relationshipsOf(value: JsonValue | undefined): readonly Relationship[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isJsonObject)
    .flatMap((relationship) => readRelationship(relationship) ?? [])
    .map((relationship) => ({ relationship, key: keyOf(relationship) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ relationship }) => relationship);
}

export function readRelationship(value: JsonObject): Relationship | undefined {
  const resourceType = canonicalType(stringAt(value, 'resourceType') ?? '');
  const resourceId = stringAt(value, 'resourceId') ?? null;
  const resourceName = stringAt(value, 'resourceName') ?? null;
  if (resourceType === '' || (resourceId === null && resourceName === null)) return undefined;
  const words = (stringAt(value, 'relationshipName') ?? stringAt(value, 'name') ?? '').trim();
  return { resourceType, resourceId, resourceName, name: nameOf(words, resourceType) };
}

/** Newer items end after the preposition ("Is associated with "); older ones name the type after it. */
function nameOf(words: string, resourceType: string): string {
  const object = objectWords.get(resourceType) ?? resourceType.split('::').at(-1) ?? '';
  if (words === '') return `Is associated with ${object}`;
  return /(^| )(with|to|in|contains)$/i.test(words) ? `${words} ${object}` : words;
}

const keyOf = ({ resourceType, resourceId, resourceName, name }: Relationship) =>
  JSON.stringify([resourceType, resourceId ?? '', resourceName ?? '', name]);
