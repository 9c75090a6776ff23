/** Asks a question and prints its report: what all investigating commands have in common. */
import { setMaxListeners } from 'node:events';
import { Command } from 'commander';
import { type ExitCode, Obs3Error } from '../model/error.ts';
import type { CommandName, Question } from '../model/question.ts';
import type { Report } from '../model/report.ts';
import { openEvidence } from './evidence.ts';
import type { CliIo } from './io.ts';
import { addFilterOptions, type FilterFlags } from './options/filters.ts';
import { addGateOptions, type GateFlags, resolveGate } from './options/gate.ts';
import { addLiveOptions, checkLive, type LiveFlags } from './options/live.ts';
import { addOutputOptions, type OutputFlags, printReport } from './options/output.ts';
import { addTargetOptions, resolveQuestion, type TargetFlags } from './options/question.ts';
import { addWindowOptions, type WindowFlags } from './options/window.ts';
import { createProgress } from './progress.ts';
import { version } from './version.ts';

export type AskFlags = TargetFlags &
  WindowFlags &
  FilterFlags &
  OutputFlags &
  GateFlags &
  LiveFlags & { readonly plan?: boolean };

/** What a command's action ends with: the process's exit code. */
export type Finish = (code: ExitCode) => void;

/** A command that takes targets and asks one question. */
export const askCommand = (name: CommandName, summary: string, io: CliIo, finish: Finish): Command => {
  const command = new Command(name)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .argument(
      '[target...]',
      'id, ARN or name of a resource; user, role, session, access key, address, account, event id',
    );
  addTargetOptions(command);
  addLiveOptions(command);
  addWindowOptions(command);
  addFilterOptions(command);
  addGateOptions(command);
  addOutputOptions(command);
  command.option('--plan', 'print what would be asked and read, and ask nothing');
  return command.action(async (targets: readonly string[], flags: AskFlags) =>
    finish(await ask(name, targets, flags, io)),
  );
};

export async function ask(
  command: CommandName,
  targets: readonly string[],
  flags: AskFlags,
  io: CliIo,
  refine: (question: Question) => Question = (question) => question,
  print: typeof printReport = printReport,
): Promise<ExitCode> {
  checkLive(flags, flags.from ?? []);
  const question = refine(await resolveQuestion(command, targets, flags, io.clock()));
  if (flags.plan) {
    const { printPlan } = await import('./plan.ts');
    await printPlan(question, flags, io);
    return 0;
  }
  const [{ investigate }, { gateOf }] = await Promise.all([
    import('../investigate/investigate.ts'),
    import('../report/gate.ts'),
  ]);
  const progress = createProgress(io);
  const abort = new AbortController();
  // one signal for all calls in flight: a dozen regions are no leak
  setMaxListeners(0, abort.signal);
  const release = io.onInterrupt(() => abort.abort());
  try {
    const { reader, accountNames, close } = await openEvidence(question, flags, io, progress, abort.signal);
    const { sources } = await import('../sources/index.ts');
    const found = await investigate(question, {
      sources,
      reader,
      signal: abort.signal,
      clock: io.clock,
      version: version(),
    }).finally(close);
    progress.clear();
    const conditions = resolveGate(flags);
    const gate = conditions ? gateOf(conditions, found.timeline, found.coverage) : null;
    const report: Report = { ...found, gate };
    // who asks what became of one thing wants to see it; of a whole window, a line each
    const diff = flags.diff ?? (command === 'what' && targets.length > 0);
    await print(report, { ...flags, diff }, io, accountNames);
    return abort.signal.aborted ? 130 : ((gate?.exitCode ?? 0) as ExitCode);
  } catch (error) {
    if (abort.signal.aborted) throw new Obs3Error('INTERRUPTED', 'interrupted before anything was read');
    throw targets.length === 0 && question.from.length > 1 ? targetTakenForPath(error) : error;
  } finally {
    release();
    progress.clear();
  }
}

/** `--from ./logs sg-1`: all words after --from are paths, which is right for `--from *.gz` and surprises here. */
function targetTakenForPath(error: unknown): unknown {
  if (!(error instanceof Obs3Error) || error.code !== 'ARCHIVE_NOT_FOUND') return error;
  return new Obs3Error(error.code, error.message, {
    hint: 'all words after --from are paths: put the target before it',
    cause: error,
  });
}
