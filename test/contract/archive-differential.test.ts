/**
 * The archive's engine against a reader without any shortcut: everything inflated by zlib, every record parsed. Both read the
 * same from any file: evidence, places, times, counts, gaps, and their order. One thing is taken on trust: records that are
 * complete by quotes and braces, in a file whose checksum is right, are the JSON that was delivered.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { engine } from '../../src/archive/engine.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { questionOf } from '../fixtures/question.ts';
import { anyContent, anyRecord, below, group, ids, packed } from './archive-contents.ts';
import { evidenceOf, expectSame, filtered, followOf } from './naive-reader.ts';

/** For a whole account: calls that are only counted, calls of these names, and calls on what is known to have changed. */
function inWhole(): readonly SourceRequest[] {
  const question = questionOf();
  const interests = firstInterests(question);
  const changed = ['sg-0a1b2c3d4e5f60718', 'secret-1'].map((text) => planTarget(text));
  return [
    { kind: 'evidence', question, interests, calls: 'counted' },
    { kind: 'evidence', question, interests, calls: ['ec2.amazonaws.com/AuthorizeSecurityGroupIngress'] },
    { kind: 'evidence', question, interests, calls: ['ec2.amazonaws.com/GetFunction'] },
    { kind: 'evidence', question, interests, calls: { ofPeople: 'alice@' } },
    { kind: 'follow', question, interests, changed, sources: ['cloudtrail'] },
  ];
}

const requests: readonly SourceRequest[] = [
  ...ids.map((id) => evidenceOf(id)),
  evidenceOf(`arn:aws:ec2:us-east-1:111122223333:security-group/${group}`),
  evidenceOf('root'),
  evidenceOf('203.0.113.7'),
  evidenceOf('111122223333'),
  evidenceOf('bob'),
  evidenceOf(''),
  evidenceOf('', { since: '2026-03-02T12:00:00.500Z', until: '2026-03-04T00:00:00Z' }),
  evidenceOf(group, { since: '2026-03-02T12:00:00Z' }),
  filtered({ reads: 'writes' }),
  filtered({ reads: 'all', errorCode: ['AccessDenied'] }),
  filtered({ outcome: ['failed'] }),
  filtered({ outcome: ['success'], reads: 'all' }),
  filtered({ eventName: ['getfunction', 'DescribeInstances'] }),
  filtered({ service: ['secretsmanager', 'iam.amazonaws.com'], reads: 'all' }),
  filtered({ accounts: ['444455556666'], regions: ['eu-west-1'], reads: 'all' }),
  filtered({ sourceIp: ['203.0.113.7'], eventName: ['GetSecretValue'] }),
  filtered({ sourceIp: ['203.0.113.8'] }),
  filtered({ errorCode: ['AccessDenied'], reads: 'all' }),
  filtered({ errorCode: ['Denied', 'Client.UnauthorizedOperation'] }),
  ...[
    'alice@example.com',
    'Ω-web',
    'é',
    'root',
    'unknown',
    'unknown/alice',
    'root/alice',
    'account:111122223333',
    'account:1',
    'admin/alice@example.com',
    'arn:aws:sts::111122223333:assumed-role/admin/alice@example.com',
    'arn:aws:iam::111122223333:root',
    'ASIAEXAMPLE000000009',
    'no-such-principal',
  ].map((name) => filtered({ principal: [name], reads: 'all' })),
  filtered({ principal: ['no-such-principal', 'secret-1'], sourceIp: ['1.1.1.1', '::1'] }),
  filtered({ reads: 'writes' }, group),
  ...inWhole(),
  // many together
  followOf([
    ...ids.filter((id) => /^[\w-]{4,}$/.test(id)),
    ...Array.from({ length: 40 }, (_, n) => `web-${n}.internal`),
  ]),
  followOf([`arn:aws:s3:::${group}`, 'secret-1', ...Array.from({ length: 300 }, (_, n) => `app${n}_role-secret`)]),
  { kind: 'credentials', accessKeyIds: [], sharedEventIds: Array.from({ length: 40 }, (_, n) => eventId(n * 5)) },
  { kind: 'credentials', accessKeyIds: ['ASIAEXAMPLE000000001', 'ASIAEXAMPLE000000002'] },
  { kind: 'credentials', accessKeyIds: ['ASIAEXAMPLE000000001', 'odd'], sharedEventIds: [eventId(3)] },
  { kind: 'credentials', accessKeyIds: [], services: ['iam.amazonaws.com'] },
];

test('there is an engine to compare', () => {
  expect(engine()).toBeDefined();
});

describe('the engine and the naive reader agree', { timeout: 60_000 }, () => {
  test.each(requests.map((request, n) => [n, JSON.stringify(request).slice(0, 90), request] as const))(
    'question %i: %s',
    async (_, __, request) => {
      for (let n = 0; n < 40; n++) {
        const text = anyContent();
        const content = packed(text);
        await expectSame(content, request, text.length < 3000 ? text : `${n}: ${text.length} bytes`);
      }
    },
  );

  test('records across the edges of the window, and longer than it', async () => {
    const padding = (length: number) => recordOf({ requestParameters: { padding: 'p'.repeat(length) } });
    for (const length of [1_048_000, 1_047_990, 3_000_000]) {
      const records = [
        anyRecord(),
        padding(length - below(3000)),
        recordOf(),
        padding(length),
        recordOf(),
        anyRecord(),
      ];
      await expectSame(gzipSync(JSON.stringify({ Records: records })), evidenceOf(group), `${length}`);
    }
  });

  test('records whose parts lie anywhere among the bytes that are looked at together', async () => {
    const key = 'ASIAEXAMPLE000000001';
    const issuing = { responseElements: { credentials: { accessKeyId: key } } };
    const askedOf = [
      evidenceOf(group),
      { kind: 'credentials', accessKeyIds: [key] } as const,
      followOf(ids.slice(0, 7)),
    ];
    for (let length = 0; length < 130; length++) {
      const userIdentity = { type: 'Root', accountId: '111122223333', userName: 'u'.repeat(length) };
      const records = [
        recordOf({ userIdentity }),
        recordOf({ userIdentity, requestParameters: { groupId: group }, ...issuing }),
        recordOf({ userIdentity, requestParameters: { text: `\\${'\\'.repeat(length)}"{\n${group}` } }),
        recordOf({ userIdentity, requestParameters: { text: `%2F${group}`, pad: 'p'.repeat(length) } }),
        recordOf({ userIdentity: { eventTime: '2020-01-01T00:00:00Z' }, ...issuing }),
        recordOf({ userIdentity, eventTime: undefined, requestParameters: { groupId: group } }),
      ];
      const content = gzipSync(JSON.stringify({ Records: records }));
      for (const request of askedOf) await expectSame(content, request, `${length}`);
    }
  });

  test('braces and quotes by the hundred, in texts and around', async () => {
    const nested = (levels: number, inner: JsonValue): JsonValue =>
      levels === 0 ? inner : { a: nested(levels - 1, inner) };
    const head = { eventTime: '2020-01-01T00:00:00Z', eventSource: 'a.amazonaws.com' };
    const parts: JsonObject[] = [
      ...[126, 127, 128, 254, 255, 256, 257].map((levels) => ({ userIdentity: nested(levels, head) })),
      ...[1, 128, 256, 2048, 4096, 5000].flatMap((count) => [
        { requestParameters: { text: '{'.repeat(count) } },
        { requestParameters: { text: '{'.repeat(count) + '}'.repeat(count), groupId: group } },
        { requestParameters: { text: '}{'.repeat(count), groupId: group } },
        { requestParameters: { text: '"'.repeat(count), groupId: group } },
        { requestParameters: { text: '%'.repeat(count), groupId: group } },
      ]),
    ];
    const requestsHere = [evidenceOf(group), evidenceOf(''), filtered({ reads: 'writes' })];
    for (const part of parts) {
      const content = gzipSync(JSON.stringify({ Records: [recordOf(part), recordOf(), recordOf(part)] }));
      for (const request of requestsHere) await expectSame(content, request, JSON.stringify(part).slice(0, 80));
    }
  });

  test('many needles behind escapes, and parts of others', async () => {
    const named = ['app-role-secret', 'secret-role-app', 'role.app-secret', 'x-secret', 'u003a-role', 'n_app'];
    // as they are in the file
    const written = [
      ...['@', 'a@', '@b', '-@', '@.', 'n@', '\\n@', '\\\\n@', '%2F@', 'arn:aws:s3:::@', 'arn:aws:s3:::@/key'],
      ...['arn:aws:s3\\u003a\\u003a\\u003a@', 'arn%3Aaws%3As3%3A%3A%3A@', 'arn%3aaws%3as3%3a%3a%3a@%2fkey'],
      ...['{\\"a\\":\\"@\\"}', '{\\"a\\":\\"arn:aws:s3\\\\u003a\\\\u003a\\\\u003a@\\"}', '%7B%22a%22%3A%22@%22%7D'],
    ];
    for (const form of written) {
      for (const name of named) {
        const record = JSON.stringify(recordOf({ requestParameters: { text: '<>' } }));
        const content = gzipSync(`{"Records":[${record.replace('<>', () => form.replace('@', name))}]}`);
        await expectSame(content, followOf(named.slice(0, 5)), `${form} ${name}`);
        await expectSame(content, followOf([name]), `${form} ${name}`);
      }
    }
  });

  test('text of flow logs', async () => {
    const header =
      'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
    const rows = Array.from(
      { length: 40_000 },
      (_, n) =>
        `2 111122223333 eni-0${n % 7} 203.0.113.${n % 250} 10.0.0.1 ${n % 60000} 443 6 3 180 ${1772546000 + n} ${1772546060 + n} ACCEPT OK`,
    );
    await expectSame(gzipSync([header, ...rows].join('\n')), evidenceOf('eni-03'), 'flow log');
  });
});
