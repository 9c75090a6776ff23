/** CloudWatch's records as each carrier writes them, all about one alarm or one metric by default. */
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';

export const account = '111122223333';
export const region = 'eu-west-1';
export const instance = 'i-0a1b2c3d4e5f60718';

const arnOf = (name: string, of = account) => `arn:aws:cloudwatch:${region}:${of}:alarm:${name}`;

/** `2026-03-03T14:05:06.123Z` -> `2026-03-03T14:05:06.123+0000` */
const withOffset = (time: string) => time.replace('Z', '+0000');

export const reason =
  'Threshold Crossed: 1 out of the last 1 datapoints [12.0 (03/03/26 14:00:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).';

interface Change {
  readonly name?: string;
  readonly time?: string;
  readonly from?: string;
  readonly to?: string;
  readonly account?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

const defaults = { name: '5xx-rate', time: '2026-03-03T14:05:06.123Z', from: 'OK', to: 'ALARM', account };
const watched = { InstanceId: instance };

export const historyItem = (change: Change = {}): JsonObject => {
  const { name, time, from, to } = { ...defaults, ...change };
  return {
    AlarmName: name,
    AlarmType: 'MetricAlarm',
    Timestamp: time,
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${from} to ${to}`,
    HistoryData: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: from, stateReason: 'Unchecked: Initial alarm creation' },
      newState: { stateValue: to, stateReason: reason, stateReasonData: { version: '1.0', period: 300, threshold: 5 } },
    }),
  };
};

export const actionItem = (time: string, action: string, more: JsonObject = {}, name = defaults.name): JsonObject => ({
  AlarmName: name,
  Timestamp: time,
  HistoryItemType: 'Action',
  HistorySummary: `Successfully executed action ${action}`,
  HistoryData: JSON.stringify({ actionState: 'Succeeded', notificationResource: action, ...more }),
});

export const eventBridge = (change: Change = {}): JsonObject => {
  const { name, time, from, to, account: of } = { ...defaults, ...change };
  return {
    version: '0',
    id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: of,
    time: `${time.slice(0, 19)}Z`,
    region,
    resources: [arnOf(name, of)],
    detail: {
      alarmName: name,
      configuration: {
        metrics: [
          {
            id: 'm1',
            metricStat: {
              metric: { namespace: 'AWS/EC2', name: 'NetworkOut', dimensions: { ...(change.dimensions ?? watched) } },
              period: 300,
              stat: 'Average',
            },
            returnData: true,
          },
        ],
      },
      previousState: { value: from, reason: 'fine', timestamp: '2026-03-01T00:00:00.000+0000' },
      state: { value: to, reason, reasonData: '{"version":"1.0","threshold":5.0}', timestamp: withOffset(time) },
    },
  };
};

export const notification = (change: Change & { readonly withArn?: boolean } = {}): JsonObject => {
  const { name, time, from, to, account: of } = { ...defaults, ...change };
  return {
    AlarmName: name,
    AWSAccountId: of,
    NewStateValue: to,
    NewStateReason: reason,
    StateChangeTime: withOffset(time),
    Region: 'EU (Ireland)',
    ...(change.withArn !== false && { AlarmArn: arnOf(name, of) }),
    OldStateValue: from,
    Trigger: {
      MetricName: 'NetworkOut',
      Namespace: 'AWS/EC2',
      Statistic: 'AVERAGE',
      Dimensions: Object.entries(change.dimensions ?? watched).map(([key, value]) => ({ value, name: key })),
      Period: 300,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
    },
  };
};

/** As a Lambda function subscribed to the topic gets it. */
export const snsEnvelope = (message: JsonObject): JsonObject => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      Sns: {
        Type: 'Notification',
        MessageId: '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
        TopicArn: `arn:aws:sns:${region}:${account}:alerts`,
        Message: JSON.stringify(message),
      },
    },
  ],
});

export const described = (
  name = defaults.name,
  dimensions: Readonly<Record<string, string>> = watched,
  of = account,
): JsonObject => ({
  AlarmName: name,
  AlarmArn: arnOf(name, of),
  ActionsEnabled: true,
  OKActions: [],
  AlarmActions: [`arn:aws:sns:${region}:${of}:alerts`],
  StateValue: 'OK',
  StateUpdatedTimestamp: '2020-01-01T00:00:00.000Z',
  MetricName: 'NetworkOut',
  Namespace: 'AWS/EC2',
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
});

export const composite = (name: string, rule: string): JsonObject => ({
  ActionsEnabled: true,
  AlarmArn: arnOf(name),
  AlarmName: name,
  AlarmRule: rule,
  StateValue: 'OK',
});

export const streamLine = (
  time: string,
  dimensions: Readonly<Record<string, string>> = watched,
  value: JsonObject = { count: 1, sum: 4, max: 4, min: 4 },
): JsonObject => ({
  metric_stream_name: 'all',
  account_id: account,
  region,
  namespace: 'AWS/EC2',
  metric_name: 'CPUUtilization',
  dimensions: { ...dimensions },
  timestamp: Date.parse(time),
  value,
  unit: 'Percent',
});

export const dataQueries: JsonValue = [
  {
    Id: 'cpu',
    MetricStat: {
      Metric: {
        Namespace: 'AWS/EC2',
        MetricName: 'CPUUtilization',
        Dimensions: [{ Name: 'InstanceId', Value: instance }],
      },
      Period: 300,
      Stat: 'Average',
    },
  },
  { Id: 'half', Expression: 'cpu/2' },
];

export const dataResults: JsonValue = [
  {
    Id: 'cpu',
    Label: 'CPUUtilization',
    Timestamps: ['2026-03-03T14:05:00+00:00', '2026-03-03T14:00:00+00:00'],
    Values: [12, 3],
    StatusCode: 'Complete',
  },
];

export const statisticsQuery: JsonObject = {
  Namespace: 'AWS/EC2',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'InstanceId', Value: instance }],
  StartTime: '2026-03-03T14:00:00Z',
  EndTime: '2026-03-03T15:00:00Z',
  Period: 300,
  Statistics: ['Average', 'Maximum'],
};
