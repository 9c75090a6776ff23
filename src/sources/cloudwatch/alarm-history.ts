/**
 * Items of `aws cloudwatch describe-alarm-history`. They name their alarm without account and region, and CloudWatch
 * keeps them for 30 days.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmHistoryItem.html
 */
import { type JsonObject, objectAt, stringAt } from '../../model/json.ts';
import { nameAlarm, openObject, readDefinition } from './alarm.ts';
import { readTime } from './time.ts';
import { type AlarmRecord, damaged, transitionOrUpdate } from './transition.ts';

/** The values of `HistoryItemType` that say nothing about the alarm as a whole. Any other value is the file's own. */
const otherTypes: ReadonlySet<string> = new Set(['AlarmContributorStateUpdate', 'AlarmContributorAction']);

/** undefined if the value is not a history item. */
export function readHistoryItem(value: JsonObject): AlarmRecord | undefined {
  const name = stringAt(value, 'AlarmName');
  const type = stringAt(value, 'HistoryItemType');
  if (name === undefined || type === undefined) return undefined;
  const time = readTime(value['Timestamp']);
  if (time === undefined) return damaged('an alarm history item without a readable Timestamp');
  const data = openObject(value['HistoryData']);
  switch (type) {
    case 'StateUpdate':
      return stateUpdate(value, data, name, time);
    case 'ConfigurationUpdate':
      return configurationUpdate(data, name, time);
    case 'Action':
      return action(value, data, name, time);
    default:
      return {
        kind: 'other',
        what: `alarm history: ${otherTypes.has(type) ? type : 'other'}`,
        time,
        of: nameAlarm(name),
      };
  }
}

const summary = /^Alarm updated from (\w+) to (\w+)/;

function stateUpdate(value: JsonObject, data: JsonObject | undefined, name: string, time: number): AlarmRecord {
  const [before, after] = [objectAt(data, 'oldState'), objectAt(data, 'newState')];
  // HistoryData ends after 4,095 characters, complete or not
  const [, from, to] = summary.exec(stringAt(value, 'HistorySummary') ?? '') ?? [];
  const state = stringAt(after, 'stateValue') ?? to;
  if (state === undefined) return damaged('an alarm history item without a state');
  const reasonData = objectAt(after, 'stateReasonData');
  const alarm = nameAlarm(name);
  return transitionOrUpdate({
    ...alarm,
    time,
    from: stringAt(before, 'stateValue') ?? from ?? null,
    to: state,
    reason: stringAt(after, 'stateReason') ?? '',
    told: 'threshold' in reasonData ? readDefinition(alarm, reasonData) : null,
    actions: [],
    ref: null,
  });
}

function configurationUpdate(data: JsonObject | undefined, name: string, time: number): AlarmRecord {
  const definition = ['createdAlarm', 'updatedAlarm', 'deletedAlarm']
    .map((key) => objectAt(data, key))
    .find((found) => Object.keys(found).length > 0);
  const alarm = nameAlarm(name, stringAt(definition, 'alarmArn'));
  return definition
    ? { kind: 'definition', alarm: readDefinition(alarm, definition), time }
    : { kind: 'other', what: 'alarm history: ConfigurationUpdate', time, of: alarm };
}

const actionArn = /\barn:[^\s"]+/;

function action(value: JsonObject, data: JsonObject | undefined, name: string, time: number): AlarmRecord {
  const text = stringAt(value, 'HistorySummary') ?? '';
  const state = stringAt(data, 'actionState');
  const arn = stringAt(data, 'notificationResource') ?? actionArn.exec(text.slice(0, 2000))?.[0];
  if (arn === undefined) return { kind: 'other', what: 'alarm history: Action', time, of: nameAlarm(name) };
  const hasFailed = state === undefined ? /fail/i.test(text) : state !== 'Succeeded';
  return {
    kind: 'action',
    action: {
      name,
      time,
      transitionTime: readTime(data?.['stateUpdateTimestamp']) ?? null,
      action: hasFailed ? `${arn} (failed)` : arn,
    },
  };
}
