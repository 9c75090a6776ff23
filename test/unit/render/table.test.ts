/** The table as a whole: the case at 80 columns, any width, color, many rows. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openSshReport } from '../../fixtures/report.ts';
import { alice, bob } from '../../fixtures/report-cast.ts';
import { configChange, read } from '../../fixtures/report-events.ts';
import { linesOf, withEvents } from './table-text.ts';

test('files without a record have no window to tell', () => {
  const { query } = openSshReport();
  const window = { since: null, until: null, given: false };
  const told = (accounts: readonly string[], regions: readonly string[]) =>
    linesOf(openSshReport({ query: { ...query, window, accounts, regions } }), 80);
  expect(told([], [])).toContain('no window was given, and ./logs holds no records');
  expect(told([], ['us-east-9'])).toContain('no window was given, and ./logs holds no records of us-east-9');
});

describe('the case, at 80 columns', () => {
  const lines = linesOf(openSshReport(), 80);

  test('begins with the answer, then what was asked and of which time', () => {
    expect(lines.slice(0, 6)).toEqual([
      'alice@example.com opened tcp/22 to the world on sg-0a1b2c3d4e5f60718 (web) at',
      '14:03:27; ConfigRemediation closed it 45 min later, after 312 MB had come in.',
      '',
      'AWS::EC2::SecurityGroup sg-0a1b2c3d4e5f60718 (web) · 111122223333 · us-east-1',
      '2026-03-03 12:30:00 → 16:00:00 UTC (3 h 30 min), first to last record of ./logs',
      '',
    ]);
  });

  test('the call, its danger, who made it with what and from where', () => {
    const call = lines.findIndex((line) => line.startsWith('14:03:27  '));
    expect(lines.slice(call, call + 4)).toEqual([
      '14:03:27  ┌ who        ‼ opened tcp/22 to 0.0.0.0/0 on    alice@example.com',
      '          │              sg-0a1b2c3d4e5f60718 (web)       AWS Console',
      '          │              ↳ ssh can be reached from every  203.0.113.7',
      '          │                address',
    ]);
  });

  test('what has no principal uses the whole line', () => {
    const flip = lines.findIndex((line) => line.startsWith('14:06:12'));
    expect(lines.slice(flip, flip + 3)).toEqual([
      '14:06:12  │ compliant  ✗ restricted-ssh: COMPLIANT → NON_COMPLIANT for',
      '          │              sg-0a1b2c3d4e5f60718 (web)',
      '   ⋮ 5 min',
    ]);
  });

  test('ends with what was read, and what could not be seen', () => {
    expect(lines.slice(lines.indexOf('Coverage: incomplete · 2026-03-03 12:30:00 → 16:00:00 UTC'))).toEqual([
      'Coverage: incomplete · 2026-03-03 12:30:00 → 16:00:00 UTC',
      '✓ cloudtrail archive     412 records  7 matched  skipped 4 digests',
      '✓ config archive          31 records  4 matched',
      '✓ cloudwatch archive   1,860 records  3 matched',
      '! logs archive        10,422 records  2 matched',
      '',
      'What could not be seen',
      '! DAMAGED_FILE (logs): flow-logs/20260303T1430Z.log.gz ends after 18,211 of its',
      '  bytes',
      '  → copy the file again; what is before the damage was read',
      '· DATA_EVENTS_NOT_RECORDED (logs): the trail records no data events: reads and',
      '  writes of objects are not listed',
    ]);
  });
});

test.each([Number.NaN, 0, -1, 59.9, 1000, Number.POSITIVE_INFINITY])('a width of %d is borne', (width) => {
  expect(linesOf(openSshReport(), width).join(' ')).toContain('opened tcp/22');
});

describe('color', () => {
  test('changes no letter', () => {
    const colored = linesOf(openSshReport(), 100, { color: true }).map(stripVTControlCharacters);
    expect(colored).toEqual(linesOf(openSshReport(), 100));
  });

  test('marks what is critical, denied and routine', () => {
    const text = linesOf(openSshReport(), 200, { color: true }).join('\n');
    expect(text).toContain('\u{1B}[31m\u{1B}[1m‼\u{1B}[22m\u{1B}[39m');
    expect(text).toContain('\u{1B}[31m✗\u{1B}[39m');
    expect(text).toContain('\u{1B}[2m·\u{1B}[22m');
  });
});

test('ten thousand events have a row each', () => {
  const timeline = Array.from({ length: 10_000 }, (_, index) => {
    const time = new Date(Date.UTC(2026, 2, 3) + index * 60_000).toISOString();
    return index % 2 === 0
      ? read(time, index % 3 === 0 ? alice : bob, `Describe${index % 7}`, `described 田中 ${index}`)
      : configChange(time, `ingress of sg-${index} gained tcp/22 from 0.0.0.0/0`, []);
  });
  expect(linesOf(withEvents(...timeline), 100, { color: true, expand: true }).length).toBeGreaterThan(10_000);
});
