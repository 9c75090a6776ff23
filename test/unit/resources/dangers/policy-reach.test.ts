import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { othersThan, reachOfPolicy } from '../../../../src/resources/dangers/policy-reach.ts';
import { allowing } from './judge.ts';

const own = '111122223333';
const anyoneOf = (statement: JsonObject) => reachOfPolicy(allowing(statement), own).anyone;
const when = (condition: JsonObject) => anyoneOf({ Principal: '*', Action: 's3:GetObject', Condition: condition });

describe('everyone is let in by', () => {
  test.each<[string, JsonObject]>([
    ['the principal *', { Principal: '*' }],
    ['* among AWS principals', { Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } }],
    ['everyone but some', { NotPrincipal: { AWS: 'arn:aws:iam::111122223333:user/bob' } }],
  ])('%s', (_, principal) => {
    expect(anyoneOf({ ...principal, Action: ['s3:GetObject', 's3:GetObject', 's3:ListBucket'] })).toEqual([
      's3:GetObject',
      's3:ListBucket',
    ]);
  });

  test.each<[string, JsonObject]>([
    ['any address', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/0'] } }],
    ['any organization', { StringLike: { 'aws:PrincipalOrgID': '*' } }],
    ['a key that may be absent', { StringEqualsIfExists: { 'aws:SourceAccount': own } }],
    ['a key that says nothing of who asks', { Bool: { 'aws:SecureTransport': 'true' } }],
    ['what is not', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }],
    ['a role of that name in whichever account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } }],
    ['no values', { StringEquals: { 'aws:SourceVpce': [] } }],
  ])('a condition on %s', (_, condition) => {
    expect(when(condition)).toEqual(['s3:GetObject']);
  });
});

describe('everyone is kept out by a condition on', () => {
  test.each<[string, JsonObject]>([
    ['an organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
    ['some addresses', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } }],
    ['the owner, in any case', { StringEquals: { 'AWS:SourceOwner': own } }],
    ['one of several values', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }],
  ])('%s', (_, condition) => {
    expect(when(condition)).toEqual([]);
  });
});

test.each<[string, JsonObject, readonly string[]]>([
  ['an account', { StringEquals: { 'aws:PrincipalAccount': ['444455556666', own] } }, ['444455556666']],
  ['the account of a caller of KMS', { StringEquals: { 'kms:CallerAccount': '444455556666' } }, ['444455556666']],
  ['a role', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/*' } }, ['444455556666']],
  ['the own account', { StringEquals: { 'aws:PrincipalAccount': own } }, []],
  ['an organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, []],
])('everyone under the condition of being %s is whom it names', (_, Condition, otherAccounts) => {
  const policy = allowing({ Principal: { AWS: '*' }, Action: 's3:*', Condition });
  expect(reachOfPolicy(policy, own)).toEqual({ anyone: [], otherAccounts });
});

test('a denial lets nobody in', () => {
  expect(reachOfPolicy(allowing({ Effect: 'Deny', Principal: '*', Action: '*' }), own)).toEqual({
    anyone: [],
    otherAccounts: [],
  });
});

test('other accounts are told from the own one, each once, and not at all where the own one is unknown', () => {
  const principals = ['444455556666', 'arn:aws:iam::444455556666:root', `arn:aws:iam::${own}:role/x`, 'AIDAEXAMPLE'];
  const policy = allowing({ Principal: { AWS: principals }, Action: 's3:*' });
  expect(reachOfPolicy(policy, own).otherAccounts).toEqual(['444455556666']);
  expect(reachOfPolicy(policy, null).otherAccounts).toEqual([]);
  expect(othersThan(own, principals)).toEqual(['444455556666']);
});
