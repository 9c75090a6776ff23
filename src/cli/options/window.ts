/** `--since`, `--until`, `--around`, `--window`, `--now`: the time that is asked about. */
import type { Command } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import type { Window } from '../../model/question.ts';
import { isWritable, parseDuration, parseMoment } from './time.ts';

export interface WindowFlags {
  readonly since?: string;
  readonly until?: string;
  readonly around?: string;
  readonly window?: string;
  readonly now?: string;
}

export const addWindowOptions = (command: Command): Command =>
  command
    .optionsGroup('Window (UTC; default: all of the files, the last day of AWS):')
    .option('--since <when>', 'from here on: 2h, 3d, 2026-03-01T14:30Z, "yesterday 14:00"')
    .option('--until <when>', 'up to here, exclusive (default: now)')
    .option('--around <when>', 'before and after this moment')
    .option('--window <duration>', 'how far before and after --around (default: 30m)')
    .option('--now <when>', 'the clock that durations count back from');

export interface ResolvedWindow {
  readonly window: Window;
  readonly given: boolean;
  readonly now: number;
}

/** @throws Obs3Error USAGE for a time that cannot be parsed, and for ends that contradict each other. */
export function resolveWindow(flags: WindowFlags, clock: number): ResolvedWindow {
  const now = flags.now === undefined ? clock : parseMoment(flags.now, '--now', clock);
  if (flags.around !== undefined) {
    for (const [flag, value] of [
      ['--since', flags.since],
      ['--until', flags.until],
    ] as const) {
      if (value !== undefined) {
        throw new Obs3Error('USAGE', `--around and ${flag} exclude each other`, {
          hint: `drop ${flag}, or say how far with --window`,
        });
      }
    }
    const middle = parseMoment(flags.around, '--around', now);
    const half = flags.window === undefined ? 30 * 60_000 : parseDuration(flags.window);
    if (half === undefined || !isWritable(middle - half) || !isWritable(middle + half))
      throw new Obs3Error('USAGE', `--window does not take '${flags.window}'`, {
        hint: 'use a duration: 90s, 15m, 2h, 3d, 1w',
      });
    return { window: { since: middle - half, until: middle + half }, given: true, now };
  }
  if (flags.window !== undefined)
    throw new Obs3Error('USAGE', '--window needs --around', { hint: 'or use --since and --until' });
  const until = flags.until === undefined ? undefined : parseMoment(flags.until, '--until', now);
  const since = flags.since === undefined ? undefined : parseMoment(flags.since, '--since', now, until ?? now);
  const end = until ?? now;
  if (since !== undefined && since >= end) {
    const [from, to] = [since, end].map((time) => new Date(time).toISOString());
    const what = flags.until === undefined ? 'which is not in the past' : `not before --until ${to}`;
    throw new Obs3Error('USAGE', `--since is ${from}, ${what}`, {
      hint: 'swap the two, or check the dates and the zone',
    });
  }
  return {
    window: {
      ...(since !== undefined && { since }),
      ...((until !== undefined || since !== undefined) && { until: end }),
    },
    given: since !== undefined || until !== undefined,
    now,
  };
}
