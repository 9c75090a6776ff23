/** Configuration items: converts any dialect to the API's, and finds those in effect at a time. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/model/json.ts';
import type { RegionWorld } from './world.ts';

const textOf = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

const isPresent = (value: JsonValue | undefined): value is JsonValue => value !== undefined && value !== null;

const first = (item: JsonObject, ...keys: readonly string[]): JsonValue | undefined =>
  keys.map((key) => item[key]).find(isPresent);

/** Older deliveries and the CLI have times in seconds. */
const isoOf = (time: JsonValue | undefined): JsonValue =>
  typeof time === 'number' ? new Date(time * 1000).toISOString() : (time ?? null);

/** Tags are a map in the API; some deliveries have a list of key and value. */
function tagsOf(tags: JsonValue | undefined): JsonObject {
  if (!Array.isArray(tags)) return isJsonObject(tags) ? tags : {};
  const pairs = tags.filter(isJsonObject).map((tag) => [String(tag['key']), tag['value'] ?? ''] as const);
  return Object.fromEntries(pairs);
}

/**
 * The API's dialect: configuration and supplementary values are JSON in text, relationships have a relationshipName, the MD5
 * hash is empty, and so are relatedEvents since version 1.3.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
 */
export function asApiItem(item: JsonObject): JsonObject {
  const relationships = Array.isArray(item['relationships']) ? item['relationships'].filter(isJsonObject) : [];
  const supplementary = isJsonObject(item['supplementaryConfiguration']) ? item['supplementaryConfiguration'] : {};
  const optional = {
    arn: first(item, 'arn', 'ARN'),
    resourceName: item['resourceName'],
    availabilityZone: first(item, 'availabilityZone', 'availibilityZone'),
    resourceCreationTime: item['resourceCreationTime'],
    recordingFrequency: item['recordingFrequency'],
    configurationItemDeliveryTime: item['configurationItemDeliveryTime'],
  };
  const version = textOf(first(item, 'version', 'configurationItemVersion', 'snapshotVersion') ?? '1.3');
  return {
    version,
    accountId: first(item, 'accountId', 'awsAccountId') ?? null,
    configurationItemCaptureTime: isoOf(item['configurationItemCaptureTime']),
    configurationItemStatus: item['configurationItemStatus'] ?? 'OK',
    configurationStateId: textOf(first(item, 'configurationStateId', 'configurationStateID') ?? '0'),
    configurationItemMD5Hash: '',
    resourceType: item['resourceType'] ?? null,
    resourceId: item['resourceId'] ?? null,
    awsRegion: item['awsRegion'] ?? null,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => isPresent(value))),
    tags: tagsOf(item['tags']),
    relatedEvents: Number(version) < 1.3 && Array.isArray(item['relatedEvents']) ? item['relatedEvents'] : [],
    relationships: relationships.map(({ name, relationshipName, ...rest }) => ({
      ...rest,
      relationshipName: relationshipName ?? name,
    })),
    configuration: textOf(item['configuration']),
    supplementaryConfiguration: Object.fromEntries(
      Object.entries(supplementary).map(([key, value]) => [key, textOf(value)]),
    ),
  };
}

export const captureTimeOf = (item: JsonObject): number => Date.parse(String(item['configurationItemCaptureTime']));

export const isDeleted = (item: JsonObject): boolean =>
  String(item['configurationItemStatus']).startsWith('ResourceDeleted');

/** Not deleted, and recorded: what inventory queries see. */
export const isCurrent = (item: JsonObject): boolean =>
  !isDeleted(item) && item['configurationItemStatus'] !== 'ResourceNotRecorded';

const byCapture = (a: JsonObject, b: JsonObject): number =>
  captureTimeOf(a) - captureTimeOf(b) ||
  String(a['configurationStateId']).localeCompare(String(b['configurationStateId']));

/** All items of a resource, oldest first, as known at that time (milliseconds). */
export const historyOf = (region: RegionWorld, type: string, id: string, now: number): readonly JsonObject[] =>
  region.configurationItems
    .filter((item) => item['resourceType'] === type && item['resourceId'] === id && captureTimeOf(item) <= now)
    .sort(byCapture);

/** The latest item of each resource, including deleted ones, as known at that time (milliseconds). */
export function latestItems(region: Pick<RegionWorld, 'configurationItems'>, now: number): readonly JsonObject[] {
  const latest = new Map<string, JsonObject>();
  const known = region.configurationItems.filter((item) => captureTimeOf(item) <= now);
  for (const item of known.sort(byCapture)) latest.set(`${item['resourceType']} ${item['resourceId']}`, item);
  return [...latest.values()];
}

/** The value of a JSON text; the text itself if it is not JSON. */
export function opened(text: JsonValue | undefined): JsonValue {
  if (typeof text !== 'string') return text ?? null;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
