/** What a resource's configuration item names: by Config's relationships, or without any, by the configuration itself. */
import type { ConfigurationItem } from '../model/configuration-item.ts';
import { stringAt } from '../model/json.ts';
import { namedInConfiguration, namingWords } from '../resources/configured.ts';
import { isMeasuredByName } from '../resources/dimensions.ts';
import { isShared } from '../resources/shared-types.ts';

export interface NamedByItem {
  readonly resourceType: string;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly arn: string | null;
  /** Config's words, or a note that the configuration names it. */
  readonly relation: string;
}

export const namedByItem = (item: ConfigurationItem): readonly NamedByItem[] => [
  ...item.relationships.map(({ name: relation, ...other }) => ({ ...other, arn: null, relation })),
  ...namedInConfiguration(item.resourceType, item.configuration, [item.resourceId, item.resourceName, item.arn]).map(
    ({ type, id, arn = null }) => ({
      resourceType: type ?? '',
      resourceId: id,
      resourceName: null,
      arn,
      relation: namingWords(type),
    }),
  ),
];

/** The name by which metrics know a resource that calls know by its id; null if both use the same. */
export const measuredName = ({ resourceType, resourceName, configuration }: ConfigurationItem): string | null =>
  isMeasuredByName(resourceType)
    ? (stringAt(configuration, 'name') ?? stringAt(configuration, 'Name') ?? resourceName)
    : null;

/** Whether many unrelated resources may use the same resource of this type. */
export const isSharedType = (type: string): boolean => isShared(type);
