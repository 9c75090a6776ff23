/** Rare answers from AWS, or from a stand-in: lists that never end, data that stays partial, more than was asked for. */
import { describe, expect, test } from 'vitest';
import { CallFailures } from '../../../src/aws/call-failures.ts';
import { describeAlarmHistory, describeAlarms } from '../../../src/sources/cloudwatch/backends/alarm-calls.ts';
import { metricReadings } from '../../../src/sources/cloudwatch/backends/api-metrics.ts';
import { describeInterfaces } from '../../../src/sources/config/backends/api/calls.ts';
import { collect } from '../../../src/sources/logs/backends/insights-collect.ts';
import { describeFlowLogs, describeLogGroups } from '../../../src/sources/logs/backends/insights-groups.ts';
import { runQuery } from '../../../src/sources/logs/backends/insights-run.ts';
import type { LiveContext } from '../../../src/sources/source.ts';
import { questionOf } from '../../fixtures/question.ts';
import { all, answering, gapsOf } from './answering.ts';

const region = 'us-east-1';
const isAny = () => true;

const lists: readonly [string, (context: LiveContext) => Promise<unknown>][] = [
  ['DescribeAlarms', (context) => all(describeAlarms(region, context))],
  ['DescribeAlarmHistory', (context) => all(describeAlarmHistory(region, { since: 0, until: 1 }, {}, context))],
  [
    'DescribeLogGroups',
    (context) => describeLogGroups({ by: 'prefix', text: 'a', region, spellings: [], isMeant: isAny }, region, context),
  ],
  ['DescribeFlowLogs', (context) => describeFlowLogs(region, context)],
  [
    'DescribeNetworkInterfaces',
    (context) => all(describeInterfaces(context, region, { name: 'group-id', values: [] })),
  ],
];

describe.each(lists)('%s', (_name, ask) => {
  test.each([
    ['leads to itself', 'again', 2],
    ['leads nowhere', '', 1],
  ])('ends where a page %s', async (_what, token, times) => {
    const { context, asked } = answering(() => ({ NextToken: token, nextToken: token }));
    await ask(context);
    expect(asked).toHaveLength(times);
  });
});

test('results of a query end where a page of them leads to itself', async () => {
  const { context, asked } = answering((command) =>
    command === 'StartQueryCommand' ? { queryId: 'q' } : { status: 'Complete', results: [], nextToken: 'again' },
  );
  await runQuery({ region, logGroup: 'a' }, { from: 0, to: 1000 }, 'asc', context);
  expect(asked).toEqual(['StartQueryCommand', 'GetQueryResultsCommand', 'GetQueryResultsCommand']);
});

const cpu = {
  namespace: 'AWS/EC2',
  metricName: 'CPUUtilization',
  dimensions: { InstanceId: 'i-0a1b2c3d4e5f60718' },
  region,
  publishedSeconds: 300,
};

describe('a metric of which CloudWatch gives a part', () => {
  const answer = (StatusCode: string) => ({
    MetricDataResults: [{ Id: 'm0_sum', StatusCode, Timestamps: [], Values: [] }],
  });
  const ask = (context: LiveContext) =>
    all(metricReadings({ metrics: [cpu], listings: [], regions: [region] }, region, context, new CallFailures()));

  test('and no page with the rest is a gap', async () => {
    const { context } = answering(() => answer('PartialData'));
    expect(gapsOf(await ask(context)).map(({ code, message }) => [code, message])).toEqual([
      [
        'UNREACHABLE',
        'cloudwatch:GetMetricData gave only a part of the data of AWS/EC2 CPUUtilization in us-east-1 (PartialData)',
      ],
    ]);
  });

  test('and the rest on another page is none', async () => {
    const { context } = answering((_command, { NextToken }) =>
      NextToken === undefined ? { ...answer('PartialData'), NextToken: 'rest' } : answer('Complete'),
    );
    expect(gapsOf(await ask(context))).toEqual([]);
  });
});

test('network interfaces beyond those that a query names are told', async () => {
  const { context } = answering((command) =>
    command === 'DescribeFlowLogsCommand' ? { FlowLogs: [{ LogGroupName: 'flows', ResourceId: 'vpc-1' }] } : {},
  );
  const neighbors = Array.from({ length: 103 }, (_, n) => `eni-${String(n).padStart(17, '0')}`);
  const readings = await all(
    collect({ kind: 'follow', question: questionOf({ from: [] }), interests: { targets: [], neighbors } }, context),
  );
  expect(readings.flatMap(({ skipped }) => skipped.map(({ kind, count }) => [kind, count]))).toEqual([
    ['network interface beyond the first 100', 3],
  ]);
});
