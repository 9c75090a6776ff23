/** CloudWatch's alarms: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
import { type JsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, limitAt, numberAt, objectsAt, pageOf, textsAt, timeAt } from '../call.ts';

const historyDays = 30;
const day = 86_400_000;
const rules = { tokenKey: 'NextToken', invalidToken: 'InvalidNextToken' } as const;

/** Only metric alarms, unless the call asks for others by type. */
function alarmTypes({ parameters }: Call): readonly string[] {
  const types = textsAt(parameters, 'AlarmTypes');
  return types.length > 0 ? types : ['MetricAlarm'];
}

interface Typed {
  readonly type: 'MetricAlarm' | 'CompositeAlarm';
  readonly alarm: JsonObject;
}

/** Every alarm has a name; alarms come by type, then by name. */
const byName = (a: JsonObject, b: JsonObject): number =>
  String(a['AlarmName']).localeCompare(String(b['AlarmName']), 'en');

export function describeAlarms(call: Call): JsonObject {
  const { parameters, here } = call;
  const size = limitAt(parameters, 'MaxRecords', { most: 100, usual: 50, code: 'ValidationException' });
  const names = textsAt(parameters, 'AlarmNames');
  const prefix = stringAt(parameters, 'AlarmNamePrefix');
  const actionPrefix = stringAt(parameters, 'ActionPrefix');
  if (names.length > 100 || (names.length > 0 && prefix !== undefined))
    throw new AwsError('ValidationException', 'Give up to 100 alarm names, or a prefix, not both.');
  const types = alarmTypes(call);
  const isWanted = (alarm: JsonObject) => {
    const name = String(alarm['AlarmName']);
    const actions = ['AlarmActions', 'OKActions', 'InsufficientDataActions'].flatMap((key) => textsAt(alarm, key));
    return (
      (names.length === 0 || names.includes(name)) &&
      (prefix === undefined || name.startsWith(prefix)) &&
      (parameters['StateValue'] === undefined || parameters['StateValue'] === alarm['StateValue']) &&
      (actionPrefix === undefined || actions.some((action) => action.startsWith(actionPrefix)))
    );
  };
  const typed = (type: Typed['type'], alarms: readonly JsonObject[]): readonly Typed[] =>
    types.includes(type)
      ? alarms
          .filter(isWanted)
          .sort(byName)
          .map((alarm) => ({ type, alarm }))
      : [];
  const all = [...typed('CompositeAlarm', here.compositeAlarms), ...typed('MetricAlarm', here.metricAlarms)];
  const page = pageOf(call, all, { ...rules, size });
  const ofType = (wanted: Typed['type']) => page.items.filter(({ type }) => type === wanted).map(({ alarm }) => alarm);
  return { MetricAlarms: ofType('MetricAlarm'), CompositeAlarms: ofType('CompositeAlarm'), ...page.token };
}

/** 30 days; newest first by default. The history outlives a deleted alarm. */
export function describeAlarmHistory(call: Call): JsonObject {
  const { parameters, now } = call;
  const size = limitAt(parameters, 'MaxRecords', { most: 100, usual: 100, code: 'ValidationException' });
  const since = Math.max(timeAt(parameters, 'StartDate') ?? 0, now - historyDays * day);
  const until = Math.min(timeAt(parameters, 'EndDate') ?? now, now);
  const types = alarmTypes(call);
  const found = call.here.alarmHistoryItems
    .map((item) => ({ item, time: Date.parse(String(item['Timestamp'])) }))
    .filter(
      ({ item, time }) =>
        time >= since &&
        time <= until &&
        types.includes(stringAt(item, 'AlarmType') ?? 'MetricAlarm') &&
        (parameters['AlarmName'] === undefined || parameters['AlarmName'] === item['AlarmName']) &&
        (parameters['HistoryItemType'] === undefined || parameters['HistoryItemType'] === item['HistoryItemType']),
    )
    .sort((a, b) => a.time - b.time)
    .map(({ item }) => item);
  const ordered = parameters['ScanBy'] === 'TimestampAscending' ? found : found.reverse();
  const page = pageOf(call, ordered, { ...rules, size });
  return { AlarmHistoryItems: [...page.items], ...page.token };
}

const dimensionText = (item: JsonObject): string =>
  JSON.stringify(
    objectsAt(item, 'Dimensions')
      .map(({ Name, Value }) => `${String(Name)}=${String(Value)}`)
      .sort(),
  );

/** Alarms on exactly this metric and all its dimensions. Not paged. */
export function describeAlarmsForMetric({ parameters, here }: Call): JsonObject {
  const optional = ['Statistic', 'ExtendedStatistic', 'Unit'] as const;
  const period = numberAt(parameters, 'Period');
  const MetricAlarms = here.metricAlarms.filter(
    (alarm) =>
      alarm['Namespace'] === parameters['Namespace'] &&
      alarm['MetricName'] === parameters['MetricName'] &&
      dimensionText(alarm) === dimensionText(parameters) &&
      optional.every((key) => parameters[key] === undefined || parameters[key] === alarm[key]) &&
      (period === undefined || period === alarm['Period']),
  );
  return { MetricAlarms };
}
