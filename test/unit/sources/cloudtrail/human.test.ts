/** The human behind every other type of identity, in the documented shapes; and in shapes of no kind. */
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import type { Human } from '../../../../src/model/principal.ts';
import { principalOf } from '../../../../src/sources/cloudtrail/principal.ts';
import { type RecordParts, recordOf } from '../../../fixtures/cloudtrail.ts';
import { seededRandom } from '../../../fixtures/question.ts';
import { account, humanOf, role } from './human-case.ts';

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
