/** The human of each type of identity, in the documented shapes, before and after they changed; and of no shape at all. */
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import type { Human } from '../../../../src/model/principal.ts';
import { principalOf } from '../../../../src/sources/cloudtrail/principal.ts';
import { type RecordParts, recordOf } from '../../../fixtures/cloudtrail.ts';
import { seededRandom } from '../../../fixtures/question.ts';

const account = '111122223333';
const userId = '94482488-3041-7026-18f3-be45837cd0e4';
const identityStoreArn = `arn:aws:identitystore::${account}:identitystore/d-1234567890`;

const humanOf = (userIdentity: JsonValue, more: RecordParts = {}) =>
  principalOf(recordOf({ userIdentity, ...more })).human;

const role = (more: JsonObject = {}, context: JsonObject = {}): JsonObject => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEROLE00001:run',
  arn: `arn:aws:sts::${account}:assumed-role/deploy/run`,
  accountId: account,
  accessKeyId: 'ASIAEXAMPLEROLE00001',
  sessionContext: { sessionIssuer: { type: 'Role', userName: 'deploy' }, ...context },
  ...more,
});

describe('root', () => {
  const root: JsonObject = {
    type: 'Root',
    principalId: account,
    arn: `arn:aws:iam::${account}:root`,
    accountId: account,
  };

  test.each<[JsonValue, boolean]>([
    ['true', true],
    ['false', false],
  ])('with a second factor: %s', (mfaAuthenticated, mfa) => {
    const principal = principalOf(
      recordOf({ userIdentity: { ...root, sessionContext: { attributes: { mfaAuthenticated } } } }),
    );
    expect(principal).toMatchObject({ human: { name: 'root', via: 'root', certainty: 'proven' }, mfa });
  });

  test.each<JsonValue>(['true', true])(
    'of sts:AssumeRoot (%j) is whoever asked for it, and not told',
    (assumedRoot) => {
      expect(humanOf({ ...root, accessKeyId: 'ASIAEXAMPLEROOT00001', sessionContext: { assumedRoot } })).toBeNull();
    },
  );
});

describe('Identity Center', () => {
  const onBehalfOf = { userId, identityStoreArn };
  const named: Human = { name: 'alice', via: 'identity-center', certainty: 'proven' };

  test.each<[string, JsonObject, RecordParts, Human | null]>([
    ['until 2025, by the user’s name', { type: 'IdentityCenterUser', userName: 'alice', onBehalfOf }, {}, named],
    [
      'until 2025, of unknown type in its own events',
      { type: 'Unknown', principalId: account, arn: '', accountId: account, accessKeyId: '', userName: 'alice' },
      { eventSource: 'sso.amazonaws.com', eventName: 'Federate' },
      named,
    ],
    ['since then, by the id alone', { type: 'IdentityCenterUser', accountId: account, onBehalfOf }, {}, null],
    ['since then, of unknown type', { type: 'Unknown', accountId: account, onBehalfOf, credentialId: 'c-1' }, {}, null],
    [
      'since then, at sign-in',
      { type: 'Unknown', accountId: account, onBehalfOf },
      {
        eventSource: 'signin.amazonaws.com',
        eventName: 'UserAuthentication',
        additionalEventData: { UserName: 'alice', CredentialType: 'PASSWORD' },
        serviceEventDetails: { UserAuthentication: 'Success' },
      },
      named,
    ],
    [
      'since then, before the password is checked',
      { type: 'Unknown', accountId: account, onBehalfOf },
      {
        eventSource: 'signin.amazonaws.com',
        eventName: 'CredentialChallenge',
        additionalEventData: { UserName: 'alice' },
        serviceEventDetails: { CredentialChallenge: 'Success' },
      },
      { ...named, certainty: 'asserted' },
    ],
    [
      'at a sign-in of a name that does not exist',
      { type: 'Unknown', accountId: account, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      {
        eventSource: 'signin.amazonaws.com',
        eventName: 'CredentialVerification',
        additionalEventData: { UserName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      },
      null,
    ],
    [
      'of unknown type elsewhere is nobody of its',
      { type: 'Unknown', userName: 'alice', accountId: account },
      {},
      null,
    ],
  ])('%s', (_, identity, parts, human) => {
    expect(humanOf(identity, parts)).toEqual(human);
  });

  test('tells the user’s id and the session', () => {
    const identity = { type: 'IdentityCenterUser', accountId: account, onBehalfOf, credentialId: 'c-1' };
    expect(principalOf(recordOf({ userIdentity: identity }))).toMatchObject({
      userId,
      credentialId: 'c-1',
      name: userId,
    });
    expect(principalOf(recordOf())).not.toHaveProperty('userId');
  });

  test('that passes a user on to a role keeps the id', () => {
    expect(principalOf(recordOf({ userIdentity: role({ onBehalfOf }) }))).toMatchObject({ userId, human: null });
  });

  test('vouches for who takes on its roles', () => {
    const federated = { type: 'SAMLUser', principalId: 'x=:alice', userName: 'alice', identityProvider: 'x=' };
    const requestParameters = {
      principalArn: `arn:aws:iam::${account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`,
      roleArn: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`,
    };
    expect(humanOf(federated, { eventName: 'AssumeRoleWithSAML', requestParameters })).toEqual(named);
    const own = { ...requestParameters, principalArn: `arn:aws:iam::${account}:saml-provider/AWSSSO_mine` };
    expect(
      humanOf(federated, { requestParameters: { ...own, roleArn: `arn:aws:iam::${account}:role/mine` } })?.via,
    ).toBe('saml');
  });
});

describe('federation', () => {
  test.each<[string, JsonObject, RecordParts, Human | null]>([
    [
      'SAML, by the subject of the answer',
      { type: 'SAMLUser', principalId: 'x=:alice' },
      { responseElements: { subject: 'alice@example.com', issuer: 'https://idp.example.com' } },
      { name: 'alice@example.com', via: 'saml', certainty: 'proven' },
    ],
    [
      'OpenID Connect, by the subject of the token',
      { type: 'WebIdentityUser' },
      { responseElements: { subjectFromWebIdentityToken: 'repo:example/infra:ref:refs/heads/main' } },
      { name: 'repo:example/infra:ref:refs/heads/main', via: 'oidc', certainty: 'proven' },
    ],
    [
      'a cluster’s service account is no human',
      { type: 'WebIdentityUser', userName: 'system:serviceaccount:shop:api' },
      {},
      null,
    ],
    [
      'claims kept in the session',
      role(
        {},
        {
          webIdFederationData: {
            federatedProvider: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
            attributes: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': 'repo:example/infra:environment:prod',
            },
          },
        },
      ),
      {},
      { name: 'repo:example/infra:environment:prod', via: 'oidc', certainty: 'proven' },
    ],
    ['no claims', role({}, { webIdFederationData: {} }), {}, null],
  ])('%s', (_, identity, parts, human) => {
    expect(humanOf(identity, parts)).toEqual(human);
  });

  test('names the provider', () => {
    const provider = (userIdentity: JsonObject, parts: RecordParts = {}) =>
      principalOf(recordOf({ userIdentity, ...parts })).provider;
    const principalArn = `arn:aws:iam::${account}:saml-provider/Okta`;
    expect(provider({ type: 'SAMLUser', identityProvider: 'x=' }, { requestParameters: { principalArn } })).toBe(
      principalArn,
    );
    expect(provider({ type: 'SAMLUser', identityProvider: 'x=' })).toBe('x=');
    expect(provider({ type: 'WebIdentityUser' }, { responseElements: { provider: 'accounts.google.com' } })).toBe(
      'accounts.google.com',
    );
    expect(provider(role({}, { webIdFederationData: { federatedProvider: 'accounts.google.com' } }))).toBe(
      'accounts.google.com',
    );
    expect(provider(role())).toBeUndefined();
  });
});

describe('a switch of roles in the console', () => {
  const switched = (SwitchFrom: JsonValue, parts: RecordParts = {}) =>
    humanOf(role(), {
      eventSource: 'signin.amazonaws.com',
      eventName: 'SwitchRole',
      eventType: 'AwsConsoleSignIn',
      responseElements: { SwitchRole: 'Success' },
      additionalEventData: { SwitchFrom, RedirectTo: 'https://console.aws.amazon.com/' },
      ...parts,
    });

  test.each<[JsonValue, Human | null]>([
    ['arn:aws:iam::444455556666:user/team/alice', { name: 'alice', via: 'switch-role', certainty: 'proven' }],
    ['arn:aws:iam::444455556666:root', { name: 'root', via: 'switch-role', certainty: 'proven' }],
    [
      'arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_Admin_0/alice@example.com',
      { name: 'alice@example.com', via: 'switch-role', certainty: 'proven' },
    ],
    ['arn:aws:sts::444455556666:assumed-role/Jump/alice', { name: 'alice', via: 'switch-role', certainty: 'asserted' }],
    ['arn:aws:sts::444455556666:assumed-role/Jump', null],
    ['arn:aws:s3:::bucket', null],
    ['alice', null],
    [7, null],
  ])('from %j', (from, human) => {
    expect(switched(from)).toEqual(human);
  });

  test('is one of sign-in alone', () => {
    expect(switched('arn:aws:iam::444455556666:user/alice', { eventSource: 'example.amazonaws.com' })).toBeNull();
  });
});

describe('a name that somebody chose is asserted', () => {
  const inSession = (session: string) =>
    humanOf(role({ arn: `arn:aws:sts::${account}:assumed-role/deploy/${session}` }));
  const asserted = (name: string): Human => ({ name, via: 'session-name', certainty: 'asserted' });

  test.each<[string, Human | null]>([
    ['alice@example.com', asserted('alice@example.com')],
    ['aws-cdk-alice', asserted('alice')],
    ['aws-cdk-', null],
    ['botocore-session-1699000000', null],
    ['deploy.prod', null],
    ['@', null],
    ['a@b@c', null],
  ])('in the session %s', (session, human) => {
    expect(inSession(session)).toEqual(human);
  });

  test('and so is the session of another account, whose copy has nothing but the id', () => {
    const identity = { type: 'AWSAccount', principalId: 'AROAEXAMPLE:alice@example.com', accountId: '444455556666' };
    expect(humanOf(identity)).toEqual(asserted('alice@example.com'));
    expect(humanOf({ ...identity, principalId: 'AIDAEXAMPLE' })).toBeNull();
  });
});

test.each<[string, JsonObject]>([
  ['Role', { type: 'Role', arn: `arn:aws:iam::${account}:role/deploy`, accountId: account }],
  ['AWSService', { type: 'AWSService', invokedBy: 'config.amazonaws.com' }],
  ['AWSAccount', { type: 'AWSAccount', principalId: 'ANONYMOUS_PRINCIPAL', accountId: 'ANONYMOUS_PRINCIPAL' }],
  ['Directory', { type: 'Directory', accountId: account }],
  ['Unknown', { type: 'Unknown', accountId: account }],
  ['none at all', { accountId: account, invokedBy: 'AWS Internal' }],
])('nobody is behind the type %s by itself', (_, identity) => {
  expect(humanOf(identity)).toBeNull();
});

test('identities of any shape give a principal', () => {
  const random = seededRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const keys = [
    'type',
    'userName',
    'arn',
    'principalId',
    'accountId',
    'accessKeyId',
    'invokedBy',
    'sessionContext',
    'onBehalfOf',
    'userId',
    'sessionIssuer',
    'webIdFederationData',
    'attributes',
    'inScopeOf',
    'sourceArn',
    'credentialId',
    'identityProvider',
    'sourceIdentity',
    'assumedRoot',
    'SwitchFrom',
    'UserName',
    'subject',
    'tags',
    'roleSessionName',
    'mfaAuthenticated',
    '__proto__',
    'a:sub',
  ];
  const texts = [
    '',
    'Root',
    'IAMUser',
    'AssumedRole',
    'FederatedUser',
    'SAMLUser',
    'WebIdentityUser',
    'IdentityCenterUser',
    'AWSService',
    'arn:aws:sts::1:assumed-role/a/b',
    'arn:aws:iam::1:user/',
    'arn:::::',
    ':',
    'AROA:',
    'i-0f1e2d3c',
    'ec2.amazonaws.com',
    'true',
    'SwitchRole',
    'constructor',
    '\u0000\u202E',
  ];
  const value = (depth: number): JsonValue => {
    const kind = Math.floor(random() * (depth > 0 ? 7 : 5));
    if (kind < 3) return pick(texts);
    if (kind < 5) return pick([null, true, false, 0, -1]);
    if (kind === 5) return [value(depth - 1), value(depth - 1)];
    return Object.fromEntries(Array.from({ length: 6 }, () => [pick(keys), value(depth - 1)]));
  };
  for (let round = 0; round < 3000; round++) {
    const principal = principalOf({
      ...recordOf({
        eventSource: 'signin.amazonaws.com',
        eventName: pick(['SwitchRole', 'ConsoleLogin', 'AssumeRole']),
      }),
      userIdentity: value(4),
      additionalEventData: value(2),
      requestParameters: value(2),
      responseElements: value(2),
      serviceEventDetails: value(1),
      userAgent: value(1),
      sourceIPAddress: value(1),
      vpcEndpointId: value(1),
    });
    expect(principal.name, String(round)).not.toBe('');
    expect([principal.human === null, typeof principal.human?.name === 'string']).toContain(true);
  }
});
