/** Events of a target and its neighbors from LookupEvents: the names under which they are looked up. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { planTarget } from '../../src/plan/target.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import { questionOf } from '../fixtures/question.ts';
import { assumeRole, record, session as roleSession, userAlice } from '../fixtures/trail.ts';
import { account, region } from './aws-server-harness.ts';
import {
  asking,
  codesOf,
  eventsOf,
  gapsOf,
  liveFor,
  lookups,
  many,
  namesOf,
  recordsOf,
  since,
  worldOf,
} from './live-cloudtrail.ts';

/** Reported for every target for which not all reads are searched. */
const unscannedReads = { code: 'SERVICE_NOT_ASKED', blocking: false };

describe('a target', () => {
  const group = 'sg-0a1b2c3d4e5f60718';
  const ofGroup = (fields: JsonObject = {}) =>
    record({ eventName: 'AuthorizeSecurityGroupIngress', requestParameters: { groupId: group }, ...fields });

  test('is found under its index, and by the content of what no index tells', async () => {
    const denied = ofGroup({
      eventName: 'RevokeSecurityGroupIngress',
      errorCode: 'Client.UnauthorizedOperation',
      errorMessage: `not authorized on arn:aws:ec2:${region}:${account}:security-group/${group}`,
      requestParameters: null,
    });
    const { collect } = await liveFor(worldOf([ofGroup(), denied, ...many(70)]));
    const readings = await collect(asking(group));
    expect(namesOf(readings)).toEqual(['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress']);
    expect(codesOf(readings)).toEqual(['SERVICE_NOT_ASKED']);
  });

  test('that several lookups find is yielded once', async () => {
    const { collect } = await liveFor(worldOf([ofGroup()]));
    const readings = await collect(asking(`arn:aws:ec2:${region}:${account}:security-group/${group}`));
    expect(eventsOf(readings)).toHaveLength(1);
    expect(recordsOf(readings)).toBe(1);
  });

  test('with more writes beside it than are read says which were not', async () => {
    const { collect, server } = await liveFor(worldOf([ofGroup({ eventTime: since }), ...many(5_100, {}, 2)]));
    const readings = await collect(asking(group));
    expect(namesOf(readings)).toEqual(['AuthorizeSecurityGroupIngress']);
    expect(gapsOf(readings)).toMatchObject([{ code: 'NOT_INDEXED', blocking: true }, unscannedReads]);
    expect(gapsOf(readings)[0]?.message).toContain('writes in us-east-1 before 2026-03-03T13:13:20Z');
    expect(server.requests.of(lookups).filter(({ outcome }) => outcome === 'ok').length).toBeLessThan(105);
  });

  test('a bucket has data events, which are never there', async () => {
    const created = record({
      eventSource: 's3.amazonaws.com',
      eventName: 'CreateBucket',
      requestParameters: { bucketName: 'example-logs' },
    });
    const { collect } = await liveFor(worldOf([created]));
    const readings = await collect(asking('example-logs'));
    expect(namesOf(readings)).toEqual(['CreateBucket']);
    expect(gapsOf(readings)).toMatchObject([unscannedReads, { code: 'DATA_EVENTS_NOT_RECORDED', blocking: false }]);
  });

  test('a role is found by who took it on and by what it did, in the region of IAM too', async () => {
    const key = 'ASIAEXAMPLEDEPLOY001';
    const deploy = roleSession('deploy', 'alice', key);
    const world = worldOf([assumeRole(userAlice, 'deploy', key, '2026-03-03T13:00:00Z')], {
      'eu-west-1': [
        record({ userIdentity: deploy, eventName: 'StopInstances', awsRegion: 'eu-west-1' }),
        record({
          userIdentity: deploy,
          eventName: 'GetSecretValue',
          eventSource: 'secretsmanager.amazonaws.com',
          readOnly: true,
          awsRegion: 'eu-west-1',
        }),
      ],
    });
    const { collect } = await liveFor(world, { regions: ['eu-west-1'] });
    const expected = ['AssumeRole', 'GetSecretValue', 'StopInstances'];
    expect(namesOf(await collect(asking(`arn:aws:iam::${account}:role/deploy`)))).toEqual(expected);
    expect(namesOf(await collect(asking('deploy')))).toEqual(expected);
  });

  test("a role's calls that lie beyond what is read are found by its sessions", async () => {
    const key = 'ASIAEXAMPLEDEPLOY001';
    const late = record({
      userIdentity: roleSession('deploy', 'bob', key),
      eventName: 'DeleteStack',
      eventTime: since,
    });
    const taken = assumeRole(userAlice, 'deploy', key, '2026-03-03T11:00:00Z');
    const { collect } = await liveFor(worldOf([taken, late, ...many(5_100, {}, 2)]));
    expect(namesOf(await collect(asking(`arn:aws:iam::${account}:role/deploy`)))).toEqual(['DeleteStack']);
  });

  test('a user is found where the console signs in, too', async () => {
    const signIn = record({
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      responseElements: { ConsoleLogin: 'Success' },
      awsRegion: 'eu-north-1',
    });
    const world = worldOf([], {
      'eu-north-1': [signIn],
      'us-east-2': [],
      'us-west-2': [],
      'ap-southeast-2': [],
      'eu-west-1': [],
    });
    const { collect } = await liveFor(world, { regions: ['eu-west-1'] });
    const readings = await collect(asking('alice'));
    expect(namesOf(readings)).toEqual(['ConsoleLogin']);
    expect(codesOf(readings)).toEqual(['SERVICE_NOT_ASKED']);
  });

  test('an address is looked for in all of the window', async () => {
    const { collect } = await liveFor(worldOf([record({ sourceIPAddress: '198.51.100.9' }), ...many(120)]));
    expect(namesOf(await collect(asking('198.51.100.9')))).toEqual(['StopInstances']);
  });

  test('an event by its id asks for nothing else', async () => {
    const one = record();
    const { collect, server } = await liveFor(worldOf([one, ...many(120)]));
    expect(eventsOf(await collect(asking(String(one['eventID']))))).toHaveLength(1);
    expect(server.requests.of(lookups).length).toBeLessThan(6);
  });

  test('that became known by another name is looked up by that alone', async () => {
    const queue = `https://sqs.${region}.amazonaws.com/${account}/orders`;
    const question = questionOf({ targets: [planTarget('orders')], from: [], since });
    const { collect, server } = await liveFor(
      worldOf([
        record({ eventSource: 'sqs.amazonaws.com', requestParameters: { queueUrl: queue, name: 'orders' } }),
        ...many(60),
      ]),
    );
    const readings = await collect({
      kind: 'follow',
      question,
      interests: { targets: [queue, 'orders'], neighbors: [] },
    });
    expect(eventsOf(readings)).toHaveLength(1);
    expect(server.requests.of(lookups).map(({ parameters }) => parameters['LookupAttributes'])).toEqual([
      [{ AttributeKey: 'ResourceName', AttributeValue: queue }],
    ]);
  });
});

describe('neighbors', () => {
  const instance = 'i-0f1e2d3c4b5a69788';
  const follow = (neighbors: readonly string[], all = false): SourceRequest => ({
    kind: 'follow',
    question: { ...questionOf({ targets: [planTarget('sg-0a1b2c3d4e5f60718')], from: [], since }), neighbors: all },
    interests: { targets: [], neighbors },
  });

  test('are looked up for what was done to them, and reads and refused calls are not', async () => {
    const asked = { requestParameters: { instanceId: instance } };
    const { collect } = await liveFor(
      worldOf([
        record({ ...asked, eventName: 'ModifyInstanceAttribute' }),
        record({ ...asked, eventName: 'DescribeInstanceAttribute', readOnly: true }),
        record({ ...asked, eventName: 'RebootInstances', errorCode: 'Client.UnauthorizedOperation' }),
        record({ requestParameters: { instanceId: 'i-0f1e2d3c4b5a69789' } }),
      ]),
    );
    const found = eventsOf(await collect(follow([instance])));
    expect(found.map(({ event }) => [event.kind === 'api-call' && event.detail.eventName, event.match])).toEqual([
      ['ModifyInstanceAttribute', ['neighbor']],
    ]);
  });

  test('beyond ten are told to be left out, and are asked for with --neighbors', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `i-0f1e2d3c4b5a697${String(index).padStart(2, '0')}`);
    const { collect, server } = await liveFor(worldOf([]));
    const readings = await collect(follow(['vpc-0a1b2c3d', ...many]));
    expect(readings.flatMap(({ gaps }) => gaps).map(({ gap }) => gap.message)).toEqual([
      'the calls on 2 of 12 neighbors were not looked up',
    ]);
    const asked = server.requests.of(lookups).map(({ parameters }) => JSON.stringify(parameters['LookupAttributes']));
    expect(new Set(asked).size).toBe(10);
    expect((await collect(follow(many, true))).flatMap(({ gaps }) => gaps)).toEqual([]);
  });
});
