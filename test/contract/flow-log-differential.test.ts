/**
 * Flow logs added up by the engine against a reader that takes them a line at a time: both read the same from any file: sums,
 * places, counts, gaps, and their order.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../src/archive/byte-source.ts';
import type { FileReading } from '../../src/archive/file-collector.ts';
import { lineEngine } from '../../src/archive/line-engine.ts';
import { type ScanOptions, scanSource } from '../../src/archive/scan-file.ts';
import type { RecordScanner } from '../../src/archive/scanner.ts';
import { archive } from '../../src/sources/logs/backends/archive.ts';
import { below, formats, known, lineOf, oneOf, type Random, version5 } from '../fixtures/flow-lines.ts';
import { account, eni, line, version2 } from '../fixtures/flow-logs.ts';
import { type Asked, asking, questions, window } from '../fixtures/flow-questions.ts';
import { seededRandom } from '../fixtures/question.ts';

const file = `AWSLogs/${account}/vpcflowlogs/eu-west-1/2026/03/03/flows.log.gz`;

function lineByLine(scanner: RecordScanner): RecordScanner {
  const text: RecordScanner['text'] = (head, path) => {
    const reader = scanner.text?.(head, path);
    return reader && { line: (...all) => reader.line(...all) };
  };
  return {
    ...scanner,
    record: (...all) => scanner.record(...all),
    text,
    end: (collector) => scanner.end?.(collector),
  };
}

async function readingOf(content: Buffer, scanners: readonly RecordScanner[], options: ScanOptions) {
  const { keys: _, ...rest } = (await scanSource(file, sourceOf(content), scanners, options)) as FileReading;
  return rest;
}

const scannersFor = (asked: Asked) => archive.createScanners({ kind: 'evidence', ...asked });
const byLines = (content: Buffer, asked: Asked) =>
  readingOf(content, scannersFor(asked).map(lineByLine), { inflate: 'zlib' });
const byEngine = (content: Buffer, asked: Asked, options: ScanOptions = {}) =>
  readingOf(content, scannersFor(asked), options);

async function expectSame(content: Buffer, asked: Asked, what: string): Promise<FileReading['evidence']> {
  const naive = await byLines(content, asked);
  const found = await byEngine(content, asked);
  // large readings are compared faster as text
  if (JSON.stringify(found) !== JSON.stringify(naive)) expect(found, what).toEqual(naive);
  return naive.evidence;
}

function contentOf(random: Random): Buffer {
  const format = oneOf(random, formats);
  const strangeness = oneOf(random, [0, 0.05, 0.4]);
  const hasHeader = !known.has(format) || random() < 0.6;
  const lines = Array.from({ length: below(random, 60) }, () => lineOf(random, format, strangeness));
  const end = oneOf(random, ['\n', '\n', '\r\n', '\n\n']);
  const text = [...(hasHeader ? [format] : []), ...lines].join(end) + oneOf(random, ['', end, '\r']);
  return Buffer.from(random() < 0.1 ? `\ufeff${text}` : text);
}

/** Multiplies the number of cases. */
const factor = Number(process.env['OBS3_SEEDS'] ?? 1);

test('the engine is at work', () => expect(lineEngine()).toBeDefined());

describe('what both make of a file is the same', { timeout: 60_000 }, () => {
  test.each(Array.from({ length: 4 * factor }, (_, seed) => seed))('of any form: seed %i', async (seed) => {
    const random = seededRandom(seed + 1);
    let found = 0;
    for (let n = 0; n < 120; n++) {
      const content = contentOf(random);
      const asked = oneOf(random, questions);
      const what = `${JSON.stringify(asked.interests)} ${JSON.stringify(content.toString())}`;
      found += (await expectSame(random() < 0.5 ? content : gzipSync(content), asked, what)).length;
    }
    expect(found).toBeGreaterThan(80);
  });

  test('with bytes that are no text', async () => {
    const random = seededRandom(99);
    for (let n = 0; n < 100 * factor; n++) {
      const content = contentOf(random);
      for (let hit = 0; hit < 3 && content.length > 200; hit++)
        content[150 + below(random, content.length - 150)] = below(random, 256);
      await expectSame(content, oneOf(random, questions), JSON.stringify(content.toString('latin1')));
    }
  });

  test('cut off and damaged in its compression', async () => {
    const random = seededRandom(7);
    const whole = gzipSync(
      [version2, ...Array.from({ length: 3000 }, () => lineOf(random, version2, 0.01))].join('\n'),
    );
    for (let n = 0; n < 20; n++) {
      const cut = Buffer.from(whole.subarray(0, 30 + below(random, whole.length - 30)));
      if (random() < 0.5) cut[25 + below(random, cut.length - 25)] = 0;
      await expectSame(cut, oneOf(random, questions), `${n}`);
    }
  });

  test('of many windows, with lines across their edges, and some that are very long', async () => {
    const random = seededRandom(3);
    const lines = [version5];
    for (let n = 0; n < 9000; n++) {
      lines.push(lineOf(random, version5, 0.002));
      if (n % 3000 === 0) lines.push(`${'x'.repeat(n * 200)} y`, `${line()} ${'z'.repeat(70_000)}`);
    }
    const content = Buffer.from(lines.join('\n'));
    expect(content.length).toBeGreaterThan(3_000_000);
    const packed = gzipSync(content);
    for (const [n, asked] of questions.slice(0, 4).entries())
      await expectSame(n % 2 === 0 ? content : packed, asked, `${n}`);
    expect(await byEngine(packed, asking([]), { inflate: 'zlib' })).toEqual(await byLines(content, asking([])));
  });

  test('of more conversations, addresses and interfaces than there is room for', async () => {
    const random = seededRandom(5);
    const lines = [version2];
    for (let n = 0; n < 30_000; n++)
      lines.push(
        line({
          source: `198.${18 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`,
          interfaceId: n % 3 === 0 ? eni : `eni-0${n}`,
          ports: [40_000 + below(random, 20_000), n % 5 === 0 ? below(random, 65_536) : 443],
          action: n % 5 === 0 ? 'REJECT' : 'ACCEPT',
        }),
      );
    const content = Buffer.from(lines.join('\n'));
    await expectSame(content, asking([eni]), 'one interface');
    await expectSame(content, asking(['198.18.7.7', '198.19.7.7'], window), 'addresses');
    const evidence = await expectSame(content, asking([]), 'all');
    const parts = evidence.flatMap((item) =>
      item.type === 'traffic'
        ? [...item.traffic.peers, ...(item.traffic.otherPeers ? [item.traffic.otherPeers] : [])]
        : [],
    );
    expect(parts.reduce((sum, { flows }) => sum + flows, 0)).toBe(30_000);
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(30_000_000);
  });
});

test('sums are those of the lines', async () => {
  const random = seededRandom(11);
  const expected = new Map<string, number>();
  const lines = Array.from({ length: 4000 }, () => {
    const bytes = below(random, 1e6);
    const [port, peer] = [oneOf(random, [22, 443, 5432]), `203.0.113.${below(random, 200)}`];
    const key = `${port} ${peer}`;
    expected.set(key, (expected.get(key) ?? 0) + bytes);
    return line({ ports: [40_000 + below(random, 9000), port], source: peer, bytes });
  });
  const { evidence } = await byEngine(Buffer.from([version2, ...lines].join('\n')), asking([eni]));
  const found = evidence.flatMap((item) =>
    item.type === 'traffic'
      ? item.traffic.peers.map(({ address, bytes }) => [`${item.traffic.port} ${address}`, bytes] as const)
      : [],
  );
  expect(new Map(found)).toEqual(expected);
});
