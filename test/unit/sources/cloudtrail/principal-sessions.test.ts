/** Whose session it is: an assumed role, a federated user. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { account, of, roleSession } from './principal-case.ts';

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
    // a role that merely has such a name is not Identity Center's
    expect(of(roleSession(role, 'alice')).human).toEqual({ ...human, certainty: 'asserted' });
    // a session of that name in any other role proves nothing
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
      // whose key it was is proven; the session's name is the user's choice
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
