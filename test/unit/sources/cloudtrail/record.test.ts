import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import { plainEventName } from '../../../../src/resources/event-name.ts';
import {
  accountOf,
  digestRegion,
  eventTime,
  isCloudTrailRecord,
  isDigest,
  isInsight,
  isReadOnly,
  outcomeOf,
  regionOf,
  sourceIpOf,
  userAgentOf,
} from '../../../../src/sources/cloudtrail/record.ts';
import { recordOf } from '../../../fixtures/cloudtrail.ts';

const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());

describe('isCloudTrailRecord', () => {
  const call = { eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com' };

  test.each<[string, JsonObject, boolean]>([
    ['a delivered record', recordOf(), true],
    ['one of 2014, without an id', { ...call, userIdentity: {} }, true],
    ['one without an identity', { ...call, eventID: '1' }, true],
    ['one with its type alone', { ...call, eventType: 'AwsServiceEvent' }, true],
    ['a reshaped one', { ...call, sourceIPAddress: '-' }, true],
    ['an Insight', { eventType: 'AwsCloudTrailInsight' }, true],
    ['an Insight by its details', { insightDetails: {} }, true],
    ['a name and a source alone', call, false],
    ['a source without a name', { eventSource: 'ec2.amazonaws.com', userIdentity: {} }, false],
    ['a name that is no text', { ...call, eventName: 7, userIdentity: {} }, false],
    [
      'an S3 event notification',
      { ...call, eventSource: 'aws:s3', userIdentity: {}, eventName: 'ObjectCreated:Put' },
      false,
    ],
    ['a change of a DynamoDB stream', { eventSource: 'aws:dynamodb', eventName: 'INSERT', eventID: '1' }, false],
    ['an empty object', {}, false],
  ])('%s: %#', (_, value, expected) => {
    expect(isCloudTrailRecord(value)).toBe(expected);
  });

  test('an Insight is told from a call', () => {
    expect(isInsight(recordOf())).toBe(false);
    expect(isInsight({ insightDetails: 'text' })).toBe(false);
  });
});

describe('eventTime', () => {
  test.each<[JsonValue, string]>([
    ['2023-07-10T11:42:18Z', '2023-07-10T11:42:18.000Z'],
    ['2020-09-14T00:44:23.123Z', '2020-09-14T00:44:23.123Z'],
    ['2024-08-01T13:56:39.482702201Z', '2024-08-01T13:56:39.482Z'],
    ['2022-02-08 09:23:37+11:00', '2022-02-07T22:23:37.000Z'],
    ['2021-11-18T09:41:02-08:00', '2021-11-18T17:41:02.000Z'],
    ['2021-11-18T09:41:02-0800', '2021-11-18T17:41:02.000Z'],
    ['2025-01-21 17:49:47.000000000', '2025-01-21T17:49:47.000Z'],
    ['2025-01-21 17:49:47.654321', '2025-01-21T17:49:47.654Z'],
    ['2025-01-21T17:49:47', '2025-01-21T17:49:47.000Z'],
    [1571956406, '2019-10-24T22:33:26.000Z'],
    [1571956406.25, '2019-10-24T22:33:26.250Z'],
  ])('%j is %s', (value, expected) => {
    expect(iso(eventTime({ eventTime: value }))).toBe(expected);
    expect(iso(eventTime({ '@timestamp': value }))).toBe(expected);
    expect(iso(eventTime({ eventTime: 'redacted', '@timestamp': value }))).toBe(expected);
  });

  test.each<[JsonValue]>([
    ['redacted'],
    [''],
    ['2025-10-21TT00:52:27Z'],
    ['2025-13-21T00:52:27Z'],
    ['2025-10-21T25:52:27Z'],
    ['2025-10-21'],
    ['Jul 10, 2023 12:24:29 PM'],
    ['tomorrow'],
    ['+010000-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59-23:59'],
    ['0001-01-01T00:00:00Z'],
    ['2025-10-21T00:52:27Z '],
    [0],
    [-1],
    [1e300],
    [1e15],
    [true],
    [null],
    [{}],
    [['2023-07-10T11:42:18Z']],
  ])('%j is none', (value) => {
    expect(eventTime({ eventTime: value })).toBeUndefined();
  });

  test('numbers that no clock shows are none', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE]) {
      expect(eventTime({ eventTime: value })).toBeUndefined();
    }
  });

  test('its own wins over that of the log platform', () => {
    expect(iso(eventTime(recordOf({ '@timestamp': '2026-01-01T00:00:00Z' })))).toBe('2026-03-03T14:03:27.000Z');
  });

  test('missing is none', () => {
    expect(eventTime({})).toBeUndefined();
  });
});

describe('isReadOnly', () => {
  test.each<[JsonValue | undefined, string, boolean]>([
    [true, 'RunInstances', true],
    [false, 'DescribeInstances', false],
    ['true', 'RunInstances', true],
    ['True', 'RunInstances', true],
    ['TRUE', 'RunInstances', true],
    ['false', 'DescribeInstances', false],
    ['False', 'DescribeInstances', false],
    // neither spelling: the name decides
    ['yes', 'DescribeInstances', true],
    ['', 'RunInstances', false],
    [null, 'GetObject', true],
    [1, 'RunInstances', false],
    [undefined, 'GetUser', true],
  ])('%j of %s: %s', (readOnly, eventName, expected) => {
    expect(isReadOnly(recordOf({ readOnly, eventName }))).toBe(expected);
  });

  test.each([
    'GetUser',
    'ListBuckets',
    'DescribeInstances',
    'HeadBucket',
    'LookupEvents',
    'SearchResources',
    'SelectResourceConfig',
    'BatchGetImage',
    'QueryObjects',
    'Query',
    'Scan',
    'TestEventPattern',
    'ValidateTemplate',
    'SimulatePrincipalPolicy',
    'CheckMfa',
    'PreviewAgents',
  ])('%s reads by its name', (eventName) => {
    expect(isReadOnly(recordOf({ readOnly: undefined, eventName }))).toBe(true);
  });

  test.each(['Getaway', 'Listen', 'Scanner', 'getUser', 'CreateTestSuite', 'Testify', '', 'AssumeRole'])(
    '%s does not',
    (eventName) => {
      expect(isReadOnly(recordOf({ readOnly: undefined, eventName }))).toBe(false);
    },
  );
});

describe('outcomeOf', () => {
  test.each<[string, 'denied' | 'failed']>([
    ['AccessDenied', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['Client.UnauthorizedOperation', 'denied'],
    ['UnauthorizedOperation', 'denied'],
    ['NotAuthorized', 'denied'],
    ['NotAuthorizedException', 'denied'],
    ['Forbidden', 'denied'],
    ['ForbiddenException', 'denied'],
    ['NoSuchBucketPolicy', 'failed'],
    ['ThrottlingException', 'failed'],
    ['Client.InvalidGroup.NotFound', 'failed'],
    ['Client.DryRunOperation', 'failed'],
    ['accessdenied', 'failed'],
  ])('%s: %s', (errorCode, outcome) => {
    expect(outcomeOf(recordOf({ errorCode }))).toBe(outcome);
  });

  test('a failed sign-in has no error code', () => {
    expect(outcomeOf(recordOf({ responseElements: { ConsoleLogin: 'Failure' } }))).toBe('failed');
    expect(outcomeOf(recordOf({ responseElements: { ConsoleLogin: 'Success' } }))).toBe('success');
  });

  test.each<[JsonValue | undefined]>([[undefined], [''], [null], [7]])('an error code %j is none', (errorCode) => {
    expect(outcomeOf(recordOf({ errorCode }))).toBe('success');
  });

  test('a message alone is no error', () => {
    expect(outcomeOf(recordOf({ errorMessage: 'AccessDenied' }))).toBe('success');
  });
});

describe('the place', () => {
  test('is the account that got the record, else the caller’s', () => {
    expect(accountOf(recordOf({ recipientAccountId: '444455556666' }))).toBe('444455556666');
    expect(accountOf(recordOf({ recipientAccountId: undefined }))).toBe('111122223333');
    expect(accountOf(recordOf({ recipientAccountId: '', userIdentity: null }))).toBeNull();
    expect(accountOf(recordOf({ recipientAccountId: 111122223333, userIdentity: {} }))).toBeNull();
  });

  test('keeps leading zeros', () => {
    expect(accountOf(recordOf({ recipientAccountId: '012345678912' }))).toBe('012345678912');
  });

  test('is the region, as it is written', () => {
    expect(regionOf(recordOf({ awsRegion: 'global' }))).toBe('global');
    expect(regionOf(recordOf({ awsRegion: undefined }))).toBeNull();
  });
});

describe('fields that an exporter moved', () => {
  const moved = { network: { client: { ip: '192.0.2.9' } }, http: { useragent: 'Boto3/1.26' } };

  test('are read where the record has none of its own', () => {
    expect(sourceIpOf(moved)).toBe('192.0.2.9');
    expect(userAgentOf(moved)).toBe('Boto3/1.26');
    expect(sourceIpOf(recordOf(moved))).toBe('203.0.113.7');
    expect(userAgentOf(recordOf(moved))).toMatch(/^aws-cli/);
  });

  test.each<[JsonObject]>([[{}], [{ network: null, http: 7 }], [{ network: { client: 'x' } }], [{ http: [] }]])(
    '%j holds none',
    (record) => {
      expect([sourceIpOf(record), userAgentOf(record)]).toEqual([undefined, undefined]);
    },
  );
});

describe('plainEventName', () => {
  test.each([
    ['CreateFunction20150331', 'CreateFunction'],
    ['UpdateFunctionCode20150331v2', 'UpdateFunctionCode'],
    ['TagResource20170331v2', 'TagResource'],
    ['UpdateDistribution2020_05_31', 'UpdateDistribution'],
    ['CreateFunction', 'CreateFunction'],
    ['PutObject2', 'PutObject2'],
    ['20150331', '20150331'],
    ['Create2015033', 'Create2015033'],
    ['Create201503310', 'Create201503310'],
    ['', ''],
  ])('%s is %s', (eventName, plain) => {
    expect(plainEventName(eventName)).toBe(plain);
  });
});

describe('a digest', () => {
  const digest = {
    awsAccountId: '111122223333',
    digestStartTime: '2026-03-03T13:00:00Z',
    digestS3Bucket: 'trail',
    digestS3Object: 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/03/a.json.gz',
  };

  test('is told by what it says of itself', () => {
    expect(isDigest(digest)).toBe(true);
    expect(isDigest(recordOf())).toBe(false);
    expect(isDigest({ digestStartTime: '' })).toBe(false);
  });

  test('names its region in its key', () => {
    expect(digestRegion(digest)).toBe('eu-west-1');
    expect(digestRegion({ ...digest, digestS3Object: 'elsewhere.json.gz' })).toBeNull();
    expect(digestRegion({ digestS3Object: 7 })).toBeNull();
  });
});
