/** What follows a change, and who started it, with decoys. */
import { describe, expect, test } from 'vitest';
import {
  alarmEvent,
  callEvent,
  flowEvent,
  group,
  itemEvent,
  lambda,
  permission,
  refOf,
  rule,
  shiftEvent,
} from '../../../fixtures/events.ts';
import { alice } from '../../../fixtures/report-cast.ts';
import { bare, linked, told } from './told.ts';

const web = group('sg-0a1b2c3d4e5f60718');
const opened = callEvent('open', '14:03:27', 'AuthorizeSecurityGroupIngress', {
  on: [web],
  request: permission(web.id, 22, '0.0.0.0/0'),
});
const gained = itemEvent('gained', '14:05:01', web, [
  { path: '/configuration/ipPermissions/1', op: 'add', after: rule(22, '0.0.0.0/0') },
]);

describe('what a change preceded', () => {
  const [one, two] = [lambda('checkout'), lambda('search')];
  const deploy = (id: string, time: string, on: ReturnType<typeof lambda>) =>
    callEvent(id, time, 'UpdateFunctionCode20150331v2', {
      source: 'lambda',
      on: [on],
      request: { functionName: on.id },
    });

  test('two deploys at once: each its own function, by resource', () => {
    const events = [
      deploy('first', '14:00:00', one),
      deploy('second', '14:00:05', two),
      shiftEvent('Errors', one, '14:02:00', '14:20:00'),
      shiftEvent('Errors', two, '14:03:00', '14:20:00'),
    ];
    expect(told(events)).toEqual([
      { root: 'first', links: ['first preceded Errors/checkout/14:02:00'] },
      { root: 'second', links: ['second preceded Errors/search/14:03:00'] },
    ]);
  });

  test('a rule that sends to another target group may take what one lost; what is done to that other group does not', () => {
    const type = (name: string) => `AWS::ElasticLoadBalancingV2::${name}`;
    const balancer = refOf(type('LoadBalancer'), 'app/shop/50dc6c495c0c9188');
    const [checkout, canary] = ['checkout/73e2d6bc24d8a067', 'canary/0123456789abcdef'].map((id) =>
      refOf(type('TargetGroup'), `targetgroup/${id}`),
    ) as [ReturnType<typeof refOf>, ReturnType<typeof refOf>];
    const call = (id: string, time: string, name: string) =>
      callEvent(id, time, name, { source: 'elasticloadbalancing', on: [balancer, canary] });
    const shift = shiftEvent('RequestCount', checkout, '14:05:00', '14:20:00');
    const ofBoth = { ...shift, resources: [balancer, checkout] };
    const events = [call('rule', '14:00:00', 'ModifyRule'), call('path', '14:00:30', 'ModifyTargetGroup'), ofBoth];
    expect(told(events)).toEqual([{ root: 'rule', links: [`rule preceded ${bare(shift.id)}`] }]);
  });

  test('a shift that began before the change, or far from any, stays alone and says so', () => {
    const early = shiftEvent('Errors', one, '13:48:00', '14:20:00');
    const far = shiftEvent('Errors', two, '18:00:00', '18:20:00');
    const { chains, notes } = linked([deploy('late', '14:00:00', one), early, far]);
    expect(chains).toEqual([]);
    expect(notes.get(early.id)).toBe('began 12 min before the change');
    expect(notes.get(far.id)).toBe('no change near it');
  });

  test('the datapoint of the period in which the change falls can still follow it', () => {
    const within = shiftEvent('Errors', one, '13:58:00', '14:20:00', { periodSeconds: 300 });
    expect(told([deploy('late', '14:00:00', one), within])).toHaveLength(1);
  });

  test('a tag moves nothing', () => {
    const tag = callEvent('tag', '14:00:00', 'TagResource20170331v2', {
      source: 'lambda',
      on: [one],
      request: { tags: { a: 'b' } },
    });
    const shift = shiftEvent('Errors', one, '14:02:00', '14:20:00');
    const { chains, notes } = linked([tag, shift]);
    expect(chains).toEqual([]);
    expect(notes.get(shift.id)).toBe('the changes near it do not affect it');
  });

  test('the alarm of the shift, and its end', () => {
    const shift = shiftEvent('Errors', one, '14:02:00', '14:20:00');
    const events = [
      deploy('first', '14:00:00', one),
      shift,
      alarmEvent('errors', '14:05:00', 'ALARM', shift),
      alarmEvent('errors', '14:25:00', 'OK', shift),
    ];
    expect(told(events)[0]?.links).toEqual([
      `${bare(shift.id)} alarmed alarm:errors/ALARM`,
      `${bare(shift.id)} alarmed alarm:errors/OK`,
      `first preceded ${bare(shift.id)}`,
    ]);
  });

  test('traffic is of the rule that names its port', () => {
    const other = callEvent('other', '14:05:00', 'AuthorizeSecurityGroupIngress', {
      on: [web],
      request: permission(web.id, 443, '0.0.0.0/0'),
    });
    const card = 'eni-0c4d5e6f708192a3b';
    const relations = [{ a: web.id, b: card, relation: 'Is associated with NetworkInterface' }];
    expect(told([opened, other, flowEvent(card, 'ACCEPT', 22, '14:10:00')], { relations })).toEqual([
      { root: 'open', links: [`open preceded flow:${card}/ACCEPT/tcp/22`] },
    ]);
  });
});

describe('who set it going', () => {
  const key = (accessKeyId: string) => ({ ...alice, accessKeyId });
  const assumed = (id: string, time: string, by: string, issued: string) =>
    callEvent(id, time, 'AssumeRole', {
      source: 'sts',
      by: key(by),
      response: { credentials: { accessKeyId: issued } },
    });

  test('a chain through three roles leads in, and is not the root', () => {
    const events = [
      assumed('one', '13:50:00', 'AKIA1', 'ASIA1'),
      assumed('two', '13:51:00', 'ASIA1', 'ASIA2'),
      assumed('three', '13:52:00', 'ASIA2', 'ASIA3'),
      { ...opened, detail: { ...opened.detail, principal: key('ASIA3') } },
      gained,
    ];
    expect(told(events)).toEqual([
      { root: 'open', links: ['one enabled two', 'open changed gained', 'three enabled open', 'two enabled three'] },
    ]);
    expect(linked(events.slice(0, 4)).chains).toEqual([]);
  });

  test('the root of a stack update is the person who asked for it', () => {
    const stack = refOf('AWS::CloudFormation::Stack', 'checkout');
    const service = {
      ...alice,
      service: true,
      sourceIp: 'cloudformation.amazonaws.com',
      tool: { kind: 'cloudformation' as const, name: 'CloudFormation', version: null, disagrees: [] },
    };
    const update = callEvent('update', '14:00:00', 'UpdateStack', {
      source: 'cloudformation',
      on: [stack],
      request: { stackName: 'checkout' },
    });
    const configured = callEvent('configure', '14:00:20', 'UpdateFunctionConfiguration20150331v2', {
      source: 'lambda',
      on: [lambda('checkout-Handler-1A2B3C')],
      by: service,
      request: { functionName: 'checkout-Handler-1A2B3C', timeout: 3 },
    });
    const slow = itemEvent('slow', '14:02:00', lambda('checkout-Handler-1A2B3C'), [
      { path: '/configuration/timeout', op: 'replace', before: 30, after: 3 },
    ]);
    expect(
      told([update, configured, slow, shiftEvent('Errors', lambda('checkout-Handler-1A2B3C'), '14:05:00', '14:30:00')]),
    ).toEqual([
      {
        root: 'update',
        links: [
          'configure changed slow',
          'configure preceded Errors/checkout-Handler-1A2B3C/14:05:00',
          'update continued configure',
        ],
      },
    ]);
  });
});
