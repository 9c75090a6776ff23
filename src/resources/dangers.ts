/** What is dangerous about a call: every rule, indexed by the calls that it looks at. */
import type { Danger } from '../model/event.ts';
import type { CallByPrincipal, DangerRule } from './danger-rule.ts';
import { availabilityRules } from './dangers/availability.ts';
import { carriedOffRules } from './dangers/carried-off.ts';
import { dataProtectionRules } from './dangers/data-protection.ts';
import { detectionRules } from './dangers/detection.ts';
import { encryptionRules } from './dangers/encryption.ts';
import { exposureRules } from './dangers/exposure.ts';
import { findingRules } from './dangers/findings.ts';
import { firewallRules } from './dangers/firewall.ts';
import { foreignKeyRules } from './dangers/foreign-keys.ts';
import { identityRules } from './dangers/identity.ts';
import { inspectionRules } from './dangers/inspection.ts';
import { instanceRules } from './dangers/instances.ts';
import { logKeepingRules } from './dangers/log-keeping.ts';
import { loggingRules } from './dangers/logging.ts';
import { organizationRules } from './dangers/organization.ts';
import { permissionRules } from './dangers/permissions.ts';
import { policyRules } from './dangers/policies.ts';
import { publicAccessRules } from './dangers/public-access.ts';
import { rootRules } from './dangers/root.ts';
import { sharingRules } from './dangers/sharing.ts';
import { takeoverRules } from './dangers/takeover.ts';
import { userRules } from './dangers/users.ts';

export const dangerRules: readonly DangerRule[] = [
  ...firewallRules,
  ...inspectionRules,
  ...exposureRules,
  ...publicAccessRules,
  ...policyRules,
  ...sharingRules,
  ...carriedOffRules,
  ...permissionRules,
  ...identityRules,
  ...userRules,
  ...rootRules,
  ...loggingRules,
  ...logKeepingRules,
  ...detectionRules,
  ...findingRules,
  ...encryptionRules,
  ...foreignKeyRules,
  ...dataProtectionRules,
  ...availabilityRules,
  ...instanceRules,
  ...organizationRules,
  ...takeoverRules,
];

const anyCall = '*';

const rulesByCall = new Map<string, DangerRule[]>();
for (const rule of dangerRules) {
  for (const call of rule.calls) {
    const known = rulesByCall.get(call);
    if (known) known.push(rule);
    else rulesByCall.set(call, [rule]);
  }
}

const ofAnyCall = rulesByCall.get(anyCall) ?? [];

/** The dangers of a call that succeeded, severe ones first. A refused attempt changed nothing. */
export function dangersOf(call: CallByPrincipal): readonly Danger[] {
  if (call.outcome !== 'success') return [];
  const ofCall = rulesByCall.get(`${call.eventSource}/${call.eventName}`) ?? [];
  const dangers: Danger[] = [];
  for (const rules of [ofCall, ofAnyCall]) {
    for (const { rule, severity, source, reason } of rules) {
      const said = reason(call);
      if (said !== undefined) dangers.push({ rule, severity, reason: said, source });
    }
  }
  return dangers.sort((a, b) => Number(b.severity === 'high') - Number(a.severity === 'high'));
}
