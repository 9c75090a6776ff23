/** What is said of each way in which an account is watched badly, and what that comes to. */
import { describe, expect, test } from 'vitest';
import type { DoctorCheck } from '../../../src/model/doctor.ts';
import type { AccountSurvey, RegionSurvey, TrailSurvey } from '../../../src/model/survey.ts';
import { doctorOf, noCredentialsCheck } from '../../../src/report/doctor.ts';
import { readSelectors } from '../../../src/report/doctor-selectors.ts';
import { doctorV1 } from '../../../src/report/schema-doctor-v1.ts';
import { accountSurvey, probe, recorder, regionSurvey, trailSurvey } from '../../fixtures/survey.ts';

const now = Date.parse('2026-03-03T17:00:00Z');

const sources = ['cloudtrail:LookupEvents', 'config:SelectResourceConfig', 'logs:StopQuery'];

const examine = (surveys: readonly AccountSurvey[], before: readonly DoctorCheck[] = [], needed = sources) =>
  doctorOf({
    surveys,
    before,
    needed,
    regions: [],
    now,
    version: '0.0.0',
    generatedAt: now,
  });

const wrong = (surveys: readonly AccountSurvey[]) => examine(surveys).checks.filter(({ level }) => level !== 'ok');
const ofRegion = (parts: Partial<RegionSurvey>) => accountSurvey({ regions: [regionSurvey(parts)] });
const ofTrail = (parts: Parameters<typeof trailSurvey>[0]) => accountSurvey({ trails: [trailSurvey(parts)] });
const named = (checks: readonly DoctorCheck[], name: string) => checks.find((each) => each.name === name);

const all = [
  probe('cloudtrail:LookupEvents', 'allowed'),
  probe('config:SelectResourceConfig', 'allowed'),
  probe('logs:StopQuery', 'allowed'),
];

test('an account that is watched well has nothing to mend, and is a document of the published form', () => {
  const doctor = examine([ofRegion({ probes: all })]);
  expect(doctor).toMatchObject({ answer: 'complete', exitCode: 0 });
  expect(doctor.checks.filter(({ level }) => level !== 'ok')).toEqual([]);
  expect(doctorV1.parse(JSON.parse(JSON.stringify(doctor)))).toEqual(JSON.parse(JSON.stringify(doctor)));
});

describe('trails', () => {
  test.each<[string, Parameters<typeof trailSurvey>[0], string, string, RegExp]>([
    [
      'stopped',
      { status: { IsLogging: false, StopLoggingTime: '2026-03-03T14:50:00.000Z' } },
      'trail-logging',
      'critical',
      /not logging since 2026-03-03 14:50:00 UTC/,
    ],
    [
      'that cannot deliver',
      { status: { IsLogging: true, LatestDeliveryError: 'NoSuchBucket' } },
      'trail-delivery',
      'critical',
      /cannot deliver to its bucket: NoSuchBucket/,
    ],
    [
      'silent for days',
      { status: { IsLogging: true, LatestDeliveryTime: '2026-03-01T10:00:00.000Z' } },
      'trail-delivery',
      'warning',
      /last at 2026-03-01 10:00:00 UTC/,
    ],
    ['without digests', { settings: { LogFileValidationEnabled: false } }, 'trail-validation', 'warning', /no digests/],
    ['of one region', { settings: { IsMultiRegionTrail: false } }, 'trail-regions', 'warning', /us-east-1 alone/],
    [
      'of writes alone',
      { eventSelectors: { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] } },
      'trail-management-events',
      'warning',
      /only writes/,
    ],
    [
      'of data events alone',
      {
        eventSelectors: {
          AdvancedEventSelectors: [
            {
              FieldSelectors: [
                { Field: 'eventCategory', Equals: ['Data'] },
                { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
              ],
            },
          ],
        },
      },
      'trail-management-events',
      'critical',
      /no management events/,
    ],
    ['without data events', { eventSelectors: {} }, 'trail-data-events', 'warning', /no data events/],
    [
      'without KMS',
      {
        eventSelectors: {
          EventSelectors: [{ IncludeManagementEvents: true, ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
        },
      },
      'trail-excluded-sources',
      'warning',
      /leaves out the events of kms\.amazonaws\.com/,
    ],
  ])('%s', (_, parts, name, level, message) => {
    const found = named(wrong([ofTrail(parts)]), name);
    expect(found).toMatchObject({ level, blocking: false, message: expect.stringMatching(message) });
    // the event history is there all the same
    expect(examine([ofTrail(parts)]).exitCode).toBe(0);
  });

  test('what mends one names the trail and its home', () => {
    const [found] = wrong([ofTrail({ status: { IsLogging: false } })]);
    expect(found?.command).toBe(
      'aws cloudtrail start-logging --name arn:aws:cloudtrail:us-east-1:111122223333:trail/audit --region us-east-1',
    );
  });

  test('a name that a shell would obey is quoted', () => {
    const found = named(
      wrong([ofTrail({ status: { IsLogging: false }, settings: { TrailARN: '$(id)' } })]),
      'trail-logging',
    );
    expect(found?.command).toContain("--name '$(id)'");
  });

  test('that are missing', () => {
    const found = wrong([accountSurvey({ trails: [], regions: [regionSurvey({ trails: [], probes: all })] })]);
    expect(found.map(({ name }) => name)).toEqual(['trail-missing']);
  });

  test('whose answers could not be had are told as far as they could', () => {
    const parts: Partial<TrailSurvey> = { status: null, eventSelectors: null, insightSelectors: null };
    expect(wrong([ofTrail(parts)]).map(({ name }) => name)).not.toContain('trail-logging');
    expect(examine([ofTrail(parts)]).checks.map(({ name }) => name)).toContain('trail-delivers');
  });

  test('that cannot deliver are told since when, and what that error takes', () => {
    const told = (error: string) =>
      named(
        wrong([
          ofTrail({
            status: {
              IsLogging: true,
              LatestDeliveryError: error,
              LatestDeliveryTime: '2026-03-01T10:00:00.000Z',
            },
          }),
        ]),
        'trail-delivery',
      );
    expect(told('AccessDenied')).toMatchObject({
      message: 'trail audit cannot deliver to its bucket: AccessDenied; it delivered last at 2026-03-01 10:00:00 UTC',
      hint: expect.stringContaining('cloudtrail.amazonaws.com write'),
    });
    expect(told('NoSuchBucket')?.hint).toContain('the bucket is gone');
    expect(told('KMS.DisabledException')?.hint).toContain('check the key');
    expect(told('SlowDown')?.hint).toContain('that it exists');
  });

  test('that encrypt their files tell with which key, and what reading them takes', () => {
    const KmsKeyId = 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
    const { checks } = examine([ofTrail({ settings: { KmsKeyId } })]);
    expect(named(checks, 'trail-delivers')).toMatchObject({
      level: 'ok',
      message: expect.stringContaining(`encrypted with ${KmsKeyId}`),
      hint: expect.stringContaining('kms:Decrypt'),
    });
    expect(named(examine([ofTrail({})]).checks, 'trail-delivers')?.hint).toBeNull();
  });

  test.each([
    [{}, 'All', []],
    [{ EventSelectors: [{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }] }, 'All', []],
    [
      { EventSelectors: [{ IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::Lambda::Function' }] }] },
      'none',
      ['AWS::Lambda::Function'],
    ],
    [{ EventSelectors: 'none', AdvancedEventSelectors: [null, 7] }, 'All', []],
    [{ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] }, 'none', ['any']],
  ])('selectors %j', (told, management, dataTypes) => {
    expect(readSelectors(told)).toMatchObject({ management, dataTypes });
  });
});

describe('AWS Config', () => {
  test.each<[string, Partial<RegionSurvey>, string, boolean, RegExp]>([
    ['without a recorder', { recorders: [] }, 'recorder-missing', true, /no recorder/],
    [
      'with a stopped recorder',
      { recorderStatuses: [{ name: 'default', recording: false, lastStopTime: '2026-03-03T10:00:00.000Z' }] },
      'recorder-stopped',
      true,
      /stopped since 2026-03-03 10:00:00 UTC/,
    ],
    [
      'with a failing recorder',
      {
        recorderStatuses: [{ name: 'default', recording: true, lastStatus: 'FAILURE', lastErrorCode: 'AccessDenied' }],
      },
      'recorder-failing',
      true,
      /fails: AccessDenied/,
    ],
    [
      'that leaves types out',
      {
        recorders: [
          recorder({
            recordingGroup: {
              recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
              exclusionByResourceTypes: { resourceTypes: ['AWS::EC2::NetworkInterface'] },
            },
          }),
        ],
      },
      'recorder-leaves-out',
      false,
      /leaves out AWS::EC2::NetworkInterface/,
    ],
    [
      'that records one type',
      { recorders: [recorder({ recordingGroup: { allSupported: false, resourceTypes: ['AWS::S3::Bucket'] } })] },
      'recorder-compliance',
      false,
      /leaves out AWS::Config::ResourceCompliance/,
    ],
    [
      'daily',
      { recorders: [recorder({ recordingMode: { recordingFrequency: 'DAILY' } })] },
      'recorder-daily',
      false,
      /once a day/,
    ],
    ['that forgets', { retentions: [{ RetentionPeriodInDays: 30 }] }, 'config-retention', false, /keeps 30 days/],
    ['without a channel', { deliveryChannels: [] }, 'config-delivery', false, /no delivery channel/],
    ['without rules', { rules: { count: 0, isMore: false } }, 'config-rules', false, /no rules/],
  ])('%s', (_, parts, name, blocking, message) => {
    const doctor = examine([ofRegion(parts)]);
    const found = doctor.checks.find((each) => each.name === name && each.level !== 'ok');
    expect(found).toMatchObject({ blocking, message: expect.stringMatching(message), regions: ['us-east-1'] });
    expect(doctor.exitCode).toBe(blocking ? 3 : 0);
  });

  test('hides nothing in a region that nobody asked about', () => {
    const elsewhere = regionSurvey({ region: 'us-east-1', isAsked: false, recorders: [] });
    const asked = regionSurvey({
      region: 'eu-west-1',
      probes: [probe('cloudtrail:LookupEvents', 'allowed', { region: 'eu-west-1' })],
    });
    const doctor = examine([accountSurvey({ regions: [asked, elsewhere] })]);
    expect(doctor.exitCode).toBe(0);
    expect(named(doctor.checks, 'recorder-missing')).toMatchObject({ level: 'warning', blocking: false });
  });

  test('that is the same in several regions is said once', () => {
    const regions = ['us-east-1', 'eu-west-1'].map((region) =>
      regionSurvey({ region, rules: { count: 0, isMore: false } }),
    );
    const found = wrong([accountSurvey({ regions })]).filter(({ name }) => name === 'config-rules');
    expect(found.map((each) => each.regions)).toEqual([['eu-west-1', 'us-east-1']]);
  });
});

describe('alarms and logs', () => {
  const interfaces = (...list: readonly (readonly [string, string, string])[]) => ({
    count: list.length,
    isMore: false,
    list: list.map(([id, subnet, vpc]) => ({ id, subnet, vpc })),
  });
  const flowLog = (ResourceId: string, TrafficType = 'ALL') => ({
    FlowLogId: 'fl-1',
    LogGroupName: 'g',
    ResourceId,
    TrafficType,
  });

  test.each<[string, Partial<RegionSurvey>, string, string, RegExp]>([
    ['no alarms', { alarms: { count: 0, isMore: false, withoutData: [] } }, 'alarms', 'warning', /no alarms/],
    [
      'alarms without data',
      { alarms: { count: 2, isMore: false, withoutData: ['a', 'b'] } },
      'alarms-without-data',
      'warning',
      /2 alarms in INSUFFICIENT_DATA: a, b/,
    ],
    ['no flow logs', { flowLogs: [] }, 'flow-logs', 'warning', /no flow logs/],
    ['flow logs to S3 alone', { flowLogs: [{ FlowLogId: 'fl-1' }] }, 'flow-logs', 'warning', /to S3 alone/],
    [
      'flow logs that fail',
      {
        flowLogs: [
          {
            FlowLogId: 'fl-1',
            LogGroupName: 'g',
            DeliverLogsStatus: 'FAILED',
            DeliverLogsErrorMessage: 'Access error',
          },
        ],
      },
      'flow-logs-delivery',
      'critical',
      /fl-1 \(Access error\)/,
    ],
    [
      'log groups that soon forget',
      {
        logGroups: {
          count: 3,
          isMore: false,
          retentions: [
            { logGroup: '/aws/lambda/b', days: 7 },
            { logGroup: '/aws/lambda/a', days: 1 },
            { logGroup: '/aws/lambda/c', days: 14 },
          ],
        },
      },
      'log-retention',
      'warning',
      /^2 log groups keep lines for less than 14 days: \/aws\/lambda\/a \(1 day\), \/aws\/lambda\/b \(7 days\)$/,
    ],
    [
      'interfaces that no flow log is of',
      {
        interfaces: interfaces(
          ['eni-1', 'subnet-1', 'vpc-1'],
          ['eni-2', 'subnet-2', 'vpc-2'],
          ['eni-3', 'subnet-3', 'vpc-2'],
        ),
        flowLogs: [flowLog('subnet-1'), flowLog('eni-3')],
      },
      'flow-log-coverage',
      'warning',
      /^1 of 3 network interfaces is in no flow log: vpc-2 \(1\)$/,
    ],
    [
      'interfaces of which only rejected traffic is recorded',
      {
        interfaces: interfaces(['eni-1', 'subnet-1', 'vpc-1'], ['eni-2', 'subnet-2', 'vpc-2']),
        flowLogs: [flowLog('vpc-1', 'REJECT'), flowLog('vpc-2')],
      },
      'flow-log-traffic',
      'warning',
      /^only rejected traffic is recorded of 1 of 2 network interfaces: vpc-1 \(1\)$/,
    ],
    [
      'no flow logs, of so much',
      { flowLogs: [], interfaces: interfaces(['eni-1', 's', 'v']) },
      'flow-logs',
      'warning',
      /of 1 network interface$/,
    ],
  ])('%s', (_, parts, name, level, message) => {
    expect(named(wrong([ofRegion(parts)]), name)).toMatchObject({ level, message: expect.stringMatching(message) });
  });

  test.each<[string, Partial<RegionSurvey>]>([
    ['flow logs without a network', { flowLogs: [], interfaces: interfaces() }],
    ['interfaces that could not be asked for', { interfaces: null }],
    ['flow logs that do not say what they are of', { flowLogs: [{ FlowLogId: 'fl-1', LogGroupName: 'g' }] }],
    [
      'an interface that two flow logs are of, one of each kind',
      { flowLogs: [flowLog('vpc-0d3f4a5b6c7e8f901', 'REJECT'), flowLog('subnet-0a1b2c3d4e5f60718', 'ACCEPT')] },
    ],
  ])('%s are no fault', (_, parts) => {
    expect(wrong([ofRegion({ ...parts, probes: all })])).toEqual([]);
  });
});

describe('permissions', () => {
  test('that are all denied are one line, and in one region of several, too', () => {
    const denied = all.map((each) => ({ ...each, state: 'denied' as const }));
    const shut = examine([ofRegion({ probes: denied })]);
    expect(shut.checks.filter(({ group }) => group === 'permissions')).toEqual([
      expect.objectContaining({
        level: 'critical',
        blocking: true,
        message: `all ${all.length} calls are denied to arn:aws:iam::111122223333:user/auditor`,
        hint: expect.stringContaining('obs3 policy'),
      }),
    ]);
    expect(shut).toMatchObject({ answer: 'nothing', exitCode: 4 });
    const elsewhere = denied.map((each) => ({ ...each, region: 'eu-west-1' }));
    const partly = examine([
      accountSurvey({
        regions: [regionSurvey({ probes: all }), regionSurvey({ region: 'eu-west-1', probes: elsewhere })],
      }),
    ]);
    expect(partly.checks.filter(({ blocking }) => blocking)).toEqual([
      expect.objectContaining({
        name: 'permissions-denied',
        regions: ['eu-west-1'],
        hint: expect.stringContaining('organization'),
      }),
    ]);
    expect(partly.exitCode).toBe(3);
  });

  test('one that a source needs is missed, and said with what it is for', () => {
    const doctor = examine([
      ofRegion({ probes: [...all.slice(0, 1), probe('config:SelectResourceConfig', 'denied')] }),
    ]);
    expect(doctor).toMatchObject({ answer: 'incomplete', exitCode: 3 });
    expect(doctor.checks[0]).toMatchObject({
      level: 'critical',
      blocking: true,
      message: 'config:SelectResourceConfig is denied: resources are not found by name, and neighbors are not known',
    });
  });

  test.each<[string, readonly string[]]>([
    ['cloudtrail:GetTrailStatus', []],
    ['logs:StopQuery', []],
    ['config:DescribeConfigRules', ['config:DescribeConfigRules']],
    ['config:GetDiscoveredResourceCounts', ['config:GetDiscoveredResourceCounts']],
    ['config:SelectAggregateResourceConfig', ['config:SelectAggregateResourceConfig']],
  ])('one that only doctor needs, or that takes nothing from an investigation, is a warning: %s', (action, more) => {
    const probes = [...all.slice(0, 2), probe(action, 'denied')];
    const doctor = examine([ofRegion({ probes })], [], [...sources, ...more]);
    expect(doctor.exitCode).toBe(0);
    const denied = doctor.checks.filter(({ name }) => name === 'permission-denied');
    expect(denied).toMatchObject([{ level: 'warning', blocking: false, message: expect.stringContaining(action) }]);
  });

  test('one that could not be tried hides as much, and says why', () => {
    const probes = [
      ...all.slice(0, 1),
      probe('config:SelectResourceConfig', 'unknown', { message: 'TimeoutError: slow' }),
    ];
    const doctor = examine([ofRegion({ probes })]);
    expect(doctor.exitCode).toBe(3);
    expect(doctor.checks[0]?.message).toContain('could not be asked (TimeoutError: slow)');
  });

  test('none at all is nothing', () => {
    const doctor = examine([ofRegion({ probes: all.map((each) => ({ ...each, state: 'denied' as const })) })]);
    expect(doctor).toMatchObject({ answer: 'nothing', exitCode: 4 });
  });
});

describe('credentials', () => {
  test('that nobody has', () => {
    const doctor = examine([], [noCredentialsCheck('the credentials cannot be used', 'sign in')]);
    expect(doctor).toMatchObject({ answer: 'nothing', exitCode: 4, identities: [] });
  });

  test('that end soon, and those of the root user', () => {
    const ending = examine([accountSurvey({ expiration: now + 60_000 })]);
    expect(named(ending.checks, 'credentials')).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('2026-03-03 17:01:00 UTC'),
    });
    expect(ending.identities[0]?.expirationTime).toBe('2026-03-03T17:01:00.000Z');
    const root = examine([accountSurvey({ identityArn: 'arn:aws:iam::111122223333:root' })]);
    expect(named(root.checks, 'credentials')).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('root user'),
    });
  });
});

test('worst first, and the same in whatever order the answers came', () => {
  const regions = ['us-east-1', 'eu-west-1', 'ap-south-1'].map((region) =>
    regionSurvey({ region, recorders: region === 'eu-west-1' ? [] : [recorder()], flowLogs: [] }),
  );
  const told = examine([accountSurvey({ regions })]);
  const levels = told.checks.map(({ level }) => level);
  expect(levels).toEqual(
    [...levels].sort((a, b) => ['critical', 'warning', 'ok'].indexOf(a) - ['critical', 'warning', 'ok'].indexOf(b)),
  );
  expect(examine([accountSurvey({ regions: regions.toReversed() })]).checks.map(({ message }) => message)).toEqual(
    told.checks.map(({ message }) => message),
  );
});
