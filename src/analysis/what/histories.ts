/** The configuration items of each resource, in order. */
import type { ConfigurationItem } from '../../model/configuration-item.ts';
import type { ConfigurationItemEvidence } from '../../model/evidence.ts';
import type { JsonObject } from '../../model/json.ts';

/** By resource, without copies, oldest first. */
export function historiesOf(
  items: readonly ConfigurationItemEvidence[],
): readonly (readonly ConfigurationItemEvidence[])[] {
  const byResource = new Map<string, Map<string, ConfigurationItemEvidence>>();
  for (const evidence of items) {
    const { account, region, resourceType, resourceId, stateId } = evidence.item;
    const resource = JSON.stringify([account, region, resourceType, resourceId]);
    const states = byResource.get(resource) ?? new Map<string, ConfigurationItemEvidence>();
    const known = states.get(stateId);
    if (!known || tellsMore(evidence, known)) states.set(stateId, evidence);
    byResource.set(resource, states);
  }
  return [...byResource.values()].map((states) => [...states.values()].sort(inOrder));
}

/** Of two copies of a state, the complete one; otherwise the first by place, so that input order makes no difference. */
function tellsMore(a: ConfigurationItemEvidence, b: ConfigurationItemEvidence): boolean {
  if (a.item.partial !== b.item.partial) return b.item.partial === true;
  return a.origin.locator < b.origin.locator;
}

function inOrder({ item: a }: ConfigurationItemEvidence, { item: b }: ConfigurationItemEvidence): number {
  if (a.captureTime !== b.captureTime) return a.captureTime < b.captureTime ? -1 : 1;
  // state ids are increasing numbers of any length
  if (a.stateId.length !== b.stateId.length) return a.stateId.length - b.stateId.length;
  return a.stateId < b.stateId ? -1 : 1;
}

export const isDeleted = ({ status }: ConfigurationItem) => status.startsWith('ResourceDeleted');

/** An item that says that the resource is no longer recorded says nothing about its state. */
export const isRecorded = ({ status }: ConfigurationItem) => status !== 'ResourceNotRecorded';

/** What is compared: ids and times of the item itself always differ, and say nothing about the resource. */
export const contentOf = (item: ConfigurationItem): JsonObject => ({
  configuration: item.configuration,
  supplementaryConfiguration: item.supplementaryConfiguration,
  tags: item.tags,
  relationships: item.relationships.map((relationship): JsonObject => ({ ...relationship })),
});
