/** What AWS Config calls a resource: not always the id or the name that people use. */
import type { ResourceRef } from '../model/resource.ts';
import { fieldsOf } from './fields.ts';
import type { ResourceType } from './resource-type.ts';
import { fillTemplate } from './template.ts';

/** Config's resourceId; undefined if the type is not recorded, or if Config must be asked for it by name. */
export const configIdOf = (type: ResourceType, ref: ResourceRef): string | undefined =>
  type.configId === undefined ? undefined : fillTemplate(type.configId, fieldsOf(type, ref));
