import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/model/json.ts';
import { permissionsInPolicy, resourcePolicyInWords, trustedInPolicy } from '../../../src/resources/policy-words.ts';

const github = 'token.actions.githubusercontent.com';

const policy = (...statements: readonly JsonValue[]): JsonValue => ({
  Version: '2012-10-17',
  Statement: [...statements],
});
const allow = (
  Principal: JsonValue,
  Action: JsonValue = 's3:GetObject',
  more: Record<string, JsonValue> = {},
): JsonValue => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource: 'arn:aws:s3:::b/*',
  ...more,
});
const condition = { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } };

describe('resourcePolicyInWords', () => {
  test.each<[string, JsonValue, string]>([
    ['everyone', policy(allow('*')), 'allowed anyone to s3:GetObject on bucket b'],
    ['everyone, in a list', policy(allow({ AWS: ['*'] })), 'allowed anyone to s3:GetObject on bucket b'],
    [
      'everyone under conditions',
      policy(allow('*', 's3:GetObject', condition)),
      'allowed anyone to s3:GetObject on bucket b, with conditions',
    ],
    [
      'an account by its root',
      policy(allow({ AWS: 'arn:aws:iam::444455556666:root' })),
      'allowed account 444455556666 to s3:GetObject on bucket b',
    ],
    [
      'an account by its id',
      policy(allow({ AWS: '444455556666' })),
      'allowed account 444455556666 to s3:GetObject on bucket b',
    ],
    [
      'a role behind a path',
      policy(allow({ AWS: 'arn:aws:iam::444455556666:role/service/deploy' })),
      'allowed role deploy of account 444455556666 to s3:GetObject on bucket b',
    ],
    [
      'a service',
      policy(allow({ Service: 'logs.amazonaws.com' })),
      'allowed logs.amazonaws.com to s3:GetObject on bucket b',
    ],
    ['a single statement', { Statement: allow('*') }, 'allowed anyone to s3:GetObject on bucket b'],
    ['JSON text', JSON.stringify(policy(allow('*'))), 'allowed anyone to s3:GetObject on bucket b'],
    [
      'all but some',
      policy({ Effect: 'Allow', NotPrincipal: { AWS: '444455556666' }, NotAction: 's3:Put*' }),
      'allowed everyone but account 444455556666 to all but s3:Put* on bucket b',
    ],
    [
      'denials alone',
      policy({ Effect: 'Deny', Principal: '*', Action: 's3:*' }),
      'put a policy that allows nothing on bucket b',
    ],
    ['no statements', policy(), 'put a policy that allows nothing on bucket b'],
    ['text that is no JSON', '{"Statement":', 'put a policy on bucket b'],
    ['nothing', null, 'put a policy on bucket b'],
  ])('reads %s', (_, document, words) => {
    expect(resourcePolicyInWords(document, 'bucket b')).toBe(words);
  });

  test('names the widest grant first and counts the others', () => {
    const document = policy(
      allow({ Service: 'cloudtrail.amazonaws.com' }),
      allow('*', 's3:ListBucket', condition),
      allow({ AWS: '444455556666' }),
      allow('*', ['s3:GetObject', 's3:*']),
    );
    expect(resourcePolicyInWords(document, 'bucket b')).toBe(
      'allowed anyone to s3:* and s3:GetObject on bucket b, and 3 other grants',
    );
  });

  test('never hides everyone behind named principals', () => {
    const accounts = ['111122223333', '444455556666', 'AROAEXAMPLEID', '*'];
    expect(resourcePolicyInWords(policy(allow({ AWS: accounts })), 'key k')).toBe(
      'allowed anyone, account 111122223333 and 2 more to s3:GetObject on key k',
    );
  });

  test('takes the statements of the same principals as one', () => {
    const document = policy(allow('*', 's3:GetObject'), allow('*', ['s3:PutObject', 's3:GetObject']));
    expect(resourcePolicyInWords(document, 'bucket b')).toBe(
      'allowed anyone to s3:GetObject and s3:PutObject on bucket b',
    );
  });
});

describe('permissionsInPolicy', () => {
  const identity = (Action: JsonValue, Resource: JsonValue = '*'): JsonValue => ({ Effect: 'Allow', Action, Resource });

  test.each<[string, JsonValue, string | undefined]>([
    ['everything', policy(identity('*')), '*:*'],
    ['everything, among other statements', policy(identity('s3:GetObject', 'arn:aws:s3:::b/*'), identity('*')), '*:*'],
    ['everything on one resource', policy(identity('*', 'arn:aws:s3:::b')), '*:* on arn:aws:s3:::b'],
    [
      'everything but one resource',
      policy({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::b' }),
      '*:* on all but arn:aws:s3:::b',
    ],
    ['a service', policy(identity(['ec2:Describe*', 'iam:*'])), 'iam:* and ec2:Describe* on *'],
    [
      'several statements',
      policy(identity('s3:GetObject', ['arn:aws:s3:::b/*']), identity('iam:*')),
      'iam:* on * and more',
    ],
    ['URL-encoded text', encodeURIComponent(JSON.stringify(policy(identity('s3:Get*')))), 's3:Get* on *'],
    ['denials', policy({ Effect: 'Deny', Action: '*', Resource: '*' }), undefined],
    ['nothing', null, undefined],
    ['statements of other types', policy(null, 7, 'text', { Effect: 'Allow', Action: 7 }), undefined],
  ])('reads %s', (_, document, words) => {
    expect(permissionsInPolicy(document)).toBe(words);
  });
});

describe('trustedInPolicy', () => {
  test.each<[string, JsonValue, string | undefined]>([
    ['a service', policy(allow({ Service: 'ec2.amazonaws.com' }, 'sts:AssumeRole')), 'ec2.amazonaws.com'],
    [
      'several, services last',
      policy(
        allow({ Service: 'ec2.amazonaws.com' }, 'sts:AssumeRole'),
        allow({ AWS: '444455556666' }, 'sts:AssumeRole'),
      ),
      'account 444455556666 and ec2.amazonaws.com',
    ],
    [
      'an identity provider',
      policy(allow({ Federated: 'token.actions.githubusercontent.com' }, 'sts:AssumeRoleWithWebIdentity')),
      'token.actions.githubusercontent.com',
    ],
    [
      'whom an identity provider vouches for',
      policy(
        allow({ Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` }, 'sts:AssumeRoleWithWebIdentity', {
          Condition: { StringLike: { [`${github}:sub`]: ['repo:example/*', 'repo:other/tool:*'] } },
        }),
      ),
      `repo:example/* and repo:other/tool:* of identity provider ${github}`,
    ],
    [
      'an identity provider by its ARN',
      policy(
        allow(
          { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
          'sts:AssumeRoleWithWebIdentity',
        ),
      ),
      'identity provider token.actions.githubusercontent.com',
    ],
    ['nobody', policy({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }), undefined],
    ['nothing', 'not a document', undefined],
  ])('reads %s', (_, document, words) => {
    expect(trustedInPolicy(document)).toBe(words);
  });
});

describe('the own account', () => {
  const own = '111122223333';
  const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });

  test('is told after those who come from elsewhere', () => {
    const document = policy(allow(root(own), 'kms:*'), allow(root('444455556666'), 'kms:Decrypt'));
    expect(resourcePolicyInWords(document, 'key k', own)).toBe(
      'allowed account 444455556666 to kms:Decrypt on key k, and 1 other grant',
    );
    expect(resourcePolicyInWords(document, 'key k')).toBe(
      'allowed account 111122223333 to kms:* on key k, and 1 other grant',
    );
    const both = policy(allow({ AWS: [own, '444455556666'] }, 'sts:AssumeRole'));
    expect(trustedInPolicy(both, own)).toBe('account 444455556666 and account 111122223333');
  });
});
