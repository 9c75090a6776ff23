/** Asks a question and prints its report: what all investigating commands share. */
import { setImmediate as turn } from 'node:timers/promises';
import { Command } from 'commander';
import { type ExitCode, Obs3Error } from '../model/error.ts';
import { numberText } from '../model/number-text.ts';
import type { RowFormat } from '../model/passing.ts';
import type { CommandName, Question } from '../model/question.ts';
import type { Report } from '../model/report.ts';
import { printable } from '../render/printable.ts';
import type { GateSettings } from '../report/gate-settings.ts';
import { createEventStream } from './event-stream.ts';
import { type OpenEvidence, openEvidence } from './evidence.ts';
import { interruptible } from './interruptible.ts';
import type { CliIo } from './io.ts';
import { hasS3 } from './options/bucket.ts';
import { addFilterOptions, type FilterFlags } from './options/filters.ts';
import { addGateOptions, type GateFlags, resolveGate } from './options/gate.ts';
import { addLiveOptions, checkLive, type LiveFlags } from './options/live.ts';
import { addOutputOptions, type OutputFlags, printReport } from './options/output.ts';
import { addTargetOptions, resolveQuestion, type TargetFlags } from './options/question.ts';
import { addWindowOptions, type WindowFlags } from './options/window.ts';
import { version } from './version.ts';

export type AskFlags = TargetFlags &
  WindowFlags &
  FilterFlags &
  OutputFlags &
  GateFlags &
  LiveFlags & { readonly plan?: boolean };

/** The end of a command's action: the process's exit code. */
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
  command.option('--plan', 'print what would be asked and read, without asking');
  return command.action(async (targets: readonly string[], flags: AskFlags) =>
    finish(await ask(name, targets, flags, io)),
  );
};

export async function ask(
  command: CommandName,
  targets: readonly string[],
  flags: AskFlags,
  io: CliIo,
  refine: (question: Question, gate: GateSettings | undefined) => Question | Promise<Question> = (question) => question,
  print: typeof printReport = printReport,
): Promise<ExitCode> {
  checkLive(flags, flags.from ?? []);
  const asked = await resolveQuestion(command, targets, flags, io.clock());
  // an unreadable policy is reported before anything is asked
  const settings = await resolveGate(command, flags, io.cwd);
  const question = await refine(asked, settings);
  if (flags.plan) {
    const { printPlan } = await import('./plan.ts');
    await printPlan(question, flags, io, { command });
    return 0;
  }
  return interruptible(io, async (running) => {
    const { progress, signal, abort, settle } = running;
    // nobody is left to read what would be found
    const stream =
      flags.output === 'ndjson' && print === printReport ? createEventStream(io, abort, progress.clear) : undefined;
    let close: OpenEvidence['close'] = () => {};
    try {
      const opened = await openEvidence(question, flags, io, progress, signal);
      close = opened.close;
      const [{ investigate }, { sources }, { TooMuchToHold }] = await Promise.all([
        import('../investigate/investigate.ts'),
        import('../sources/index.ts'),
        import('../investigate/reading-rounds.ts'),
      ]);
      const onRead = (pieces: number) => {
        if (pieces >= manyPieces && !signal.aborted)
          progress.hold(`all is read: putting ${numberText(pieces)} pieces of evidence together`);
      };
      const context = { sources, reader: opened.reader, signal, clock: io.clock, version: version(), onRead, turn };
      const rows = settings || print !== printReport ? undefined : rowFormat(question, flags);
      let found: Report;
      try {
        found = await investigate(question, {
          ...context,
          ...(rows && { mostHeld }),
          // when the calls are read again without being kept, output begins anew
          ...(stream &&
            !rows && {
              onEvent: (event, head, otherId) =>
                stream.print(event, { ...head, query: { ...head.query, command } }, otherId),
            }),
        });
      } catch (error) {
        if (!rows || !(error instanceof TooMuchToHold)) throw error;
        const { askPassing } = await import('./ask-passing.ts');
        return await askPassing(question, command, rows, context, io, running);
      }
      progress.clear();
      await stream?.end();
      if (stream?.hasNoReader()) return 0;
      if (!signal.aborted) checkWhy(question, found);
      const { gate, warning } = settings ? await decide(settings, found, question.now) : { gate: null };
      if (warning !== undefined) io.stderr.write(`${warning}\n`);
      const report: Report = { ...found, query: { ...found.query, command }, gate };
      // the answer may stay in a pager for an hour: nothing is kept open for it, and the cache is written by then
      await close();
      close = () => {};
      settle();
      // a question about one thing wants the details; for a whole window, a line each
      const diff = flags.diff ?? (command === 'what' && targets.length > 0);
      await print(report, { ...flags, diff }, io, opened.accountNames, stream?.printed);
      return signal.aborted ? 130 : ((gate?.exitCode ?? 0) as ExitCode);
    } catch (error) {
      await stream?.end();
      if (stream?.hasNoReader()) return 0;
      throw targets.length === 0 && question.from.length > 1 ? targetTakenForPath(error) : error;
    } finally {
      await close();
    }
  });
}

/** A mistyped rule would let everything pass. */
async function decide(settings: GateSettings, found: Report, now: number) {
  const { gateOf, rulesUnmet } = await import('../report/gate.ts');
  const gate = gateOf(settings, found, now);
  const unmet = rulesUnmet(found, settings).join(' and ');
  if (unmet === '') return { gate };
  const other = found.timeline.find((event) => event.kind === 'compliance')?.detail.rule;
  const others = other === undefined ? '' : `, but of others, as ${other}`;
  return {
    gate,
    warning: printable(`obs3: no verdict of rule ${unmet} was read${others}; check the name after --rule`),
  };
}

/** A mistyped time would be answered by the whole timeline, with the note about it lost in the middle. */
function checkWhy({ why }: Question, { explained, timeline }: Report): void {
  if (why === undefined || explained?.length !== 0) return;
  const some = timeline.find(({ chain }) => chain !== null) ?? timeline[0];
  throw new Obs3Error('USAGE', `--why: no event on this timeline has the id or the time '${why}'`, {
    hint: some
      ? `take one from the timeline, as ${some.time.slice(11, 19)}, or its id from -o json, as ${some.id}`
      : 'nothing was found: ask without --why to see where was looked',
  });
}

/** Fewer are put together in no noticeable time. */
const manyPieces = 10_000;

/** Some 100 MB of calls: beyond that, formats that can do so read once more without keeping them. */
const mostHeld = 20_000;

/**
 * Formats that print the calls of a window one by one need not keep them if they are in files. Objects in a bucket are fetched
 * only once, and standard input cannot be read again.
 */
function rowFormat({ command, targets, from }: Question, { output, keep }: AskFlags): RowFormat | undefined {
  const isAgain = from.length > 0 && (!hasS3(from) || keep !== undefined) && !from.includes('-');
  if (command !== 'who' || targets.length > 0 || !isAgain) return undefined;
  return output === 'ndjson' || output === 'csv' || output === 'json' ? output : undefined;
}

/** `--from ./logs sg-1`: all words after --from are paths, which is right for `--from *.gz` and surprising here. */
function targetTakenForPath(error: unknown): unknown {
  if (!(error instanceof Obs3Error) || error.code !== 'ARCHIVE_NOT_FOUND') return error;
  return new Obs3Error(error.code, error.message, {
    hint: 'all words after --from are paths: put the target before it',
    cause: error,
  });
}
