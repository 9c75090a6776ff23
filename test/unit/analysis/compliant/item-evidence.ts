/** Configuration items as evidence, normalized from the form that Config delivers. */
import type { ConfigurationItemEvidence } from '../../../../src/model/evidence.ts';
import { normalize } from '../../../../src/sources/config/normalize.ts';
import { apiItem, deliveredItem, type State } from '../../../fixtures/config.ts';

/** The two dialects have the same content. */
export const dialects = { api: apiItem, delivered: deliveredItem } as const;

export function itemEvidence(
  state: State,
  { as = 'delivered', locator }: { readonly as?: keyof typeof dialects; readonly locator?: string } = {},
): ConfigurationItemEvidence {
  const place = { backend: 'archive', locator: locator ?? `config.json#${state.captureTime ?? ''}` };
  const normalized = normalize(dialects[as](state), place);
  if (!('evidence' in normalized) || normalized.evidence.type !== 'configuration-item')
    throw new Error('the state makes no configuration item');
  return normalized.evidence;
}
