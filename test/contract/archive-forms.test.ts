/**
 * CloudTrail's records as tools other than CloudTrail keep them: uncompressed, one per line, one after another, in a bare list.
 * The engine reads them just as a reader without shortcuts does: no checksum vouches for their bytes, so damage, too, is
 * reported to the byte.
 */
import { gzipSync } from 'node:zlib';
import { describe, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { recordOf } from '../fixtures/cloudtrail.ts';
import { anyRecord, below, group, ids } from './archive-contents.ts';
import { evidenceOf, expectSame, filtered, followOf } from './naive-reader.ts';

const texts = (records: readonly JsonObject[]) => records.map((record) => JSON.stringify(record));

const layouts: Readonly<Record<string, (records: readonly string[]) => string>> = {
  'in the list of an object': (records) => `{"Records":[${records.join(',')}]}\n`,
  'in a list': (records) => `[${records.join(',')}]`,
  'one a line': (records) => `${records.join('\n')}\n`,
  'one a line, without its last end': (records) => records.join('\r\n'),
  'one behind the other': (records) => records.join(''),
};
const byLayout = Object.entries(layouts).map(([name, laidOut], index) => [name, laidOut, index] as const);
/** Multiplies the number of cases. */
const factor = Number(process.env['OBS3_SEEDS'] ?? 1);
/** Of the positions in a file, each layout tries one in this many: together they try all. */
const stride = factor > 1 ? 1 : byLayout.length;

const requests = [
  evidenceOf(group),
  evidenceOf(''),
  filtered({ reads: 'writes' }),
  filtered({ errorCode: ['AccessDenied'], reads: 'all' }),
  followOf(ids.slice(0, 7)),
  { kind: 'credentials', accessKeyIds: ['ASIAEXAMPLE000000001'] } as const,
];

/** Short records that use everything JSON has. */
const small = [
  recordOf({ requestParameters: { groupId: group, list: [[], {}, [1, -2.5e3, 0.1, 1e9]], text: '{"a":"\\u00e9"}' } }),
  recordOf({
    errorCode: 'AccessDenied',
    requestParameters: null,
    resources: [{ ARN: 'arn:aws:s3:::a', deep: [false] }],
  }),
  recordOf({ userIdentity: { type: 'Root', accountId: '111122223333' }, readOnly: true, note: 'Ω' }),
];

describe.each(byLayout)('records %s', { timeout: 120_000 }, (_, laidOut, index) => {
  test('of any kind, in pieces of any size', async () => {
    for (let n = 0; n < 10 * factor; n++) {
      const content = Buffer.from(laidOut(texts(Array.from({ length: 1 + below(12) }, anyRecord))));
      for (const request of requests) {
        await expectSame(content, request, `${n}`);
        await expectSame(gzipSync(content), request, `${n}, compressed`);
      }
      for (const most of [1, 100, 4096]) await expectSame(content, requests[n % 6] ?? evidenceOf(''), `${n}`, most);
    }
  });

  test('cut off at any byte', async () => {
    const content = Buffer.from(laidOut(texts(small)));
    for (let end = index % stride; end <= content.length; end += stride)
      await expectSame(content.subarray(0, end), evidenceOf('nothing-of-it'), `${end}`);
  });

  test('with any byte damaged, lost or added', async () => {
    const content = Buffer.from(laidOut(texts(small)));
    const bytes = Buffer.from('"\\{}[],: \n\t0-.ex\u0001\u001f/u\x7f');
    for (let at = index % stride; at < content.length; at += stride) {
      const [before, behind] = [content.subarray(0, at), content.subarray(at + 1)];
      const one = bytes.subarray(below(bytes.length)).subarray(0, 1);
      const damaged = [
        Buffer.concat([before, one, behind]),
        Buffer.concat([before, Buffer.of((content[at] ?? 0) ^ (1 << below(8))), behind]),
        Buffer.concat([before, behind]),
        Buffer.concat([before, one, content.subarray(at)]),
      ];
      // one of them at each byte
      const each = damaged[below(damaged.length)] ?? content;
      await expectSame(each, evidenceOf('nothing-of-it'), each.toString('latin1'));
    }
  });

  test('across the edges of the window, and longer than it', async () => {
    const padding = (length: number) =>
      recordOf({ requestParameters: { padding: 'p'.repeat(length), groupId: group } });
    // with one that is longer than any record, layouts do not differ: all go on without the engine
    for (const length of [524_288, 1_048_000, ...(index === 0 ? [17_000_000] : [])]) {
      const records = [
        anyRecord(),
        padding(length - below(3000)),
        recordOf(),
        padding(length),
        recordOf(),
        anyRecord(),
      ];
      await expectSame(Buffer.from(laidOut(texts(records))), evidenceOf(group), `${length}`);
    }
    const many = Array.from({ length: 2500 }, anyRecord);
    for (const most of [Infinity, 65_537])
      await expectSame(Buffer.from(laidOut(texts(many))), evidenceOf(group), 'many', most);
  });

  test('with what is no record among them', async () => {
    const record = JSON.stringify(recordOf({ requestParameters: { groupId: group } }));
    const others = [
      ...['', ' ', '\n', '\t', ',', '5', '"a"', 'null', '[]', '{}', '{"a":1}', '[{"a":1}]', 'text', '\u{FEFF}'],
      ...['{"eventVersion":"1.08"}', '{"eventVersion":"1.08","a":1', '{"eventVersion":"1.08","a":tru}', '}', '{'],
      ...[
        '{"Records":[]}',
        `{"Records":[${record}]}`,
        `[${record}]`,
        record.replace(':', ': '),
        `{"detail":${record}}`,
      ],
      ...['Records', 'events', 'Findings', 'resources'].flatMap((key) =>
        [record, '', '{"a":1}', '5,[]'].map((list) => record.replace(/}$/, `,"${key}":[${list}]}`)),
      ),
      // if a key occurs twice, the last value counts
      ...[
        '"eventTime":null',
        '"eventTime":"2026-03-01T00:00:00Z"',
        '"eventName":"RunInstances"',
        '"eventSource":7',
      ].map((member) => record.replace(/}$/, `,${member}}`)),
      ...['"awsRegion":"eu-west-1"', '"\\u0061wsRegion":"eu-west-1"', '"recipientAccountId":"444455556666"'].flatMap(
        (member) => [record.replace(/}$/, `,${member}}`), record.replace(',"eventTime"', `,${member},"eventTime"`)],
      ),
      record.replace(/}$/, `,"resources":[{"Records":[${record}]}],"\\"events":[1]}`),
      // what is not a value
      ...[
        '"\\x"',
        '"\\u00g0"',
        '"\\u"',
        '"\u0001"',
        '01',
        '1.',
        '1e',
        '-',
        '.5',
        'tru',
        '{"b"}',
        '{,}',
        '[1,]',
        '[}',
      ].map((value) => record.replace(/}$/, () => `,"a":${value}}`)),
      record.replace(/}$/, `,"a":${'['.repeat(70)}${']'.repeat(70)}}`),
      record.replace(/}$/, `,"a":${'{"a":'.repeat(220)}1${'}'.repeat(220)}}`),
    ];
    for (const other of others) {
      const apart = [
        [other, record],
        [record, other],
        [record, other, other, record],
      ];
      for (const records of [[record, other, record], apart[below(3)] ?? []]) {
        const text = laidOut(records);
        for (const content of [text, text.replace(`${record}\n`, record)]) {
          const request = evidenceOf(below(2) === 0 ? '' : 'nothing-of-it');
          await expectSame(Buffer.from(content), request, content);
          // what is between the records in the list of a delivered file is trusted, if its checksum is right
          if (!content.startsWith('{"Records')) await expectSame(gzipSync(content), request, `${content} compressed`);
        }
      }
    }
  });
});
