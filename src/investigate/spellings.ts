/** The spellings by which a recorded resource is found. */
import type { ConfigurationItem } from '../model/configuration-item.ts';

export const spellingsOf = ({ resourceId, resourceName, arn }: ConfigurationItem): readonly (string | null)[] => [
  resourceId,
  resourceName,
  arn,
];
