import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { FileReading } from '../../../src/archive/file-collector.ts';
import { scanFile } from '../../../src/archive/scan-file.ts';
import type { Place, RecordScanner } from '../../../src/archive/scanner.ts';
import type { JsonObject } from '../../../src/model/json.ts';

interface Found {
  readonly value: JsonObject;
  readonly locator: string;
  readonly carriers: readonly JsonObject[];
}

interface Scanned extends FileReading {
  readonly found: readonly Found[];
}

/** Takes every object that has `eventVersion`; one whose `eventVersion` is "bad" is damaged, one without `t` has no time. */
function recordScanner(found: Found[], overrides: Partial<RecordScanner> = {}): RecordScanner {
  return {
    source: 'test',
    listKeys: ['Records'],
    openings: ['eventVersion'],
    record(value, { locator, carriers }: Place, collector) {
      if (!('eventVersion' in value)) return false;
      if (value['eventVersion'] === 'bad') collector.damaged('a bad version');
      else {
        found.push({ value, locator, carriers });
        if (typeof value['t'] === 'number')
          collector.seen('111122223333', String(value['region'] ?? 'us-east-1'), value['t']);
      }
      return true;
    },
    ...overrides,
  };
}

async function scan(content: string | Buffer, overrides: Partial<RecordScanner> = {}): Promise<Scanned> {
  const found: Found[] = [];
  const reading = await scanFile('logs/a', Buffer.from(content as string), [recordScanner(found, overrides)]);
  return { ...reading, found };
}

const text = (value: unknown) => JSON.stringify(value);
const record = (t: number, more: JsonObject = {}): JsonObject => ({ eventVersion: '1.10', t, ...more });
const values = ({ found }: Scanned) => found.map(({ value }) => value);
const skippedOf = ({ skipped }: Scanned) => Object.fromEntries(skipped.map(({ kind, count }) => [kind, count]));
const [one, two] = [record(1), record(2)];

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

describe('a log export', () => {
  const line = (second: number, message: string) => `2026-03-01T12:00:0${second}.000Z ${message}\n`;

  test('holds a record in each line', async () => {
    const scanned = await scan(line(1, text(one)) + line(2, text(two)));
    expect(scanned.found.map(({ value, locator }) => [value, locator])).toEqual([
      [one, 'logs/a#1'],
      [two, 'logs/a#2'],
    ]);
    expect(scanned.found[0]?.carriers).toEqual([{ timestamp: '2026-03-01T12:00:01.000Z', message: text(one) }]);
  });

  test('may hold a record in several lines', async () => {
    const pretty = JSON.stringify(one, null, 2);
    expect(values(await scan(line(1, pretty) + line(2, text(two))))).toEqual([one, two]);
    expect(values(await scan((line(1, pretty) + line(2, text(two))).replaceAll('\n', '\r\n')))).toEqual([one, two]);
  });

  test.each(['\u{FEFF}', '\n', '\r\n\r\n'])('loses no record behind %j', async (start) => {
    expect(values(await scan(start + line(1, text(one)) + line(2, text(two))))).toEqual([one, two]);
  });

  test('counts lines that hold none', async () => {
    const scanned = await scan(line(1, 'START RequestId: 1') + line(2, text(one)) + line(3, '{"cut":'));
    expect(values(scanned)).toEqual([one]);
    expect(skippedOf(scanned)).toEqual({ json: 2 });
  });

  test('in fractions of a second, in whole seconds, and without a last line end', async () => {
    expect(values(await scan(`2026-03-01T12:00:01Z ${text(one)}\n2026-03-01T12:00:01.123456Z ${text(two)}`))).toEqual([
      one,
      two,
    ]);
  });
});

describe('a text file', () => {
  const lines = '#Fields a b\n\n1 2\r\n3 4\n5 6\n7 8\n9 0';
  const textScanner = (read: string[], known: boolean): Partial<RecordScanner> => ({
    text: (head, file) => {
      read.push(`head of ${file}: ${head.join('|')}`);
      return known ? { line: (line, place) => read.push(`${place.locator} ${line}`) } : undefined;
    },
  });

  test('is read line by line by the source that knows it by its first lines', async () => {
    const read: string[] = [];
    const { recognizedBy } = await scan(lines, textScanner(read, true));
    expect(read).toEqual([
      'head of logs/a: #Fields a b||1 2|3 4|5 6',
      'logs/a#1 #Fields a b',
      'logs/a#2 1 2',
      'logs/a#3 3 4',
      'logs/a#4 5 6',
      'logs/a#5 7 8',
      'logs/a#6 9 0',
    ]);
    expect(recognizedBy).toEqual(['test']);
  });

  test('that none knows is counted', async () => {
    const read: string[] = [];
    const scanned = await scan(lines, textScanner(read, false));
    expect(read).toHaveLength(1);
    expect(skippedOf(scanned)).toEqual({ text: 1 });
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

describe('damage', () => {
  const hint = 'fetch the file again; what could be read of it was used';
  const gapOf = async (content: string | Buffer) => {
    const { gaps, ...scanned } = await scan(content);
    return { gaps, values: values({ gaps, ...scanned }) };
  };

  test('leaves a gap with file and offset, in each place that the file holds records of', async () => {
    const whole = text({ Records: [record(1), record(2, { region: 'eu-west-1' })] });
    const content = whole.replace(',{"eventVersion"', '{"eventVersion"');
    const offset = content.lastIndexOf('{"eventVersion"');
    const damage = {
      code: 'DAMAGED_FILE',
      blocking: true,
      message: `logs/a: a comma is missing before this record at byte ${offset}`,
      hint,
      locator: `logs/a:${offset}`,
    };
    const { gaps } = await gapOf(content);
    expect(gaps).toEqual([
      { account: '111122223333', region: 'us-east-1', gap: damage },
      { account: '111122223333', region: 'eu-west-1', gap: damage },
    ]);
  });

  test('in a file without a sound record belongs to no account', async () => {
    const { gaps, values: found } = await gapOf('{"Records":[{"eventVersion":"1.1');
    expect(found).toEqual([]);
    expect(gaps).toMatchObject([{ account: null, region: null, gap: { locator: 'logs/a:12' } }]);
  });

  test('in several places is one gap, with the first', async () => {
    const { gaps } = await gapOf(`[${text(one)} ${text(two)} ${text(one)}`);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.gap.message).toMatch(/^logs\/a: a comma is missing .* at byte 31 \(the first of 3 places\)$/);
  });

  test('in one record costs that record', async () => {
    const { gaps, values: found } = await gapOf(`[${text(one)},{"eventVersion":1.2.3},${text(two)}]`);
    expect(found).toEqual([one, two]);
    expect(gaps[0]?.gap.message).toBe('logs/a: the record is no valid JSON at byte 31');
  });

  test('that lets two records run into each other costs the first', async () => {
    // a quote too few, and one too many in the next: the braces between stand in a string
    const content = `[${text(one)},{"eventVersion":"1,"t":4},{"eventVersion":"2"","t":5},${text(two)}]`;
    const { gaps, values: found } = await gapOf(content);
    expect(found).toEqual([one, two]);
    expect(gaps[0]?.gap.locator).toBe('logs/a:31');
  });

  test('in an object costs what stands before the next record inside it', async () => {
    const { values: found } = await gapOf(`{"wrapper":tru,"inner":${text(one)},"last":${text(two)}}`);
    expect(found).toEqual([one, two]);
  });

  test('in records inside records, however deep, ends somewhere', async () => {
    const nested = (levels: number) => `[${'{"eventVersion":'.repeat(levels)}x${'}'.repeat(levels)}]`;
    expect((await gapOf(nested(20_000))).gaps[0]?.gap.message).toMatch(
      /^logs\/a: the record nests too deep at byte 1 /,
    );
    expect((await gapOf(nested(150))).gaps[0]?.gap.message).toMatch(/^logs\/a: the record is no valid JSON at byte 1 /);
  });

  test('in many records in a row, each of which runs into the next, costs those', async () => {
    const broken = '{"eventVersion":"1,"t":4},{"eventVersion":"2"","t":5}';
    const content = `[${text(one)},${Array.from({ length: 40 }, () => broken).join(',')},${text(two)}]`;
    expect((await gapOf(content)).values).toEqual([one, two]);
  });

  test('of the compression is told behind that of the content', async () => {
    const content = text({ Records: [one, two] });
    const { gaps, values: found } = await gapOf(gzipSync(content).subarray(0, -9));
    expect(found.length).toBeLessThanOrEqual(2);
    expect(gaps).toHaveLength(1);
    const sound = await gapOf(gzipSync(content).subarray(0, -1));
    expect(sound.values).toEqual([one, two]);
    expect(sound.gaps[0]?.gap.message).toBe(`logs/a: the gzip stream is cut off at byte ${content.length}`);
  });

  test('that a source finds in records is counted by its reason', async () => {
    const bad = { eventVersion: 'bad' };
    const { gaps } = await gapOf(text([bad, one, bad]));
    expect(gaps[0]?.gap).toMatchObject({ message: 'logs/a: 2 records: a bad version', locator: 'logs/a' });
    expect((await gapOf(text([bad]))).gaps[0]?.gap.message).toBe('logs/a: 1 record: a bad version');
  });

  test('none, no gap', async () => {
    expect((await gapOf(text({ Records: [one, 7, {}] }))).gaps).toEqual([]);
  });
});
