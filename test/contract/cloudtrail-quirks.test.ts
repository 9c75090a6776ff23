/** What real trails hold, and what becomes of it: files on disk, read by the real reader, asserted on the report. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { Report } from '../../src/model/report.ts';
import {
  type Asked,
  callsOf,
  eventId,
  gapsOf,
  onlyCall,
  type RecordParts,
  recordOf,
  reportOf,
  skippedOf,
  target,
  user,
} from '../fixtures/cloudtrail.ts';
import { shuffled } from '../fixtures/question.ts';

const [account, other] = ['111122223333', '444455556666'] as const;
const text = (value: unknown) => JSON.stringify(value);
const lines = (...values: readonly unknown[]) => values.map((value) => `${text(value)}\n`).join('');

const ids = (report: Report) => report.timeline.map(({ id }) => id);
const numbered = (n: number, parts: RecordParts = {}) => recordOf({ eventID: eventId(n), ...parts });

/** The only call of a file that holds one record. */
const callOf = async (parts: RecordParts, asked: Asked = {}) =>
  onlyCall(await reportOf({ a: { Records: [recordOf(parts)] } }, asked));

/** Whether a question finds the record of these parts; everything else in the file it leaves out. */
async function finds(parts: RecordParts, asked: Asked): Promise<boolean> {
  const records = [
    recordOf(parts),
    numbered(2, { requestParameters: null, userIdentity: null, sourceIPAddress: '192.0.2.1' }),
  ];
  const report = await reportOf({ a: { Records: records } }, asked);
  expect(ids(report)).not.toContain(`cloudtrail:${eventId(2)}`);
  return callsOf(report).length === 1;
}

/** What every sound archive answers: nothing is missing, nothing could not be read. */
function expectComplete(report: Report) {
  expect(gapsOf(report).filter(({ blocking }) => blocking)).toEqual([]);
  expect(report.coverage.every(({ complete }) => complete)).toBe(true);
}

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
    // no file says of what it is empty
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

describe('damage costs what it hit, and is told with file and offset', () => {
  const three = [1, 2, 3].map((n) => numbered(n));
  const whole = text({ Records: three });

  test('a file cut off in the middle of a record', async () => {
    const content = whole.slice(0, -40);
    const report = await reportOf({ 'logs/a.json': content });
    expect(ids(report)).toEqual([1, 2].map((n) => `cloudtrail:${eventId(n)}`));
    const offset = whole.indexOf(text(three[2]));
    expect(gapsOf(report)).toMatchObject([
      {
        code: 'DAMAGED_FILE',
        blocking: true,
        message: `logs/a.json: the record is cut off at byte ${offset}`,
        locator: `logs/a.json:${offset}`,
      },
    ]);
    expect(report.coverage[0]).toMatchObject({ complete: false, account, region: 'us-east-1' });
  });

  test('a compressed file cut off', async () => {
    const packed = gzipSync(text({ Records: Array.from({ length: 50 }, (_, n) => numbered(n)) }));
    const report = await reportOf({ a: packed.subarray(0, packed.length - 60) });
    expect(callsOf(report).length).toBeGreaterThan(30);
    expect(gapsOf(report).map(({ code }) => code)).toEqual(['DAMAGED_FILE']);
  });

  test('a comma missing between two records', async () => {
    const content = whole.replace('},{"eventVersion"', '}{"eventVersion"');
    const report = await reportOf({ a: content });
    expect(ids(report)).toHaveLength(3);
    expect(gapsOf(report)[0]?.message).toMatch(/^a: a comma is missing before this record at byte \d+$/);
  });

  test('a record that is no JSON', async () => {
    const content = whole.replace(`"eventID":"${eventId(2)}"`, '"eventID":undefined');
    const report = await reportOf({ a: content });
    expect(ids(report)).toEqual([1, 3].map((n) => `cloudtrail:${eventId(n)}`));
    expect(gapsOf(report)[0]?.message).toMatch(/^a: the record is no valid JSON at byte \d+$/);
  });

  test('a record without a readable time', async () => {
    const report = await reportOf({
      a: { Records: [numbered(1, { eventTime: 'redacted' }), numbered(2, { eventTime: undefined }), numbered(3)] },
    });
    expect(ids(report)).toEqual([`cloudtrail:${eventId(3)}`]);
    expect(gapsOf(report)[0]?.message).toBe('a: 2 records: no readable eventTime');
  });

  test('a record that nests deeper than any', async () => {
    const deep = `{"eventVersion":"1.10","eventName":"X","eventSource":"x","eventID":"1","a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const report = await reportOf({ a: `[${text(three[0])},${deep},${text(three[2])}]` });
    expect(ids(report)).toEqual([1, 3].map((n) => `cloudtrail:${eventId(n)}`));
    expect(gapsOf(report)).toHaveLength(1);
  });

  test('with damage, "nobody" is not said', async () => {
    const asked = { target: 'sg-00000000000000000', since: '2026-03-03T14:00:00Z', until: '2026-03-03T14:10:00Z' };
    expect((await reportOf({ a: whole }, asked)).verdict.answer).toBe('not-seen');
    expect((await reportOf({ a: whole.slice(0, -40) }, asked)).verdict.answer).toBe('unknown');
  });

  test.each<[string, string]>([
    ['without anything between them', three.map(text).join('')],
    ['with commas between', three.map(text).join(',')],
    ['as delivered files one behind the other', three.map((r) => text({ Records: [r] })).join('')],
  ])('objects that follow each other %s are no damage', async (_, content) => {
    const report = await reportOf({ a: content });
    expect(ids(report)).toHaveLength(3);
    expectComplete(report);
  });
});

describe('text', () => {
  test.each<[string, string]>([
    ['a byte order mark', '\u{FEFF}'],
    ['blanks', ' \r\n\t '],
  ])('%s before the content', async (_, start) => {
    const report = await reportOf({ a: start + text({ Records: [recordOf()] }) });
    expect(ids(report)).toHaveLength(1);
    expectComplete(report);
  });

  test('of any script, escaped or not, in pairs of surrogates or in halves of them', async () => {
    const description = '한국어 🙂 \ud83d \u0000 é';
    const plain = text({ Records: [recordOf({ requestParameters: { description } })] });
    const escaped = plain.replaceAll(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const report = await reportOf({ a: plain, b: escaped });
    expect(onlyCall(report).detail.requestParameters).toEqual({ description });
  });

  test('of a quarter of a megabyte in one record', async () => {
    const call = await callOf(
      {
        responseElements: {
          list: Array.from({ length: 4000 }, (_, n) => ({ n, value: 'x'.repeat(50) })),
          last: 'sg-00000000000000009',
        },
      },
      { target: 'sg-00000000000000009' },
    );
    expect(call.match).toEqual(['target']);
  });

  test('cut off by CloudTrail is not the whole: a truncated id is another', async () => {
    expect(await finds({ requestParameters: { groupId: target.slice(0, -1) } }, { target })).toBe(false);
    expect(await finds({ requestParameters: `{"groupId":"${target}` }, { target })).toBe(false);
  });
});

describe('parameters', () => {
  test.each<[string, JsonValue | undefined]>([
    ['null', null],
    ['missing', undefined],
    ['the text "null"', 'null'],
  ])('%s are null', async (_, value) => {
    const { detail } = await callOf({ requestParameters: value, responseElements: value });
    expect([detail.requestParameters, detail.responseElements]).toEqual([null, null]);
  });

  test('of a denied call are null: its message names the target', async () => {
    const role = `arn:aws:iam::${account}:role/path/admin`;
    const denied = {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: null,
      errorCode: 'AccessDenied',
      errorMessage: `User: arn:aws:iam::${account}:user/bob is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    };
    for (const spelling of [role, 'admin']) {
      const call = await callOf(denied, { target: spelling });
      expect(call).toMatchObject({ match: ['target'], detail: { outcome: 'denied' } });
    }
    expect(await finds(denied, { target: 'adm' })).toBe(false);
  });

  test('of a throttled call are null too, and nothing names the target', async () => {
    const throttled = { requestParameters: null, errorCode: 'ThrottlingException', errorMessage: 'Rate exceeded' };
    expect(await finds(throttled, { target })).toBe(false);
    expect((await callOf(throttled)).detail.outcome).toBe('failed');
  });

  test.each<[string, string, JsonObject]>([
    ['s3', 'PutBucketTagging', { bucketName: 'logs', Tagging: { TagSet: { Tag: { Key: 'a', Value: true } } } }],
    [
      's3',
      'PutBucketTagging',
      { bucketName: 'logs', Tagging: { TagSet: { Tag: [{ Key: 'a', Value: 'b' }] } }, tagging: '' },
    ],
    ['s3', 'PutBucketAcl', { bucketName: 'logs', acl: '' }],
    ['s3', 'PutBucketLifecycle', { bucketName: 'logs', lifecycle: '', LifecycleConfiguration: '' }],
    ['ec2', 'EnableSerialConsoleAccess', { EnableSerialConsoleAccessRequest: '' }],
    ['ec2', 'DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-0a1b2c3d4e5f60718' } } }],
    [
      'ec2',
      'RunInstances',
      { instancesSet: '', disableApiTermination: { value: true }, userData: '<sensitiveDataRemoved>' },
    ],
    ['ec2', 'RunInstances', { instancesSet: { items: {} }, disableApiTermination: false }],
    ['ec2', 'DescribeInstanceTypes', { DescribeInstanceTypesRequest: { xmlns: 'x', InstanceType: 't3' } }],
    ['lambda', 'UpdateFunctionConfiguration20150331v2', { environment: 'HIDDEN_DUE_TO_SECURITY_REASONS' }],
    ['lambda', 'UpdateFunctionConfiguration20150331v2', { environment: [] }],
    ['ssm', 'SendCommand', { parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS', documentName: ['x'] }],
    ['rds', 'ModifyDBInstance', { dBInstanceIdentifier: 'db-1' }],
    ['iam', 'UploadSSHPublicKey', { sSHPublicKeyBody: {}, userName: null }],
    ['cloudformation', 'CreateStack', { parameters: {}, tags: null, aRN: 'x', _return: true }],
  ])('%s %s of %j is described, whatever type they have', async (service, eventName, requestParameters) => {
    const call = await callOf({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters });
    expect(call.summary).toMatch(/^\S.*\S$/);
    expect(call.summary).not.toMatch(/undefined|\[object|NaN/);
  });

  test.each([
    'dBInstanceIdentifier',
    'aRN',
    'ARN',
    'sSHPublicKey',
    '_return',
    'x-amz-id-2',
    'Supplementary.Tags.1',
    '__proto__',
  ])('a value under %s is a value', async (key) => {
    const requestParameters = JSON.parse(`{${text(key)}:"db-1"}`) as JsonValue;
    expect(await finds({ requestParameters }, { target: 'db-1' })).toBe(true);
  });

  test.each<[string, (policy: string) => string]>([
    ['as text', (policy) => policy],
    ['URL-encoded, as IAM answers', (policy) => encodeURIComponent(policy)],
  ])('JSON inside a string is opened: %s', async (_, encode) => {
    const policy = JSON.stringify({ Statement: [{ Principal: { AWS: `arn:aws:iam::${other}:root` } }] }, null, 2);
    const parts = {
      eventSource: 'iam.amazonaws.com',
      eventName: 'UpdateAssumeRolePolicy',
      requestParameters: { policyDocument: encode(policy) },
    };
    expect(await finds(parts, { target: other, as: 'target' })).toBe(true);
    expect(await finds(parts, { target: 'Statement', as: 'target' })).toBe(false);
  });

  test('secrets are gone before anything is reported', async () => {
    const secret = 'hunter2-and-a-half';
    const report = await reportOf({
      a: {
        Records: [
          recordOf({
            requestParameters: { masterUserPassword: secret, environment: { variables: { KEY: secret } } },
            responseElements: { credentials: { sessionToken: secret } },
          }),
          numbered(2, {
            eventSource: 'ssm.amazonaws.com',
            eventName: 'PutParameter',
            requestParameters: { name: '/app', value: secret },
          }),
        ],
      },
    });
    expect(callsOf(report)).toHaveLength(2);
    expect(text(report)).not.toContain(secret);
  });
});

describe('resources', () => {
  test.each<[string, JsonValue | undefined]>([
    ['missing', undefined],
    ['null', null],
    ['empty', []],
    ['of another type', 'text'],
    ['without a type', [{ ARN: `arn:aws:ssm:us-east-1:${account}:parameter/app`, accountId: account }]],
  ])('%s say nothing against the parameters', async (_, resources) => {
    expect(await finds({ resources }, { target })).toBe(true);
  });

  test('without a type name the target all the same', async () => {
    const resources = [{ ARN: `arn:aws:ssm:us-east-1:${account}:parameter/app/key`, accountId: account }];
    for (const spelling of ['/app/key', 'app/key', `arn:aws:ssm:us-east-1:${account}:parameter/app/key`]) {
      expect(await finds({ requestParameters: null, resources }, { target: spelling })).toBe(true);
    }
  });

  test.each<[string, RecordParts, string]>([
    [
      'additional data',
      { additionalEventData: { ARN: `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbCdEf`, Name: 'db' } },
      'db',
    ],
    [
      'what a service did',
      { serviceEventDetails: { snapshotId: 'snap-0a1b2c3d4e5f60718' }, eventType: 'AwsServiceEvent' },
      'snap-0a1b2c3d4e5f60718',
    ],
  ])('hide in %s', async (_, parts, id) => {
    expect(await finds({ requestParameters: null, responseElements: null, ...parts }, { target: id })).toBe(true);
  });
});

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

describe('case and prefixes', () => {
  test('ids are exact to the letter', async () => {
    const odd = { requestParameters: { groupId: 'sg-0A1b2C3D' } };
    expect(await finds(odd, { target: 'sg-0A1b2C3D' })).toBe(true);
    expect(await finds(odd, { target: 'sg-0a1b2c3d' })).toBe(false);
  });

  test('accounts keep their leading zeros', async () => {
    const call = await callOf({ recipientAccountId: '012345678912' }, { accounts: ['012345678912'] });
    expect(call.origin.account).toBe('012345678912');
  });

  test.each<[string, string]>([
    ['secret-1', 'secret-10'],
    ['credentials-1', 'credentials-19'],
    ['backdoor-f', 'backdoor-f-func'],
    ['backdoor-f', 'backdoor-f-lambda'],
    ['secret-1', `arn:aws:secretsmanager:us-east-1:${account}:secret:secret-11-mekIRl`],
  ])('%s is not found in %s', async (asked, name) => {
    expect(await finds({ requestParameters: { name } }, { target: asked })).toBe(false);
    expect(await finds({ requestParameters: { name } }, { target: name })).toBe(true);
  });

  test('secrets are found by name, parameters with and without the slash', async () => {
    const arn = `arn:aws:secretsmanager:us-east-1:${account}:secret:secret-11-mekIRl`;
    for (const spelling of ['secret-11', 'secret-11-mekIRl', arn]) {
      expect(await finds({ requestParameters: { secretId: arn } }, { target: spelling })).toBe(true);
    }
    expect(await finds({ requestParameters: { secretId: 'secret-11' } }, { target: arn })).toBe(true);
  });

  test('access keys that were redacted differently stay different', async () => {
    const keys = ['AKIAEXAMPLEBOB000001', 'AKIAEXAMPLEB0B000001'];
    const records = keys.map((accessKeyId, n) => numbered(n, { userIdentity: { ...user, accessKeyId } }));
    for (const key of keys) {
      const report = await reportOf({ a: { Records: records } }, { target: key });
      expect(callsOf(report).map(({ detail }) => detail.principal.accessKeyId)).toEqual([key]);
    }
  });
});

describe('re-shaped exports', () => {
  test('Datadog moves address and user agent', async () => {
    const call = await callOf({
      sourceIPAddress: undefined,
      userAgent: undefined,
      requestID: undefined,
      network: { client: { ip: '192.0.2.9' } },
      http: { useragent: 'Boto3/1.26.1' },
      evt: { name: 'x' },
    });
    expect(call.detail.principal).toMatchObject({
      sourceIp: '192.0.2.9',
      userAgent: 'Boto3/1.26.1',
      tool: { name: 'boto3' },
    });
  });

  test('Logstash and Panther add fields of their own', async () => {
    const call = await callOf({
      '@timestamp': '2026-03-03T14:09:00.000Z',
      '@version': '1',
      p_event_time: 'x',
      p_log_type: 'AWS.CloudTrail',
    });
    expect(call.time).toBe('2026-03-03T14:03:27.000Z');
  });

  test('OCSF is another schema: set aside and counted', async () => {
    const report = await reportOf({
      a: lines({ class_uid: 6003, api: { operation: 'RunInstances', service: { name: 'ec2' } }, time: 1 }),
    });
    expect(report.timeline).toEqual([]);
    expect(skippedOf(report)).toEqual({ json: 1 });
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
