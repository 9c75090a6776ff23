/** Amazon S3: buckets. https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html */
import { resourcePolicyInWords } from '../policy-words.ts';
import { flag, objects, text, valueAt } from '../read.ts';
import { type MetricGroup, metric, relatedFrom } from '../resource-type.ts';
import { aclInWords } from '../s3-acl.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { counted, inBrackets, named } from '../words.ts';
import { objectCalls } from './s3-object-calls.ts';

const bucket = ({ request }: Call): string => named('bucket', text(request, 'bucketName'));

/** "removed the CORS rules of bucket b" */
const of =
  (words: string): Sentence =>
  (call) =>
    `${words} ${bucket(call)}`;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const publicAccessBlocks = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

function changedPublicAccessBlock({ request }: Call, where: string): string {
  const blocks = publicAccessBlocks.map(
    (name) => [name, flag(request, `PublicAccessBlockConfiguration.${name}`)] as const,
  );
  if (blocks.every(([, on]) => on === undefined)) return `changed the public access block of ${where}`;
  const off = blocks.filter(([, on]) => on !== true).map(([name]) => name);
  if (off.length === 0) return `turned on the public access block of ${where}`;
  if (off.length === publicAccessBlocks.length) return `turned off the public access block of ${where}`;
  return `set the public access block of ${where} with ${off.join(' and ')} off`;
}

function changedVersioning(call: Call): string {
  const status = text(call.request, 'VersioningConfiguration.Status');
  const mfa = text(call.request, 'VersioningConfiguration.MfaDelete');
  const mfaDelete = mfa && `MFA delete ${mfa.toLowerCase()}`;
  if (status === 'Suspended') return `suspended versioning of ${bucket(call)}${inBrackets(mfaDelete)}`;
  if (status === 'Enabled') return `turned on versioning of ${bucket(call)}${inBrackets(mfaDelete)}`;
  return `changed versioning of ${bucket(call)}${inBrackets(mfaDelete)}`;
}

function changedEncryption(call: Call): string {
  const rule = 'ServerSideEncryptionConfiguration.Rule.ApplyServerSideEncryptionByDefault';
  return `set default encryption of ${bucket(call)}${inBrackets(text(call.request, `${rule}.SSEAlgorithm`))}`;
}

/** Logging without `LoggingEnabled` is logging turned off. */
function changedLogging(call: Call): string {
  const status = valueAt(call.request, 'BucketLoggingStatus');
  const target = text(call.request, 'BucketLoggingStatus.LoggingEnabled.TargetBucket');
  if (target) return `turned on access logging of ${bucket(call)} to bucket ${target}`;
  return status === undefined
    ? `changed access logging of ${bucket(call)}`
    : `turned off access logging of ${bucket(call)}`;
}

function changedLifecycle(call: Call): string {
  const rules = objects(call.request, 'LifecycleConfiguration.Rule');
  const days = rules.flatMap(
    (rule) => text(rule, 'Expiration.Days', 'NoncurrentVersionExpiration.NoncurrentDays') ?? [],
  );
  const soonest = days
    .map(Number)
    .filter(Number.isFinite)
    .sort((a, b) => a - b)[0];
  return `set lifecycle rules of ${bucket(call)}${inBrackets(
    soonest !== undefined && `objects expire after ${counted(soonest, 'day')}`,
  )}`;
}

function changedReplication(call: Call): string {
  const to = objects(call.request, 'ReplicationConfiguration.Rule').flatMap(
    (rule) => text(rule, 'Destination.Bucket') ?? [],
  )[0];
  return `set replication of ${bucket(call)}${to ? ` to bucket ${to.replace(/^arn:[^:]*:s3:::/, '')}` : ''}`;
}

const tagged = (call: Call): string => {
  const keys = objects(call.request, 'Tagging.TagSet.Tag').flatMap((tag) => text(tag, 'Key') ?? []);
  return `tagged ${bucket(call)}${inBrackets(...keys)}`;
};

const accessPoint = ({ request }: Call): string => named('access point', text(request, 'name', 'accessPointName'));

/**
 * Requests are counted only for buckets that enable it; storage is measured once a day.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 */
const bucketMetrics: readonly MetricGroup[] = [
  {
    namespace: 'AWS/S3',
    dimensions: { BucketName: '{id}' },
    furtherDimensions: ['FilterId'],
    metrics: [
      metric('4xxErrors', 'Sum', 'Count', 'up'),
      metric('5xxErrors', 'Sum', 'Count', 'up'),
      metric('AllRequests', 'Sum', 'Count', 'both'),
      metric('BytesDownloaded', 'Sum', 'Bytes', 'both'),
      metric('FirstByteLatency', 'Average', 'Milliseconds', 'up'),
    ],
  },
  {
    namespace: 'AWS/S3',
    dimensions: { BucketName: '{id}', StorageType: 'StandardStorage' },
    periodSeconds: 86_400,
    metrics: [metric('BucketSizeBytes', 'Average', 'Bytes', 'both')],
  },
  {
    namespace: 'AWS/S3',
    dimensions: { BucketName: '{id}', StorageType: 'AllStorageTypes' },
    periodSeconds: 86_400,
    metrics: [metric('NumberOfObjects', 'Average', 'Count', 'both')],
  },
];

export const s3: Service = {
  name: 's3',
  title: 'S3',
  eventSources: ['s3.amazonaws.com'],
  types: [
    {
      type: 'AWS::S3::Bucket',
      title: 'bucket',
      arn: 'arn:{partition}:s3:::{id}',
      spellings: ['s3://{id}'],
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: relatedFrom('Is associated with', 'AWS::CloudFront::Distribution', 'AWS::CodeBuild::Project'),
      metrics: bucketMetrics,
      example: { id: 'example-logs', arn: 'arn:aws:s3:::example-logs' },
    },
    {
      // CloudTrail's name, in data events: CloudFormation has no type for objects
      type: 'AWS::S3::Object',
      title: 'object',
      arn: 'arn:{partition}:s3:::{id/+}',
      spellings: ['s3://{id/+}'],
      lookupNames: [],
      example: { id: 'example-logs/2026/03/access.log', arn: 'arn:aws:s3:::example-logs/2026/03/access.log' },
    },
    {
      type: 'AWS::S3::AccessPoint',
      title: 'access point',
      arn: 'arn:{partition}:s3:{region}:{account}:accesspoint/{id}',
      configId: '{id}',
      example: { id: 'reports', arn: 'arn:aws:s3:us-east-1:111122223333:accesspoint/reports' },
    },
  ],
  parameters: {
    bucketName: 'AWS::S3::Bucket',
    TargetBucket: 'AWS::S3::Bucket',
    accessPointName: 'AWS::S3::AccessPoint',
  },
  calls: () => ({
    CreateBucket: (call) => {
      const acl = text(call.request, 'x-amz-acl');
      return `created ${bucket(call)}${inBrackets(acl !== 'private' && acl)}`;
    },
    DeleteBucket: of('deleted'),
    PutBucketPolicy: (call) => resourcePolicyInWords(valueAt(call.request, 'bucketPolicy'), bucket(call), call.account),
    DeleteBucketPolicy: of('removed the policy of'),
    PutBucketAcl: (call) => aclInWords(call, bucket(call)),
    PutBucketPublicAccessBlock: (call) => changedPublicAccessBlock(call, bucket(call)),
    DeleteBucketPublicAccessBlock: of('removed the public access block of'),
    PutAccountPublicAccessBlock: (call) => changedPublicAccessBlock(call, 'the account'),
    DeleteAccountPublicAccessBlock: () => 'removed the public access block of the account',
    PutBucketOwnershipControls: (call) =>
      `set object ownership of ${bucket(call)}${inBrackets(text(call.request, 'OwnershipControls.Rule.ObjectOwnership'))}`,
    PutBucketEncryption: changedEncryption,
    DeleteBucketEncryption: of('removed default encryption from'),
    PutBucketVersioning: changedVersioning,
    PutBucketLogging: changedLogging,
    PutBucketLifecycle: changedLifecycle,
    PutBucketLifecycleConfiguration: changedLifecycle,
    DeleteBucketLifecycle: of('removed the lifecycle rules of'),
    PutBucketReplication: changedReplication,
    DeleteBucketReplication: of('removed replication of'),
    PutBucketObjectLockConfiguration: of('changed object lock of'),
    PutBucketNotification: of('changed notifications of'),
    PutBucketNotificationConfiguration: of('changed notifications of'),
    PutBucketCors: of('set CORS rules of'),
    DeleteBucketCors: of('removed the CORS rules of'),
    PutBucketWebsite: of('turned on website hosting of'),
    DeleteBucketWebsite: of('turned off website hosting of'),
    PutBucketRequestPayment: (call) =>
      `changed who pays for requests to ${bucket(call)}${inBrackets(text(call.request, 'RequestPaymentConfiguration.Payer'))}`,
    PutBucketTagging: tagged,
    DeleteBucketTagging: of('untagged'),
    GetBucketPolicy: of('read the policy of'),
    GetBucketAcl: of('read the ACL of'),
    ListBuckets: () => 'listed all buckets',
    CreateAccessPoint: (call) =>
      `created ${accessPoint(call)} on ${named('bucket', text(call.request, 'bucketName', 'bucket', 'CreateAccessPointRequest.Bucket'))}`,
    DeleteAccessPoint: (call) => `deleted ${accessPoint(call)}`,
    PutAccessPointPolicy: (call) =>
      resourcePolicyInWords(
        valueAt(call.request, 'policy') ?? valueAt(call.request, 'PutAccessPointPolicyRequest.Policy'),
        accessPoint(call),
      ),
    DeleteAccessPointPolicy: (call) => `removed the policy of ${accessPoint(call)}`,
    ...objectCalls(),
  }),
};
