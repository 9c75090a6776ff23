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

/** What a record is, or in words why it cannot be used. */
export type RecordReading =
  | { readonly item: ConfigurationItem }
  | { readonly state: RuleState }
  | { readonly reason: string };

/** Total. A compliance item is returned as the item that it is. */
export function readRecord(raw: unknown): RecordReading {
  if (!isJsonObject(raw)) return { reason: 'no record of AWS Config' };
  const record = recordIn(raw as JsonObject);
  switch (record?.kind) {
    case undefined:
      return { reason: 'no record of AWS Config' };
    case 'aside':
      return { reason: `a ${record.what}` };
    case 'oversized':
      return { reason: 'a configuration item too large for its notification' };
    case 'item':
      return readItem(record.value);
    case 'evaluation':
      return readEvaluation(record.value);
    case 'compliance-change':
      return readComplianceChange(record.value);
  }
}

/** Total: evidence, or in words why there is none. What the rules of a compliance item say is returned by `evidenceOf`. */
export function normalize(raw: unknown, place: Place): { evidence: ConfigEvidence } | { reason: string } {
  const read = readRecord(raw);
  if ('reason' in read) return read;
  return { evidence: 'item' in read ? itemEvidence(read.item, place) : stateEvidence(read.state, place) };
}

/** Everything that a record says: for a compliance item, the states of its rules. */
export const evidenceOf = (
  raw: JsonObject,
  place: Place,
): { evidence: readonly ConfigEvidence[] } | { reason: string } => evidenceOfReading(readRecord(raw), place);

/** The same for a record that was read before. */
export function evidenceOfReading(
  read: RecordReading,
  place: Place,
): { evidence: readonly ConfigEvidence[] } | { reason: string } {
  if ('reason' in read) return read;
  if ('state' in read) return { evidence: [stateEvidence(read.state, place)] };
  if (read.item.resourceType !== complianceType) return { evidence: [itemEvidence(read.item, place)] };
  return { evidence: ruleStatesOf(read.item).map((state) => stateEvidence(state, place)) };
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
