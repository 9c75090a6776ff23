/** Calls of rarely used services in which the same things are opened, unlogged, unencrypted or deleted. */
import type { JsonObject } from '../../../../src/model/json.ts';
import { allowing, type Case } from './judge.ts';

const policyOf = (Principal: string) =>
  JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: { AWS: Principal }, Action: 'glue:GetTable', Resource: '*' }],
  });
const balancer = (key: string, value: string) => ({
  request: { loadBalancerName: 'web', attributes: [{ key, value }] },
});
const recording = (recordingGroup: JsonObject) => ({
  request: { configurationRecorder: { name: 'default', recordingGroup } },
});

export const furtherCases: readonly Case[] = [
  [
    'data-catalog-policy-public',
    'glue:PutResourcePolicy',
    'the policy of a data catalog lets anyone glue:GetTable',
    { request: { policyInJson: policyOf('*') } },
    { request: { policyInJson: policyOf('arn:aws:iam::111122223333:root') } },
  ],
  [
    'resource-policy-shares-with-other-account',
    'glue:PutResourcePolicy',
    'the policy of a data catalog lets in account 444455556666',
    { request: { policyInJson: policyOf('arn:aws:iam::444455556666:root') } },
    { request: { policyInJson: policyOf('arn:aws:iam::111122223333:root') } },
  ],
  [
    'resource-policy-public',
    'network-firewall:PutResourcePolicy',
    'a policy of network-firewall lets anyone glue:GetTable',
    { request: { policy: policyOf('*') } },
    { request: { policy: policyOf('arn:aws:iam::111122223333:root') } },
  ],
  [
    'resource-policy-public',
    's3:PutAccessPointPolicy',
    'a policy of s3 lets anyone glue:GetTable',
    { request: { name: 'ap', Policy: policyOf('*') } },
    { request: { name: 'ap', Policy: 'not a policy' } },
  ],
  [
    'load-balancer-logging-off',
    'elasticloadbalancing:ModifyLoadBalancerAttributes',
    'access to load balancer web is not logged',
    balancer('access_logs.s3.enabled', 'false'),
    balancer('access_logs.s3.enabled', 'true'),
  ],
  [
    'load-balancer-logging-off',
    'elasticloadbalancing:ModifyLoadBalancerAttributes',
    'access to load balancer web is not logged',
    { request: { loadBalancerName: 'web', loadBalancerAttributes: { accessLog: { enabled: false } } } },
    balancer('idle_timeout.timeout_seconds', '60'),
  ],
  [
    'warehouse-logging-off',
    'redshift:DisableLogging',
    'Redshift cluster dw keeps no audit log',
    { request: { clusterIdentifier: 'dw' } },
    'always fires',
  ],
  [
    'web-acl-logging-off',
    'wafv2:DeleteLoggingConfiguration',
    'requests to web ACL front are no longer logged',
    { request: { resourceArn: 'front' } },
    'always fires',
  ],
  [
    'dns-query-logging-off',
    'route53:DeleteQueryLoggingConfig',
    'query log q-1 of a hosted zone is gone',
    { request: { id: 'q-1' } },
    'always fires',
  ],
  [
    'warehouse-encryption-removed',
    'redshift:ModifyCluster',
    'Redshift cluster dw is stored unencrypted',
    { request: { clusterIdentifier: 'dw', encrypted: false } },
    { request: { clusterIdentifier: 'dw', numberOfNodes: 4 } },
  ],
  [
    'cache-transit-encryption-off',
    'elasticache:ModifyReplicationGroup',
    'what goes to and from replication group r is not encrypted',
    { request: { replicationGroupId: 'r', transitEncryptionEnabled: false } },
    { request: { replicationGroupId: 'r' } },
  ],
  [
    'image-shared-with-organization',
    'ec2:ModifyImageAttribute',
    'image ami-1 is open to all accounts of o-1',
    {
      request: {
        imageId: 'ami-1',
        launchPermission: {
          add: { items: [{ organizationArn: 'arn:aws:organizations::444455556666:organization/o-1' }] },
        },
      },
    },
    { request: { imageId: 'ami-1', launchPermission: { remove: { items: [{ organizationArn: 'o-1' }] } } } },
  ],
  [
    'warehouse-snapshot-shared-with-other-account',
    'redshift:AuthorizeSnapshotAccess',
    'Redshift snapshot s is open to account 444455556666',
    { request: { snapshotIdentifier: 's', accountWithRestoreAccess: '444455556666' } },
    { request: { snapshotIdentifier: 's', accountWithRestoreAccess: '111122223333' } },
  ],
  [
    'access-key-activated',
    'iam:UpdateAccessKey',
    'access key AKIAEXAMPLE of user bob can be used again',
    { request: { userName: 'bob', accessKeyId: 'AKIAEXAMPLE', status: 'Active' } },
    { request: { userName: 'bob', accessKeyId: 'AKIAEXAMPLE', status: 'Inactive' } },
  ],
  [
    'service-credentials-created',
    'iam:CreateServiceSpecificCredential',
    'user bob has new credentials that do not expire',
    { request: { userName: 'bob', serviceName: 'codecommit.amazonaws.com' } },
    'always fires',
  ],
  [
    'user-pool-mfa-off',
    'cognito-idp:SetUserPoolMfaConfig',
    'users of user pool u sign in with a password alone',
    { request: { userPoolId: 'u', mfaConfiguration: 'OFF' } },
    { request: { userPoolId: 'u', mfaConfiguration: 'ON' } },
  ],
  [
    'mfa-device-of-directory-user-deleted',
    'sso-directory:DeleteMfaDeviceForUser',
    'Identity Center user 9448 no longer has an MFA device',
    { request: { userId: '9448' } },
    'always fires',
  ],
  [
    'file-system-backups-off',
    'elasticfilesystem:PutBackupPolicy',
    'file system fs-1 is no longer backed up',
    { request: { fileSystemId: 'fs-1', backupPolicy: { status: 'DISABLED' } } },
    { request: { fileSystemId: 'fs-1', backupPolicy: { status: 'ENABLED' } } },
  ],
  [
    'shared-snapshot-taken-by-other-account',
    'ec2:SharedSnapshotCopyInitiated',
    'account 444455556666 has a copy of snapshot snap-1, whatever becomes of the share',
    { service: { snapshotId: 'snap-1' }, principal: { type: 'AWSAccount', account: '444455556666' } },
    { service: { snapshotId: 'snap-1' } },
  ],
  [
    'organization-policy-forbids-nothing',
    'organizations:UpdatePolicy',
    'organization policy deny-leaving forbids nothing any more',
    {
      request: { policyId: 'p-1', content: allowing({ Action: '*' }) },
      response: { policy: { policySummary: { name: 'deny-leaving', type: 'SERVICE_CONTROL_POLICY' } } },
    },
    {
      request: {
        policyId: 'p-1',
        content: JSON.stringify({
          Statement: [
            { Effect: 'Allow', Action: '*', Resource: '*' },
            { Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' },
          ],
        }),
      },
    },
  ],
  [
    'account-moved-in-organization',
    'organizations:MoveAccount',
    'account 444455556666 is bound by the policies of r-1, and no longer by those of ou-1',
    { request: { accountId: '444455556666', sourceParentId: 'ou-1', destinationParentId: 'r-1' } },
    'always fires',
  ],
  [
    'all-but-some-rights-granted',
    'sso:PutInlinePolicyToPermissionSet',
    'permission set ps-1 allows every action but organizations:* on every resource',
    {
      request: {
        permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
        inlinePolicy: allowing({ NotAction: 'organizations:*' }),
      },
    },
    {
      request: {
        permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
        inlinePolicy: allowing({ Action: 's3:Get*' }),
      },
    },
  ],
  [
    'configuration-recorder-narrowed',
    'config:PutConfigurationRecorder',
    'configuration recorder default records changes of AWS::EC2::Instance alone',
    recording({ allSupported: false, resourceTypes: ['AWS::EC2::Instance'] }),
    recording({ allSupported: true, includeGlobalResourceTypes: true }),
  ],
  [
    'configuration-recorder-narrowed',
    'config:PutConfigurationRecorder',
    'configuration recorder default does not record changes of AWS::IAM::Role',
    recording({ allSupported: false, exclusionByResourceTypes: { resourceTypes: ['AWS::IAM::Role'] } }),
    recording({ allSupported: false, resourceTypes: [] }),
  ],
];
