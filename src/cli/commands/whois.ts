/** `obs3 whois`: the person behind a key, a session, a call or a name, how they came to it, and what is new about it. */
import { Command, Option } from 'commander';
import type { ExitCode } from '../../model/error.ts';
import type { WhoisReport } from '../../model/whois.ts';
import type { Finish } from '../ask.ts';
import { openEvidence } from '../evidence.ts';
import { interruptible } from '../interruptible.ts';
import { type CliIo, writeLines } from '../io.ts';
import { jsonLines } from '../json-lines.ts';
import type { FilterFlags } from '../options/filters.ts';
import { addLiveOptions, checkLive, type LiveFlags } from '../options/live.ts';
import { hasColor, noColor, noPager, printText, widthOf } from '../options/output.ts';
import { addFromOption, resolveQuestion } from '../options/question.ts';
import { collect } from '../options/repeatable.ts';
import { addWindowOptions, type WindowFlags } from '../options/window.ts';
import { version } from '../version.ts';

type WhoisFlags = LiveFlags &
  WindowFlags &
  Pick<FilterFlags, 'region' | 'account'> & {
    readonly from?: readonly string[];
    /** `--no-baseline` makes it false. */
    readonly baseline?: boolean;
    readonly output: 'table' | 'json';
    readonly expand?: boolean;
    readonly plan?: boolean;
    readonly color?: boolean;
    readonly pager?: boolean;
  };

const help = `
What is new is told against what the same person, role or user did before the
window: in all files given, or in the 7 days before it of AWS. Of a key, a
session or a call, without a window, before its first use.

Examples:
  obs3 whois ASIAIOSFODNN7EXAMPLE                        who is behind this key
  obs3 whois deploy/botocore-session-1699 --from ./logs  a session of a role
  obs3 whois 8f1d2c3b-4a5e-6f70-8192-a3b4c5d6e7f8        who made this call
  obs3 whois alice@example.com --since 2d                a person, in all roles`;

export function whoisCommand(io: CliIo, finish: Finish): Command {
  const command = new Command('whois')
    .summary('who is behind a key, session, call or name, and what is new about it')
    .description('Who is behind it: the human, the way to the credentials, their use, and what is new about it.')
    .argument(
      '<principal>',
      "access key, session ARN, role/session, principal id (AROA…:session), event id, user, role, or a human's name",
    )
    .optionsGroup('Evidence:');
  addFromOption(command)
    .addOption(
      new Option('--region <region>', 'only calls recorded there; of AWS: ask it, or all; repeatable').argParser(
        collect,
      ),
    )
    .addOption(new Option('--account <id>', 'only calls recorded in this account; repeatable').argParser(collect))
    .option('--no-baseline', 'do not look for earlier behavior');
  addLiveOptions(command);
  addWindowOptions(command);
  return command
    .optionsGroup('Output:')
    .addOption(new Option('-o, --output <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .option('--expand', 'every session, address and service, however many')
    .addOption(noColor())
    .addOption(noPager())
    .option('--plan', 'print what would be asked and read, without asking')
    .addHelpText('after', help)
    .action(async (target: string, flags: WhoisFlags) => finish(await whois(target, flags, io)));
}

async function whois(target: string, flags: WhoisFlags, io: CliIo): Promise<ExitCode> {
  checkLive(flags, flags.from ?? []);
  const question = await resolveQuestion('who', [target], { ...flags, reads: true }, io.clock());
  const [{ firstQuestion, whoisReport, whoisKind }, { sources }] = await Promise.all([
    import('../../investigate/whois.ts'),
    import('../../sources/index.ts'),
  ]);
  const asked = { question, kind: whoisKind(question), comparesEarlier: flags.baseline !== false };
  if (flags.plan) {
    const { printPlan } = await import('../plan.ts');
    // from files only the needed sources are read; for AWS the question decides
    const read = question.from.length > 0 ? { sources: ['cloudtrail'] } : {};
    await printPlan(firstQuestion(asked), flags, io, { command: 'whois', ...read });
    return 0;
  }
  return interruptible(io, async ({ progress, signal, settle }) => {
    const { reader, close } = await openEvidence(question, flags, io, progress, signal);
    const context = { sources, reader, signal, clock: io.clock, version: version() };
    const report = await whoisReport(asked, context).finally(close);
    settle();
    await print(report, flags, io);
    return signal.aborted ? 130 : 0;
  });
}

async function print(report: WhoisReport, flags: WhoisFlags, io: CliIo): Promise<void> {
  if (flags.output === 'json') {
    await writeLines(io.stdout, jsonLines(report));
    return;
  }
  const { whoisLines } = await import('../../render/whois.ts');
  const context = { width: widthOf(io), color: hasColor(flags, io), expand: flags.expand ?? false };
  await printText(() => whoisLines(report, context), flags, io);
}
