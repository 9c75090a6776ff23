/** How an item says who may reach a resource: firewall rules, policies. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { configured, supplemented } from './item-words-case.ts';

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
