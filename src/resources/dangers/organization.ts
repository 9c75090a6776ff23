/** The organization's hold on its accounts: membership and guardrails. */
import { callsOf, type DangerRule } from '../danger-rule.ts';
import { text } from '../read.ts';
import { named, nameIn } from '../words.ts';

const guardrails = 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html';

export const organizationRules: readonly DangerRule[] = [
  {
    rule: 'organization-left',
    severity: 'high',
    source: 'Security Hub Account.2',
    calls: callsOf('organizations', 'LeaveOrganization', 'RemoveAccountFromOrganization', 'DeleteOrganization'),
    reason: ({ eventName, request, account }) => {
      if (eventName === 'DeleteOrganization') return 'the organization and its guardrails are gone';
      return `${named('account', text(request, 'accountId') ?? account ?? undefined)} is no longer bound by the organization's guardrails`;
    },
  },
  {
    rule: 'organization-policy-detached',
    severity: 'high',
    source: guardrails,
    calls: callsOf('organizations', 'DetachPolicy'),
    // FullAWSAccess allows everything: without it less is allowed
    reason: ({ request }) =>
      text(request, 'policyId') === 'p-FullAWSAccess'
        ? undefined
        : `${named('organization policy', text(request, 'policyId'))} no longer binds ${text(request, 'targetId') ?? 'its target'}`,
  },
  {
    rule: 'organization-policy-type-disabled',
    severity: 'high',
    source: guardrails,
    calls: callsOf('organizations', 'DisablePolicyType'),
    reason: ({ request }) =>
      `no organization policy of type ${text(request, 'policyType') ?? 'that was named'} binds ${text(request, 'rootId') ?? 'the organization'} any more`,
  },
  {
    rule: 'organization-policy-deleted',
    severity: 'medium',
    source: guardrails,
    calls: callsOf('organizations', 'DeletePolicy'),
    reason: (call) => `${named('organization policy', nameIn(call, 'policyId'))} is gone`,
  },
  {
    rule: 'delegated-administrator-registered',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html',
    calls: callsOf('organizations', 'RegisterDelegatedAdministrator'),
    reason: ({ request }) =>
      `${named('account', text(request, 'accountId'))} now administers ${text(request, 'servicePrincipal') ?? 'a service'} for the whole organization`,
  },
];
