/** What AWS Config really writes about a resource: two dialects, ids of states, JSON in texts, copies, names. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import {
  apiItem,
  deliveredItem,
  evaluation,
  group,
  historyFile,
  historyKey,
  invocation,
  type State,
} from '../fixtures/config.ts';
import { type Content, eventBridge, read, sns } from './config-quirks.ts';

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
  // one dialect has text inside text where the other has text
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
