/** IAM, KMS, Secrets Manager, Systems Manager, SNS, SQS, Organizations. */
import { arn, policyText, samplesOf } from './samples.ts';

const userName = 'alice';
const roleName = 'deploy';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const policyArn = 'arn:aws:iam::111122223333:policy/p';
const attached = '/configuration/attachedManagedPolicies/0';
const boundary = '/configuration/permissionsBoundary';
const serialNumber = 'arn:aws:iam::111122223333:mfa/alice';
const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const secretId = arn('secretsmanager', 'secret:db-AbCdEf');
const topicArn = arn('sns', 'alerts');
const queueUrl = 'https://sqs.us-east-1.amazonaws.com/111122223333/orders';

export const accessSamples = samplesOf([
  ['iam:CreateUser', { userName }, '/configuration', { user: { userName, userId: 'AIDAEXAMPLE' } }],
  ['iam:DeleteUser', { userName }, '/configuration'],
  ['iam:CreateRole', { roleName, assumeRolePolicyDocument: policyText }, '/configuration'],
  ['iam:DeleteRole', { roleName }, '/configuration'],
  ['iam:UpdateRole', { roleName, maxSessionDuration: 43200 }, '/configuration/maxSessionDuration'],
  ['iam:UpdateAssumeRolePolicy', { roleName, policyDocument: policyText }, '/configuration/assumeRolePolicyDocument'],
  ['iam:AddUserToGroup', { userName, groupName: 'admins' }, '/configuration/groupList/0'],
  ['iam:RemoveUserFromGroup', { userName, groupName: 'admins' }, '/configuration/groupList/0'],
  ['iam:AttachUserPolicy', { userName, policyArn: admin }, attached],
  ['iam:DetachUserPolicy', { userName, policyArn: admin }, attached],
  ['iam:PutUserPolicy', { userName, policyName: 'p', policyDocument: policyText }, '/configuration/userPolicyList/0'],
  ['iam:DeleteUserPolicy', { userName, policyName: 'p' }, '/configuration/userPolicyList/0'],
  ['iam:AttachRolePolicy', { roleName, policyArn: admin }, attached],
  ['iam:DetachRolePolicy', { roleName, policyArn: admin }, attached],
  ['iam:PutRolePolicy', { roleName, policyName: 'p', policyDocument: policyText }, '/configuration/rolePolicyList/0'],
  ['iam:DeleteRolePolicy', { roleName, policyName: 'p' }, '/configuration/rolePolicyList/0'],
  ['iam:AttachGroupPolicy', { groupName: 'g', policyArn: admin }, attached],
  [
    'iam:PutGroupPolicy',
    { groupName: 'g', policyName: 'p', policyDocument: policyText },
    '/configuration/groupPolicyList/0',
  ],
  ['iam:PutUserPermissionsBoundary', { userName, permissionsBoundary: policyArn }, boundary],
  ['iam:DeleteUserPermissionsBoundary', { userName }, boundary],
  ['iam:PutRolePermissionsBoundary', { roleName, permissionsBoundary: policyArn }, boundary],
  ['iam:DeleteRolePermissionsBoundary', { roleName }, boundary],
  [
    'iam:CreatePolicy',
    { policyName: 'p', policyDocument: policyText },
    '/configuration',
    { policy: { arn: policyArn, defaultVersionId: 'v1' } },
  ],
  ['iam:DeletePolicy', { policyArn }, '/configuration'],
  [
    'iam:CreatePolicyVersion',
    { policyArn, policyDocument: policyText, setAsDefault: true },
    '/configuration/defaultVersionId',
    { policyVersion: { versionId: 'v2', isDefaultVersion: true } },
  ],
  ['iam:SetDefaultPolicyVersion', { policyArn, versionId: 'v1' }, '/configuration/defaultVersionId'],
  [
    'iam:CreateAccessKey',
    { userName },
    '/configuration/accessKeys/0',
    { accessKey: { userName, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Active' } },
  ],
  [
    'iam:UpdateAccessKey',
    { userName, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Inactive' },
    '/configuration/accessKeys/0',
  ],
  ['iam:DeleteAccessKey', { userName, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, '/configuration/accessKeys/0'],
  ['iam:CreateLoginProfile', { userName, passwordResetRequired: false }, '/configuration/loginProfile'],
  ['iam:DeleteLoginProfile', { userName }, '/configuration/loginProfile'],
  ['iam:EnableMFADevice', { userName, serialNumber }, '/configuration/mfaDevices/0'],
  ['iam:DeactivateMFADevice', { userName, serialNumber }, '/configuration/mfaDevices/0'],
  ['iam:AddRoleToInstanceProfile', { instanceProfileName: 'web', roleName }, '/configuration/roles/0'],
  [
    'iam:CreateOpenIDConnectProvider',
    { url: 'https://token.actions.githubusercontent.com', clientIDList: ['sts.amazonaws.com'] },
    '/configuration',
    { openIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
  ],
  ['iam:UpdateAccountPasswordPolicy', { minimumPasswordLength: 6 }, '/configuration/minimumPasswordLength'],
  ['kms:PutKeyPolicy', { keyId, policyName: 'default', policy: policyText }, '/supplementaryConfiguration/Policy'],
  ['kms:DisableKey', { keyId }, '/configuration/enabled'],
  ['kms:EnableKey', { keyId }, '/configuration/enabled'],
  [
    'kms:ScheduleKeyDeletion',
    { keyId, pendingWindowInDays: 7 },
    '/configuration/keyState',
    { deletionDate: 'Mar 10, 2026 12:00:00 AM' },
  ],
  ['kms:CancelKeyDeletion', { keyId }, '/configuration/keyState'],
  ['kms:EnableKeyRotation', { keyId }, '/supplementaryConfiguration/KeyRotationStatus'],
  ['kms:DisableKeyRotation', { keyId }, '/supplementaryConfiguration/KeyRotationStatus'],
  [
    'kms:CreateGrant',
    { keyId, granteePrincipal: 'arn:aws:iam::444455556666:root', operations: ['Decrypt'] },
    '/supplementaryConfiguration/Grants/0',
    { grantId: 'g1' },
  ],
  ['secretsmanager:DeleteSecret', { secretId, recoveryWindowInDays: 7 }, '/configuration'],
  [
    'secretsmanager:PutSecretValue',
    { secretId },
    '/configuration/currentVersionId',
    { aRN: secretId, versionId: 'v1' },
  ],
  [
    'secretsmanager:PutResourcePolicy',
    { secretId, resourcePolicy: policyText },
    '/supplementaryConfiguration/ResourcePolicy',
  ],
  ['secretsmanager:DeleteResourcePolicy', { secretId }, '/supplementaryConfiguration/ResourcePolicy'],
  ['secretsmanager:CancelRotateSecret', { secretId }, '/configuration/rotationEnabled'],
  [
    'ssm:PutParameter',
    { name: '/app/db', type: 'SecureString', value: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    '/configuration/type',
    { version: 2 },
  ],
  ['ssm:DeleteParameter', { name: '/app/db' }, '/configuration'],
  [
    'ssm:ModifyDocumentPermission',
    { name: 'doc', permissionType: 'Share', accountIdsToAdd: ['all'] },
    '/configuration/accountIds/0',
  ],
  [
    'sns:SetTopicAttributes',
    { topicArn, attributeName: 'Policy', attributeValue: policyText },
    '/configuration/Policy',
  ],
  ['sns:Subscribe', { topicArn, protocol: 'email', endpoint: 'a@example.com' }, '/configuration/Subscription/0'],
  ['sns:DeleteTopic', { topicArn }, '/configuration'],
  ['sqs:SetQueueAttributes', { queueUrl, attributes: { Policy: policyText } }, '/configuration/Policy'],
  [
    'sqs:AddPermission',
    { queueUrl, label: 'x', aWSAccountIds: ['444455556666'], actions: ['SendMessage'] },
    '/configuration/Policy/Statement/0',
  ],
  ['sqs:DeleteQueue', { queueUrl }, '/configuration'],
  ['organizations:AttachPolicy', { policyId: 'p-1', targetId: '111122223333' }, '/configuration/policies/0'],
  ['organizations:DetachPolicy', { policyId: 'p-1', targetId: 'ou-abcd-12345678' }, '/configuration/policies/0'],
  ['organizations:UpdatePolicy', { policyId: 'p-1', content: policyText }, '/configuration/Content'],
  [
    'organizations:EnableAWSServiceAccess',
    { servicePrincipal: 'config.amazonaws.com' },
    '/configuration/enabledServicePrincipals/0',
  ],
]);
