/** CloudWatch: its operations. */
import type { Service } from '../call.ts';
import { describeAlarmHistory, describeAlarms, describeAlarmsForMetric } from './cloudwatch-alarms.ts';
import { getMetricData, listMetrics } from './cloudwatch-metrics.ts';

export const cloudwatch: Service = {
  name: 'cloudwatch',
  protocol: 'json-1.0-query-mode',
  timeMembers: new Set([
    'AlarmConfigurationUpdatedTimestamp',
    'StateTransitionedTimestamp',
    'StateUpdatedTimestamp',
    'Timestamp',
    'Timestamps',
  ]),
  operations: {
    DescribeAlarmHistory: describeAlarmHistory,
    DescribeAlarms: describeAlarms,
    DescribeAlarmsForMetric: describeAlarmsForMetric,
    GetMetricData: getMetricData,
    ListMetrics: listMetrics,
  },
};
