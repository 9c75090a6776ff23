/**
 * What S3's calls do to buckets and objects. CloudTrail holds requests as the API's XML; Config holds items as the Java SDK's
 * objects.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { type Effects, lowered, resource, set, sets, setTo, unset, type Writer } from '../effect.ts';
import { objects, text, valueAt } from '../read.ts';
import type { Call } from '../service.ts';

const bucket = resource('AWS::S3::Bucket', 'bucketName');
const below = (name: string) => `supplementaryConfiguration.${name}`;

/** Lists in the XML are elements with a singular name: `{Rule: {…}}` or `{Rule: […]}` -> `rules`. */
const rulesAt =
  (path: string, shape: (rule: JsonObject) => JsonValue = lowered) =>
  ({ request }: Call): JsonValue | undefined => {
    const rules = objects(request, path);
    return rules.length === 0 ? undefined : rules.map(shape);
  };

const encryptionRule = (rule: JsonObject): JsonObject => {
  const standard = valueAt(rule, 'ApplyServerSideEncryptionByDefault');
  const [algorithm, key] = isJsonObject(standard)
    ? [text(standard, 'SSEAlgorithm'), text(standard, 'KMSMasterKeyID')]
    : [];
  const isKeyed = valueAt(rule, 'BucketKeyEnabled');
  return {
    applyServerSideEncryptionByDefault: {
      sseAlgorithm: algorithm ?? null,
      ...(key !== undefined && { kmsMasterKeyID: key }),
    },
    ...(isKeyed !== undefined && { bucketKeyEnabled: isKeyed }),
  };
};

const lifecycleRule = (rule: JsonObject): JsonObject => {
  const inner = valueAt(rule, 'Expiration');
  const days = isJsonObject(inner) ? valueAt(inner, 'Days') : undefined;
  const noncurrent = valueAt(rule, 'NoncurrentVersionExpiration');
  const later = isJsonObject(noncurrent) ? valueAt(noncurrent, 'NoncurrentDays') : undefined;
  const member = (key: string, value: JsonValue | undefined) => (value === undefined ? {} : { [key]: value });
  return {
    ...member('id', valueAt(rule, 'ID')),
    ...member('status', valueAt(rule, 'Status')),
    ...member('prefix', valueAt(rule, 'Prefix')),
    ...member('filter', valueAt(rule, 'Filter')),
    ...member('expirationInDays', days),
    ...member('noncurrentVersionExpirationInDays', later),
    ...member('transitions', valueAt(rule, 'Transition')),
  };
};

/** Logging without `LoggingEnabled` is logging turned off. */
const logging: Writer = ({ request }) => {
  const status = valueAt(request, 'BucketLoggingStatus');
  if (!isJsonObject(status)) return [];
  const enabled = valueAt(status, 'LoggingEnabled');
  const path = ['supplementaryConfiguration', 'BucketLoggingConfiguration'];
  const target = isJsonObject(enabled) ? enabled : {};
  return [
    {
      op: 'set',
      path,
      value: {
        destinationBucketName: text(target, 'TargetBucket') ?? null,
        logFilePrefix: text(target, 'TargetPrefix') ?? null,
      },
    },
  ];
};

/** The grants of an access policy, or the canned ACL that a header names. */
const acl = ({ request }: Call): JsonValue | undefined => {
  const grants = objects(request, 'AccessControlPolicy.AccessControlList.Grant');
  if (grants.length > 0)
    return {
      grantList: grants.map((grant): JsonObject => {
        const grantee = valueAt(grant, 'Grantee');
        const of = isJsonObject(grantee) ? grantee : {};
        return {
          grantee: text(of, 'URI') ?? { id: text(of, 'ID', 'EmailAddress') ?? null },
          permission: text(grant, 'Permission') ?? null,
        };
      }),
    };
  const headers = Object.entries(request).filter(([key]) => /^x-amz-(acl|grant-)/.test(key));
  return headers.length > 0 ? Object.fromEntries(headers) : undefined;
};

const tags: Writer = ({ request }) =>
  objects(request, 'Tagging.TagSet.Tag').flatMap((tag) => {
    const key = text(tag, 'Key');
    return key === undefined ? [] : [{ op: 'set', path: ['tags', key], value: text(tag, 'Value') ?? '' } as const];
  });

const publicAccess = (to: string) =>
  sets(
    to,
    [
      'PublicAccessBlockConfiguration.BlockPublicAcls',
      'PublicAccessBlockConfiguration.IgnorePublicAcls',
      'PublicAccessBlockConfiguration.BlockPublicPolicy',
      'PublicAccessBlockConfiguration.RestrictPublicBuckets',
    ].join(' '),
  );

/** The block of a whole account: its item's id is the account's. */
const accountBlock = resource('AWS::S3::AccountPublicAccessBlock', 'accountId', 'x-amz-account-id');
const lifecycle = bucket.changes(
  set(`${below('BucketLifecycleConfiguration')}.rules`, rulesAt('LifecycleConfiguration.Rule', lifecycleRule)),
);
const notification = bucket.changes(
  set(below('BucketNotificationConfiguration'), 'NotificationConfiguration', lowered),
);

/** Objects: their calls are data events. Config does not record them. */
const object = {
  names: ({ request }: Call) => {
    const [name, key] = [text(request, 'bucketName'), text(request, 'key')];
    return name !== undefined && key !== undefined ? `${name}/${key}` : undefined;
  },
  effect:
    (what: 'changed' | 'deleted', ...writers: readonly Writer[]) =>
    (call: Call) => {
      const id = object.names(call);
      const writes = writers.flatMap((writer) => writer(call));
      if (id === undefined || (what === 'changed' && writes.length === 0)) return [];
      return [{ type: 'AWS::S3::Object', id, what, writes }];
    },
};

const written: Writer = (call) => {
  const { request, response, additional } = call;
  const members = [
    [
      'serverSideEncryption',
      text(request, 'x-amz-server-side-encryption') ?? text(response, 'x-amz-server-side-encryption'),
    ],
    ['versionId', text(response, 'x-amz-version-id')],
    ['acl', text(request, 'x-amz-acl')],
    ['storageClass', text(request, 'x-amz-storage-class')],
    ['copySource', text(request, 'x-amz-copy-source')],
    ['bytes', valueAt(additional, 'bytesTransferredIn')],
  ] as const;
  return members.flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [{ op: 'set', path: ['configuration', name], value } as const],
  );
};

export const s3Effects: Effects = {
  CreateBucket: bucket.creates(
    sets('configuration', 'bucketName>name CreateBucketConfiguration.LocationConstraint>region'),
    set(below('AccessControlList'), acl),
  ),
  DeleteBucket: bucket.deletes(),
  PutBucketPolicy: bucket.changes(set(`${below('BucketPolicy')}.policyText`, 'bucketPolicy', (policy) => policy)),
  DeleteBucketPolicy: bucket.changes(unset(`${below('BucketPolicy')}.policyText`)),
  PutBucketAcl: bucket.changes(set(below('AccessControlList'), acl)),
  PutBucketPublicAccessBlock: bucket.changes(publicAccess(below('PublicAccessBlockConfiguration'))),
  DeleteBucketPublicAccessBlock: bucket.changes(unset(below('PublicAccessBlockConfiguration'))),
  PutAccountPublicAccessBlock: accountBlock.changes(publicAccess('configuration')),
  DeleteAccountPublicAccessBlock: accountBlock.deletes(),
  PutBucketOwnershipControls: bucket.changes(
    set(`${below('OwnershipControls')}.rules`, rulesAt('OwnershipControls.Rule')),
  ),
  PutBucketEncryption: bucket.changes(
    set(
      `${below('ServerSideEncryptionConfiguration')}.rules`,
      rulesAt('ServerSideEncryptionConfiguration.Rule', encryptionRule),
    ),
  ),
  DeleteBucketEncryption: bucket.changes(unset(below('ServerSideEncryptionConfiguration'))),
  PutBucketVersioning: bucket.changes(
    sets(below('BucketVersioningConfiguration'), 'VersioningConfiguration.Status'),
    set(
      `${below('BucketVersioningConfiguration')}.isMfaDeleteEnabled`,
      'VersioningConfiguration.MfaDelete',
      (value) => value === 'Enabled',
    ),
  ),
  PutBucketLogging: bucket.changes(logging),
  PutBucketLifecycle: lifecycle,
  PutBucketLifecycleConfiguration: lifecycle,
  DeleteBucketLifecycle: bucket.changes(unset(below('BucketLifecycleConfiguration'))),
  PutBucketReplication: bucket.changes(
    sets(below('BucketReplicationConfiguration'), 'ReplicationConfiguration.Role>roleARN'),
    set(`${below('BucketReplicationConfiguration')}.rules`, rulesAt('ReplicationConfiguration.Rule')),
  ),
  DeleteBucketReplication: bucket.changes(unset(below('BucketReplicationConfiguration'))),
  PutBucketObjectLockConfiguration: bucket.changes(
    set(below('ObjectLockConfiguration'), 'ObjectLockConfiguration', lowered),
  ),
  PutBucketNotification: notification,
  PutBucketNotificationConfiguration: notification,
  PutBucketCors: bucket.changes(
    set(`${below('BucketCrossOriginConfiguration')}.rules`, rulesAt('CORSConfiguration.CORSRule')),
  ),
  DeleteBucketCors: bucket.changes(unset(below('BucketCrossOriginConfiguration'))),
  PutBucketWebsite: bucket.changes(set(below('BucketWebsiteConfiguration'), 'WebsiteConfiguration', lowered)),
  DeleteBucketWebsite: bucket.changes(unset(below('BucketWebsiteConfiguration'))),
  PutBucketRequestPayment: bucket.changes(
    set(below('IsRequesterPaysEnabled'), 'RequestPaymentConfiguration.Payer', (payer) => payer === 'Requester'),
  ),
  PutBucketTagging: bucket.changes(tags),
  DeleteBucketTagging: bucket.changes(unset('tags')),

  PutObject: object.effect('changed', written),
  CopyObject: object.effect('changed', written),
  CompleteMultipartUpload: object.effect('changed', written, setTo('configuration.isComplete', true)),
  PutObjectAcl: object.effect('changed', set('configuration.accessControlList', acl)),
  DeleteObject: object.effect('deleted'),
};
