/** The calls that let people in, or other accounts: Identity Center, Cognito, RAM. */
import { expect, test } from 'vitest';
import { cognito } from '../../../../src/resources/services/cognito.ts';
import { identitystore } from '../../../../src/resources/services/identitystore.ts';
import { ram } from '../../../../src/resources/services/ram.ts';
import { signin } from '../../../../src/resources/services/signin.ts';
import { type Row, say } from './say.ts';

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const userPoolId = 'us-east-1_a1B2c3D4e';
const resourceShareArn = 'arn:aws:ram:us-east-1:111122223333:resource-share/8d9eafb0-0000-4000-8000-0a1b2c3d4e5f';

test.each<Row>([
  [
    'created Identity Center user 9448',
    'CreateUser',
    { request: { userName: hidden }, response: { userId: '9448', identityStoreId: 'd-1' } },
  ],
  // as identity providers provision through SCIM
  [
    'created Identity Center user c448',
    'CreateUser',
    { request: { httpBody: { userName: hidden }, tenantId: 't' }, response: { id: 'c448', userName: hidden } },
  ],
  ['created an Identity Center group', 'CreateGroup', { request: { displayName: hidden } }],
  ['changed Identity Center group g-1', 'PatchGroup', { request: { tenantId: 't', id: 'g-1' } }],
  [
    'added Identity Center user 9448 to Identity Center group g-1',
    'CreateGroupMembership',
    { request: { identityStoreId: 'd-1', groupId: 'g-1', memberId: { userId: '9448' } } },
  ],
  ['deleted group membership m-1', 'DeleteGroupMembership', { request: { membershipId: 'm-1' } }],
  ['reset the password of Identity Center user 9448', 'UpdatePassword', { request: { userId: '9448' } }],
])('Identity Store: %s', (expected, eventName, members) => {
  expect(say(identitystore, eventName, members)).toBe(expected);
});

const permissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';

test.each<Row>([
  [
    'attached policy Operators to permission set ps-1',
    'AttachCustomerManagedPolicyReferenceToPermissionSet',
    { request: { permissionSetArn, customerManagedPolicyReference: { name: 'Operators', path: '/' } } },
  ],
  [
    'removed the permissions boundary of permission set ps-1',
    'DeletePermissionsBoundaryFromPermissionSet',
    { request: { permissionSetArn } },
  ],
  [
    'assigned Identity Center application apl-1 to group g-1',
    'CreateApplicationAssignment',
    {
      request: {
        applicationArn: 'arn:aws:sso::111122223333:application/ssoins-1/apl-1',
        principalType: 'GROUP',
        principalId: 'g-1',
      },
    },
  ],
  [
    'withdrew permission set ps-1 from user 9448 in account 444455556666',
    'DeleteAccountAssignment',
    { request: { permissionSetArn, targetId: '444455556666', principalType: 'USER', principalId: '9448' } },
  ],
])('Identity Center: %s', (expected, eventName, members) => {
  expect(say(signin, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    `changed user pool ${userPoolId} (MFA off, no deletion protection, self sign-up)`,
    'UpdateUserPool',
    {
      request: {
        userPoolId,
        mfaConfiguration: 'OFF',
        deletionProtection: 'INACTIVE',
        adminCreateUserConfig: { allowAdminCreateUserOnly: false },
      },
    },
  ],
  [
    `set MFA of user pool ${userPoolId} (on)`,
    'SetUserPoolMfaConfig',
    { request: { userPoolId, mfaConfiguration: 'ON' } },
  ],
  [
    `set the password of a user in user pool ${userPoolId}`,
    'AdminSetUserPassword',
    { request: { userPoolId, username: hidden } },
  ],
  [
    `added user bob to user group admins of user pool ${userPoolId}`,
    'AdminAddUserToGroup',
    { request: { userPoolId, username: 'bob', groupName: 'admins' } },
  ],
  [
    'created identity pool shop (lets in guests)',
    'CreateIdentityPool',
    {
      request: { identityPoolName: 'shop', allowUnauthenticatedIdentities: true },
      response: { identityPoolId: 'us-east-1:1a' },
    },
  ],
  [
    'set the roles of identity pool us-east-1:1a (app, guest for guests)',
    'SetIdentityPoolRoles',
    {
      request: {
        identityPoolId: 'us-east-1:1a',
        roles: {
          authenticated: 'arn:aws:iam::111122223333:role/app',
          unauthenticated: 'arn:aws:iam::111122223333:role/guest',
        },
      },
    },
  ],
])('Cognito: %s', (expected, eventName, members) => {
  expect(say(cognito, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'created resource share network (subnet-1, account 444455556666, also outside the organization)',
    'CreateResourceShare',
    {
      request: {
        name: 'network',
        resourceArns: ['arn:aws:ec2:us-east-1:111122223333:subnet/subnet-1'],
        principals: ['444455556666'],
        allowExternalPrincipals: true,
      },
    },
  ],
  [
    'added account 444455556666 to resource share 8d9eafb0-0000-4000-8000-0a1b2c3d4e5f',
    'AssociateResourceShare',
    { request: { resourceShareArn, principals: ['444455556666'] } },
  ],
  [
    'accepted an invitation to resource share network',
    'AcceptResourceShareInvitation',
    { response: { resourceShareInvitation: { resourceShareName: 'network' } } },
  ],
])('RAM: %s', (expected, eventName, members) => {
  expect(say(ram, eventName, members)).toBe(expected);
});
