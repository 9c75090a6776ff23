/** Whom a role's trust let in by an identity provider, by what the policies before and after it ask of the token. */
import { describe, expect, test } from 'vitest';
import type { Danger } from '../../../../src/model/event.ts';
import type { Principal } from '../../../../src/model/principal.ts';
import { callEvent, itemEvent, refOf } from '../../../fixtures/events.ts';
import { account, alice, bob } from '../../../fixtures/report-cast.ts';
import { linked, told } from './told.ts';

const host = 'token.actions.githubusercontent.com';
const provider = `arn:aws:iam::${account}:oidc-provider/${host}`;
const roleArn = `arn:aws:iam::${account}:role/deploy`;
const role = { ...refOf('AWS::IAM::Role', 'deploy'), arn: roleArn, region: 'global' };
const danger: Danger = { rule: 'role-trusts-any-subject', severity: 'high', reason: 'r', source: 's' };

const policy = (...subjects: readonly string[]) =>
  JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringLike: { [`${host}:sub`]: subjects },
          StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' },
        },
      },
    ],
  });

const trust = (id: string, time: string, subjects: readonly string[], by: Principal, dangers?: readonly Danger[]) =>
  callEvent(id, time, 'UpdateAssumeRolePolicy', {
    source: 'iam',
    on: [role],
    by,
    request: { roleName: 'deploy', policyDocument: policy(...subjects) },
    ...(dangers && { dangers }),
  });

const enter = (id: string, time: string, subject: string) =>
  callEvent(id, time, 'AssumeRoleWithWebIdentity', {
    source: 'sts',
    on: [role],
    readOnly: true,
    by: { ...bob, type: 'WebIdentityUser', account: null, name: subject, accessKeyId: null },
    request: { roleArn, roleSessionName: id },
    response: { provider, subjectFromWebIdentityToken: subject, credentials: { accessKeyId: `ASIAEXAMPLE${id}` } },
  });

const stranger = 'repo:other/tool:ref:refs/heads/main';
const own = 'repo:example/infra:ref:refs/heads/main';
const narrow = ['repo:example/*'];
const wide = ['repo:*'];

describe('a subject of an identity provider', () => {
  test('came in by the policy that names it, where the one before did not, and is left out by the next', () => {
    const calls = [
      trust('narrow', '12:00:00', narrow, alice),
      trust('added', '13:00:00', ['repo:example/*', 'repo:other/*'], bob),
      enter('own', '13:10:00', own),
      enter('stranger', '13:20:00', stranger),
      trust('closed', '14:00:00', narrow, alice),
      enter('late', '14:10:00', own),
    ];
    expect(told(calls)).toEqual([{ root: 'added', links: ['added enabled stranger', 'closed reverted added'] }]);
  });

  test('came in by what Config shows that the policy gained', () => {
    const gained = itemEvent('gained', '13:02:00', role, [
      {
        path: `/configuration/assumeRolePolicyDocument/Statement/0/Condition/StringLike/${host}:sub/1`,
        op: 'add',
        after: 'repo:other/*',
      },
    ]);
    const calls = [
      trust('added', '13:00:00', ['repo:example/*', 'repo:other/*'], bob),
      enter('own', '13:10:00', own),
      enter('stranger', '13:20:00', stranger),
    ];
    expect(told([...calls, gained])).toEqual([
      { root: 'added', links: ['added changed gained', 'added enabled stranger'] },
    ]);
  });

  test('is blamed on a dangerous policy with a lower score where the one before is not known, and its owner is new', () => {
    const opened = trust('opened', '13:00:00', wide, bob, [danger]);
    const calls = [enter('before', '12:30:00', own), opened, enter('again', '13:10:00', own)];
    const { chains } = linked([...calls, enter('stranger', '13:20:00', stranger)]);
    expect(chains.flatMap(({ links }) => links.map(({ to, score }) => [to, score]))).toEqual([
      ['cloudtrail:stranger', 0.66],
    ]);
    expect(told(calls)).toEqual([]);
  });

  test('is blamed on no harmless policy of which nobody knows what was before, and on none that came later or names others', () => {
    expect(
      told([trust('harmless', '13:00:00', ['repo:other/*'], bob), enter('stranger', '13:20:00', stranger)]),
    ).toEqual([]);
    expect(told([enter('early', '12:50:00', stranger), trust('opened', '13:00:00', wide, bob, [danger])])).toEqual([]);
    expect(told([trust('opened', '13:00:00', narrow, bob, [danger]), enter('stranger', '13:20:00', stranger)])).toEqual(
      [],
    );
  });

  test('takes along what it did then, unless that is grave by itself', () => {
    const session: Principal = { ...bob, type: 'AssumedRole', accessKeyId: 'ASIAEXAMPLEstranger' };
    const calls = [
      trust('opened', '13:00:00', wide, bob, [danger]),
      enter('stranger', '13:20:00', stranger),
      callEvent('code', '13:21:00', 'UpdateFunctionCode20150331v2', {
        source: 'lambda',
        by: session,
        on: [refOf('AWS::Lambda::Function', 'checkout')],
      }),
    ];
    expect(told(calls)).toEqual([{ root: 'opened', links: ['opened enabled stranger', 'stranger enabled code'] }]);
    const [chain] = linked(calls).chains;
    expect(chain?.summary).toMatch(
      /; then .* AssumeRoleWithWebIdentity deploy and UpdateFunctionCode20150331v2 checkout$/,
    );
  });
});
