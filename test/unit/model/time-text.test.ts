import { expect, test } from 'vitest';
import { durationText, isoText, momentText, spanText } from '../../../src/model/time-text.ts';

const minute = 60_000;
const hour = 60 * minute;

test.each([
  [0, '0 seconds'],
  [1000, '1 second'],
  [90_000, '90 seconds'],
  [20 * minute, '20 minutes'],
  [59.6 * minute, '1 hour'],
  [90 * minute, '1 hour 30 minutes'],
  [360 * minute, '6 hours'],
  [24 * hour - 20_000, '1 day'],
  [36 * hour, '1 day 12 hours'],
  [47.9 * hour, '2 days'],
  [-1 / 0, 'an unknown time'],
])('%d ms is %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});

test('times are told to the second, and a day once', () => {
  const [since, until] = [Date.parse('2026-03-03T14:50:00.750Z'), Date.parse('2026-03-03T16:00:00Z')];
  expect(momentText(since)).toBe('2026-03-03 14:50:00 UTC');
  expect(spanText(since, until)).toBe('2026-03-03 14:50:00 to 16:00:00 UTC');
  expect(spanText(since, until + 24 * hour)).toBe('2026-03-03 14:50:00 to 2026-03-04 16:00:00 UTC');
  expect([isoText(since), isoText(until)]).toEqual(['2026-03-03T14:50:00.750Z', '2026-03-03T16:00:00Z']);
});
