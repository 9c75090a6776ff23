/**
 * A CloudTrail record as delivered, and how to read the fields whose form varies by age, service and exporter.
 * Fields: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import type { Outcome } from '../../model/event.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from '../../model/json.ts';

export type CloudTrailRecord = JsonObject;

/** Whether a value is a CloudTrail record: an API call, a service event, or an Insights event. */
export function isCloudTrailRecord(value: JsonObject): boolean {
  if (isInsight(value)) return true;
  const eventSource = value['eventSource'];
  if (typeof value['eventName'] !== 'string' || typeof eventSource !== 'string') return false;
  // an S3 event notification looks much the same, but its source is "aws:s3"
  if (eventSource.startsWith('aws:')) return false;
  return 'userIdentity' in value || 'eventID' in value || 'eventType' in value || 'sourceIPAddress' in value;
}

export const isInsight = (value: JsonObject): boolean =>
  value['eventType'] === 'AwsCloudTrailInsight' || isJsonObject(value['insightDetails']);

/** A digest file's object: it lists log files and holds no events. */
export const isDigest = (value: JsonObject): boolean => 'digestStartTime' in value && 'digestS3Bucket' in value;

/** The region whose log files a digest lists: the folder after `CloudTrail-Digest` in the digest's own key. */
export const digestRegion = (digest: JsonObject): string | null =>
  /\/CloudTrail-Digest\/([a-z0-9-]+)\//.exec(stringAt(digest, 'digestS3Object') ?? '')?.[1] ?? null;

/** When the call completed, epoch milliseconds; undefined if the record has no readable time. */
export function eventTime(record: CloudTrailRecord): number | undefined {
  return parseTime(record['eventTime']) ?? parseTime(record['@timestamp']);
}

const zoneless = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?$/;
const zoned = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/** Only years of four digits: with those, text order is time order. */
const firstTime = Date.UTC(1970, 0, 1);
const lastTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

function parseTime(value: JsonValue | undefined): number | undefined {
  const time = timeOf(value);
  return time !== undefined && time >= firstTime && time <= lastTime ? time : undefined;
}

/** ISO 8601 with or without zone (then UTC, as Athena prints it) and epoch seconds. */
function timeOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value > 0 ? Math.round(value * 1000) : undefined;
  if (typeof value !== 'string') return undefined;
  // a record's time is read more than once, and many records have the same second
  if (value !== lastText) [lastText, timeOfLast] = [value, timeOfText(value)];
  return timeOfLast;
}

let lastText = '';
let timeOfLast: number | undefined;

function timeOfText(value: string): number | undefined {
  const bare = zoneless.exec(value);
  const text = bare ? `${bare[1]}T${bare[2]}${(bare[3] ?? '').slice(0, 4)}Z` : value;
  if (!bare && !zoned.test(value)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

const day = 86_400_000;
let lastDay: number | undefined;
let textOfLastDay = '';

/** `toISOString` for epoch milliseconds in years of four digits: most events come day by day, so the date is kept. */
export function isoTime(time: number): string {
  const started = Math.floor(time / day) * day;
  if (started !== lastDay) [lastDay, textOfLastDay] = [started, new Date(started).toISOString().slice(0, 11)];
  const ms = time - started;
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = twoDigits[Math.floor(minutes / 60)];
  const thousandths = String(ms % 1000).padStart(3, '0');
  return `${textOfLastDay}${hours}:${twoDigits[minutes % 60]}:${twoDigits[seconds % 60]}.${thousandths}Z`;
}

const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

const readPrefixes =
  /^(Get|List|Describe|Head|Lookup|Search|Select|BatchGet|Query|Scan|Test|Validate|Simulate|Check|Preview)(?![a-z])/;

/** `readOnly` as CloudTrail marks it, in any spelling; judged by the event's name if the record does not say. */
export function isReadOnly(record: CloudTrailRecord): boolean {
  const { readOnly } = record as { readOnly?: JsonValue };
  if (typeof readOnly === 'boolean') return readOnly;
  if (typeof readOnly === 'string' && /^(true|false)$/i.test(readOnly)) return readOnly.toLowerCase() === 'true';
  return readPrefixes.test(stringAt(record, 'eventName') ?? '');
}

/** Error codes that mean "not allowed", whatever a service calls it: AccessDeniedException, Client.UnauthorizedOperation … */
const deniedCode = /AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden/;

export function outcomeOf(record: CloudTrailRecord): Outcome {
  const errorCode = stringAt(record, 'errorCode');
  if (errorCode !== undefined) return deniedCode.test(errorCode) ? 'denied' : 'failed';
  // a failed sign-in has no error code
  return objectAt(record, 'responseElements')['ConsoleLogin'] === 'Failure' ? 'failed' : 'success';
}

/** The account that received the record, otherwise the caller's. */
export const accountOf = (record: CloudTrailRecord): string | null =>
  stringAt(record, 'recipientAccountId') ?? stringAt(record['userIdentity'], 'accountId') ?? null;

export const regionOf = (record: CloudTrailRecord): string | null => stringAt(record, 'awsRegion') ?? null;

/** Also where Datadog's exporter puts it. */
export const sourceIpOf = (record: CloudTrailRecord): string | undefined =>
  stringAt(record, 'sourceIPAddress') ?? stringAt(objectAt(objectAt(record, 'network'), 'client'), 'ip');

/** Also where Datadog's exporter puts it. */
export const userAgentOf = (record: CloudTrailRecord): string | undefined =>
  stringAt(record, 'userAgent') ?? stringAt(record['http'], 'useragent');
