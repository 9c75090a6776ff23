import { expect, test } from 'vitest';
import { iam } from '../../../../src/resources/services/iam.ts';
import { type Row, say } from './say.ts';

const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const everything = document({ Effect: 'Allow', Action: '*', Resource: '*' });
const readBucket = document({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' });
const trust = document({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { AWS: 'arn:aws:iam::444455556666:root' },
});

test.each<Row>([
  ['created user alice', 'CreateUser', { request: { userName: 'alice', path: '/' } }],
  ['renamed user alice to bob', 'UpdateUser', { request: { userName: 'alice', newUserName: 'bob' } }],
  [
    'gave user alice a console password',
    'CreateLoginProfile',
    { request: { userName: 'alice', passwordResetRequired: false } },
  ],
  [
    'gave user alice a console password (must be changed at sign-in)',
    'CreateLoginProfile',
    { request: { userName: 'alice', passwordResetRequired: true } },
  ],
  ['reset the console password of user alice', 'UpdateLoginProfile', { request: { userName: 'alice' } }],
  [
    'created access key AKIAIOSFODNN7EXAMPLE for user alice',
    'CreateAccessKey',
    {
      request: { userName: 'alice' },
      response: { accessKey: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', userName: 'alice', status: 'Active' } },
    },
  ],
  [
    'created access key AKIAIOSFODNN7EXAMPLE for user alice',
    'CreateAccessKey',
    { response: { accessKey: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', userName: 'alice' } } },
  ],
  [
    'deactivated access key AKIAIOSFODNN7EXAMPLE for user alice',
    'UpdateAccessKey',
    { request: { userName: 'alice', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Inactive' } },
  ],
  [
    'activated access key AKIAIOSFODNN7EXAMPLE',
    'UpdateAccessKey',
    { request: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Active' } },
  ],
  [
    'deactivated a service credential for user git',
    'UpdateServiceSpecificCredential',
    { request: { userName: 'git', serviceSpecificCredentialId: 'ACCAEXAMPLE123EXAMPLE', status: 'Inactive' } },
  ],
  [
    'deleted a service credential for user git',
    'DeleteServiceSpecificCredential',
    { request: { userName: 'git', serviceSpecificCredentialId: 'ACCAEXAMPLE123EXAMPLE' } },
  ],
  [
    'deleted an SSH public key for user git',
    'DeleteSSHPublicKey',
    { request: { userName: 'git', sSHPublicKeyId: 'APKAEXAMPLE123EXAMPLE' } },
  ],
  [
    'activated a signing certificate for user alice',
    'UpdateSigningCertificate',
    { request: { userName: 'alice', certificateId: 'TA7SMP42TDN5Z26OBPJE7EXAMPLE', status: 'Active' } },
  ],
  [
    'deactivated MFA device alice for user alice',
    'DeactivateMFADevice',
    { request: { userName: 'alice', serialNumber: 'arn:aws:iam::111122223333:mfa/alice' } },
  ],
  [
    'deactivated MFA device root-account-mfa-device for the root user',
    'DeactivateMFADevice',
    { request: { userName: 'acme-prod', serialNumber: 'arn:aws:iam::111122223333:mfa/root-account-mfa-device' } },
  ],
  [
    'enabled MFA device key-1 for the root user',
    'EnableMFADevice',
    { request: { userName: 'AWS ROOT USER', serialNumber: 'arn:aws:iam::111122223333:mfa/key-1' } },
  ],
  ['added user alice to group admins', 'AddUserToGroup', { request: { userName: 'alice', groupName: 'admins' } }],
  [
    'attached policy AdministratorAccess to user alice',
    'AttachUserPolicy',
    { request: { userName: 'alice', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
  ],
  [
    'detached policy read-only from role deploy',
    'DetachRolePolicy',
    { request: { roleName: 'deploy', policyArn: 'arn:aws:iam::111122223333:policy/team/read-only' } },
  ],
  [
    'granted *:* to role deploy (inline policy p)',
    'PutRolePolicy',
    { request: { roleName: 'deploy', policyName: 'p', policyDocument: everything } },
  ],
  [
    'granted s3:GetObject on arn:aws:s3:::b/* to user alice (inline policy p)',
    'PutUserPolicy',
    { request: { userName: 'alice', policyName: 'p', policyDocument: readBucket } },
  ],
  [
    'put inline policy p on group admins',
    'PutGroupPolicy',
    { request: { groupName: 'admins', policyName: 'p', policyDocument: '{"Statement":' } },
  ],
  ['deleted inline policy p of role deploy', 'DeleteRolePolicy', { request: { roleName: 'deploy', policyName: 'p' } }],
  ['created policy p granting *:*', 'CreatePolicy', { request: { policyName: 'p', policyDocument: everything } }],
  [
    'changed policy p to grant *:* (version v2)',
    'CreatePolicyVersion',
    {
      request: { policyArn: 'arn:aws:iam::111122223333:policy/p', policyDocument: everything, setAsDefault: true },
      response: { policyVersion: { versionId: 'v2' } },
    },
  ],
  [
    'changed policy p to grant *:* (not the default)',
    'CreatePolicyVersion',
    { request: { policyArn: 'arn:aws:iam::111122223333:policy/p', policyDocument: everything, setAsDefault: false } },
  ],
  [
    'made version v1 the default of policy p',
    'SetDefaultPolicyVersion',
    { request: { policyArn: 'arn:aws:iam::111122223333:policy/p', versionId: 'v1' } },
  ],
  [
    'created role deploy (trusting account 444455556666)',
    'CreateRole',
    { request: { roleName: 'deploy', assumeRolePolicyDocument: trust } },
  ],
  [
    'created role deploy (trusting account 444455556666)',
    'CreateRole',
    {
      request: { roleName: 'deploy' },
      response: { role: { roleName: 'deploy', assumeRolePolicyDocument: encodeURIComponent(trust) } },
    },
  ],
  [
    'trusted account 444455556666 to assume role deploy',
    'UpdateAssumeRolePolicy',
    { request: { roleName: 'deploy', policyDocument: trust } },
  ],
  [
    'changed the trust policy of role deploy',
    'UpdateAssumeRolePolicy',
    { request: { roleName: 'deploy', policyDocument: 'HIDDEN_DUE_TO_SECURITY_REASONS' } },
  ],
  [
    'removed the permissions boundary of role deploy',
    'DeleteRolePermissionsBoundary',
    { request: { roleName: 'deploy' } },
  ],
  [
    'added role deploy to instance profile web',
    'AddRoleToInstanceProfile',
    { request: { roleName: 'deploy', instanceProfileName: 'web' } },
  ],
  [
    'created OIDC identity provider https://idp.example.com',
    'CreateOpenIDConnectProvider',
    { request: { url: 'https://idp.example.com' } },
  ],
  [
    'created SAML identity provider corporate',
    'CreateSAMLProvider',
    { request: { name: 'corporate', sAMLMetadataDocument: '<xml>' } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(iam, eventName, members)).toBe(expected);
});
