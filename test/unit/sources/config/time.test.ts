import { describe, expect, test } from 'vitest';
import { isoTime, parseTime } from '../../../../src/sources/config/time.ts';

describe('a time', () => {
  test.each<[string, unknown, string]>([
    ['of Config itself', '2026-03-03T14:03:27.123Z', '2026-03-03T14:03:27.123Z'],
    ['without a fraction', '2026-03-03T14:03:27Z', '2026-03-03T14:03:27.000Z'],
    ['of the CLI, with offset and microseconds', '2026-03-03T10:03:27.123456-04:00', '2026-03-03T14:03:27.123Z'],
    ['with an offset without colon', '2026-03-03T15:03:27+0100', '2026-03-03T14:03:27.000Z'],
    ['without zone, with a blank', '2026-03-03 14:03:27', '2026-03-03T14:03:27.000Z'],
    ['of the API, in seconds', 1772546607.123, '2026-03-03T14:03:27.123Z'],
    ['in seconds, as text', '1772546607.123', '2026-03-03T14:03:27.123Z'],
    ['in milliseconds', 1772546607123, '2026-03-03T14:03:27.123Z'],
    ['in milliseconds, as text', '1772546607123', '2026-03-03T14:03:27.123Z'],
    ['of an SDK', new Date('2026-03-03T14:03:27.123Z'), '2026-03-03T14:03:27.123Z'],
    [
      'of a recorded response',
      { __class__: 'datetime', year: 2026, month: 3, day: 3, hour: 14, minute: 3, second: 27, microsecond: 123999 },
      '2026-03-03T14:03:27.123Z',
    ],
  ])('%s', (_, value, expected) => {
    expect(isoTime(parseTime(value) ?? 0)).toBe(expected);
  });

  test.each([
    [undefined],
    [null],
    [0],
    [-1],
    [Number.NaN],
    [1e300],
    [''],
    ['yesterday'],
    ['2026-13-45T99:00:00Z'],
    ['2026-03-03'],
    ['datetime.datetime(2026, 3, 3, 14, 3, 27)'],
    [new Date(Number.NaN)],
    [{ __class__: 'datetime' }],
    [{ __class__: 'datetime', year: 1e300 }],
    [['2026-03-03T14:03:27Z']],
  ])('is none: %j', (value) => {
    expect(parseTime(value)).toBeUndefined();
  });
});
