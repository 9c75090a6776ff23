import { expect, test } from 'vitest';
import { s3 } from '../../../../src/resources/services/s3.ts';
import { type Row, say } from './say.ts';

const grant = (group: string, Permission: string) => ({
  Grantee: { URI: `http://acs.amazonaws.com/groups/global/${group}`, 'xsi:type': 'Group' },
  Permission,
});
const blocks = (
  BlockPublicAcls: boolean,
  IgnorePublicAcls: boolean,
  BlockPublicPolicy: boolean,
  RestrictPublicBuckets: boolean,
) => ({
  BlockPublicAcls,
  IgnorePublicAcls,
  BlockPublicPolicy,
  RestrictPublicBuckets,
});

test.each<Row>([
  ['created bucket b', 'CreateBucket', { request: { bucketName: 'b', 'x-amz-acl': 'private' } }],
  ['created bucket b (public-read)', 'CreateBucket', { request: { bucketName: 'b', 'x-amz-acl': 'public-read' } }],
  [
    'allowed anyone to s3:GetObject on bucket b',
    'PutBucketPolicy',
    {
      request: {
        bucketName: 'b',
        policy: '',
        bucketPolicy: {
          Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }],
        },
      },
    },
  ],
  ['put a policy on bucket b', 'PutBucketPolicy', { request: { bucketName: 'b', policy: '' } }],
  ['removed the policy of bucket b', 'DeleteBucketPolicy', { request: { bucketName: 'b', policy: '' } }],
  [
    'granted anyone READ on bucket b',
    'PutBucketAcl',
    { request: { bucketName: 'b', acl: '', 'x-amz-acl': 'public-read' } },
  ],
  ['set the ACL of bucket b to private', 'PutBucketAcl', { request: { bucketName: 'b', 'x-amz-acl': 'private' } }],
  [
    'granted anyone READ and READ_ACP on bucket b',
    'PutBucketAcl',
    {
      request: {
        bucketName: 'b',
        AccessControlPolicy: {
          AccessControlList: { Grant: [grant('AllUsers', 'READ'), grant('AllUsers', 'READ_ACP')] },
        },
      },
    },
  ],
  [
    'granted any AWS user WRITE on s3://b/k',
    'PutObjectAcl',
    {
      request: {
        bucketName: 'b',
        key: 'k',
        AccessControlPolicy: { AccessControlList: { Grant: grant('AuthenticatedUsers', 'WRITE') } },
      },
    },
  ],
  [
    'changed the ACL of bucket b',
    'PutBucketAcl',
    {
      request: {
        bucketName: 'b',
        AccessControlPolicy: { AccessControlList: { Grant: { Grantee: { ID: 'x' }, Permission: 'FULL_CONTROL' } } },
      },
    },
  ],
  [
    'turned off the public access block of bucket b',
    'PutBucketPublicAccessBlock',
    { request: { bucketName: 'b', PublicAccessBlockConfiguration: blocks(false, false, false, false) } },
  ],
  [
    'turned on the public access block of bucket b',
    'PutBucketPublicAccessBlock',
    { request: { bucketName: 'b', PublicAccessBlockConfiguration: blocks(true, true, true, true) } },
  ],
  [
    'set the public access block of the account with BlockPublicPolicy and RestrictPublicBuckets off',
    'PutAccountPublicAccessBlock',
    { request: { PublicAccessBlockConfiguration: blocks(true, true, false, false) } },
  ],
  ['changed the public access block of bucket b', 'PutBucketPublicAccessBlock', { request: { bucketName: 'b' } }],
  ['removed the public access block of bucket b', 'DeleteBucketPublicAccessBlock', { request: { bucketName: 'b' } }],
  [
    'set default encryption of bucket b (aws:kms)',
    'PutBucketEncryption',
    {
      request: {
        bucketName: 'b',
        ServerSideEncryptionConfiguration: {
          Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
        },
      },
    },
  ],
  ['removed default encryption from bucket b', 'DeleteBucketEncryption', { request: { bucketName: 'b' } }],
  [
    'suspended versioning of bucket b',
    'PutBucketVersioning',
    { request: { bucketName: 'b', VersioningConfiguration: { Status: 'Suspended' } } },
  ],
  [
    'turned on versioning of bucket b (MFA delete enabled)',
    'PutBucketVersioning',
    { request: { bucketName: 'b', VersioningConfiguration: { Status: 'Enabled', MfaDelete: 'Enabled' } } },
  ],
  [
    'turned on access logging of bucket b to bucket logs',
    'PutBucketLogging',
    {
      request: { bucketName: 'b', BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: '' } } },
    },
  ],
  [
    'turned off access logging of bucket b',
    'PutBucketLogging',
    { request: { bucketName: 'b', BucketLoggingStatus: { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' } } },
  ],
  [
    'set lifecycle rules of bucket b (objects expire after 1 day)',
    'PutBucketLifecycle',
    {
      request: {
        bucketName: 'b',
        lifecycle: '',
        LifecycleConfiguration: { Rule: { Status: 'Enabled', Expiration: { Days: 1 } } },
      },
    },
  ],
  [
    'set lifecycle rules of bucket b (objects expire after 7 days)',
    'PutBucketLifecycle',
    {
      request: {
        bucketName: 'b',
        LifecycleConfiguration: { Rule: [{ Expiration: { Days: 30 } }, { Expiration: { Days: '7' } }] },
      },
    },
  ],
  [
    'set replication of bucket b to bucket copy',
    'PutBucketReplication',
    {
      request: {
        bucketName: 'b',
        ReplicationConfiguration: { Rule: { Destination: { Bucket: 'arn:aws:s3:::copy' } } },
      },
    },
  ],
  [
    'tagged bucket b (Name)',
    'PutBucketTagging',
    { request: { bucketName: 'b', tagging: '', Tagging: { TagSet: { Tag: { Key: 'Name', Value: true } } } } },
  ],
  [
    'tagged bucket b (Name, Env)',
    'PutBucketTagging',
    { request: { bucketName: 'b', Tagging: { TagSet: { Tag: [{ Key: 'Name' }, { Key: 'Env' }] } } } },
  ],
  ['read s3://b/a/b c.txt', 'GetObject', { request: { bucketName: 'b', key: 'a/b c.txt' } }],
  ['read s3://b/k (version 3HL4)', 'GetObject', { request: { bucketName: 'b', key: 'k', versionId: '3HL4' } }],
  ['wrote s3://b/k', 'PutObject', { request: { bucketName: 'b', key: 'k', 'x-amz-acl': 'bucket-owner-full-control' } }],
  ['wrote s3://b/k (public-read)', 'PutObject', { request: { bucketName: 'b', key: 'k', 'x-amz-acl': 'public-read' } }],
  [
    'copied s3://from/k to s3://b/k',
    'CopyObject',
    { request: { bucketName: 'b', key: 'k', 'x-amz-copy-source': '/from/k?versionId=1' } },
  ],
  [
    'copied s3://b/k onto itself (under a key of the caller, SSE-C)',
    'CopyObject',
    {
      request: {
        bucketName: 'b',
        key: 'k',
        'x-amz-copy-source': 'b/k',
        'x-amz-server-side-encryption-customer-algorithm': 'AES256',
      },
    },
  ],
  [
    'wrote s3://b/k (under a key of the caller, SSE-C)',
    'PutObject',
    { request: { bucketName: 'b', key: 'k', 'x-amz-server-side-encryption-customer-algorithm': 'AES256' } },
  ],
  ['deleted s3://b/k', 'DeleteObject', { request: { bucketName: 'b', key: 'k' } }],
  ['deleted objects of bucket b', 'DeleteObjects', { request: { bucketName: 'b', delete: '' } }],
  ['deleted an object of bucket b', 'DeleteObject', { request: { bucketName: 'b' } }],
  ['listed bucket b under a/', 'ListObjects', { request: { bucketName: 'b', prefix: 'a/', 'list-type': '2' } }],
  ['listed all buckets', 'ListBuckets'],
])('%s', (expected, eventName, members) => {
  expect(say(s3, eventName, members)).toBe(expected);
});
