/** The resources that a metric's dimensions name, spelled as calls name them: that is how a shift is joined to a change. */
import { expect, test } from 'vitest';
import { alignSeries } from '../../../../src/analysis/impact/series.ts';
import { seriesOrigins } from '../../../../src/analysis/impact/series-origins.ts';
import { metricShifts } from '../../../../src/analysis/impact/shifts.ts';

const since = Date.parse('2026-03-03T14:00:00Z');
const hour = 3_600_000;
const machine = 'arn:aws:states:us-east-1:111122223333:stateMachine:checkout';

function shiftOf(namespace: string, metricName: string, dimensions: Readonly<Record<string, string>>) {
  const datapoints = Array.from({ length: 72 * 12 }, (_, index) => {
    const time = since - 70 * hour + index * 300_000;
    return { time, value: time > since + hour ? 400 : 0 };
  });
  const head = { namespace, metricName, dimensions, account: '111122223333', region: 'us-east-1' };
  const origin = { source: 'cloudwatch', backend: 'archive', account: null, region: null, ref: null, locator: 'a#1' };
  const evidence = [
    {
      type: 'series' as const,
      series: { ...head, unit: 'Count', statistic: 'Sum', periodSeconds: 300, datapoints },
      origin,
    },
  ];
  return metricShifts({
    series: alignSeries(evidence),
    window: { since, until: since + 2 * hour },
    now: since + 24 * hour,
    matches: () => ['target'],
    originAt: seriesOrigins(evidence),
  })[0];
}

test.each([
  [
    'AWS/States',
    'ExecutionsFailed',
    { StateMachineArn: machine },
    ['AWS::StepFunctions::StateMachine checkout'],
    /^ExecutionsFailed of checkout rose/,
  ],
  [
    'AWS/ApplicationELB',
    'HTTPCode_Target_5XX_Count',
    { LoadBalancer: 'app/shop/50dc6c495c0c9188', TargetGroup: 'targetgroup/web/73e2d6bc24d8a067' },
    [
      'AWS::ElasticLoadBalancingV2::LoadBalancer app/shop/50dc6c495c0c9188',
      'AWS::ElasticLoadBalancingV2::TargetGroup web/73e2d6bc24d8a067',
    ],
    /^HTTPCode_Target_5XX_Count of shop\/web /,
  ],
  // the catalog lacks this metric, but knows whose dimension it is
  ['AWS/SQS', 'NumberOfMessagesReceived', { QueueName: 'orders' }, ['AWS::SQS::Queue orders'], /of orders rose/],
  ['Shop', 'OrdersPlaced', { QueueName: 'orders' }, ['null orders'], /of orders rose/],
])('%s %s', (namespace, metricName, dimensions, resources, summary) => {
  const event = shiftOf(namespace, metricName, dimensions);
  expect(event?.resources.map(({ type, id }) => `${type} ${id}`)).toEqual(resources);
  expect(event?.summary).toMatch(summary);
});
