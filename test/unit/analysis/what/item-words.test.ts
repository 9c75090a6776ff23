/** The sentence about a changed item. */
import { describe, expect, test } from 'vitest';
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import { configured, summaryOf, supplemented } from './item-words-case.ts';

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
