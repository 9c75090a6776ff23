/**
 * A configuration item in either dialect: the API's and CLI's (`version`, `accountId`, `arn`, `relationshipName`,
 * `configuration` as JSON text), and that of rules, notifications and deliveries to S3 (`configurationItemVersion`,
 * `awsAccountId`, `ARN`, `name`, `configuration` as an object). Tools and documentation mix them, and misspell both.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
 */
import type { ConfigurationItem } from '../../model/configuration-item.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../model/json.ts';
import { parseArn } from '../../resources/arn.ts';
import { openJsonText } from '../../resources/read.ts';
import { redactSections } from './redaction.ts';
import { relationshipsOf } from './relationship.ts';
import { isoTime, parseTime } from './time.ts';
import { canonicalType } from './type-name.ts';

/** What an item says about itself, read without its content. */
export interface ItemHead
  extends Pick<
    ConfigurationItem,
    'resourceType' | 'resourceId' | 'resourceName' | 'arn' | 'account' | 'region' | 'status'
  > {
  /** Epoch milliseconds; undefined if the item has no readable time. */
  readonly time: number | undefined;
}

/** The head of an item whose time can be read. */
export type TimedHead = ItemHead & { readonly time: number };

/** Levels of nesting, including those inside texts: far more than any resource has, and safe for recursion. */
const deepest = 200;

/** Whether a value is a configuration item, or claims to be one. */
export const isConfigurationItem = (value: JsonObject): boolean =>
  /^\w+::/.test(textOf(value, 'resourceType') ?? '') &&
  idOf(value) !== undefined &&
  ['configurationItemCaptureTime', 'configurationItemStatus', ...stateIdKeys].some((key) => key in value);

/** Only for values that are configuration items. */
export function readHead(value: JsonObject): ItemHead {
  const arn = textOf(value, 'arn', 'ARN', 'Arn') ?? null;
  const place = arn === null ? undefined : parseArn(arn);
  return {
    resourceType: canonicalType(textOf(value, 'resourceType') ?? ''),
    resourceId: idOf(value) ?? '',
    resourceName: textOf(value, 'resourceName') ?? null,
    arn,
    account: textOf(value, 'accountId', 'awsAccountId') ?? (place?.account || null),
    region: textOf(value, 'awsRegion') ?? (place?.region || null),
    time: parseTime(value['configurationItemCaptureTime']),
    status: textOf(value, 'configurationItemStatus') ?? 'OK',
  };
}

export const isDeleted = (status: string): boolean => status.startsWith('ResourceDeleted');

/**
 * Whether an item of an existing resource includes its configuration: summaries in notifications of oversized items and `SELECT
 * *` queries do not.
 */
export const hasContent = (value: JsonObject): boolean =>
  configurationKeys.some((key) => value[key] !== undefined) ||
  !['OK', 'ResourceDiscovered'].includes(readHead(value).status);

/** The item without its secrets, or in words why it cannot be used. */
export function readItem(value: JsonObject): { readonly item: ConfigurationItem } | { readonly reason: string } {
  const { resourceType, resourceId, resourceName, arn, account, region, time, status } = readHead(value);
  if (time === undefined) return { reason: 'a configuration item without a readable capture time' };
  const delivered: JsonObject = {
    configuration: isDeleted(status) ? null : configurationOf(value),
    supplementaryConfiguration: supplementOf(value),
    tags: tagsOf(value['tags']),
  };
  if (isTooDeep(delivered)) return { reason: 'a configuration item that is nested too deeply' };
  const supplementaryConfiguration = openTexts(delivered['supplementaryConfiguration'] ?? null);
  const { sections, redactions } = redactSections({ ...delivered, supplementaryConfiguration });
  const { relatedEvents } = value as { relatedEvents?: JsonValue };
  return {
    item: {
      // listed member by member for speed, as for calls: items are many, too
      resourceType,
      resourceId,
      resourceName,
      arn,
      account,
      region,
      status,
      captureTime: isoTime(time),
      stateId: stateIdOf(value) ?? String(time),
      configuration: sections['configuration'] ?? null,
      supplementaryConfiguration: objectOr(sections['supplementaryConfiguration']),
      tags: objectOr(sections['tags']),
      relationships: relationshipsOf(value['relationships']),
      ...createdOf(value),
      relatedEvents: Array.isArray(relatedEvents) ? relatedEvents.filter((id) => typeof id === 'string') : [],
      ...(!('tags' in value) && !('relationships' in value) && { partial: true as const }),
      ...(Object.keys(redactions).length > 0 && { redactions }),
    },
  };
}

/**
 * The item for rules that judge one item alone: its configuration as delivered, secrets included. It is not evidence, and does
 * not leave the place where it is judged. undefined if it cannot be used.
 */
export function readToJudge(value: JsonObject): ConfigurationItem | undefined {
  const { time, ...head } = readHead(value);
  const configuration = isDeleted(head.status) ? null : configurationOf(value);
  const supplement = supplementOf(value);
  if (time === undefined || isTooDeep({ configuration, supplement })) return undefined;
  return {
    ...head,
    captureTime: isoTime(time),
    stateId: '',
    configuration,
    supplementaryConfiguration: objectOr(openTexts(supplement)),
    tags: {},
    relationships: [],
    relatedEvents: [],
  };
}

/** Notifications leave the time out, or have it empty. */
function createdOf(value: JsonObject): Pick<ConfigurationItem, 'createdTime'> {
  const created = parseTime(value['resourceCreationTime']);
  return created === undefined ? {} : { createdTime: isoTime(created) };
}

const configurationKeys = ['configuration', 'configuaration'];

/** From a record in either dialect, as it was delivered. */
export function configurationOf(value: JsonObject): JsonValue {
  const key = configurationKeys.find((name) => value[name] !== undefined);
  const configuration = key === undefined ? undefined : value[key];
  if (typeof configuration !== 'string') return configuration ?? null;
  return configuration.trim() === '' ? null : parsed(configuration);
}

/** The API delivers each value as JSON text (`"false"`, `"\"{…}\""`), the other dialect as the value itself. */
function supplementOf(value: JsonObject): JsonObject {
  const supplement = value['supplementaryConfiguration'];
  const found = typeof supplement === 'string' ? parsed(supplement) : supplement;
  if (!isJsonObject(found)) return {};
  if ('configurationItemVersion' in value || 'awsAccountId' in value) return found;
  return Object.fromEntries(
    Object.entries(found).map(([key, member]) => [key, typeof member === 'string' ? parsed(member) : member]),
  );
}

/** An object, or a list of `{key, value}`. */
export function tagsOf(tags: JsonValue | undefined): JsonObject {
  if (isJsonObject(tags)) return tags;
  if (!Array.isArray(tags)) return {};
  return Object.fromEntries(
    tags.filter(isJsonObject).flatMap((tag) => {
      const key = textOf(tag, 'key', 'Key', 'tagKey');
      return key === undefined ? [] : [[key, tag['value'] ?? tag['Value'] ?? tag['tagValue'] ?? '']];
    }),
  );
}

/** Replaces texts that hold JSON, at any depth, by what they hold: a bucket's policy is text inside text. */
function openTexts(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    const inside = openJsonText(value);
    return inside === undefined ? value : openTexts(inside);
  }
  if (Array.isArray(value)) return value.map(openTexts);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, openTexts(member ?? null)]));
}

/** Whether parts of an item nest too deeply to be walked. */
export const isTooDeep = (parts: JsonObject): boolean => isDeeperThan(parts, deepest);

/** Texts that hold JSON count as what they hold. */
function isDeeperThan(value: JsonValue | undefined, levels: number): boolean {
  const inside = typeof value === 'string' ? openJsonText(value) : value;
  if (typeof inside !== 'object' || inside === null) return false;
  if (levels === 0) return true;
  return (Array.isArray(inside) ? inside : Object.values(inside)).some((member) => isDeeperThan(member, levels - 1));
}

const stateIdKeys = ['configurationStateId', 'configurationStateID', 'ConfigurationStateId'];

/** Notifications may say 0, which does not identify a state: undefined then. */
function stateIdOf(value: JsonObject): string | undefined {
  const id = textOf(value, ...stateIdKeys);
  return id === '0' ? undefined : id;
}

const idOf = (value: JsonObject) => textOf(value, 'resourceId') ?? textOf(value, 'resourceName', 'arn', 'ARN', 'Arn');

/** The first non-empty text among some members; a number counts as text. */
function textOf(value: JsonObject, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const member = value[key];
    if (typeof member === 'string' && member !== '') return member;
    if (typeof member === 'number') return String(member);
  }
  return undefined;
}

const objectOr = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** The value of a JSON text; the text itself if it is not JSON. */
const parsed = (text: string): JsonValue => parseJson(text) ?? text;
