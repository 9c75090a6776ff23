/** `--fail-on`, `--strict`: when the exit code says no. */
import { type Command, Option } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import type { GateCondition } from '../../report/gate.ts';

export interface GateFlags {
  readonly failOn?: readonly GateCondition[];
  readonly strict?: boolean;
}

const conditions = ['change', 'denied', 'noncompliant', 'alarm', 'gap'];

export const addGateOptions = (command: Command): Command =>
  command
    .optionsGroup('In scripts and CI:')
    .addOption(
      new Option(
        '--fail-on <condition>',
        'exit 1 on change, denied, noncompliant or alarm, 3 on gap; repeatable, or with commas',
      ).argParser((value: string, previous: readonly string[] = []) => {
        const wanted = value.split(',');
        for (const condition of wanted) {
          if (!conditions.includes(condition)) {
            throw new Obs3Error('USAGE', `--fail-on does not take '${condition}'`, {
              hint: `use ${conditions.join(', ')}`,
            });
          }
        }
        return [...new Set([...previous, ...wanted])];
      }),
    )
    .option('--strict', 'exit 3 when something could not be seen (as --fail-on gap)');

/** undefined where nothing was asked of the exit code. */
export function resolveGate({ failOn, strict }: GateFlags): readonly GateCondition[] | undefined {
  if (failOn === undefined && strict !== true) return undefined;
  return [...new Set([...(failOn ?? []), ...(strict ? (['gap'] as const) : [])])];
}
