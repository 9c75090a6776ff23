/** What real trails hold, and how it is read: a call's kind, ids and times; and Insights. */
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/model/json.ts';
import {
  callsOf,
  eventId,
  onlyCall,
  type RecordParts,
  recordOf,
  reportOf,
  skippedOf,
  target,
} from '../fixtures/cloudtrail.ts';
import { account, callOf, expectComplete, finds, ids, lines, numbered, other, text } from './cloudtrail-quirks.ts';

describe('read-only', () => {
  test.each<[JsonValue | undefined, string, boolean]>([
    [true, 'AssumeRole', true],
    [false, 'CheckMfa', false],
    ['true', 'AssumeRole', true],
    ['True', 'AssumeRole', true],
    ['false', 'GetX', false],
    [undefined, 'DescribeInstances', true],
    [undefined, 'RunInstances', false],
  ])('marked %j, %s is so: %s', async (readOnly, eventName, expected) => {
    expect((await callOf({ readOnly, eventName })).detail.readOnly).toBe(expected);
  });

  test('the wrapper’s mark does not count', async () => {
    const item = { EventId: eventId(1), ReadOnly: 'true', CloudTrailEvent: text(recordOf({ readOnly: false })) };
    expect(onlyCall(await reportOf({ a: { Events: [item] } })).detail.readOnly).toBe(false);
  });
});

describe('errors', () => {
  test.each<[string, RecordParts, string]>([
    ['a code without a message', { errorCode: 'AccessDenied' }, 'denied'],
    [
      'a failed sign-in, which has no code',
      { eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } },
      'failed',
    ],
    ['the prefix of EC2', { errorCode: 'Client.UnauthorizedOperation' }, 'denied'],
    ['a routine one', { errorCode: 'NoSuchBucketPolicy', errorMessage: 'The bucket policy does not exist' }, 'failed'],
    ['none', { errorMessage: '' }, 'success'],
  ])('%s', async (_, parts, outcome) => {
    expect((await callOf(parts)).detail.outcome).toBe(outcome);
  });

  test('are asked for with and without the prefix of EC2', async () => {
    for (const errorCode of ['UnauthorizedOperation', 'Client.UnauthorizedOperation']) {
      expect(await finds({ errorCode: 'Client.UnauthorizedOperation' }, { errorCode: [errorCode] })).toBe(true);
    }
  });
});

describe('names of events', () => {
  test.each(['CreateFunction20150331', 'CreateFunction20150331v2'])(
    '%s is asked for as CreateFunction',
    async (eventName) => {
      const parts = { eventSource: 'lambda.amazonaws.com', eventName };
      expect(await finds(parts, { eventName: ['CreateFunction'] })).toBe(true);
      expect(await finds(parts, { eventName: [eventName] })).toBe(true);
      expect(await finds(parts, { eventName: ['CreateFunc'] })).toBe(false);
      expect((await callOf(parts)).detail.eventName).toBe(eventName);
    },
  );
});

describe('addresses are opaque text', () => {
  test.each(['203.0.113.7', 'ec2.amazonaws.com', 'AWS Internal', '-', 'XXXXXXXXXXX', '255.18.064.253', '2001:db8::1'])(
    '%s',
    async (sourceIPAddress) => {
      expect((await callOf({ sourceIPAddress })).detail.principal.sourceIp).toBe(sourceIPAddress);
      expect(await finds({ sourceIPAddress }, { sourceIp: [sourceIPAddress] })).toBe(true);
    },
  );

  test('or missing', async () => {
    expect((await callOf({ sourceIPAddress: undefined })).detail.principal.sourceIp).toBeNull();
  });

  test('an invalid range is a value like any other', async () => {
    expect(await finds({ requestParameters: { cidrIp: '203.0.113.254/0' } }, { target: '203.0.113.254/0' })).toBe(true);
  });
});

describe('ids of events', () => {
  test.each<[string, JsonValue | undefined, RegExp]>([
    ['a UUID', eventId(1), /^cloudtrail:00000000-0000-4000-8000-000000000001$/],
    ['no UUID', '8c58977-02ee-4000-8000-000000000001', /^cloudtrail:8c58977-02ee-4000-8000-000000000001~[0-9a-f]{8}$/],
    [
      'an example’s',
      'EXAMPLE8-9621-4d00-b913-beca2EXAMPLE',
      /^cloudtrail:EXAMPLE8-9621-4d00-b913-beca2EXAMPLE~[0-9a-f]{8}$/,
    ],
    ['missing', undefined, /^cloudtrail:~[0-9a-f]{8}$/],
  ])('%s', async (_, eventID, id) => {
    expect((await callOf({ eventID })).id).toMatch(id);
  });

  test('regions that cannot be are taken as they are', async () => {
    for (const awsRegion of ['sagov-westsouth-1r', 'global', '']) {
      const call = await callOf({ awsRegion });
      expect(call.origin.region).toBe(awsRegion === '' ? null : awsRegion);
    }
  });

  test('one id on different records: all are listed, under ids that tell them apart', async () => {
    const records = [1, 2, 3].map((n) => recordOf({ requestParameters: { groupId: target, n } }));
    const report = await reportOf({ a: { Records: records } });
    expect(ids(report)).toHaveLength(3);
    expect(new Set(ids(report)).size).toBe(3);
    for (const id of ids(report)) expect(id).toMatch(new RegExp(`^cloudtrail:${eventId(1)}~[0-9a-f]{8}$`));
  });

  test('identical records are one, whatever carried them and however they are written', async () => {
    const record = recordOf();
    const reordered = Object.fromEntries(Object.entries(record).reverse());
    const report = await reportOf({
      a: { Records: [record] },
      b: lines(reordered),
      c: { detail: record },
      d: { Events: [{ CloudTrailEvent: JSON.stringify(record, null, 1) }] },
    });
    expect(ids(report)).toEqual([`cloudtrail:${eventId(1)}`]);
    expect(skippedOf(report)).toEqual({ duplicate: 3 });
  });

  test('the copy in another account is listed too, and the call counted once', async () => {
    const copies = [
      recordOf({ sharedEventID: eventId(9) }),
      numbered(2, { sharedEventID: eventId(9), recipientAccountId: other }),
    ];
    const report = await reportOf({ a: { Records: copies } });
    expect(ids(report)).toHaveLength(2);
    expect(report.verdict.who.map(({ calls }) => calls)).toEqual([1]);
  });

  test('the same id "1" on every record of an export', async () => {
    const records = Array.from({ length: 16 }, (_, n) => recordOf({ eventID: '1', requestID: String(n) }));
    const report = await reportOf({ a: lines(...records) });
    expect(new Set(ids(report)).size).toBe(16);
    expect(callsOf(report).every(({ detail }) => detail.eventId === '1')).toBe(true);
  });
});

describe('times', () => {
  test.each<[RecordParts, string]>([
    [{ eventTime: '2023-07-10T11:42:18Z' }, '2023-07-10T11:42:18.000Z'],
    [{ eventTime: undefined, '@timestamp': '2020-09-14T00:44:23.000Z' }, '2020-09-14T00:44:23.000Z'],
    [{ eventTime: '2022-02-08 09:23:37+11:00' }, '2022-02-07T22:23:37.000Z'],
    [{ eventTime: '2021-11-18T09:41:02-08:00' }, '2021-11-18T17:41:02.000Z'],
    [{ eventTime: '2025-01-21 17:49:47.000000000' }, '2025-01-21T17:49:47.000Z'],
    [{ eventTime: 1571956406.0 }, '2019-10-24T22:33:26.000Z'],
  ])('%j is %s', async (parts, time) => {
    expect((await callOf(parts)).time).toBe(time);
  });

  test('of a wrapper do not count', async () => {
    for (const EventTime of ['2021-11-18T09:41:02-08:00', 1571956406.0, '2022-02-08 09:23:37+11:00', undefined]) {
      const item = { EventTime, CloudTrailEvent: text(recordOf()) };
      expect(onlyCall(await reportOf({ a: lines(item) })).time).toBe('2026-03-03T14:03:27.000Z');
    }
  });

  test('of a window that ends on the second of an event leave it out, one that begins there lets it in', async () => {
    const at = '2026-03-03T14:03:27Z';
    expect(await finds({}, { target, since: at, until: '2026-03-03T15:00:00Z' })).toBe(true);
    expect(await finds({}, { target, since: '2026-03-03T14:00:00Z', until: at })).toBe(false);
  });
});

describe('Insights', () => {
  const insight = (state: string, n: number) => ({
    eventVersion: '1.08',
    eventTime: `2026-03-03T14:${state === 'Start' ? '10' : '20'}:00Z`,
    awsRegion: 'us-east-1',
    eventID: eventId(n),
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: account,
    sharedEventID: eventId(70),
    insightDetails: {
      state,
      eventSource: 'ssm.amazonaws.com',
      eventName: 'UpdateInstanceInformation',
      insightType: 'ApiCallRateInsight',
      insightContext: {
        statistics: { baseline: { average: 85.4 }, insight: { average: 664 } },
        attributions: [
          {
            attribute: 'userIdentityArn',
            insight: [
              { value: 'null', average: 1 },
              { value: `arn:aws:sts::${account}:assumed-role/x`, average: 2 },
            ],
          },
        ],
      },
    },
  });

  test('have neither name nor identity, and are two events of one shared id', async () => {
    const report = await reportOf({ a: { Records: [insight('End', 2), insight('Start', 1)] } });
    expect(ids(report)).toEqual([`insight:${eventId(70)}/Start`, `insight:${eventId(70)}/End`]);
    expect(report.timeline.map(({ kind }) => kind)).toEqual(['insight', 'insight']);
    expectComplete(report);
  });

  test('come in EventBridge envelopes too', async () => {
    const report = await reportOf({ a: { 'detail-type': 'AWS Insight via CloudTrail', detail: insight('Start', 1) } });
    expect(ids(report)).toEqual([`insight:${eventId(70)}/Start`]);
  });
});
