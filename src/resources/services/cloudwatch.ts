/** Amazon CloudWatch: alarms, dashboards, metric streams. Its event source keeps the old name of the service. */
import { enumerate, flag, text, texts } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, severalNamed } from '../words.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const comparisons: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '>=',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
};

const alarm = ({ request }: Call): string => named('alarm', text(request, 'alarmName'));

function putAlarm(call: Call): string {
  const { request } = call;
  const metric = text(request, 'metricName');
  const operator = text(request, 'comparisonOperator') ?? '';
  const sign = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  const threshold = text(request, 'threshold');
  const condition = metric && `${metric}${sign && threshold ? ` ${sign} ${threshold}` : ''}`;
  return `set ${alarm(call)}${inBrackets(condition, flag(request, 'actionsEnabled') === false && 'actions off')}`;
}

const alarms =
  (words: string): Sentence =>
  ({ request }) =>
    `${words} ${severalNamed('alarm', texts(request, 'alarmNames'))}`;

const streams =
  (words: string): Sentence =>
  ({ request }) =>
    `${words} ${severalNamed('metric stream', texts(request, 'names'))}`;

export const cloudwatch: Service = {
  name: 'cloudwatch',
  title: 'CloudWatch',
  eventSources: ['monitoring.amazonaws.com'],
  types: [
    {
      type: 'AWS::CloudWatch::Alarm',
      title: 'alarm',
      arn: 'arn:{partition}:cloudwatch:{region}:{account}:alarm:{id*}',
      configId: '{id}',
      example: { id: 'high-cpu', arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:high-cpu' },
    },
    {
      type: 'AWS::CloudWatch::Dashboard',
      title: 'dashboard',
      arn: 'arn:{partition}:cloudwatch::{account}:dashboard/{id}',
      example: { id: 'web', arn: 'arn:aws:cloudwatch::111122223333:dashboard/web' },
    },
    {
      type: 'AWS::CloudWatch::MetricStream',
      title: 'metric stream',
      arn: 'arn:{partition}:cloudwatch:{region}:{account}:metric-stream/{id}',
      configId: '{id}',
      example: { id: 'all', arn: 'arn:aws:cloudwatch:us-east-1:111122223333:metric-stream/all' },
    },
  ],
  parameters: {
    alarmName: 'AWS::CloudWatch::Alarm',
    alarmNames: 'AWS::CloudWatch::Alarm',
    dashboardName: 'AWS::CloudWatch::Dashboard',
    dashboardNames: 'AWS::CloudWatch::Dashboard',
  },
  calls: () => ({
    PutMetricAlarm: putAlarm,
    PutCompositeAlarm: (call) =>
      `set composite ${alarm(call)}${inBrackets(flag(call.request, 'actionsEnabled') === false && 'actions off')}`,
    DeleteAlarms: alarms('deleted'),
    DisableAlarmActions: alarms('turned off the actions of'),
    EnableAlarmActions: alarms('turned on the actions of'),
    SetAlarmState: (call) => `set ${alarm(call)} to ${text(call.request, 'stateValue') ?? 'another state'} by hand`,
    PutDashboard: did('set', 'dashboard', 'dashboardName'),
    DeleteDashboards: ({ request }) => `deleted ${severalNamed('dashboard', texts(request, 'dashboardNames'))}`,
    PutAnomalyDetector: ({ request }) =>
      `set an anomaly detector${inBrackets(text(request, 'metricName', 'singleMetricAnomalyDetector.metricName'))}`,
    DeleteAnomalyDetector: ({ request }) =>
      `deleted an anomaly detector${inBrackets(text(request, 'metricName', 'singleMetricAnomalyDetector.metricName'))}`,
    PutInsightRule: did('set', 'insight rule', 'ruleName'),
    DeleteInsightRules: ({ request }) => `deleted insight rules${inBrackets(...texts(request, 'ruleNames'))}`,
    DisableInsightRules: ({ request }) => `disabled insight rules${inBrackets(...texts(request, 'ruleNames'))}`,
    PutMetricStream: did('set', 'metric stream', 'name'),
    StartMetricStreams: streams('started'),
    StopMetricStreams: streams('stopped'),
    DeleteMetricStream: did('deleted', 'metric stream', 'name'),
    PutMetricData: ({ request }) =>
      `put metric data into ${named('namespace', text(request, 'namespace'))}${inBrackets(
        enumerate([...new Set(texts(request, 'metricData', 'metricName'))]),
      )}`,
  }),
};
