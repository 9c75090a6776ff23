/**
 * Flow records in envelopes of CloudWatch Logs subscriptions, added up by the engine, against a reader that takes one event
 * after another: both read the same from any file.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../src/archive/byte-source.ts';
import type { FileReading } from '../../src/archive/file-collector.ts';
import { scanSource } from '../../src/archive/scan-file.ts';
import type { RecordScanner } from '../../src/archive/scanner.ts';
import { archiveScanners } from '../../src/investigate/evidence-reader.ts';
import { sources } from '../../src/sources/index.ts';
import { below, formats, lineOf, oneOf, version5 } from '../fixtures/flow-lines.ts';
import { eni, idleLine, line, version2 } from '../fixtures/flow-logs.ts';
import { type Asked, asking, window } from '../fixtures/flow-questions.ts';
import {
  definitionText,
  deliveryText,
  envelopeText,
  eventText,
  groups,
  plainEnvelope,
} from '../fixtures/flow-subscriptions.ts';
import { seededRandom } from '../fixtures/question.ts';

const file = 'delivery/2026/03/03/14/stream-1-2026-03-03-14-00-00-0a1b2c3d';

/** Those of all sources: none of the others may be asked less than before. */
const scannersFor = (asked: Asked): readonly RecordScanner[] =>
  archiveScanners(sources, { kind: 'evidence', ...asked });

const oneByOne = ({ lists: _, ...scanner }: RecordScanner): RecordScanner => scanner;

async function readingOf(contents: readonly Buffer[], scanners: readonly RecordScanner[]) {
  const readings: FileReading[] = [];
  for (const content of contents) {
    const { keys: _, ...rest } = (await scanSource(file, sourceOf(content), scanners, {})) as FileReading;
    // the report puts them in an order of its own
    const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    readings.push({ ...rest, skipped: rest.skipped.toSorted(byText), recognizedBy: rest.recognizedBy.toSorted() });
  }
  return readings;
}

/** How many events the engine was given. */
let handedOver = 0;
const watched = (scanner: RecordScanner): RecordScanner => ({
  ...scanner,
  record: (...all) => scanner.record(...all),
  end: (collector) => scanner.end?.(collector),
  lists(path) {
    const reader = scanner.lists?.(path);
    return (
      reader && {
        read(events, ...rest) {
          const isRead = reader.read(events, ...rest);
          if (isRead) handedOver += events.count;
          return isRead;
        },
        end: (collector) => reader.end(collector),
      }
    );
  },
});

async function expectSame(contents: readonly Buffer[], asked: Asked, what: string): Promise<readonly FileReading[]> {
  const naive = await readingOf(contents, scannersFor(asked).map(oneByOne));
  const found = await readingOf(contents, scannersFor(asked).map(watched));
  if (JSON.stringify(found) !== JSON.stringify(naive)) expect(found, what).toEqual(naive);
  return naive;
}

const trafficIn = (readings: readonly FileReading[]) =>
  readings.flatMap(({ evidence }) => evidence.flatMap((item) => (item.type === 'traffic' ? [item] : [])));

const questions: readonly Asked[] = [
  asking([]),
  asking([], window),
  asking([eni], window),
  asking(['i-0f1e2d3c4b5a69788', '198.51.100.1']),
  asking([groups[0]]),
  asking([], { filters: { accounts: ['444455556666'] } }),
];

/** Multiplies the number of cases. */
const factor = Number(process.env['OBS3_SEEDS'] ?? 1);

const packings = [
  (content: Buffer) => content,
  (content: Buffer) => gzipSync(content),
  (content: Buffer) => gzipSync(gzipSync(content)),
];

describe('what both make of a delivery is the same', { timeout: 60_000 }, () => {
  test.each(Array.from({ length: 3 * factor }, (_, seed) => seed))('of any form: seed %i', async (seed) => {
    const random = seededRandom(seed + 300);
    let found = 0;
    handedOver = 0;
    for (let n = 0; n < 60; n++) {
      const content = Buffer.from(deliveryText(random));
      const asked = oneOf(random, questions);
      const what = `${JSON.stringify(asked.interests)} ${JSON.stringify(content.toString())}`;
      found += trafficIn(await expectSame([oneOf(random, packings)(content)], asked, what)).length;
    }
    expect(found).toBeGreaterThan(30);
    expect(handedOver).toBeGreaterThan(100);
  });

  test('with bytes that are no text, or stand elsewhere', async () => {
    const random = seededRandom(17);
    for (let n = 0; n < 120 * factor; n++) {
      const content = Buffer.from(envelopeText(random, version2, 0.05) + envelopeText(random, version2, 0));
      for (let hit = 0; hit < 3; hit++) {
        const at = below(random, content.length);
        content[at] = random() < 0.5 ? below(random, 256) : (content[below(random, content.length)] as number);
      }
      await expectSame([content], oneOf(random, questions), JSON.stringify(content.toString('latin1')));
    }
  });

  test('where definitions tell the formats of some groups', async () => {
    const random = seededRandom(9);
    handedOver = 0;
    let found = 0;
    for (let n = 0; n < 30 * factor; n++) {
      const format = oneOf(random, formats);
      const envelopes = Array.from({ length: 6 }, () =>
        plainEnvelope(
          Array.from({ length: 1 + below(random, 6) }, () => lineOf(random, random() < 0.8 ? format : version2, 0.05)),
          oneOf(random, groups),
        ),
      );
      const contents = [definitionText(oneOf(random, groups), format), envelopes.join('')].map((all) =>
        Buffer.from(all),
      );
      found += trafficIn(await expectSame(contents, asking([]), envelopes.join(''))).length;
    }
    expect(found).toBeGreaterThan(15);
    expect(handedOver).toBeGreaterThan(250);
  });

  test('of many windows, with envelopes and events across their edges, and some that are very long', async () => {
    const random = seededRandom(4);
    const envelopes: string[] = [];
    for (let n = 0; n < 60; n++) {
      const most = n % 20 === 0 ? 5000 : 100;
      envelopes.push(envelopeText(random, version5, n % 3 === 0 ? 0.02 : 0, most));
      if (n % 15 === 0) envelopes.push(plainEnvelope([line(), 'x'.repeat(n * 5000 + 70_000), line()]));
    }
    const content = Buffer.from(envelopes.join(''));
    expect(content.length).toBeGreaterThan(3_000_000);
    handedOver = 0;
    for (const [n, pack] of packings.entries())
      await expectSame([pack(content)], questions[1 + (n % 2)] as Asked, 'many windows');
    expect(handedOver).toBeGreaterThan(10_000);
    const cut = gzipSync(content).subarray(0, 300_000);
    await expectSame([cut], asking([]), 'cut off');
  });

  test('of a list that is too long to be handed over whole, also cut off', async () => {
    const random = seededRandom(6);
    const long = `{"id":"1","timestamp":1,"message":"${'x'.repeat(1_200_000)}"}`;
    const events = Array.from({ length: 9000 }, (_, n) => (n % 600 === 7 ? long : eventText(random, version5, 0.0005)));
    const whole = `${plainEnvelope([line()])}{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"flow-logs","logEvents":[${events.join(',')}],"logStream":"s"}`;
    expect(whole.length).toBeGreaterThan(17 * 1024 * 1024);
    handedOver = 0;
    for (const length of [whole.length, whole.length - 1_000_000])
      await expectSame([Buffer.from(whole.slice(0, length))], asking([], window), `${length}`);
    expect(handedOver).toBeGreaterThan(15_000);
  });
});

test('records are added up, told by their events, and what is no record stays a log line', async () => {
  const messages = [
    line({ bytes: 100 }),
    line({ bytes: 20 }),
    'ERROR it failed',
    idleLine('SKIPDATA'),
    line({ bytes: 3, ports: [50_000, 80] }),
  ];
  const content =
    plainEnvelope(messages) + plainEnvelope(['START', 'END'], '/aws/lambda/orders') + plainEnvelope(messages);
  const [reading] = await expectSame([gzipSync(content)], asking([]), 'few');
  const traffic = reading ? trafficIn([reading]) : [];
  expect(traffic.map((item) => [item.traffic.port, item.traffic.peers[0]?.bytes, item.origin.locator])).toEqual([
    [22, 240, `${file}#1`],
    [80, 6, `${file}#5`],
  ]);
  expect(reading?.spans.map(({ records }) => records)).toEqual([12]);
  expect(reading?.skipped).toEqual([expect.objectContaining({ kind: 'SKIPDATA', count: 2 })]);
});
