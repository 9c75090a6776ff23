/** What AWS Config and the tools around it really write, read from files by the real reader, all sources together. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { complianceFlips } from '../../src/analysis/compliant/flips.ts';
import { configChanges } from '../../src/analysis/what/config-changes.ts';
import { openArchive } from '../../src/archive/reader.ts';
import type { Match } from '../../src/model/event.ts';
import type { Reading } from '../../src/model/evidence.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { sources } from '../../src/sources/index.ts';
import { isArchiveBackend } from '../../src/sources/source.ts';
import {
  apiItem,
  complianceChange,
  complianceState,
  deliveredItem,
  evaluation,
  group,
  historyFile,
  historyKey,
  invocation,
  ofType,
  type State,
  target,
} from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { record, trailFile } from '../fixtures/trail.ts';

type Content = JsonValue | Buffer;

/** Everything that the files tell about the targets; without any, about everything. */
async function read(files: Readonly<Record<string, Content>>, ...targets: readonly string[]) {
  const bytes = Object.entries(files).map(([path, content]) => [
    path,
    Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content)),
  ]);
  const folder = await temporaryFolder(Object.fromEntries(bytes) as Record<string, Buffer>);
  const archive = openArchive([folder], { standardInput: () => Promise.resolve(Buffer.alloc(0)) });
  const question = questionOf({ targets: targets.map((text) => target(text)) });
  const backends = sources.flatMap((source) => [...source.backends]).filter(isArchiveBackend);
  const scanners = backends.flatMap((backend) =>
    backend.createScanners({ kind: 'evidence', question, interests: { targets: [], neighbors: [] } }),
  );
  const parseKey = (path: string) => backends.map((backend) => backend.parseKey(path)).find((key) => key !== undefined);
  const readings: Reading[] = [];
  for await (const reading of archive.scan(scanners, { regions: [], accounts: [] }, parseKey)) readings.push(reading);
  const evidence = readings.flatMap((reading) => reading.evidence);
  const matches = (): readonly Match[] => ['target'];
  const items = ofType(evidence, 'configuration-item');
  const states = ofType(evidence, 'rule-state');
  return {
    items: items.map(({ item }) => item),
    digests: items.map(({ digest }) => digest),
    locators: items.map(({ origin }) => origin.locator.slice(join(folder, '/').length)),
    changes: [...configChanges({ items, window: undefined, matches })].sort((a, b) => (a.id < b.id ? -1 : 1)),
    flips: complianceFlips({ states, window: undefined, matches }).events,
    gaps: readings.flatMap(({ gaps }) => gaps.map(({ gap }) => gap.message.slice(gap.message.lastIndexOf('/') + 1))),
    skipped: Object.fromEntries(readings.flatMap(({ skipped }) => skipped.map(({ kind, count }) => [kind, count]))),
    records: readings
      .flatMap(({ spans }) => spans.filter(({ source }) => source === 'config'))
      .reduce((sum, { records }) => sum + records, 0),
  };
}

const eventBridge = (detailType: string, detail: JsonObject): JsonObject => ({
  version: '0',
  id: '30000000-0000-4000-8000-000000000001',
  'detail-type': detailType,
  source: 'aws.config',
  account: '111122223333',
  time: '2026-03-03T14:06:13Z',
  region: 'us-east-1',
  resources: [],
  detail,
});

const sns = (message: JsonValue): JsonObject => ({
  Type: 'Notification',
  MessageId: '40000000-0000-4000-8000-000000000001',
  TopicArn: 'arn:aws:sns:us-east-1:111122223333:config',
  Subject: '[AWS Config:us-east-1] AWS::EC2::SecurityGroup sg-0a1b2c3d4e5f60718 Updated in Accoun...',
  Message: message,
  Timestamp: '2026-03-03T14:06:13.000Z',
});

const notification = (item: JsonObject): JsonObject => ({
  configurationItemDiff: null,
  configurationItem: item,
  notificationCreationTime: '2026-03-03T12:00:05.000Z',
  messageType: 'ConfigurationItemChangeNotification',
  recordVersion: '1.3',
});

const state: State = {
  configuration: { groupName: 'web', ipPermissions: [{ fromPort: 443, ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }] }] },
  tags: { Name: 'web' },
  relationships: [{ resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relation: 'Is contained in' }],
};

describe('34: two dialects', () => {
  test('are one item, whatever carries it', async () => {
    const carriers: Readonly<Record<string, Content>> = {
      'a-history.json': { configurationItems: [apiItem(state)], nextToken: null },
      [historyKey('AWS::EC2::SecurityGroup', '2026/3/3')]: gzipSync(JSON.stringify(historyFile(deliveredItem(state)))),
      'bare.json': apiItem(state),
      'event-bridge.json': eventBridge('Config Configuration Item Change', notification(deliveredItem(state))),
      'list.json': [deliveredItem(state)],
      'mixed.json': { ...apiItem(state), configuration: state.configuration ?? null },
      'notification.json': notification(deliveredItem(state)),
      'recorded.json': { status_code: 200, data: { configurationItems: [apiItem(state)] } },
      'rule.json': invocation(deliveredItem(state)),
      'several.jsonl': Buffer.from(
        [apiItem(state), deliveredItem(state)].map((item) => JSON.stringify(item)).join('\n'),
      ),
      'topic.json': sns(JSON.stringify(notification(deliveredItem(state)))),
    };
    const all = await Promise.all(Object.entries(carriers).map(([path, content]) => read({ [path]: content }, group)));
    expect(all.map(({ digests }) => digests.length)).toEqual(Object.keys(carriers).map(() => 1));
    expect(new Set(all.flatMap(({ digests }) => digests)).size).toBe(1);
    expect(all.flatMap(({ gaps }) => gaps)).toEqual([]);

    const together = await read(carriers, group);
    expect(together.changes).toMatchObject([{ summary: 'first recorded state' }]);
    expect(together.records).toBe(12);
  });

  test('as documentation misspells them', async () => {
    const { configurationItemVersion, configurationStateId, availabilityZone, ...rest } = deliveredItem({
      resourceType: 'AWS::EC2::VOLUME',
      resourceId: 'vol-0123456789abcdef0',
      configuration: { size: 8 },
    });
    const item = {
      snapshotVersion: configurationItemVersion,
      configurationStateID: configurationStateId,
      availibilityZone: availabilityZone,
      ...rest,
    };
    expect((await read({ 'a.json': historyFile(item) }, 'vol-0123456789abcdef0')).items).toMatchObject([
      { resourceType: 'AWS::EC2::Volume', stateId: '1772539200000', configuration: { size: 8 } },
    ]);
  });
});

describe('35: state ids and times', () => {
  test('of every form are one state', async () => {
    const times: readonly JsonValue[] = [
      '2026-03-03T12:00:00.123Z',
      '2026-03-03T08:00:00.123456-04:00',
      1772539200.123,
      { __class__: 'datetime', year: 2026, month: 3, day: 3, hour: 12, minute: 0, second: 0, microsecond: 123456 },
    ];
    const files = times.map((configurationItemCaptureTime, index) => [
      `${index}.json`,
      {
        ...apiItem(),
        configurationItemCaptureTime,
        configurationStateId: index % 2 === 0 ? 1772539200123 : '1772539200123',
      },
    ]);
    const { items, digests, changes } = await read(Object.fromEntries(files) as Record<string, JsonObject>);
    expect(items.map(({ captureTime }) => captureTime)).toEqual(['2026-03-03T12:00:00.123Z']);
    expect(new Set(digests).size).toBe(1);
    expect(changes).toHaveLength(1);
  });

  test('that cannot be read are told', async () => {
    const { items, gaps } = await read({
      'a.json': historyFile({ ...apiItem(), configurationItemCaptureTime: 'datetime.datetime(2026, 3, 3)' }),
    });
    expect(items).toEqual([]);
    expect(gaps).toEqual(['a.json: 1 record: a configuration item without a readable capture time']);
  });
});

test('36: JSON in the texts of the supplement is opened, and inside of it again', async () => {
  const policy = (action: string) => JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action }] });
  const bucket = (captureTime: string, action: string): State => ({
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'amzn-s3-demo-bucket',
    resourceName: 'amzn-s3-demo-bucket',
    arn: 'arn:aws:s3:::amzn-s3-demo-bucket',
    captureTime,
    supplementaryConfiguration: {
      BucketPolicy: { policyText: policy(action) },
      AccessControlList: JSON.stringify({ grantList: [{ permission: action === 's3:*' ? 'FullControl' : 'Read' }] }),
      IsRequesterPaysEnabled: action === 's3:*',
    },
  });
  // one dialect holds text in text where the other holds text
  const { changes } = await read(
    {
      'a.json': apiItem(bucket('2026-03-03T12:00:00.000Z', 's3:Get*')),
      'b.json': deliveredItem(bucket('2026-03-03T13:00:00.000Z', 's3:*')),
    },
    'amzn-s3-demo-bucket',
  );
  expect(changes[1]?.detail.changes).toEqual([
    {
      path: '/supplementaryConfiguration/AccessControlList/grantList/0/permission',
      op: 'replace',
      before: 'Read',
      after: 'FullControl',
    },
    {
      path: '/supplementaryConfiguration/BucketPolicy/policyText/Statement/0/Action',
      op: 'replace',
      before: 's3:Get*',
      after: 's3:*',
    },
    { path: '/supplementaryConfiguration/IsRequesterPaysEnabled', op: 'replace', before: false, after: true },
  ]);
});

test('37: identical items in a row, and the end of a resource', async () => {
  const { changes } = await read({
    'a.json': {
      configurationItems: [
        { ...apiItem({ captureTime: '2026-03-03T14:00:00.000Z', status: 'ResourceDeleted' }), configuration: 'null' },
        apiItem({ captureTime: '2026-03-03T12:00:01.400Z' }),
        apiItem({ captureTime: '2026-03-03T12:00:00.000Z' }),
      ],
    },
  });
  expect(
    changes.map(({ time, summary, detail }) => [time.slice(11, 23), summary, detail.changes.map(({ path }) => path)]),
  ).toEqual([
    ['12:00:00.000', 'first recorded state', []],
    ['12:00:01.400', 'nothing changed', []],
    ['14:00:00.000', 'deleted', ['/configuration']],
  ]);
  expect(changes[2]?.detail.after).toBeNull();
});

describe('38: a resource is found by what people call it', () => {
  const files = {
    'role.json': apiItem({
      resourceType: 'AWS::IAM::Role',
      resourceId: 'AROAEXAMPLE000000000A',
      resourceName: 'Admin',
      arn: 'arn:aws:iam::111122223333:role/ops/Admin',
      region: 'global',
    }),
    'database.json': apiItem({
      resourceType: 'AWS::RDS::DBInstance',
      resourceId: 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      resourceName: 'orders',
      arn: 'arn:aws:rds:us-east-1:111122223333:db:orders',
    }),
    'trail.json': apiItem({
      resourceType: 'AWS::CloudTrail::Trail',
      resourceId: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/all-events',
      resourceName: 'all-events',
      arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/all-events',
    }),
  };
  test.each([
    ['Admin', 'AWS::IAM::Role'],
    ['AROAEXAMPLE000000000A', 'AWS::IAM::Role'],
    ['arn:aws:iam::111122223333:role/ops/Admin', 'AWS::IAM::Role'],
    ['orders', 'AWS::RDS::DBInstance'],
    ['db-ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'AWS::RDS::DBInstance'],
    ['arn:aws:rds:us-east-1:111122223333:db:orders', 'AWS::RDS::DBInstance'],
    ['all-events', 'AWS::CloudTrail::Trail'],
    ['arn:aws:cloudtrail:us-east-1:111122223333:trail/all-events', 'AWS::CloudTrail::Trail'],
  ])('%s', async (text, type) => {
    expect((await read(files, text)).items.map(({ resourceType }) => resourceType)).toEqual([type]);
  });

  test('the account itself', async () => {
    const recordedTime = '2026-03-03T14:06:12.204Z';
    const result = evaluation({
      rule: 'cloudtrail-enabled',
      resourceType: 'AWS::::Account',
      resourceId: '111122223333',
      state: 'COMPLIANT',
      recordedTime,
    });
    const { flips } = await read({ 'a.json': { EvaluationResults: [result] } }, '111122223333');
    expect(flips).toMatchObject([
      {
        summary: 'cloudtrail-enabled: COMPLIANT, as evaluated then',
        resources: [{ type: 'AWS::::Account', id: '111122223333' }],
      },
    ]);
  });
});

test('39: pages of a history, one of them empty', async () => {
  const { items, gaps, records } = await read(
    {
      '1.json': { configurationItems: [apiItem({ captureTime: '2026-03-03T14:00:00.000Z' })], nextToken: 'a' },
      '2.json': { configurationItems: [], nextToken: 'b' },
      '3.json': { configurationItems: [apiItem({ captureTime: '2026-03-03T12:00:00.000Z' })] },
    },
    group,
  );
  expect(items).toHaveLength(2);
  expect(gaps).toEqual([]);
  expect(records).toBe(2);
});

describe('40: notifications', () => {
  const change = complianceChange(
    { state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:12.204Z' },
    { state: 'COMPLIANT', recordedTime: '2026-02-20T08:21:40.118Z' },
  );

  test.each<[string, Content]>([
    ['a topic, whose message is text', sns(JSON.stringify(change))],
    ['documentation, where it is an object', sns(change)],
    ['EventBridge', eventBridge('Config Rules Compliance Change', change)],
  ])('of %s', async (_, content) => {
    const { flips } = await read({ 'a.json': content }, group);
    expect(flips.map(({ summary, time, origin }) => [summary, time, origin.account, origin.region])).toEqual([
      ['restricted-ssh: COMPLIANT → NON_COMPLIANT', '2026-03-03T14:06:12.204Z', '111122223333', 'us-east-1'],
    ]);
  });

  test('and history tell one flip', async () => {
    const { flips } = await read({
      'event-bridge.json': eventBridge('Config Rules Compliance Change', change),
      'topic.json': sns(JSON.stringify(change)),
      'history.json': historyFile(
        deliveredItem(complianceState('2026-02-20T08:21:40.118Z', { 'restricted-ssh': 'COMPLIANT' })),
        deliveredItem(complianceState('2026-03-03T14:06:40.000Z', { 'restricted-ssh': 'NON_COMPLIANT' })),
      ),
      'now.json': {
        EvaluationResults: [evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:12.204Z' })],
      },
    });
    expect(flips.map(({ summary }) => summary)).toEqual([
      'restricted-ssh: COMPLIANT',
      'restricted-ssh: COMPLIANT → NON_COMPLIANT',
    ]);
  });
});

describe('beside other files', () => {
  test('calls to Config stay calls, and its notices are counted', async () => {
    const call = record({
      eventSource: 'config.amazonaws.com',
      eventName: 'PutEvaluations',
      requestParameters: { evaluations: [] },
    });
    const { items, skipped, gaps } = await read({
      'trail.json': trailFile(call),
      'history.json': historyFile(apiItem()),
      'delivered.json': sns(JSON.stringify({ messageType: 'ConfigurationHistoryDeliveryCompleted', s3ObjectKey: 'a' })),
    });
    expect(items).toHaveLength(1);
    expect(skipped).toEqual({ 'delivery notification': 1 });
    expect(gaps).toEqual([]);
  });

  test('a file that is cut off tells what it holds, and that it is', async () => {
    const [first, second] = ['2026-03-03T12:00:00.000Z', '2026-03-03T13:00:00.000Z'].map((captureTime) =>
      deliveredItem({ captureTime }),
    );
    const whole = JSON.stringify({ fileVersion: '1.0', configurationItems: [first, second] });
    const { items, gaps } = await read({ 'a.json': Buffer.from(whole.slice(0, -40)) }, group);
    expect(items.map(({ captureTime }) => captureTime)).toEqual(['2026-03-03T12:00:00.000Z']);
    expect(gaps).toEqual([expect.stringContaining('cut off')]);
  });
});
