/** The configuration items of a resource -> what changed, from each to the next. */
import type { ConfigurationItem, Relationship } from '../../model/configuration-item.ts';
import type { Change, ConfigChangeDetail, ConfigChangeEvent, Match, Severity } from '../../model/event.ts';
import type { ConfigurationItemEvidence } from '../../model/evidence.ts';
import { type JsonObject, type JsonValue, pointerStep } from '../../model/json.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { type DiffOptions, diff } from './diff.ts';
import { describeItem } from './item-words.ts';

export interface ConfigChangesInput {
  readonly items: readonly ConfigurationItemEvidence[];
  /** undefined: all that there is. */
  readonly window: AnsweredWindow | undefined;
  /** Why an item is listed; empty where it is not. */
  readonly matches: (item: ConfigurationItem) => readonly Match[];
}

/** One event for every item in the window, compared with the one before it, which may lie before the window. */
export function configChanges({ items, window, matches }: ConfigChangesInput): readonly ConfigChangeEvent[] {
  const { since, until } = window ?? { since: -Infinity, until: Infinity };
  const events: ConfigChangeEvent[] = [];
  for (const history of historiesOf(items)) {
    let before: ConfigurationItemEvidence | undefined;
    for (const evidence of history) {
      const time = Date.parse(evidence.item.captureTime);
      const match = time >= since && time < until ? matches(evidence.item) : [];
      if (match.length > 0) events.push(changeEvent(evidence, before, match));
      if (isRecorded(evidence.item)) before = evidence;
    }
  }
  return events;
}

/** By resource, copies dropped, the oldest first. */
function historiesOf(items: readonly ConfigurationItemEvidence[]): readonly (readonly ConfigurationItemEvidence[])[] {
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

/** Of two copies of a state, the complete one; else the first in the order of places, so that input order decides nothing. */
function tellsMore(a: ConfigurationItemEvidence, b: ConfigurationItemEvidence): boolean {
  if (a.item.partial !== b.item.partial) return b.item.partial === true;
  return a.origin.locator < b.origin.locator;
}

function inOrder({ item: a }: ConfigurationItemEvidence, { item: b }: ConfigurationItemEvidence): number {
  if (a.captureTime !== b.captureTime) return a.captureTime < b.captureTime ? -1 : 1;
  // state ids are numbers that grow, of any length
  if (a.stateId.length !== b.stateId.length) return a.stateId.length - b.stateId.length;
  return a.stateId < b.stateId ? -1 : 1;
}

const isDeleted = ({ status }: ConfigurationItem) => status.startsWith('ResourceDeleted');

/** An item that says the resource is no longer recorded tells nothing of its state. */
const isRecorded = ({ status }: ConfigurationItem) => status !== 'ResourceNotRecorded';

function changeEvent(
  { item, origin }: ConfigurationItemEvidence,
  before: ConfigurationItemEvidence | undefined,
  match: readonly Match[],
): ConfigChangeEvent {
  const changes = before && isRecorded(item) ? changesBetween(before.item, item) : [];
  const detail: ConfigChangeDetail = {
    resourceType: item.resourceType,
    resourceId: item.resourceId,
    status: item.status,
    captureTime: item.captureTime,
    stateId: item.stateId,
    changes,
    relationshipOnly: changes.length > 0 && changes.every(({ path }) => path.startsWith('/relationships/')),
    inferred: false,
    before: before
      ? { stateId: before.item.stateId, captureTime: before.item.captureTime, locator: before.origin.locator }
      : null,
    after: isDeleted(item) ? null : contentOf(item),
  };
  const { account, region, resourceType, resourceId, stateId } = item;
  return {
    id: `config:${account ?? '-'}/${region ?? '-'}/${resourceType}/${resourceId}/${stateId}`,
    time: item.captureTime,
    kind: 'config-change',
    match,
    resources: [refOf(item)],
    summary: describeItem(detail, { before: before ? contentOf(before.item) : null, after: contentOf(item) }),
    severity: severityOf(detail),
    chain: null,
    origin,
    detail,
  };
}

function severityOf({ changes, relationshipOnly, status }: ConfigChangeDetail): Severity {
  if (status.startsWith('ResourceDeleted')) return 'notice';
  return changes.length > 0 && !relationshipOnly ? 'notice' : 'info';
}

/** What is compared: ids and times of the item itself differ always, and say nothing of the resource. */
const contentOf = (item: ConfigurationItem): JsonObject => ({
  configuration: item.configuration,
  supplementaryConfiguration: item.supplementaryConfiguration,
  tags: item.tags,
  relationships: item.relationships.map((relationship): JsonObject => ({ ...relationship })),
});

function changesBetween(before: ConfigurationItem, after: ConfigurationItem): readonly Change[] {
  if (isDeleted(before) || isDeleted(after)) {
    if (isDeleted(before) === isDeleted(after)) return [];
    return isDeleted(after)
      ? wholeOf(before).map(([path, state]): Change => ({ path, op: 'remove', before: state }))
      : wholeOf(after).map(([path, state]): Change => ({ path, op: 'add', after: state }));
  }
  const isPartial = before.partial === true || after.partial === true;
  const options: DiffOptions = { resourceType: after.resourceType, ...secretsOf(before, after) };
  return sections
    .filter((section) => section !== 'tags' || !isPartial)
    .flatMap((section) => diff(before[section], after[section], { ...options, names: [section] }))
    .concat(isPartial ? [] : relationshipChanges(before, after));
}

const sections = ['configuration', 'supplementaryConfiguration', 'tags'] as const;

/** All that an item tells of a resource: its last state, where it was deleted. */
const wholeOf = (item: ConfigurationItem): readonly (readonly [string, JsonValue])[] =>
  sections
    .filter((section) => section === 'configuration' || Object.keys(item[section]).length > 0)
    .map((section) => [pointerStep(section), item[section]]);

/** Digests of secrets tell them apart at one place only: one that moved within a list is taken for unchanged. */
function secretsOf(
  { redactions: old }: ConfigurationItem,
  { redactions: now }: ConfigurationItem,
): Pick<DiffOptions, 'secretsDiffer'> {
  if (!old || !now) return {};
  return {
    secretsDiffer: ({ before, after }) =>
      before === after && Object.hasOwn(old, before) && Object.hasOwn(now, after) && old[before] !== now[after],
  };
}

/** Relationships have no order: one that was there before is the same one, wherever it stands. */
function relationshipChanges(before: ConfigurationItem, after: ConfigurationItem): readonly Change[] {
  const [old, now] = [positionsIn(before), positionsIn(after)];
  const at = (index: number) => `/relationships${pointerStep(index)}`;
  const removed = [...old].filter(([key]) => !now.has(key)).reverse();
  const added = [...now].filter(([key]) => !old.has(key));
  return [
    ...removed.map(([, { entry, index }]): Change => ({ path: at(index), op: 'remove', before: entry })),
    ...added.map(([, { entry, index }]): Change => ({ path: at(index), op: 'add', after: entry })),
  ];
}

const positionsIn = ({ relationships }: ConfigurationItem) =>
  new Map(relationships.map((relationship, index) => [keyOf(relationship), { entry: { ...relationship }, index }]));

const keyOf = ({ resourceType, resourceId, resourceName, name }: Relationship) =>
  JSON.stringify([resourceType, resourceId, resourceName, name]);

const refOf = (item: ConfigurationItem): ResourceRef => ({
  type: item.resourceType,
  id: item.resourceId,
  ...(item.resourceName !== null && { name: item.resourceName }),
  ...(item.arn !== null && { arn: item.arn }),
  ...(item.account !== null && { account: item.account }),
  ...(item.region !== null && { region: item.region }),
});
