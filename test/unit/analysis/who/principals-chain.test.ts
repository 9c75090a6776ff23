/** A chain of roles leads to whoever began it, as far as its records show. */
import { describe, expect, test } from 'vitest';
import { withPrincipals } from '../../../../src/analysis/who/principals.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { shuffled } from '../../../fixtures/question.ts';
import { account, otherAccount } from '../../../fixtures/report-cast.ts';
import {
  assume,
  principalIn,
  record,
  resolvedCalls,
  roleIdentity,
  sessionArn,
  sessionsOf,
} from '../../../fixtures/sessions.ts';
import { alice, id } from './principals-case.ts';

describe('a chain of roles', () => {
  const chain = [
    assume(1, 0, alice, 'Jump', 'hop', 'ASIA1', {
      requestParameters: {
        roleArn: `arn:aws:iam::${account}:role/Jump`,
        serialNumber: `arn:aws:iam::${account}:mfa/alice`,
      },
    }),
    assume(2, 1, roleIdentity('Jump', 'hop', 'ASIA1'), 'Admin', 'botocore-session-1699', 'ASIA2', {
      awsRegion: 'us-east-1',
    }),
    record(3, 2, { userIdentity: roleIdentity('Admin', 'botocore-session-1699', 'ASIA2'), awsRegion: 'eu-west-1' }),
  ];

  test('leads to the user whose key began it, with each call that issued credentials', () => {
    expect(principalIn(chain, 3)).toMatchObject({
      human: { name: 'alice', via: 'role-chain', certainty: 'proven' },
      mfa: true,
      pathEnd: 'origin',
      path: [
        { event: id(1), from: `arn:aws:iam::${account}:user/alice`, to: sessionArn('Jump', 'hop') },
        { event: id(2), from: sessionArn('Jump', 'hop'), to: sessionArn('Admin', 'botocore-session-1699') },
      ],
    });
  });

  test('without its first hop says that one is missing, and names nobody', () => {
    expect(principalIn(chain.slice(1), 3)).toMatchObject({
      human: null,
      mfa: false,
      pathEnd: 'missing',
      path: [{ event: id(2) }],
    });
    expect(principalIn(chain.slice(2), 3)).toMatchObject({ human: null, pathEnd: 'missing', path: [] });
  });

  test('does not depend on the order of anything', () => {
    const { events, credentials } = sessionsOf(chain);
    const expected = withPrincipals(events, credentials);
    for (let seed = 1; seed < 10; seed++) {
      const told = withPrincipals(shuffled(events, seed), shuffled(credentials, seed + 1));
      expect(told.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(expected);
    }
  });

  test('that closes to a circle ends there, and what it tells is not believed', () => {
    const circle = [
      assume(1, 0, { ...roleIdentity('B', 'alice@example.com', 'ASIA2') }, 'A', 'a', 'ASIA1'),
      assume(2, 1, roleIdentity('A', 'a', 'ASIA1'), 'B', 'b', 'ASIA2'),
      record(3, 2, { userIdentity: roleIdentity('A', 'a', 'ASIA1') }),
    ];
    expect(principalIn(circle, 3)).toMatchObject({
      human: null,
      pathEnd: 'cycle',
      path: [{ event: id(2) }, { event: id(1) }],
    });
  });

  test('a source identity gives way to what is proven, and to nothing else', () => {
    const claimed = (records: readonly JsonObject[]) => {
      const identity = roleIdentity('Jump', 'carol@example.com', 'ASIA1');
      const context = { ...(identity['sessionContext'] as JsonObject), sourceIdentity: 'mallory' };
      return principalIn([...records, record(3, 2, { userIdentity: { ...identity, sessionContext: context } })], 3)
        .human;
    };
    expect(claimed([assume(1, 0, alice, 'Jump', 'carol@example.com', 'ASIA1')])).toEqual({
      name: 'alice',
      via: 'role-chain',
      certainty: 'proven',
    });
    const unknown = roleIdentity('Any', 'dave@example.com', 'ASIA0');
    expect(claimed([assume(1, 0, unknown, 'Jump', 'carol@example.com', 'ASIA1')])).toEqual({
      name: 'mallory',
      via: 'source-identity',
      certainty: 'asserted',
    });
  });

  test('of chosen names the one nearest to the human is told, as chosen', () => {
    const records = [
      assume(1, 0, roleIdentity('Any', 'dave@example.com', 'ASIA0'), 'Jump', 'carol@example.com', 'ASIA1'),
      record(2, 1, { userIdentity: roleIdentity('Jump', 'carol@example.com', 'ASIA1') }),
    ];
    expect(principalIn(records, 2)).toMatchObject({
      human: { name: 'dave@example.com', via: 'session-name', certainty: 'asserted' },
      pathEnd: 'missing',
    });
  });

  test('of a pipeline keeps the claim of its provider', () => {
    const subject = 'repo:example/infra:ref:refs/heads/main';
    const records = [
      assume(
        1,
        0,
        { type: 'WebIdentityUser', userName: subject, identityProvider: 'token.actions.githubusercontent.com' },
        'ci',
        'GitHubActions',
        'ASIA1',
        {
          eventName: 'AssumeRoleWithWebIdentity',
        },
      ),
      assume(2, 1, roleIdentity('ci', 'GitHubActions', 'ASIA1'), 'deploy', 'GitHubActions', 'ASIA2'),
      record(3, 2, { userIdentity: roleIdentity('deploy', 'GitHubActions', 'ASIA2') }),
    ];
    expect(principalIn(records, 3)).toMatchObject({
      human: { name: subject, via: 'oidc', certainty: 'proven' },
      pathEnd: 'origin',
    });
  });

  test('of sts:AssumeRoot leads to who asked for root', () => {
    const rootOfMember = {
      type: 'Root',
      arn: `arn:aws:iam::${otherAccount}:root`,
      accountId: otherAccount,
      accessKeyId: 'ASIA1',
      sessionContext: { assumedRoot: 'true' },
    };
    const asked = assume(1, 0, alice, '', '', 'ASIA1', {
      eventName: 'AssumeRoot',
      requestParameters: { targetPrincipal: otherAccount },
      responseElements: { credentials: { accessKeyId: 'ASIA1' } },
    });
    const done = record(2, 1, { userIdentity: rootOfMember });
    expect(principalIn([asked, done], 2).human).toEqual({ name: 'alice', via: 'role-chain', certainty: 'proven' });
    expect(principalIn([done], 2)).toMatchObject({ human: null, pathEnd: 'missing' });
  });
});

test('a hundred hops lead to their user, for every session on the way', () => {
  const hops = Array.from({ length: 100 }, (_, n) =>
    assume(n + 1, n % 60, n === 0 ? alice : roleIdentity(`r${n}`, 's', `ASIA${n}`), `r${n + 1}`, 's', `ASIA${n + 1}`, {
      eventTime: new Date(Date.UTC(2026, 2, 3, 0, n)).toISOString(),
    }),
  );
  for (const [n, { detail }] of resolvedCalls(hops).entries()) {
    expect(detail.principal.human?.name).toBe('alice');
    expect(detail.principal.path).toHaveLength(n);
  }
});
