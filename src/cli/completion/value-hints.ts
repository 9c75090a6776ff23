/** What may stand behind a flag where commander does not know it: its own choices it tells itself. */
import { policyPurposes } from '../../plan/policy.ts';
import { conditionWords } from '../../report/gate-settings.ts';
import { topics } from '../help/index.ts';
import type { Topic } from '../help/topic.ts';
import { defaultRegions } from '../plan.ts';

/** words: one of them; list: some of them, with commas; profiles: of the AWS configuration; any: nobody can tell. */
export type ValueHint =
  | { readonly kind: 'words' | 'list'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'profiles' | 'any' };

export interface ValueHints {
  /** By long flag. */
  readonly options: Readonly<Record<string, ValueHint>>;
  /** By path of the command. */
  readonly arguments: Readonly<Record<string, ValueHint>>;
  /** What help is of, beside the commands. */
  readonly topics: readonly Pick<Topic, 'name' | 'summary'>[];
}

const words = (...all: readonly string[]): ValueHint => ({ kind: 'words', words: [...new Set(all)] });
const files: ValueHint = { kind: 'files' };

/** The catalogue is loaded for it: whoever writes the script waits once. */
export async function valueHints(documents: readonly string[]): Promise<ValueHints> {
  const { resourceTypes } = await import('../../resources/index.ts');
  return {
    options: {
      '--from': files,
      '--accounts-file': files,
      '--policy': files,
      '--keep': files,
      '--profile': { kind: 'profiles' },
      '--region': words('all', ...defaultRegions),
      '--type': words(...resourceTypes.map(({ type }) => type).sort()),
      '--as': words('target', 'principal'),
      '--outcome': words('success', 'denied', 'failed'),
      '--fail-on': { kind: 'list', words: conditionWords },
      '--for': words(...policyPurposes),
      '--severity': words('medium', 'high'),
    },
    arguments: {
      'obs3 index': files,
      'obs3 schema': words(...documents),
    },
    topics,
  };
}
