/** Credentials of an instance that are used somewhere else. */
import { describe, expect, test } from 'vitest';
import { workloadOf } from '../../../../src/analysis/who/workload.ts';
import { account } from '../../../fixtures/report-cast.ts';
import { record, resolvedCalls, roleIdentity } from '../../../fixtures/sessions.ts';

const instance = 'i-0f1e2d3c4b5a69788';
const rule = 'instance-credentials-outside';

type Call = readonly [address: string, key?: string, session?: string, vpcEndpointId?: string, eventSource?: string];

const warned = (...calls: readonly Call[]) =>
  resolvedCalls(
    calls.map(([sourceIPAddress, key = 'ASIA1', session = instance, vpcEndpointId, eventSource], n) =>
      record(n + 1, n, {
        sourceIPAddress,
        ...(vpcEndpointId !== undefined && { vpcEndpointId }),
        ...(eventSource !== undefined && { eventSource }),
        userIdentity: roleIdentity('web', session, key),
        readOnly: true,
        eventName: 'DescribeInstances',
      }),
    ),
  ).map(({ detail, severity }) => (detail.dangers?.some((danger) => danger.rule === rule) ? severity : ''));

describe('a session of an instance', () => {
  test.each<[string, readonly Call[], readonly string[]]>([
    ['from one address', [['198.51.100.4'], ['198.51.100.4']], ['', '']],
    ['from another address later', [['198.51.100.4'], ['203.0.113.9'], ['198.51.100.4']], ['', 'warning', '']],
    [
      'with another key',
      [
        ['198.51.100.4', 'ASIA1'],
        ['203.0.113.9', 'ASIA2'],
      ],
      ['', 'warning'],
    ],
    ['through an endpoint, and through the internet', [['10.0.0.5'], ['198.51.100.4'], ['10.0.0.5']], ['', '', '']],
    ['by services', [['198.51.100.4'], ['ec2.amazonaws.com'], ['AWS Internal']], ['', '', '']],
    ['by both internet protocols', [['198.51.100.4'], ['2001:db8::1']], ['', '']],
    ['from two private addresses with one key', [['10.0.0.5'], ['10.9.9.9']], ['', 'warning']],
    [
      'from two private addresses, restarted',
      [
        ['10.0.0.5', 'ASIA1'],
        ['10.9.9.9', 'ASIA2'],
      ],
      ['', ''],
    ],
    [
      'from a third private address with a key of later on',
      [
        ['10.0.0.5', 'ASIA1'],
        ['10.0.0.6', 'ASIA2'],
        ['10.9.9.9', 'ASIA2'],
      ],
      ['', '', 'warning'],
    ],
    [
      'through another endpoint of the same service, with another key',
      [
        ['10.0.0.5', 'ASIA1', instance, 'vpce-1'],
        ['10.9.9.9', 'ASIA2', instance, 'vpce-2'],
        ['10.0.0.6', 'ASIA3', instance, 'vpce-1'],
      ],
      ['', 'warning', ''],
    ],
    [
      'through the endpoint of another service, with another key',
      [
        ['10.0.0.5', 'ASIA1', instance, 'vpce-1', 'sts.amazonaws.com'],
        ['10.9.9.9', 'ASIA2', instance, 'vpce-2', 'kms.amazonaws.com'],
      ],
      ['', ''],
    ],
    ['of two instances', [['198.51.100.4'], ['203.0.113.9', 'ASIA2', 'i-0a0a0a0a0a0a0a0a0']], ['', '']],
    [
      'of a person',
      [
        ['198.51.100.4', 'ASIA1', 'alice'],
        ['203.0.113.9', 'ASIA1', 'alice'],
      ],
      ['', ''],
    ],
  ])('%s', (_, calls, severities) => {
    expect(warned(...calls)).toEqual(severities);
  });

  test('tells both addresses', () => {
    const records = ['198.51.100.4', '203.0.113.9'].map((sourceIPAddress, n) =>
      record(n + 1, n, { sourceIPAddress, userIdentity: roleIdentity('web', instance, 'ASIA1') }),
    );
    expect(resolvedCalls(records)[1]?.detail.dangers?.at(-1)).toEqual({
      rule,
      severity: 'medium',
      reason: `the credentials of ${instance} are used from 203.0.113.9, and the same access key from 198.51.100.4 before`,
      source: expect.stringContaining('GuardDuty'),
    });
  });
});

test('the reason names the endpoints that tell two networks apart', () => {
  const records = ['vpce-1', 'vpce-2'].map((vpcEndpointId, n) =>
    record(n + 1, n, {
      sourceIPAddress: `10.0.${n}.5`,
      vpcEndpointId,
      userIdentity: roleIdentity('web', instance, `ASIA${n}`),
    }),
  );
  expect(resolvedCalls(records)[1]?.detail.dangers?.at(-1)?.reason).toBe(
    `the credentials of ${instance} are used from 10.0.1.5 through VPC endpoint vpce-2, and were from 10.0.0.5 through VPC endpoint vpce-1 before`,
  );
});

test('a workload is a resource of the session’s account', () => {
  const [call] = resolvedCalls([record(1, 0, { userIdentity: roleIdentity('web', instance, 'ASIA1') })]);
  expect(call && workloadOf(call.detail.principal)).toEqual({ type: 'AWS::EC2::Instance', id: instance, account });
  expect(call?.resources.map(({ id }) => id)).not.toContain(instance);
});
