/** What services do by themselves is one row, and nothing important hides in it. */
import { describe, expect, test } from 'vitest';
import type { ApiCallEvent, TimelineEvent } from '../../../src/model/event.ts';
import type { Principal } from '../../../src/model/principal.ts';
import { chatterOf } from '../../../src/render/chatter.ts';
import { collapse } from '../../../src/render/collapse.ts';
import { rowText } from '../../../src/render/row-text.ts';
import { alice, at } from '../../fixtures/report-cast.ts';
import { apiCall, read } from '../../fixtures/report-events.ts';

const service = (name: string): Principal => ({
  ...alice,
  type: 'AWSService',
  arn: null,
  name: `${name}.amazonaws.com`,
  invokedBy: `${name}.amazonaws.com`,
  accessKeyId: null,
  human: null,
  sourceIp: `${name}.amazonaws.com`,
  service: true,
});
const linked = (role: string, sourceIp = 'config.amazonaws.com'): Principal => ({
  ...service('config'),
  type: 'AssumedRole',
  name: `AWSServiceRoleFor${role}`,
  session: 'x',
  sourceIp,
});
const describes = (time: string, principal: Principal, name = 'DescribeInstances'): ApiCallEvent =>
  ({ ...read(at(time), principal, name, 'described instances'), match: ['window'] }) as ApiCallEvent;

const foldsOf = (...timeline: TimelineEvent[]) =>
  collapse(timeline, false).map((row) => (row.chatter ? `${row.count} by ${row.chatter.join(', ')}` : row.event.id));

describe('is chatter', () => {
  test.each([
    ['AWS Config', linked('Config')],
    ['Security Hub', linked('SecurityHub', 'securityhub.amazonaws.com')],
    ['Inspector', linked('AmazonInspector2', 'AWS Internal')],
    ['Auto Scaling', service('autoscaling')],
    ['something-new', service('something-new')],
  ])('of %s', (title, principal) => {
    expect(chatterOf(describes('14:00:00', principal))).toBe(title);
  });

  test('the role that a service takes on', () => {
    expect(chatterOf(describes('14:00:00', service('lambda'), 'AssumeRole'))).toBe('Lambda');
  });
});

describe('is no chatter', () => {
  const config = linked('Config');
  const call = (parts: Partial<ApiCallEvent>) => ({ ...describes('14:00:00', config), ...parts }) as ApiCallEvent;
  test.each([
    ['what a person reads', describes('14:00:00', alice)],
    ['what a service does on behalf of a person', describes('14:00:00', { ...config, human: alice.human })],
    ['a role that only has such a name, from an address', describes('14:00:00', linked('Config', '203.0.113.9'))],
    [
      'a service by its user agent alone',
      describes('14:00:00', { ...alice, human: null, userAgent: 'config.amazonaws.com' }),
    ],
    ['a secret that was read', describes('14:00:00', config, 'GetSecretValue')],
    ['a key that was used', describes('14:00:00', config, 'Decrypt')],
    ['a write', apiCall(at('14:00:00'), 'StopInstances', 'stopped', { detail: { principal: config } })],
    ['a call that was denied', call({ severity: 'warning' })],
    ['a call that a chain needs', call({ chain: 'c1' })],
    ['a call of the service that was asked about', call({ match: ['principal'] })],
  ])('%s', (_, event) => {
    expect(chatterOf(event)).toBeUndefined();
  });
});

describe('a row of chatter', () => {
  const config = linked('Config');
  const hub = linked('SecurityHub', 'securityhub.amazonaws.com');

  test('stands for all of a day, whatever happened meanwhile, and names the services', () => {
    const stop = apiCall(at('14:01:00'), 'StopInstances', 'stopped i-1');
    const rows = foldsOf(
      describes('14:00:00', hub),
      stop,
      describes('14:02:00', config),
      describes('14:03:00', config),
    );
    expect(rows).toEqual(['3 by AWS Config, Security Hub', stop.id]);
  });

  test('is told in words, without a principal', () => {
    const [row] = collapse([describes('14:00:00', config), describes('14:02:00', config)], false);
    const told = row && rowText(row);
    expect(told).toMatchObject({ sentence: '2 routine calls by AWS Config until 14:02:00', principal: undefined });
  });

  test('is none for one call, and none where every call is wanted', () => {
    const one = describes('14:00:00', config);
    expect(foldsOf(one)).toEqual([one.id]);
    expect(collapse([one, describes('14:01:00', config)], true)).toHaveLength(2);
  });
});
