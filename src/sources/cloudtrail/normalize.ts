/** A CloudTrail record -> an event of the timeline. One normalizer, whatever carried the record. */

import { detailOfParts } from '../../model/call-event.ts';
import type { ApiCallDetail, ApiCallEvent, Danger, InsightEvent, Match, Origin, Severity } from '../../model/event.ts';
import type { EventEvidence } from '../../model/evidence.ts';
import { isJsonObject, isTooDeep, type JsonObject, type JsonValue, objectAt, stringAt } from '../../model/json.ts';
import { dangersOf } from '../../resources/dangers.ts';
import { describeCall } from '../../resources/describe.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { resourcesOfCall } from '../../resources/resources-of-call.ts';
import { type CleanRecord, readClean } from './canonical.ts';
import { cleanRecord } from './clean-record.ts';
import { principalOf } from './principal.ts';
import {
  accountOf,
  type CloudTrailRecord,
  eventTime,
  isCloudTrailRecord,
  isInsight,
  isoTime,
  isReadOnly,
  outcomeOf,
  regionOf,
} from './record.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type Place = Pick<Origin, 'backend' | 'locator'>;

/**
 * Total: an event, or the reason in words why the value is not one. `match`: why it is listed, which depends on the question.
 */
export function normalize(
  raw: unknown,
  place: Place,
  match: readonly Match[] = noMatch,
  extent: Extent = 'whole',
): { evidence: EventEvidence } | { reason: string } {
  if (!isJsonObject(raw) || !isCloudTrailRecord(raw)) return { reason: 'no CloudTrail record' };
  const isKnown = extent === 'content' && uuid.test(stringAt(raw, 'eventID') ?? '') && !isInsight(raw);
  const read = isKnown ? readKnown(raw) : readClean(raw, plainEventName(stringAt(raw, 'eventName') ?? ''));
  if (!read) return { reason: 'nested too deep' };
  const { clean, digest } = read;
  const time = eventTime(raw);
  if (time === undefined) return { reason: 'without a readable eventTime' };
  const event = isInsight(raw)
    ? insightEvent(raw, time, place, match)
    : callEvent({ record: raw, clean, time, digest, place, match }, extent === 'caller');
  return { evidence: { type: 'event', event, digest } };
}

const noMatch: readonly Match[] = [];

/**
 * How much of a call is read. caller: who made it, when, and how it ended, without resources or a sentence. content: all but
 * the digest, which is empty if the id does not need one.
 */
export type Extent = 'whole' | 'caller' | 'content';

const readKnown = (record: CloudTrailRecord): CleanRecord | undefined =>
  isTooDeep(record) ? undefined : { clean: cleanRecord(record), digest: '' };

const originOf = (record: CloudTrailRecord, { backend, locator }: Place): Origin => ({
  source: 'cloudtrail',
  backend,
  account: accountOf(record),
  region: regionOf(record),
  ref: stringAt(record, 'eventID') ?? null,
  locator,
});

/** The id by which every backend knows the event; different records with the same id are told apart when merged. */
export function cloudTrailId(eventId: string | undefined, digest: string): string {
  if (eventId === undefined) return `cloudtrail:~${digest.slice(0, 8)}`;
  return uuid.test(eventId) ? `cloudtrail:${eventId}` : `cloudtrail:${eventId}~${digest.slice(0, 8)}`;
}

interface ReadCall {
  readonly record: CloudTrailRecord;
  /** The record without its secrets. */
  readonly clean: CloudTrailRecord;
  readonly time: number;
  readonly digest: string;
  readonly place: Place;
  readonly match: readonly Match[];
}

function callEvent({ record, clean, time, digest, place, match }: ReadCall, isBrief: boolean): ApiCallEvent {
  const origin = originOf(record, place);
  const eventSource = stringAt(record, 'eventSource') ?? '';
  const eventName = stringAt(record, 'eventName') ?? '';
  const plainName = plainEventName(eventName);
  const request = parametersOf(clean['requestParameters']);
  const response = parametersOf(clean['responseElements']);
  const additional = parametersOf(clean['additionalEventData']);
  const resources = isBrief
    ? []
    : resourcesOfCall({
        eventSource,
        eventName: plainName,
        account: origin.account,
        region: origin.region,
        resources: record['resources'],
        sections: [request, record['serviceEventDetails'], response, additional],
      });
  const outcome = outcomeOf(record);
  const errorCode = stringAt(record, 'errorCode');
  const errorMessage = stringAt(record, 'errorMessage');
  const principal = principalOf(record);
  const call = {
    eventSource,
    eventName: plainName,
    request: objectOf(request),
    response: objectOf(response),
    additional: objectOf(additional),
    service: objectOf(parametersOf(clean['serviceEventDetails'])),
    identityType: principal.type,
    outcome,
    account: origin.account,
    principal,
  };
  const dangers = isBrief ? [] : dangersOf(call);
  const detail = detailOfParts({
    eventName,
    eventSource,
    eventId: origin.ref,
    sharedEventId: stringAt(record, 'sharedEventID'),
    eventCategory: stringAt(record, 'eventCategory') ?? 'Management',
    readOnly: isReadOnly(record),
    outcome,
    errorCode,
    errorMessage,
    requestParameters: request,
    responseElements: response,
    principal,
    dangers: dangers.length > 0 ? dangers : undefined,
  });
  return {
    id: cloudTrailId(origin.ref ?? undefined, digest),
    time: isoTime(time),
    kind: 'api-call',
    match,
    resources,
    summary: isBrief ? '' : describeCall(call, outcome, errorCode, resources, errorMessage),
    severity: severityOf(detail, dangers),
    chain: null,
    origin,
    detail,
  };
}

/** Parameters may be null, absent, or the text "null" (which an exporter writes). */
const parametersOf = (value: JsonValue | undefined): JsonValue =>
  value === undefined || value === 'null' ? null : value;

const objectOf = (value: JsonValue): JsonObject => (isJsonObject(value) ? value : {});

type Judged = Pick<ApiCallDetail, 'outcome' | 'readOnly' | 'eventName'>;

/** Most calls that fail tell of nothing but a mistake; a sign-in that did, of somebody at the door. */
function severityOf({ outcome, readOnly, eventName }: Judged, dangers: readonly Danger[]): Severity {
  if (dangers.some(({ severity }) => severity === 'high')) return 'critical';
  if (outcome === 'denied' || dangers.length > 0) return 'warning';
  return (outcome === 'success' && !readOnly) || eventName === 'ConsoleLogin' ? 'notice' : 'info';
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-insight-details.html */
function insightEvent(record: CloudTrailRecord, time: number, place: Place, match: readonly Match[]): InsightEvent {
  const origin = originOf(record, place);
  const details = objectAt(record, 'insightDetails');
  const context = objectAt(details, 'insightContext');
  const statistics = objectAt(context, 'statistics');
  const attributions = context['attributions'];
  const eventName = stringAt(details, 'eventName') ?? 'unknown';
  const insightType = stringAt(details, 'insightType') ?? 'unknown';
  const state = stringAt(details, 'state') ?? 'unknown';
  const baseline = averageOf(statistics['baseline']);
  const observed = averageOf(statistics['insight']);
  const rate =
    insightType === 'ApiErrorRateInsight' ? `${stringAt(details, 'errorCode') ?? 'error'} rate` : 'call rate';
  const figures = baseline !== null && observed !== null ? ` (${figure(baseline)} → ${figure(observed)} a minute)` : '';
  return {
    id: `insight:${stringAt(record, 'sharedEventID') ?? origin.ref ?? 'unknown'}/${state}`,
    time: new Date(time).toISOString(),
    kind: 'insight',
    match,
    resources: [],
    summary: `unusual ${rate} of ${eventName} ${state === 'End' ? 'ended' : 'began'}${figures}`,
    severity: state === 'End' ? 'notice' : 'warning',
    chain: null,
    origin,
    detail: {
      insightType,
      eventName,
      eventSource: stringAt(details, 'eventSource') ?? 'unknown',
      baseline,
      observed,
      attributions: Array.isArray(attributions) ? attributions.filter(isJsonObject) : [],
    },
  };
}

function averageOf(statistic: JsonValue | undefined): number | null {
  const average = isJsonObject(statistic) ? statistic['average'] : undefined;
  return typeof average === 'number' ? average : null;
}

const figure = (value: number) => String(Number(value.toPrecision(3)));
