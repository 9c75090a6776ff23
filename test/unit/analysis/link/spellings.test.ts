/** One resource under several spellings, and changes as services of many kinds name them: the links are the same. */
import { expect, test } from 'vitest';
import { callEvent, group, itemEvent, refOf, shiftEvent } from '../../../fixtures/events.ts';
import { bob } from '../../../fixtures/report-cast.ts';
import { linked, told } from './told.ts';

const balancing = 'arn:aws:elasticloadbalancing:us-east-1:111122223333';
const balancer = refOf('AWS::ElasticLoadBalancingV2::LoadBalancer', 'app/shop/50dc6c495c0c9188');
const targets = refOf('AWS::ElasticLoadBalancingV2::TargetGroup', 'web/73e2d6bc24d8a067');
const deregistered = callEvent('deregister', '14:00:00', 'DeregisterTargets', {
  source: 'elasticloadbalancing',
  on: [targets],
  request: { targetGroupArn: `${balancing}:targetgroup/${targets.id}`, targets: [{ id: 'i-0a1b2c3d4e5f60718' }] },
});

test('Config relates ARNs, where calls and metrics name what they hold', () => {
  const failing = shiftEvent('HTTPCode_ELB_5XX_Count', balancer, '14:01:00', '14:20:00');
  const [a, b] = [`${balancing}:loadbalancer/${balancer.id}`, `${balancing}:targetgroup/${targets.id}`];
  const relations = [{ a, b, relation: 'Is associated with TargetGroup' }];
  expect(told([deregistered, failing], { relations })).toEqual([
    {
      root: 'deregister',
      links: ['deregister preceded HTTPCode_ELB_5XX_Count/app/shop/50dc6c495c0c9188/14:01:00'],
    },
  ]);
  expect(linked([deregistered, failing]).notes.get(failing.id)).toBe('no change near it');
});

const rule = refOf('AWS::Events::Rule', 'every-five-minutes');
const checkout = refOf('AWS::Lambda::Function', 'checkout');

test('what starts a function moves how often it runs', () => {
  const off = callEvent('off', '14:00:00', 'DisableRule', {
    source: 'events',
    on: [rule],
    request: { name: rule.id },
  });
  const on = callEvent('on', '15:00:00', 'EnableRule', { source: 'events', on: [rule], request: { name: rule.id } });
  const runs = shiftEvent('Invocations', checkout, '14:05:00', '15:00:00');
  const relations = [{ a: rule.id, b: checkout.id, relation: 'Is associated with Function' }];
  expect(told([off, on, runs], { relations })).toEqual([
    { root: 'off', links: ['off preceded Invocations/checkout/14:05:00', 'on reverted off'] },
  ]);
});

test('a change of a firewall can move a metric of people’s own, whatever they call it', () => {
  const web = group('sg-0a1b2c3d4e5f60718');
  const closed = callEvent('close', '14:00:00', 'RevokeSecurityGroupIngress', { on: [web] });
  const orders = shiftEvent('OrdersPlaced', web, '14:01:00', '14:20:00', { excursion: 40 });
  expect(told([closed, orders])).toEqual([
    { root: 'close', links: [`close preceded OrdersPlaced/${web.id}/14:01:00`] },
  ]);
  const ofAws = { ...orders, detail: { ...orders.detail, namespace: 'AWS/EC2' } };
  expect(told([closed, ofAws])).toEqual([]);
});

test('a queue’s settings are no permissions', () => {
  const queue = refOf('AWS::SQS::Queue', 'orders');
  const set = callEvent('set', '14:00:00', 'SetQueueAttributes', { source: 'sqs', on: [queue] });
  const old = shiftEvent('ApproximateAgeOfOldestMessage', queue, '14:02:00', '14:40:00');
  const [chain] = linked([set, old]).chains;
  expect(chain?.links[0]?.because).toContain('a change of how messages pass moves such a metric');
});

test('a list that a call sets is put back by the call that sets it as it was', () => {
  const database = refOf('AWS::RDS::DBInstance', 'orders-db');
  const member = (vpcSecurityGroupId: string) => ({ vpcSecurityGroupId, status: 'active' });
  const path = '/configuration/vpcSecurityGroups/0';
  const swap = (id: string, [since, time, captured]: readonly [string, string, string], from: string, to: string) => [
    callEvent(id, time, 'ModifyDBInstance', {
      source: 'rds',
      on: [database],
      request: { dBInstanceIdentifier: database.id, vpcSecurityGroupIds: [to] },
    }),
    itemEvent(
      `${id} item`,
      captured,
      database,
      [
        { path, op: 'remove', before: member(from) },
        { path, op: 'add', after: member(to) },
      ],
      { since },
    ),
  ];
  const [one, two] = ['sg-0a1b2c3d4e5f60718', 'sg-0b1b2c3d4e5f60718'];
  const events = [
    ...swap('swap', ['00:00:00', '14:00:00', '14:03:00'], one, two),
    ...swap('back', ['14:03:00', '14:50:00', '14:52:00'], two, one),
  ];
  expect(told(events)).toEqual([
    { root: 'swap', links: ['back changed back item', 'back reverted swap', 'swap changed swap item'] },
  ]);
});

test('a shift that set off an alarm, and nothing else, is nobody’s call', () => {
  const errors = shiftEvent('Errors', checkout, '14:02:00', '14:40:00');
  const alarm = {
    ...shiftEvent('Errors', checkout, '14:04:00', '14:04:00'),
    id: 'alarm:checkout-errors',
    kind: 'alarm' as const,
    summary: 'alarm checkout-errors: OK → ALARM',
    detail: {
      alarmName: 'checkout-errors',
      from: 'OK',
      to: 'ALARM',
      reason: '',
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: 'checkout' },
    },
  };
  const [chain] = linked([errors, alarm]).chains;
  expect(chain?.summary).toMatch(/^Errors of checkout rose/);
  expect(chain?.summary).not.toContain('call');
  const changed = itemEvent('drift', '14:00:00', checkout, [{ path: '/configuration/timeout', op: 'replace' }]);
  const [drifted] = linked([changed, errors, callEvent('tag', '13:00:00', 'TagResource', { by: bob })]).chains;
  expect(drifted?.summary).toContain('by a call that is not known');
});

test('a state machine of the same name is not what was changed', () => {
  const service = callEvent('update', '14:00:00', 'UpdateService', {
    source: 'ecs',
    on: [refOf('AWS::ECS::Service', 'checkout')],
  });
  const machine = refOf('AWS::StepFunctions::StateMachine', 'checkout');
  const failed = shiftEvent('ExecutionsFailed', machine, '14:01:00', '14:20:00');
  expect(told([service, failed])).toEqual([]);
  const own = callEvent('own', '14:00:00', 'UpdateStateMachine', { source: 'states', on: [machine] });
  expect(told([service, own, failed])).toEqual([
    { root: 'own', links: ['own preceded ExecutionsFailed/checkout/14:01:00'] },
  ]);
});

const key = refOf('AWS::KMS::Key', '1234abcd-12ab-34cd-56ef-1234567890ab');
const orders = refOf('AWS::Lambda::Function', 'orders');
const failing = shiftEvent('Errors', orders, '14:02:00', '14:40:00');
const naming = (name: string) => ({
  a: name,
  b: key.id,
  relation: 'Names Key in its configuration',
  shared: [key.id],
});
const ofKey = { relations: [naming('orders'), naming('mail')] };

test('a key that two functions use leads from one of them to the key, and not to the other', () => {
  const disabled = callEvent('disable', '14:00:00', 'DisableKey', { source: 'kms', on: [key] });
  const mail = refOf('AWS::Lambda::Function', 'mail');
  const deployed = callEvent('deploy', '14:01:00', 'UpdateFunctionCode', { source: 'lambda', on: [mail] });
  expect(told([disabled, deployed, failing], ofKey)).toEqual([
    { root: 'disable', links: ['disable preceded Errors/orders/14:02:00'] },
  ]);
  expect(told([deployed, failing], ofKey)).toEqual([]);
});

test('a call that only names the key that a function uses does nothing to the function', () => {
  for (const [name, source] of [
    ['CreateDBInstance', 'rds'],
    ['CreateFunction', 'lambda'],
  ] as const) {
    const made = callEvent('made', '14:01:00', name, { source, on: [key] });
    expect(told([made, failing], ofKey)).toEqual([]);
  }
});

test('what is shared leads on to what it rests on itself: a role to its policy', () => {
  const [role, policy] = [refOf('AWS::IAM::Role', 'orders-role'), refOf('AWS::IAM::Policy', 'read-orders')];
  const relations = [
    { a: 'orders', b: role.id, relation: 'Is associated with Role', shared: [role.id] },
    { a: role.id, b: policy.id, relation: 'Is attached to CustomerManagedPolicy', shared: [role.id, policy.id] },
  ];
  const set = callEvent('set', '14:01:00', 'CreatePolicyVersion', { source: 'iam', on: [policy] });
  expect(told([set, failing], { relations })).toEqual([
    { root: 'set', links: ['set preceded Errors/orders/14:02:00'] },
  ]);
});
