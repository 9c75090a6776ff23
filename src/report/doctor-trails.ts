/** Whether CloudTrail records and delivers what is needed, trail by trail. */
import type { DoctorCheck } from '../model/doctor.ts';
import { hour } from '../model/duration.ts';
import { type JsonObject, stringAt } from '../model/json.ts';
import { shellWord } from '../model/shell-word.ts';
import type { AccountSurvey, TrailSurvey } from '../model/survey.ts';
import { momentText } from '../model/time-text.ts';
import { check, type Finding } from './doctor-checks.ts';
import { readSelectors } from './doctor-selectors.ts';
import { few } from './words.ts';

/** An account that is used at all gets a file within this time. Milliseconds. */
const longestSilence = 24 * hour;

export function trailChecks(survey: AccountSurvey, now: number): readonly DoctorCheck[] {
  const { account, trails } = survey;
  return [...withoutTrail(survey), ...trails.flatMap((trail) => checksOf(trail, now))].map((each) => ({
    ...each,
    account,
  }));
}

/** The event history exists without any trail, but only for 90 days and for management events. */
function withoutTrail({ regions }: AccountSurvey): readonly DoctorCheck[] {
  const bare = regions.filter(({ trails }) => trails?.length === 0).map(({ region }) => region);
  if (bare.length === 0) return [];
  return [
    check({
      level: 'warning',
      group: 'cloudtrail',
      name: 'trail-missing',
      regions: bare.sort(),
      message:
        'no trail records here: only the event history is there, 90 days of management events, two pages a second',
      hint: 'set up a trail for all regions; its files are kept as long as you like and read in seconds with --from',
      command:
        'aws cloudtrail create-trail --name NAME --s3-bucket-name BUCKET --is-multi-region-trail --enable-log-file-validation && aws cloudtrail start-logging --name NAME',
    }),
  ];
}

function checksOf(
  { trail, status, eventSelectors, insightSelectors }: TrailSurvey,
  now: number,
): readonly DoctorCheck[] {
  const name = stringAt(trail, 'Name') ?? 'a trail without a name';
  const arn = stringAt(trail, 'TrailARN') ?? name;
  const home = stringAt(trail, 'HomeRegion') ?? 'REGION';
  const say = (finding: Omit<Finding, 'group'>) => check({ group: 'cloudtrail', regions: [home], ...finding });
  const aws = (operation: string, rest: string) =>
    `aws cloudtrail ${operation} ${operation.startsWith('put-') ? '--trail-name' : '--name'} ${shellWord(arn)} --region ${home}${rest}`;
  return [
    ...(status ? loggingChecks(status) : []),
    ...settingChecks(),
    ...(eventSelectors ? selectorChecks(eventSelectors) : []),
    ...insightChecks(),
    deliveryCheck(),
  ];

  function loggingChecks(told: JsonObject): readonly DoctorCheck[] {
    const checks: DoctorCheck[] = [];
    const delivered = timeAt(told, 'LatestDeliveryTime');
    const stopped = timeAt(told, 'StopLoggingTime');
    if (told['IsLogging'] === false) {
      const since = stopped === undefined ? '' : ` since ${momentText(stopped)}`;
      checks.push(
        say({
          level: 'critical',
          name: 'trail-logging',
          message: `trail ${name} is not logging${since}: its files lack what happens now`,
          hint: 'find out who stopped it (obs3 who --event-name StopLogging), and start it again',
          command: aws('start-logging', ''),
        }),
      );
    }
    const error = stringAt(told, 'LatestDeliveryError');
    if (error !== undefined) {
      checks.push(
        say({
          level: 'critical',
          name: 'trail-delivery',
          message: `trail ${name} cannot deliver to its bucket: ${error}${lastOf(delivered)}`,
          hint: remedyOf(error),
          command: `aws s3api get-bucket-policy --bucket ${shellWord(stringAt(trail, 'S3BucketName') ?? 'BUCKET')}`,
        }),
      );
    } else if (told['IsLogging'] !== false && delivered !== undefined && now - delivered > longestSilence) {
      checks.push(
        say({
          level: 'warning',
          name: 'trail-delivery',
          message: `trail ${name} delivered last at ${momentText(delivered)}`,
          hint: "check the bucket's policy, and whether anything happens in the account",
          command: aws('get-trail-status', ''),
        }),
      );
    }
    for (const [key, what] of [
      ['LatestDigestDeliveryError', 'digests'],
      ['LatestCloudWatchLogsDeliveryError', 'events to CloudWatch Logs'],
    ] as const) {
      const failed = stringAt(told, key);
      if (failed !== undefined) {
        checks.push(
          say({
            level: 'warning',
            name: 'trail-delivery',
            message: `trail ${name} cannot deliver ${what}: ${failed}`,
            hint: 'check the policy and the role that it delivers with',
          }),
        );
      }
    }
    return checks;
  }

  function settingChecks(): readonly DoctorCheck[] {
    const checks: DoctorCheck[] = [];
    if (trail['LogFileValidationEnabled'] === false) {
      checks.push(
        say({
          level: 'warning',
          name: 'trail-validation',
          message: `trail ${name} writes no digests: that its files are whole and unaltered cannot be proved`,
          hint: 'turn log file validation on',
          command: aws('update-trail', ' --enable-log-file-validation'),
        }),
      );
    }
    if (trail['IsMultiRegionTrail'] === false) {
      checks.push(
        say({
          level: 'warning',
          name: 'trail-regions',
          message: `trail ${name} records ${home} only: what is done in other regions is missing from its files`,
          hint: 'make it a trail of all regions',
          command: aws('update-trail', ' --is-multi-region-trail'),
        }),
      );
    }
    return checks;
  }

  function selectorChecks(told: JsonObject): readonly DoctorCheck[] {
    const { management, dataTypes, excluded } = readSelectors(told);
    const checks: DoctorCheck[] = [];
    const selectors = `--event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true}]'`;
    if (management !== 'All') {
      const lacks =
        management === 'none' ? 'no management events' : `only ${management === 'WriteOnly' ? 'writes' : 'reads'}`;
      checks.push(
        say({
          level: management === 'WriteOnly' ? 'warning' : 'critical',
          name: 'trail-management-events',
          message: `trail ${name} records ${lacks}`,
          hint: 'record all management events; the event history has them for 90 days all the same',
          command: aws('put-event-selectors', ` ${selectors}`),
        }),
      );
    }
    if (excluded.length > 0) {
      checks.push(
        say({
          level: 'warning',
          name: 'trail-excluded-sources',
          message: `trail ${name} leaves out the events of ${few(excluded)}`,
          hint: 'what is decrypted, and by whom, is missing from its files',
        }),
      );
    }
    if (dataTypes.length === 0) {
      checks.push(
        say({
          level: 'warning',
          name: 'trail-data-events',
          message: `trail ${name} records no data events: who read and wrote objects and items, or invoked functions, is not in its files`,
          hint: 'record data events of what matters; they are paid for by the event',
          command: aws(
            'put-event-selectors',
            ` --advanced-event-selectors '[{"Name":"management","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]},{"Name":"objects","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]}]}]'`,
          ),
        }),
      );
    } else {
      checks.push(
        say({
          level: 'ok',
          name: 'trail-data-events',
          message: `trail ${name} records data events of ${few(dataTypes)}`,
          hint: 'they are in its files alone: ask them with --from',
        }),
      );
    }
    return checks;
  }

  function insightChecks(): readonly DoctorCheck[] {
    if (insightSelectors === null) return [];
    const types = insightSelectors.flatMap((selector) => stringAt(selector, 'InsightType') ?? []).sort();
    return [
      say({
        level: 'ok',
        name: 'trail-insights',
        message:
          types.length === 0
            ? `trail ${name} records no Insights events`
            : `trail ${name} records Insights: ${few(types)}`,
        ...(types.length === 0 && {
          hint: 'they report unusual numbers of calls and errors; billed by the number of events analyzed',
          command: `aws cloudtrail put-insight-selectors --trail-name ${shellWord(arn)} --region ${home} --insight-selectors '[{"InsightType":"ApiCallRateInsight"},{"InsightType":"ApiErrorRateInsight"}]'`,
        }),
      }),
    ];
  }

  function deliveryCheck(): DoctorCheck {
    const bucket = stringAt(trail, 'S3BucketName');
    const prefix = stringAt(trail, 'S3KeyPrefix');
    const group = stringAt(trail, 'CloudWatchLogsLogGroupArn')
      ?.replace(/^.*:log-group:/, '')
      .replace(/:\*$/, '');
    const key = stringAt(trail, 'KmsKeyId');
    const scope = [
      trail['IsMultiRegionTrail'] === true ? 'all regions' : home,
      ...(trail['IsOrganizationTrail'] === true ? ['of the whole organization'] : []),
    ].join(' ');
    const place =
      bucket === undefined ? 'nowhere' : `s3://${bucket}/${prefix === undefined ? '' : `${prefix}/`}AWSLogs/`;
    return say({
      level: 'ok',
      name: 'trail-delivers',
      message: `trail ${name} records ${scope}, delivers to ${place}${group === undefined ? '' : ` and to the log group ${group}`}${key === undefined ? '' : `, encrypted with ${key}`}`,
      // permission to list the bucket does not include reading its objects
      ...(key !== undefined && {
        hint: 'reading its files with --from s3://… also needs kms:Decrypt on that key',
      }),
    });
  }
}

/** Since when nothing arrives. */
const lastOf = (delivered: number | undefined) =>
  delivered === undefined ? '' : `; it delivered last at ${momentText(delivered)}`;

/** The error is one of S3's codes: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html */
function remedyOf(error: string): string {
  if (/NoSuchBucket/i.test(error)) return 'the bucket is gone: find out who deleted it, and give the trail another';
  if (/KMS|Key/i.test(error))
    return 'check the key: its policy must let cloudtrail.amazonaws.com use it, and it must be enabled';
  if (/AccessDenied|Forbidden/i.test(error))
    return "check the bucket's policy, and that of its key: both must let cloudtrail.amazonaws.com write";
  return "check the bucket's policy, its key and that it exists";
}

function timeAt(value: JsonObject, key: string): number | undefined {
  const time = Date.parse(stringAt(value, key) ?? '');
  return Number.isNaN(time) ? undefined : time;
}
