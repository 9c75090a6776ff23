/**
 * What real trails hold, and how it is read: delivery in containers, under various names, next to other files, in any order.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import {
  callsOf,
  eventId,
  gapsOf,
  onlyCall,
  type RecordParts,
  recordOf,
  reportOf,
  skippedOf,
  target,
} from '../fixtures/cloudtrail.ts';
import { shuffled } from '../fixtures/question.ts';
import { account, expectComplete, ids, lines, numbered, other, text } from './cloudtrail-quirks.ts';

describe('containers', () => {
  const record = recordOf();
  const lookupItem = {
    EventId: eventId(1),
    EventName: record['eventName'],
    ReadOnly: 'false',
    AccessKeyId: 'AKIAEXAMPLEBOB000001',
    EventTime: '2026-03-03T15:03:27+01:00',
    EventSource: record['eventSource'],
    Username: 'bob',
    Resources: [{ ResourceType: 'AWS::EC2::SecurityGroup', ResourceName: target }],
    CloudTrailEvent: text(record),
  };
  const envelope = {
    version: '0',
    id: eventId(99),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account,
    time: '2026-03-03T14:03:27Z',
    region: 'us-east-1',
    resources: [],
    detail: record,
  };
  const subscription = {
    messageType: 'DATA_MESSAGE',
    owner: account,
    logGroup: 'trail',
    logStream: `${account}_CloudTrail_us-east-1`,
    subscriptionFilters: ['all'],
    logEvents: [{ id: '3', timestamp: 1772546607000, message: text(record) }],
  };

  test.each<[string, string | Buffer]>([
    ['a delivered file', text({ Records: [record] })],
    ['a compressed one', gzipSync(text({ Records: [record] }))],
    ['a pretty-printed one', JSON.stringify({ Records: [record] }, null, 4)],
    ['a bare list', text([record])],
    ['one object', text(record)],
    ['JSON lines', lines(record)],
    ['an EventBridge envelope', text(envelope)],
    ['EventBridge envelopes, one a line', lines(envelope)],
    ['what lookup-events prints', JSON.stringify({ Events: [lookupItem], NextToken: 'x' }, null, 4)],
    ['items of lookup-events, one a line', lines(lookupItem)],
    ['a log subscription', text(subscription)],
    ['a log subscription through Firehose', gzipSync(gzipSync(text(subscription)))],
    ['a log export', `2026-03-03T14:03:27.000Z ${text(record)}\n`],
    ['SNS in SQS', text({ Messages: [{ Body: text({ Type: 'Notification', Message: text(envelope) }) }] })],
    ['a wrapper of somebody’s own', text({ cloudtrail: { event: record } })],
  ])('%s', async (_, content) => {
    const report = await reportOf({ a: content }, { target });
    const plain = await reportOf({ a: { Records: [record] } }, { target });
    const { origin, ...call } = onlyCall(report);
    expect({ ...origin, locator: 'a#1' }).toEqual(onlyCall(plain).origin);
    expect(call).toEqual({ ...onlyCall(plain), origin: undefined });
    expect(origin.locator).toBe('a#1');
    expectComplete(report);
    expect(report.coverage[0]).toMatchObject({
      source: 'cloudtrail',
      account,
      region: 'us-east-1',
      records: 1,
      matched: 1,
    });
  });

  test('control messages of a subscription hold no event', async () => {
    const control = {
      messageType: 'CONTROL_MESSAGE',
      owner: 'CloudwatchLogs',
      logGroup: '',
      logStream: '',
      subscriptionFilters: [],
      logEvents: [
        { id: '', timestamp: 1772546607000, message: 'CWL CONTROL MESSAGE: Checking health of destination Firehose.' },
      ],
    };
    const report = await reportOf({ a: lines(control, subscription) });
    expect(ids(report)).toEqual([`cloudtrail:${eventId(1)}`]);
    expectComplete(report);
  });

  test('records of other kinds in the same tree are set aside and counted', async () => {
    const others = ['AWS Health Event', 'EC2 Instance State-change Notification'].map((type) => ({
      'detail-type': type,
      source: 'aws.x',
      detail: { a: 1 },
    }));
    const notification = {
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          eventName: 'ObjectCreated:Put',
          eventTime: '2026-03-03T14:00:00Z',
          userIdentity: { principalId: 'AWS:x' },
          s3: { bucket: { name: 'logs' } },
        },
      ],
    };
    const report = await reportOf({ a: text(others), b: notification, 'c.txt': 'hello', d: { Records: [record] } });
    expect(ids(report)).toEqual([`cloudtrail:${eventId(1)}`]);
    expect(skippedOf(report)).toMatchObject({
      'AWS Health Event': 1,
      'EC2 Instance State-change Notification': 1,
      json: 1,
      text: 1,
    });
    expect(gapsOf(report).map(({ code, blocking }) => [code, blocking])).toEqual([['UNRECOGNIZED_FILE', false]]);
    expect(report.coverage.every(({ complete }) => complete)).toBe(true);
  });

  test('one file plain and compressed beside each other holds every event once; names do not tell which is which', async () => {
    const content = text({ Records: [numbered(1), numbered(2)] });
    const report = await reportOf({ 'a.json': gzipSync(content), 'a.json.gz': content });
    expect(ids(report)).toEqual([1, 2].map((n) => `cloudtrail:${eventId(n)}`));
    expect(callsOf(report).map(({ origin }) => origin.locator)).toEqual(['a.json#1', 'a.json#2']);
    expect(report.coverage[0]).toMatchObject({ records: 4, matched: 2, skipped: { duplicate: 2 } });
    expectComplete(report);
  });

  test('files that hold nothing are no damage', async () => {
    const report = await reportOf({
      a: { Records: [] },
      b: [],
      c: '',
      'AWSLogs/folder-object': '',
      d: { Records: [record] },
    });
    expect(ids(report)).toHaveLength(1);
    expectComplete(report);
    const empty = await reportOf({ a: { Records: [] } });
    expect(empty.timeline).toEqual([]);
    // no file says what it has none of
    expect(gapsOf(empty).map(({ message }) => message)).toEqual(['the files hold no records of cloudtrail']);
  });
});

describe('names of files', () => {
  const name = (of: string, time = '20260303T1405Z') => `${of}_CloudTrail_us-east-1_${time}_AbCdEf0123456789.json.gz`;
  const folder = (of: string) => `${of}/CloudTrail/us-east-1/2026/03/03`;
  const file = (parts: RecordParts = {}) => gzipSync(text({ Records: [recordOf(parts)] }));

  test.each([
    `AWSLogs/${folder(account)}/${name(account)}`,
    `AWSLogs/o-exampleorg1/${folder(account)}/${name(account)}`,
    `AWSLogs/o-exampleorg1/${folder(account)}/${account}_CloudTrail_us-east-1-20260303T1405.json`,
    'anything',
    `${name(account)}.part`,
  ])('%s is read, whatever the question', async (path) => {
    const asked = {
      since: '2026-03-03T14:00:00Z',
      until: '2026-03-03T15:00:00Z',
      accounts: [account],
      regions: ['us-east-1'],
    };
    expect(ids(await reportOf({ [path]: file() }, asked))).toEqual([`cloudtrail:${eventId(1)}`]);
  });

  test('another account in the name than in the record: the record is right', async () => {
    const files = { [`AWSLogs/${folder(other)}/${name(other)}`]: file() };
    const call = onlyCall(await reportOf(files, { accounts: [account] }));
    expect(call.origin.account).toBe(account);
    expect((await reportOf(files, { accounts: [other] })).timeline).toEqual([]);
  });

  test('the time in a name is that of the delivery, minutes after the event', async () => {
    const report = await reportOf(
      { [name(account, '20260303T1415Z')]: file({ eventTime: '2026-03-03T14:03:27Z' }) },
      { since: '2026-03-03T14:00:00Z', until: '2026-03-03T14:05:00Z' },
    );
    expect(ids(report)).toHaveLength(1);
  });

  test('the folder of a day holds events of the day before', async () => {
    const path = `AWSLogs/${folder(account).replace('03/03', '03/04')}/${name(account, '20260304T0000Z')}`;
    const report = await reportOf(
      { [path]: file({ eventTime: '2026-03-03T23:59:54Z' }) },
      { since: '2026-03-03T23:50:00Z', until: '2026-03-04T00:00:00Z' },
    );
    expect(ids(report)).toHaveLength(1);
  });
});

describe('what lies in the same bucket', () => {
  const digest = {
    awsAccountId: account,
    digestStartTime: '2026-03-03T14:00:00Z',
    digestEndTime: '2026-03-03T15:00:00Z',
    digestS3Bucket: 'trail',
    digestS3Object: `AWSLogs/${account}/CloudTrail-Digest/us-east-1/2026/03/03/digest.json.gz`,
    logFiles: [
      { s3Bucket: 'trail', s3Object: `AWSLogs/${account}/CloudTrail/us-east-1/2026/03/03/a.json.gz`, hashValue: 'x' },
    ],
  };

  test('digest files have no records: they are counted', async () => {
    const report = await reportOf({ [digest.digestS3Object]: gzipSync(text(digest)), b: { Records: [recordOf()] } });
    expect(ids(report)).toHaveLength(1);
    expect(skippedOf(report)).toEqual({ digest: 1 });
    expectComplete(report);
  });

  test('a digest whose region or account are not asked for is not counted', async () => {
    const elsewhere = { ...digest, digestS3Object: digest.digestS3Object.replace('us-east-1', 'eu-west-1') };
    const report = await reportOf(
      { a: digest, b: elsewhere, c: { Records: [recordOf()] } },
      { regions: ['us-east-1'] },
    );
    expect(skippedOf(report)).toEqual({ digest: 1 });
  });
});

describe('order', () => {
  const records = Array.from({ length: 30 }, (_, n) =>
    numbered(n, { eventTime: `2026-03-03T14:00:${String((n * 7) % 10).padStart(2, '0')}Z` }),
  );

  test('is by time, then by id, however the input is sorted', async () => {
    const report = await reportOf({ a: { Records: records } });
    const sorted = [...report.timeline].sort((a, b) => (a.time + a.id < b.time + b.id ? -1 : 1));
    expect(ids(report)).toEqual(sorted.map(({ id }) => id));
    expect(ids(report)).toHaveLength(30);
  });

  test('of files and records changes no byte of the report', async () => {
    const stripped = (report: Report) => text(report).replaceAll(/"locator":"[^"]*"/g, '');
    const first = await reportOf({ a: { Records: records.slice(0, 10) }, b: { Records: records.slice(10) } });
    for (let seed = 1; seed <= 5; seed++) {
      const mixed = shuffled(records, seed);
      const report = await reportOf({ a: { Records: mixed.slice(0, 20) }, b: { Records: mixed.slice(20) } });
      const bytes = (of: Report) => of.coverage.reduce((sum, entry) => sum + entry.bytes, 0);
      expect(stripped(report).replaceAll(String(bytes(report)), '')).toBe(
        stripped(first).replaceAll(String(bytes(first)), ''),
      );
    }
  });
});
