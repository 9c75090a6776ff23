/** Config's records -> evidence. One normalizer, whichever dialect and whatever carried the record. */
import type { ConfigurationItem, RuleState } from '../../model/configuration-item.ts';
import type { Origin } from '../../model/event.ts';
import type { ConfigurationItemEvidence, RuleStateEvidence } from '../../model/evidence.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { recordIn } from './carriers.ts';
import { digestOf } from './digest.ts';
import { complianceType, readComplianceChange, readEvaluation, ruleStatesOf } from './evaluation.ts';
import { readItem } from './item.ts';

export type Place = Pick<Origin, 'backend' | 'locator'>;

export type ConfigEvidence = ConfigurationItemEvidence | RuleStateEvidence;

/**
 * Total: evidence, or in words why the value is none. A compliance item comes as the item that it is; what its rules say
 * are the states of `evidenceOf`.
 */
export function normalize(raw: unknown, place: Place): { evidence: ConfigEvidence } | { reason: string } {
  if (!isJsonObject(raw)) return { reason: 'no record of AWS Config' };
  const record = recordIn(raw as JsonObject);
  switch (record?.kind) {
    case undefined:
      return { reason: 'no record of AWS Config' };
    case 'aside':
      return { reason: `a ${record.what}` };
    case 'oversized':
      return { reason: 'a configuration item too large for its notification' };
    case 'item': {
      const reading = readItem(record.value);
      return 'reason' in reading ? reading : { evidence: itemEvidence(reading.item, place) };
    }
    case 'evaluation':
    case 'compliance-change': {
      const read = record.kind === 'evaluation' ? readEvaluation : readComplianceChange;
      const reading = read(record.value);
      return 'reason' in reading ? reading : { evidence: stateEvidence(reading.state, place) };
    }
  }
}

/** All that a record says: for a compliance item, the states of its rules. */
export function evidenceOf(
  raw: JsonObject,
  place: Place,
): { evidence: readonly ConfigEvidence[] } | { reason: string } {
  const normalized = normalize(raw, place);
  if ('reason' in normalized) return normalized;
  const { evidence } = normalized;
  if (evidence.type !== 'configuration-item' || evidence.item.resourceType !== complianceType)
    return { evidence: [evidence] };
  return { evidence: ruleStatesOf(evidence.item).map((state) => stateEvidence(state, place)) };
}

const itemEvidence = (item: ConfigurationItem, place: Place): ConfigurationItemEvidence => ({
  type: 'configuration-item',
  item,
  origin: originOf(item, item.stateId, place),
  digest: digestOf(item),
});

const stateEvidence = (state: RuleState, place: Place): RuleStateEvidence => ({
  type: 'rule-state',
  state,
  origin: originOf(state, state.rule, place),
  digest: digestOf(state),
});

const originOf = (
  { account, region }: Pick<ConfigurationItem, 'account' | 'region'>,
  ref: string,
  { backend, locator }: Place,
): Origin => ({ source: 'config', backend, account, region, ref, locator });
