/** What a person reads of an item. */
import { describe, expect, test } from 'vitest';
import { configChanges } from '../../../../src/analysis/what/config-changes.ts';
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';

const origin = { source: 'config', backend: 'archive', account: null, region: null, ref: null };

function summaryOf(
  resourceType: string,
  before: Partial<ConfigurationItem>,
  after: Partial<ConfigurationItem>,
): string {
  const items = [before, after].map((parts, index) => {
    const item: ConfigurationItem = {
      resourceType,
      resourceId: 'app',
      resourceName: null,
      arn: null,
      account: '111122223333',
      region: 'us-east-1',
      captureTime: `2026-03-03T1${index}:00:00.000Z`,
      status: 'OK',
      stateId: String(index),
      configuration: null,
      supplementaryConfiguration: {},
      tags: {},
      relationships: [],
      relatedEvents: [],
      ...parts,
    };
    const locator = `logs/${index}.json#1`;
    return { type: 'configuration-item' as const, item, origin: { ...origin, locator }, digest: locator };
  });
  return configChanges({ items, window: undefined, matches: () => ['target'] })[1]?.summary ?? '';
}

const configured = (resourceType: string, before: JsonValue, after: JsonValue) =>
  summaryOf(resourceType, { configuration: before }, { configuration: after });
const supplemented = (before: JsonObject, after: JsonObject) =>
  summaryOf('AWS::S3::Bucket', { supplementaryConfiguration: before }, { supplementaryConfiguration: after });

describe('plain changes', () => {
  const plain = (before: JsonValue, after: JsonValue) => configured('AWS::Lambda::Function', before, after);

  test.each<[string, string]>([
    [plain({ timeout: 30 }, { timeout: 3 }), 'timeout 30 → 3'],
    [plain({ timeout: 30, memory: 128 }, { timeout: 3, memory: 256 }), 'memory 128 → 256; timeout 30 → 3'],
    [plain({ a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 2 }), 'a 1 → 2; b 1 → 2; c 1 → 2'],
    [plain({ a: 1, b: 1, c: 1, d: 1, e: 1 }, { a: 2, b: 2, c: 2, d: 2, e: 2 }), 'a 1 → 2; b 1 → 2; c 1 → 2 and 2 more'],
    [plain({ rules: [] }, { rules: [{ port: 22 }] }), '+ rules port 22'],
    [plain({ rules: [] }, { rules: [{ ports: [22] }] }), '+ rules'],
    [plain({ rules: [{ port: 80 }] }, { rules: [{ port: 22 }] }), 'rules.0.port 80 → 22'],
    [plain({}, { kmsKey: 'a' }), '+ kmsKey a'],
    [plain({ kmsKey: 'a' }, {}), '− kmsKey a'],
    [plain({ kmsKey: '' }, { kmsKey: null }), 'kmsKey "" → null'],
    [plain({ text: 'a' }, { text: 'a'.repeat(50) }), 'text changed'],
    [plain({ text: 'a' }, { text: 'a\nb' }), 'text changed'],
    [plain({ part: null }, { part: { on: true } }), '+ part on true'],
    [plain({ part: { on: true } }, { part: null }), '− part on true'],
    [plain({ part: { on: true } }, { part: [1] }), 'part changed'],
    [plain(null, { timeout: 3 }), '+ configuration timeout 3'],
    [
      plain(
        { key: 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000001' },
        { key: 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000002' },
      ),
      'key key/0a1b2c3d-0000-4000-8000-000000000001 → key/0a1b2c3d-0000-4000-8000-000000000002',
    ],
    [
      plain({ vpcConfig: { subnetIds: ['subnet-1'] } }, { vpcConfig: { subnetIds: ['subnet-3', 'subnet-2'] } }),
      '− vpcConfig.subnetIds subnet-1; + vpcConfig.subnetIds subnet-3 and subnet-2',
    ],
    [plain({ '<b>\u001b[31m': 1 }, { '<b>\u001b[31m': 2 }), '<b>\u001b[31m 1 → 2'],
  ])('%s', (summary, expected) => {
    expect(summary).toBe(expected);
  });

  test('name the elements of sets by their keys', () => {
    const task = (image: string) => ({ containerDefinitions: [{ name: 'app', image }, { name: 'proxy' }] });
    expect(configured('AWS::ECS::TaskDefinition', task('app:1'), task('app:2'))).toBe(
      'containerDefinitions.app.image app:1 → app:2',
    );
    const role = (...names: string[]) => ({ attachedManagedPolicies: names.map((policyArn) => ({ policyArn })) });
    expect(
      configured(
        'AWS::IAM::Role',
        role('arn:aws:iam::aws:policy/ReadOnlyAccess'),
        role('arn:aws:iam::aws:policy/AdministratorAccess'),
      ),
    ).toBe('− managed policy ReadOnlyAccess; + managed policy AdministratorAccess');
  });

  test('name a part of the supplement by its own name', () => {
    const block = (blockPublicAcls: boolean) => ({ PublicAccessBlockConfiguration: { blockPublicAcls } });
    expect(supplemented(block(true), block(false))).toBe('PublicAccessBlockConfiguration.blockPublicAcls true → false');
  });

  test('name a lifecycle rule by its id', () => {
    const rules = (...list: JsonObject[]) => ({ BucketLifecycleConfiguration: { rules: list } });
    expect(
      supplemented(
        rules({ id: 'expire', expirationInDays: 30 }, { id: 'old', status: 'Enabled' }),
        rules({ id: 'new' }, { id: 'expire', expirationInDays: 3 }),
      ),
    ).toBe('− lifecycle rule old; lifecycle rule expire.expirationInDays 30 → 3; + lifecycle rule new');
  });
});

describe('tags', () => {
  const tagged = (tags: Readonly<Record<string, string>>): Partial<ConfigurationItem> => ({
    configuration: { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
    supplementaryConfiguration: { Tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
    tags,
  });

  test.each<[Readonly<Record<string, string>>, Readonly<Record<string, string>>, string]>([
    [{ release: '1' }, { release: '2' }, 'tags.release 1 → 2'],
    [{}, { 'cost-center': '4100' }, '+ tags.cost-center 4100'],
    [{ 'cost-center': '4100' }, {}, '− tags.cost-center 4100'],
  ])('%o to %o are told once, though many resources repeat them', (before, after, expected) => {
    expect(summaryOf('AWS::EC2::Instance', tagged(before), tagged(after))).toBe(expected);
  });

  test('of an item that has them in its configuration only', () => {
    const tags = (...list: (readonly [string, string])[]) => ({
      tags: list.map(([key, value]) => ({ key, value })),
    });
    expect(
      configured(
        'AWS::EC2::Instance',
        tags(['a', '1'], ['b', '1'], ['c', '1']),
        tags(['d', '4'], ['b', '2'], ['a', '1']),
      ),
    ).toBe('− tags.c 1; tags.b 1 → 2; + tags.d 4');
  });
});

describe('firewall rules', () => {
  const permission = (port: number | undefined, ...ranges: string[]): JsonObject => ({
    ipProtocol: port === undefined ? '-1' : 'tcp',
    ...(port !== undefined && { fromPort: port, toPort: port }),
    ipRanges: ranges,
    ipv4Ranges: ranges.map((cidrIp) => ({ cidrIp })),
    ipv6Ranges: [],
    userIdGroupPairs: [],
  });
  const group = (before: readonly JsonObject[], after: readonly JsonObject[], list = 'ipPermissions') =>
    configured('AWS::EC2::SecurityGroup', { [list]: [...before] }, { [list]: [...after] });
  const web = permission(443, '0.0.0.0/0');

  test.each<[string, string]>([
    [group([web], [web, permission(22, '0.0.0.0/0')]), 'ingress + tcp/22 from 0.0.0.0/0'],
    [group([permission(22, '0.0.0.0/0'), web], [web]), 'ingress − tcp/22 from 0.0.0.0/0'],
    [
      group([permission(22, '192.0.2.0/24')], [permission(22, '203.0.113.0/24', '192.0.2.0/24', '0.0.0.0/0')]),
      'ingress + tcp/22 from 0.0.0.0/0 and 203.0.113.0/24',
    ],
    [
      group([web], [permission(22, '192.0.2.0/24'), permission(80, '192.0.2.0/24'), web]),
      'ingress + tcp/22 and tcp/80 from 192.0.2.0/24',
    ],
    [
      group([permission(22, '192.0.2.0/24')], [permission(22, '0.0.0.0/0')]),
      'ingress + tcp/22 from 0.0.0.0/0; ingress − tcp/22 from 192.0.2.0/24',
    ],
    [group([], [permission(undefined, '0.0.0.0/0')], 'ipPermissionsEgress'), 'egress + all traffic to 0.0.0.0/0'],
    [
      group([], [{ ipProtocol: 'tcp', fromPort: 5432, toPort: 5432, userIdGroupPairs: [{ groupId: 'sg-2' }] }]),
      'ingress + tcp/5432 from sg-2',
    ],
    [
      group(
        [{ ...permission(22), ipv4Ranges: [{ cidrIp: '192.0.2.0/24', description: 'a' }] }],
        [{ ...permission(22), ipv4Ranges: [{ cidrIp: '192.0.2.0/24', description: 'b' }] }],
      ),
      'ipPermissions.tcp/22/22.ipv4Ranges.192.0.2.0/24.description a → b',
    ],
  ])('%s', (summary, expected) => {
    expect(summary).toBe(expected);
  });

  test('entries of a network ACL', () => {
    const entry = (ruleNumber: number, ruleAction: string, egress = false): JsonObject => ({
      ruleNumber,
      ruleAction,
      egress,
      protocol: '6',
      cidrBlock: '0.0.0.0/0',
      portRange: { from: 22, to: 22 },
    });
    const acl = (...entries: JsonObject[]) => ({ entries });
    expect(
      configured('AWS::EC2::NetworkAcl', acl(entry(100, 'deny')), acl(entry(90, 'allow'), entry(100, 'deny'))),
    ).toBe('ingress + allow tcp/22 from 0.0.0.0/0 (rule 90)');
    expect(configured('AWS::EC2::NetworkAcl', acl(entry(100, 'deny', true)), acl(entry(100, 'allow', true)))).toBe(
      'egress + allow tcp/22 to 0.0.0.0/0 (rule 100); egress − deny tcp/22 to 0.0.0.0/0 (rule 100)',
    );
  });

  test('routes', () => {
    const route = (destinationCidrBlock: string, gatewayId: string): JsonObject => ({
      destinationCidrBlock,
      gatewayId,
    });
    const table = (...routes: JsonObject[]) => ({ routes });
    const local = route('192.0.2.0/24', 'local');
    expect(configured('AWS::EC2::RouteTable', table(local), table(route('0.0.0.0/0', 'igw-1'), local))).toBe(
      'route + 0.0.0.0/0 to igw-1',
    );
    expect(
      configured(
        'AWS::EC2::RouteTable',
        table(local, route('0.0.0.0/0', 'igw-1')),
        table(route('0.0.0.0/0', 'nat-1'), { destinationPrefixListId: 'pl-1', gatewayId: 'vpce-1' }),
      ),
    ).toBe('route 0.0.0.0/0 igw-1 → nat-1; route + pl-1 to vpce-1; route − 192.0.2.0/24 to local');
    expect(
      configured('AWS::EC2::RouteTable', table({ ...local, state: 'active' }), table({ ...local, state: 'blackhole' })),
    ).toBe('routes.192.0.2.0/24.state active → blackhole');
  });
});

describe("a bucket's encryption", () => {
  const encrypted = (sseAlgorithm: string, kmsMasterKeyID: string | null): JsonObject => ({
    ServerSideEncryptionConfiguration: {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyID }, bucketKeyEnabled: true }],
    },
  });

  test.each<[JsonObject, JsonObject, string]>([
    [encrypted('aws:kms', 'key/1'), {}, 'encryption aws:kms → none'],
    [{}, encrypted('AES256', null), 'encryption none → AES256'],
    [encrypted('aws:kms', 'key/1'), encrypted('AES256', null), 'encryption aws:kms → AES256'],
    [encrypted('aws:kms', 'key/1'), encrypted('aws:kms', 'key/2'), 'encryption key key/1 → key/2'],
  ])('%o to %o', (before, after, expected) => {
    expect(supplemented(before, after)).toBe(expected);
  });
});

describe('policies', () => {
  const open: JsonObject = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
  const deploy: JsonObject = {
    Sid: 'Deploy',
    Effect: 'Allow',
    Principal: { AWS: ['arn:aws:iam::444455556666:role/deploy', 'arn:aws:iam::444455556666:root'] },
    Action: ['s3:PutObject'],
    Resource: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'true' } },
  };
  const withPolicy = (...statements: JsonObject[]): JsonObject => ({
    BucketPolicy: { policyText: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
  });
  const none: JsonObject = { BucketPolicy: { policyText: null } };
  const deployWords = 'Allow 444455556666:role/deploy and 444455556666 s3:PutObject, with conditions';

  test.each<[string, string]>([
    [supplemented(withPolicy(deploy), withPolicy(open, deploy)), 'policy: + Allow * s3:GetObject'],
    [supplemented(withPolicy(deploy, open), withPolicy(open)), `policy: − ${deployWords}`],
    [supplemented(none, withPolicy(open)), 'policy: + Allow * s3:GetObject'],
    [supplemented(withPolicy(open, deploy), none), `policy: − Allow * s3:GetObject; policy: − ${deployWords}`],
    [supplemented({}, withPolicy(open)), 'policy: + Allow * s3:GetObject'],
    [supplemented(none, withPolicy()), 'policy: + an empty policy'],
    [
      supplemented(withPolicy(deploy, open), withPolicy(open, { ...deploy, Action: ['s3:*', 's3:PutObject'] })),
      'policy Deploy: + Action s3:*',
    ],
    [supplemented(withPolicy(deploy), withPolicy({ ...deploy, Effect: 'Deny' })), 'policy Deploy: Effect Allow → Deny'],
    [supplemented(withPolicy(open), withPolicy({ ...open, Action: 's3:*' })), 'policy: Action s3:GetObject → s3:*'],
    [
      supplemented(
        { BucketPolicy: { policyText: '{"Version":"1","Statement":[]}' } },
        { BucketPolicy: { policyText: '{"Version":"2","Statement":[]}' } },
      ),
      'policy: Version 1 → 2',
    ],
  ])('%s', (summary, expected) => {
    expect(summary).toBe(expected);
  });

  test("a role's own", () => {
    const encoded = (...statements: JsonObject[]) => encodeURIComponent(JSON.stringify({ Statement: statements }));
    const trust = (account: string): JsonObject => ({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'sts:AssumeRole',
    });
    const inline = (policyName: string, Action: string): JsonObject => ({
      policyName,
      policyDocument: encoded({ Effect: 'Allow', Action, Resource: '*' }),
    });
    const role = (statements: JsonObject[], ...rolePolicyList: JsonObject[]) => ({
      assumeRolePolicyDocument: encoded(...statements),
      rolePolicyList,
    });
    const own = trust('111122223333');
    const words = (before: JsonObject, after: JsonObject) => configured('AWS::IAM::Role', before, after);
    expect(words(role([own]), role([trust('444455556666'), own]))).toBe(
      'trust policy: + Allow 444455556666 sts:AssumeRole',
    );
    expect(words(role([own]), role([own], inline('admin', '*')))).toBe('policy admin: + Allow * on *');
    expect(
      words(role([own], inline('app', 's3:GetObject')), role([own], inline('b', '*'), inline('app', 's3:*'))),
    ).toBe('policy app: Action s3:GetObject → s3:*; policy b: + Allow * on *');
  });
});

test('any JSON has words', () => {
  const odd: readonly JsonValue[] = [
    null,
    'text',
    '[',
    7,
    [],
    [null],
    { Statement: [null, 7, []] },
    {
      ipPermissions: 7,
      ipPermissionsEgress: [[7], null, { ipRanges: { a: 1 } }],
      entries: {},
      routes: [null],
      tags: [7],
    },
    { ipPermissions: [{ ipProtocol: {}, ipRanges: [null] }], routes: [{ state: 1 }], entries: [{}], tags: { key: [] } },
    { policyText: '{"Statement":{"Effect":{},"Principal":[[]],"Action":7}}' },
  ];
  const types = ['EC2::SecurityGroup', 'EC2::NetworkAcl', 'EC2::RouteTable', 'S3::Bucket', 'IAM::Role'];
  for (const type of types)
    for (const before of odd)
      for (const after of odd) {
        const parts = (value: JsonValue) => ({
          configuration: value,
          supplementaryConfiguration: { ServerSideEncryptionConfiguration: value, BucketPolicy: value },
        });
        const summary = summaryOf(`AWS::${type}`, parts(before), parts(after));
        expect(summary === 'nothing changed').toBe(before === after);
        expect(summary).not.toMatch(/undefined|\[object/);
      }
});
