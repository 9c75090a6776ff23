// The alarm on refused uploads: described, its history, and what EventBridge told of it. Another alarm moves at the same time.
import {
  alarmArn,
  describedAlarm,
  evaluated,
  firehosePath,
  historyItem,
  period,
  printed,
  stateChangeEvent,
  stateUpdate,
} from './cloudwatch.mjs';
import { account, at, bucket, exportsBucket, place, region, story } from './unencrypted-bucket-cast.mjs';
import { exportRequests, invoiceRequests } from './unencrypted-bucket-metrics.mjs';

const onCall = `arn:aws:sns:${region}:${account}:on-call`;
const created = '2026-04-27T11:50:33.209Z';

const uploadsRefused = {
  name: 'invoices-uploads-refused',
  description: 'More than five requests to the bucket of invoices were refused within five minutes.',
  namespace: 'AWS/S3',
  metric: '4xxErrors',
  dimensions: { BucketName: bucket, FilterId: 'EntireBucket' },
  statistic: 'Sum',
  period: 300,
  threshold: 5,
  missing: 'notBreaching',
  actions: [onCall],
  updated: created,
};
const exportsBusy = {
  ...uploadsRefused,
  name: 'exports-busy',
  description: 'Exports are fetched out of hours.',
  metric: 'AllRequests',
  dimensions: { BucketName: exportsBucket, FilterId: 'EntireBucket' },
  threshold: 1000,
  missing: 'missing',
  actions: [],
};

/** The state after the period that ended a minute or so before. */
function stateAt(alarm, stateValue, time, requests) {
  const moment = Date.parse(time);
  const of = moment - (moment % period) - period;
  const { all, errors } = requests(of);
  return evaluated(alarm, stateValue, moment, of, {
    value: alarm.metric === '4xxErrors' ? errors : all,
    sampleCount: all,
  });
}
const refusedAt = (stateValue, time) => stateAt(uploadsRefused, stateValue, time, invoiceRequests);
const unheardAt = (time) => ({
  stateValue: 'INSUFFICIENT_DATA',
  time: Date.parse(time),
  stateReason: 'Insufficient Data: 1 datapoint was unknown.',
});

const states = {
  quiet: refusedAt('OK', '2026-04-27T11:56:08.240Z'),
  raised: refusedAt('ALARM', at(story.alarm)),
  over: refusedAt('OK', at(story.alarmOver)),
};
const others = {
  silent: unheardAt('2026-05-12T08:21:51.020Z'),
  heard: stateAt(exportsBusy, 'OK', at('09:16:51.774'), exportRequests),
  silentAgain: unheardAt(at('09:36:51.902')),
};

/** What `describe-alarms` and `describe-alarm-history` answered after the case. */
const answers = () => [
  {
    path: 'cloudwatch/describe-alarms.json',
    text: printed({
      MetricAlarms: [
        describedAlarm(place, exportsBusy, others.silentAgain),
        describedAlarm(place, uploadsRefused, states.over),
      ],
      CompositeAlarms: [],
    }),
  },
  {
    path: 'cloudwatch/describe-alarm-history.json',
    text: printed({
      AlarmHistoryItems: [
        stateUpdate(uploadsRefused, states.raised, states.over),
        historyItem(uploadsRefused, states.raised.time + 47, 'Action', `Successfully executed action ${onCall}`, {
          actionState: 'Succeeded',
          notificationResource: onCall,
          stateUpdateTimestamp: states.raised.time,
          publishedMessage: '{}',
        }),
        stateUpdate(uploadsRefused, states.quiet, states.raised),
        historyItem(uploadsRefused, created, 'ConfigurationUpdate', `Alarm "${uploadsRefused.name}" created`, {
          version: '1.0',
          type: 'Create',
          createdAlarm: {
            threshold: uploadsRefused.threshold,
            namespace: uploadsRefused.namespace,
            stateValue: 'INSUFFICIENT_DATA',
            dimensions: Object.entries(uploadsRefused.dimensions).map(([name, value]) => ({ name, value })),
            okActions: [],
            alarmActions: [onCall],
            evaluationPeriods: 1,
            comparisonOperator: 'GreaterThanThreshold',
            metricName: uploadsRefused.metric,
            period: uploadsRefused.period,
            alarmName: uploadsRefused.name,
            insufficientDataActions: [],
            alarmArn: alarmArn(place, uploadsRefused),
            actionsEnabled: true,
            alarmDescription: uploadsRefused.description,
            statistic: uploadsRefused.statistic,
            treatMissingData: uploadsRefused.missing,
          },
        }),
      ],
    }),
  },
];

/** EventBridge's events by way of Firehose, which puts nothing between them. */
const events = (time, ...list) => ({
  path: firehosePath('eventbridge', 'events-to-s3', time),
  text: list.map((event) => JSON.stringify(event)).join(''),
});

export const alarmFiles = () => [
  ...answers(),
  events(others.heard.time + 1_700, stateChangeEvent(place, exportsBusy, others.silent, others.heard)),
  events(
    states.raised.time + 1_900,
    stateChangeEvent(place, uploadsRefused, states.quiet, states.raised),
    stateChangeEvent(place, exportsBusy, others.heard, others.silentAgain),
  ),
  events(states.over.time + 2_100, stateChangeEvent(place, uploadsRefused, states.raised, states.over)),
];

const transition = (alarm, from, to) => ({
  alarm: alarm.name,
  from: from.stateValue,
  to: to.stateValue,
  time: new Date(to.time).toISOString(),
});
/** The transitions of the bucket's alarm, and those of another's. */
export const transitions = [
  transition(uploadsRefused, states.quiet, states.raised),
  transition(uploadsRefused, states.raised, states.over),
];
export const otherTransitions = [
  transition(exportsBusy, others.silent, others.heard),
  transition(exportsBusy, others.heard, others.silentAgain),
];
