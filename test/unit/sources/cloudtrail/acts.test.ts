import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import { actsAs } from '../../../../src/sources/cloudtrail/acts.ts';
import { recordOf, user } from '../../../fixtures/cloudtrail.ts';

const account = '111122223333';

const session: JsonObject = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEROLE00001:run-17',
  arn: `arn:aws:sts::${account}:assumed-role/deploy/run-17`,
  accountId: account,
  accessKeyId: 'ASIAEXAMPLEROLE00001',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEROLE00001',
      arn: `arn:aws:iam::${account}:role/path/deploy`,
      accountId: account,
      userName: 'deploy',
    },
  },
};

const acts = (principal: string, userIdentity: JsonValue | undefined, sourceIPAddress = '203.0.113.7') =>
  actsAs(principal)(recordOf({ userIdentity, sourceIPAddress }));

describe('a user is', () => {
  test.each<[string, boolean]>([
    ['bob', true],
    [`arn:aws:iam::${account}:user/bob`, true],
    ['AKIAEXAMPLEBOB000001', true],
    ['AIDAEXAMPLEBOB000001', true],
    ['Bob', false],
    ['bo', false],
    ['bobby', false],
    ['user/bob', false],
    [`arn:aws:iam::${account}:user/team/bob`, false],
    ['AKIAEXAMPLEBOB00000', false],
    ['IAMUser', false],
    ['', false],
  ])('%s: %s', (principal, expected) => {
    expect(acts(principal, user)).toBe(expected);
  });
});

describe('a role session is', () => {
  test.each<[string, boolean]>([
    ['deploy', true],
    ['run-17', true],
    ['AROAEXAMPLEROLE00001', true],
    ['AROAEXAMPLEROLE00001:run-17', true],
    [`arn:aws:sts::${account}:assumed-role/deploy/run-17`, true],
    [`arn:aws:iam::${account}:role/path/deploy`, true],
    ['ASIAEXAMPLEROLE00001', true],
    ['run', false],
    ['run-1', false],
    ['deploy/run-17', false],
    [`arn:aws:iam::${account}:role/deploy`, false],
    [`arn:aws:sts::${account}:assumed-role/deploy`, false],
    [':', false],
  ])('%s: %s', (principal, expected) => {
    expect(acts(principal, session)).toBe(expected);
  });

  test('of which only the principal id tells, either side of it', () => {
    for (const principal of ['AROAEXAMPLEROLE00001', 'run-17', 'AROAEXAMPLEROLE00001:run-17']) {
      expect(acts(principal, { principalId: 'AROAEXAMPLEROLE00001:run-17' })).toBe(true);
    }
  });

  test('whose name holds a colon, either side of the first', () => {
    expect(acts('a:b', { principalId: 'AROAEXAMPLEROLE00001:a:b' })).toBe(true);
    expect(acts('b', { principalId: 'AROAEXAMPLEROLE00001:a:b' })).toBe(false);
  });
});

describe('root is', () => {
  const root = { type: 'Root', accountId: account, principalId: account, arn: `arn:aws:iam::${account}:root` };

  test('the type, whatever the account', () => {
    expect(acts('root', root)).toBe(true);
    expect(acts('root', { type: 'Root' })).toBe(true);
  });

  test('not a user of that name, and not an account', () => {
    expect(acts('root', { ...user, userName: 'root' })).toBe(false);
    expect(acts('root', { type: 'AWSAccount', accountId: account })).toBe(false);
  });

  test('its ARN too', () => {
    expect(acts(`arn:aws:iam::${account}:root`, root)).toBe(true);
  });
});

describe('an account is', () => {
  test('that of the credentials', () => {
    expect(acts(account, session)).toBe(true);
    expect(acts('444455556666', session)).toBe(false);
    expect(acts(account, { type: 'AWSAccount', accountId: account })).toBe(true);
  });

  test('not that of the issuer or the record', () => {
    expect(acts(account, { ...session, accountId: undefined })).toBe(false);
  });

  test('text, not a number', () => {
    expect(acts(account, { accountId: Number(account) })).toBe(false);
  });
});

describe('an address is', () => {
  test.each<[string, string, boolean]>([
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.70', false],
    ['203.0.113.7', '203.0.113.07', false],
    ['203.0.113.07', '203.0.113.07', true],
    ['2001:db8::1', '2001:db8::1', true],
    ['2001:db8::1', '2001:DB8::1', false],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7', true],
  ])('%s of %s: %s', (principal, sourceIPAddress, expected) => {
    expect(acts(principal, user, sourceIPAddress)).toBe(expected);
  });

  test('where an exporter moved it, too', () => {
    expect(actsAs('192.0.2.9')({ network: { client: { ip: '192.0.2.9' } } })).toBe(true);
  });

  test('not a user of that name', () => {
    expect(acts('192.0.2.9', { ...user, userName: '192.0.2.9' })).toBe(false);
  });
});

describe('a service is', () => {
  test('the one that acted for a principal, or by itself', () => {
    const invokedBy = 'autoscaling.amazonaws.com';
    expect(acts(invokedBy, { type: 'AWSService', invokedBy })).toBe(true);
    expect(acts(invokedBy, { ...user, invokedBy })).toBe(true);
    expect(acts('autoscaling', { type: 'AWSService', invokedBy })).toBe(false);
  });

  test('not the one that was called, and not by its address', () => {
    expect(acts('ec2.amazonaws.com', user)).toBe(false);
    expect(acts('autoscaling.amazonaws.com', user, 'autoscaling.amazonaws.com')).toBe(false);
  });
});

describe('what was done to it', () => {
  test('does not make it the one who did it', () => {
    expect(actsAs('carol')(recordOf({ requestParameters: { userName: 'carol' } }))).toBe(false);
  });
});

describe('an identity of any shape', () => {
  const principals = ['root', account, '203.0.113.9', 'bob', 'arn:aws:iam::1:user/x'];

  test.each<[JsonValue | undefined]>([
    [undefined],
    [null],
    ['bob'],
    [['bob']],
    [{ userName: ['bob'], principalId: 7, sessionContext: 'bob' }],
    [{ sessionContext: { sessionIssuer: ['bob'] } }],
  ])('%j is nobody', (userIdentity) => {
    for (const principal of principals) expect(acts(principal, userIdentity)).toBe(false);
  });
});
