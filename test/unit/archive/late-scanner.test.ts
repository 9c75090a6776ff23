import { expect, test } from 'vitest';
import { lateScanners, type RecordReader, readied } from '../../../src/archive/late-scanner.ts';
import { scanFile } from '../../../src/archive/scan-file.ts';
import type { Collector, Place } from '../../../src/archive/scanner.ts';

const shape = (source: string, openings: readonly string[]) => ({ source, listKeys: ['Items'], openings });
const place: Place = { file: 'a.json', locator: 'a.json#1', carriers: [] };
const collector: Collector = { evidence() {}, seen() {}, skipped() {}, damaged() {} };

/** Takes the values that have its key, and reports each as a skipped record of its kind. */
const reader = (key: string): RecordReader => ({
  record(value, _, to) {
    if (!(key in value)) return false;
    to.skipped(key);
    return true;
  },
});

/** Two scanners, and how often they were loaded. */
function late(...readers: readonly RecordReader[]) {
  const loads = { count: 0 };
  const scanners = lateScanners([shape('config', ['a']), shape('logs', ['b'])], async () => {
    loads.count++;
    return readers;
  });
  return { scanners, loads };
}

test('nothing is loaded before a record may be met, and then once for all', async () => {
  const { scanners, loads } = late(reader('a'), reader('b'));
  for (const scanner of scanners) {
    scanner.end?.(collector);
    scanner.last?.(collector);
    expect(scanner.text?.(['a line'], 'a.txt')).toBeUndefined();
  }
  expect(loads.count).toBe(0);
  await Promise.all([readied(scanners), readied(scanners)]);
  expect(readied(scanners)).toBeUndefined();
  expect(loads.count).toBe(1);
});

test('each gets what is its own', async () => {
  const { scanners } = late(reader('a'), reader('b'));
  await readied(scanners);
  expect(scanners.map(({ source, openings }) => [source, ...openings])).toEqual([
    ['config', 'a'],
    ['logs', 'b'],
  ]);
  expect(scanners.map((scanner) => scanner.record({ b: 1 }, place, collector))).toEqual([false, true]);
});

test('a record given too early is a bug, and not lost in silence', () => {
  const [scanner] = late(reader('a'), reader('b')).scanners;
  expect(() => scanner?.record({ a: 1 }, place, collector)).toThrow('the scanner of config was given a record before');
});

test('a file that nobody delivers in a form of its own is read when all is there', async () => {
  const { scanners } = late(reader('a'), reader('b'));
  const { skipped } = await scanFile('a.json', Buffer.from('{"Items":[{"a":1},{"b":1},{"b":2}]}'), scanners);
  expect(skipped.map(({ source, kind, count }) => [source, kind, count])).toEqual([
    ['config', 'a', 1],
    ['logs', 'b', 2],
  ]);
});

test('what cannot be loaded ends the reading', async () => {
  const scanners = lateScanners([shape('config', ['a'])], () => Promise.reject(new Error('gone')));
  await expect(scanFile('a.json', Buffer.from('{"a":1}'), scanners)).rejects.toThrow('gone');
});
