/** Whoever quickly repairs what somebody else broke is not the one who broke it, whichever of them is nearer to the alarm. */
import { expect, test } from 'vitest';
import type { FlowEvent } from '../../../../src/model/event.ts';
import { callEvent, refOf, shiftEvent } from '../../../fixtures/events.ts';
import { at, bob } from '../../../fixtures/report-cast.ts';
import { told } from './told.ts';

const acl = refOf('AWS::EC2::NetworkAcl', 'acl-0a1b2c3d4e5f60718');
const web = refOf('AWS::EC2::Instance', 'i-0a1b2c3d4e5f60718');
const relations = [{ a: acl.id, b: web.id, relation: 'Is attached to Subnet', shared: [acl.id] }];
const entry = (ruleAction: string) => ({
  networkAclId: acl.id,
  ruleNumber: 100,
  egress: false,
  ruleAction,
  portRange: { from: 443, to: 443 },
  aclProtocol: '6',
  cidrBlock: '0.0.0.0/0',
});
const replace = (id: string, time: string, ruleAction: string) =>
  callEvent(id, time, 'ReplaceNetworkAclEntry', {
    on: [acl],
    request: entry(ruleAction),
    ...(ruleAction === 'allow' && { by: bob }),
  });
const [deny, allow] = [replace('deny', '14:00:00', 'deny'), replace('allow', '14:04:00', 'allow')];

test('a shift in whose period both fall follows the first', () => {
  const failing = shiftEvent('StatusCheckFailed', web, '14:00:00', '14:05:00');
  const preceding = told([deny, allow, failing], { relations }).flatMap(({ links }) =>
    links.filter((link) => link.includes('preceded')),
  );
  expect(preceding).toEqual([`deny preceded StatusCheckFailed/${web.id}/14:00:00`]);
});

test('a shift that begins a while after both follows the second no less than before', () => {
  const failing = shiftEvent('StatusCheckFailed', web, '14:20:00', '14:45:00');
  const preceding = told([deny, allow, failing], { relations }).flatMap(({ links }) =>
    links.filter((link) => link.includes('preceded')),
  );
  expect(preceding).toEqual([`allow preceded StatusCheckFailed/${web.id}/14:20:00`]);
});

const flowOf = (action: 'ACCEPT' | 'REJECT', time: string): FlowEvent => ({
  id: `flow:${action}`,
  time: at(time),
  kind: 'flow',
  severity: 'info',
  match: ['window'],
  chain: null,
  resources: [web],
  summary: `${action} tcp/443`,
  origin: { source: 'logs', backend: 'archive', account: '111122223333', region: 'us-east-1', ref: '', locator: '' },
  detail: {
    interfaceId: 'eni-0a1b2c3d4e5f60718',
    action,
    protocol: 'tcp',
    dstPort: 443,
    sources: [],
    before: { flows: 0, bytes: 0 },
  } as unknown as FlowEvent['detail'],
});

test('refused traffic follows the entry that denies, accepted traffic the one that allows', () => {
  const both = [replace('allow', '14:01:30', 'allow'), replace('deny', '14:00:00', 'deny')];
  const preceding = (flow: FlowEvent) =>
    told([...both, flow], { relations }).flatMap(({ links }) => links.filter((link) => link.includes('preceded')));
  expect(preceding(flowOf('REJECT', '14:02:00'))).toEqual(['deny preceded flow:REJECT']);
  expect(preceding(flowOf('ACCEPT', '14:02:00'))).toEqual(['allow preceded flow:ACCEPT']);
});
