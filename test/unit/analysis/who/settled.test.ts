/** What is reported early must be the same in the end, whatever is read in between. */
import { describe, expect, test } from 'vitest';
import { withPrincipals } from '../../../../src/analysis/who/principals.ts';
import { settledCalls } from '../../../../src/analysis/who/settled.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { eventId } from '../../../fixtures/cloudtrail.ts';
import { seededRandom, shuffled } from '../../../fixtures/question.ts';
import { otherAccount } from '../../../fixtures/report-cast.ts';
import { assume, record, roleIdentity, serviceIdentity, sessionsOf, userIdentity } from '../../../fixtures/sessions.ts';

const key = (n: number) => `ASIA${String(n).padStart(16, '0')}`;
const numbersOf = (records: readonly JsonObject[], issuing: readonly JsonObject[] = []) => {
  const { events } = sessionsOf(records);
  return settledCalls(events, sessionsOf(issuing).credentials).map(({ id }) => Number(id.slice(-12)));
};

describe('settled', () => {
  const jump = assume(1, 0, userIdentity('alice'), 'Jump', 'alice', key(1));
  const admin = assume(2, 5, roleIdentity('Jump', 'alice', key(1)), 'Admin', 'alice', key(2));

  test.each<readonly [string, JsonObject, readonly JsonObject[]]>([
    ['a call with a user’s own key', record(9, 20, { userIdentity: userIdentity('alice') }), []],
    [
      'a call of a session whose key a user’s call issued',
      record(9, 20, { userIdentity: roleIdentity('Jump', 'alice', key(1)) }),
      [jump],
    ],
    [
      'a call of a session of a session',
      record(9, 20, { userIdentity: roleIdentity('Admin', 'alice', key(2)) }),
      [admin, jump],
    ],
  ])('is %s', (_, call, issuing) => {
    expect(numbersOf([call], issuing)).toEqual([9]);
  });

  const ofAlice = { userIdentity: userIdentity('alice') };
  test.each<readonly [string, JsonObject, readonly JsonObject[]]>([
    [
      'a session without the call that issued its key',
      record(9, 20, { userIdentity: roleIdentity('Jump', 'alice', key(1)) }),
      [],
    ],
    [
      'a session whose issuer’s key is not known',
      record(9, 20, { userIdentity: roleIdentity('Admin', 'alice', key(2)) }),
      [admin],
    ],
    ['a call that issues credentials, which may be read again', jump, []],
    ['a call of which another account has a copy', record(9, 20, { ...ofAlice, sharedEventID: eventId(77) }), []],
    ['a sign-in', record(9, 20, { ...ofAlice, eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' }), []],
    [
      'a call that has a service act',
      record(9, 20, { ...ofAlice, eventSource: 'cloudformation.amazonaws.com', eventName: 'CreateStack' }),
      [],
    ],
    ['a service’s own call', record(9, 20, { userIdentity: serviceIdentity('autoscaling.amazonaws.com') }), []],
    [
      'a call whose issuing call is known from another account’s copy alone',
      record(9, 20, { userIdentity: roleIdentity('Jump', 'alice', key(1)) }),
      [
        assume(
          1,
          0,
          { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: otherAccount },
          'Jump',
          'alice',
          key(1),
          {
            sharedEventID: eventId(77),
          },
        ),
      ],
    ],
    [
      'an instance’s call: who changed it last may be read later',
      record(9, 20, { userIdentity: roleIdentity('Web', 'i-0f1e2d3c4b5a69788', key(3)) }),
      [],
    ],
  ])('is not %s', (_, call, issuing) => {
    expect(numbersOf([call], issuing)).toEqual([]);
  });
});

/** Users, sessions, sessions of sessions, services, copies, sign-ins; some of the calls that issued the keys are missing. */
function recordsFor(seed: number): readonly JsonObject[] {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const identities = (): JsonObject =>
    pick([
      () => userIdentity(pick(['alice', 'bob'])),
      () =>
        roleIdentity(
          pick(['Jump', 'Admin']),
          pick(['alice', 'ci', 'i-0f1e2d3c4b5a69788']),
          key(Math.floor(random() * 6)),
        ),
      () => ({ ...userIdentity('carol'), accessKeyId: key(Math.floor(random() * 6)) }),
      () => serviceIdentity('cloudformation.amazonaws.com'),
      () => ({ type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: otherAccount }),
    ])();
  return Array.from({ length: 30 }, (_, n) => {
    const at = Math.floor(random() * 120);
    const shared = random() < 0.2 ? { sharedEventID: eventId(900 + Math.floor(random() * 4)) } : {};
    const own = random();
    if (own < 0.3)
      return assume(
        n + 1,
        at,
        identities(),
        pick(['Jump', 'Admin']),
        pick(['alice', 'ci']),
        key(Math.floor(random() * 6)),
        shared,
      );
    if (own < 0.35)
      return record(n + 1, at, {
        userIdentity: identities(),
        eventSource: 'signin.amazonaws.com',
        eventName: 'SwitchRole',
        ...shared,
      });
    if (own < 0.45)
      return record(n + 1, at, {
        userIdentity: identities(),
        eventSource: 'cloudformation.amazonaws.com',
        eventName: 'CreateStack',
        requestParameters: { stackName: 'web' },
      });
    return record(n + 1, at, { userIdentity: identities(), ...shared });
  });
}

/** As in early lookups: every existing call that issued a key, whatever else is known. */
test('what is settled by any part of the records stays as it is with all of them', () => {
  let settled = 0;
  for (let seed = 0; seed < 300; seed++) {
    const all = sessionsOf(recordsFor(seed));
    const final = new Map(withPrincipals(all.events, all.credentials).map((event) => [event.id, event]));
    const part = shuffled(all.events, seed).slice(0, 10);
    for (const event of settledCalls(part, all.credentials)) {
      settled++;
      expect(event).toEqual(final.get(event.id));
      expect(JSON.stringify(event)).toBe(JSON.stringify(final.get(event.id)));
    }
  }
  expect(settled).toBeGreaterThan(300);
});
