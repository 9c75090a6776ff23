/** Files of lines: an export of logs, and plain text. */
import { describe, expect, test } from 'vitest';
import type { RecordScanner } from '../../../src/archive/scanner.ts';
import { one, scan, skippedOf, text, two, values } from './scan-file-case.ts';

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
