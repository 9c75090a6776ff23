/** Calls that make things public or give them to another account, and harmless look-alikes. */
import type { JsonObject } from '../../../../src/model/json.ts';
import { allowing, type Case } from './judge.ts';

const toAll = allowing({ Principal: '*', Action: 'x:Read' });
const toOwn = allowing({ Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'x:Read' });
const queueUrl = 'https://sqs.us-east-1.amazonaws.com/111122223333/orders';

const acl = (URI: string) => ({
  request: {
    bucketName: 'b',
    AccessControlPolicy: { AccessControlList: { Grant: [{ Grantee: { URI }, Permission: 'READ' }] } },
  },
});

/** The same call with a policy for everyone and with one for our own account. */
const policyCase = (rule: string, event: string, name: string, request: (policy: string) => JsonObject): Case => [
  rule,
  event,
  `the policy of ${name} lets anyone x:Read`,
  { request: request(toAll) },
  { request: request(toOwn) },
];

const blocks = (on: boolean) => ({
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: on,
  RestrictPublicBuckets: true,
});

export const publicCases: readonly Case[] = [
  policyCase('bucket-policy-public', 's3:PutBucketPolicy', 'bucket b', (policy) => ({
    bucketName: 'b',
    bucketPolicy: JSON.parse(policy) as JsonObject,
  })),
  policyCase('queue-policy-public', 'sqs:SetQueueAttributes', 'queue orders', (Policy) => ({
    queueUrl,
    attributes: { Policy },
  })),
  policyCase('topic-policy-public', 'sns:SetTopicAttributes', 'topic t', (attributeValue) => ({
    topicArn: 'arn:aws:sns:us-east-1:111122223333:t',
    attributeName: 'Policy',
    attributeValue,
  })),
  policyCase('key-policy-public', 'kms:PutKeyPolicy', 'key k', (policy) => ({ keyId: 'k', policy })),
  policyCase('secret-policy-public', 'secretsmanager:PutResourcePolicy', 'secret s', (resourcePolicy) => ({
    secretId: 's',
    resourcePolicy,
  })),
  policyCase('repository-policy-public', 'ecr:SetRepositoryPolicy', 'repository r', (policyText) => ({
    repositoryName: 'r',
    policyText,
  })),
  policyCase('search-domain-policy-public', 'es:UpdateDomainConfig', 'search domain d', (accessPolicies) => ({
    domainName: 'd',
    accessPolicies,
  })),
  policyCase('vault-policy-public', 'glacier:SetVaultAccessPolicy', 'vault v', (policy) => ({
    vaultName: 'v',
    policy: { policy },
  })),
  policyCase('vault-policy-public', 'backup:PutBackupVaultAccessPolicy', 'vault v', (policy) => ({
    backupVaultName: 'v',
    policy,
  })),
  policyCase('file-system-policy-public', 'elasticfilesystem:PutFileSystemPolicy', 'file system fs-1', (policy) => ({
    fileSystemId: 'fs-1',
    policy,
  })),
  policyCase('table-policy-public', 'dynamodb:PutResourcePolicy', 'table t', (policy) => ({
    resourceArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/t',
    policy,
  })),
  [
    'bucket-acl-public',
    's3:PutBucketAcl',
    'the ACL granted anyone READ on bucket b',
    acl('http://acs.amazonaws.com/groups/global/AllUsers'),
    acl('http://acs.amazonaws.com/groups/s3/LogDelivery'),
  ],
  [
    'bucket-acl-public',
    's3:CreateBucket',
    'the ACL opens bucket b to everyone',
    { request: { bucketName: 'b', 'x-amz-acl': ['public-read'] } },
    { request: { bucketName: 'b', 'x-amz-acl': ['private'] } },
  ],
  [
    'object-acl-public',
    's3:PutObjectAcl',
    'the ACL granted anyone READ on object a/b.txt of bucket b',
    { request: { bucketName: 'b', key: 'a/b.txt', 'x-amz-acl': 'public-read' } },
    { request: { bucketName: 'b', key: 'a/b.txt', 'x-amz-acl': 'bucket-owner-full-control' } },
  ],
  [
    'bucket-public-access-block-removed',
    's3:PutBucketPublicAccessBlock',
    'bucket b may be made public: a public access block is off',
    { request: { bucketName: 'b', PublicAccessBlockConfiguration: blocks(false) } },
    { request: { bucketName: 'b', PublicAccessBlockConfiguration: blocks(true) } },
  ],
  [
    'bucket-public-access-block-removed',
    's3:DeleteBucketPublicAccessBlock',
    'bucket b may be made public: a public access block is off',
    { request: { bucketName: 'b' } },
    'always fires',
  ],
  [
    'account-public-access-block-removed',
    's3:PutAccountPublicAccessBlock',
    "every bucket of the account may be made public: the account's public access block is off",
    { request: { PublicAccessBlockConfiguration: blocks(false) } },
    { request: { PublicAccessBlockConfiguration: blocks(true) } },
  ],
  [
    'snapshot-public',
    'ec2:ModifySnapshotAttribute',
    'anyone can copy snapshot snap-1',
    { request: { snapshotId: 'snap-1', createVolumePermission: { add: { items: [{ group: 'all' }] } } } },
    { request: { snapshotId: 'snap-1', createVolumePermission: { remove: { items: [{ group: 'all' }] } } } },
  ],
  [
    'image-public',
    'ec2:ModifyImageAttribute',
    'anyone can launch image ami-1',
    { request: { imageId: 'ami-1', launchPermission: { add: { items: [{ group: 'all' }] } } } },
    { request: { imageId: 'ami-1', launchPermission: { add: { items: [{ userId: '444455556666' }] } } } },
  ],
  [
    'database-snapshot-public',
    'rds:ModifyDBClusterSnapshotAttribute',
    'anyone can restore cluster snapshot s',
    { request: { dBClusterSnapshotIdentifier: 's', attributeName: 'restore', valuesToAdd: ['all'] } },
    { request: { dBClusterSnapshotIdentifier: 's', attributeName: 'restore', valuesToRemove: ['all'] } },
  ],
  [
    'snapshot-public-access-block-off',
    'ec2:DisableSnapshotBlockPublicAccess',
    'snapshots of the account may be made public',
    {},
    'always fires',
  ],
  [
    'image-public-access-block-off',
    'ec2:DisableImageBlockPublicAccess',
    'images of the account may be made public',
    {},
    'always fires',
  ],
  [
    'document-public',
    'ssm:ModifyDocumentPermission',
    'anyone can read document d',
    { request: { name: 'd', accountIdsToAdd: ['All'] } },
    { request: { name: 'd', accountIdsToRemove: ['All'] } },
  ],
  [
    'function-policy-public',
    'lambda:AddPermission',
    'anyone may lambda:InvokeFunction on function f',
    { request: { functionName: 'f', principal: '*', action: 'lambda:InvokeFunction' } },
    { request: { functionName: 'f', principal: '*', action: 'lambda:InvokeFunction', principalOrgID: 'o-a1b2c3d4e5' } },
  ],
  [
    'function-url-without-authentication',
    'lambda:CreateFunctionUrlConfig',
    'function f has a URL that asks for no authentication',
    { request: { functionName: 'f', authType: 'NONE' } },
    { request: { functionName: 'f', authType: 'AWS_IAM' } },
  ],
  [
    'layer-public',
    'lambda:AddLayerVersionPermission',
    'anyone may use layer l',
    { request: { layerName: 'l', principal: '*' } },
    { request: { layerName: 'l', principal: '*', organizationId: 'o-a1b2c3d4e5' } },
  ],
  [
    'event-bus-public',
    'events:PutPermission',
    'anyone may put events on event bus default',
    { request: { principal: '*' } },
    { request: { principal: '*', condition: { type: 'StringEquals', key: 'aws:PrincipalOrgID', value: 'o-1' } } },
  ],

  [
    'resource-policy-shares-with-other-account',
    's3:PutBucketPolicy',
    'the policy of bucket b lets in account 444455556666',
    {
      request: {
        bucketName: 'b',
        bucketPolicy: allowing({ Principal: { AWS: 'arn:aws:iam::444455556666:role/read' }, Action: 's3:GetObject' }),
      },
    },
    { request: { bucketName: 'b', bucketPolicy: toOwn } },
  ],
  [
    'snapshot-shared-with-other-account',
    'ec2:ModifySnapshotAttribute',
    'snapshot snap-1 is open to account 444455556666',
    { request: { snapshotId: 'snap-1', createVolumePermission: { add: { items: [{ userId: '444455556666' }] } } } },
    { request: { snapshotId: 'snap-1', createVolumePermission: { add: { items: [{ userId: '111122223333' }] } } } },
  ],
  [
    'image-shared-with-other-account',
    'ec2:ModifyImageAttribute',
    'image ami-1 is open to account 444455556666',
    { request: { imageId: 'ami-1', launchPermission: { add: { items: [{ userId: '444455556666' }] } } } },
    { request: { imageId: 'ami-1', launchPermission: { remove: { items: [{ userId: '444455556666' }] } } } },
  ],
  [
    'database-snapshot-shared-with-other-account',
    'rds:ModifyDBSnapshotAttribute',
    'database snapshot s is open to account 444455556666',
    { request: { dBSnapshotIdentifier: 's', attributeName: 'restore', valuesToAdd: ['444455556666'] } },
    { request: { dBSnapshotIdentifier: 's', attributeName: 'restore', valuesToRemove: ['444455556666'] } },
  ],
  [
    'document-shared-with-other-account',
    'ssm:ModifyDocumentPermission',
    'document d is open to account 444455556666',
    { request: { name: 'd', accountIdsToAdd: ['444455556666'] } },
    { request: { name: 'd', accountIdsToAdd: ['111122223333'] } },
  ],
  [
    'function-shared-with-other-account',
    'lambda:AddPermission',
    'function f is open to account 444455556666',
    { request: { functionName: 'f', principal: '444455556666', action: 'lambda:InvokeFunction' } },
    { request: { functionName: 'f', principal: 's3.amazonaws.com', action: 'lambda:InvokeFunction' } },
  ],
  [
    'queue-or-topic-shared-with-other-account',
    'sqs:AddPermission',
    'queue orders is open to account 444455556666',
    { request: { queueUrl, aWSAccountIds: ['444455556666'], actions: ['SendMessage'] } },
    { request: { queueUrl, aWSAccountIds: ['111122223333'], actions: ['SendMessage'] } },
  ],
  [
    'key-granted-to-other-account',
    'kms:CreateGrant',
    'key k is open to account 444455556666',
    { request: { keyId: 'k', granteePrincipal: 'arn:aws:iam::444455556666:role/read' } },
    { request: { keyId: 'k', granteePrincipal: 'arn:aws:iam::111122223333:role/read' } },
  ],
  [
    'resource-share-with-other-account',
    'ram:CreateResourceShare',
    'resource share subnets is open to account 444455556666',
    { request: { name: 'subnets', principals: ['444455556666'] } },
    { request: { name: 'subnets', principals: [] } },
  ],
  [
    'resource-share-opened-to-outsiders',
    'ram:UpdateResourceShare',
    'resource share subnets may be given to accounts outside the organization',
    { request: { name: 'subnets', allowExternalPrincipals: true } },
    { request: { name: 'subnets', allowExternalPrincipals: false } },
  ],
  [
    'bucket-replicated-to-other-account',
    's3:PutBucketReplication',
    'objects of bucket b are copied to account 444455556666',
    { request: { bucketName: 'b', ReplicationConfiguration: { Rule: { Destination: { Account: '444455556666' } } } } },
    { request: { bucketName: 'b', ReplicationConfiguration: { Rule: { Destination: { Bucket: 'arn:aws:s3:::c' } } } } },
  ],
];
