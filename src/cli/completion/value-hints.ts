/** What may follow a flag if commander does not know: choices are known from commander. */
import { policyPurposes } from '../../plan/policy.ts';
import { conditionWords } from '../../report/gate-settings.ts';
import { topics } from '../help/index.ts';
import type { Topic } from '../help/topic.ts';
import { defaultRegions } from '../plan.ts';

/** words: one of them; list: some of them, separated by commas; profiles: of the AWS configuration; any: unknown. */
export type ValueHint =
  | { readonly kind: 'words' | 'list'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'profiles' | 'any' };

export interface ValueHints {
  /** By long flag. */
  readonly options: Readonly<Record<string, ValueHint>>;
  /** By path of the command. */
  readonly arguments: Readonly<Record<string, ValueHint>>;
  /** The topics of help, in addition to the commands. */
  readonly topics: readonly Pick<Topic, 'name' | 'summary'>[];
}

const words = (...all: readonly string[]): ValueHint => ({ kind: 'words', words: [...new Set(all)] });
const files: ValueHint = { kind: 'files' };

/** Loads the catalog: whoever generates the script waits once. */
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
