/** The window that a question asks about, and the flags that contradict each other. */
import { describe, expect, test } from 'vitest';
import { resolveWindow, type WindowFlags } from '../../../../src/cli/options/window.ts';
import { usageErrorOf } from '../usage-error.ts';

const clock = Date.parse('2026-03-01T12:00:00Z');

/** As text: `since → until`, open ends as `…`. */
function windowOf(flags: WindowFlags): string {
  const { since, until } = resolveWindow(flags, clock).window;
  const [from, to] = [since, until].map((time) =>
    time === undefined ? '…' : new Date(time).toISOString().slice(0, 16),
  );
  return `${from} → ${to}`;
}

describe('ends', () => {
  test.each<[string, WindowFlags, string]>([
    ['neither: both ends open', {}, '… → …'],
    ['--since: until now', { since: '2h' }, '2026-03-01T10:00 → 2026-03-01T12:00'],
    ['--until: from the beginning', { until: '2026-02-01' }, '… → 2026-02-01T00:00'],
    ['both', { since: '2026-02-01', until: '2026-02-03' }, '2026-02-01T00:00 → 2026-02-03T00:00'],
    [
      'a duration as --since counts back from --until',
      { since: '2h', until: '2026-02-03' },
      '2026-02-02T22:00 → 2026-02-03T00:00',
    ],
    ['a duration as --until counts back from now', { since: '1d', until: '1h' }, '2026-02-28T11:00 → 2026-03-01T11:00'],
    [
      'a time of the clock as --since is of today, whatever --until',
      { since: '01:00', until: '2026-03-02' },
      '2026-03-01T01:00 → 2026-03-02T00:00',
    ],
    ['--until after now', { since: '2h', until: '2026-03-01T13:00' }, '2026-03-01T11:00 → 2026-03-01T13:00'],
    ['--around: half an hour to each side', { around: '2026-02-01T06:00' }, '2026-02-01T05:30 → 2026-02-01T06:30'],
    ['--around and --window', { around: '2026-02-01T06:00', window: '2h' }, '2026-02-01T04:00 → 2026-02-01T08:00'],
    ['--around a duration ago', { around: '1d', window: '1h' }, '2026-02-28T11:00 → 2026-02-28T13:00'],
    [
      '--now moves what is counted from it',
      { since: '2h', now: '2026-01-01T06:00' },
      '2026-01-01T04:00 → 2026-01-01T06:00',
    ],
    ['--now counts back from the clock itself', { since: '2h', now: '1d' }, '2026-02-28T10:00 → 2026-02-28T12:00'],
    [
      '--now and yesterday',
      { since: 'yesterday', until: 'today', now: '2026-01-01T06:00' },
      '2025-12-31T00:00 → 2026-01-01T00:00',
    ],
    ['--now and --around', { around: '1h', now: '2026-01-01T06:00' }, '2026-01-01T04:30 → 2026-01-01T05:30'],
  ])('%s', (_, flags, window) => {
    expect(windowOf(flags)).toBe(window);
  });

  test('only a flag that bounds the window makes it given', () => {
    expect(resolveWindow({}, clock).given).toBe(false);
    expect(resolveWindow({ now: '1d' }, clock).given).toBe(false);
    expect(resolveWindow({ until: '1d' }, clock).given).toBe(true);
    expect(resolveWindow({ since: '1d' }, clock).given).toBe(true);
    expect(resolveWindow({ around: '1d' }, clock).given).toBe(true);
  });

  test('now is the clock, or what --now says', () => {
    expect(resolveWindow({ since: '1d' }, clock).now).toBe(clock);
    expect(resolveWindow({ now: '2026-01-01T06:00Z' }, clock).now).toBe(Date.parse('2026-01-01T06:00Z'));
  });

  test('an open end is absent, not undefined: the window goes to worker threads and into JSON', () => {
    expect(Object.keys(resolveWindow({}, clock).window)).toEqual([]);
    expect(Object.keys(resolveWindow({ until: '1d' }, clock).window)).toEqual(['until']);
  });
});

describe('refusals', () => {
  test.each<[WindowFlags, string]>([
    [{ since: '2026-03-02' }, '--since is 2026-03-02T00:00:00.000Z, which is not in the past'],
    [
      { since: '2026-02-02', until: '2026-02-01' },
      '--since is 2026-02-02T00:00:00.000Z, not before --until 2026-02-01T00:00:00.000Z',
    ],
    [
      { since: '2026-02-02', until: '2026-02-02' },
      '--since is 2026-02-02T00:00:00.000Z, not before --until 2026-02-02T00:00:00.000Z',
    ],
    [{ since: 'now' }, '--since is 2026-03-01T12:00:00.000Z, which is not in the past'],
    [{ since: '2026-02-01', now: '2026-01-01' }, '--since is 2026-02-01T00:00:00.000Z, which is not in the past'],
    [{ around: '1h', since: '2h' }, '--around and --since exclude each other'],
    [{ around: '1h', until: '2h' }, '--around and --until exclude each other'],
    [{ window: '1h' }, '--window needs --around'],
    [{ window: '1h', since: '1d' }, '--window needs --around'],
    [{ around: '1h', window: 'wide' }, "--window does not take 'wide'"],
    [{ around: '1h', window: '-5m' }, "--window does not take '-5m'"],
    [{ around: '1h', window: '0s' }, "--window does not take '0s'"],
    [{ around: '1h', window: '2026-03-01' }, "--window does not take '2026-03-01'"],
    [{ around: '1h', window: '99999999999w' }, "--window does not take '99999999999w'"],
    [{ around: 'noon' }, "--around does not take 'noon'"],
    [{ now: 'noon' }, "--now does not take 'noon'"],
    [{ since: 'noon' }, "--since does not take 'noon'"],
    [{ until: 'noon' }, "--until does not take 'noon'"],
    [{ since: '' }, "--since does not take ''"],
  ])('%j: %s', (flags, message) => {
    const error = usageErrorOf(() => resolveWindow(flags, clock));
    expect(error.message).toBe(message);
    expect(error.hint).toMatch(/\w/);
  });
});
