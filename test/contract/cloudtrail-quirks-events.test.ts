/** What real trails hold, and what becomes of it: what a call was: who made it, its kind, its ids, its times; and Insights. */
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
  user,
} from '../fixtures/cloudtrail.ts';
import { shuffled } from '../fixtures/question.ts';
import { account, callOf, expectComplete, finds, ids, lines, numbered, other, text } from './cloudtrail-quirks.ts';

describe('identities', () => {
  const session = `arn:aws:sts::${account}:assumed-role/deploy/run-17`;

  test.each<[string, JsonValue | undefined, string]>([
    ['without a type', { accountId: account, invokedBy: 'AWS Internal' }, 'AWS Internal'],
    ['missing', undefined, 'unknown'],
    ['null', null, 'unknown'],
    ['without an ARN', { type: 'IAMUser', accountId: account, userName: 'bob', accessKeyId: '' }, 'bob'],
    ['with empty contexts', { ...user, sessionContext: { sessionIssuer: {}, webIdFederationData: {} } }, 'bob'],
    ['for which a service acted', { ...user, invokedBy: 'AWS Internal' }, 'bob'],
    ['of another account', { type: 'AWSAccount', accountId: other, principalId: 'AROAEXAMPLE:x' }, `account:${other}`],
    [
      'of nobody',
      { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL', principalId: '' },
      'account:ANONYMOUS_PRINCIPAL',
    ],
    ['of Identity Center', { type: 'IdentityCenterUser', accountId: account, onBehalfOf: { userId: 'u-1' } }, 'u-1'],
    ['of a service', { type: 'AWSService', invokedBy: 'config.amazonaws.com' }, 'config.amazonaws.com'],
    ['of root', { type: 'Root', accountId: account }, 'root'],
    ['of a session', { type: 'AssumedRole', arn: session }, 'deploy'],
    [
      'of a session run together',
      { type: 'AssumedRole', arn: `arn:aws:sts::${account}:assumed-role/AWSReservedSSOx@example.com` },
      'AWSReservedSSOx@example.com',
    ],
  ])('%s', async (_, userIdentity, name) => {
    const { detail } = await callOf({ userIdentity });
    expect(detail.principal.name).toBe(name);
    expect(detail.principal.accessKeyId).not.toBe('');
  });

  test('a role is asked for with the path that only its issuer has', async () => {
    const userIdentity = {
      type: 'AssumedRole',
      arn: session,
      principalId: 'AROAEXAMPLEROLE00001:run-17',
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${account}:role/path/deploy`, userName: 'deploy' },
      },
    };
    for (const spelling of [
      'deploy',
      'run-17',
      session,
      `arn:aws:iam::${account}:role/path/deploy`,
      'AROAEXAMPLEROLE00001',
    ]) {
      const call = await callOf({ userIdentity }, { target: spelling });
      expect(call.match).toEqual(['principal']);
    }
  });

  test('the way that credentials came is told, also where two accounts recorded a hop', async () => {
    const assume = (n: number, key: string, parts: RecordParts) =>
      numbered(n, {
        eventTime: `2026-03-03T13:0${n}:00Z`,
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRole',
        readOnly: true,
        requestParameters: { roleArn: `arn:aws:iam::${other}:role/hop-${n}` },
        responseElements: {
          credentials: { accessKeyId: key },
          assumedRoleUser: { arn: `arn:aws:sts::${other}:assumed-role/hop-${n}/x` },
        },
        ...parts,
      });
    const role = (n: number, accessKeyId: string) => ({
      type: 'AssumedRole',
      arn: `arn:aws:sts::${other}:assumed-role/hop-${n}/x`,
      accountId: other,
      accessKeyId,
    });
    const records = [
      recordOf({ userIdentity: role(2, 'ASIAEXAMPLEHOP000002') }),
      assume(2, 'ASIAEXAMPLEHOP000002', {
        userIdentity: { type: 'AWSAccount', accountId: other, principalId: 'AROAEXAMPLE:x' },
        sharedEventID: eventId(50),
      }),
      assume(2, 'ASIAEXAMPLEHOP000002', {
        userIdentity: role(1, 'ASIAEXAMPLEHOP000001'),
        sharedEventID: eventId(50),
        eventID: eventId(22),
        recipientAccountId: other,
      }),
      assume(1, 'ASIAEXAMPLEHOP000001', {}),
    ];
    for (let seed = 1; seed <= 6; seed++) {
      const call = onlyCall(await reportOf({ a: { Records: shuffled(records, seed) } }, { target }));
      expect(call.detail.principal.path.map(({ event }) => event)).toEqual([
        `cloudtrail:${eventId(1)}`,
        `cloudtrail:${eventId(22)}`,
      ]);
    }
  });
});

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
