/**
 * The archive's engine against a reader that knows no shortcut: everything inflated by zlib, every record parsed. What they
 * make of a file is the same, whatever is in it: evidence, places, times, counts, gaps, and their order. One thing is taken
 * on trust: records that are whole by quotes and braces, in a file whose checksum holds, are the JSON that was delivered.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../src/archive/byte-source.ts';
import { engine } from '../../src/archive/engine.ts';
import type { FileReading } from '../../src/archive/file-collector.ts';
import { type ScanOptions, scanSource } from '../../src/archive/scan-file.ts';
import type { RecordScanner } from '../../src/archive/scanner.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { Filters } from '../../src/model/question.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { isArchiveBackend, type Source, type SourceRequest } from '../../src/sources/source.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { questionOf, seededRandom } from '../fixtures/question.ts';

const scannersFor = (request: SourceRequest): readonly RecordScanner[] =>
  (sources as readonly Source[])
    .flatMap(({ backends }) => backends.filter(isArchiveBackend))
    .flatMap((backend) => backend.createScanners(request));

/** A scanner that does not tell what it would pass over. */
function withoutShortcut(scanner: RecordScanner): RecordScanner {
  const { source, listKeys, openings, lastResort, text, end } = scanner;
  return {
    source,
    listKeys,
    openings,
    ...(lastResort !== undefined && { lastResort }),
    record: (...all) => scanner.record(...all),
    ...(text && { text: (...all) => scanner.text?.(...all) }),
    ...(end && { end: (collector) => scanner.end?.(collector) }),
  };
}

async function readingOf(content: Buffer, scanners: readonly RecordScanner[], options: ScanOptions) {
  const reading = (await scanSource('a', sourceOf(content), scanners, options)) as FileReading;
  const { keys: _, ...rest } = reading;
  return rest;
}

async function expectSame(content: Buffer, request: SourceRequest, what: string): Promise<void> {
  const naive = await readingOf(content, scannersFor(request).map(withoutShortcut), { inflate: 'zlib' });
  expect(await readingOf(content, scannersFor(request), {}), what).toEqual(naive);
}

const evidenceOf = (target: string, window: { since?: string; until?: string } = {}): SourceRequest => {
  const question = questionOf({ targets: target === '' ? [] : [planTarget(target)], ...window });
  return { kind: 'evidence', question, interests: firstInterests(question) };
};

function filtered(filters: Partial<Filters>, target = ''): SourceRequest {
  const question = questionOf({ targets: target === '' ? [] : [planTarget(target)], filters });
  return { kind: 'evidence', question, interests: firstInterests(question) };
}

/** What was done to these, besides what was done to a target that nobody names. */
function followOf(neighbors: readonly string[]): SourceRequest {
  const question = questionOf({ targets: [planTarget('nobody-names-this')] });
  return { kind: 'follow', question, interests: { ...firstInterests(question), neighbors } };
}

const random = seededRandom(11);
const below = (n: number) => Math.floor(random() * n);
const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;

const group = 'sg-0a1b2c3d4e5f60718';
/** Ids inside longer ids, in other cases, in other scripts. */
const ids = [
  group,
  `${group}9`,
  `x${group}`,
  group.toUpperCase(),
  'sg-0fedcba9876543210',
  'secret-1',
  'secret-10',
  'Ω-web',
  'é',
];

/** How a text is written in JSON: as it is, escaped as some encoders do, or in full. */
function written(value: JsonValue): string {
  const text = JSON.stringify(value);
  switch (below(6)) {
    case 0:
      return text.replaceAll('/', '\\/');
    case 1:
      return text.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
    case 2:
      return text.replaceAll('-', '\\u002d');
    default:
      return text;
  }
}

function parametersFor(id: string): JsonValue {
  return pick<() => JsonValue>([
    () => ({ groupId: id }),
    () => ({ list: [{ deep: [{ deeper: id }] }] }),
    () => ({ arn: `arn:aws:ec2:us-east-1:111122223333:security-group/${id}` }),
    () => ({ policyDocument: JSON.stringify({ Statement: [{ Resource: `arn:aws:s3:::${id}/*` }] }) }),
    () => ({ policyDocument: encodeURIComponent(JSON.stringify({ a: id, b: `line\n${id}` })) }),
    () => ({ text: JSON.stringify({ inner: JSON.stringify({ id }) }) }),
    () => ({ description: `about ${id} and "quotes" {[` }),
    () => null,
    () => ({ event: { eventVersion: '1.08', eventTime: '2020-01-01T00:00:00Z', recipientAccountId: '444455556666' } }),
    () => ({ events: [{ a: 1 }, { eventVersion: '1.08', groupId: id }] }),
  ])();
}

let number = 0;
function anyRecord(): JsonObject {
  const id = pick(ids);
  const time = `2026-03-0${1 + below(5)}T1${below(10)}:0${below(10)}:00${pick(['Z', 'Z', 'Z', 'Z', '.5Z', '+01:00', ''])}`;
  return recordOf({
    eventID: below(30) === 0 ? id : eventId(number++),
    eventTime: below(40) === 0 ? pick(['redacted', '2026-02-30T00:00:00Z', 7, null]) : time,
    awsRegion: pick(['us-east-1', 'us-east-1', 'eu-west-1', 'sagov-westsouth-1r', '']),
    recipientAccountId: pick(['111122223333', '111122223333', '444455556666', undefined, 'redacted']),
    requestParameters: parametersFor(id),
    ...(below(6) === 0 && { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE000000001' } } }),
    ...(below(8) === 0 && {
      errorCode: 'AccessDenied',
      errorMessage: `not allowed on resource: arn:aws:iam::111122223333:role/${id}`,
    }),
    ...(below(12) === 0 && { eventSource: pick(['aws:s3', 'iam.amazonaws.com', 'a"b.amazonaws.com']) }),
    ...(below(15) === 0 && { userAgent: id }),
    ...(below(25) === 0 && {
      userIdentity: pick<JsonValue>([null, { type: 'Root', accountId: '111122223333' }, { userName: id }]),
    }),
    ...(below(25) === 0 && { sourceIPAddress: undefined }),
    ...(below(30) === 0 && { insightDetails: { state: 'Start' } }),
    readOnly: pick<JsonValue | undefined>([true, true, true, false, 'true', undefined]),
    ...(below(5) === 0 && { eventName: pick(['GetSecretValue', 'DescribeInstances', 'GetFunction20150331v2']) }),
    ...(below(9) === 0 && { eventSource: 'secretsmanager.amazonaws.com' }),
    ...(below(9) === 0 && { tlsDetails: pick<JsonValue>([{ readOnly: true }, { readOnly: true, host: '{' }, '{"}']) }),
    ...(below(12) === 0 && { responseElements: { ConsoleLogin: pick(['Failure', 'Success']) } }),
  });
}

const separators = [',', ',', ',', ',', ',', ' ,', '', ',\n', ',,'];

/** A delivered file, or what is almost one. */
function anyContent(): string {
  const usual = below(3) > 0;
  const records = Array.from({ length: below(12) }, () => (usual ? JSON.stringify : written)(anyRecord()));
  const separator = usual ? ',' : pick(separators);
  const text = `{"Records":[${records.join(separator)}]}`;
  if (usual) return text + pick(['', '', '\n']);
  return pick<() => string>([
    () => text,
    () => `${text}\n${text}`,
    () => text + text,
    () => `[${records.join(',')}]`,
    () => records.join('\n'),
    () => records[0] ?? '',
    () => `\u{FEFF}${text}`,
    () => JSON.stringify({ Events: records.map((record) => ({ EventId: 'x', CloudTrailEvent: record })) }),
    () => JSON.stringify({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: anyRecord() }),
    () => text.slice(0, below(text.length)),
    () => '{"Records":[]}',
    () => '',
  ])();
}

function packed(text: string): Buffer {
  const gz = gzipSync(text, { level: 1 + below(9) });
  switch (below(10)) {
    case 0: {
      // with nothing that vouches for it, also damaged in the middle
      const at = below(text.length);
      return Buffer.from(below(2) === 0 ? text : text.slice(0, at) + text.slice(at + 1 + below(9)));
    }
    case 1:
      return gz.subarray(0, below(gz.length));
    case 2:
      gz[gz.length - 1 - below(8)] = below(256);
      return gz;
    case 3:
      return Buffer.concat([gz, gzipSync(anyContent())]);
    case 4:
      return gzipSync(gz);
    case 5: {
      // one delivered file in several members
      const at = below(text.length);
      return Buffer.concat([gzipSync(text.slice(0, at)), gzipSync(text.slice(at))]);
    }
    default:
      return gz;
  }
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
  filtered({ reads: 'writes' }, group),
  // many at once
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
