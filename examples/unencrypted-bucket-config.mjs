// What AWS Config recorded of the buckets, and what its rules said of them. Rule s3-default-encryption-kms is scoped by the
// tag data=confidential: the bucket of exports, which S3 encrypts with keys of its own, is none of its business.
import { complianceItem, configItem, historyFiles, snapshotFile } from './config.mjs';
import { hexOf } from './deliver.mjs';
import {
  account,
  archiveBucket,
  at,
  bucket,
  exportsBucket,
  keyArn,
  otherRule,
  place,
  rule,
  story,
} from './unencrypted-bucket-cast.mjs';

const type = 'AWS::S3::Bucket';
const discovered = '2026-05-04T06:48:31.077Z';
const judged = '2026-05-04T06:55:12.640Z';
const snapshotTaken = '2026-05-12T06:03:44.000Z';
const created = '2025-11-03T10:22:07.000Z';
const owner = hexOf(`canonical user ${account}`, 64);

/** What S3 falls back to where nothing is set: every bucket is encrypted since January 2023. */
const byS3 = { sseAlgorithm: 'AES256', kmsMasterKeyID: null };
const byKms = { sseAlgorithm: 'aws:kms', kmsMasterKeyID: keyArn };
const encryption = (applyServerSideEncryptionByDefault, bucketKeyEnabled) => ({
  rules: [{ applyServerSideEncryptionByDefault, bucketKeyEnabled }],
});

/** The uploader may write, but not without aws:kms. */
const uploadsWithKms = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'UploadsWithKms',
      Effect: 'Deny',
      Principal: { AWS: `arn:aws:iam::${account}:role/invoice-uploader` },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
    },
  ],
});

const expiring = (days) => ({
  rules: [
    {
      id: `expire-after-${days}-days`,
      status: 'Enabled',
      filter: { predicate: { type: 'LifecyclePrefixPredicate', prefix: '' } },
      expirationInDays: days,
      expiredObjectDeleteMarker: false,
      noncurrentVersionExpirationInDays: -1,
      transitions: null,
      noncurrentVersionTransitions: null,
      abortIncompleteMultipartUpload: null,
    },
  ],
});

/** Values of supplementaryConfiguration are objects in deliveries to S3, but the access control list is text. */
function bucketItem(name, captured, { tags = {}, policyText = null, by = byS3, keyed = false, lifecycle, status }) {
  const resource = { type, id: name, name, arn: `arn:aws:s3:::${name}`, zone: 'Regional', created };
  return configItem(place, resource, captured, {
    status,
    tags,
    configuration: { name, owner: { displayName: null, id: owner }, creationDate: created },
    supplementaryConfiguration: {
      AccessControlList: JSON.stringify({
        grantSet: null,
        grantList: [{ grantee: { id: owner, displayName: null }, permission: 'FullControl' }],
        owner: { displayName: null, id: owner },
        isRequesterCharged: false,
      }),
      BucketAccelerateConfiguration: { status: null },
      ...(lifecycle && { BucketLifecycleConfiguration: lifecycle }),
      BucketLoggingConfiguration: { destinationBucketName: null, logFilePrefix: null },
      BucketNotificationConfiguration: { configurations: {} },
      BucketPolicy: { policyText },
      ...(Object.keys(tags).length > 0 && { BucketTaggingConfiguration: { tagSets: [{ tags }] } }),
      BucketVersioningConfiguration: { status: 'Enabled', isMfaDeleteEnabled: null },
      IsRequesterPaysEnabled: false,
      PublicAccessBlockConfiguration: {
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: true,
        restrictPublicBuckets: true,
      },
      ServerSideEncryptionConfiguration: encryption(by, keyed),
    },
  });
}

const confidential = { data: 'confidential', team: 'billing' };
const invoices = { tags: { ...confidential, 'cost-center': '4100' }, policyText: uploadsWithKms };
const withKms = { by: byKms, keyed: true };

/** The bucket as it was, and the three times that it was found changed. */
export const bucketItems = {
  before: bucketItem(bucket, discovered, { ...invoices, ...withKms, tags: confidential, status: 'ResourceDiscovered' }),
  tagged: bucketItem(bucket, at(story.tagCaptured), { ...invoices, ...withKms }),
  removed: bucketItem(bucket, at(story.removedCaptured), invoices),
  fixed: bucketItem(bucket, at(story.fixedCaptured), { ...invoices, ...withKms }),
};

const verdict = (captured, state, status) =>
  complianceItem(place, { type, id: bucket }, captured, { [otherRule]: 'COMPLIANT', [rule]: state }, status);

/** The rule's word on the bucket. */
export const verdicts = {
  before: verdict(judged, 'COMPLIANT', 'ResourceDiscovered'),
  removed: verdict(at(story.nonCompliant), 'NON_COMPLIANT'),
  fixed: verdict(at(story.compliant), 'COMPLIANT'),
};

const archive = { ...withKms, tags: { team: 'billing' } };

/** Another bucket, found changed in the same hour. */
export const otherItem = bucketItem(archiveBucket, at('09:09:40.031'), { ...archive, lifecycle: expiring(3650) });

const items = [
  ...Object.values(bucketItems),
  ...Object.values(verdicts),
  bucketItem(archiveBucket, discovered, { ...archive, lifecycle: expiring(2555), status: 'ResourceDiscovered' }),
  otherItem,
  bucketItem(exportsBucket, discovered, { tags: { team: 'reporting' }, status: 'ResourceDiscovered' }),
  ...[archiveBucket, exportsBucket].map((id) =>
    complianceItem(place, { type, id }, judged, { [otherRule]: 'COMPLIANT' }, 'ResourceDiscovered'),
  ),
];

export const configFiles = () => [...historyFiles(place, items), snapshotFile(place, items, snapshotTaken)];
