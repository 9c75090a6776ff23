/**
 * For each rule on buckets: real shapes of items that comply, that do not, and that the rule does not apply to or cannot judge.
 */

import { acl, block, bucket, bucketPolicy, everyone, noSupplement, plain, type RuleCases } from './item-states.ts';

export const buckets: readonly RuleCases[] = [
  {
    rule: 's3-bucket-public-read-prohibited',
    type: 'AWS::S3::Bucket',
    complies: [
      bucket({}),
      bucket(bucketPolicy({ ...everyone, Action: 's3:PutObject' })),
      bucket(
        bucketPolicy({
          ...everyone,
          Action: 's3:GetObject',
          Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
        }),
      ),
      bucket({ ...bucketPolicy({ ...everyone, Action: 's3:GetObject' }), ...block('restrictPublicBuckets') }),
      bucket({ ...acl({ grantee: 'AllUsers', permission: 'Read' }), ...block('ignorePublicAcls') }),
      bucket(acl({ grantee: { id: 'an-owner', displayName: null }, permission: 'FullControl' })),
    ],
    violates: [
      [bucket(bucketPolicy({ ...everyone, Action: 's3:GetObject' })), 's3:GetObject'],
      [bucket(bucketPolicy({ ...everyone, Action: ['s3:*'] })), 's3:*'],
      [bucket(acl({ grantee: 'AllUsers', permission: 'Read' })), 'anyone Read'],
      [
        bucket(
          acl({ grantee: { uri: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers' }, permission: 'READ' }),
        ),
        'any AWS user',
      ],
    ],
    isNotTold: [noSupplement],
  },
  {
    rule: 's3-bucket-public-write-prohibited',
    type: 'AWS::S3::Bucket',
    complies: [bucket(bucketPolicy({ ...everyone, Action: 's3:GetObject' }))],
    violates: [
      [bucket(bucketPolicy({ ...everyone, Action: 's3:PutObject' })), 's3:PutObject'],
      [bucket(acl({ grantee: 'AllUsers', permission: 'FullControl' })), 'FullControl'],
    ],
    isNotTold: [noSupplement],
  },
  {
    rule: 's3-bucket-level-public-access-prohibited',
    type: 'AWS::S3::Bucket',
    complies: [bucket(block('blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'))],
    violates: [
      [bucket({}), 'nothing is set'],
      [bucket(block('blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy')), 'no restrictPublicBuckets'],
    ],
    isNotTold: [noSupplement],
  },
  {
    rule: 's3-bucket-server-side-encryption-enabled',
    type: 'AWS::S3::Bucket',
    complies: [
      bucket({
        ServerSideEncryptionConfiguration: {
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256', kmsMasterKeyID: null } }],
        },
      }),
    ],
    violates: [[bucket({}), 'no default encryption']],
    isNotTold: [noSupplement],
  },
  {
    rule: 's3-bucket-versioning-enabled',
    type: 'AWS::S3::Bucket',
    complies: [bucket({ BucketVersioningConfiguration: { status: 'Enabled', isMfaDeleteEnabled: null } })],
    violates: [
      [bucket({ BucketVersioningConfiguration: { status: 'Suspended' } }), 'suspended'],
      [bucket({ BucketVersioningConfiguration: { status: 'Off' } }), 'off'],
    ],
    isNotTold: [noSupplement],
  },
  {
    rule: 's3-bucket-ssl-requests-only',
    type: 'AWS::S3::Bucket',
    complies: [bucket(bucketPolicy({ ...plain, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }))],
    violates: [
      [bucket({}), 'without TLS'],
      [bucket(bucketPolicy({ ...plain, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })), 'without TLS'],
      [
        bucket(bucketPolicy({ ...plain, Effect: 'Allow', Condition: { Bool: { 'aws:SecureTransport': false } } })),
        'TLS',
      ],
    ],
    isNotTold: [noSupplement],
  },
];
