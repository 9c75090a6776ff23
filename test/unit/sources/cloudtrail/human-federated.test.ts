/** The human behind an identity that another directory vouches for: Identity Center, federation. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import type { Human } from '../../../../src/model/principal.ts';
import { principalOf } from '../../../../src/sources/cloudtrail/principal.ts';
import { type RecordParts, recordOf } from '../../../fixtures/cloudtrail.ts';
import { account, humanOf, role } from './human-case.ts';

const userId = '94482488-3041-7026-18f3-be45837cd0e4';
const identityStoreArn = `arn:aws:identitystore::${account}:identitystore/d-1234567890`;

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
