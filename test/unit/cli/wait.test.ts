/** Waiting for evidence, in a time that costs nothing. */
import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { packagePath } from '../../../src/cli/version.ts';
import { waitForEvidence } from '../../../src/cli/wait.ts';
import type { Report } from '../../../src/model/report.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { delivered, record } from '../../fixtures/trail.ts';
import { memoryIo } from './memory-io.ts';

const minute = 60_000;
const until = Date.parse('2026-03-03T14:00:00Z');
const lags = [
  { source: 'cloudtrail', lagSeconds: 20 * 60 },
  { source: 'cloudwatch', lagSeconds: 10 * 60 },
  { source: 'config', lagSeconds: 6 * 3600 },
];

interface Given {
  readonly isTTY?: boolean;
  /** Ctrl-C comes during the nth sleep. */
  readonly interruptedAt?: number;
  /** By how much the clock advances in each sleep. */
  readonly pace?: number;
}

function wait(
  more: { now?: number; most?: number; lags?: typeof lags },
  { isTTY, interruptedAt, pace = 1 }: Given = {},
) {
  const base = memoryIo([]);
  let time = Date.parse('2030-01-01T00:00:00Z');
  const slept: number[] = [];
  let interrupt = () => {};
  let released = false;
  const io = {
    ...base,
    stderr: Object.assign(base.stderr, isTTY === undefined ? {} : { isTTY }),
    clock: () => time,
    sleep: async (milliseconds: number, signal?: AbortSignal) => {
      slept.push(milliseconds);
      if (slept.length === interruptedAt) interrupt();
      signal?.throwIfAborted();
      time += milliseconds * pace;
    },
    onInterrupt: (callback: () => void) => {
      interrupt = callback;
      return () => {
        released = true;
      };
    },
  };
  const done = waitForEvidence({ now: until, until, most: 30 * minute, lags, ...more }, io);
  return done.then((now) => ({
    now,
    slept,
    total: slept.reduce((sum, each) => sum + each, 0),
    lines: base.written.stderr.trimEnd().split('\n'),
    stdout: base.written.stdout,
    released,
  }));
}

test('ends when everything can have arrived, and says what for', async () => {
  const run = await wait({ lags: lags.slice(0, 2) });
  expect(run.now).toBe(until + 20 * minute);
  expect(run.total).toBe(20 * minute);
  expect(run.lines[0]).toBe(
    'waiting 20 minutes for what happened until 2026-03-03 14:00:00 UTC: cloudwatch, cloudtrail; Ctrl-C asks without waiting',
  );
  expect(run.lines.at(-1)).toBe('waited 20 minutes for cloudwatch, cloudtrail');
  expect(run.stdout).toBe('');
  expect(run.released).toBe(true);
});

test('ends when it was long enough, and says what may still come', async () => {
  const run = await wait({ most: 15 * minute });
  expect(run.now).toBe(until + 15 * minute);
  expect(run.lines.at(-1)).toBe(
    'waited 15 minutes for cloudwatch; may still arrive: cloudtrail until 2026-03-03 14:20:00 UTC, config until 2026-03-03 20:00:00 UTC',
  );
});

test('counts from the end of the window: what is over for long is there', async () => {
  const now = until + 15 * minute;
  expect((await wait({ now, lags: lags.slice(0, 2) })).total).toBe(5 * minute);
  const over = await wait({ now: until + 7 * 3600_000 });
  expect(over).toMatchObject({ now: until + 7 * 3600_000, total: 0 });
  expect(over.lines).toEqual(['no wait: all that happened until 2026-03-03 14:00:00 UTC can have arrived']);
});

test('shows that it is alive: every five minutes in a log, every second on a terminal', async () => {
  const log = await wait({});
  expect(log.lines.slice(1, -1).map((line) => line.replace(/ to wait.*/, ''))).toEqual([
    '25 minutes',
    '20 minutes',
    '15 minutes',
    '10 minutes',
    '5 minutes',
  ]);
  expect(Math.max(...log.slept)).toBeLessThanOrEqual(5 * minute);
  const terminal = await wait({ most: 3000 }, { isTTY: true });
  expect(terminal.slept).toEqual([1000, 1000, 1000]);
  expect(terminal.lines.join('\n')).toContain('\r\u001b[K2 seconds to wait: cloudwatch, cloudtrail, config');
});

describe('a clock of its own', () => {
  test('that stands still keeps nobody waiting for ever', async () => {
    expect((await wait({ most: 20 * minute }, { pace: 0 })).total).toBe(20 * minute);
  });

  test('that jumped ahead, as after sleep, ends the wait', async () => {
    const run = await wait({}, { pace: 100 });
    expect(run.slept).toHaveLength(1);
    expect(run.now).toBeGreaterThan(until + 30 * minute);
  });
});

test('Ctrl-C ends the wait, and the question is asked as things stand', async () => {
  const run = await wait({}, { interruptedAt: 3 });
  expect(run.total - (run.slept.at(-1) ?? 0)).toBe(run.now - until);
  expect(run.now).toBeLessThan(until + 30 * minute);
  expect(run.lines.at(-1)).toMatch(/^waited .*may still arrive: .*config/);
  expect(run.released).toBe(true);
});

// the first test loads everything behind a question: on a busy machine that takes time
describe('obs3 gate --wait', { timeout: 30_000 }, () => {
  const start = Date.parse('2026-03-03T14:30:00Z');
  const gate = async (words: readonly string[]) => {
    const folder = await temporaryFolder({
      'a.json.gz': delivered(
        record({ eventTime: '2026-03-03T14:05:00Z' }),
        record({ eventTime: '2026-03-03T14:29:00Z' }),
      ),
    });
    let time = start;
    const io = {
      ...memoryIo(['gate', '--from', folder, '--since', '20m', '--fail-on', 'denied', '-o', 'json', ...words]),
      clock: () => time,
      sleep: async (milliseconds: number) => {
        time += milliseconds;
      },
    };
    const code = await main(io);
    const report = JSON.parse(io.written.stdout) as Report;
    const codes = report.coverage.flatMap(({ gaps }) => gaps.map((found) => found.code));
    return { code, report, codes, stderr: io.written.stderr };
  };

  test('without it, and with too short a wait, lateness is told', async () => {
    const at = await gate([]);
    expect(at).toMatchObject({ code: 0, stderr: '' });
    expect(at.codes).toContain('DELIVERY_LAG');
    const short = await gate(['--wait', '5m']);
    expect(short.codes).toContain('DELIVERY_LAG');
    expect(short.stderr).toContain('cloudtrail until 2026-03-03 14:50:00 UTC');
  });

  test('asks about the same window once everything can be there', async () => {
    const { codes, report, stderr } = await gate(['--wait', '20m']);
    expect(codes).not.toContain('DELIVERY_LAG');
    expect(report.query.window).toEqual({
      since: '2026-03-03T14:10:00.000Z',
      until: '2026-03-03T14:30:00.000Z',
      given: true,
    });
    expect(report.query.now).toBe('2026-03-03T14:50:00.000Z');
    expect(stderr).toMatch(/waited 20 minutes for cloudwatch, cloudtrail, logs; may still arrive: config until /);
  });

  test('refuses what is no duration, and does not wait for a plan', async () => {
    const wrong = memoryIo(['gate', '--from', '.', '--since', '20m', '--wait', 'soon']);
    expect(await main(wrong)).toBe(2);
    expect(wrong.written.stderr).toBe("obs3: --wait does not take 'soon'; use a duration: 90s, 15m, 2h\n");
    const plan = memoryIo(['gate', '--from', packagePath('schema'), '--since', '20m', '--wait', '20m', '--plan']);
    expect(await main(plan)).toBe(0);
    expect(plan.written.stderr).toBe('');
  });
});
