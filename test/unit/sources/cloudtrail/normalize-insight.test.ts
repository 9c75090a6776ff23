/** An Insights event as an event of the timeline: what was unusual, and since when. */
import { describe, expect, test } from 'vitest';
import { eventId, type RecordParts } from '../../../fixtures/cloudtrail.ts';
import { eventOf } from './normalize-case.ts';

describe('an Insight', () => {
  const insight = (details: RecordParts = {}, parts: RecordParts = {}) =>
    eventOf({
      eventVersion: '1.08',
      eventTime: '2026-03-03T14:10:00Z',
      awsRegion: 'us-east-1',
      eventID: eventId(5),
      eventType: 'AwsCloudTrailInsight',
      recipientAccountId: '111122223333',
      sharedEventID: eventId(6),
      insightDetails: {
        state: 'Start',
        eventSource: 'ssm.amazonaws.com',
        eventName: 'UpdateInstanceInformation',
        insightType: 'ApiCallRateInsight',
        insightContext: {
          statistics: { baseline: { average: 85.4202380952 }, insight: { average: 664 }, insightDuration: 1 },
          attributions: [
            { attribute: 'userIdentityArn', insight: [{ value: 'null', average: 664 }], baseline: [] },
            'odd',
          ],
        },
        ...details,
      },
      ...parts,
    });

  test('begins', () => {
    expect(insight()).toMatchObject({
      id: `insight:${eventId(6)}/Start`,
      kind: 'insight',
      time: '2026-03-03T14:10:00.000Z',
      severity: 'warning',
      resources: [],
      summary: 'unusual call rate of UpdateInstanceInformation began (85.4 → 664 a minute)',
      origin: { ref: eventId(5), account: '111122223333' },
      detail: {
        insightType: 'ApiCallRateInsight',
        eventName: 'UpdateInstanceInformation',
        eventSource: 'ssm.amazonaws.com',
        baseline: 85.4202380952,
        observed: 664,
        attributions: [{ attribute: 'userIdentityArn', insight: [{ value: 'null', average: 664 }], baseline: [] }],
      },
    });
  });

  test('ends', () => {
    expect(insight({ state: 'End' })).toMatchObject({ id: `insight:${eventId(6)}/End`, severity: 'notice' });
    expect(insight({ state: 'End' }).summary).toMatch(/^unusual call rate of \S+ ended/);
  });

  test('of an error rate names the error', () => {
    const errors = insight({ insightType: 'ApiErrorRateInsight', errorCode: 'AccessDenied', insightContext: null });
    expect(errors.summary).toBe('unusual AccessDenied rate of UpdateInstanceInformation began');
  });

  test.each<[RecordParts]>([
    [{ insightDetails: null }],
    [{ insightDetails: {} }],
    [{ insightDetails: { insightContext: { statistics: 7, attributions: {} } } }],
    [{ insightDetails: { insightContext: { statistics: { baseline: { average: '7' }, insight: [] } }, state: 7 } }],
  ])('of any shape is one: %j', (parts) => {
    expect(insight({}, parts)).toMatchObject({
      kind: 'insight',
      id: `insight:${eventId(6)}/unknown`,
      detail: { eventName: 'unknown', insightType: 'unknown', baseline: null, observed: null, attributions: [] },
    });
  });

  test('without a shared id has its own', () => {
    expect(insight({}, { sharedEventID: undefined }).id).toBe(`insight:${eventId(5)}/Start`);
    expect(insight({}, { sharedEventID: undefined, eventID: undefined }).id).toBe('insight:unknown/Start');
  });
});
