/** Sign-ins that somebody may have guessed the password for. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { account } from '../../../fixtures/report-cast.ts';
import { record, resolvedCalls } from '../../../fixtures/sessions.ts';

type Attempt = readonly [minute: number, result: 'Success' | 'Failure', address?: string, user?: string];

const identity = (user: string): JsonObject =>
  user === 'root'
    ? { type: 'Root', principalId: account, arn: `arn:aws:iam::${account}:root`, accountId: account }
    : { type: 'IAMUser', principalId: `AIDA${user}`, accountId: account, userName: user };

const calls = (attempts: readonly Attempt[]) =>
  resolvedCalls(
    attempts.map(([minute, ConsoleLogin, sourceIPAddress = '203.0.113.9', user = 'fin'], n) =>
      record(n + 1, minute, {
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        userIdentity: identity(user),
        sourceIPAddress,
        responseElements: { ConsoleLogin },
        additionalEventData: { MFAUsed: 'Yes' },
      }),
    ),
  );

const reasons = (attempts: readonly Attempt[]) =>
  calls(attempts).flatMap(({ detail: { dangers = [] } }) =>
    dangers.flatMap(({ rule, reason }) => (rule === 'sign-in-after-failures' ? [reason] : [])),
  );

const failed = (count: number, minute = 0, address?: string, user?: string): readonly Attempt[] =>
  Array.from({ length: count }, () => [minute, 'Failure', address ?? '203.0.113.9', user ?? 'fin']);

describe('a sign-in', () => {
  test.each<[string, readonly Attempt[], readonly string[]]>([
    [
      'after many that failed',
      [...failed(12), [3, 'Success']],
      ['user fin signed in after 12 attempts that failed, from the same address'],
    ],
    [
      'of root, from elsewhere',
      [...failed(5, 0, '203.0.113.10', 'root'), [3, 'Success', '203.0.113.9', 'root']],
      ['the root user signed in after 5 attempts that failed, from other addresses'],
    ],
    [
      'after attempts from several addresses, which tell nothing of its own',
      [...failed(3), ...failed(3, 1, '203.0.113.10'), [3, 'Success']],
      ['user fin signed in after 6 attempts that failed'],
    ],
    ['after few', [...failed(4), [3, 'Success']], []],
    ['long after', [...failed(9), [61, 'Success']], []],
    ['after those of somebody else', [...failed(9, 0, '203.0.113.9', 'ops'), [3, 'Success']], []],
    ['again', [...failed(5), [3, 'Success'], [4, 'Success']], [expect.any(String)]],
  ])('%s', (_, attempts, expected) => {
    expect(reasons(attempts)).toEqual(expected);
  });

  test('that failed is listed where routine is not', () => {
    expect(calls(failed(1)).map(({ severity }) => severity)).toEqual(['notice']);
  });
});
