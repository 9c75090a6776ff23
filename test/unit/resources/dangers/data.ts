/** Calls that leave data unencrypted, unreadable or unprotected, and their harmless likes. */
import type { JsonObject } from '../../../../src/model/json.ts';
import { allowing, type Case } from './judge.ts';

const queueUrl = 'https://sqs.us-east-1.amazonaws.com/111122223333/orders';
const versioning = (VersioningConfiguration: Record<string, string>) => ({
  request: { bucketName: 'b', VersioningConfiguration },
});
const balancer = (value: string) => ({
  request: {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188',
    attributes: [{ key: 'deletion_protection.enabled', value }],
  },
});
const lifecycle = (Days: number, more: JsonObject = {}) => ({
  request: { bucketName: 'b', LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Days }, ...more } } },
});
const customerAlgorithm = 'x-amz-server-side-encryption-customer-algorithm';
const copy = (source: string, more: JsonObject = {}) => ({
  request: { bucketName: 'b', key: 'a b.csv', 'x-amz-copy-source': source, ...more },
});
const keyOf = (account: string) => `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const encryption = (KMSMasterKeyID: string) => ({
  request: {
    bucketName: 'b',
    ServerSideEncryptionConfiguration: {
      Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } },
    },
  },
});
const keyPolicy = (...AWS: string[]) => ({
  request: { keyId: 'k', policy: allowing({ Principal: { AWS }, Action: 'kms:*' }) },
});

export const dataCases: readonly Case[] = [
  [
    'key-deletion-scheduled',
    'kms:ScheduleKeyDeletion',
    'what key k encrypts cannot be read once it is deleted, in 7 days',
    { request: { keyId: 'k', pendingWindowInDays: 7 } },
    'always fires',
  ],
  ['key-disabled', 'kms:DisableKey', 'what key k encrypts cannot be read', { request: { keyId: 'k' } }, 'always fires'],
  [
    'key-material-deleted',
    'kms:DeleteImportedKeyMaterial',
    'what key k encrypts cannot be read until its material is imported again',
    { request: { keyId: 'k' } },
    'always fires',
  ],
  [
    'key-rotation-off',
    'kms:DisableKeyRotation',
    'key k is no longer rotated',
    { request: { keyId: 'k' } },
    'always fires',
  ],
  [
    'ebs-encryption-by-default-off',
    'ec2:DisableEbsEncryptionByDefault',
    'new volumes of the account are not encrypted by default',
    {},
    'always fires',
  ],
  [
    'bucket-encryption-removed',
    's3:DeleteBucketEncryption',
    'the encryption chosen for bucket b is gone',
    { request: { bucketName: 'b' } },
    'always fires',
  ],
  [
    'database-unencrypted',
    'rds:CreateDBInstance',
    'database orders is stored unencrypted',
    { request: { dBInstanceIdentifier: 'orders' }, response: { storageEncrypted: false } },
    { request: { dBInstanceIdentifier: 'orders', storageEncrypted: true } },
  ],
  [
    'topic-encryption-removed',
    'sns:SetTopicAttributes',
    'messages of topic t are stored unencrypted',
    {
      request: {
        topicArn: 'arn:aws:sns:us-east-1:111122223333:t',
        attributeName: 'KmsMasterKeyId',
        attributeValue: '',
      },
    },
    { request: { attributeName: 'KmsMasterKeyId', attributeValue: 'k' } },
  ],
  [
    'queue-encryption-removed',
    'sqs:SetQueueAttributes',
    'the encryption of queue orders was taken away',
    { request: { queueUrl, attributes: { SqsManagedSseEnabled: 'false' } } },
    { request: { queueUrl, attributes: { SqsManagedSseEnabled: 'false', KmsMasterKeyId: 'k' } } },
  ],
  [
    'stream-encryption-removed',
    'kinesis:StopStreamEncryption',
    'stream clicks is stored unencrypted',
    { request: { streamName: 'clicks' } },
    'always fires',
  ],
  [
    'log-group-key-removed',
    'logs:DisassociateKmsKey',
    'log group /app has no key of its own any more',
    { request: { logGroupName: '/app' } },
    'always fires',
  ],
  [
    'log-masking-removed',
    'logs:DeleteDataProtectionPolicy',
    'sensitive data in log group /app is no longer masked',
    { request: { logGroupIdentifier: '/app' } },
    'always fires',
  ],

  [
    'bucket-versioning-suspended',
    's3:PutBucketVersioning',
    'what is overwritten or deleted in bucket b is lost',
    versioning({ Status: 'Suspended' }),
    versioning({ Status: 'Enabled' }),
  ],
  [
    'bucket-mfa-delete-off',
    's3:PutBucketVersioning',
    'versions in bucket b can be deleted without MFA',
    versioning({ Status: 'Enabled', MfaDelete: 'Disabled' }),
    versioning({ Status: 'Enabled', MfaDelete: 'Enabled' }),
  ],
  [
    'bucket-objects-expire-within-a-day',
    's3:PutBucketLifecycle',
    'objects of bucket b are deleted after one day',
    lifecycle(1),
    lifecycle(365),
  ],
  [
    'bucket-objects-expire-within-a-week',
    's3:PutBucketLifecycle',
    'every object of bucket b is deleted after 7 days',
    lifecycle(7, { Filter: { Prefix: '' } }),
    lifecycle(7, { Filter: { Prefix: 'tmp/' } }),
  ],
  [
    'bucket-objects-expire-within-a-week',
    's3:PutBucketLifecycle',
    'every object of bucket b is deleted after 3 days',
    lifecycle(3),
    lifecycle(8),
  ],
  [
    'objects-overwritten-under-foreign-key',
    's3:CopyObject',
    'objects of bucket b are overwritten under a key that AWS does not keep (SSE-C): whoever has it alone can read them',
    copy('/b/a%20b.csv?versionId=1', { [customerAlgorithm]: 'AES256' }),
    copy('/b/a%20b.csv'),
  ],
  [
    'objects-overwritten-under-foreign-key',
    's3:UploadPartCopy',
    'objects of bucket b are overwritten under a key that AWS does not keep (SSE-C): whoever has it alone can read them',
    copy('b/a b.csv', { [customerAlgorithm]: 'AES256' }),
    copy('b/other.csv', { [customerAlgorithm]: 'AES256' }),
  ],
  [
    'objects-overwritten-under-foreign-key',
    's3:CopyObject',
    'objects of bucket b are overwritten under a key of account 444455556666, which decides who reads them',
    copy('b/a b.csv', { 'x-amz-server-side-encryption-aws-kms-key-id': keyOf('444455556666') }),
    copy('b/a b.csv', { 'x-amz-server-side-encryption-aws-kms-key-id': keyOf('111122223333') }),
  ],
  [
    'bucket-encrypted-under-key-of-other-account',
    's3:PutBucketEncryption',
    'what is written to bucket b is encrypted with a key of account 444455556666, which decides who reads it',
    encryption(keyOf('444455556666')),
    encryption(keyOf('111122223333')),
  ],
  [
    'key-policy-leaves-own-account-out',
    'kms:PutKeyPolicy',
    'nobody of account 111122223333 can manage key k, or use it, by its policy any more',
    keyPolicy('arn:aws:iam::444455556666:root'),
    keyPolicy('arn:aws:iam::444455556666:root', 'arn:aws:iam::111122223333:role/admin'),
  ],
  [
    'database-deletion-protection-off',
    'rds:ModifyDBCluster',
    'database orders is no longer protected from deletion',
    { request: { dBClusterIdentifier: 'orders', deletionProtection: false } },
    { request: { dBClusterIdentifier: 'orders', deletionProtection: true } },
  ],
  [
    'database-backups-off',
    'rds:ModifyDBInstance',
    'the automated backups of database orders are gone, and no new ones are made',
    { request: { dBInstanceIdentifier: 'orders', backupRetentionPeriod: 0 } },
    { request: { dBInstanceIdentifier: 'orders', backupRetentionPeriod: 7 } },
  ],
  [
    'database-deleted-without-snapshot',
    'rds:DeleteDBInstance',
    'database orders was deleted without a final snapshot',
    { request: { dBInstanceIdentifier: 'orders', skipFinalSnapshot: true } },
    { request: { dBInstanceIdentifier: 'orders', skipFinalSnapshot: false, finalDBSnapshotIdentifier: 's' } },
  ],
  [
    'table-point-in-time-recovery-off',
    'dynamodb:UpdateContinuousBackups',
    'table t cannot be restored to a point in time',
    { request: { tableName: 't', pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } } },
    { request: { tableName: 't', pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } } },
  ],
  [
    'table-deletion-protection-off',
    'dynamodb:UpdateTable',
    'table t is no longer protected from deletion',
    { request: { tableName: 't', deletionProtectionEnabled: false } },
    { request: { tableName: 't', deletionProtectionEnabled: true } },
  ],
  [
    'load-balancer-deletion-protection-off',
    'elasticloadbalancing:ModifyLoadBalancerAttributes',
    'load balancer web is no longer protected from deletion',
    balancer('false'),
    balancer('true'),
  ],
  [
    'instance-termination-protection-off',
    'ec2:ModifyInstanceAttribute',
    'i-1 is no longer protected from termination',
    { request: { instanceId: 'i-1', disableApiTermination: { value: false } } },
    { request: { instanceId: 'i-1', disableApiTermination: { value: true } } },
  ],
  [
    'stack-termination-protection-off',
    'cloudformation:UpdateTerminationProtection',
    'stack web is no longer protected from deletion',
    { request: { stackName: 'web', enableTerminationProtection: false } },
    { request: { stackName: 'web', enableTerminationProtection: true } },
  ],
  [
    'snapshot-deleted',
    'ec2:DeleteSnapshot',
    'snapshot snap-1 can no longer be restored',
    { request: { snapshotId: 'snap-1' } },
    'always fires',
  ],
  [
    'database-snapshot-deleted',
    'rds:DeleteDBSnapshot',
    'database snapshot s can no longer be restored',
    { request: { dBSnapshotIdentifier: 's' } },
    'always fires',
  ],
  [
    'backup-deleted',
    'dynamodb:DeleteBackup',
    'backup 0123 can no longer be restored',
    { request: { backupArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/t/backup/0123' } },
    'always fires',
  ],
  [
    'backup-vault-unlocked',
    'backup:DeleteBackupVaultLockConfiguration',
    'backups in vault v can be deleted again',
    { request: { backupVaultName: 'v' } },
    'always fires',
  ],
  [
    'secret-deleted-for-good',
    'secretsmanager:DeleteSecret',
    'secret s was deleted without a chance to recover it',
    { request: { secretId: 's', forceDeleteWithoutRecovery: true } },
    { request: { secretId: 's', recoveryWindowInDays: 30 } },
  ],
];
