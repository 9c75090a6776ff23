/** Queries over everything that Config knows of an account, and the rows that answer them. */
import type { ResourceEvidence } from '../../../../model/evidence.ts';
import type { KnownResource } from '../../../../model/inventory.ts';
import { isJsonObject, type JsonObject, type JsonValue, scalarText, stringAt } from '../../../../model/json.ts';
import type { Survey } from '../../../../model/question.ts';
import { complianceType } from '../../evaluation.ts';
import { readHead } from '../../item.ts';
import { isoTime, parseTime } from '../../time.ts';
import type { AskedRegion } from './asked-region.ts';
import { locatorOf } from './history.ts';

const place = 'resourceId, resourceType, accountId, awsRegion';
const state = 'configurationItemCaptureTime, configurationItemStatus, configurationStateId, configuration';

/** Texts of a query, quoted. Names of types and rules contain no quotes: a text that does is left out. */
const quoted = (texts: readonly string[]) => texts.filter((text) => /^[\w:.-]+$/.test(text)).map((text) => `'${text}'`);

const named = (property: string, texts: readonly string[]) =>
  texts.length === 0 ? [] : [`${property} IN (${quoted(texts).join(', ')})`];

/** The present verdicts of all rules on all resources: one row for each resource. */
export function selectCompliance({ types, rules }: Pick<Survey, 'types' | 'rules'>): string {
  // a conformance pack appends to a rule's name; a prefix has at least three characters
  const likes = rules
    .filter((rule) => rule.length >= 3 && quoted([rule]).length === 1)
    .map((rule) => `configuration.configRuleList.configRuleName LIKE '${rule}%'`);
  const conditions = [
    `resourceType = '${complianceType}'`,
    ...named('configuration.targetResourceType', types),
    ...(likes.length === rules.length && likes.length > 0 ? [`(${likes.join(' OR ')})`] : []),
  ];
  return `SELECT ${place}, ${state} WHERE ${conditions.join(' AND ')}`;
}

/** The complete present states of all resources of these types. */
export const selectStates = (types: readonly string[]): string =>
  `SELECT ${place}, ${state}, resourceName, arn, tags, resourceCreationTime, supplementaryConfiguration WHERE ${named('resourceType', types).join('')}`;

/** The resources that exist, without their configuration. */
export function selectInventory(types: readonly string[]): string {
  const where = types.length === 0 ? '' : ` WHERE ${named('resourceType', types).join('')}`;
  return `SELECT ${place}, resourceName, arn, tags, resourceCreationTime, configurationItemCaptureTime, configurationItemStatus${where}`;
}

/** A row of the inventory; undefined for what is not a resource, such as a compliance item. */
export function resourceIn(row: JsonObject): KnownResource | undefined {
  const { resourceType: type, resourceId: id, resourceName: name, arn, account, region, time, status } = readHead(row);
  if (type === '' || id === '' || type === complianceType) return undefined;
  return {
    type,
    id,
    name,
    arn,
    account,
    region,
    deleted: status.startsWith('ResourceDeleted'),
    createdTime: timeIn(row['resourceCreationTime']),
    changedTime: time === undefined ? null : isoTime(time),
    tags: 'tags' in row ? tagsIn(row['tags']) : null,
  };
}

/** What `ListDiscoveredResources` says: only that a resource exists, or existed. */
export function discoveredIn(
  listed: JsonObject,
  here: { readonly account: string; readonly region: string },
): KnownResource | undefined {
  const type = stringAt(listed, 'resourceType');
  const id = stringAt(listed, 'resourceId');
  if (type === undefined || id === undefined) return undefined;
  const deletedTime = timeIn(listed['resourceDeletionTime']);
  return {
    type,
    id,
    name: stringAt(listed, 'resourceName') ?? null,
    arn: null,
    ...here,
    deleted: deletedTime !== null,
    createdTime: null,
    changedTime: deletedTime,
    tags: null,
  };
}

function timeIn(value: JsonValue | undefined): string | null {
  const time = parseTime(value);
  return time === undefined ? null : isoTime(time);
}

/** A map, or a list of `{key, value}`. */
function tagsIn(tags: JsonValue | undefined): Readonly<Record<string, string>> {
  const pairs = Array.isArray(tags)
    ? tags.filter(isJsonObject).map((tag) => [stringAt(tag, 'key') ?? '', tag['value']] as const)
    : Object.entries(isJsonObject(tags) ? tags : {});
  return Object.fromEntries(pairs.filter(([key]) => key !== '').map(([key, value]) => [key, scalarText(value ?? '')]));
}

/** @param action the call that listed it */
export const inventoried = (
  asked: Pick<AskedRegion, 'region'>,
  resource: KnownResource,
  action: string,
): ResourceEvidence => ({
  type: 'resource',
  resource,
  origin: {
    source: 'config',
    backend: 'api',
    account: resource.account,
    region: resource.region,
    ref: resource.id,
    locator: locatorOf(asked, action, { resourceType: resource.type, resourceId: resource.id }),
  },
});
