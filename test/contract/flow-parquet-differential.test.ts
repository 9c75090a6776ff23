/**
 * Flow logs in Parquet against the same records as text: the same is read from a file, however its rows are grouped into row
 * groups and pages, whatever columns it has, and whichever of them are read.
 */
import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../src/archive/byte-source.ts';
import type { FileReading } from '../../src/archive/file-collector.ts';
import { lineEngine } from '../../src/archive/line-engine.ts';
import { type ScanOptions, scanSource } from '../../src/archive/scan-file.ts';
import { archive } from '../../src/sources/logs/backends/archive.ts';
import { columnsOfLines } from '../fixtures/flow-columns.ts';
import { below, formats, lineOf, oneOf, otherEni, type Random, version5 } from '../fixtures/flow-lines.ts';
import { account, eni, line, secondsAt, version2 } from '../fixtures/flow-logs.ts';
import { type Asked, asking, questions, window } from '../fixtures/flow-questions.ts';
import { type Column, parquetFile, type Written } from '../fixtures/parquet-file.ts';
import { seededRandom } from '../fixtures/question.ts';

const file = `AWSLogs/${account}/vpcflowlogs/eu-west-1/2026/03/03/flows.parquet`;

async function readingOf(content: Buffer, asked: Asked, options: ScanOptions = {}) {
  const scanners = archive.createScanners({ kind: 'evidence', ...asked });
  const {
    keys: _,
    notes: __,
    bytes: ___,
    ...rest
  } = (await scanSource(file, sourceOf(content), scanners, options)) as FileReading;
  return rest;
}

type Told = Awaited<ReturnType<typeof readingOf>>;

/** The order of what was counted does not matter. */
const told = ({ skipped, ...rest }: Told) => ({
  ...rest,
  skipped: skipped.map((item) => JSON.stringify(item)).toSorted(),
});

/** Without the header, which is a text's first line. */
const toldOfText = (reading: Told): ReturnType<typeof told> =>
  JSON.parse(JSON.stringify(told(reading)).replaceAll(/(?<=flows\.parquet#)\d+/g, (line) => String(Number(line) - 1)));
const textOf = async (format: string, lines: readonly string[], asked: Asked) =>
  toldOfText(await readingOf(Buffer.from([format, ...lines].join('\n')), asked));

async function expectSame(format: string, lines: readonly string[], parquet: Buffer, asked: Asked, what: string) {
  const expected = await textOf(format, lines, asked);
  for (const content of [parquet, gzipSync(parquet)]) {
    const found = told(await readingOf(content, asked));
    // much faster if they are the same
    if (!isDeepStrictEqual(found, expected)) expect(found, what).toEqual(expected);
  }
  return expected;
}

const writtenBy = (random: Random): Written => ({
  rowsInGroup: oneOf(random, [1000, 7, 40]),
  rowsInPage: oneOf(random, [1000, 1, 3, 16]),
  codec: oneOf(random, [0, 2]),
  noStatistics: random() < 0.3,
  pagesV2: random() < 0.3,
});

/** Multiplies the number of cases. */
const factor = Number(process.env['OBS3_SEEDS'] ?? 1);

test('the engine is at work', () => expect(lineEngine()).toBeDefined());

describe('what comes of both is the same', { timeout: 60_000 }, () => {
  test.each(Array.from({ length: 3 * factor }, (_, seed) => seed))('of any format: seed %i', async (seed) => {
    const random = seededRandom(seed + 1);
    let found = 0;
    for (let n = 0; n < 40; n++) {
      const format = oneOf(
        random,
        formats.filter((each) => !each.includes('starttime')),
      );
      const lines = Array.from({ length: 1 + below(random, 60) }, () => lineOf(random, format, 0));
      const written = writtenBy(random);
      const columns = columnsOfLines(format, lines, { isPlain: random() < 0.3 });
      const asked = oneOf(random, questions);
      const what = JSON.stringify({ format, lines, written, asked });
      found += (await expectSame(format, lines, parquetFile(columns, written), asked, what)).evidence.length;
    }
    expect(found).toBeGreaterThan(20);
  });

  test('with numbers that cannot be: those rows alone are damage', async () => {
    const lines = [
      line(),
      line({ ports: [70_000, 22] }),
      line({ packets: -1 }),
      line({ protocol: 300 }),
      line({ interfaceId: otherEni, bytes: -5 }),
      line({ at: '14:20:00' }),
    ];
    for (const asked of [asking([]), asking([eni], window), asking(['198.51.100.23'])]) {
      const parquet = parquetFile(columnsOfLines(version2, lines), { rowsInPage: 2 });
      const { gaps } = await expectSame(version2, lines, parquet, asked, 'odd');
      expect(gaps.map(({ gap }) => gap.message)).toEqual([`${file}: 3 records: no flow-log record`]);
    }
  });

  test('where numbers and times are written as text', async () => {
    const random = seededRandom(4);
    const lines = Array.from({ length: 50 }, () => lineOf(random, version5, 0.3)).filter(
      (each) => each.split(' ').length === version5.split(' ').length && !/\s\s|[^\x20-\x7e]/.test(each),
    );
    const columns = columnsOfLines(version5, lines).map(
      (column, n): Column => ({ ...column, type: 'TEXT', values: lines.map((each) => each.split(' ')[n] as string) }),
    );
    for (const asked of questions) await expectSame(version5, lines, parquetFile(columns), asked, 'text');
  });

  test('of more conversations, addresses and interfaces than there is room for', async () => {
    const random = seededRandom(5);
    const lines = Array.from({ length: 26_000 }, (_, n) =>
      line({
        source: `198.${18 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`,
        interfaceId: n % 3 === 0 ? eni : `eni-0${n}`,
        ports: [40_000 + below(random, 20_000), n % 5 === 0 ? below(random, 65_536) : 443],
        action: n % 5 === 0 ? 'REJECT' : 'ACCEPT',
      }),
    );
    const parquet = parquetFile(columnsOfLines(version2, lines), { rowsInGroup: 11_000, rowsInPage: 4000 });
    for (const asked of [asking([eni]), asking([]), asking(['198.18.7.7', '198.18.9.9'], window)])
      await expectSame(version2, lines, parquet, asked, 'many');
  });

  test('without the engine, too', async () => {
    const random = seededRandom(6);
    const lines = Array.from({ length: 200 }, () => lineOf(random, version2, 0));
    const parquet = parquetFile(columnsOfLines(version2, lines), { rowsInGroup: 60 });
    // this many addresses are too many for the engine
    const many = Array.from({ length: 11_000 }, (_, n) => `198.18.${n >> 8}.${n & 255}`);
    for (const asked of [asking(many), asking([...many, '203.0.113.2', eni], window)])
      await expectSame(version2, lines, parquet, asked, 'many addresses');
    for (const asked of questions)
      expect(told(await readingOf(parquet, asked, { inflate: 'zlib' }))).toEqual(await textOf(version2, lines, asked));
  });
});

describe('what lies far from the window', () => {
  const day = (hours: readonly number[]) =>
    hours.flatMap((hour) =>
      Array.from({ length: 20 }, (_, minute) =>
        line({
          at: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`,
          source: `203.0.113.${hour}`,
        }),
      ),
    );
  const lines = day([0, 6, 13, 14, 15, 18, 23]);
  const columns = columnsOfLines(version2, lines);

  test.each([
    ['where the file tells all of it', {}],
    ['where nothing is told', { noStatistics: true }],
  ])('is counted, and what lies near is added up: %s', async (_, written) => {
    const { evidence, spans, skipped, gaps } = await readingOf(
      parquetFile(columns, { rowsInGroup: 20, ...written }),
      asking([eni], window),
    );
    const text = await textOf(version2, lines, asking([eni], window));
    expect({ spans, skipped, gaps }).toEqual({ spans: text.spans, skipped: [], gaps: [] });
    expect(spans.map(({ first, last, records }) => [first, last, records])).toEqual([
      [secondsAt('00:00:00') * 1000, secondsAt('23:19:00') * 1000, 140],
    ]);
    const inWindow = (found: Told['evidence']) =>
      found.flatMap((item) => (item.type === 'traffic' ? item.traffic.peers : []));
    expect(inWindow(evidence)).toEqual(inWindow(text.evidence));
    expect(inWindow(evidence)).toHaveLength(1);
  });

  test('is counted by place and kind where places differ', async () => {
    const others = lines.map((each, n) =>
      n % 3 === 0 ? each.replace(account, '444455556666').replace(' OK', ' NODATA') : each,
    );
    const parquet = parquetFile(columnsOfLines(version2, others), { rowsInGroup: 20 });
    const found = await readingOf(parquet, asking([], window));
    const text = await textOf(version2, others, asking([], window));
    expect(told(found)).toMatchObject({ spans: text.spans, skipped: text.skipped, gaps: [] });
  });
});
