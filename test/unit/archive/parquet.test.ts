/** Parquet by its columns: only what is asked for is read, and damage costs no more than what it hit. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type ByteParts, partsOf, sourceOf } from '../../../src/archive/byte-source.ts';
import type { FileReading } from '../../../src/archive/file-collector.ts';
import { openParquet } from '../../../src/archive/parquet.ts';
import { scanSource } from '../../../src/archive/scan-file.ts';
import { archive } from '../../../src/sources/logs/backends/archive.ts';
import { columnsOfLines } from '../../fixtures/flow-columns.ts';
import { eni, idleLine, line, version2 } from '../../fixtures/flow-logs.ts';
import { type Asked, asking, window } from '../../fixtures/flow-questions.ts';
import { type Column, parquetFile, type Written } from '../../fixtures/parquet-file.ts';
import { seededRandom } from '../../fixtures/question.ts';

async function read(content: Buffer, asked: Asked = asking([eni])) {
  const scanners = archive.createScanners({ kind: 'evidence', ...asked });
  const reading = (await scanSource('flows.parquet', sourceOf(content), scanners, {})) as FileReading;
  return {
    ...reading,
    messages: reading.gaps.map(({ gap }) => gap.message),
    records: reading.spans.reduce((sum, { records }) => sum + records, 0),
    counts: Object.fromEntries(reading.skipped.map(({ kind, count }) => [kind, count])),
  };
}

/** Counts what was read from it. */
function counting(content: Buffer): ByteParts & { readonly read: () => number } {
  const parts = partsOf(content);
  let sum = 0;
  return {
    byteLength: parts.byteLength,
    slice(start, end = parts.byteLength) {
      sum += end - start;
      return parts.slice(start, end);
    },
    read: () => sum,
  };
}

const texts = (name: string, count: number, size = 1000): Column => ({
  name,
  type: 'TEXT',
  isPlain: true,
  values: Array.from({ length: count }, () => randomBytes(size / 2).toString('hex')),
});

describe('values', () => {
  const values = [3, null, -7, 0, 2_147_483_647, null, null, 12];
  const columns: readonly Column[] = [
    { name: 'a', type: 'INT32', values },
    { name: 'b', type: 'INT64', values: values.map((value) => value && value * 1000) },
    { name: 'c', type: 'TEXT', values: ['x', 'y', 'x', null, '', 'é\u{1f600}', 'y', 'x'] },
    { name: 'd', type: 'INT64', isRequired: true, values: [1, 2, 3, 4, 5, 6, 7, 2 ** 53] },
  ];
  test.each<[string, Written]>([
    ['in one page', {}],
    ['in many pages', { rowsInPage: 3 }],
    ['in many groups', { rowsInGroup: 3, rowsInPage: 2 }],
    ['not compressed', { codec: 0 }],
    ['in pages of version 2', { pagesV2: true, rowsInPage: 3 }],
  ])('%s are those that were written, whichever rows are asked for', async (_, written) => {
    const file = await openParquet(partsOf(parquetFile(columns, written)));
    expect(file.columns).toEqual(['a', 'b', 'c', 'd']);
    for (const step of [1, 2, 5]) {
      for (const column of columns) {
        for (const part of file.parts) {
          const reader = file.column(part, column.name);
          for (let row = 0; row < part.rows; row += step) {
            expect(reader?.at(row)).toEqual(column.values[part.before + row]);
            // and again
            expect(reader?.at(row)).toEqual(column.values[part.before + row]);
          }
        }
      }
    }
  });

  test('bounds are those of the part, and tell whether rows lack a value', async () => {
    const file = await openParquet(partsOf(parquetFile(columns, { rowsInGroup: 4 })));
    const [first, second] = file.parts;
    expect(first?.bounds('a')).toEqual({ least: -7, greatest: 3, hasNulls: true });
    expect(second?.bounds('c')).toEqual({ least: '', greatest: 'é\u{1f600}', hasNulls: false });
    expect(second?.bounds('d')).toEqual({ least: 5, greatest: 2 ** 53, hasNulls: false });
    expect(first?.bounds('nowhere')).toBeUndefined();
    const silent = await openParquet(partsOf(parquetFile(columns, { noStatistics: true })));
    expect(silent.parts[0]?.bounds('d')).toBeUndefined();
  });
});

describe('of a file is read', () => {
  test('the pages that hold what is asked for, and of others the heads', async () => {
    const column = texts('a', 4000);
    const file = counting(parquetFile([column], { rowsInPage: 1000 }));
    const parquet = await openParquet(file);
    const part = parquet.parts[0];
    if (!part) throw new Error('no part');
    const described = file.read();
    const reader = parquet.column(part, 'a');
    expect(reader?.at(3500)).toBe(column.values[3500]);
    expect(file.read() - described).toBeLessThan(file.byteLength / 2);
  });

  test('what the question needs, and that is what is told', async () => {
    const lines = Array.from({ length: 2000 }, (_, n) => line({ source: `203.0.113.${n % 200}` }));
    const columns = columnsOfLines(version2, lines);
    const wide = parquetFile([...columns, texts('pkt_src_aws_service', 2000)]);
    const found = await read(wide);
    expect(found.evidence).toEqual((await read(parquetFile(columns))).evidence);
    expect(wide.length).toBeGreaterThan(1_000_000);
    expect(found.bytes).toBeGreaterThan(1000);
    expect(found.bytes).toBeLessThan(wide.length / 5);
  });

  test('no traffic where nobody asks for its interface', async () => {
    const lines = Array.from({ length: 6000 }, (_, n) =>
      line({ bytes: (n * 7_919_317) % 1_000_003, interfaceId: eni }),
    );
    const content = parquetFile(columnsOfLines(version2, lines, { isPlain: true }), { codec: 0 });
    const [other, own] = [await read(content, asking(['eni-0aaaaaaaaaaaaaaaa'])), await read(content)];
    expect(other).toMatchObject({ records: 6000, evidence: [], messages: [] });
    expect(own.evidence).toHaveLength(1);
    expect(other.bytes).toBeLessThan(own.bytes * 0.7);
  });

  test('its description where it is of another time', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) =>
      line({ at: '04:00:00', source: `198.18.${n >> 8}.${n & 255}` }),
    );
    const content = parquetFile(columnsOfLines(version2, lines, { isPlain: true }), { codec: 0 });
    const found = await read(content, asking([eni], window));
    expect(found).toMatchObject({ records: 5000, evidence: [], messages: [] });
    expect(found.bytes).toBeLessThan(70_000);
    expect(content.length).toBeGreaterThan(500_000);
  });
});

describe('other tables', () => {
  test('of a format that was chosen: what it lacks is not known', async () => {
    const format = 'vpc-id start end srcaddr dstaddr action';
    const rows = [`vpc-1 1772548775 1772548790 203.0.113.1 10.0.1.20 ACCEPT`];
    const found = await read(parquetFile(columnsOfLines(format, rows)), asking(['vpc-1']));
    expect(found).toMatchObject({ records: 1, messages: [] });
    expect(found.evidence).toMatchObject([{ traffic: { interfaceId: 'vpc-1', protocol: 'unknown', port: null } }]);
  });

  test.each([
    ['transit gateway flow record', 'account-id tgw-id tgw-attachment-id srcaddr dstaddr bytes start end'],
    ['flow record without a time', 'account-id interface-id srcaddr dstaddr bytes'],
  ])('%ss are set aside', async (kind, format) => {
    const rows = [format, format].map((each) =>
      each
        .split(' ')
        .map(() => '1')
        .join(' '),
    );
    expect(await read(parquetFile(columnsOfLines(format, rows)))).toMatchObject({
      counts: { [kind]: 2 },
      messages: [],
    });
  });

  test('of somebody else are counted row by row', async () => {
    const columns: readonly Column[] = [
      { name: 'orders', type: 'INT64', values: [1, 2, null] },
      { name: 'start', type: 'INT64', values: [1, 2, 3] },
      { name: 'name', type: 'TEXT', values: ['a', null, 'c'], group: 'customer' },
    ];
    expect(await read(parquetFile(columns))).toMatchObject({ counts: { json: 3 }, recognized: false, messages: [] });
  });

  test('records inside a group are no columns of it', async () => {
    const columns = columnsOfLines(version2, [line()]).map((column) => ({ ...column, group: 'flow' }));
    const file = parquetFile(columns);
    expect((await openParquet(partsOf(file))).columns).toEqual([]);
    // what carries a record is unwrapped, as in JSON
    expect(await read(file)).toMatchObject({ records: 1, messages: [] });
  });
});

describe('damage', () => {
  const lines = Array.from({ length: 300 }, (_, n) => (n % 50 === 7 ? idleLine('NODATA') : line({ bytes: n + 1 })));
  const columns = columnsOfLines(version2, lines);

  test('of a page costs the rest of its part, and is told with its place', async () => {
    const content = parquetFile(columns, { rowsInGroup: 100 });
    const whole = await read(content);
    expect(whole).toMatchObject({ records: 300, messages: [], counts: { NODATA: 6 } });
    const file = await openParquet(partsOf(content));
    const [from, to] = (file.parts[1] && file.rangeOf(file.parts[1], 'bytes')) ?? [0, 0];
    const damaged = Buffer.from(content);
    damaged.fill(0xff, (from + to) >> 1, to);
    const found = await read(damaged);
    expect(found.records).toBeGreaterThanOrEqual(200);
    expect(found.records).toBeLessThan(300);
    expect(found.messages).toHaveLength(1);
    expect(found.messages[0]).toMatch(/^flows\.parquet: the Parquet file cannot be read \(.*\) at byte \d+$/);
    expect(Number(/at byte (\d+)$/.exec(found.messages[0] ?? '')?.[1])).toBe(from);
  });

  test.each<[string, Written, RegExp]>([
    ['a codec that nobody knows', { codec: 99 }, /unsupported compression codec/],
    ['a codec that is not read', { codec: 5 }, /unsupported compression codec: LZ4/],
  ])('%s is a gap', async (_, written, message) => {
    const found = await read(parquetFile(columns, written));
    expect(found.evidence).toEqual([]);
    expect(found.messages).toEqual([expect.stringMatching(message)]);
    expect(found.gaps[0]?.gap).toMatchObject({ code: 'DAMAGED_FILE', blocking: true });
  });

  test('a file that was cut off is a gap', async () => {
    const content = parquetFile(columns);
    for (const length of [4, 5, 11, 12, content.length >> 1, content.length - 1]) {
      const { messages, evidence } = await read(content.subarray(0, length));
      expect(messages).toHaveLength(1);
      expect(evidence).toEqual([]);
    }
  });

  test('of any bytes never throws, and what is lost is told', { timeout: 60_000 }, async () => {
    const random = seededRandom(8);
    const whole = [0, 2].map((codec) => parquetFile(columns, { rowsInGroup: 100, rowsInPage: 30, codec }));
    let gaps = 0;
    for (let n = 0; n < 80; n++) {
      const content = Buffer.from(whole[n % 2] as Buffer);
      for (let hit = 0; hit < 1 + (n % 4); hit++)
        content[4 + Math.floor(random() * (content.length - 8))] = Math.floor(random() * 256);
      const { messages, records } = await read(content);
      expect(messages.length).toBeLessThanOrEqual(4);
      expect(records).toBeLessThanOrEqual(300);
      gaps += messages.length;
    }
    expect(gaps).toBeGreaterThan(20);
  });

  // the levels of columns of numbers, and the dictionary positions of columns of text
  describe.each<Column['type']>(['INT64', 'TEXT'])('a run of %s that goes on behind its page', (type) => {
    const endless = { overrun: 2 ** 24 };
    test.each([{}, { pagesV2: true }, { codec: 0 }])('is not followed: %o', async (written) => {
      const told = columns.filter((column) => column.type === type);
      const file = await openParquet(partsOf(parquetFile(told, { ...written, ...endless })));
      const [part] = file.parts;
      const column = part && file.column(part, told[0]?.name ?? '');
      expect(() => column?.at(0)).toThrow(/^a run of 1677\d{4} values, where \d+ are left$/);
    });

    test('nor in a table of somebody else', async () => {
      const values = type === 'TEXT' ? ['a', 'b'] : [1, 2];
      for (const group of [undefined, 'customer']) {
        const others = [{ name: 'orders', type, values, ...(group !== undefined && { group }) }];
        expect((await read(parquetFile(others))).counts).toEqual({ json: 2 });
        const found = await read(parquetFile(others, endless));
        expect(found.counts['json']).toBeUndefined();
        expect(found.messages).toEqual([expect.stringMatching(/a run of 1677\d{4} values, where \d are left/)]);
      }
    });
  });
});
