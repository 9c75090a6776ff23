/** Who came in through a rule that was opened, and what must not be mistaken for that. */
import { describe, expect, test } from 'vitest';
import { type AdmittedInput, admitted } from '../../../../src/analysis/impact/admitted.ts';
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import type { ApiCallEvent, FlowDetail, FlowEvent } from '../../../../src/model/event.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { account, at, group, region } from '../../../fixtures/report-cast.ts';
import { apiCall, configChange, flow } from '../../../fixtures/report-events.ts';

const permission = (cidrIp: string, from = 22, to = from, ipProtocol = 'tcp'): JsonObject => ({
  ipProtocol,
  fromPort: from,
  toPort: to,
  ipRanges: { items: [{ cidrIp }] },
});
const everybody = permission('0.0.0.0/0');

const call = (
  time: string,
  eventName: string,
  requestParameters: JsonObject,
  more: Partial<ApiCallEvent['detail']> = {},
) => apiCall(at(time), eventName, eventName, { detail: { requestParameters, ...more } });
const opening = (...permissions: JsonObject[]) =>
  call('14:03:27', 'AuthorizeSecurityGroupIngress', { groupId: group.id, ipPermissions: { items: permissions } });
const closing = (time: string, ...permissions: JsonObject[]) =>
  call(time, 'RevokeSecurityGroupIngress', { groupId: group.id, ipPermissions: { items: permissions } });

const source = (address: string, time: string, bytes = 1000) => ({
  address,
  bytes,
  packets: 10,
  flows: 1,
  firstTime: at(time),
  lastTime: at('14:40:00'),
});
function traffic(sources: FlowDetail['sources'], more: Partial<FlowDetail> = {}): FlowEvent {
  const event = flow(at('14:04:02'), at('14:46:25'));
  const detail = {
    action: 'ACCEPT',
    protocol: 'tcp',
    dstPort: 22,
    direction: 'ingress',
    before: { bytes: 0, flows: 0 },
  };
  return { ...event, severity: 'info', detail: { ...event.detail, ...detail, sources, ...more } };
}
const stranger = traffic([source('203.0.113.9', '14:04:02')]);
const late = traffic([source('203.0.113.9', '14:20:00')]);

const state = (captureTime: string, stateId: string, ...ipPermissions: JsonObject[]): ConfigurationItem => ({
  resourceType: 'AWS::EC2::SecurityGroup',
  resourceId: group.id,
  resourceName: null,
  arn: null,
  account,
  region,
  captureTime,
  status: 'OK',
  stateId,
  configuration: { ipPermissions },
  supplementaryConfiguration: {},
  tags: {},
  relationships: [],
  relatedEvents: [],
});

function through(input: Partial<AdmittedInput>, one: FlowEvent = stranger): FlowEvent {
  const [found] = admitted({
    flows: [one],
    calls: [],
    changes: [],
    items: [],
    groupsOf: () => [group.id],
    ...input,
  });
  return found as FlowEvent;
}

describe('a flow came through the rule that a call opened', () => {
  test('however often it was closed: the first time counts', () => {
    const closings = ['14:48:50', '14:03:28', '14:30:00'].map((time) => closing(time, everybody));
    const calls = [opening(everybody), ...closings];
    expect(through({ calls }, late).detail.admittedBy).toBeUndefined();
    const without = calls.filter((one) => one !== closings[1]);
    expect(through({ calls: without }, late).detail.admittedBy).toBe(calls[0]?.id);
  });

  test('where protocol, port, address and time fit', () => {
    const calls = [opening(everybody), closing('14:48:50', everybody)];
    const found = through({ calls });
    expect(found.detail.admittedBy).toBe(calls[0]?.id);
    expect(found.summary).toMatch(/, through the rule that alice@example\.com opened at 14:03:27$/);
    expect(found.severity).toBe('notice');
    expect(found.detail.sources).toEqual(stranger.detail.sources);
  });

  test.each<[string, JsonObject]>([
    ['all traffic', { ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
    ['a range of ports', permission('203.0.113.0/24', 20, 25)],
    ['the protocol as a number', permission('203.0.113.9/32', 22, 22, '6')],
    ['the flat form', { ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' }],
  ])('opened as %s', (_, rule) => {
    const nested = call('14:03:27', 'AuthorizeSecurityGroupIngress', {
      groupId: group.id,
      ipPermissions: { items: [rule] },
    });
    expect(through({ calls: [nested] }).detail.admittedBy).toBe(nested.id);
    const flat = call('14:03:27', 'AuthorizeSecurityGroupIngress', { groupId: group.id, ...rule });
    if ('cidrIp' in rule) expect(through({ calls: [flat] }).detail.admittedBy).toBe(flat.id);
  });

  test('changed in place, by its id', () => {
    const changed = call('14:03:27', 'ModifySecurityGroupRules', {
      ModifySecurityGroupRulesRequest: {
        GroupId: group.id,
        SecurityGroupRule: {
          SecurityGroupRuleId: 'sgr-1',
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' },
        },
      },
    });
    expect(through({ calls: [changed] }).detail.admittedBy).toBe(changed.id);
    const closed = call('14:03:50', 'RevokeSecurityGroupIngress', {
      groupId: group.id,
      securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-1' }] },
    });
    const later = traffic([source('203.0.113.9', '14:30:00')]);
    expect(through({ calls: [changed, closed] }, later).detail.admittedBy).toBeUndefined();
  });

  test('tells how many of the sources needed it', () => {
    const mixed = traffic([source('203.0.113.9', '14:04:02'), source('198.51.100.4', '13:30:00')]);
    const { summary, detail } = through({ calls: [opening(everybody)] }, mixed);
    expect(summary).toContain(', 1 source through the rule');
    expect(detail.sources).toHaveLength(2);
  });
});

describe('a flow did not', () => {
  const open = opening(everybody);
  test.each<[string, Partial<AdmittedInput>, FlowEvent?]>([
    ['with another port', { calls: [open] }, traffic(stranger.detail.sources, { dstPort: 443 })],
    ['with another protocol', { calls: [open] }, traffic(stranger.detail.sources, { protocol: 'udp' })],
    ['when it was rejected', { calls: [open] }, traffic(stranger.detail.sources, { action: 'REJECT' })],
    ['when it went out', { calls: [open] }, traffic(stranger.detail.sources, { direction: 'egress' })],
    ['from outside of the range', { calls: [opening(permission('198.51.100.0/24'))] }],
    ['before it was opened', { calls: [open] }, traffic([source('203.0.113.9', '14:03:26')])],
    [
      'after it was closed',
      { calls: [open, closing('14:10:00', everybody)] },
      traffic([source('203.0.113.9', '14:30:00')]),
    ],
    [
      'after the group was deleted',
      { calls: [open, call('14:10:00', 'DeleteSecurityGroup', { groupId: group.id })] },
      traffic([source('203.0.113.9', '14:30:00')]),
    ],
    ['into another group', { calls: [open], groupsOf: () => ['sg-other'] }],
    [
      'when the call was denied',
      {
        calls: [
          call(
            '14:03:27',
            'AuthorizeSecurityGroupIngress',
            { groupId: group.id, ipPermissions: { items: [everybody] } },
            { outcome: 'denied' },
          ),
        ],
      },
    ],
    [
      'through an outbound rule',
      {
        calls: [
          call('14:03:27', 'AuthorizeSecurityGroupEgress', {
            groupId: group.id,
            ipPermissions: { items: [everybody] },
          }),
        ],
      },
    ],
    [
      'when a rule of before lets it in',
      { calls: [open], items: [state(at('12:00:00'), '1', permission('203.0.113.0/24'))] },
    ],
    [
      'when others came in before and the rules of before are not known',
      { calls: [open] },
      traffic(stranger.detail.sources, { before: { bytes: 5, flows: 1 } }),
    ],
    [
      'through hostile parameters',
      {
        calls: [
          call('14:03:27', 'AuthorizeSecurityGroupIngress', {
            groupId: group.id,
            ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 'x', ipRanges: [{ cidrIp: '../..' }, null, 7] }] },
          }),
        ],
      },
    ],
  ])('%s', (_, input, one) => {
    const given = one ?? stranger;
    expect(through(input, given)).toEqual(given);
  });

  test('although others came in before, where the rules of before did not let it in', () => {
    const known = traffic(stranger.detail.sources, { before: { bytes: 5, flows: 1 } });
    const items = [state(at('12:00:00'), '1', permission('198.51.100.0/24'))];
    expect(through({ calls: [open], items }, known).detail.admittedBy).toBe(open.id);
  });
});

test('where no call is known, the state that has the rule is named', () => {
  const items = [state(at('12:00:00'), '1'), state(at('14:04:46'), '2', everybody), state(at('14:50:18'), '3')];
  const change = configChange(at('14:04:46'), 'changed', []);
  const changes = [{ ...change, detail: { ...change.detail, resourceId: group.id, stateId: '2' } }];
  expect(through({ changes, items: items.toReversed() }).detail.admittedBy).toBe(change.id);
  const late = traffic([source('203.0.113.9', '15:30:00')]);
  expect(through({ changes, items }, late).detail.admittedBy).toBeUndefined();
});
