import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { isTrusted, trustedSubjects } from '../../../src/resources/trusted-subjects.ts';

const host = 'token.actions.githubusercontent.com';
const provider = `arn:aws:iam::111122223333:oidc-provider/${host}`;
const trusting = (Condition?: JsonObject, Federated = provider) => ({
  Statement: { Effect: 'Allow', Principal: { Federated }, ...(Condition && { Condition }) },
});
const like = (...values: string[]) => trusting({ StringLike: { [`${host}:sub`]: values } });

describe('a trust policy', () => {
  test.each<readonly [string, JsonObject, string, boolean]>([
    ['lets in what fits a wildcard', like('repo:example/*'), 'repo:example/infra:ref:refs/heads/main', true],
    ['lets in what fits one between', like('repo:*/infra:*'), 'repo:example/infra:ref', true],
    ['leaves out what does not', like('repo:example/*'), 'repo:examples/infra', false],
    ['lets in one of several', like('a', 'repo:example/inf?a'), 'repo:example/infra', true],
    ['leaves out what is longer', like('repo:example/infra'), 'repo:example/infra:ref', false],
    [
      'takes a wildcard literally where it is to be equal',
      trusting({ StringEquals: { [`${host}:sub`]: 'repo:*' } }),
      'repo:x',
      false,
    ],
    [
      'lets in all where no subject is asked for',
      trusting({ StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' } }),
      'repo:x',
      true,
    ],
    ['lets in all without a condition', trusting(), 'repo:x', true],
    ['leaves out those of another provider', trusting(undefined, 'accounts.google.com'), 'repo:x', false],
    ['lets in none where it denies', { Statement: [{ ...trusting().Statement, Effect: 'Deny' }] }, 'repo:x', false],
  ])('%s', (_, policy, subject, expected) => {
    expect(isTrusted(trustedSubjects(JSON.stringify(policy), provider), subject)).toBe(expected);
    expect(isTrusted(trustedSubjects(policy, host), subject)).toBe(expected);
  });

  test('that cannot be read lets in nobody', () => {
    for (const policy of [undefined, null, '', '{', 7, []]) expect(trustedSubjects(policy, provider)).toBeUndefined();
  });

  test('of many wildcards is read in time', () => {
    const policy = like(`${'*a'.repeat(2_000)}b`);
    expect(isTrusted(trustedSubjects(policy, provider), 'a'.repeat(4_000))).toBe(false);
  });
});
