/** `--fail-on`, `--policy` and related options: when the exit code says no. */
import { type Command, Option } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import type { CommandName } from '../../model/question.ts';
import type { ConditionWord, DangerSeverity, GateCondition, GateSettings } from '../../report/gate-settings.ts';
import { collect } from './repeatable.ts';

export interface GateFlags {
  readonly failOn?: readonly ConditionWord[];
  readonly strict?: boolean;
  readonly severity?: DangerSeverity;
  readonly allowPrincipal?: readonly string[];
  readonly rule?: readonly string[];
  readonly policy?: string;
}

/** As in `report/gate-settings.ts`, which is only loaded for a gate. */
const words: readonly ConditionWord[] = [
  'change',
  'out-of-band',
  'dangerous',
  'noncompliant',
  'alarm',
  'alarm=any',
  'shift',
  'denied',
  'gap',
];

/** @param defaults what is checked by default. */
export function addGateOptions(command: Command, defaults = ''): Command {
  command
    .optionsGroup('In scripts and CI:')
    .addOption(
      new Option(
        '--fail-on <condition>',
        `exit 1 on change, out-of-band, dangerous, noncompliant, alarm (or alarm=any), shift or denied, 3 on gap; repeatable, or with commas${defaults}`,
      ).argParser((value: string, previous: readonly ConditionWord[] = []) => [
        ...new Set([...previous, ...asWords(value)]),
      ]),
    )
    .option('--strict', 'exit 3 when something could not be seen (as --fail-on gap)')
    .option(
      '--allow-principal <glob>',
      'whose writes are in-band: ARN, name, name/session or person; repeatable',
      collect,
    )
    .addOption(
      new Option('--severity <severity>', 'the lowest danger that fails: medium or high (default: medium)').argParser(
        asSeverity,
      ),
    );
  // if the command selects rules anyway, those are the ones that can fail
  if (!command.options.some(({ long }) => long === '--rule')) {
    command.option('--rule <glob>', 'only these rules of AWS Config can fail; repeatable', collect);
  }
  return command.option('--policy <file>', 'conditions, principals and exceptions from this file (see docs/ci.md)');
}

function asWords(text: string): readonly ConditionWord[] {
  const given = text.split(',');
  const known = given.flatMap((each) => words.find((word) => word === each) ?? []);
  const unknown = given.filter((each) => !words.some((word) => word === each));
  if (unknown.length > 0)
    throw new Obs3Error('USAGE', `--fail-on does not take ${unknown.map((each) => `'${each}'`).join(' or ')}`, {
      hint: `use ${words.join(', ')}`,
    });
  return known;
}

function asSeverity(text: string): DangerSeverity {
  if (text !== 'medium' && text !== 'high')
    throw new Obs3Error('USAGE', `--severity does not take '${text}'`, { hint: 'use medium or high' });
  return text;
}

/** A command's timeline decides which conditions can be checked; a condition that cannot be is rejected, not passed. */
const tellableBy: Partial<Record<GateCondition, readonly CommandName[]>> = {
  'out-of-band': ['investigate', 'who', 'gate'],
  dangerous: ['investigate', 'who', 'gate'],
  shift: ['investigate', 'gate'],
};

/** Flags that only affect one condition. */
const belongsTo = [
  ['--allow-principal', 'allowPrincipal', 'out-of-band'],
  ['--severity', 'severity', 'dangerous'],
  ['--rule', 'rule', 'noncompliant'],
] as const satisfies readonly (readonly [string, keyof GateFlags, GateCondition])[];

/**
 * undefined if nothing was asked of the exit code. `gate` finds its policy by itself, other commands read the given one.
 * @throws Obs3Error USAGE
 */
export async function resolveGate(
  command: CommandName,
  flags: GateFlags,
  cwd: string,
): Promise<GateSettings | undefined> {
  const { failOn, strict = false, severity, allowPrincipal, rule, policy: named } = flags;
  for (const [flag, values] of [
    ['--allow-principal', allowPrincipal],
    ['--rule', rule],
  ] as const) {
    // an unset variable in a script would match nobody
    if (values?.some((value) => value.trim() === ''))
      throw new Obs3Error('USAGE', `${flag} is empty`, { hint: 'name a glob, or drop the flag' });
  }
  const isAsked = command === 'gate' || failOn !== undefined || strict || named !== undefined;
  if (!isAsked) {
    const [flag, , condition] = belongsTo.find(([, name]) => flags[name] !== undefined) ?? [];
    if (flag === undefined) return undefined;
    throw new Obs3Error('USAGE', `${flag} needs a condition to fail on`, { hint: `add --fail-on ${condition}` });
  }
  const [{ settingsOf }, policy] = await Promise.all([
    import('../../report/gate-settings.ts'),
    command === 'gate' || named !== undefined
      ? import('./gate-policy.ts').then(({ readGatePolicy }) => readGatePolicy(named, cwd))
      : undefined,
  ]);
  // --strict alone asks for nothing else, except from a policy or a gate
  const conditions = failOn ?? (strict && command !== 'gate' && policy === undefined ? (['gap'] as const) : undefined);
  const settings = settingsOf(
    {
      strict,
      ...(conditions && { conditions }),
      ...(severity && { severity }),
      ...(rule && { rules: rule }),
      ...(allowPrincipal && { allowedPrincipals: allowPrincipal }),
    },
    policy,
  );
  for (const [flag, name, condition] of belongsTo) {
    if (flags[name] !== undefined && !settings.conditions.includes(condition))
      throw new Obs3Error('USAGE', `${flag} is for ${condition}, which is not checked`, {
        hint: `add ${condition} to --fail-on`,
      });
  }
  for (const condition of settings.conditions) {
    const able = tellableBy[condition];
    if (able && !able.includes(command))
      throw new Obs3Error('USAGE', `obs3 ${command} cannot tell ${condition}`, {
        hint: `use obs3 ${able.slice(0, -1).join(', ')} or ${able.at(-1)}`,
      });
  }
  return settings;
}
