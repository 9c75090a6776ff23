/**
 * What CloudWatch sends when an alarm changes: EventBridge events, invocations of a Lambda function, messages to an SNS topic.
 */
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../../model/json.ts';
import type { Alarm } from '../../model/series.ts';
import { parseArn } from '../../resources/arn.ts';
import { texts } from '../../resources/read.ts';
import { nameAlarm, openObject, readDefinition } from './alarm.ts';
import { numberAt } from './metric.ts';
import { readTime } from './time.ts';
import { type AlarmRecord, damaged, transitionOrUpdate } from './transition.ts';

/**
 * An EventBridge event, whole or only its `detail`, or a Lambda function's input; undefined for anything else.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function readAlarmEvent(value: JsonObject): AlarmRecord | undefined {
  const detail = [value['detail'], value['alarmData'], value].find(isAlarmDetail);
  if (!detail) return undefined;
  const alarm = nameAlarm(
    stringAt(detail, 'alarmName') ?? '',
    stringAt(value, 'alarmArn') ?? texts(value, 'resources')[0],
    stringAt(value, 'account') ?? stringAt(value, 'accountId'),
    stringAt(value, 'region'),
  );
  const state = objectAt(detail, 'state');
  const time = readTime(state['timestamp']) ?? readTime(value['time']);
  if (time === undefined) return damaged('an alarm event without a readable time');
  const reasonData = openObject(state['reasonData']) ?? {};
  const told = withThreshold(readDefinition(alarm, objectAt(detail, 'configuration')), reasonData);
  const to = stringAt(state, 'value');
  const before = detail['previousState'];
  // a change of configuration repeats the state
  if (to === undefined || !isJsonObject(before)) return { kind: 'definition', alarm: told, time };
  return transitionOrUpdate({
    ...alarm,
    time,
    from: stringAt(before, 'value') ?? null,
    to,
    reason: stringAt(state, 'reason') ?? '',
    told,
    actions: [],
    ref: stringAt(value, 'id') ?? null,
  });
}

const isAlarmDetail = (value: unknown): value is JsonObject =>
  isJsonObject(value) &&
  stringAt(value, 'alarmName') !== undefined &&
  (isJsonObject(value['configuration']) || isJsonObject(value['state']));

const withThreshold = (alarm: Alarm, reasonData: JsonObject): Alarm => ({
  ...alarm,
  threshold: alarm.threshold ?? numberAt(reasonData, 'threshold') ?? null,
});

/**
 * The message that an SNS topic gets, in its envelope or bare; undefined for anything else.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function readNotification(value: JsonObject, carriers: readonly JsonObject[]): AlarmRecord | undefined {
  const name = stringAt(value, 'AlarmName');
  const to = stringAt(value, 'NewStateValue');
  if (name === undefined || to === undefined) return undefined;
  const time = readTime(value['StateChangeTime']);
  if (time === undefined) return damaged('an alarm notification without a readable StateChangeTime');
  const envelope = carriers.findLast((carrier) => stringAt(carrier, 'TopicArn') !== undefined);
  // Region is a display name: "US East (N. Virginia)"; an alarm notifies topics of its own region
  const topic = parseArn(stringAt(envelope, 'TopicArn') ?? '');
  const region = stringAt(value, 'Region');
  const alarm = nameAlarm(
    name,
    stringAt(value, 'AlarmArn'),
    stringAt(value, 'AWSAccountId'),
    region?.includes('-') && !region.includes(' ') ? region : topic?.region,
  );
  return transitionOrUpdate({
    ...alarm,
    time,
    from: stringAt(value, 'OldStateValue') ?? null,
    to,
    reason: stringAt(value, 'NewStateReason') ?? '',
    told: readDefinition(alarm, { ...value, ...objectAt(value, 'Trigger') }),
    actions: [],
    ref: stringAt(envelope, 'MessageId') ?? null,
  });
}
