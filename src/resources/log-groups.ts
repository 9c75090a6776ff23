/** Where a resource writes its logs, by the services' conventions: nothing in AWS lists it. */
import type { ResourceRef } from '../model/resource.ts';
import { fieldsOf } from './fields.ts';
import type { ResourceType } from './resource-type.ts';
import { fillTemplate } from './template.ts';

/** Names of log groups, and prefixes of names, which end in `*`. The groups may or may not exist. */
export function logGroupsOf(type: ResourceType, ref: ResourceRef): readonly string[] {
  const fields = fieldsOf(type, ref);
  return (type.logGroups ?? []).flatMap((template) => fillTemplate(template, fields) ?? []);
}
