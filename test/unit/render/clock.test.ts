import { describe, expect, test } from 'vitest';
import { dateOf, dayTitle, duration, epochOf, span, timeBeside, timeOfDay } from '../../../src/render/clock.ts';

describe('times', () => {
  test('of the day, and the day', () => {
    expect(timeOfDay('2026-03-03T14:03:27.000Z')).toBe('14:03:27');
    expect(dateOf('2026-03-03T14:03:27.000Z')).toBe('2026-03-03');
    expect(dayTitle('2026-03-03')).toBe('Tue 2026-03-03');
    expect(dayTitle('2026-99-99')).toBe('2026-99-99');
  });

  test.each(['', 'yesterday', '\u{1B}[2J', '2026-03-03', '2026-03-03T14:03:27+01:00'])('%j is not guessed', (time) => {
    expect(timeOfDay(time)).toBe('??:??:??');
    expect(dateOf(time)).toBeUndefined();
    expect(epochOf(time)).toBeNaN();
  });

  test('the date is said where it differs', () => {
    expect(timeBeside('2026-03-03T14:03:27.000Z', '2026-03-03')).toBe('14:03:27');
    expect(timeBeside('2026-03-04T00:00:01.000Z', '2026-03-03')).toBe('2026-03-04 00:00:01');
  });
});

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [44 * 60_000, '44 min'],
  [59.6 * 60_000, '1 h'],
  [3.5 * 3_600_000, '3 h 30 min'],
  [23.999 * 3_600_000, '1 d'],
  [100 * 3_600_000, '4 d 4 h'],
  [47.9 * 3_600_000, '2 d'],
  [71_410 * 3_600_000, '2,975 d 10 h'],
  [Number.NaN, '?'],
])('duration of %d ms is %s', (milliseconds, expected) => {
  expect(duration(milliseconds)).toBe(expected);
});

test.each([
  ['2026-03-03T12:30:00.000Z', '2026-03-03T16:00:00.000Z', '2026-03-03 12:30:00 → 16:00:00 UTC'],
  ['2026-03-03T12:30:00.000Z', '2026-03-04T16:00:00.000Z', '2026-03-03 12:30:00 → 2026-03-04 16:00:00 UTC'],
  ['2026-03-03T12:30:00.000Z', null, 'from 2026-03-03 12:30:00 UTC on'],
  [null, '2026-03-03T16:00:00.000Z', 'up to 2026-03-03 16:00:00 UTC'],
  [null, null, 'all time'],
])('span of %s and %s', (since, until, expected) => {
  expect(span(since, until)).toBe(expected);
});
