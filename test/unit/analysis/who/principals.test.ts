/** Who is behind a session, from the records that lead to it; and what cannot be known stays unknown. */
import { describe, expect, test } from 'vitest';
import { withPrincipals } from '../../../../src/analysis/who/principals.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { eventId } from '../../../fixtures/cloudtrail.ts';
import { account, otherAccount } from '../../../fixtures/report-cast.ts';
import { metric } from '../../../fixtures/report-events.ts';
import {
  assume,
  principalIn,
  record,
  roleIdentity,
  serviceIdentity,
  sessionArn,
  sessionsOf,
  userIdentity,
} from '../../../fixtures/sessions.ts';
import { alice, id } from './principals-case.ts';

describe('across accounts', () => {
  const shared = eventId(99);
  const theirs = assume(
    1,
    0,
    { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: otherAccount },
    'Audit',
    's',
    'ASIA1',
    {
      sharedEventID: shared,
    },
  );
  // the caller's account got the call without its answer
  const callers = assume(2, 0, userIdentity('dora', otherAccount), 'Audit', 's', 'ASIA1', {
    sharedEventID: shared,
    responseElements: null,
    recipientAccountId: otherAccount,
  });
  const call = record(3, 1, { userIdentity: roleIdentity('Audit', 's', 'ASIA1') });

  test('the caller’s copy of the issuing call tells who it was', () => {
    expect(principalIn([theirs, callers, call], 3)).toMatchObject({
      human: { name: 'dora', via: 'role-chain', certainty: 'proven' },
      path: [{ event: id(1), from: `arn:aws:iam::${otherAccount}:user/dora` }],
      pathEnd: 'origin',
    });
    // together with the receiving account's own record of that call
    expect(principalIn([theirs, callers], 1)).toMatchObject({
      type: 'AWSAccount',
      crossAccount: true,
      human: { name: 'dora' },
    });
  });

  test('without it, the account alone is known', () => {
    expect(principalIn([theirs, call], 3)).toMatchObject({
      human: null,
      pathEnd: 'missing',
      path: [{ from: `account:${otherAccount}` }],
    });
  });
});

describe('Identity Center', () => {
  const onBehalfOf = { userId: '94482488-3041-7026', identityStoreArn: 'arn:aws:identitystore::1:identitystore/d-1' };
  const bare = (n: number, at: number, more: JsonObject = {}) =>
    record(n, at, {
      eventSource: 'sso.amazonaws.com',
      eventName: 'Federate',
      userIdentity: { type: 'IdentityCenterUser', accountId: account, onBehalfOf, ...more },
    });
  const signIn = (name: string, at = 0) =>
    record(9, at, {
      eventSource: 'signin.amazonaws.com',
      eventName: 'UserAuthentication',
      userIdentity: { type: 'Unknown', accountId: account, onBehalfOf },
      additionalEventData: { UserName: name },
      serviceEventDetails: { UserAuthentication: 'Success' },
    });
  const human = { name: 'erin', via: 'identity-center', certainty: 'proven' };

  test('names its users by their sign-in', () => {
    expect(principalIn([bare(1, 5), signIn('erin')], 1).human).toEqual(human);
    expect(principalIn([bare(1, 5)], 1)).toMatchObject({ human: null, userId: onBehalfOf.userId });
  });

  test('by an older record of the same session', () => {
    const named = record(2, 0, {
      eventSource: 'sso.amazonaws.com',
      eventName: 'Authenticate',
      userIdentity: { type: 'Unknown', userName: 'erin', credentialId: 'c-1', accountId: account },
    });
    const later = { type: 'IdentityCenterUser', accountId: account, credentialId: 'c-1' };
    expect(principalIn([named, record(1, 5, { userIdentity: later })], 1).human).toEqual(human);
  });

  test('by the name of a reserved role’s session', () => {
    const role = 'AWSReservedSSO_Admin_0123456789abcdef';
    expect(
      principalIn(
        [
          bare(1, 5),
          record(2, 0, { userIdentity: { ...roleIdentity(role, 'erin', 'ASIA1'), onBehalfOf, sessionContext: {} } }),
        ],
        1,
      ).human,
    ).toEqual(human);
  });

  test('and of a chain that begins with an id', () => {
    const records = [
      signIn('erin'),
      assume(1, 1, { type: 'IdentityCenterUser', accountId: account, onBehalfOf }, 'Data', 's', 'ASIA1'),
      record(2, 2, { userIdentity: roleIdentity('Data', 's', 'ASIA1') }),
    ];
    expect(principalIn(records, 2)).toMatchObject({ human, pathEnd: 'origin' });
  });
});

describe('a switch of roles', () => {
  const browser = 'Mozilla/5.0 (X11; Linux x86_64)';
  const session = roleIdentity('Admin', 'alice', '');
  const switched = (n: number, at: number, from: string) =>
    record(n, at, {
      eventSource: 'signin.amazonaws.com',
      eventName: 'SwitchRole',
      userIdentity: session,
      responseElements: { SwitchRole: 'Success' },
      additionalEventData: { SwitchFrom: from },
    });
  const user = `arn:aws:iam::${otherAccount}:user/alice`;
  const call = (at: number, userAgent = browser) => record(3, at, { userIdentity: session, userAgent });

  test('leads the session’s calls to who switched, by name', () => {
    expect(principalIn([switched(1, 0, user), call(5)], 3)).toMatchObject({
      human: { name: 'alice', via: 'switch-role', certainty: 'asserted' },
      path: [{ event: id(1), to: sessionArn('Admin', 'alice') }],
    });
    expect(principalIn([switched(1, 0, user), call(5, 'aws-cli/2.22.0')], 3).human?.certainty).toBe('guess');
  });

  test.each<[string, readonly JsonObject[]]>([
    ['after the call', [switched(1, 10, user), call(5)]],
    [
      'of two people of one name',
      [switched(1, 0, user), switched(2, 1, `arn:aws:iam::${otherAccount}:user/other`), call(5)],
    ],
    ['into another session', [{ ...switched(1, 0, user), userIdentity: roleIdentity('Admin', 'bob', '') }, call(5)]],
    ['longer ago than a session lasts', [{ ...switched(1, 0, user), eventTime: '2026-03-03T01:00:00Z' }, call(5)]],
  ])('%s tells nobody', (_, records) => {
    expect(principalIn(records, 3).human).toBeNull();
  });
});

describe('an issued session tells its workload', () => {
  const issued = assume(1, 0, serviceIdentity('lambda.amazonaws.com'), 'app', 'resize', 'ASIA1');
  const call = record(3, 9, { userIdentity: roleIdentity('app', 'resize', 'ASIA1'), userAgent: 'Boto3/1.34' });
  const updated = (n: number, at: number, parts: JsonObject = {}) =>
    record(n, at, {
      eventSource: 'lambda.amazonaws.com',
      eventName: 'UpdateFunctionCode20150331v2',
      userIdentity: alice,
      requestParameters: { functionName: 'resize' },
      ...parts,
    });

  test('and nobody behind it', () => {
    expect(principalIn([issued, call], 3)).toMatchObject({
      human: null,
      workload: { type: 'AWS::Lambda::Function', id: 'resize' },
      pathEnd: 'origin',
    });
    expect(principalIn([call], 3).workload).toBeNull();
  });

  test('with who changed it last before the call', () => {
    const records = [
      issued,
      updated(4, 1),
      updated(5, 5),
      updated(6, 20),
      updated(7, 6, { errorCode: 'AccessDenied' }),
      call,
    ];
    expect(principalIn(records, 3)).toMatchObject({
      human: null,
      workload: { lastChange: { event: id(5), by: 'alice', time: '2026-03-03T14:05:00.000Z' } },
    });
    const invoked = updated(8, 7, { eventName: 'Invoke', eventCategory: 'Data' });
    const noted = updated(9, 7, { userIdentity: serviceIdentity('lambda.amazonaws.com') });
    expect(principalIn([...records, invoked, noted], 3).workload?.lastChange?.event).toBe(id(5));
    expect(principalIn([issued, updated(6, 20), call], 3).workload).not.toHaveProperty('lastChange');
    const elsewhere = updated(4, 1, { recipientAccountId: otherAccount });
    expect(principalIn([issued, elsewhere, call], 3).workload).not.toHaveProperty('lastChange');
  });
});

test('events that are no calls, and calls of which nothing more is known, are as they were', () => {
  const { events } = sessionsOf([record(1, 0, { userIdentity: alice })]);
  const others = [metric('2026-03-03T14:00:00.000Z', '2026-03-03T14:05:00.000Z')];
  const told = withPrincipals([...others, ...events], []);
  expect(told[0]).toBe(others[0]);
  expect(told[1]).toBe(events[0]);
  expect(withPrincipals(others, [])).toEqual(others);
});
