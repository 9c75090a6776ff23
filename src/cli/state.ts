/** `obs3 what TARGET --at T` and `--between A B`: a state, or the change between two, instead of a timeline. */
import { type ExitCode, Obs3Error } from '../model/error.ts';
import type { NetChangeReport, StateReport } from '../model/state.ts';
import type { AskFlags } from './ask.ts';
import { openEvidence } from './evidence.ts';
import { interruptible } from './interruptible.ts';
import { type CliIo, writeLines } from './io.ts';
import { jsonLines } from './json-lines.ts';
import { checkLive } from './options/live.ts';
import { hasColor, printText, widthOf } from './options/output.ts';
import { resolveQuestion } from './options/question.ts';
import { parseMoment } from './options/time.ts';
import { version } from './version.ts';

export interface StateFlags {
  readonly at?: string;
  readonly between?: readonly string[];
}

/** Epoch milliseconds: one time, or two in order. */
type Times = readonly [number] | readonly [number, number];

export async function printState(
  targets: readonly string[],
  flags: AskFlags & StateFlags,
  io: CliIo,
): Promise<ExitCode> {
  checkFlags(targets, flags);
  checkLive(flags, flags.from ?? []);
  const { since: _, until: __, around: ___, window: ____, ...rest } = flags;
  const question = await resolveQuestion('what', targets, rest, io.clock());
  const times = timesOf(flags, question.now);
  if (flags.plan) {
    const [{ firstStateQuestion }, { printPlan }] = await Promise.all([
      import('../investigate/states.ts'),
      import('./plan.ts'),
    ]);
    await printPlan(firstStateQuestion(question, times), flags, io);
    return 0;
  }
  const [{ stateReport, netChangeReport }, { sources }] = await Promise.all([
    import('../investigate/states.ts'),
    import('../sources/index.ts'),
  ]);
  return interruptible(io, async ({ progress, signal, settle }) => {
    const { reader, close } = await openEvidence(question, flags, io, progress, signal);
    const context = { sources, reader, signal, clock: io.clock, version: version() };
    const [from, to] = times;
    const report = await (to === undefined
      ? stateReport(question, from, context)
      : netChangeReport(question, [from, to], context)
    ).finally(close);
    settle();
    await print(report, flags, io);
    return signal.aborted ? 130 : 0;
  });
}

/** @throws Obs3Error USAGE for flags that exclude each other. */
function checkFlags(targets: readonly string[], flags: AskFlags & StateFlags): void {
  const flag = flags.at === undefined ? '--between' : '--at';
  if (flags.at !== undefined && flags.between !== undefined)
    throw new Obs3Error('USAGE', '--at and --between exclude each other', { hint: 'drop one of them' });
  if (targets.length !== 1)
    throw new Obs3Error('USAGE', `${flag} needs one target, not ${targets.length}`, {
      hint: `name the resource before the flag: obs3 what sg-0a1b2c3d4e5f60718 ${flag} …`,
    });
  const window = (['since', 'until', 'around', 'window'] as const).find((name) => flags[name] !== undefined);
  if (window !== undefined)
    throw new Obs3Error('USAGE', `${flag} and --${window} exclude each other`, { hint: `drop --${window}` });
  if (flags.output !== 'table' && flags.output !== 'json')
    throw new Obs3Error('USAGE', `${flag} prints no ${flags.output}`, { hint: 'use -o table or -o json' });
}

function timesOf({ at, between = [] }: StateFlags, now: number): Times {
  if (at !== undefined) return [parseMoment(at, '--at', now)];
  const [first, second, ...more] = between;
  if (first === undefined || second === undefined || more.length > 0)
    throw new Obs3Error('USAGE', `--between takes two times, not ${between.length}`, {
      hint: 'obs3 what sg-0a1b2c3d4e5f60718 --between 2026-03-01T14:00Z 2026-03-01T15:00Z',
    });
  const [from, to] = [parseMoment(first, '--between', now), parseMoment(second, '--between', now)];
  if (from === to)
    throw new Obs3Error('USAGE', `--between was given the same time twice: ${second}`, {
      hint: 'use --at for one time',
    });
  return from < to ? [from, to] : [to, from];
}

async function print(report: StateReport | NetChangeReport, flags: AskFlags, io: CliIo): Promise<void> {
  if (flags.output === 'json') {
    await writeLines(io.stdout, jsonLines(report));
    return;
  }
  const { netChangeLines, stateLines } = await import('../render/state.ts');
  const context = { width: widthOf(io), color: hasColor(flags, io), expand: flags.expand ?? false };
  const lines = () =>
    report.schema === 'obs3.state/v1' ? stateLines(report, context) : netChangeLines(report, context);
  await printText(lines, flags, io);
}
