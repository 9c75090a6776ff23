/** AWS Organizations. Recorded in the management account, except LeaveOrganization, which the member account records. */
import { permissionsInPolicy, resourcePolicyInWords } from '../policy-words.ts';
import { text, valueAt } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn } from '../words.ts';

const account = ({ request }: Call): string => named('account', text(request, 'accountId'));
const policy = (call: Call): string =>
  named('organization policy', nameIn(call, 'policyId', 'name', 'policy.policySummary.id'));

/** A target is a root (r-), a unit (ou-) or an account. */
const target = ({ request }: Call): string => {
  const id = text(request, 'targetId');
  return /^[0-9]{12}$/.test(id ?? '') ? `account ${id}` : (id ?? 'a target');
};

const policyType = (call: Call): string => inBrackets(text(call.request, 'type', 'policyType'));

const administrator =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${account(call)} as administrator of ${text(call.request, 'servicePrincipal') ?? 'a service'}`;

function changedPolicy(call: Call): string {
  const granted = permissionsInPolicy(valueAt(call.request, 'content'));
  return `changed ${policy(call)}${granted ? ` to allow ${granted}` : ''}`;
}

export const organizations: Service = {
  name: 'organizations',
  title: 'Organizations',
  eventSources: ['organizations.amazonaws.com'],
  // no one-letter prefixes (o-, p-): they would claim names
  types: [
    {
      type: 'AWS::Organizations::Organization',
      title: 'organization',
      isGlobal: true,
      arn: 'arn:{partition}:organizations::{account}:organization/{id}',
      example: { id: 'o-a1b2c3d4e5', arn: 'arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5' },
    },
    {
      type: 'AWS::Organizations::Account',
      title: 'account',
      isGlobal: true,
      arn: 'arn:{partition}:organizations::{account}:account/{path}{id}',
      example: { id: '444455556666', arn: 'arn:aws:organizations::111122223333:account/o-a1b2c3d4e5/444455556666' },
    },
    {
      type: 'AWS::Organizations::OrganizationalUnit',
      title: 'organizational unit',
      isGlobal: true,
      idPrefix: 'ou-',
      arn: 'arn:{partition}:organizations::{account}:ou/{path}{id}',
      spellings: ['ou-{root}-{unit}'],
      configId: '{id}',
      example: {
        id: 'ou-ab12-c3d4e5f6',
        arn: 'arn:aws:organizations::111122223333:ou/o-a1b2c3d4e5/ou-ab12-c3d4e5f6',
      },
    },
    {
      type: 'AWS::Organizations::Policy',
      title: 'organization policy',
      isGlobal: true,
      arn: 'arn:{partition}:organizations::{account}:policy/{path}{id}',
      example: {
        id: 'p-a1b2c3d4',
        arn: 'arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/service_control_policy/p-a1b2c3d4',
      },
    },
  ],
  parameters: {
    accountId: 'AWS::Organizations::Account',
    organizationalUnitId: 'AWS::Organizations::OrganizationalUnit',
    policyId: 'AWS::Organizations::Policy',
  },
  calls: () => ({
    LeaveOrganization: ({ account: own }) =>
      own ? `took account ${own} out of the organization` : 'left the organization',
    CreateOrganization: () => 'created an organization',
    DeleteOrganization: () => 'deleted the organization',
    EnableAllFeatures: () => 'enabled all features of the organization',
    // names and e-mail addresses of accounts are hidden in the record
    CreateAccount: ({ response }) => `created ${named('account', text(response, 'createAccountStatus.accountId'))}`,
    CreateAccountResult: () => 'created an account',
    CloseAccount: (call) => `closed ${account(call)}`,
    MoveAccount: (call) => `moved ${account(call)} to ${text(call.request, 'destinationParentId') ?? 'another unit'}`,
    RemoveAccountFromOrganization: (call) => `removed ${account(call)} from the organization`,
    InviteAccountToOrganization: ({ request }) =>
      `invited ${named('account', text(request, 'target.id'))} to the organization`,
    AcceptHandshake: did('accepted', 'organization invitation', 'handshakeId'),
    CancelHandshake: did('canceled', 'organization invitation', 'handshakeId'),
    CreateOrganizationalUnit: did('created', 'organizational unit', 'name'),
    UpdateOrganizationalUnit: did('renamed', 'organizational unit', 'organizationalUnitId'),
    DeleteOrganizationalUnit: did('deleted', 'organizational unit', 'organizationalUnitId'),
    CreatePolicy: (call) => `created ${policy(call)}${policyType(call)}`,
    UpdatePolicy: changedPolicy,
    DeletePolicy: (call) => `deleted ${policy(call)}`,
    AttachPolicy: (call) => `attached ${policy(call)} to ${target(call)}`,
    DetachPolicy: (call) => `detached ${policy(call)} from ${target(call)}`,
    EnablePolicyType: (call) => `enabled a type of organization policies${policyType(call)}`,
    DisablePolicyType: (call) => `disabled a type of organization policies${policyType(call)}`,
    EnableAWSServiceAccess: ({ request }) =>
      `enabled access of ${text(request, 'servicePrincipal') ?? 'a service'} to the organization`,
    DisableAWSServiceAccess: ({ request }) =>
      `disabled access of ${text(request, 'servicePrincipal') ?? 'a service'} to the organization`,
    RegisterDelegatedAdministrator: administrator('registered'),
    DeregisterDelegatedAdministrator: administrator('deregistered'),
    PutResourcePolicy: ({ request }) => resourcePolicyInWords(valueAt(request, 'content'), 'the organization'),
    DeleteResourcePolicy: () => 'removed the resource policy of the organization',
  }),
};
