import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import type { Principal } from '../../../../src/model/principal.ts';
import { principalOf } from '../../../../src/sources/cloudtrail/principal.ts';
import { type RecordParts, recordOf, user } from '../../../fixtures/cloudtrail.ts';

const account = '111122223333';
const other = '444455556666';

const of = (userIdentity: JsonValue | undefined, more: RecordParts = {}): Principal =>
  principalOf(recordOf({ userIdentity, ...more }));

const roleSession = (role: string, session: string, more: JsonObject = {}): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLEROLE00001:${session}`,
  arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
  accountId: account,
  accessKeyId: 'ASIAEXAMPLEROLE00001',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEROLE00001',
      arn: `arn:aws:iam::${account}:role/path/${role}`,
      accountId: account,
      userName: role,
    },
    attributes: { creationDate: '2026-03-03T13:00:00Z', mfaAuthenticated: 'false' },
  },
  ...more,
});

const reservedRole = (role: string, session: string): JsonObject =>
  roleSession(role, session, {
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        arn: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${role}`,
        userName: role,
      },
    },
  });

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

describe('an assumed role', () => {
  test('has a session, and a name without its path', () => {
    expect(of(roleSession('deploy', 'run-17'))).toMatchObject({
      name: 'deploy',
      session: 'run-17',
      human: null,
      mfa: false,
    });
  });

  test.each<[string, JsonObject, string, string | undefined]>([
    ['without an issuer', { sessionContext: {} }, 'deploy', 'run-17'],
    ['with an empty issuer', { sessionContext: { sessionIssuer: {} } }, 'deploy', 'run-17'],
    ['without an ARN', { arn: '' }, 'deploy', 'run-17'],
    ['without an ARN and an issuer', { arn: '', sessionContext: null }, `account:${account}`, 'run-17'],
    ['whose ARN lost its session', { arn: `arn:aws:sts::${account}:assumed-role/deploy` }, 'deploy', 'run-17'],
    [
      'whose ARN has no role',
      { arn: `arn:aws:sts::${account}:assumed-role//x`, sessionContext: {} },
      `account:${account}`,
      'run-17',
    ],
    [
      'without a session anywhere',
      { arn: `arn:aws:sts::${account}:assumed-role/deploy`, principalId: 'AROAEXAMPLEROLE00001' },
      'deploy',
      undefined,
    ],
    ['with an empty session', { arn: '', principalId: 'AROAEXAMPLEROLE00001:' }, 'deploy', undefined],
    ['whose session holds colons', { arn: '', principalId: 'AROAEXAMPLEROLE00001:a:b' }, 'deploy', 'a:b'],
    ['whose session holds a slash', { arn: `arn:aws:sts::${account}:assumed-role/deploy/a/b` }, 'deploy', 'a/b'],
    [
      'of a partition of its own',
      { arn: `arn:aws-cn:sts::${account}:assumed-role/deploy/x`, sessionContext: {} },
      'deploy',
      'x',
    ],
  ])('%s', (_, more, name, session) => {
    const principal = of({ ...roleSession('deploy', 'run-17'), ...more });
    expect([principal.name, principal.session]).toEqual([name, session]);
    expect('session' in principal).toBe(session !== undefined);
  });

  test('of Identity Center is the user of its session', () => {
    const role = 'AWSReservedSSO_PowerUser_0123456789abcdef';
    const human = { name: 'alice', via: 'identity-center', certainty: 'proven' };
    expect(of(reservedRole(role, 'alice')).human).toEqual(human);
    expect(of(roleSession(role, 'alice', { sessionContext: {} })).human).toEqual(human);
    // a role that only bears such a name is not Identity Center's
    expect(of(roleSession(role, 'alice')).human).toEqual({ ...human, certainty: 'asserted' });
    // a session of that name of any other role proves nothing
    expect(of(roleSession('deploy', 'AWSReservedSSO_PowerUser_0')).human).toBeNull();
  });

  test('whose anonymized ARN runs role and user together is not split', () => {
    const arn = `arn:aws:sts::${account}:assumed-role/AWSReservedSSOrandom@example.com`;
    const principal = of({ type: 'AssumedRole', arn, principalId: 'AROAEXAMPLEROLE00001' });
    expect(principal).toMatchObject({ name: 'AWSReservedSSOrandom@example.com', human: null });
  });

  test('whose session looks like an address is asserted to be that person', () => {
    expect(of(roleSession('deploy', 'alice@example.com')).human).toEqual({
      name: 'alice@example.com',
      via: 'session-name',
      certainty: 'asserted',
    });
  });

  test('with a source identity is that person, before anything else', () => {
    const sessionContext = { sourceIdentity: 'alice', sessionIssuer: { userName: 'AWSReservedSSO_Admin_0' } };
    expect(of(roleSession('deploy', 'bob@example.com', { sessionContext })).human).toEqual({
      name: 'alice',
      via: 'source-identity',
      certainty: 'asserted',
    });
  });

  test.each([
    ['i-0f1e2d3c4b5a69788', true],
    ['i-0f1e2d3c', true],
    ['i-0f1e2d3', false],
    ['i-0f1e2d3c4b5a697880', false],
    ['i-am-a-session', false],
    ['xi-0f1e2d3c', false],
  ])('in the session %s is an instance: %s', (session, isInstance) => {
    expect(of(roleSession('web', session)).workload).toEqual(
      isInstance ? { type: 'AWS::EC2::Instance', id: session } : null,
    );
  });
});

describe('a federated user', () => {
  const federated = {
    type: 'FederatedUser',
    principalId: `${account}:carol`,
    arn: `arn:aws:sts::${account}:federated-user/carol`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLEFED000001',
  };

  test('bears the name of the user who federates, and a session', () => {
    const sessionContext = {
      sessionIssuer: { type: 'IAMUser', userName: 'broker', arn: `arn:aws:iam::${account}:user/broker` },
    };
    expect(of({ ...federated, sessionContext })).toMatchObject({
      name: 'broker',
      session: 'carol',
      // whose key it was is proven; the session's name is what the user chose to write
      human: { name: 'broker', via: 'iam-user', certainty: 'proven' },
    });
  });

  test.each<[string, JsonObject, string, string]>([
    ['whose issuer is root', { sessionContext: { sessionIssuer: { type: 'Root' } } }, 'root', 'carol'],
    ['whose issuer is not told', {}, `account:${account}`, 'carol'],
    ['without an ARN', { arn: null }, `account:${account}`, 'carol'],
  ])('%s', (_, more, name, session) => {
    expect(of({ ...federated, ...more })).toMatchObject({ name, session });
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
