/** Who made a call, from identities of every type and of any shape. */
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import type { Principal } from '../../../../src/model/principal.ts';
import { principalOf } from '../../../../src/sources/cloudtrail/principal.ts';
import { user } from '../../../fixtures/cloudtrail.ts';
import { account, of, roleSession } from './principal-case.ts';

const other = '444455556666';

describe('an IAM user', () => {
  test('is known by everything the record says', () => {
    expect(of(user)).toEqual({
      type: 'IAMUser',
      arn: `arn:aws:iam::${account}:user/bob`,
      account,
      name: 'bob',
      accessKeyId: 'AKIAEXAMPLEBOB000001',
      human: { name: 'bob', via: 'iam-user', certainty: 'proven' },
      path: [],
      workload: null,
      tool: { kind: 'cli', name: 'aws-cli', version: '2.22.0', disagrees: [] },
      userAgent: expect.stringMatching(/^aws-cli/),
      sourceIp: '203.0.113.7',
      vpcEndpointId: null,
      mfa: null,
      crossAccount: false,
      service: false,
    });
  });

  test('in the console has empty contexts', () => {
    const sessionContext = { sessionIssuer: {}, webIdFederationData: {}, attributes: { mfaAuthenticated: 'true' } };
    expect(of({ ...user, accessKeyId: '', sessionContext })).toMatchObject({
      name: 'bob',
      accessKeyId: null,
      mfa: true,
    });
  });

  test('of whom only the ARN tells is named after its last part', () => {
    expect(of({ type: 'IAMUser', arn: `arn:aws:iam::${account}:user/team/bob` })).toMatchObject({
      name: 'bob',
      account,
    });
  });

  test('who did not exist at sign-in is nobody', () => {
    const identity = { type: 'IAMUser', accountId: account, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
    expect(of(identity)).toMatchObject({ name: 'HIDDEN_DUE_TO_SECURITY_REASONS', human: null });
  });

  test('for whom a service acted is still that user', () => {
    const principal = of({ ...user, invokedBy: 'cloudformation.amazonaws.com' });
    expect(principal).toMatchObject({ name: 'bob', service: true, invokedBy: 'cloudformation.amazonaws.com' });
    expect(principal.human).toEqual({ name: 'bob', via: 'invoked-by', certainty: 'proven' });
    expect(principal.tool.kind).toBe('cloudformation');
  });
});

describe('root', () => {
  test.each([{}, { userName: 'my-account-alias' }, { arn: `arn:aws:iam::${account}:root` }])('%j is root', (more) => {
    expect(of({ type: 'Root', accountId: account, principalId: account, ...more })).toMatchObject({
      name: 'root',
      human: { name: 'root', via: 'root', certainty: 'proven' },
    });
  });
});

describe('the other types', () => {
  test.each<[string, JsonObject, Partial<Principal>]>([
    [
      'a SAML user',
      {
        type: 'SAMLUser',
        principalId: 'abc=:alice@example.com',
        userName: 'alice@example.com',
        identityProvider: 'abc=',
      },
      {
        name: 'alice@example.com',
        human: { name: 'alice@example.com', via: 'saml', certainty: 'proven' },
        account: null,
      },
    ],
    [
      'a web identity',
      {
        type: 'WebIdentityUser',
        principalId: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:repo:example/infra:ref:refs/heads/main`,
        userName: 'repo:example/infra:ref:refs/heads/main',
        identityProvider: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
      },
      {
        name: 'repo:example/infra:ref:refs/heads/main',
        human: { name: 'repo:example/infra:ref:refs/heads/main', via: 'oidc', certainty: 'proven' },
      },
    ],
    [
      'an Identity Center user with a name',
      {
        type: 'IdentityCenterUser',
        accountId: account,
        userName: 'alice',
        onBehalfOf: { userId: '94482488-3041-7026-18f3-be45837cd0e4' },
      },
      { name: 'alice', human: { name: 'alice', via: 'identity-center', certainty: 'proven' } },
    ],
    [
      'an Identity Center user without one',
      {
        type: 'IdentityCenterUser',
        accountId: account,
        onBehalfOf: {
          userId: '94482488-3041-7026-18f3-be45837cd0e4',
          identityStoreArn: 'arn:aws:identitystore::111122223333:identitystore/d-9067642ac7',
        },
      },
      { name: '94482488-3041-7026-18f3-be45837cd0e4', human: null },
    ],
    [
      'a user of Identity Center whose type is unknown',
      { type: 'Unknown', accountId: account, onBehalfOf: { userId: '94482488' } },
      { type: 'Unknown', name: '94482488' },
    ],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' },
      { name: 'autoscaling.amazonaws.com', service: true, account: null, human: null, crossAccount: false },
    ],
    [
      'another account',
      { type: 'AWSAccount', principalId: 'AROAEXAMPLEROLE00001:run', accountId: other },
      { name: `account:${other}`, account: other, crossAccount: true, human: null },
    ],
    [
      'another account, for which a service acted',
      { type: 'AWSAccount', accountId: other, invokedBy: 'ec2.amazonaws.com' },
      { name: `account:${other}`, invokedBy: 'ec2.amazonaws.com', service: true, crossAccount: true },
    ],
    [
      'nobody',
      { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
      { name: 'account:ANONYMOUS_PRINCIPAL', crossAccount: true, human: null },
    ],
    [
      'a directory user',
      { type: 'Directory', accountId: account, userName: 'd-carol' },
      { name: 'd-carol', human: null },
    ],
    [
      'a role by itself',
      { type: 'Role', arn: `arn:aws:iam::${account}:role/path/deploy`, accountId: account },
      { name: 'deploy', human: null },
    ],
    [
      'no type, for whom a service acted',
      { accountId: account, invokedBy: 'AWS Internal' },
      { type: 'Unknown', name: 'AWS Internal', service: true },
    ],
    [
      'no type, but an assumed role',
      { arn: `arn:aws:sts::${account}:assumed-role/deploy/run` },
      { name: 'deploy', session: 'run', account },
    ],
    ['a principal id alone', { principalId: 'AIDAEXAMPLE' }, { name: 'AIDAEXAMPLE', account: null }],
    ['nothing', {}, { type: 'Unknown', name: 'unknown', arn: null, account: null, accessKeyId: null, human: null }],
  ])('%s', (_, identity, expected) => {
    expect(of(identity)).toMatchObject(expected);
  });
});

describe('multi-factor authentication', () => {
  test.each<[JsonValue | undefined, boolean | null]>([
    ['true', true],
    ['false', false],
    ['True', true],
    [true, true],
    [false, false],
    ['', null],
    [undefined, null],
  ])('of a session: %j is %s', (mfaAuthenticated, mfa) => {
    const attributes = mfaAuthenticated === undefined ? {} : { mfaAuthenticated };
    expect(of({ ...user, sessionContext: { attributes } }).mfa).toBe(mfa);
  });

  test.each([
    ['Yes', true],
    ['No', false],
  ])('at sign-in: %s', (MFAUsed, mfa) => {
    expect(of(user, { additionalEventData: { MFAUsed } }).mfa).toBe(mfa);
  });
});

describe('the account', () => {
  test('is another where the credentials are another account’s', () => {
    expect(of(user, { recipientAccountId: other }).crossAccount).toBe(true);
    expect(of(user, { recipientAccountId: undefined }).crossAccount).toBe(false);
  });

  test('may stand in the ARN alone', () => {
    expect(of({ type: 'IAMUser', arn: `arn:aws:iam::${other}:user/x` }).account).toBe(other);
  });
});

describe('other fields', () => {
  test('the endpoint that a call came through', () => {
    expect(of(user, { vpcEndpointId: 'vpce-0123456789abcdef0' }).vpcEndpointId).toBe('vpce-0123456789abcdef0');
  });

  test.each([true, 'true'])('credentials of the console: %j', (sessionCredentialFromConsole) => {
    expect(of(user, { sessionCredentialFromConsole, userAgent: 'AWS Internal' }).tool.kind).toBe('console');
  });
});

describe('an identity of any shape', () => {
  const values: readonly JsonValue[] = [
    null,
    true,
    7,
    '',
    'text',
    [],
    [[]],
    {},
    { a: null },
    'arn:aws:sts:::',
    ':',
    'arn:aws:iam::1:',
    'arn:aws:iam::1:user/',
  ];
  const members = [
    'type',
    'userName',
    'arn',
    'principalId',
    'accountId',
    'accessKeyId',
    'invokedBy',
    'sessionContext',
    'onBehalfOf',
    'sessionIssuer',
  ];

  test.each(values)('%j gives a principal', (value) => {
    expect(of(value)).toMatchObject({ type: 'Unknown', human: null });
    for (const key of members) {
      for (const type of ['IAMUser', 'AssumedRole', 'FederatedUser', 'IdentityCenterUser', 'Root', 'constructor']) {
        const principal = of({ ...roleSession('deploy', 'run'), type, [key]: value });
        expect(typeof principal.name).toBe('string');
        expect(principal.name).not.toBe('');
      }
      const inside = of(roleSession('deploy', 'run', { sessionContext: { [key]: value, attributes: value } }));
      expect(inside.name).toBe('deploy');
    }
  });

  test('missing gives one too', () => {
    expect(of(undefined)).toMatchObject({ type: 'Unknown', name: 'unknown' });
    expect(principalOf({})).toMatchObject({
      type: 'Unknown',
      sourceIp: null,
      userAgent: null,
      tool: { kind: 'unknown' },
    });
  });
});
