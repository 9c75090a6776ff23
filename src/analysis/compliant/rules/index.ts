/** The managed rules that can be decided from a single configuration item. To add one, put it into the file of its kind. */
import { accessRules } from './access.ts';
import { dataRules } from './data.ts';
import { networkRules } from './network.ts';
import type { DerivedRule } from './rule.ts';
import { s3Rules } from './s3.ts';

export const derivedRules: readonly DerivedRule[] = [...networkRules, ...s3Rules, ...dataRules, ...accessRules];

const byType = new Map<string, readonly DerivedRule[]>();
for (const rule of derivedRules) for (const type of rule.types) byType.set(type, [...(byType.get(type) ?? []), rule]);

export const rulesOf = (resourceType: string): readonly DerivedRule[] => byType.get(resourceType) ?? [];

/** The types about which something can be said without any rule. */
export const derivableTypes: readonly string[] = [...byType.keys()].sort();
