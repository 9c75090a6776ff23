/** How AWS Config, CloudWatch and Logs are set up in a region: what they can show, and what they cannot. */
import type { DoctorCheck } from '../model/doctor.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from '../model/json.ts';
import { plural } from '../model/number-text.ts';
import { shellWord } from '../model/shell-word.ts';
import type { AccountSurvey, Counted, RegionSurvey } from '../model/survey.ts';
import { momentText } from '../model/time-text.ts';
import { amount, check, type Finding, overRegions } from './doctor-checks.ts';
import { logChecks } from './doctor-logs.ts';
import { alarmChecks } from './doctor-signals.ts';
import { few } from './words.ts';

/** The checks of single regions; `overRegions` combines equal ones. */
export const serviceChecks = ({ account, regions }: AccountSurvey): readonly DoctorCheck[] =>
  overRegions(
    regions.flatMap((survey) =>
      [...configChecks(survey), ...alarmChecks(survey), ...logChecks(survey)].map((each) => ({
        ...each,
        account,
        // a region that nobody asked about does not limit an answer
        blocking: each.blocking && survey.isAsked,
      })),
    ),
  );

const complianceType = 'AWS::Config::ResourceCompliance';
/** https://docs.aws.amazon.com/config/latest/APIReference/API_RetentionConfiguration.html */
const usualRetentionDays = 2557;
/** The event history reaches this far back; states should, too. */
const leastRetentionDays = 90;

function configChecks(survey: RegionSurvey): readonly DoctorCheck[] {
  const { region, recorders, recorderStatuses, retentions, deliveryChannels, rules } = survey;
  const say = (finding: Omit<Finding, 'group'>) => check({ group: 'config', regions: [region], ...finding });
  const aws = (rest: string) => `aws configservice ${rest} --region ${region}`;
  if (recorders === null) return [];
  if (recorders.length === 0) {
    return [
      say({
        level: survey.isAsked ? 'critical' : 'warning',
        name: 'recorder-missing',
        blocking: true,
        message: 'AWS Config has no recorder: no state before and after a change is known, and no compliance',
        hint: 'set up a recorder and a delivery channel; until then changes are inferred from the calls alone',
        command: aws(
          'put-configuration-recorder --configuration-recorder name=default,roleARN=ROLE --recording-group allSupported=true',
        ),
      }),
    ];
  }
  return [
    ...recorders.flatMap((recorder) => recorderChecks(recorder)),
    ...retentionChecks(retentions),
    ...channelChecks(deliveryChannels),
    ...ruleChecks(rules),
  ];

  function recorderChecks(recorder: JsonObject): readonly DoctorCheck[] {
    const name = stringAt(recorder, 'name') ?? 'default';
    const status = recorderStatuses?.find((each) => stringAt(each, 'name') === name);
    const checks: DoctorCheck[] = [];
    const start = aws(`start-configuration-recorder --configuration-recorder-name ${shellWord(name)}`);
    if (status?.['recording'] === false) {
      const stopped = Date.parse(stringAt(status, 'lastStopTime') ?? '');
      checks.push(
        say({
          level: 'critical',
          name: 'recorder-stopped',
          blocking: true,
          message: `the recorder ${name} is stopped${Number.isNaN(stopped) ? '' : ` since ${momentText(stopped)}`}: changes are not recorded`,
          hint: 'find out who stopped it (obs3 who --event-name StopConfigurationRecorder), and start it again',
          command: start,
        }),
      );
    } else if (status && stringAt(status, 'lastStatus')?.toUpperCase() === 'FAILURE') {
      const error = [stringAt(status, 'lastErrorCode'), stringAt(status, 'lastErrorMessage')].filter(Boolean);
      checks.push(
        say({
          level: 'critical',
          name: 'recorder-failing',
          blocking: true,
          message: `the recorder ${name} fails${error.length > 0 ? `: ${error.join(': ')}` : ''}`,
          hint: 'check the role that it records with',
          command: aws(`describe-configuration-recorder-status --configuration-recorder-names ${shellWord(name)}`),
        }),
      );
    }
    const scope = scopeOf(recorder);
    if (scope.lack !== undefined) {
      checks.push(
        say({
          level: 'warning',
          name: 'recorder-leaves-out',
          message: `the recorder ${name} ${scope.lack}: questions about other types get no state before and after`,
          hint: 'add what matters to what it records',
          command: aws(`put-configuration-recorder --configuration-recorder file://RECORDER.json`),
        }),
      );
    }
    if (!scope.records(complianceType)) {
      checks.push(
        say({
          level: 'warning',
          name: 'recorder-compliance',
          message: `the recorder ${name} leaves out ${complianceType}: since when a resource is non-compliant is not known`,
          hint: 'record that type; what rules say at present is known all the same',
        }),
      );
    }
    const daily = dailyOf(recorder);
    if (daily !== undefined) {
      checks.push(
        say({
          level: 'warning',
          name: 'recorder-daily',
          message: `the recorder ${name} records ${daily} once a day, not every change`,
          hint: 'record continuously what matters',
        }),
      );
    }
    if (checks.every(({ level }) => level !== 'critical')) {
      const known = status ? '' : ' (whether it runs could not be asked)';
      checks.push(
        say({ level: 'ok', name: 'recorder', message: `the recorder ${name} records ${scope.what}${known}` }),
      );
    }
    return checks;
  }

  function retentionChecks(told: readonly JsonObject[] | null): readonly DoctorCheck[] {
    if (told === null) return [];
    const days = told.map((each) => each['RetentionPeriodInDays']).find((value) => typeof value === 'number');
    const kept = days ?? usualRetentionDays;
    const isShort = kept < leastRetentionDays;
    return [
      say({
        level: isShort ? 'warning' : 'ok',
        name: 'config-retention',
        message: `AWS Config keeps ${plural(kept, 'day')} of history`,
        ...(isShort && {
          hint: 'keep as much as the event history has, 90 days, or more',
          command: aws(`put-retention-configuration --retention-period-in-days ${usualRetentionDays}`),
        }),
      }),
    ];
  }

  function channelChecks(told: readonly JsonObject[] | null): readonly DoctorCheck[] {
    if (told === null) return [];
    if (told.length === 0) {
      return [
        say({
          level: 'warning',
          name: 'config-delivery',
          message: 'AWS Config has no delivery channel: without one a recorder cannot be started',
          hint: 'deliver to a bucket; its files can be asked with --from',
          command: aws('put-delivery-channel --delivery-channel name=default,s3BucketName=BUCKET'),
        }),
      ];
    }
    return told.map((channel) => {
      const prefix = stringAt(channel, 's3KeyPrefix');
      const frequency = stringAt(objectAt(channel, 'configSnapshotDeliveryProperties'), 'deliveryFrequency');
      const place = `s3://${stringAt(channel, 's3BucketName') ?? '?'}/${prefix === undefined ? '' : `${prefix}/`}AWSLogs/`;
      return say({
        level: 'ok',
        name: 'config-delivery',
        message: `AWS Config delivers to ${place}${frequency === undefined ? '' : `, snapshots every ${frequencies[frequency] ?? frequency}`}`,
      });
    });
  }

  function ruleChecks(told: Counted | null): readonly DoctorCheck[] {
    if (told === null) return [];
    if (told.count === 0) {
      return [
        say({
          level: 'warning',
          name: 'config-rules',
          message: 'AWS Config has no rules: nothing is judged as compliant or not',
          hint: 'add rules, or a conformance pack',
          command: aws(
            `put-config-rule --config-rule '{"ConfigRuleName":"restricted-ssh","Source":{"Owner":"AWS","SourceIdentifier":"INCOMING_SSH_DISABLED"}}'`,
          ),
        }),
      ];
    }
    return [say({ level: 'ok', name: 'config-rules', message: amount(told, 'rule') })];
  }
}

interface RecorderScope {
  /** What it records, in words. */
  readonly what: string;
  /** What it leaves out; absent if it records everything. */
  readonly lack?: string;
  records(type: string): boolean;
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html */
function scopeOf(recorder: JsonObject): RecorderScope {
  const group = objectAt(recorder, 'recordingGroup');
  const named = textsIn(group['resourceTypes']);
  const excluded = textsIn(objectAt(group, 'exclusionByResourceTypes')['resourceTypes']);
  const strategy = stringAt(objectAt(group, 'recordingStrategy'), 'useOnly');
  if (strategy === 'EXCLUSION_BY_RESOURCE_TYPES') {
    return {
      what: `all types but ${plural(excluded.length, 'excluded one')}`,
      ...(excluded.length > 0 && { lack: `leaves out ${few(excluded)}` }),
      records: (type) => !excluded.includes(type),
    };
  }
  if (strategy === 'INCLUSION_BY_RESOURCE_TYPES' || group['allSupported'] === false) {
    return {
      what: plural(named.length, 'type'),
      lack: `records ${plural(named.length, 'type')} alone (${few(named)})`,
      records: (type) => named.includes(type),
    };
  }
  return { what: 'all types', records: () => true };
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigSnapshotDeliveryProperties.html */
const frequencies: Readonly<Record<string, string>> = {
  One_Hour: 'hour',
  Three_Hours: '3 hours',
  Six_Hours: '6 hours',
  Twelve_Hours: '12 hours',
  TwentyFour_Hours: '24 hours',
};

/** What is recorded daily; undefined if nothing is. */
function dailyOf(recorder: JsonObject): string | undefined {
  const mode = objectAt(recorder, 'recordingMode');
  const overrides = Array.isArray(mode['recordingModeOverrides']) ? mode['recordingModeOverrides'] : [];
  const types = overrides
    .filter(isJsonObject)
    .filter((override) => stringAt(override, 'recordingFrequency') === 'DAILY')
    .flatMap((override) => textsIn(override['resourceTypes']));
  if (stringAt(mode, 'recordingFrequency') === 'DAILY') return 'most types';
  return types.length > 0 ? few([...new Set(types)].sort()) : undefined;
}

const textsIn = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
