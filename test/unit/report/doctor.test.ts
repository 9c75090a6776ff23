/** What is said about AWS Config, permissions and credentials, and the overall result. */
import { describe, expect, test } from 'vitest';
import type { RegionSurvey } from '../../../src/model/survey.ts';
import { noCredentialsCheck } from '../../../src/report/doctor.ts';
import { doctorV1 } from '../../../src/report/schema-doctor-v1.ts';
import { accountSurvey, probe, recorder, regionSurvey } from '../../fixtures/survey.ts';
import { all, examine, named, now, ofRegion, sources, wrong } from './doctor-case.ts';

test('an account that is watched well has nothing to mend, and is a document of the published form', () => {
  const doctor = examine([ofRegion({ probes: all })]);
  expect(doctor).toMatchObject({ answer: 'complete', exitCode: 0 });
  expect(doctor.checks.filter(({ level }) => level !== 'ok')).toEqual([]);
  expect(doctorV1.parse(JSON.parse(JSON.stringify(doctor)))).toEqual(JSON.parse(JSON.stringify(doctor)));
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
