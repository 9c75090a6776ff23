/** `obs3 doctor`: what can be seen, in AWS or in files, before somebody asks in earnest. */
import { Command, Option } from 'commander';
import type { Doctor, DoctorCheck } from '../../model/doctor.ts';
import { Obs3Error } from '../../model/error.ts';
import { type SurveyContext, surveyArchive } from '../archive-survey.ts';
import type { Finish } from '../ask.ts';
import { openRemote } from '../bucket-files.ts';
import { interruptible } from '../interruptible.ts';
import { type CliIo, writeLines } from '../io.ts';
import { jsonLines } from '../json-lines.ts';
import { addLiveOptions, checkLive, type LiveFlags } from '../options/live.ts';
import { hasColor, noColor, noPager, printText, widthOf } from '../options/output.ts';
import { collect } from '../options/repeatable.ts';
import { parseMoment } from '../options/time.ts';
import type { Progress } from '../progress.ts';
import { openSessions } from '../sessions.ts';
import { version } from '../version.ts';

export interface DoctorFlags extends LiveFlags {
  readonly from?: readonly string[];
  readonly region?: readonly string[];
  readonly now?: string;
  readonly output: 'table' | 'json';
  readonly color?: boolean;
  readonly pager?: boolean;
}

export function doctorCommand(io: CliIo, finish: Finish): Command {
  const command = new Command('doctor')
    .summary('what can be seen: permissions, trails, recorder, alarms, logs; or what files hold')
    .description(
      'Tells what can be seen, worst first, and what to do about it. It only reads: the commands that it prints are for you to run.',
    )
    .addHelpText(
      'after',
      '\nExit code: 0 when an investigation can be complete, 3 when it would have\nblocking gaps, 4 when nothing can be asked or the files hold no record.',
    )
    .optionsGroup('Evidence:')
    .option('--from <path...>', 'look at these files and folders (default: ask AWS)')
    .option('--region <region>', 'a region to ask, or all; repeatable', collect)
    .option('--now <when>', 'the clock that ages are counted from');
  addLiveOptions(command);
  return command
    .optionsGroup('Output:')
    .addOption(new Option('-o, --output <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .addOption(noColor())
    .addOption(noPager())
    .action(async (flags: DoctorFlags) => {
      const doctor = await examine(flags, io);
      await print(doctor, flags, io);
      finish(doctor.exitCode);
    });
}

async function print(doctor: Doctor, flags: DoctorFlags, io: CliIo): Promise<void> {
  if (flags.output === 'json') {
    await writeLines(io.stdout, jsonLines(doctor));
    return;
  }
  const { renderDoctor } = await import('../../render/doctor.ts');
  const context = { width: widthOf(io), color: hasColor(flags, io) };
  await printText(() => renderDoctor(doctor, context), flags, io);
}

async function examine(flags: DoctorFlags, io: CliIo): Promise<Doctor> {
  const from = flags.from ?? [];
  checkLive(flags, from);
  if (from.length > 0 && flags.region !== undefined) {
    throw new Obs3Error('USAGE', '--region asks AWS, --from reads files: they exclude each other', {
      hint: 'drop one of them: files are read for all regions',
    });
  }
  const clock = io.clock();
  const now = flags.now === undefined ? clock : parseMoment(flags.now, '--now', clock);
  return interruptible(
    io,
    ({ progress, signal }) =>
      from.length > 0
        ? examineFiles(from, flags, io, { now, generatedAt: clock, version: version(), signal, progress })
        : examineAws(flags, io, { now, signal, progress }),
    () => new Obs3Error('INTERRUPTED', 'interrupted before everything was looked at'),
    'nothing more is asked',
  );
}

async function examineFiles(
  from: readonly string[],
  flags: DoctorFlags,
  io: CliIo,
  context: SurveyContext,
): Promise<Doctor> {
  const remote = await openRemote(from, flags, io, context.progress, context.signal);
  return surveyArchive(from, { ...context, ...(remote && { remote }) }).finally(() => remote?.close());
}

interface Examination {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

async function examineAws(flags: DoctorFlags, io: CliIo, { now, signal, progress }: Examination): Promise<Doctor> {
  const named = flags.region ?? [];
  progress.show('signing in');
  const [{ doctorOf, gapCheck, noCredentialsCheck }, { neededActions }] = await Promise.all([
    import('../../report/doctor.ts'),
    import('../needed-actions.ts'),
  ]);
  const make = (surveys: Parameters<typeof doctorOf>[0]['surveys'], before: readonly DoctorCheck[]) =>
    doctorOf({
      surveys,
      before,
      needed: neededActions([]),
      regions: named,
      now,
      version: version(),
      generatedAt: io.clock(),
    });
  const opened = await openSessions(named, flags, io, signal).catch((error: unknown) => {
    // that nothing can be asked is exactly what doctor reports
    if (error instanceof Obs3Error && error.code === 'NO_SOURCE') return error;
    throw error;
  });
  if (opened instanceof Obs3Error) return make([], [noCredentialsCheck(opened.message, opened.hint ?? null)]);
  try {
    const { surveyAccount } = await import('../../aws/survey.ts');
    const surveys = await Promise.all(
      opened.sessions.map((session) =>
        surveyAccount({ session, regions: opened.regions, signal, onProgress: (text) => progress.show(text) }),
      ),
    );
    return make(
      surveys,
      opened.gaps.map(({ account, gap }) => gapCheck(account, gap)),
    );
  } finally {
    opened.close();
  }
}
