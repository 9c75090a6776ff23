/**
 * Names of resource types as the catalog spells them: documentation and other tools write, for example, `AWS::EC2::VOLUME`.
 */
import { resourceTypes } from '../../resources/index.ts';

const byLowerCase = new Map(resourceTypes.map(({ type }) => [type.toLowerCase(), type]));

/** The name as the catalog spells it, or as given if the catalog does not know it. */
export const canonicalType = (type: string): string => byLowerCase.get(type.toLowerCase()) ?? type;
