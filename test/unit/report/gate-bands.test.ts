/** Which writes were in-band, and which were not. */
import { describe, expect, test } from 'vitest';
import type { ApiCallEvent } from '../../../src/model/event.ts';
import type { Principal } from '../../../src/model/principal.ts';
import type { Chain } from '../../../src/model/report.ts';
import { gateOf } from '../../../src/report/gate.ts';
import { covered } from '../../fixtures/report.ts';
import { account, alice, at, bob } from '../../fixtures/report-cast.ts';
import { apiCall } from '../../fixtures/report-events.ts';
import { checking } from './gate-settings.ts';

const pipeline: Principal = {
  ...bob,
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/deploy/run-4711`,
  name: 'deploy',
  session: 'run-4711',
  human: { name: 'repo:example/infra:ref:refs/heads/main', via: 'oidc', certainty: 'proven' },
};
const stack: Principal = { ...pipeline, name: 'stack-role', session: 'AWSCloudFormation', human: null, service: true };
const linked: Principal = { ...stack, name: 'AWSServiceRoleForAutoScaling', session: 'AutoScaling' };
const service: Principal = { ...stack, type: 'AWSService', arn: null, name: 'kms.amazonaws.com' };

const by = (principal: Principal, time = '14:00:00') =>
  apiCall(at(time), 'UpdateFunctionCode', 'changed checkout', { detail: { principal } });

const messages = (
  calls: readonly ApiCallEvent[],
  allowedPrincipals: readonly string[],
  chains: readonly Chain[] = [],
) =>
  gateOf(
    checking(['out-of-band'], { allowedPrincipals }),
    { timeline: calls, chains, coverage: [covered('cloudtrail', 'archive')] },
    0,
  ).failures.map(({ message }) => message.replace(/^.*: /, ''));

const continuing = (...calls: readonly ApiCallEvent[]): Chain => ({
  id: 'c1',
  root: calls[0]?.id ?? '',
  events: calls.map(({ id }) => id),
  links: calls.slice(1).map((call, index) => ({
    from: calls[index]?.id ?? '',
    to: call.id,
    relation: 'continued',
    score: 0.97,
    because: ['so it is'],
  })),
  alternatives: [],
  exposure: null,
  summary: '',
});

describe('an allowed principal', () => {
  test.each([
    [`arn:aws:sts::${account}:assumed-role/deploy/*`],
    ['deploy'],
    ['deploy/run-*'],
    ['repo:example/*:ref:refs/heads/main'],
    ['depl?y'],
  ])('%s', (glob) => {
    expect(messages([by(pipeline)], [glob])).toEqual([]);
  });

  test.each([['deploy/'], ['Deploy'], ['run-*'], ['repo:example/infra'], ['eploy']])('not %s', (glob) => {
    expect(messages([by(pipeline)], [glob])).toEqual(['deploy/run-4711 is not allowed']);
  });

  test('is not who merely calls himself so', () => {
    const named: Principal = { ...pipeline, human: { name: 'carol', via: 'session-name', certainty: 'asserted' } };
    expect(messages([by(named)], ['carol'])).toEqual(['deploy/run-4711 is not allowed']);
  });

  test('does not write by the console', () => {
    expect(messages([by(alice)], ['*'])).toEqual(['by the console']);
  });
});

test('without a list nobody is allowed', () => {
  expect(messages([by(pipeline)], [])).toEqual(['nobody is allowed (--allow-principal)']);
});

test('what AWS does of its own accord is nobody’s', () => {
  expect(messages([by(service), by(linked)], [])).toEqual([]);
});

test('reads, denied attempts and signing in change nothing', () => {
  const detail = { principal: alice };
  const calls = [
    apiCall(at('14:00:00'), 'GetFunction', 'read checkout', { detail: { ...detail, readOnly: true } }),
    apiCall(at('14:00:00'), 'DeleteFunction', 'tried', { detail: { ...detail, outcome: 'denied' } }),
    apiCall(at('14:00:00'), 'ConsoleLogin', 'signed in', {
      detail: { ...detail, eventSource: 'signin.amazonaws.com' },
    }),
  ];
  expect(messages(calls, [])).toEqual([]);
});

describe('what a service goes on with', () => {
  const [start, first, second] = [by(pipeline), by(stack, '14:01:00'), by(stack, '14:02:00')] as const;

  test('is in-band where an allowed principal began it, however many services lie between', () => {
    expect(messages([start, first, second], ['deploy'], [continuing(start, first, second)])).toEqual([]);
    expect(messages([start, first], ['deploy'])).toEqual(['stack-role/AWSCloudFormation is not allowed']);
  });

  test('is one failure with the call that began it', () => {
    const begun = by(alice);
    const gate = gateOf(
      checking(['out-of-band'], { allowedPrincipals: ['stack-role'] }),
      {
        timeline: [begun, first, second],
        chains: [continuing(begun, first, second)],
        coverage: [covered('cloudtrail', 'archive')],
      },
      0,
    );
    expect(gate.failures).toEqual([
      {
        condition: 'out-of-band',
        event: begun.id,
        message:
          '2026-03-03T14:00:00Z alice@example.com changed checkout, and a service made 2 calls in its course: by the console',
      },
    ]);
  });

  test('does not go round in circles', () => {
    expect(messages([first, second], ['deploy'], [continuing(first, second, first)]).length).toBeGreaterThan(0);
  });
});
