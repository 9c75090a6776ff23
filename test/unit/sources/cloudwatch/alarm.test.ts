import { describe, expect, test } from 'vitest';
import { childrenOf, describedAlarm } from '../../../../src/sources/cloudwatch/alarm.ts';
import { account, composite, described, instance, region } from './records.ts';

describe('a described alarm', () => {
  test('on one metric', () => {
    expect(describedAlarm(described())).toEqual({
      name: '5xx-rate',
      arn: `arn:aws:cloudwatch:${region}:${account}:alarm:5xx-rate`,
      account,
      region,
      state: 'OK',
      namespace: 'AWS/EC2',
      metricName: 'NetworkOut',
      dimensions: [{ InstanceId: instance }],
      threshold: 5,
      comparison: 'GreaterThanThreshold',
      actions: [`arn:aws:sns:${region}:${account}:alerts`],
      children: [],
    });
  });

  test('on an expression bears the dimensions of each metric in it', () => {
    const { MetricName, Namespace, Dimensions, ...rest } = described();
    const metric = (name: string, value: string) => ({
      Id: name.toLowerCase(),
      MetricStat: {
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName: name,
          Dimensions: [{ Name: 'LoadBalancer', Value: value }],
        },
      },
    });
    const alarm = describedAlarm({
      ...rest,
      Metrics: [{ Id: 'e1', Expression: 'm1/m2' }, metric('Errors', 'app/a/1'), metric('RequestCount', 'app/b/2')],
    });
    expect(alarm).toMatchObject({
      metricName: 'Errors',
      dimensions: [{ LoadBalancer: 'app/a/1' }, { LoadBalancer: 'app/b/2' }],
    });
  });

  test('that is composite names its children', () => {
    expect(describedAlarm(composite('all', 'ALARM(a) AND ALARM(b)'))).toMatchObject({
      metricName: null,
      children: ['a', 'b'],
    });
  });

  test('an ARN of placeholders tells neither account nor region', () => {
    const alarm = describedAlarm({ ...described(), AlarmArn: 'arn:aws:cloudwatch:REGION:ACCOUNT_NUMBER:alarm:x' });
    expect(alarm).toMatchObject({ account: null, region: null });
  });

  test.each([
    [{}],
    [{ AlarmName: 'x' }],
    [{ AlarmName: '', ComparisonOperator: 'GreaterThanThreshold' }],
    [{ AlarmName: 7, AlarmRule: 'ALARM(a)' }],
    [{ AlarmNames: ['x'] }],
  ])('%j is none', (value) => {
    expect(describedAlarm(value)).toBeUndefined();
  });
});

test.each([
  ['ALARM(a)', ['a']],
  ['(ALARM("a b") AND NOT OK(c)) OR INSUFFICIENT_DATA("d")', ['a b', 'c', 'd']],
  ['ALARM ( a )', ['a']],
  [String.raw`ALARM("with \"quotes\" (and more)")`, ['with "quotes" (and more)']],
  [`ALARM("arn:aws:cloudwatch:${region}:${account}:alarm:a:b")`, ['a:b']],
  ['ALARM(a) OR OK(a)', ['a']],
  ['AT_LEAST(2, ALARM, (a, "b c", d)) AND OK(e)', ['e', 'a', 'b c', 'd']],
  ['AT_LEAST(60%, NOT OK, (a, b))', ['a', 'b']],
  ['TRUE', []],
  ['', []],
  ['ALARM(', []],
  ['ALARM("never closed', []],
])('%s looks at %j', (rule, children) => {
  expect(childrenOf(rule)).toEqual(children);
});

test('a rule without end is read in no time', () => {
  expect(childrenOf('ALARM("'.repeat(200_000)).length).toBeLessThan(2000);
});
