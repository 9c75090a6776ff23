/** The configuration items of a resource -> what changed from each to the next. */
import type { ConfigurationItem, Relationship } from '../../model/configuration-item.ts';
import type { Change, ConfigChangeDetail, ConfigChangeEvent, Match, Severity } from '../../model/event.ts';
import type { ConfigurationItemEvidence } from '../../model/evidence.ts';
import { type JsonValue, pointerStep } from '../../model/json.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { diff } from './diff.ts';
import { contentOf, historiesOf, isDeleted, isRecorded } from './histories.ts';
import { describeItem } from './item-words.ts';
import { markSecrets, unmarkChanges } from './secret-marks.ts';

export interface ConfigChangesInput {
  readonly items: readonly ConfigurationItemEvidence[];
  /** undefined: everything. */
  readonly window: AnsweredWindow | undefined;
  /** Why an item is listed; empty if it is not. */
  readonly matches: (item: ConfigurationItem) => readonly Match[];
}

/** One event for every item in the window, compared with the previous one, which may lie before the window. */
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
  return {
    id: itemEventId(item),
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

/** What differs between two items of one resource. */
export function changesBetween(before: ConfigurationItem, after: ConfigurationItem): readonly Change[] {
  if (isDeleted(before) || isDeleted(after)) {
    if (isDeleted(before) === isDeleted(after)) return [];
    return isDeleted(after)
      ? wholeOf(before).map(([path, state]): Change => ({ path, op: 'remove', before: state }))
      : wholeOf(after).map(([path, state]): Change => ({ path, op: 'add', after: state }));
  }
  const isPartial = before.partial === true || after.partial === true;
  const [old, now] = markSecrets(before, after);
  const changes = sections
    .filter((section) => section !== 'tags' || !isPartial)
    .flatMap((section) => diff(old[section], now[section], { resourceType: after.resourceType, names: [section] }));
  return (before.redactions && after.redactions ? unmarkChanges(changes) : changes).concat(
    isPartial ? [] : relationshipChanges(before, after),
  );
}

const sections = ['configuration', 'supplementaryConfiguration', 'tags'] as const;

/** Everything that an item says about a resource; for a deleted resource, its last state. */
const wholeOf = (item: ConfigurationItem): readonly (readonly [string, JsonValue])[] =>
  sections
    .filter((section) => section === 'configuration' || Object.keys(item[section]).length > 0)
    .map((section) => [pointerStep(section), item[section]]);

/** Relationships have no order: one that was there before is the same, whatever its position. */
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

/** The id of an item's event, the same for every backend. */
export const itemEventId = ({ account, region, resourceType, resourceId, stateId }: ConfigurationItem): string =>
  `config:${account ?? '-'}/${region ?? '-'}/${resourceType}/${resourceId}/${stateId}`;
