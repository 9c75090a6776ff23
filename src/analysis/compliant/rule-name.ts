/**
 * What a rule's name reveals: which managed rule it is, and which conformance pack it came with. Services that deploy rules add
 * a prefix or suffix to the managed rule's name.
 */
import type { RuleState } from '../../model/configuration-item.ts';
import { derivedRules } from './rules/index.ts';
import type { DerivedRule } from './rules/rule.ts';

const byMeaning = new Map<string, DerivedRule>();
for (const rule of derivedRules)
  for (const spelling of [rule.name, rule.identifier]) byMeaning.set(spelled(spelling), rule);

/**
 * The managed rule that a recorded rule is an instance of, if it can be derived. Security Hub:
 * `securityhub-restricted-ssh-1a2b3c4d`; organizations: `OrgConfigRule-restricted-ssh-abcd1234`; Control Tower:
 * `AWSControlTower_AWS-GR_RESTRICTED_SSH`; packs: `restricted-ssh-conformance-pack-abc123def`.
 */
export function managedRule({
  rule,
  sourceIdentifier,
}: Pick<RuleState, 'rule' | 'sourceIdentifier'>): DerivedRule | undefined {
  const told = sourceIdentifier === undefined ? undefined : byMeaning.get(spelled(sourceIdentifier));
  if (told) return told;
  const bare = spelled(rule)
    .replace(/-conformance-pack-[a-z0-9]+$/, '')
    .replace(/^(securityhub-|orgconfigrule-|awscontroltower-aws-gr-)/, '');
  return byMeaning.get(bare) ?? byMeaning.get(bare.replace(/-[a-z0-9]{6,10}$/, ''));
}

/** Makes `restricted-ssh` and `RESTRICTED_SSH` equal. A function declaration, since the map that needs it comes earlier. */
function spelled(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/**
 * The pack's id, from a rule's name: `conformance-pack-abc123def`.
 * https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html
 */
export const packOfRule = (rule: string): string | undefined => /-(conformance-pack-[a-z0-9]+)$/i.exec(rule)?.[1];
