// How CloudWatch writes things down: metric streams, alarms as the AWS CLI prints them and as EventBridge tells them. Forms follow
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-formats-json.html and
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
import { uuidOf } from './deliver.mjs';

export const minute = 60_000;
export const period = 5 * minute;
export const day = 24 * 60 * minute;

/** 12 -> 12.0: statistics are floating-point numbers, and written so. */
const decimal = (value) => (Number.isInteger(value) ? `${value}.0` : String(value));

/**
 * One line of a metric stream. `time`: epoch milliseconds of the period's start.
 * @param {{ stream: string, account: string, region: string }} from
 * @param {{ namespace: string, name: string, dimensions: Record<string, string>, unit: string }} metric
 * @param {{ count: number, sum: number, max: number, min: number }} value
 */
export function metricLine({ stream, account, region }, { namespace, name, dimensions, unit }, time, value) {
  const { count, sum, max, min } = value;
  const head = {
    metric_stream_name: stream,
    account_id: account,
    region,
    namespace,
    metric_name: name,
    dimensions,
    timestamp: time,
  };
  const statistics = Object.entries({ count, sum, max, min }).map(([key, number]) => `"${key}":${decimal(number)}`);
  return `${JSON.stringify(head).slice(0, -1)},"value":{${statistics.join(',')}},"unit":"${unit}"}`;
}

/**
 * What Firehose calls an object: https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
 * `time` (epoch milliseconds): when its first record arrived.
 */
export function firehosePath(prefix, stream, time) {
  const [date, clock] = new Date(time).toISOString().slice(0, 19).split('T');
  const folder = `${date.replaceAll('-', '/')}/${clock.slice(0, 2)}`;
  return `${prefix}/${folder}/${stream}-1-${date}-${clock.replaceAll(':', '-')}-${uuidOf(`object ${stream} ${time}`)}.gz`;
}

/** A metric stream's lines, a file a day. @param {{ time: number, line: string }[]} points by time */
export function metricStreamFiles(prefix, stream, points) {
  const days = new Map();
  for (const { time, line } of points) {
    const start = time - (time % day);
    days.set(start, [...(days.get(start) ?? []), line]);
  }
  return [...days].map(([start, lines]) => ({
    // a period's datapoint is sent minutes after its end
    path: firehosePath(prefix, stream, start + 7 * minute + 12_000),
    text: `${lines.join('\n')}\n`,
  }));
}

/** As the AWS CLI prints an answer. */
export const printed = (answer) => `${JSON.stringify(answer, null, 4)}\n`;

/** 2026-05-12T09:36:08.318Z -> 2026-05-12T09:36:08.318000+00:00, as the AWS CLI prints times. */
export const cliTime = (time) => `${new Date(time).toISOString().slice(0, -1)}000+00:00`;
/** 2026-05-12T09:36:08.318+0000, as alarms write times in what they say of themselves. */
const alarmTime = (time) => `${new Date(time).toISOString().slice(0, -1)}+0000`;

/**
 * @typedef {{ name: string, description: string, namespace: string, metric: string, dimensions: Record<string, string>,
 *   statistic: string, period: number, threshold: number, missing: string, actions: string[], updated: string }} Alarm
 *   `period` in seconds; `updated`: when it was last configured, ISO 8601
 */

export const alarmArn = ({ account, region }, { name }) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

/** A state that datapoints led to; `of`: epoch milliseconds of the one period that was evaluated. */
export function evaluated(alarm, stateValue, time, of, { value, sampleCount }) {
  const [year, month, date, clock] = new Date(of).toISOString().slice(2, 19).split(/[-T]/);
  const over = stateValue === 'ALARM';
  return {
    stateValue,
    time,
    stateReason:
      `Threshold Crossed: 1 out of the last 1 datapoints [${decimal(value)} (${date}/${month}/${year} ${clock})] was ` +
      `${over ? '' : 'not '}greater than the threshold (${decimal(alarm.threshold)}) (minimum 1 datapoint for ` +
      `${over ? 'OK -> ALARM' : 'ALARM -> OK'} transition).`,
    stateReasonData: {
      version: '1.0',
      queryDate: alarmTime(time),
      startDate: alarmTime(of),
      statistic: alarm.statistic,
      period: alarm.period,
      recentDatapoints: [value],
      threshold: alarm.threshold,
      evaluatedDatapoints: [{ timestamp: alarmTime(of), sampleCount, value }],
    },
  };
}

/** An alarm in the state that it has, for `describe-alarms`. */
export function describedAlarm(place, alarm, state) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(place, alarm),
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: cliTime(alarm.updated),
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: alarm.actions,
    InsufficientDataActions: [],
    StateValue: state.stateValue,
    StateReason: state.stateReason,
    ...(state.stateReasonData && { StateReasonData: JSON.stringify(state.stateReasonData) }),
    StateUpdatedTimestamp: cliTime(state.time),
    MetricName: alarm.metric,
    Namespace: alarm.namespace,
    Statistic: alarm.statistic,
    Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: alarm.period,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    Threshold: alarm.threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: alarm.missing,
    StateTransitionedTimestamp: cliTime(state.time),
  };
}

/** An item of `describe-alarm-history`. */
export const historyItem = (alarm, time, type, summary, data) => ({
  AlarmName: alarm.name,
  AlarmType: 'MetricAlarm',
  Timestamp: cliTime(time),
  HistoryItemType: type,
  HistorySummary: summary,
  HistoryData: JSON.stringify(data),
});

export const stateUpdate = (alarm, from, to) => {
  const told = ({ time: _, ...state }) => state;
  const summary = `Alarm updated from ${from.stateValue} to ${to.stateValue}`;
  return historyItem(alarm, to.time, 'StateUpdate', summary, {
    version: '1.0',
    oldState: told(from),
    newState: told(to),
  });
};

/** The same transition, as EventBridge tells it. */
export function stateChangeEvent(place, alarm, from, to) {
  const told = ({ stateValue, stateReason, stateReasonData, time }) => ({
    value: stateValue,
    reason: stateReason,
    ...(stateReasonData && { reasonData: JSON.stringify(stateReasonData) }),
    timestamp: alarmTime(time),
  });
  return {
    version: '0',
    id: uuidOf(`state change ${alarm.name} ${to.time}`),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: place.account,
    time: `${new Date(to.time).toISOString().slice(0, 19)}Z`,
    region: place.region,
    resources: [alarmArn(place, alarm)],
    detail: {
      alarmName: alarm.name,
      state: told(to),
      previousState: told(from),
      configuration: {
        description: alarm.description,
        metrics: [
          {
            id: uuidOf(`metric of ${alarm.name}`),
            metricStat: {
              metric: { namespace: alarm.namespace, name: alarm.metric, dimensions: alarm.dimensions },
              period: alarm.period,
              stat: alarm.statistic,
            },
            returnData: true,
          },
        ],
      },
    },
  };
}
