/** CloudWatch's records -> evidence. One normalizer, whatever carried the record. */
import { createHash } from 'node:crypto';
import type { AlarmDetail, AlarmEvent, Match, Origin, Severity } from '../../model/event.ts';
import type { AlarmEvidence, EventEvidence, SeriesEvidence } from '../../model/evidence.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Alarm, Datapoint } from '../../model/series.ts';
import { typeOfId } from '../../resources/identify.ts';
import type { Normalized } from '../source.ts';
import { describedAlarm } from './alarm.ts';
import { readHistoryItem } from './alarm-history.ts';
import type { TransitionIdentity } from './alarm-identity.ts';
import { readAlarmEvent, readNotification } from './alarm-notice.ts';
import { isStreamDatapoint, readStreamDatapoint, type SeriesHead } from './datapoint.ts';
import type { AlarmRecord, Transition } from './transition.ts';
import { describeTransition } from './transition-words.ts';

export type Place = Pick<Origin, 'backend' | 'locator'>;

/** A record about an alarm, of any form; undefined for anything else. */
export function readAlarmRecord(value: JsonObject, carriers: readonly JsonObject[]): AlarmRecord | undefined {
  if (typeof value['AlarmName'] === 'string') {
    const read = readHistoryItem(value) ?? readNotification(value, carriers);
    if (read) return read;
    const alarm = describedAlarm(value);
    return alarm && { kind: 'definition', alarm, time: null };
  }
  return readAlarmEvent(value);
}

/** Total: evidence, or in words why there is none. Answers that hold several series are read by the archive backend. */
export function normalize(raw: unknown, place: Place): Normalized {
  if (!isJsonObject(raw)) return { reason: 'no CloudWatch record' };
  if (isStreamDatapoint(raw)) {
    const read = readStreamDatapoint(raw);
    if (!read) return { reason: 'a datapoint without a readable time or value' };
    return { evidence: seriesEvidence(read.head, [read.point], place) };
  }
  const record = readAlarmRecord(raw, []);
  switch (record?.kind) {
    case 'transition': {
      const { transition } = record;
      const { account, region } = transition;
      const identity = { account, region, second: Math.floor(transition.time / 1000) };
      return { evidence: transitionEvidence(transition, undefined, { account, region }, identity, [], place) };
    }
    case 'definition':
      return { evidence: alarmEvidence(record.alarm, place) };
    case 'damaged':
      return { reason: record.reason };
    case 'other':
      return { reason: record.what };
    case 'action':
      return { reason: "an alarm's action, reported with the state change that triggered it" };
    default:
      return { reason: 'no CloudWatch record' };
  }
}

const originOf = (of: { account: string | null; region: string | null }, ref: string | null, place: Place): Origin => ({
  source: 'cloudwatch',
  backend: place.backend,
  account: of.account,
  region: of.region,
  ref,
  locator: place.locator,
});

export const seriesEvidence = (
  { namespace, metricName, dimensions, account, region, unit, statistic, periodSeconds }: SeriesHead,
  datapoints: readonly Datapoint[],
  place: Place,
): SeriesEvidence => ({
  type: 'series',
  series: { namespace, metricName, dimensions, account, region, unit, statistic, periodSeconds, datapoints },
  origin: originOf({ account, region }, null, place),
});

export const alarmEvidence = (alarm: Alarm, place: Place): AlarmEvidence => ({
  type: 'alarm',
  alarm,
  origin: originOf(alarm, alarm.arn, place),
});

/**
 * @param known the alarm's definition, if another record has it
 * @param told account and region, as far as any record read so far gives them
 */
export function transitionEvidence(
  transition: Transition,
  known: Alarm | undefined,
  told: { readonly account: string | null; readonly region: string | null },
  identity: TransitionIdentity,
  match: readonly Match[],
  place: Place,
): EventEvidence {
  const { name, from, to } = transition;
  const second = new Date(identity.second * 1000).toISOString();
  const event: AlarmEvent = {
    id: `alarm:${identity.account ?? 'unknown'}/${identity.region ?? 'unknown'}/${name}/${second}`,
    time: new Date(transition.time).toISOString(),
    kind: 'alarm',
    match,
    resources: resourcesOf(transition, known, told),
    summary: describeTransition(transition),
    severity: severities[to] ?? 'notice',
    chain: null,
    origin: originOf(told, transition.ref, place),
    detail: detailOf(transition, known),
  };
  const canonical = JSON.stringify(['alarm', identity.account, identity.region, name, second, from, to]);
  return { type: 'event', event, digest: createHash('sha256').update(canonical).digest('hex') };
}

const severities: Readonly<Record<string, Severity>> = Object.assign(Object.create(null), {
  ALARM: 'warning',
  OK: 'notice',
  INSUFFICIENT_DATA: 'info',
} satisfies Record<string, Severity>);

/** The alarm, and those resources that it watches whose ids reveal their type. */
function resourcesOf(
  { name, arn, told: own }: Transition,
  known: Alarm | undefined,
  { account, region }: { readonly account: string | null; readonly region: string | null },
): AlarmEvent['resources'] {
  const where = { ...(account !== null && { account }), ...(region !== null && { region }) };
  const fullArn = arn ?? known?.arn ?? null;
  const watched = new Set([own, known].flatMap((alarm) => alarm?.dimensions.flatMap(Object.values<string>) ?? []));
  return [
    { type: 'AWS::CloudWatch::Alarm', id: name, ...(fullArn !== null && { arn: fullArn }), ...where },
    ...[...watched].flatMap((id) => {
      const type = typeOfId(id);
      return type === undefined ? [] : [{ type, id, ...where }];
    }),
  ];
}

/** What the record itself says takes precedence over what else is known of its alarm. */
function detailOf({ name, arn, from, to, reason, told, actions }: Transition, known: Alarm | undefined): AlarmDetail {
  const alarms = [told, known].filter((alarm) => alarm !== null && alarm !== undefined);
  const metric = alarms.find(({ metricName }) => metricName !== null);
  const children = alarms.find((alarm) => alarm.children.length > 0)?.children;
  const fullArn = arn ?? known?.arn;
  const threshold = told?.threshold ?? known?.threshold;
  const comparison = told?.comparison ?? known?.comparison;
  const [dimensions] = metric?.dimensions ?? [];
  return {
    alarmName: name,
    ...(fullArn && { alarmArn: fullArn }),
    from,
    to,
    reason,
    ...(typeof threshold === 'number' && { threshold }),
    ...(typeof comparison === 'string' && { comparison }),
    ...(metric?.namespace && { namespace: metric.namespace }),
    ...(metric?.metricName && { metricName: metric.metricName }),
    ...(dimensions && { dimensions }),
    ...(children && { children }),
    ...(actions.length > 0 && { actions }),
  };
}
