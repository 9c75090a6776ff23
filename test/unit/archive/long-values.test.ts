/**
 * Values longer than any record: little is kept of what a few hundred kilobytes of gzip inflate to, and nothing is read twice.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../../src/archive/byte-source.ts';
import { type Content, openContent } from '../../../src/archive/content.ts';
import { scanDelivered } from '../../../src/archive/delivered-scan.ts';
import { type Engine, engine } from '../../../src/archive/engine.ts';
import { FileCollector } from '../../../src/archive/file-collector.ts';
import { GzipContent } from '../../../src/archive/gzip-content.ts';
import { type Damage, walkLayout } from '../../../src/archive/json-layout.ts';
import { parseSlices } from '../../../src/archive/json-slices.ts';
import { scanFile } from '../../../src/archive/scan-file.ts';
import type { DeliveredForm, RecordScanner } from '../../../src/archive/scanner.ts';
import { parseJson } from '../../../src/model/json.ts';

const wasm = engine() as Engine;
const megabyte = 1024 * 1024;
const filler = gzipSync(Buffer.alloc(megabyte, 'A'));
const head = '{"Records":[{"eventVersion":"1.08","userAgent":"';
const tail = '"},{"eventVersion":"1.09"}]}';

/** A record with a text of this many megabytes, followed by an ordinary one. */
const packed = (megabytes: number): Buffer =>
  Buffer.concat([gzipSync(head), ...Array.from({ length: megabytes }, () => filler), gzipSync(tail)]);

function walk(content: Content | Buffer) {
  const damages: Damage[] = [];
  let elements = 0;
  walkLayout(
    content,
    { listKeys: ['Records'], openings: ['eventVersion'] },
    {
      value: () => elements++,
      list: (found) => {
        elements += found.length;
      },
      damage: (damage) => damages.push(damage),
    },
  );
  return { damages, elements };
}

test('a record that is longer than any is passed over and not kept, and what is behind it is read', {
  timeout: 30_000,
}, () => {
  const content = openContent(sourceOf(packed(320)), wasm);
  const walked = walk(content);
  expect(walked).toEqual({ damages: [{ offset: 12, message: 'the record is longer than any' }], elements: 1 });
  expect(content.end - content.base).toBeLessThan(300 * megabyte);
  // if all of it is in memory, it is skipped just the same
  const long = Buffer.concat([Buffer.from(head), Buffer.alloc(260 * megabyte, 'A'), Buffer.from(tail)]);
  expect(walk(long)).toEqual(walked);
  // and also if it is by itself
  expect(walk(long.subarray(12, -2)).damages).toEqual([{ offset: 0, message: 'the record is longer than any' }]);
});

/**
 * Walks what is too long to be kept. Returns the most elements held at the same time, the largest window, and what was found.
 */
function walkNoting(content: Content) {
  const damages: string[] = [];
  const kinds: string[] = [];
  let [elements, most, largest] = [0, 0, 0];
  const more = content.more.bind(content);
  content.more = () => {
    const came = more();
    largest = Math.max(largest, content.end - content.base);
    return came;
  };
  walkLayout(
    content,
    { listKeys: ['Records'], openings: ['eventVersion'] },
    {
      value: () => elements++,
      list: (held, shell, close) => {
        elements += held.length;
        most = Math.max(most, held.length);
        if (shell) kinds.push(JSON.stringify(parseSlices(content, shell, close)));
      },
      damage: ({ message }) => damages.push(message),
    },
  );
  return { damages, kinds, elements, most, largest };
}

/** Texts, each so many times: a thousand of a text are compressed once, and stand one behind the other as members of gzip. */
const gzipped = (...parts: readonly (readonly [string, number])[]) => {
  const members = parts.flatMap(([text, count]) => {
    const thousand = count < 1024 ? [] : Array<Buffer>(Math.floor(count / 1024)).fill(gzipSync(text.repeat(1024)));
    return [...thousand, gzipSync(text.repeat(count % 1024))];
  });
  return openContent(sourceOf(Buffer.concat(members)), wasm);
};

test('of a list of very many elements, however short, few are held at once', () => {
  const { elements, most, damages, kinds } = walkNoting(
    gzipped(['{"a":1,"Records":[', 1], ['{},', 1_000_000], ['{}]}', 1]),
  );
  expect({ elements, damages, kinds }).toEqual({ elements: 1_000_001, damages: [], kinds: ['{"a":1,"Records":[]}'] });
  expect(most).toBeLessThanOrEqual(100_000);
});

test('an object of very many lists takes time by its length', () => {
  const walked = walkNoting(gzipped(['{"a":1,', 1], ['"Records":[{}],', 300_000], ['"b":1}', 1]));
  expect(walked).toMatchObject({ elements: 300_000, damages: [] });
  expect(walked.most).toBeLessThanOrEqual(100_000);
});

describe('what stands between values is not kept', () => {
  const space = ' '.repeat(1024);
  const record = '{"eventVersion":"1"}';
  const member = `,"abc":"${'x'.repeat(1016)}"`;
  const long = 'the record is longer than any';
  // how many megabytes of what, and how large the window may be: always less than all of it
  test.each<[string, string, string, number, string, number, string[], number]>([
    ['before the first', '', space, 10, record, 1, [], 3],
    ['in a list', `[${record},`, space, 10, `${record}]`, 2, [], 3],
    ['commas in a list', `[${record}`, ','.repeat(1024), 10, `${record}]`, 2, [], 3],
    ['in the list of an object', `{"Records":[${record},`, space, 22, `${record}]}`, 2, [], 20],
    [
      'behind damage',
      `{"Records":[${record},{x},`,
      '{x '.repeat(512),
      22,
      `\n${record}]}`,
      3,
      ['the record nests too deep'],
      20,
    ],
    ['behind the list of an object', `{"Records":[${record}]`, space, 75, ',"a":1}', 1, [], 70],
    ['members behind a list', `{"Records":[${record}]`, member, 75, '}', 1, [], 70],
    ['in an object without a list', '{"a":', space, 75, `1}\n${record}`, 1, [long], 70],
    ['members of an object without a list', '{"a":1', member, 75, `}\n${record}`, 1, [long], 70],
    ['behind the last', record, space, 10, '', 1, [], 3],
  ])('%s', (_, before, between, megabytes, behind, elements, damages, largest) => {
    const walked = walkNoting(gzipped([before, 1], [between, megabytes * 1024], [behind, 1]));
    expect(walked).toMatchObject({ elements, damages });
    expect(walked.largest).toBeLessThan(largest * megabyte);
  });
});

test('a record of more values than any is not parsed, and records inside it are read', async () => {
  const source: RecordScanner = {
    source: 'test',
    listKeys: ['Records'],
    openings: ['eventVersion'],
    record: ({ eventVersion }, _, collector) => {
      if (eventVersion === undefined) return false;
      collector.seen(null, null, Number(eventVersion));
      return true;
    },
  };
  const many = '{},'.repeat(2_000_000);
  const texts = [
    `{"Records":[{"a":[${many}{"eventVersion":"5"}]},{"eventVersion":"6"}]}`,
    `{"a":[${many}{"eventVersion":"5"}]}{"eventVersion":"6"}`,
    `{"a":[${many.slice(0, 3_000_000)}0],"b":[${many.slice(0, 3_000_000)}0],"c":[${'{},'.repeat(100)}0]}{"eventVersion":"5"}{"eventVersion":"6"}`,
  ];
  for (const text of texts) {
    const { spans, gaps } = await scanFile('a', Buffer.from(text), [source]);
    expect(spans).toMatchObject([{ first: 5, last: 6, records: 2 }]);
    expect(gaps.map(({ gap }) => gap.message)).toEqual([
      expect.stringContaining('a: the record holds more values than any at byte '),
    ]);
  }
  expect([parseJson(`[${many}0]`), parseJson(`[${'{},'.repeat(999_000)}0]`)]).toEqual([undefined, expect.any(Array)]);
});

test('a file that is damaged in very many places says where first, and in how many', async () => {
  const broken = Buffer.from(`{"Records":[${'{x},'.repeat(50_000)}{}]}`);
  const { gaps } = await scanFile('a', broken, [
    { source: 'test', listKeys: ['Records'], openings: [], record: () => true },
  ]);
  expect(gaps.map(({ gap }) => gap.message)).toEqual([
    'a: the record is no valid JSON at byte 12 (the first of 50000 places)',
  ]);
});

describe('of a delivered file', () => {
  const form: DeliveredForm = {
    listKey: 'Records',
    opening: 'eventVersion',
    head: ['eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress'],
    account: 'recipientAccountId',
  };

  test('a long record is soon left to the reader that does not begin it again', () => {
    let scans = 0;
    const counting: Engine = {
      ...wasm,
      scanRecords: (from, end, last) => {
        scans++;
        return wasm.scanRecords(from, end, last);
      },
    };
    const content = openContent(sourceOf(packed(60)), wasm);
    const layout = { carrier: undefined, from: '{"Records":['.length, number: 0 };
    expect(scanDelivered(content, layout, [], counting, { form }, new FileCollector('a'), () => true)).toBe(false);
    expect(scans).toBeLessThan(20);
  });
});

test('a window that nobody moves on does not grow without end', () => {
  const content = new GzipContent(sourceOf(packed(30)), wasm, undefined, 8 * megabyte);
  while (content.more());
  expect(content.damage).toBe(`a value in it is longer than ${8 * megabyte} bytes: what follows was not read`);
  expect(content.end).toBeLessThan(10 * megabyte);
  const moving = new GzipContent(sourceOf(packed(30)), wasm, undefined, 8 * megabyte);
  while (moving.more()) moving.keep = moving.end;
  expect([moving.damage, moving.end]).toEqual([undefined, head.length + 30 * megabyte + tail.length]);
});

test('of what was not compressed, the window moves on with what is read', () => {
  const record = `${head.slice('{"Records":['.length)}${'p'.repeat(100_000)}"}\n`;
  const whole = Buffer.from(record.repeat(200));
  const content = openContent(sourceOf(whole), wasm, () => true);
  const pieces: Buffer[] = [];
  let largest = 0;
  do {
    largest = Math.max(largest, content.bytes.length);
    const behind = Math.max(content.keep, content.end - 70_000);
    pieces.push(Buffer.from(content.bytes.subarray(content.keep - content.base, behind - content.base)));
    content.keep = behind;
  } while (content.more());
  pieces.push(Buffer.from(content.bytes.subarray(content.keep - content.base)));
  expect(Buffer.concat(pieces).equals(whole)).toBe(true);
  expect(largest).toBeLessThan(megabyte);
});
