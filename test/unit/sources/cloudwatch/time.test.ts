import { expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/model/json.ts';
import { readTime } from '../../../../src/sources/cloudwatch/time.ts';

const iso = (value: JsonValue) => {
  const time = readTime(value);
  return time === undefined ? undefined : new Date(time).toISOString();
};

test.each<[string, JsonValue]>([
  ['UTC', '2026-03-03T14:05:06Z'],
  ['milliseconds', '2026-03-03T14:05:06.000Z'],
  ['microseconds and an offset', '2026-03-03T10:05:06.000999-04:00'],
  ['an offset without a colon', '2026-03-03T14:05:06.000+0000'],
  ['an offset east', '2026-03-03T19:35:06+0530'],
  ['no zone, which is UTC', '2026-03-03 14:05:06'],
  ['epoch seconds', 1_772_546_706],
  ['epoch seconds with decimals', 1_772_546_706.0004],
  ['epoch milliseconds', 1_772_546_706_000],
  [
    'the fields of a recording',
    { __class__: 'datetime', year: 2026, month: 3, day: 3, hour: 14, minute: 5, second: 6, microsecond: 999 },
  ],
])('reads %s', (_, value) => {
  expect(iso(value)).toBe('2026-03-03T14:05:06.000Z');
});

test('fills what a time leaves out with zeros', () => {
  expect(iso('2026-03-03T14:05Z')).toBe('2026-03-03T14:05:00.000Z');
  expect(iso('2026-03-03T14:05:06.5Z')).toBe('2026-03-03T14:05:06.500Z');
  expect(iso({ __class__: 'datetime', year: 2026, month: 3, day: 3 })).toBe('2026-03-03T00:00:00.000Z');
});

test.each<[JsonValue | undefined]>([
  [undefined],
  [null],
  [true],
  [''],
  ['yesterday'],
  ['2026-13-03T14:05:06Z'],
  ['2026-03-03T25:05:06Z'],
  ['2026-03-03'],
  [0],
  [-1],
  [1e300],
  [[]],
  [{}],
  [{ __class__: 'datetime', year: 2026, month: 13, day: 3 }],
  [{ __class__: 'datetime', year: '2026', month: 3, day: 3 }],
  [{ __class__: 'datetime', month: 3, day: 3 }],
  [{ year: 2026, month: 3, day: 3 }],
])('%j is no time', (value) => {
  expect(readTime(value)).toBeUndefined();
});
