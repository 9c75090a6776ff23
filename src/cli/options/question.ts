/** The command line -> the question, resolved once. */
import type { Command } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import type { AskedAs, CommandName, Question, Target } from '../../model/question.ts';
import { isWrittenAddress } from './address.ts';
import { type FilterFlags, resolveFilters } from './filters.ts';
import { readType } from './resource-type.ts';
import { resolveWindow, type WindowFlags } from './window.ts';

export interface TargetFlags {
  readonly as?: string;
  readonly type?: string;
  readonly from?: readonly string[];
  readonly neighbors?: boolean;
  readonly why?: string;
}

export const addFromOption = (command: Command): Command =>
  command.option(
    '--from <path...>',
    'folders or files of delivered logs, s3://bucket/prefix, or - for standard input (default: ask AWS)',
  );

export const addTargetOptions = (command: Command): Command =>
  addFromOption(command.optionsGroup('Evidence and target:'))
    .option('--as <role>', 'target: what was done to it; principal: what it did (default: both)')
    .option('--type <type>', 'what a plain name is: AWS::S3::Bucket')
    .option('--neighbors', 'list all calls on what belongs to the target, not only those that a chain needs');

/** Without a window, AWS is asked about the last day. Milliseconds. */
const liveDefault = 86_400_000;

/** @throws Obs3Error USAGE */
export async function resolveQuestion(
  command: CommandName,
  texts: readonly string[],
  flags: TargetFlags & WindowFlags & FilterFlags,
  clock: number,
): Promise<Question> {
  const from = flags.from ?? [];
  if (from.filter((path) => path === '-').length > 1)
    throw new Obs3Error('USAGE', '--from - can be given once only', {
      hint: 'name all others as files or folders',
    });
  const as = resolveAs(flags.as, texts);
  const isLive = from.length === 0;
  const resolved = resolveWindow(flags, clock);
  const { given, now } = resolved;
  const window = isLive && !given ? { since: now - liveDefault, until: now } : resolved.window;
  const all = resolveFilters(flags, isLive);
  // the records of a trail show its region; AWS is asked region by region, and also where global services record
  const filters = isLive ? { ...all, regions: [] } : all;
  // the catalog is loaded only once the flags are valid
  const { planTarget } = await import('../../plan/target.ts');
  const type = await typeOf(flags, texts);
  return {
    command,
    targets: texts.map((text) => checkReading(planTarget(checkTarget(text), type), command, flags)),
    as,
    window,
    windowGiven: given,
    filters,
    regions: isLive ? all.regions : [],
    ...(flags.neighbors === true && { neighbors: true }),
    ...(flags.why !== undefined && { why: flags.why }),
    from,
    now,
  };
}

function resolveAs(as: string | undefined, texts: readonly string[]): AskedAs {
  if (as === undefined) return 'any';
  if (as !== 'target' && as !== 'principal')
    throw new Obs3Error('USAGE', `--as does not take '${as}'`, { hint: 'use target or principal' });
  if (texts.length === 0)
    throw new Obs3Error('USAGE', `--as ${as} needs a target`, { hint: 'name a resource or principal, or drop --as' });
  return as;
}

function checkTarget(text: string): string {
  if (text.trim() === '')
    throw new Obs3Error('USAGE', 'the target is empty', {
      hint: 'name a resource or a principal; is a variable unset?',
    });
  return text;
}

/** Names that nothing can have: the answer would be "nothing", as if it had been looked for. */
function checkReading(target: Target, command: CommandName, { type, as }: TargetFlags): Target {
  const { text, readings } = target;
  if (readings[0]?.kind === 'ip' && !isWrittenAddress(text))
    throw new Obs3Error('USAGE', `'${text}' is no address`, {
      hint: 'name one as 192.0.2.7 or 2001:db8::7; for something with such a name, give its --type',
    });
  // calls name the types of their resources
  const ofCalls = command === 'who' || command === 'investigate';
  if (type === undefined && as === undefined && !ofCalls && /^AWS::\w+::\w+$/.test(text))
    throw new Obs3Error('USAGE', `'${text}' is a resource type, and no resource`, {
      hint:
        command === 'compliance'
          ? `ask for all of them with --type ${text}`
          : `name one of that type; obs3 inventory --type ${text} lists them`,
    });
  return target;
}

async function typeOf({ type }: TargetFlags, texts: readonly string[]): Promise<string | undefined> {
  if (type === undefined) return undefined;
  if (texts.length === 0)
    throw new Obs3Error('USAGE', `--type ${type} needs a target`, { hint: 'name the resource, or drop --type' });
  return readType(type);
}
