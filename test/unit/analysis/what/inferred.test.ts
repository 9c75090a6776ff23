import { describe, expect, test } from 'vitest';
import { type InferredChangesInput, inferredChanges } from '../../../../src/analysis/what/inferred.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { reportV1 } from '../../../../src/report/schema-v1.ts';
import { callEvent } from './call-event.ts';
import { epochOf, itemEvidence, permission } from './item-evidence.ts';

const groupId = 'sg-0a1b2c3d4e5f60718';
const request = (port: number, cidrIp = '0.0.0.0/0'): JsonObject => ({
  groupId,
  ipPermissions: {
    items: [
      {
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        groups: {},
        ipRanges: { items: [{ cidrIp }] },
        ipv6Ranges: {},
        prefixListIds: {},
      },
    ],
  },
});
const opened = (at: string, port = 22, cidr?: string) =>
  callEvent({ call: 'ec2:AuthorizeSecurityGroupIngress', request: request(port, cidr), at });
const closed = (at: string, port = 22) =>
  callEvent({ call: 'ec2:RevokeSecurityGroupIngress', request: request(port), at });
const withPorts = (clock: string, ...ports: readonly number[]) =>
  itemEvidence(clock, { configuration: { ipPermissions: ports.map((port) => permission(port, '0.0.0.0/0')) } });

const infer = (input: Partial<InferredChangesInput>) =>
  inferredChanges({ events: [], items: [], window: undefined, ...input });
const told = (input: Partial<InferredChangesInput>) =>
  infer(input).map(({ time, summary }) => `${time.slice(11, 19)} ${summary.replace(' (from the call)', '')}`);

describe('without Config', () => {
  test('a call is a change, in the shape of an item', () => {
    const call = opened('14:03:27');
    const [event] = infer({ events: [call] });
    expect(event).toMatchObject({
      id: call.id.replace('cloudtrail:', 'inferred:'),
      time: call.time,
      match: ['target'],
      summary: 'ingress + tcp/22 from 0.0.0.0/0 (from the call)',
      origin: { source: 'cloudtrail' },
      resources: [{ type: 'AWS::EC2::SecurityGroup', id: groupId, account: '111122223333', region: 'us-east-1' }],
      detail: {
        resourceType: 'AWS::EC2::SecurityGroup',
        resourceId: groupId,
        status: 'OK',
        stateId: call.detail.eventId,
        changes: [{ path: '/configuration/ipPermissions/0', op: 'add', after: permission(22, '0.0.0.0/0') }],
        inferred: true,
        before: null,
        after: { configuration: { ipPermissions: [permission(22, '0.0.0.0/0')] } },
      },
    });
    expect(reportV1.shape.timeline.safeParse([event]).error).toBeUndefined();
  });

  test('what is not known of the state before is not told', () => {
    const call = callEvent({
      call: 'lambda:UpdateFunctionConfiguration20150331v2',
      request: { functionName: 'app', timeout: 3 },
    });
    const [event] = infer({ events: [call] });
    expect(event?.detail.changes).toEqual([{ path: '/configuration/timeout', op: 'replace', after: 3 }]);
    expect(event?.summary).toBe('timeout → 3 (from the call)');
  });

  test('an earlier call tells it', () => {
    const timeout = (seconds: number, at: string) =>
      callEvent({
        call: 'lambda:UpdateFunctionConfiguration20150331v2',
        request: { functionName: 'app', timeout: seconds },
        at,
      });
    const same = timeout(3, '14:02:00');
    expect(told({ events: [timeout(3, '14:01:00'), timeout(30, '14:00:00'), same] })).toEqual([
      '14:00:00 timeout → 30',
      '14:01:00 timeout 30 → 3',
    ]);
  });

  test('ranges join the permission of the same ports, and leave it', () => {
    expect(told({ events: [opened('14:00:00'), opened('14:01:00', 22, '192.0.2.0/24'), closed('14:02:00')] })).toEqual([
      '14:00:00 ingress + tcp/22 from 0.0.0.0/0',
      '14:01:00 ingress + tcp/22 from 192.0.2.0/24',
      '14:02:00 ingress − tcp/22 from 0.0.0.0/0',
    ]);
  });

  test('what was made and what is gone', () => {
    const made = callEvent({
      call: 'sns:CreateTopic',
      request: { name: 't' },
      response: { topicArn: 'arn:aws:sns:us-east-1:111122223333:t' },
      at: '14:00:00',
    });
    const gone = callEvent({
      call: 'sns:DeleteTopic',
      request: { topicArn: 'arn:aws:sns:us-east-1:111122223333:t' },
      at: '14:01:00',
    });
    const events = infer({ events: [made, gone] });
    expect(events.map(({ detail }) => [detail.status, detail.changes[0]?.op, detail.resourceId])).toEqual([
      ['ResourceDiscovered', 'add', 't'],
      ['ResourceDeleted', 'remove', 't'],
    ]);
    expect(events[1]?.detail.after).toBeNull();
  });

  test('each resource of a call is an event of its own', () => {
    const call = callEvent({
      call: 'ec2:TerminateInstances',
      request: {
        instancesSet: { items: [{ instanceId: 'i-0000000000000000a' }, { instanceId: 'i-0000000000000000b' }] },
      },
    });
    const ids = infer({ events: [call] }).map(({ id }) => id);
    expect(ids).toEqual(
      ['a', 'b'].map(
        (last) => `${call.id.replace('cloudtrail:', 'inferred:')}/AWS::EC2::Instance/i-0000000000000000${last}`,
      ),
    );
  });

  test('the order in which calls come decides nothing', () => {
    const events = [opened('14:00:00'), opened('14:01:00', 443), closed('14:02:00')];
    expect(infer({ events: [...events].reverse() })).toEqual(infer({ events }));
  });
});

describe('nothing is told of', () => {
  test.each([
    ['a denied call', { errorCode: 'Client.UnauthorizedOperation' }],
    ['a failed call', { errorCode: 'Client.InvalidPermission.Duplicate' }],
    ['a read', { readOnly: true }],
  ])('%s', (_, more) => {
    const call = callEvent({ call: 'ec2:AuthorizeSecurityGroupIngress', request: request(22), more });
    expect(infer({ events: [call] })).toEqual([]);
  });

  test('a call outside of the window, though later ones are compared with it', () => {
    const window = { since: epochOf('14:01:00'), until: epochOf('14:02:00') };
    expect(told({ events: [opened('14:00:00'), closed('14:01:00'), opened('14:02:00')], window })).toEqual([
      '14:01:00 ingress − tcp/22 from 0.0.0.0/0',
    ]);
  });

  test('what only names the target, and of neighbors', () => {
    const call = opened('14:00:00');
    expect(infer({ events: [call], isTarget: (_, spellings) => spellings.includes('sg-9') })).toEqual([]);
    expect(infer({ events: [call], isTarget: (_, spellings) => spellings.includes(groupId) })).toHaveLength(1);
    expect(infer({ events: [{ ...call, match: ['neighbor'] }] })).toEqual([]);
    expect(infer({ events: [{ ...call, match: ['principal'] }], isTarget: () => false })[0]?.match).toEqual([
      'principal',
    ]);
  });

  test('objects, unless one was asked about', () => {
    const call = callEvent({
      call: 's3:DeleteObject',
      request: { bucketName: 'b', key: 'a.txt' },
      more: { eventCategory: 'Data', managementEvent: false },
    });
    expect(infer({ events: [{ ...call, match: ['window'] }] })).toEqual([]);
    expect(infer({ events: [call] }).map(({ summary }) => summary)).toEqual(['deleted (from the call)']);
  });
});

describe('beside configuration items', () => {
  const before = withPorts('13:00:00', 443);

  test('a call whose effect an item records is not told again', () => {
    expect(infer({ events: [opened('14:00:00')], items: [before, withPorts('14:01:30', 443, 22)] })).toEqual([]);
  });

  test('a call after the last item is told, compared with it', () => {
    const [event] = infer({ events: [opened('14:00:00')], items: [before] });
    expect(event?.detail.changes.map(({ path }) => path)).toEqual(['/configuration/ipPermissions/1']);
    expect(event?.resources[0]?.name).toBe('web');
  });

  test('of several calls before an item, those that it no longer shows are told', () => {
    const events = [opened('14:00:00', 22), opened('14:00:10', 80), closed('14:00:20', 22)];
    expect(told({ events, items: [before, withPorts('14:02:00', 443, 80)] })).toEqual([
      '14:00:00 ingress + tcp/22 from 0.0.0.0/0',
    ]);
  });

  test('an item of another account, region or type records nothing', () => {
    for (const other of [{ account: '444455556666' }, { region: 'eu-west-1' }, { resourceType: 'AWS::EC2::Instance' }])
      expect(infer({ events: [opened('14:00:00')], items: [itemEvidence('14:01:00', other)] })).toHaveLength(1);
  });

  test('a role is found by its name, though Config knows it by its id', () => {
    const role = itemEvidence('13:00:00', {
      resourceType: 'AWS::IAM::Role',
      resourceId: 'AROAEXAMPLEEXAMPLE123',
      resourceName: 'deploy',
      arn: 'arn:aws:iam::111122223333:role/deploy',
      region: 'global',
      configuration: { maxSessionDuration: 3600 },
    });
    const call = callEvent({ call: 'iam:UpdateRole', request: { roleName: 'deploy', maxSessionDuration: 43200 } });
    const [event] = infer({ events: [call], items: [role] });
    expect(event?.detail).toMatchObject({
      resourceId: 'AROAEXAMPLEEXAMPLE123',
      changes: [{ path: '/configuration/maxSessionDuration', op: 'replace', before: 3600, after: 43200 }],
    });
  });

  test('of two roles that bore one name, the one that was there at the time of the call is meant, in any order', () => {
    const role = (clock: string, resourceId: string, status: string) =>
      itemEvidence(clock, {
        resourceType: 'AWS::IAM::Role',
        resourceId,
        resourceName: 'deploy',
        arn: 'arn:aws:iam::111122223333:role/deploy',
        region: 'global',
        status,
        configuration: status === 'ResourceDeleted' ? null : { maxSessionDuration: 3600 },
      });
    const items = [
      role('10:00:00', 'AROAEXAMPLEEXAMPLEOLD', 'OK'),
      role('12:00:00', 'AROAEXAMPLEEXAMPLEOLD', 'ResourceDeleted'),
      role('13:00:00', 'AROAEXAMPLEEXAMPLENEW', 'OK'),
    ];
    const call = callEvent({ call: 'iam:UpdateRole', request: { roleName: 'deploy', maxSessionDuration: 43200 } });
    for (const inSomeOrder of [items, items.toReversed()])
      expect(infer({ events: [call], items: inSomeOrder }).map(({ detail }) => detail.resourceId)).toEqual([
        'AROAEXAMPLEEXAMPLENEW',
      ]);
  });
});
