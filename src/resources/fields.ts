/** What a resource's spellings reveal about it: the fields that fill the catalog's templates. */
import type { ResourceRef } from '../model/resource.ts';
import type { ResourceType } from './resource-type.ts';
import { type Fields, fillTemplate, matchTemplate } from './template.ts';

/** Its ARN first, then its other spellings. */
export const templatesOf = ({ arn, spellings = [] }: ResourceType): readonly string[] => [arn, ...spellings];

/** The fields of a spelling that reveals the type: an ARN, a URL, a unique id. undefined for any other text. */
export function fieldsOfSpelling(type: ResourceType, text: string): Fields | undefined {
  if (isUniqueId(type, text)) return { uniqueId: text };
  let found: Fields | undefined;
  for (const template of templatesOf(type)) {
    const fields = matchTemplate(template, text);
    if (fields) found = { ...fields, ...found };
  }
  return found && { id: text, ...found };
}

/**
 * IAM: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 * RDS: `DbiResourceId` and `DbClusterResourceId`; RDS stores names in lower case, so that no name looks like one.
 */
export function isUniqueId({ uniqueIdPrefix: prefix }: ResourceType, text: string): boolean {
  if (prefix === undefined || !text.startsWith(prefix)) return false;
  const rest = text.slice(prefix.length);
  return /^[A-Z0-9]{12,}$/.test(rest) && /[A-Z]/.test(rest);
}

/** All fields that a reference holds, and what follows from them. Unknown fields are absent. */
export function fieldsOf(type: ResourceType, { id, name, arn, account, region }: ResourceRef): Fields {
  const byId = fieldsOfSpelling(type, id);
  const told: Fields = { ...byId, ...(arn !== undefined && fieldsOfSpelling(type, arn)) };
  // a unique id is not a name, and another type's ARN is not an id
  const ownId = told['id'] ?? (byId === undefined && !id.startsWith('arn:') ? id : name);
  const ownArn = arn ?? (id.startsWith('arn:') ? id : undefined);
  return withDerived(type, {
    ...(ownArn !== undefined && { arn: ownArn }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && region !== 'global' && { region }),
    ...told,
    ...(ownId !== undefined && { id: ownId }),
    ...(name !== undefined && { name }),
  });
}

/** Adds what follows from the fields: the partition and its domain, and the ARN in its plain form. */
export function withDerived(type: ResourceType, fields: Fields): Fields {
  const partition = fields['partition'] ?? partitionOf(fields['region']);
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const known = { domain, ...fields, partition };
  const arn = fillTemplate(type.arn, known);
  return { ...known, ...(arn !== undefined && { arn }) };
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
const partitions: readonly (readonly [regionPrefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eusc-', 'aws-eusc'],
];
const partitionOf = (region = ''): string => partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
