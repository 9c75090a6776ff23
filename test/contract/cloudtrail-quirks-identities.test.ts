/** What real trails hold, and how it is read: who made a call. */
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/model/json.ts';
import { eventId, onlyCall, type RecordParts, recordOf, reportOf, target, user } from '../fixtures/cloudtrail.ts';
import { shuffled } from '../fixtures/question.ts';
import { account, callOf, numbered, other } from './cloudtrail-quirks.ts';

describe('identities', () => {
  const session = `arn:aws:sts::${account}:assumed-role/deploy/run-17`;

  test.each<[string, JsonValue | undefined, string]>([
    ['without a type', { accountId: account, invokedBy: 'AWS Internal' }, 'AWS Internal'],
    ['missing', undefined, 'unknown'],
    ['null', null, 'unknown'],
    ['without an ARN', { type: 'IAMUser', accountId: account, userName: 'bob', accessKeyId: '' }, 'bob'],
    ['with empty contexts', { ...user, sessionContext: { sessionIssuer: {}, webIdFederationData: {} } }, 'bob'],
    ['for which a service acted', { ...user, invokedBy: 'AWS Internal' }, 'bob'],
    ['of another account', { type: 'AWSAccount', accountId: other, principalId: 'AROAEXAMPLE:x' }, `account:${other}`],
    [
      'of nobody',
      { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL', principalId: '' },
      'account:ANONYMOUS_PRINCIPAL',
    ],
    ['of Identity Center', { type: 'IdentityCenterUser', accountId: account, onBehalfOf: { userId: 'u-1' } }, 'u-1'],
    ['of a service', { type: 'AWSService', invokedBy: 'config.amazonaws.com' }, 'config.amazonaws.com'],
    ['of root', { type: 'Root', accountId: account }, 'root'],
    ['of a session', { type: 'AssumedRole', arn: session }, 'deploy'],
    [
      'of a session run together',
      { type: 'AssumedRole', arn: `arn:aws:sts::${account}:assumed-role/AWSReservedSSOx@example.com` },
      'AWSReservedSSOx@example.com',
    ],
  ])('%s', async (_, userIdentity, name) => {
    const { detail } = await callOf({ userIdentity });
    expect(detail.principal.name).toBe(name);
    expect(detail.principal.accessKeyId).not.toBe('');
  });

  test('a role is asked for with the path that only its issuer has', async () => {
    const userIdentity = {
      type: 'AssumedRole',
      arn: session,
      principalId: 'AROAEXAMPLEROLE00001:run-17',
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${account}:role/path/deploy`, userName: 'deploy' },
      },
    };
    for (const spelling of [
      'deploy',
      'run-17',
      session,
      `arn:aws:iam::${account}:role/path/deploy`,
      'AROAEXAMPLEROLE00001',
    ]) {
      const call = await callOf({ userIdentity }, { target: spelling });
      expect(call.match).toEqual(['principal']);
    }
  });

  test('the way that credentials came is told, also where two accounts recorded a hop', async () => {
    const assume = (n: number, key: string, parts: RecordParts) =>
      numbered(n, {
        eventTime: `2026-03-03T13:0${n}:00Z`,
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRole',
        readOnly: true,
        requestParameters: { roleArn: `arn:aws:iam::${other}:role/hop-${n}` },
        responseElements: {
          credentials: { accessKeyId: key },
          assumedRoleUser: { arn: `arn:aws:sts::${other}:assumed-role/hop-${n}/x` },
        },
        ...parts,
      });
    const role = (n: number, accessKeyId: string) => ({
      type: 'AssumedRole',
      arn: `arn:aws:sts::${other}:assumed-role/hop-${n}/x`,
      accountId: other,
      accessKeyId,
    });
    const records = [
      recordOf({ userIdentity: role(2, 'ASIAEXAMPLEHOP000002') }),
      assume(2, 'ASIAEXAMPLEHOP000002', {
        userIdentity: { type: 'AWSAccount', accountId: other, principalId: 'AROAEXAMPLE:x' },
        sharedEventID: eventId(50),
      }),
      assume(2, 'ASIAEXAMPLEHOP000002', {
        userIdentity: role(1, 'ASIAEXAMPLEHOP000001'),
        sharedEventID: eventId(50),
        eventID: eventId(22),
        recipientAccountId: other,
      }),
      assume(1, 'ASIAEXAMPLEHOP000001', {}),
    ];
    for (let seed = 1; seed <= 6; seed++) {
      const call = onlyCall(await reportOf({ a: { Records: shuffled(records, seed) } }, { target }));
      expect(call.detail.principal.path.map(({ event }) => event)).toEqual([
        `cloudtrail:${eventId(1)}`,
        `cloudtrail:${eventId(22)}`,
      ]);
    }
  });
});
