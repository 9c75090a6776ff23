/** A region with metrics and alarms for the tests of the CloudWatch API, and questions to it. */
import type { JsonObject } from '../../src/model/json.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import { createSeries, createWorld, type RegionWorld } from '../aws/world.ts';
import { questionOf } from '../fixtures/question.ts';
import { account, region } from './aws-server-harness.ts';
import type { LiveSetting } from './live-backend.ts';

export const instance = 'i-0123456789abcdef0';
export const since = '2026-03-03T08:00:00Z';
export const until = '2026-03-03T14:00:00Z';
const now = '2026-03-03T14:00:30Z';
export const window = { since: Date.parse(since), until: Date.parse(until) };

export const cpu = createSeries({
  namespace: 'AWS/EC2',
  metricName: 'CPUUtilization',
  dimensions: { InstanceId: instance },
  unit: 'Percent',
  periodSeconds: 300,
  start: '2026-03-03T06:00:00Z',
  values: Array.from({ length: 120 }, (_, at) => at),
});
export const queueDepth = createSeries({
  namespace: 'Shop',
  metricName: 'QueueDepth',
  dimensions: { InstanceId: instance, Queue: 'orders' },
  periodSeconds: 300,
  start: '2026-03-03T10:00:00Z',
  values: [1, 2, 3],
});

export const alarm = (name: string, of: string, more: JsonObject = {}): JsonObject => ({
  AlarmName: name,
  AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
  StateValue: 'OK',
  Namespace: 'AWS/EC2',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'InstanceId', Value: of }],
  Threshold: 50,
  ComparisonOperator: 'GreaterThanThreshold',
  AlarmActions: [`arn:aws:sns:${region}:${account}:pager`],
  ...more,
});

export const change = (name: string, time: string, from: string, to: string, type = 'MetricAlarm'): JsonObject => ({
  AlarmName: name,
  AlarmType: type,
  Timestamp: time,
  HistoryItemType: 'StateUpdate',
  HistorySummary: `Alarm updated from ${from} to ${to}`,
  HistoryData: JSON.stringify({
    version: '1.0',
    oldState: { stateValue: from },
    newState: {
      stateValue: to,
      stateReason: 'Threshold Crossed: 1 datapoint [60.0 (03/03/26 09:00:00)] was greater than the threshold (50.0).',
    },
  }),
});

const action = (name: string, time: string): JsonObject => ({
  AlarmName: name,
  AlarmType: 'MetricAlarm',
  Timestamp: time,
  HistoryItemType: 'Action',
  HistorySummary: `Successfully executed action arn:aws:sns:${region}:${account}:pager`,
});

export const composite: JsonObject = {
  AlarmName: 'shop',
  AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:shop`,
  AlarmRule: 'ALARM("cpu-high") OR ALARM("other")',
  StateValue: 'OK',
};
const deleted: JsonObject = {
  AlarmName: 'cpu-gone',
  AlarmType: 'MetricAlarm',
  Timestamp: '2026-03-03T13:30:00.000Z',
  HistoryItemType: 'ConfigurationUpdate',
  HistorySummary: 'Alarm "cpu-gone" deleted',
  HistoryData: JSON.stringify({ type: 'Delete', version: '1.0', deletedAlarm: alarm('cpu-gone', instance) }),
};

export const alarms: Pick<RegionWorld, 'metricAlarms' | 'compositeAlarms' | 'alarmHistoryItems'> = {
  metricAlarms: [
    alarm('cpu-high', instance),
    alarm('other', 'i-0fedcba9876543210'),
    // more than a page of them
    ...Array.from({ length: 120 }, (_, at) => alarm(`unrelated-${at}`, 'i-0fedcba9876543210')),
  ],
  compositeAlarms: [composite],
  alarmHistoryItems: [
    change('cpu-high', '2026-03-03T09:00:00.123Z', 'OK', 'ALARM'),
    action('cpu-high', '2026-03-03T09:00:00.456Z'),
    change('cpu-high', '2026-03-03T13:59:59.900Z', 'ALARM', 'OK'),
    action('cpu-high', '2026-03-03T14:00:00.200Z'),
    change('cpu-high', '2026-03-03T07:59:59.000Z', 'INSUFFICIENT_DATA', 'OK'),
    change('shop', '2026-03-03T09:00:01.000Z', 'OK', 'ALARM', 'CompositeAlarm'),
    change('other', '2026-03-03T09:10:00.000Z', 'OK', 'ALARM'),
    change('cpu-gone', '2026-03-03T12:00:00.000Z', 'OK', 'ALARM'),
    deleted,
  ],
};

export const setting = (here: Partial<RegionWorld>, more: Partial<LiveSetting> = {}): LiveSetting => ({
  world: createWorld({ [account]: { regions: { [region]: here, 'eu-west-1': {} } } }),
  since,
  until,
  now,
  ...more,
});

export function ask(target?: string, command: 'investigate' | 'gate' | 'who' = 'investigate'): SourceRequest {
  const question = questionOf({
    command,
    targets: target === undefined ? [] : [planTarget(target)],
    since,
    until,
    now,
    from: [],
  });
  return { kind: 'evidence', question, interests: firstInterests(question) };
}
