import { expect, test } from 'vitest';
import { organizations } from '../../../../src/resources/services/organizations.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  ['left the organization', 'LeaveOrganization'],
  ['took account 444455556666 out of the organization', 'LeaveOrganization', { account: '444455556666' }],
  ['closed account 444455556666', 'CloseAccount', { request: { accountId: '444455556666' } }],
  [
    'moved account 444455556666 to ou-ab12-c3d4e5f6',
    'MoveAccount',
    { request: { accountId: '444455556666', sourceParentId: 'r-ab12', destinationParentId: 'ou-ab12-c3d4e5f6' } },
  ],
  [
    'removed account 444455556666 from the organization',
    'RemoveAccountFromOrganization',
    { request: { accountId: '444455556666' } },
  ],
  [
    'detached organization policy p-a1b2c3d4 from account 444455556666',
    'DetachPolicy',
    { request: { policyId: 'p-a1b2c3d4', targetId: '444455556666' } },
  ],
  [
    'attached organization policy p-FullAWSAccess to ou-ab12-c3d4e5f6',
    'AttachPolicy',
    { request: { policyId: 'p-FullAWSAccess', targetId: 'ou-ab12-c3d4e5f6' } },
  ],
  [
    'changed organization policy p-a1b2c3d4 to allow *:*',
    'UpdatePolicy',
    { request: { policyId: 'p-a1b2c3d4', content: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' } },
  ],
  [
    'disabled a type of organization policies (SERVICE_CONTROL_POLICY)',
    'DisablePolicyType',
    { request: { rootId: 'r-ab12', policyType: 'SERVICE_CONTROL_POLICY' } },
  ],
  [
    'registered account 444455556666 as administrator of guardduty.amazonaws.com',
    'RegisterDelegatedAdministrator',
    { request: { accountId: '444455556666', servicePrincipal: 'guardduty.amazonaws.com' } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(organizations, eventName, members)).toBe(expected);
});
