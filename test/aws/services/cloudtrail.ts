/** CloudTrail's event history: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
import { isJsonObject, type JsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, numberAt, objectsAt, resumed, type Service, timeAt } from '../call.ts';
import { type IndexedEvent, indexOf } from '../event-index.ts';
import { describeTrails, getEventSelectors, getInsightSelectors, getTrailStatus } from './cloudtrail-trails.ts';

const day = 86_400_000;
const lookbackDays = 90;
const pageSize = 50;
const invalidToken = 'InvalidNextTokenException';

const insightKeys: readonly string[] = ['EventId', 'EventName', 'EventSource'];
const keys: readonly string[] = [...insightKeys, 'ReadOnly', 'Username', 'ResourceType', 'ResourceName', 'AccessKeyId'];

interface Lookup {
  readonly key: string;
  readonly value: string;
}

/** The one attribute that a lookup may name. Exact, case-sensitive. */
function lookupOf({ parameters }: Call, isInsight: boolean): Lookup | undefined {
  const attributes = objectsAt(parameters, 'LookupAttributes');
  if (attributes.length > 1)
    throw new AwsError('InvalidLookupAttributesException', 'You can specify only one lookup attribute per request.');
  const [attribute] = attributes;
  if (!attribute) return undefined;
  const key = stringAt(attribute, 'AttributeKey') ?? '';
  const value = stringAt(attribute, 'AttributeValue') ?? '';
  if (!(isInsight ? insightKeys : keys).includes(key) || value.length < 1 || value.length > 2000)
    throw new AwsError('InvalidLookupAttributesException', `The lookup attribute '${key}' or its value is not valid.`);
  return { key, value };
}

function isInsightLookup({ parameters }: Call): boolean {
  const category = parameters['EventCategory'];
  if (category === undefined || category === null) return false;
  if (category !== 'insight') throw new AwsError('InvalidEventCategoryException', 'The event category is not valid.');
  return true;
}

function maxResultsOf({ parameters }: Call): number {
  const asked = numberAt(parameters, 'MaxResults') ?? pageSize;
  if (!Number.isInteger(asked) || asked < 1 || asked > pageSize)
    throw new AwsError('InvalidMaxResultsException', `MaxResults is ${asked}; it must lie between 1 and ${pageSize}.`);
  return asked;
}

/** Only management events and Insights; data and network activity events are never in it. */
const isInHistory = (record: JsonObject, isInsight: boolean): boolean =>
  isInsight
    ? record['eventCategory'] === 'Insight'
    : (record['eventCategory'] ?? 'Management') === 'Management' && record['eventType'] !== 'AwsCloudTrailInsight';

const single = (values: readonly string[] | undefined, key: string): JsonObject =>
  values?.[0] === undefined ? {} : { [key]: values[0] };

const eventOf = (record: JsonObject, { time, attributes, resources }: IndexedEvent): JsonObject => ({
  ...single(attributes['EventId'], 'EventId'),
  ...single(attributes['EventName'], 'EventName'),
  ...single(attributes['ReadOnly'], 'ReadOnly'),
  ...single(attributes['AccessKeyId'], 'AccessKeyId'),
  EventTime: time,
  ...single(attributes['EventSource'], 'EventSource'),
  ...single(attributes['Username'], 'Username'),
  Resources: resources.map((resource) => ({ ...resource })),
  CloudTrailEvent: JSON.stringify(record),
});

/** Always newest first; both times are inclusive. Later pages see what the first one saw. */
function lookupEvents(call: Call): JsonObject {
  const isInsight = isInsightLookup(call);
  const lookup = lookupOf(call, isInsight);
  const size = maxResultsOf(call);
  const start = timeAt(call.parameters, 'StartTime') ?? Number.NEGATIVE_INFINITY;
  const end = timeAt(call.parameters, 'EndTime') ?? Number.POSITIVE_INFINITY;
  if (start > end) throw new AwsError('InvalidTimeRangeException', 'The start time must not lie after the end time.');
  const state = resumed(call, { tokenKey: 'NextToken', invalidToken });
  const asOf = isJsonObject(state) ? Number(state['asOf']) : call.now;
  const from = isJsonObject(state) ? Number(state['from']) : 0;
  const since = Math.max(start, asOf - lookbackDays * day);
  const until = Math.min(end, asOf - call.settings.eventHistoryLagSeconds * 1000);
  const found = call.here.trailRecords
    .filter((record) => isInHistory(record, isInsight))
    .map((record) => ({ record, entry: indexOf(record) }))
    .filter(({ entry }) => entry.time >= since && entry.time <= until)
    .filter(({ entry }) => !lookup || entry.attributes[lookup.key]?.includes(lookup.value))
    .sort((a, b) => b.entry.time - a.entry.time);
  const token = from + size < found.length ? { NextToken: call.tokens.issue(call, { asOf, from: from + size }) } : {};
  return { Events: found.slice(from, from + size).map(({ record, entry }) => eventOf(record, entry)), ...token };
}

export const cloudtrail: Service = {
  name: 'cloudtrail',
  protocol: 'json-1.1',
  timeMembers: new Set([
    'EventTime',
    'LatestCloudWatchLogsDeliveryTime',
    'LatestDeliveryTime',
    'LatestDigestDeliveryTime',
    'LatestNotificationTime',
    'StartLoggingTime',
    'StopLoggingTime',
  ]),
  operations: {
    DescribeTrails: describeTrails,
    GetEventSelectors: getEventSelectors,
    GetInsightSelectors: getInsightSelectors,
    GetTrailStatus: getTrailStatus,
    LookupEvents: lookupEvents,
  },
};
