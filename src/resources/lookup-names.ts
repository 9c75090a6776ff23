/** The names under which CloudTrail's event history lists a resource: the values to ask LookupEvents for. */
import type { ResourceRef } from '../model/resource.ts';
import { fieldsOf } from './fields.ts';
import type { ResourceType } from './resource-type.ts';
import { fillTemplate } from './template.ts';

/**
 * The values of ResourceName to look up events by, likeliest first. Empty if the resource is not listed: then only the events
 * of the type's `eventSourcesOf` can be asked for.
 */
export function lookupNamesOf(type: ResourceType, ref: ResourceRef): readonly string[] {
  const fields = fieldsOf(type, ref);
  const { lookupNames = ['{id}'] } = type;
  return [...new Set(lookupNames.flatMap((template) => fillTemplate(template, fields) ?? []))];
}
