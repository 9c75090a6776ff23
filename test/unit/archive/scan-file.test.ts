/** Which records are found in a file, whatever they are wrapped in. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { scanFile } from '../../../src/archive/scan-file.ts';
import type { RecordScanner } from '../../../src/archive/scanner.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { type Found, one, record, recordScanner, scan, skippedOf, text, two, values } from './scan-file-case.ts';

describe('records', () => {
  test('are counted from 1, whatever they are', async () => {
    const scanned = await scan(text({ Records: [one, { other: 1 }, two] }));
    expect(scanned.found.map(({ locator }) => locator)).toEqual(['logs/a#1', 'logs/a#3']);
    expect(skippedOf(scanned)).toEqual({ json: 1 });
  });

  test('of a compressed file are those of the file', async () => {
    const content = text({ Records: [one, two] });
    const [plain, packed] = await Promise.all([scan(content), scan(gzipSync(content))]);
    expect(values(plain)).toEqual([one, two]);
    expect(packed).toEqual(plain);
    expect(packed.bytes).toBe(content.length);
  });

  test('tell the time that they span, by account and region', async () => {
    const { spans } = await scan(text([record(5), record(2), record(9, { region: 'eu-west-1' }), record(3)]));
    const place = { source: 'test', account: '111122223333' };
    expect(spans).toEqual([
      { ...place, region: 'us-east-1', first: 2, last: 5, records: 3 },
      { ...place, region: 'eu-west-1', first: 9, last: 9, records: 1 },
    ]);
  });

  test('of a list know the object that carries the list, without it', async () => {
    const { found } = await scan(text({ a: 1, Records: [one], b: 2 }));
    expect(found[0]?.carriers).toEqual([{ a: 1, Records: [], b: 2 }]);
  });

  test('that no scanner takes are offered to the next, in order', async () => {
    const [first, second]: [Found[], Found[]] = [[], []];
    const picky = recordScanner(first, { source: 'picky', record: () => false });
    const reading = await scanFile('a', Buffer.from(text([one])), [picky, recordScanner(second)]);
    expect([first.length, second.length]).toEqual([0, 1]);
    expect(reading.recognizedBy).toEqual(['test']);
  });
});

describe('wrappers that nobody declared', () => {
  test.each<[string, unknown]>([
    ['an EventBridge envelope', { 'detail-type': 'AWS API Call via CloudTrail', detail: one }],
    ['JSON in a string', { message: text(one) }],
    ['JSON in a string in JSON in a string', { Message: text({ body: text(one) }) }],
    ['a list in a member', { hits: { hits: [{ _source: one }] } }],
    ['blanks before JSON in a string', { message: `\n  ${text(one)}` }],
    [
      'a log subscription',
      { messageType: 'DATA_MESSAGE', logGroup: 'trail', logEvents: [{ id: '1', timestamp: 1, message: text(one) }] },
    ],
  ])('%s', async (_, wrapper) => {
    const scanned = await scan(text(wrapper));
    expect(values(scanned)).toEqual([one]);
    expect(scanned.found[0]?.locator).toBe('logs/a#1');
    expect(scanned.skipped).toEqual([]);
  });

  test('give all records in them', async () => {
    const events = [one, two].map((r) => ({ message: text(r) }));
    expect(values(await scan(text({ messageType: 'DATA_MESSAGE', logEvents: events })))).toEqual([one, two]);
  });

  test('are handed over as carriers, outermost first', async () => {
    const inner = { message: text(one) };
    const outer = { logGroup: 'trail', logEvents: [inner] };
    expect((await scan(text(outer))).found[0]?.carriers).toEqual([outer, inner]);
  });

  test('are opened eight deep, and no deeper', async () => {
    const nested = (levels: number): JsonObject => (levels === 0 ? one : { a: nested(levels - 1) });
    expect(values(await scan(text([nested(8)])))).toEqual([one]);
    const deeper = await scan(text([nested(9)]));
    expect(values(deeper)).toEqual([]);
    expect(skippedOf(deeper)).toEqual({ json: 1 });
  });

  test('however deep, end somewhere', async () => {
    const brackets = 200_000;
    const scanned = await scan(`[${'['.repeat(brackets)}${']'.repeat(brackets)},${text(one)}]`);
    expect(values(scanned)).toEqual([one]);
    const members = await scan(`[${'{"a":'.repeat(brackets)}1${'}'.repeat(brackets)},${text(one)}]`);
    expect(values(members)).toEqual([one]);
  });

  test('are named by what they say of themselves, else "json"', async () => {
    const content = [
      { 'detail-type': 'AWS Health Event', detail: {} },
      {
        messageType: 'CONTROL_MESSAGE',
        logEvents: [{ message: 'CWL CONTROL MESSAGE: Checking health of destination' }],
      },
      { a: 1 },
      7,
      'text',
      null,
    ];
    expect(skippedOf(await scan(text(content)))).toEqual({ 'AWS Health Event': 1, 'control message': 1, json: 4 });
  });

  test('with hostile names are counted under them', async () => {
    const scanned = await scan('[{"detail-type":"__proto__"},{"detail-type":"__proto__"}]');
    expect(scanned.skipped).toEqual([{ source: null, account: null, region: null, kind: '__proto__', count: 2 }]);
  });
});

describe('content that holds no JSON is counted by its kind', () => {
  test.each<[string, Buffer | string]>([
    ['empty file', ''],
    ['empty file', gzipSync('')],
    ['zip', 'PK\x03\x04'],
    ['bzip2', 'BZh91AY'],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1])],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
    ['avro', 'Obj\x01'],
    ['orc', 'ORC'],
    ['pdf', '%PDF-1.7'],
    ['image', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
    ['binary', Buffer.from([1, 2, 0, 3])],
    ['text', 'hello'],
    ['text', '"eventVersion": 1'],
    ['text', '2026-03-01 12:00:00 no time of an export'],
    ['text', '   '],
  ])('%s', async (kind, content) => {
    const scanned = await scan(content);
    expect(skippedOf(scanned)).toEqual({ [kind]: 1 });
    expect(scanned.recognized).toBe(false);
    expect(scanned.gaps).toEqual([]);
  });

  test('a name does not decide: JSON is JSON behind blanks and a byte order mark', async () => {
    expect(values(await scan(`\u{FEFF} \r\n\t${text([one])}`))).toEqual([one]);
  });

  test('a damaged Parquet file is a gap', async () => {
    const scanned = await scan('PAR1 and no more');
    expect(scanned.gaps[0]?.gap).toMatchObject({ code: 'DAMAGED_FILE', blocking: true, locator: 'logs/a:0' });
  });
});

describe('scanners of last resort', () => {
  const lastResort = (asked: unknown[]): RecordScanner => ({
    source: 'last',
    listKeys: [],
    openings: [],
    lastResort: true,
    record: (value) => asked.push(value) > 0,
  });

  test('are asked only where nothing inside is known either', async () => {
    const asked: unknown[] = [];
    const content = text([{ message: text(one) }, { message: 'free text' }]);
    const reading = await scanFile('a', Buffer.from(content), [lastResort(asked), recordScanner([])]);
    expect(asked).toEqual([{ message: 'free text' }]);
    expect(reading.recognizedBy).toEqual(['test', 'last']);
    expect(reading.skipped).toEqual([]);
  });
});

describe('the end of a file', () => {
  test('is told to every scanner, also where nothing could be read', async () => {
    for (const content of [text([one]), '', 'PK\x03\x04']) {
      let ended = 0;
      await scan(content, { end: () => ended++ });
      expect(ended).toBe(1);
    }
  });
});

describe('an empty delivery', () => {
  test.each<[string, string, boolean]>([
    ['of a quiet region is recognized', '{"Records":[]}', true],
    ['with other members too', '{"a":[],"Records":[ ],"b":1}', true],
    ['that is a bare list tells nothing', '[]', false],
    ['that is an object of another kind is not', '{"Other":[]}', false],
    ['whose list is none is not', '{"Records":null}', false],
  ])('%s', async (_, content, recognized) => {
    const scanned = await scan(content);
    expect(scanned.recognized).toBe(recognized);
    expect(scanned.recognizedBy).toEqual([]);
    expect(scanned.gaps).toEqual([]);
    expect(skippedOf(scanned)['empty list']).toBe(recognized ? 1 : undefined);
  });
});
