import { expect, test } from 'vitest';
import { cloudwatch } from '../../../../src/resources/services/cloudwatch.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'set alarm high-cpu (CPUUtilization > 80)',
    'PutMetricAlarm',
    {
      request: {
        alarmName: 'high-cpu',
        metricName: 'CPUUtilization',
        threshold: 80,
        comparisonOperator: 'GreaterThanThreshold',
        actionsEnabled: true,
      },
    },
  ],
  [
    'set alarm high-cpu (CPUUtilization, actions off)',
    'PutMetricAlarm',
    {
      request: {
        alarmName: 'high-cpu',
        metricName: 'CPUUtilization',
        comparisonOperator: 'toString',
        threshold: 80,
        actionsEnabled: false,
      },
    },
  ],
  ['deleted alarms a and b', 'DeleteAlarms', { request: { alarmNames: ['a', 'b'] } }],
  ['turned off the actions of alarm a', 'DisableAlarmActions', { request: { alarmNames: ['a'] } }],
  ['set alarm a to OK by hand', 'SetAlarmState', { request: { alarmName: 'a', stateValue: 'OK', stateReason: 'x' } }],
  ['deleted an alarm', 'DeleteAlarms', { request: { alarmNames: null } }],
  ['stopped metric stream all', 'StopMetricStreams', { request: { names: ['all'] } }],
])('%s', (expected, eventName, members) => {
  expect(say(cloudwatch, eventName, members)).toBe(expected);
});
