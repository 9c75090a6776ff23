/** Times as people type them: each form once, and what is rejected rather than guessed. */
import { describe, expect, test } from 'vitest';
import { parseDuration, parseMoment } from '../../../../src/cli/options/time.ts';
import { usageErrorOf } from '../usage-error.ts';

/** A Sunday afternoon. */
const now = Date.parse('2026-03-01T14:20:05.250Z');
const momentOf = (text: string, from?: number) =>
  new Date(
    from === undefined ? parseMoment(text, '--since', now) : parseMoment(text, '--since', now, from),
  ).toISOString();

describe('durations', () => {
  test.each([
    ['90s', 90],
    ['15m', 900],
    ['2h', 7200],
    ['3d', 259_200],
    ['1w', 604_800],
    ['1h30m', 5400],
    ['1d12h', 129_600],
    ['1.5h', 5400],
    ['0.5s', 0.5],
    ['007m', 420],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds * 1000);
  });

  test.each([
    '',
    ' ',
    '2',
    'h',
    '2 h',
    '2H',
    '-2h',
    '+2h',
    '2hours',
    '2h ',
    '2h,',
    '1.h',
    '.5h',
    '1e3s',
    '0s',
    '0h0m',
    '2y',
    '2h3',
    '٢h',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('moments', () => {
  test.each([
    ['2h', '2026-03-01T12:20:05.250Z'],
    ['1w', '2026-02-22T14:20:05.250Z'],
    ['1h30m', '2026-03-01T12:50:05.250Z'],
    ['now', '2026-03-01T14:20:05.250Z'],
    ['NOW', '2026-03-01T14:20:05.250Z'],
    ['2026-02-28T14:30:15.123Z', '2026-02-28T14:30:15.123Z'],
    ['2026-02-28T14:30:15Z', '2026-02-28T14:30:15.000Z'],
    ['2026-02-28T14:30Z', '2026-02-28T14:30:00.000Z'],
    ['2026-02-28T14:30:15', '2026-02-28T14:30:15.000Z'],
    ['2026-02-28T14:30', '2026-02-28T14:30:00.000Z'],
    ['2026-02-28', '2026-02-28T00:00:00.000Z'],
    ['2026-02-28 14:30', '2026-02-28T14:30:00.000Z'],
    ['2026-02-28 14:30:15.5', '2026-02-28T14:30:15.500Z'],
    ['2026-02-28t14:30z', '2026-02-28T14:30:00.000Z'],
    ['  2026-02-28 14:30  ', '2026-02-28T14:30:00.000Z'],
    ['2026-02-28 14:30 UTC', '2026-02-28T14:30:00.000Z'],
    ['2026-02-28 14:30 GMT', '2026-02-28T14:30:00.000Z'],
    ['2026-02-28T14:30+02:00', '2026-02-28T12:30:00.000Z'],
    ['2026-02-28T14:30:15.123456789-0330', '2026-02-28T18:00:15.123Z'],
    ['2026-02-28 14:30 +02:00', '2026-02-28T12:30:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['today', '2026-03-01T00:00:00.000Z'],
    ['yesterday', '2026-02-28T00:00:00.000Z'],
    ['Yesterday 14:00', '2026-02-28T14:00:00.000Z'],
    ['yesterday 14:00:30', '2026-02-28T14:00:30.000Z'],
    ['yesterdayT14:00', '2026-02-28T14:00:00.000Z'],
    ['today 09:05', '2026-03-01T09:05:00.000Z'],
    ['09:05', '2026-03-01T09:05:00.000Z'],
    ['09:05:59', '2026-03-01T09:05:59.000Z'],
  ])('%j is %s', (text, time) => {
    expect(momentOf(text)).toBe(time);
  });

  test('a duration counts back from where the flag says', () => {
    expect(momentOf('2h', Date.parse('2026-02-01T02:00:00Z'))).toBe('2026-02-01T00:00:00.000Z');
    expect(momentOf('yesterday', Date.parse('2026-02-01T02:00:00Z'))).toBe('2026-02-28T00:00:00.000Z');
  });

  test('a day by name is the day in the zone that is given', () => {
    // 14:20 UTC is 00:20 of the next day in +10:00
    expect(momentOf('today 00:10 +10:00')).toBe('2026-03-01T14:10:00.000Z');
    expect(momentOf('yesterday 00:10 +10:00')).toBe('2026-02-28T14:10:00.000Z');
    expect(momentOf('today 23:00 -11:00')).toBe('2026-03-02T10:00:00.000Z');
  });

  test.each([
    '',
    'tomorrow',
    'last week',
    '2026',
    '2026-3-1',
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '2026-03-01T25:00',
    '2026-03-01T14:60',
    '2026-03-01T14:30:61Z',
    '2026-03-01T14',
    '2026-03-01T14:30+25:00',
    '2026-03-01T14:30 CET',
    '2026-03-01 2:30',
    '03/01/2026',
    '1772374805',
    '14:3',
    '25:00',
    '2h ago',
    '-2h',
    '2026-03-01T14:30Z; rm',
    '99999999999w',
    `${'9'.repeat(400)}d`,
  ])('%j is refused by the name of the flag', (text) => {
    const error = usageErrorOf(() => parseMoment(text, '--until', now));
    expect(error.message).toBe(`--until does not take '${text}'`);
    expect(error.hint).toMatch(/90s, 15m, 2h, 3d, 1w.*2026-03-01T14:30Z.*yesterday 14:00/);
  });

  test('what is as far away as a year of four digits is still taken', () => {
    expect(momentOf('0100-01-01T00:00Z')).toBe('0100-01-01T00:00:00.000Z');
    expect(momentOf('9999-12-31T23:59:59.999Z')).toBe('9999-12-31T23:59:59.999Z');
    expect(usageErrorOf(() => parseMoment('9999-12-31T23:59:59-14:00', '--now', now)).message).toContain('--now');
  });
});
