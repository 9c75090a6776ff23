/** What CloudTrail's event history lists a resource as: the values its LookupEvents is asked with. */
import type { ResourceRef } from '../model/resource.ts';
import { fieldsOf } from './fields.ts';
import type { ResourceType } from './resource-type.ts';
import { fillTemplate } from './template.ts';

/**
 * The values of ResourceName to look events up by, likeliest first. Empty where it lists none: then the events of
 * `eventSourcesOf` the type are all that can be asked for.
 */
export function lookupNamesOf(type: ResourceType, ref: ResourceRef): readonly string[] {
  const fields = fieldsOf(type, ref);
  const { lookupNames = ['{id}'] } = type;
  return [...new Set(lookupNames.flatMap((template) => fillTemplate(template, fields) ?? []))];
}
