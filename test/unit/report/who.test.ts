/** Calls are counted by human: in all roles, with all tools, and through the services that acted for them. */
import { describe, expect, test } from 'vitest';
import type { ApiCallEvent } from '../../../src/model/event.ts';
import type { Human, Principal } from '../../../src/model/principal.ts';
import { account, alice, at, bob, otherAccount } from '../../fixtures/report-cast.ts';
import { apiCall } from '../../fixtures/report-events.ts';
import { whoOf } from './verdict-case.ts';

let second = 0;
const call = (principal: Principal): ApiCallEvent => {
  second = (second + 1) % 60;
  return apiCall(at(`14:00:${String(second).padStart(2, '0')}`), 'StopInstances', 'stopped i-1', {
    detail: { principal },
  });
};

/** As `who` prints them: the human, how they are known, and how many calls. */
const counted = (...principals: readonly Principal[]) =>
  whoOf(principals.map(call)).map(({ human, calls }) => [human?.name ?? null, human?.via ?? null, calls]);

const role = (session: string, human: Human | null, more: Partial<Principal> = {}): Principal => ({
  ...bob,
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/deploy/${session}`,
  name: 'deploy',
  session,
  human,
  ...more,
});
const chained = (name: string, of = account): Partial<Principal> => ({
  human: { name, via: 'role-chain', certainty: 'proven' },
  path: [{ time: at('13:00:00'), event: 'cloudtrail:a', from: `arn:aws:iam::${of}:user/${name}`, to: 'arn' }],
});
const guessed: Human = { name: 'bob', via: 'invoked-by', certainty: 'guess' };

describe('one person', () => {
  test('counts once over all sessions, roles and tools', () => {
    const other: Principal = {
      ...role('run-2', null, chained('bob')),
      tool: { ...bob.tool, name: 'boto3', kind: 'sdk' },
    };
    expect(counted(bob, role('run-1', null, chained('bob')), other)).toEqual([['bob', 'iam-user', 3]]);
  });

  test('counts with what services did on their behalf', () => {
    const forwarded: Principal = {
      ...bob,
      human: { ...guessed, certainty: 'proven' },
      invokedBy: 'cloudformation.amazonaws.com',
    };
    expect(counted(role('AWSCloudFormation', guessed), forwarded, bob)).toEqual([['bob', 'iam-user', 3]]);
    expect(counted(role('AWSCloudFormation', guessed))).toEqual([['bob', 'invoked-by', 1]]);
  });

  test('keeps the order of time, first and last', () => {
    const early = { ...call(role('AWSCloudFormation', guessed)), time: at('12:00:00') };
    expect(whoOf([early, call(bob)])[0]).toMatchObject({ calls: 2, firstTime: at('12:00:00') });
  });

  test('of whom only the id is known is one, too', () => {
    const nameless: Principal = { ...bob, type: 'Unknown', arn: null, name: 'u-1', human: null, userId: 'u-1' };
    expect(counted(nameless, { ...nameless, name: 'deploy', session: 's' })).toEqual([[null, null, 2]]);
  });
});

describe('two people', () => {
  test('are users of one name in two accounts', () => {
    const there: Principal = { ...bob, account: otherAccount, arn: `arn:aws:iam::${otherAccount}:user/bob` };
    expect(counted(bob, there, role('run', null, chained('bob', otherAccount)))).toEqual([
      ['bob', 'iam-user', 2],
      ['bob', 'iam-user', 1],
    ]);
    // and it is not known for which of them the service acted
    expect(counted(bob, there, role('AWSCloudFormation', guessed))).toHaveLength(3);
  });

  test('are the one who is known, and one who only says so', () => {
    const claimed: Human = { name: 'alice@example.com', via: 'session-name', certainty: 'asserted' };
    expect(counted(alice, alice, role('alice@example.com', claimed))).toEqual([
      ['alice@example.com', 'identity-center', 2],
      ['alice@example.com', 'session-name', 1],
    ]);
  });

  test('are sessions of which nobody is known', () => {
    expect(counted(role('run-1', null), role('run-2', null), role('run-1', null))).toEqual([
      [null, null, 2],
      [null, null, 1],
    ]);
  });
});
