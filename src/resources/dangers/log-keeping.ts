/** Where records of what happens are kept, and for how long: files that are sent elsewhere, expire soon or are deleted. */
import type { JsonObject } from '../../model/json.ts';
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { objects, text, valueAt } from '../read.ts';
import { nameAt, named, nameIn } from '../words.ts';

const trail = (call: CallByPrincipal): string => named('trail', nameIn(call, 'name', 'trailName', 'trailARN'));
const bucketName = ({ request }: CallByPrincipal): string | undefined => text(request, 'bucketName');

/**
 * The call gives only the bucket's name. CloudTrail's console, Config's and Control Tower name theirs `aws-cloudtrail-logs-…`,
 * `config-bucket-…` and `aws-controltower-logs-…`; people put "logs" or "audit" in the name.
 */
const logBucket = /(?:^|[-.])(?:cloudtrail|config-bucket|(?:flow|access|audit|dns|query)?-?logs?|audit)(?:$|[-.])/i;
const holdsLogs = (call: CallByPrincipal): boolean => logBucket.test(bucketName(call)?.slice(0, 63) ?? '');

/** Whether a rule in the call's lifecycle applies to logs. */
export const isOfLogs = (call: CallByPrincipal, rule: JsonObject): boolean =>
  holdsLogs(call) || /(?:^|\/)AWSLogs(?:\/|$)/.test(text(rule, 'Filter.Prefix', 'Filter.And.Prefix', 'Prefix') ?? '');

/**
 * `AWSLogs/111122223333/CloudTrail/…` and `…/AWSLogs/o-a1b2c3/111122223333/…`: where services deliver files.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
const deliveredFile = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]{1,32}\/)?[0-9]{12}\//;

/** Days: what happened on a Friday must still be there on Monday. */
const shortestRetention = 3;
/** Days: a longer expiry may be a deliberate choice. */
const shortestExpiry = 7;

export const logKeepingRules: readonly DangerRule[] = [
  {
    // editing a trail in the console sends all its settings, so a bucket among them means nothing by itself
    rule: 'trail-bucket-changed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html',
    calls: callsOf('cloudtrail', 'UpdateTrail'),
    reason: (call) => {
      const name = text(call.request, 's3BucketName');
      const isAlone =
        valueAt(call.request, 'isMultiRegionTrail') === undefined &&
        valueAt(call.request, 'enableLogFileValidation') === undefined;
      return name !== undefined && isAlone
        ? `the files of ${trail(call)} go to ${named('bucket', name)} from then on`
        : undefined;
    },
  },
  {
    rule: 'trail-log-group-removed',
    severity: 'medium',
    source: 'Security Hub CloudTrail.5',
    calls: callsOf('cloudtrail', 'UpdateTrail'),
    reason: (call) =>
      valueAt(call.request, 'cloudWatchLogsLogGroupArn') === ''
        ? `${trail(call)} sends nothing to CloudWatch Logs any more`
        : undefined,
  },
  {
    rule: 'log-group-retention-short',
    severity: 'medium',
    source: 'Security Hub CloudWatch.16',
    calls: callsOf('logs', 'PutRetentionPolicy'),
    reason: (call) => {
      const days = Number(text(call.request, 'retentionInDays') ?? NaN);
      return days >= 1 && days <= shortestRetention
        ? `${named('log group', nameIn(call, 'logGroupName'))} loses what is older than ${inDays(days)}`
        : undefined;
    },
  },
  {
    rule: 'log-bucket-expires-soon',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html',
    calls: callsOf('s3', 'PutBucketLifecycle', 'PutBucketLifecycleConfiguration'),
    reason: (call) => {
      const soon = objects(call.request, 'LifecycleConfiguration.Rule').flatMap((rule) => {
        const days = Number(text(rule, 'Expiration.Days') ?? NaN);
        const isSoon = text(rule, 'Status') !== 'Disabled' && days >= 1 && days <= shortestExpiry;
        return isSoon && isOfLogs(call, rule) ? [days] : [];
      });
      return soon.length > 0
        ? `logs in ${named('bucket', bucketName(call))} are deleted after ${inDays(Math.min(...soon))}`
        : undefined;
    },
  },
  {
    rule: 'log-bucket-deleted',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html',
    calls: callsOf('s3', 'DeleteBucket'),
    reason: (call) =>
      holdsLogs(call) ? `${named('bucket', bucketName(call))}, by its name one for logs, is gone` : undefined,
  },
  {
    rule: 'log-files-deleted',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html',
    calls: callsOf('s3', 'DeleteObject', 'DeleteObjects'),
    reason: (call) => {
      const key = text(call.request, 'key');
      const where = named('bucket', bucketName(call));
      if (key !== undefined)
        return deliveredFile.test(key) ? `${nameAt(call.request, 'key')} in ${where} is a log file` : undefined;
      // when many are deleted together, the record names none of them
      return call.eventName === 'DeleteObjects' && holdsLogs(call)
        ? `objects of ${where}, by its name one for logs, were deleted`
        : undefined;
    },
  },
  {
    rule: 'resolver-query-logging-off',
    severity: 'medium',
    source:
      'https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_DisassociateResolverQueryLogConfig.html',
    calls: callsOf('route53resolver', 'DisassociateResolverQueryLogConfig', 'DeleteResolverQueryLogConfig'),
    reason: (call) =>
      call.eventName === 'DeleteResolverQueryLogConfig'
        ? `DNS queries are no longer logged by ${named('query log', nameIn(call, 'resolverQueryLogConfigId'))}`
        : `DNS queries from ${text(call.request, 'resourceId') ?? 'a VPC'} are no longer logged`,
  },
];

const inDays = (days: number): string => (days === 1 ? '1 day' : `${days} days`);
