/** What Config knows right now: resources by type, by key, and by query. */
import type { JsonObject, JsonValue } from '../../../src/model/json.ts';
import { isJsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, flagAt, limitAt, objectsAt, pageOf, textsAt } from '../call.ts';
import { isCurrent, isDeleted, latestItems, opened } from '../configuration-items.ts';
import { needRecorder } from './config-history.ts';
import { parseSelect, projected } from './config-select.ts';

const rules = { tokenKey: 'nextToken', invalidToken: 'InvalidNextTokenException' } as const;

/** https://docs.aws.amazon.com/config/latest/APIReference/API_ListDiscoveredResources.html */
export function listDiscoveredResources(call: Call): JsonObject {
  needRecorder(call);
  const { parameters } = call;
  const size = limitAt(parameters, 'limit', { most: 100, usual: 100, code: 'InvalidLimitException' });
  const ids = textsAt(parameters, 'resourceIds');
  const name = stringAt(parameters, 'resourceName');
  const type = stringAt(parameters, 'resourceType');
  if (!type || (ids.length > 0 && name !== undefined) || ids.length > 20)
    throw new AwsError('ValidationException', 'Give a resource type, and either up to 20 ids or a name.');
  const isWanted = (item: JsonObject) =>
    item['resourceType'] === type &&
    (ids.length === 0 || ids.includes(String(item['resourceId']))) &&
    (name === undefined || item['resourceName'] === name) &&
    (isCurrent(item) || (isDeleted(item) && flagAt(parameters, 'includeDeletedResources')));
  const page = pageOf(call, latestItems(call.here, call.now).filter(isWanted), { ...rules, size });
  const resourceIdentifiers = page.items.map((item) => ({
    resourceType: item['resourceType'],
    resourceId: item['resourceId'],
    resourceName: item['resourceName'],
    ...(isDeleted(item) && { resourceDeletionTime: item['configurationItemCaptureTime'] }),
  }));
  return { resourceIdentifiers, ...page.token };
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_BatchGetResourceConfig.html: no tags, nothing deleted. */
export function batchGetResourceConfig(call: Call): JsonObject {
  needRecorder(call);
  const keys = objectsAt(call.parameters, 'resourceKeys');
  if (keys.length < 1 || keys.length > 100) throw new AwsError('ValidationException', 'Give between 1 and 100 keys.');
  const done = keys.slice(0, call.settings.configBatchSize);
  const isWanted = (item: JsonObject) =>
    isCurrent(item) &&
    done.some((key) => key['resourceType'] === item['resourceType'] && key['resourceId'] === item['resourceId']);
  const baseConfigurationItems = latestItems(call.here, call.now)
    .filter(isWanted)
    .map(({ tags: _tags, relationships: _r, relatedEvents: _e, configurationItemMD5Hash: _h, ...base }) => base);
  return { baseConfigurationItems, unprocessedResourceKeys: keys.slice(done.length) };
}

/** An item as a query sees it: JSON texts are opened, tags are a list. */
export function documentOf(item: JsonObject): JsonObject {
  const tags = isJsonObject(item['tags']) ? item['tags'] : {};
  const supplementary = isJsonObject(item['supplementaryConfiguration']) ? item['supplementaryConfiguration'] : {};
  const openedSupplementary = Object.entries(supplementary).map(([key, value]): [string, JsonValue] => [
    key,
    opened(value),
  ]);
  return {
    ...item,
    configuration: opened(item['configuration']),
    supplementaryConfiguration: Object.fromEntries(openedSupplementary),
    tags: Object.entries(tags).map(([key, value]) => ({ key, value: value ?? '', tag: `${key}=${String(value)}` })),
  };
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_SelectResourceConfig.html: current state only. */
export function selectResourceConfig(call: Call): JsonObject {
  const size = limitAt(call.parameters, 'Limit', { most: 100, usual: 25, code: 'InvalidLimitException' });
  const select = parseSelect(stringAt(call.parameters, 'Expression') ?? '');
  const matching = latestItems(call.here, call.now).filter(isCurrent).map(documentOf).filter(select.matches);
  const page = pageOf(call, matching, { tokenKey: 'NextToken', invalidToken: rules.invalidToken, size });
  return {
    Results: page.items.map((document) => JSON.stringify(projected(document, select.fields))),
    QueryInfo: { SelectFields: select.fields.map((Name) => ({ Name })) },
    ...page.token,
  };
}
