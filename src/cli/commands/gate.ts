/** `obs3 gate`: whether what began at `--since` broke, endangered or set off anything, as an exit code for a pipeline. */
import { Command } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import type { Question } from '../../model/question.ts';
import type { GateSettings } from '../../report/gate-settings.ts';
import { type AskFlags, ask, type Finish } from '../ask.ts';
import type { CliIo } from '../io.ts';
import { addPlaceOptions } from '../options/filters.ts';
import { addGateOptions } from '../options/gate.ts';
import { addLiveOptions, type LiveFlags } from '../options/live.ts';
import { addOutputOptions } from '../options/output.ts';
import { addTargetOptions } from '../options/question.ts';
import { parseDuration } from '../options/time.ts';
import { addWindowOptions } from '../options/window.ts';
import type { SourceLag } from '../wait.ts';

type GateCommandFlags = AskFlags & { readonly wait?: string };

const help = `
Conditions:
  change        any successful write
  out-of-band   a write in the console, or by somebody not in --allow-principal
  dangerous     a write that opens, exposes or switches off (--severity)
  noncompliant  a rule broken since the start, and still broken (--rule)
  alarm         an alarm went off and is not OK yet; alarm=any: even if it is
  shift         a metric moved unusually after a change
  denied        a call was denied
  gap           something could not be seen; alone it is exit code 3

Without --fail-on: noncompliant, alarm, dangerous and gap. obs3.gate.json in the
working directory decides where no flag does (obs3 schema gate-policy).

Examples:
  obs3 gate --since 30m --wait 20m                       after a deploy
  obs3 gate checkout --since 30m --fail-on alarm,shift   one function
  obs3 gate --since 1d --fail-on out-of-band --allow-principal 'deploy/*'
  obs3 gate --from ./logs --since 2026-03-01T14:00Z -o json`;

export function gateCommand(io: CliIo, finish: Finish): Command {
  const command = new Command('gate')
    .summary('did a deploy break, endanger or trip anything: exit code 1 when it did')
    .description(
      'Judges what happened since a deploy began: each condition that is met fails, in the exit code and in words.',
    )
    .argument('[target...]', 'what the deploy is about (default: everything in the window)');
  addTargetOptions(command);
  addPlaceOptions(command);
  addLiveOptions(command);
  addWindowOptions(command);
  addGateOptions(command);
  command.option('--wait <duration>', 'first wait until the evidence must have arrived, at most this long: 20m');
  addOutputOptions(command);
  return command
    .option('--plan', 'print what would be asked and read, without asking')
    .addHelpText('after', help)
    .action(async (targets: readonly string[], flags: GateCommandFlags) => {
      const most = checked(flags);
      finish(
        await ask('gate', targets, flags, io, async (question, settings) => {
          const asked = withMetrics(question, settings);
          if (most === undefined || flags.plan) return asked;
          if (asked.from.length === 0) await checkEntrance(asked, flags, io);
          return waited(asked, most, io);
        }),
      );
    });
}

/** How long to wait. Milliseconds. */
function checked({ since, wait }: GateCommandFlags): number | undefined {
  if (since === undefined)
    throw new Obs3Error('USAGE', '--since is missing: a gate judges what is new since a deploy began', {
      hint: 'say when it began: --since 30m, or --since 2026-03-01T14:30Z',
    });
  if (wait === undefined) return undefined;
  const most = parseDuration(wait);
  if (most === undefined)
    throw new Obs3Error('USAGE', `--wait does not take '${wait}'`, { hint: 'use a duration: 90s, 15m, 2h' });
  return most;
}

/** Each metric costs money: they are only read if shifts are a condition. */
const withMetrics = (question: Question, settings: GateSettings | undefined): Question =>
  settings?.conditions.includes('shift') ? { ...question, metrics: true } : question;

/**
 * Whoever cannot sign in hears of it now, not once the wait is over. Signed in is anew after it: credentials may end meanwhile.
 * @throws Obs3Error USAGE, NO_SOURCE
 */
async function checkEntrance({ regions }: Question, flags: LiveFlags, io: CliIo): Promise<void> {
  const { openSessions } = await import('../sessions.ts');
  const { close } = await openSessions(regions, flags, io, new AbortController().signal);
  close();
}

async function waited(question: Question, most: number, io: CliIo): Promise<Question> {
  const [{ waitForEvidence }, lags] = await Promise.all([import('../wait.ts'), lagsOf(question)]);
  const { now, window } = question;
  const until = window.until ?? now;
  return { ...question, now: await waitForEvidence({ now, until, most, lags }, io) };
}

/** For the sources that are asked, depending on how they are read. */
async function lagsOf({ command, targets, from }: Question): Promise<readonly SourceLag[]> {
  const [{ sources }, { isArchiveBackend }, { sourcesToAsk }] = await Promise.all([
    import('../../sources/index.ts'),
    import('../../sources/source.ts'),
    import('../../plan/lanes.ts'),
  ]);
  const asked = sourcesToAsk(command, targets.length > 0);
  return sources
    .filter(({ name }) => asked.length === 0 || asked.includes(name))
    .flatMap(({ name, backends }) => {
      const own = backends.filter((backend) => isArchiveBackend(backend) === from.length > 0);
      return own.length === 0
        ? []
        : [{ source: name, lagSeconds: Math.max(...own.map(({ reach }) => reach.lagSeconds)) }];
    });
}
