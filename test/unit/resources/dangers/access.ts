/** Calls that grant rights, create credentials or open ways in, and harmless look-alikes. */
import { allowing, type Case } from './judge.ts';

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const everything = allowing({ Action: '*' });
const little = allowing({ Action: ['ec2:Describe*'] });
const trusting = (principal: string) => allowing({ Principal: { AWS: principal }, Action: 'sts:AssumeRole' });
const ownRoot = 'arn:aws:iam::111122223333:root';
const github = (condition: Record<string, Record<string, string | string[]>>) =>
  allowing({
    Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  });
const audience = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' };
const root = { type: 'Root', name: 'root' };
const strong = {
  minimumPasswordLength: 14,
  requireLowercaseCharacters: true,
  requireUppercaseCharacters: true,
  requireNumbers: true,
  requireSymbols: true,
};
const keyOf = (userName: string) => ({ accessKey: { accessKeyId: 'AKIAEXAMPLE', status: 'Active', userName } });

export const accessCases: readonly Case[] = [
  [
    'administrator-policy-attached',
    'iam:AttachRolePolicy',
    'role deploy may do everything (AdministratorAccess)',
    { request: { roleName: 'deploy', policyArn: administrator } },
    { request: { roleName: 'deploy', policyArn: 'arn:aws:iam::111122223333:policy/AdministratorAccess' } },
  ],
  [
    'administrator-policy-attached',
    'sso:AttachManagedPolicyToPermissionSet',
    'permission set ps-1 may do everything (AdministratorAccess)',
    {
      request: { permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', managedPolicyArn: administrator },
    },
    { request: { permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', managedPolicyArn: readOnly } },
  ],
  [
    'powerful-policy-attached',
    'iam:AttachUserPolicy',
    'user bob has the far-reaching rights of IAMFullAccess',
    { request: { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' } },
    { request: { userName: 'bob', policyArn: readOnly } },
  ],
  [
    'administrator-rights-granted',
    'iam:PutUserPolicy',
    'user bob allows every action on every resource',
    { request: { userName: 'bob', policyName: 'p', policyDocument: everything } },
    { request: { userName: 'bob', policyName: 'p', policyDocument: little } },
  ],
  [
    'administrator-rights-granted',
    'iam:CreatePolicyVersion',
    'policy p allows every action on every resource',
    { request: { policyArn: 'arn:aws:iam::111122223333:policy/p', policyDocument: everything, setAsDefault: true } },
    { request: { policyArn: 'arn:aws:iam::111122223333:policy/p', policyDocument: everything, setAsDefault: false } },
  ],
  [
    'decisive-service-granted',
    'iam:PutRolePolicy',
    'role deploy allows iam:* on every resource',
    { request: { roleName: 'deploy', policyDocument: allowing({ Action: ['iam:*', 's3:Get*'] }) } },
    {
      request: { roleName: 'deploy', policyDocument: allowing({ Action: 'iam:*', Resource: 'arn:aws:iam::1:role/x' }) },
    },
  ],
  [
    'role-trusts-anyone',
    'iam:UpdateAssumeRolePolicy',
    'anyone may assume role deploy',
    { request: { roleName: 'deploy', policyDocument: trusting('*') } },
    {
      request: {
        roleName: 'deploy',
        policyDocument: allowing({
          Principal: { AWS: '*' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
        }),
      },
    },
  ],
  [
    'role-trusts-other-account',
    'iam:CreateRole',
    'account 444455556666 may assume role deploy',
    { request: { roleName: 'deploy', assumeRolePolicyDocument: trusting('444455556666') } },
    { request: { roleName: 'deploy', assumeRolePolicyDocument: trusting(ownRoot) } },
  ],
  [
    'role-trusts-any-subject',
    'iam:CreateRole',
    'every user of a public identity provider may assume role deploy: no subject is asked for',
    { request: { roleName: 'deploy', assumeRolePolicyDocument: github({ StringEquals: audience }) } },
    {
      request: {
        roleName: 'deploy',
        assumeRolePolicyDocument: github({
          StringEquals: audience,
          StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:example/app:*' },
        }),
      },
    },
  ],
  [
    'role-trusts-any-subject',
    'iam:UpdateAssumeRolePolicy',
    'every user of a public identity provider may assume role deploy whose subject is like repo:*',
    {
      request: {
        roleName: 'deploy',
        policyDocument: github({
          StringEquals: audience,
          StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:example/app:*', 'repo:*'] },
        }),
      },
    },
    {
      request: {
        roleName: 'deploy',
        policyDocument: github({
          StringEquals: audience,
          'ForAllValues:StringLike': { 'token.actions.githubusercontent.com:sub': 'repo:example/*' },
        }),
      },
    },
  ],
  [
    'role-trusts-any-subject',
    'iam:UpdateAssumeRolePolicy',
    'every user of a public identity provider may assume role deploy whose subject is like repo:exam* and repo:*/infra:*',
    {
      request: {
        roleName: 'deploy',
        policyDocument: github({
          StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:exam*', 'repo:*/infra:*'] },
        }),
      },
    },
    {
      request: {
        roleName: 'deploy',
        policyDocument: github({
          StringLike: {
            'token.actions.githubusercontent.com:sub': 'repo:*',
            'token.actions.githubusercontent.com:job_workflow_ref': 'example/workflows/.github/workflows/deploy.yml@*',
          },
        }),
      },
    },
  ],
  [
    'permissions-boundary-removed',
    'iam:DeleteUserPermissionsBoundary',
    'the rights of user bob have no permissions boundary any more',
    { request: { userName: 'bob' } },
    'always fires',
  ],
  [
    'cluster-administrator-granted',
    'eks:AssociateAccessPolicy',
    'deploy administers EKS cluster prod',
    {
      request: {
        name: 'prod',
        principalArn: 'arn:aws:iam::111122223333:role/deploy',
        policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      },
    },
    { request: { name: 'prod', policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy' } },
  ],

  [
    'credentials-created-for-another-user',
    'iam:CreateAccessKey',
    'user alice can now act as user bob, by access key AKIAEXAMPLE',
    { request: { userName: 'bob' }, response: keyOf('bob') },
    { request: { userName: 'alice' }, response: keyOf('alice') },
  ],
  [
    'access-key-created',
    'iam:CreateAccessKey',
    'access key AKIAEXAMPLE of user alice does not expire',
    { response: keyOf('alice') },
    { request: { userName: 'bob' }, response: keyOf('bob') },
  ],
  [
    'login-profile-created',
    'iam:CreateLoginProfile',
    'user bob can sign in to the console with a new password',
    { request: { userName: 'bob' }, principal: { type: 'AssumedRole', name: 'deploy' } },
    { request: { userName: 'bob' } },
  ],
  [
    'mfa-deactivated',
    'iam:DeactivateMFADevice',
    'user bob no longer needs MFA device bob-phone to sign in',
    { request: { userName: 'bob', serialNumber: 'arn:aws:iam::111122223333:mfa/bob-phone' } },
    'always fires',
  ],
  [
    // the name of root's device says more than the user name, which is the account's alias
    'mfa-deactivated',
    'iam:DeactivateMFADevice',
    'the root user no longer needs MFA device root-account-mfa-device to sign in',
    { request: { userName: 'acme-prod', serialNumber: 'arn:aws:iam::111122223333:mfa/root-account-mfa-device' } },
    'always fires',
  ],
  [
    'mfa-deactivated',
    'iam:DeactivateMFADevice',
    'the root user no longer needs MFA device key-1 to sign in',
    { principal: { type: 'Root', name: 'root' }, request: { serialNumber: 'arn:aws:iam::111122223333:mfa/key-1' } },
    'always fires',
  ],
  [
    'mfa-device-deleted',
    'iam:DeleteVirtualMFADevice',
    'MFA device bob-phone is gone',
    { request: { serialNumber: 'arn:aws:iam::111122223333:mfa/bob-phone' } },
    'always fires',
  ],
  [
    'password-policy-weakened',
    'iam:UpdateAccountPasswordPolicy',
    'the password policy of the account is weak: 8 characters are enough and symbols are not needed',
    { request: { ...strong, minimumPasswordLength: 8, requireSymbols: false } },
    { request: strong },
  ],
  [
    'sign-in-without-mfa',
    'signin:ConsoleLogin',
    'user alice signed in with a password alone',
    { additional: { MFAUsed: 'No' } },
    { additional: { MFAUsed: 'No' }, principal: { type: 'AssumedRole', name: 'sso' } },
  ],
  [
    'identity-provider-changed',
    'iam:CreateSAMLProvider',
    'identity provider corporate vouches for who comes into the account',
    { request: { name: 'corporate' } },
    'always fires',
  ],
  [
    'trust-anchor-created',
    'rolesanywhere:CreateTrustAnchor',
    'certificates of trust anchor backdoor stand for roles of the account',
    { request: { name: 'backdoor' } },
    'always fires',
  ],

  [
    'root-access-key-used',
    's3:ListBuckets',
    'the root user has an access key and used it (AKIAEXAMPLE)',
    { principal: { ...root, accessKeyId: 'AKIAEXAMPLE' } },
    { principal: { ...root, accessKeyId: 'ASIAEXAMPLE' } },
  ],
  [
    'root-access-key-created',
    'iam:CreateAccessKey',
    'access key AKIAEXAMPLE gives every right of the root user',
    { principal: root, response: keyOf('root') },
    { principal: root, request: { userName: 'bob' }, response: keyOf('bob') },
  ],
  [
    'root-signed-in-without-mfa',
    'signin:ConsoleLogin',
    'the root user signed in with a password alone',
    { principal: root, additional: { MFAUsed: 'No' } },
    { principal: root, additional: { MFAUsed: 'Yes' } },
  ],
  [
    'root-signed-in',
    'signin:ConsoleLogin',
    'the root user signed in',
    { principal: root, additional: { MFAUsed: 'Yes' } },
    { additional: { MFAUsed: 'Yes' } },
  ],
  [
    'root-credentials-changed',
    'signin:EmailUpdated',
    'the root user has another e-mail address',
    { principal: root },
    'always fires',
  ],
];
