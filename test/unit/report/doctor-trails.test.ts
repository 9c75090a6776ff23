/** What is said about trails that miss something, and how to repair them. */
import { describe, expect, test } from 'vitest';
import type { TrailSurvey } from '../../../src/model/survey.ts';
import { readSelectors } from '../../../src/report/doctor-selectors.ts';
import { accountSurvey, regionSurvey, trailSurvey } from '../../fixtures/survey.ts';
import { all, examine, named, wrong } from './doctor-case.ts';

const ofTrail = (parts: Parameters<typeof trailSurvey>[0]) => accountSurvey({ trails: [trailSurvey(parts)] });

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
    ['of one region', { settings: { IsMultiRegionTrail: false } }, 'trail-regions', 'warning', /us-east-1 only/],
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
