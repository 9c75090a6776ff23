/** The organization's hold on its accounts: membership and guardrails. */
import type { JsonObject } from '../../model/json.ts';
import { callsOf, type DangerRule } from '../danger-rule.ts';
import { document, objects, text, texts, valueAt } from '../read.ts';
import { named, nameIn } from '../words.ts';
import { strings } from './policy-reach.ts';

const guardrails = 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html';

/** Policies that restrict; those of other types (tags, backups) have a different syntax. */
const controls = new Set(['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']);

const onEverything = (statement: JsonObject) => strings(statement, 'Resource').includes('*');

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
    rule: 'organization-joined',
    severity: 'medium',
    source:
      'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_accept-decline-invite.html',
    calls: callsOf('organizations', 'AcceptHandshake'),
    reason: ({ response, account }) => {
      if (text(response, 'handshake.action') !== 'INVITE') return undefined;
      const parties = objects(response, 'handshake.parties');
      const id = parties.flatMap((party) => (text(party, 'type') === 'ORGANIZATION' ? texts(party, 'id') : []))[0];
      return `whoever runs ${named('organization', id)} rules over ${named('account', account ?? undefined)}, and can close it`;
    },
  },
  {
    rule: 'account-closed',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_close.html',
    calls: callsOf('organizations', 'CloseAccount'),
    reason: ({ request }) =>
      `nothing in ${named('account', text(request, 'accountId'))} can be used any more, and all of it is deleted after 90 days`,
  },
  {
    rule: 'organization-policy-detached',
    severity: 'high',
    source: guardrails,
    calls: callsOf('organizations', 'DetachPolicy'),
    // FullAWSAccess allows everything: without it, less is allowed
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
    rule: 'organization-policy-forbids-nothing',
    severity: 'high',
    source: guardrails,
    calls: callsOf('organizations', 'UpdatePolicy'),
    reason: (call) => {
      const content = document(valueAt(call.request, 'content'));
      const type = text(call.response, 'policy.policySummary.type');
      if (content === undefined || (type !== undefined && !controls.has(type))) return undefined;
      const statements = objects(content, 'Statement');
      const isOpen = (statement: JsonObject) =>
        statement['Effect'] === 'Allow' && strings(statement, 'Action').includes('*') && onEverything(statement);
      const name = text(call.response, 'policy.policySummary.name') ?? text(call.request, 'name', 'policyId');
      return statements.some(isOpen) && !statements.some((statement) => statement['Effect'] === 'Deny')
        ? `${named('organization policy', name)} forbids nothing any more`
        : undefined;
    },
  },
  {
    rule: 'account-moved-in-organization',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html',
    calls: callsOf('organizations', 'MoveAccount'),
    reason: ({ request }) =>
      `${named('account', text(request, 'accountId'))} is bound by the policies of ${text(request, 'destinationParentId') ?? 'another parent'}, and no longer by those of ${text(request, 'sourceParentId') ?? 'the one before'}`,
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
