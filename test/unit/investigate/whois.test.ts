/** Whose key, session, call or name it is, from records as a trail delivers them. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { whoisV1 } from '../../../src/report/schema-whois-v1.ts';
import { eventId } from '../../fixtures/cloudtrail.ts';
import { shuffled } from '../../fixtures/question.ts';
import { account } from '../../fixtures/report-cast.ts';
import { assume, record, roleIdentity, sessionArn, userIdentity } from '../../fixtures/sessions.ts';
import { onlyPerson, whoisOf } from '../../fixtures/whois.ts';

const alice = userIdentity('alice');
const jump = roleIdentity('Jump', 'alice-jump', 'ASIAJUMP000000000001');
const admin = roleIdentity('Admin', 'botocore-session-1699', 'ASIAADMIN00000000001');

/** alice assumes Jump, and from there Admin; what she does with it comes after. */
const chain: readonly JsonObject[] = [
  assume(1, 0, alice, 'Jump', 'alice-jump', 'ASIAJUMP000000000001'),
  assume(2, 1, jump, 'Admin', 'botocore-session-1699', 'ASIAADMIN00000000001'),
  record(3, 2, { userIdentity: admin }),
  record(4, 3, { userIdentity: admin, eventName: 'DescribeInstances', readOnly: true }),
  record(5, 4, { userIdentity: admin, eventName: 'StopInstances', errorCode: 'Client.UnauthorizedOperation' }),
  record(6, 5, { userIdentity: userIdentity('bob') }),
];

const spellings = [
  ['its access key', 'ASIAADMIN00000000001', 'access-key'],
  ['its ARN', sessionArn('Admin', 'botocore-session-1699'), 'session'],
  ['role and session', 'Admin/botocore-session-1699', 'session'],
  ['the id of one of its calls', eventId(3), 'event'],
] as const;

describe.each(spellings)('a session by %s', (_, text, kind) => {
  test('is the human at the beginning of its chain, with every hop', async () => {
    const report = await whoisOf(chain, text);
    expect(report).toMatchObject({ answer: 'seen', query: { kind, target: text } });
    const person = onlyPerson(report);
    expect(person.human).toEqual({ name: 'alice', via: 'role-chain', certainty: 'proven' });
    expect(person.usage).toMatchObject({ calls: 3, writes: 1, denied: 1, failed: 0 });
    expect(person.sessions).toHaveLength(1);
    expect(person.sessions[0]).toMatchObject({ accessKeyId: 'ASIAADMIN00000000001', calls: 3, pathEnd: 'origin' });
    expect(person.sessions[0]?.path).toMatchObject([
      {
        event: `cloudtrail:${eventId(1)}`,
        eventName: 'AssumeRole',
        tool: { name: 'aws-cli' },
        sourceIp: '203.0.113.7',
      },
      { event: `cloudtrail:${eventId(2)}`, eventName: 'AssumeRole', from: sessionArn('Jump', 'alice-jump') },
    ]);
  });
});

describe('a person', () => {
  test('is followed into every role taken on, and into those taken on from there', async () => {
    const person = onlyPerson(await whoisOf(chain, 'alice'));
    expect(person.sessions.map(({ accessKeyId, calls }) => [accessKeyId, calls])).toEqual([
      ['AKIAALICE', 1],
      ['ASIAJUMP000000000001', 1],
      ['ASIAADMIN00000000001', 3],
    ]);
    expect(person.usage.services.map(({ eventSource, calls }) => [eventSource, calls])).toEqual([
      ['ec2.amazonaws.com', 3],
      ['sts.amazonaws.com', 2],
    ]);
  });

  test('is found by the source identity of sessions, too', async () => {
    const identity = roleIdentity('deploy', 'run-1', 'ASIADEPLOY0000000001');
    const context = { ...(identity['sessionContext'] as JsonObject), sourceIdentity: 'dana' };
    const report = await whoisOf([record(1, 0, { userIdentity: { ...identity, sessionContext: context } })], 'dana');
    expect(onlyPerson(report).human).toEqual({ name: 'dana', via: 'source-identity', certainty: 'asserted' });
  });

  test('is not another of a name that holds theirs', async () => {
    expect((await whoisOf(chain, 'ali')).people).toEqual([]);
  });
});

describe('a role of whom nobody is known', () => {
  const runs = ['run-1', 'run-2'].map((session, index) =>
    record(index + 1, index, { userIdentity: roleIdentity('nightly', session, `ASIANIGHTLY000000000${index}`) }),
  );

  test('is one principal, in all its sessions', async () => {
    const person = onlyPerson(await whoisOf(runs, 'nightly'));
    expect(person).toMatchObject({ name: 'nightly', human: null, usage: { calls: 2 } });
    expect(person.sessions.map(({ session, pathEnd }) => [session, pathEnd])).toEqual([
      ['run-1', 'missing'],
      ['run-2', 'missing'],
    ]);
  });
});

describe('an instance', () => {
  test('is linked from the session that bears its id', async () => {
    const id = 'i-0f1e2d3c4b5a69788';
    const identity = roleIdentity('web', id, 'ASIAWEB0000000000001');
    const person = onlyPerson(await whoisOf([record(1, 0, { userIdentity: identity })], id));
    expect(person.human).toBeNull();
    expect(person.sessions[0]?.workload).toEqual({ type: 'AWS::EC2::Instance', id, account });
  });
});

describe('a key that was issued and never used', () => {
  test('is told with who issued it', async () => {
    const report = await whoisOf(chain.slice(0, 2), 'ASIAADMIN00000000001');
    const person = onlyPerson(report);
    expect(person).toMatchObject({ human: { name: 'alice', via: 'role-chain' }, usage: { calls: 0, firstTime: null } });
    expect(person.sessions[0]).toMatchObject({ name: 'Admin', calls: 0, path: [{}, {}] });
    expect(report.headline).toContain('no call with it was seen in this window; it was issued at 2026-03-03T14:01:00');
  });
});

describe('what nobody knows', () => {
  test.each(['ASIAUNKNOWN000000001', 'nobody', eventId(99), sessionArn('None', 'x')])(
    '%s was not seen',
    async (text) => {
      const report = await whoisOf(chain, text);
      expect([report.people, report.event, report.answer]).toEqual([[], null, 'not-seen']);
    },
  );

  test('in a window that the files do not hold is unknown, not unseen', async () => {
    const report = await whoisOf(chain, 'alice', { since: '2026-03-10T00:00:00Z', until: '2026-03-11T00:00:00Z' });
    expect(report.answer).toBe('unknown');
  });
});

describe('what is new', () => {
  const later = 60;
  const day: readonly JsonObject[] = [
    record(1, 0, { userIdentity: alice }),
    record(2, 1, { userIdentity: alice, eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', readOnly: true }),
    record(3, later, { userIdentity: alice }),
    record(4, later + 1, {
      userIdentity: alice,
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      readOnly: true,
      sourceIPAddress: '198.51.100.9',
      awsRegion: 'eu-west-1',
      userAgent: 'Boto3/1.34.0 Python/3.12.0',
      requestParameters: { secretId: 'prod/db' },
    }),
  ];

  test('is all that the earlier calls do not have', async () => {
    const person = onlyPerson(
      await whoisOf(day, 'alice', { since: '2026-03-03T14:30:00Z', until: '2026-03-03T15:10:00Z' }),
    );
    expect(person.baseline).toEqual({
      of: 'alice',
      since: '2026-03-03T14:00:00.000Z',
      until: '2026-03-03T14:30:00.000Z',
      calls: 2,
      complete: true,
    });
    expect(person.novelties.map(({ kind, value }) => [kind, value])).toEqual([
      ['address', '198.51.100.9'],
      ['tool', 'boto3'],
      ['region', 'eu-west-1'],
      ['service', 'secretsmanager.amazonaws.com'],
      ['sensitive-call', 'secretsmanager.amazonaws.com GetSecretValue'],
    ]);
    for (const { event } of person.novelties) expect(event).toBe(`cloudtrail:${eventId(4)}`);
  });

  test('is nothing where all of it was done before', async () => {
    const person = onlyPerson(await whoisOf(day.slice(0, 3), 'alice', { since: '2026-03-03T14:30:00Z' }));
    expect([person.baseline?.calls, person.novelties]).toEqual([2, []]);
  });

  test('cannot be told without earlier calls, and is not looked for where it is not wanted', async () => {
    const first = onlyPerson(await whoisOf(day, 'alice', { since: '2026-03-03T13:00:00Z' }));
    expect(first).toMatchObject({ baseline: { calls: 0 }, novelties: [] });
    const not = onlyPerson(await whoisOf(day, 'alice', { since: '2026-03-03T14:30:00Z', comparesEarlier: false }));
    expect(not).toMatchObject({ baseline: null, novelties: [] });
  });

  test('of a human in roles is compared with the human, whatever the session was called', async () => {
    const before = assume(11, 0, alice, 'Admin', 'botocore-session-1', 'ASIAOLD0000000000001');
    const old = roleIdentity('Admin', 'botocore-session-1', 'ASIAOLD0000000000001');
    const stranger = roleIdentity('Admin', 'mallory', 'ASIASTRANGER00000001');
    const person = onlyPerson(
      await whoisOf(
        [
          before,
          record(12, 1, { userIdentity: old }),
          record(13, 2, { userIdentity: stranger, sourceIPAddress: '198.51.100.9' }),
          assume(14, 60, alice, 'Admin', 'botocore-session-2', 'ASIANEW0000000000001'),
          record(15, 61, {
            userIdentity: roleIdentity('Admin', 'botocore-session-2', 'ASIANEW0000000000001'),
            sourceIPAddress: '198.51.100.9',
          }),
        ],
        'ASIANEW0000000000001',
      ),
    );
    expect(person.baseline).toMatchObject({ of: 'alice', calls: 3 });
    expect(person.novelties.map(({ kind, value }) => [kind, value])).toEqual([['address', '198.51.100.9']]);
  });
});

test('the document is as its schema says, whatever order the records came in', async () => {
  const report = await whoisOf(chain, 'alice');
  expect(() => whoisV1.parse(report)).not.toThrow();
  const withoutPlaces = ({ coverage: _, ...rest }: typeof report) => rest;
  for (const seed of [1, 2, 3])
    expect(withoutPlaces(await whoisOf(shuffled(chain, seed), 'alice'))).toEqual(withoutPlaces(report));
});

test('a hundred roles taken on from each other are one chain', async () => {
  const keyOf = (n: number) => `ASIAHOP${String(n).padStart(13, '0')}`;
  const hops = Array.from({ length: 99 }, (_, n) =>
    assume(n + 1, n, n === 0 ? alice : roleIdentity(`role-${n - 1}`, 's', keyOf(n - 1)), `role-${n}`, 's', keyOf(n)),
  );
  const last = record(200, 100, { userIdentity: roleIdentity('role-98', 's', keyOf(98)) });
  const person = onlyPerson(await whoisOf([...hops, last], keyOf(98)));
  expect([person.human?.name, person.sessions[0]?.path.length]).toEqual(['alice', 99]);
});

test('hostile records change nothing but are not in the way', async () => {
  const hostile = [
    { eventVersion: '1.0' },
    record(50, 0, { userIdentity: 'alice' }),
    record(51, 0, { userIdentity: null }),
  ];
  expect(onlyPerson(await whoisOf([...hostile, ...chain], 'alice')).usage.calls).toBe(5);
});
