/** Calls by which logs are lost or go elsewhere, and harmless look-alikes. */
import type { JsonObject } from '../../../../src/model/json.ts';
import type { Case } from './judge.ts';

const bucketName = 'aws-cloudtrail-logs-111122223333-0a1b2c3d';
const lifecycle = (name: string, rule: JsonObject) => ({
  request: { bucketName: name, LifecycleConfiguration: { Rule: { Status: 'Enabled', ...rule } } },
});
const after = (Days: number) => ({ Expiration: { Days } });
const file = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/03/a.json.gz';

export const logKeepingCases: readonly Case[] = [
  [
    'trail-bucket-changed',
    'cloudtrail:UpdateTrail',
    'the files of trail main go to bucket elsewhere from then on',
    { request: { name: 'main', s3BucketName: 'elsewhere' } },
    { request: { name: 'main', s3BucketName: 'same', isMultiRegionTrail: true, enableLogFileValidation: true } },
  ],
  [
    'trail-log-group-removed',
    'cloudtrail:UpdateTrail',
    'trail main sends nothing to CloudWatch Logs any more',
    { request: { name: 'main', cloudWatchLogsLogGroupArn: '' } },
    { request: { name: 'main', cloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:t:*' } },
  ],
  [
    'log-group-retention-short',
    'logs:PutRetentionPolicy',
    'log group /aws/lambda/pay loses what is older than 1 day',
    { request: { logGroupName: '/aws/lambda/pay', retentionInDays: 1 } },
    { request: { logGroupName: '/aws/lambda/pay', retentionInDays: 30 } },
  ],
  [
    'log-bucket-expires-soon',
    's3:PutBucketLifecycle',
    `logs in bucket ${bucketName} are deleted after 1 day`,
    lifecycle(bucketName, after(1)),
    lifecycle(bucketName, after(365)),
  ],
  [
    'log-bucket-expires-soon',
    's3:PutBucketLifecycle',
    'logs in bucket central are deleted after 3 days',
    lifecycle('central', { ...after(3), Filter: { Prefix: 'org/AWSLogs/' } }),
    lifecycle('central', { ...after(3), Filter: { Prefix: 'tmp/' } }),
  ],
  [
    'log-bucket-expires-soon',
    's3:PutBucketLifecycle',
    `logs in bucket ${bucketName} are deleted after 7 days`,
    lifecycle(bucketName, after(7)),
    lifecycle(bucketName, { ...after(7), Status: 'Disabled' }),
  ],
  [
    'log-bucket-deleted',
    's3:DeleteBucket',
    'bucket acme-audit, by its name one for logs, is gone',
    { request: { bucketName: 'acme-audit' } },
    { request: { bucketName: 'acme-catalogs' } },
  ],
  [
    'log-files-deleted',
    's3:DeleteObject',
    `${file} in bucket central is a log file`,
    { request: { bucketName: 'central', key: file } },
    { request: { bucketName, key: 'report.csv' } },
  ],
  [
    'log-files-deleted',
    's3:DeleteObjects',
    `objects of bucket ${bucketName}, by its name one for logs, were deleted`,
    { request: { bucketName, delete: '' } },
    { request: { bucketName: 'reports', delete: '' } },
  ],
  [
    'resolver-query-logging-off',
    'route53resolver:DisassociateResolverQueryLogConfig',
    'DNS queries from vpc-1 are no longer logged',
    { request: { resolverQueryLogConfigId: 'rqlc-1', resourceId: 'vpc-1' } },
    'always fires',
  ],
  [
    'resolver-query-logging-off',
    'route53resolver:DeleteResolverQueryLogConfig',
    'DNS queries are no longer logged by query log rqlc-1',
    { request: { resolverQueryLogConfigId: 'rqlc-1' } },
    'always fires',
  ],
];
