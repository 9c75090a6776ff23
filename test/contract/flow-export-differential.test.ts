/**
 * Flow records in exports of CloudWatch Logs, added up by the engine, against a reader that takes one event after another: both
 * read the same from a file, whatever else it contains.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../src/archive/byte-source.ts';
import type { FileReading } from '../../src/archive/file-collector.ts';
import { readied } from '../../src/archive/late-scanner.ts';
import { scanSource } from '../../src/archive/scan-file.ts';
import type { RecordScanner } from '../../src/archive/scanner.ts';
import { archiveScanners } from '../../src/investigate/evidence-reader.ts';
import { sources } from '../../src/sources/index.ts';
import { below, formats, known, lineOf, oneOf, type Random, version5 } from '../fixtures/flow-lines.ts';
import { eni, idleLine, line, version2 } from '../fixtures/flow-logs.ts';
import { type Asked, asking, window } from '../fixtures/flow-questions.ts';
import { seededRandom } from '../fixtures/question.ts';

const logGroup = 'flow-logs';
const file = `${logGroup}/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f/${eni}-all/000000.gz`;

/** Those of all sources: none of the others may be asked less than before. */
const scannersFor = (asked: Asked): readonly RecordScanner[] =>
  archiveScanners(sources, { kind: 'evidence', ...asked });

const oneByOne = ({ events: _, ...scanner }: RecordScanner): RecordScanner => scanner;

async function readingOf(contents: readonly Buffer[], scanners: readonly RecordScanner[]) {
  const readings: unknown[] = [];
  for (const content of contents) {
    const { keys: _, ...rest } = (await scanSource(file, sourceOf(content), scanners, {})) as FileReading;
    // the report puts them in an order of its own
    const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    readings.push({ ...rest, skipped: rest.skipped.toSorted(byText), recognizedBy: rest.recognizedBy.toSorted() });
  }
  return readings as FileReading[];
}

async function expectSame(contents: readonly Buffer[], asked: Asked, what: string): Promise<readonly FileReading[]> {
  const scanners = scannersFor(asked);
  const naive = await readingOf(contents, scannersFor(asked).map(oneByOne));
  const found = await readingOf(contents, scanners);
  if (JSON.stringify(found) !== JSON.stringify(naive)) expect(found, what).toEqual(naive);
  return naive;
}

const questions: readonly Asked[] = [
  asking([]),
  asking([], window),
  asking([eni], window),
  asking(['i-0f1e2d3c4b5a69788', '198.51.100.1']),
  asking([logGroup]),
  asking([], { filters: { accounts: ['444455556666'] } }),
];

const times = [
  '2026-03-03T14:00:00.000Z',
  '2026-03-03T14:00:00.123Z',
  '2026-03-03T14:01:59Z',
  '2026-02-28T23:59:59.999Z',
  '2024-02-29T00:00:00.1Z',
];
/** Times that begin no event, or an event at an impossible time. */
const oddTimes = [
  '2026-02-30T14:00:00.000Z',
  '2026-13-03T14:00:00.000Z',
  '2026-03-03T24:00:00.000Z',
  '2026-03-03T14:00:60.000Z',
  '2026-03-03T14:00:00.Z',
  '2026-03-03T14:00:00.1234567890123Z',
  '1969-12-31T23:59:59.000Z',
  '2026-03-03T14:00:00',
  '2026-03-03 14:00:00.000Z',
  '',
];
const others = [
  'START RequestId: 1',
  'ERROR it failed\n  at once\n\tand again',
  '',
  ' ',
  '{"eventVersion":"1.11","eventName":"RunInstances","eventSource":"ec2.amazonaws.com","eventID":"1"}',
  `{"interface_id":"${eni}","start":1772546400,"end":1772546459,"srcaddr":"10.0.1.20","bytes":5,"log_status":"OK"}`,
  '{"interface_id":"eni-1","start":1772546400,"log_status":"NODATA"}\n',
  '- 2 3 4',
];

/** An event, mostly with a flow record in it, and its further lines. */
function eventOf(random: Random, format: string, strangeness: number): string {
  const isOdd = random() < strangeness;
  const time = isOdd ? oneOf(random, oddTimes) : oneOf(random, times);
  const kind = random() < strangeness ? below(random, 5) : 9;
  const record = lineOf(random, format, strangeness / 2);
  if (kind === 0) return `${time} ${oneOf(random, others)}`;
  if (kind === 1) return `${time} ${record}\n${oneOf(random, ['', '\r', 'more of it', record])}`;
  if (kind === 2) return `${time} ${record.padEnd(4500)}`;
  if (kind === 3) return `${time}  ${record}`;
  if (kind === 4) return `${time} ${lineOf(random, oneOf(random, formats), 0)}`;
  return `${time} ${record}`;
}

function contentOf(random: Random): Buffer {
  const format = random() < 0.8 ? oneOf(random, [...known]) : oneOf(random, formats);
  const strangeness = oneOf(random, [0, 0.05, 0.3]);
  const events = Array.from({ length: 1 + below(random, 50) }, () => eventOf(random, format, strangeness));
  const first = `${times[0]} ${lineOf(random, format, 0)}`;
  const end = oneOf(random, ['\n', '\n', '\r\n']);
  const text = [first, ...events].join(end) + oneOf(random, ['', end, `${end}${end}`]);
  return Buffer.from(random() < 0.2 ? `${oneOf(random, ['\ufeff', '\n', ' '])}${text}` : text);
}

const definition = (format: string) =>
  Buffer.from(
    JSON.stringify({
      FlowLogs: [
        {
          FlowLogId: 'fl-0a1b2c3d4e5f60718',
          LogGroupName: logGroup,
          LogFormat: format.replaceAll(/\S+/g, (name) => `\${${name}}`),
        },
      ],
    }),
  );

test('the engine is at work', async () => {
  const scanners = scannersFor(asking([]));
  await readied(scanners);
  expect(scanners.flatMap(({ events }) => events?.(file) ?? [])).toHaveLength(1);
});

describe('what both make of an export is the same', { timeout: 60_000 }, () => {
  test.each(Array.from({ length: 6 }, (_, seed) => seed))('of any form: seed %i', async (seed) => {
    const random = seededRandom(seed + 100);
    let found = 0;
    for (let n = 0; n < 40; n++) {
      const content = contentOf(random);
      const asked = oneOf(random, questions);
      const what = `${JSON.stringify(asked.interests)} ${JSON.stringify(content.toString())}`;
      const [reading] = await expectSame([random() < 0.5 ? content : gzipSync(content)], asked, what);
      found += reading?.evidence.filter(({ type }) => type === 'traffic').length ?? 0;
    }
    expect(found).toBeGreaterThan(30);
  });

  test('where a definition tells the format', async () => {
    const random = seededRandom(9);
    let found = 0;
    for (let n = 0; n < 60; n++) {
      const format = oneOf(random, formats);
      const lines = Array.from({ length: 20 }, () => eventOf(random, random() < 0.9 ? format : version2, 0.1));
      const content = Buffer.from([`${times[0]} ${lineOf(random, format, 0)}`, ...lines].join('\n'));
      const [, reading] = await expectSame([definition(format), content], asking([]), content.toString());
      found += reading?.evidence.filter(({ type }) => type === 'traffic').length ?? 0;
    }
    expect(found).toBeGreaterThan(30);
  });

  test('of many windows, with events across their edges, and some that are very long', async () => {
    const random = seededRandom(4);
    const events: string[] = [];
    for (let n = 0; n < 8000; n++) {
      events.push(eventOf(random, version5, 0.004));
      if (n % 2000 === 0) events.push(`${times[1]} ${'x'.repeat(n * 250)} y\n${'z\n'.repeat(n * 100)}`);
    }
    const content = Buffer.from(events.join('\n'));
    expect(content.length).toBeGreaterThan(3_000_000);
    for (const asked of questions.slice(1, 3)) {
      await expectSame([content], asked, 'plain');
      await expectSame([gzipSync(content)], asked, 'gzip');
    }
  });
});

test('records are added up, told by their events, and what is no record stays a log line', async () => {
  const text = [
    `${times[0]} ${line({ bytes: 100 })}`,
    `${times[0]} ${line({ bytes: 20 })}`,
    `${times[0]} ERROR it failed`,
    `${times[0]} ${idleLine('SKIPDATA')}`,
    `${times[0]} ${line({ bytes: 3, ports: [50_000, 80] })}`,
    '',
  ].join('\n');
  const [reading] = await expectSame([gzipSync(text)], asking([]), 'few');
  const traffic = reading?.evidence.flatMap((item) => (item.type === 'traffic' ? [item] : [])) ?? [];
  expect(traffic.map((item) => [item.traffic.port, item.traffic.peers[0]?.bytes, item.origin.locator])).toEqual([
    [22, 120, `${file}#1`],
    [80, 3, `${file}#5`],
  ]);
  expect(reading?.spans.map(({ records }) => records)).toEqual([4, 1]);
  expect(reading?.skipped).toEqual([expect.objectContaining({ kind: 'SKIPDATA', count: 1 })]);
});
