/** The test server's CloudWatch metrics, through the SDK's own client and paginators. */
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  ListMetricsCommand,
  type MetricDataQuery,
  type MetricDataResult,
  paginateGetMetricData,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../aws/clock.ts';
import type { Settings } from '../aws/settings.ts';
import { createSeries, createWorld, type MetricSeries, type RegionWorld } from '../aws/world.ts';
import { account, failureOf, region, serverFor } from './aws-server-harness.ts';

const now = '2026-03-03T16:00:00Z';
const day = 86_400_000;
const ago = (milliseconds: number) => new Date(Date.parse(now) - milliseconds);

async function cloudwatchOf(here: Partial<RegionWorld>, settings: Partial<Settings> = {}) {
  const clock = new ManualClock(now);
  const world = createWorld({ [account]: { regions: { [region]: here } } });
  const server = await serverFor({ world, clock, settings, rateFactor: 1000 });
  return { client: new CloudWatchClient({ ...server.clientConfig(), maxAttempts: 1 }), clock };
}

const cpu = (
  fields: Partial<MetricSeries> = {},
  start = '2026-03-03T14:00:00Z',
  values: readonly (number | null)[] = [1, 2, 3, 4],
) => ({
  ...createSeries({
    namespace: 'AWS/EC2',
    metricName: 'CPUUtilization',
    dimensions: { InstanceId: 'i-1' },
    periodSeconds: 300,
    start,
    values,
  }),
  ...fields,
});

const query = (Id: string, Period = 300, Stat = 'Average', InstanceId = 'i-1'): MetricDataQuery => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/EC2',
      MetricName: 'CPUUtilization',
      Dimensions: [{ Name: 'InstanceId', Value: InstanceId }],
    },
    Period,
    Stat,
  },
});

const twoHours = { StartTime: new Date('2026-03-03T14:00:00Z'), EndTime: new Date('2026-03-03T16:00:00Z') };

describe('metric data', () => {
  const ask = async (input: Partial<GetMetricDataCommandInput>, metrics: readonly MetricSeries[] = [cpu()]) => {
    const { client } = await cloudwatchOf({ metrics });
    return client.send(new GetMetricDataCommand({ MetricDataQueries: [query('m1')], ...twoHours, ...input }));
  };
  const only = async (...given: Parameters<typeof ask>) => (await ask(...given)).MetricDataResults?.[0];

  test('is newest first, or oldest first where that is asked for', async () => {
    const result = await only({});
    expect(result).toEqual({
      Id: 'm1',
      Label: 'CPUUtilization',
      StatusCode: 'Complete',
      Timestamps: ['14:15', '14:10', '14:05', '14:00'].map((time) => new Date(`2026-03-03T${time}:00Z`)),
      Values: [4, 3, 2, 1],
    });
    expect((await only({ ScanBy: 'TimestampAscending' }))?.Values).toEqual([1, 2, 3, 4]);
  });

  test('includes the start and not the end', async () => {
    const window = { StartTime: new Date('2026-03-03T14:05:00Z'), EndTime: new Date('2026-03-03T14:15:00Z') };
    expect((await only(window))?.Values).toEqual([3, 2]);
  });

  test('is added up over longer periods', async () => {
    const stats = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];
    const MetricDataQueries = stats.map((stat, index) => query(`m${index}`, 600, stat));
    const { MetricDataResults } = await ask({ MetricDataQueries });
    expect(MetricDataResults?.map(({ Values }) => Values)).toEqual([
      [3.5, 1.5],
      [7, 3],
      [3, 1],
      [4, 2],
      [2, 2],
    ]);
  });

  test('has percentiles where they were measured', async () => {
    const timestamp = Date.parse('2026-03-03T14:00:00Z');
    const metrics = [cpu({ datapoints: [{ timestamp, count: 9, sum: 9, min: 1, max: 8, p99: 7.5 }] })];
    const MetricDataQueries = [query('m1', 300, 'p99'), query('m2', 300, 'p50')];
    const { MetricDataResults } = await ask({ MetricDataQueries }, metrics);
    expect(MetricDataResults?.map(({ Values }) => Values)).toEqual([[7.5], []]);
  });

  test.each([
    ['2 hours', 7_200_000, 60, 1],
    ['14 days', 14 * day, 60, 1],
    ['16 days', 16 * day, 60, 0],
    ['16 days', 16 * day, 300, 1],
    ['64 days', 64 * day, 300, 0],
    ['64 days', 64 * day, 3600, 1],
    ['456 days', 456 * day, 3600, 0],
  ])('of %s ago is there for the periods that are kept, and silently not for others', async (_, age, period, count) => {
    const metrics = [cpu({}, ago(age).toISOString(), [5])];
    const window = { StartTime: ago(age), EndTime: ago(age - 3_600_000) };
    const result = await only({ MetricDataQueries: [query('m1', period)], ...window }, metrics);
    expect([result?.StatusCode, result?.Values?.length]).toEqual(['Complete', count]);
  });

  test('of a metric with other dimensions, or of none, is nothing', async () => {
    expect((await only({ MetricDataQueries: [query('m1', 300, 'Average', 'i-2')] }))?.Values).toEqual([]);
    const more = cpu({ dimensions: { InstanceId: 'i-1', ImageId: 'ami-1' } });
    expect((await only({}, [more]))?.Values).toEqual([]);
  });

  test('is for the query alone that the world forbids', async () => {
    const metrics = [cpu(), cpu({ dimensions: { InstanceId: 'i-2' }, statusCode: 'Forbidden' })];
    const MetricDataQueries = [query('m1'), query('m2', 300, 'Average', 'i-2')];
    const { MetricDataResults } = await ask({ MetricDataQueries }, metrics);
    expect(MetricDataResults?.map(({ StatusCode, Values }) => [StatusCode, Values?.length])).toEqual([
      ['Complete', 4],
      ['Forbidden', 0],
    ]);
  });

  test('comes in pages: the same Id goes on, partial until it is whole', async () => {
    const metrics = [cpu(), cpu({ dimensions: { InstanceId: 'i-2' } })];
    const { client } = await cloudwatchOf({ metrics }, { datapointsPerPage: 3 });
    const input = { MetricDataQueries: [query('m1'), query('m2', 300, 'Average', 'i-2')], ...twoHours };
    const pages: (readonly (readonly [unknown, unknown, unknown])[])[] = [];
    for await (const page of paginateGetMetricData({ client }, input)) {
      const told = ({ Id, StatusCode, Values }: MetricDataResult) => [Id, StatusCode, Values] as const;
      pages.push(page.MetricDataResults?.map(told) ?? []);
    }
    expect(pages).toEqual([
      [['m1', 'PartialData', [4, 3, 2]]],
      [
        ['m1', 'Complete', [1]],
        ['m2', 'PartialData', [4, 3]],
      ],
      [['m2', 'Complete', [2, 1]]],
    ]);
  });

  test('refuses a token of another question, in the words of the older protocol', async () => {
    const { client } = await cloudwatchOf({ metrics: [cpu()] });
    const input = { MetricDataQueries: [query('m1')], ...twoHours, MaxDatapoints: 2 };
    const { NextToken } = await client.send(new GetMetricDataCommand(input));
    const other = new GetMetricDataCommand({ ...input, ScanBy: 'TimestampAscending', NextToken });
    expect(await failureOf(client.send(other))).toMatchObject({ name: 'InvalidNextToken', status: 400 });
    expect((await client.send(new GetMetricDataCommand({ ...input, NextToken }))).NextToken).toBeUndefined();
  });

  test.each<[string, Partial<GetMetricDataCommandInput>]>([
    ['501 queries', { MetricDataQueries: Array.from({ length: 501 }, (_, index) => query(`m${index}`)) }],
    ['no query', { MetricDataQueries: [] }],
    ['an Id twice', { MetricDataQueries: [query('m1'), query('m1')] }],
    ['an Id with a capital', { MetricDataQueries: [query('M1')] }],
    ['a period of 90 seconds', { MetricDataQueries: [query('m1', 90)] }],
    ['a window turned round', { StartTime: twoHours.EndTime, EndTime: twoHours.StartTime }],
    ['an expression', { MetricDataQueries: [{ Id: 'e1', Expression: 'm1 * 2' }] }],
  ])('refuses %s', async (_, input) => {
    expect(await failureOf(ask(input))).toMatchObject({ name: 'ValidationException', status: 400 });
  });

  test('takes 500 queries', async () => {
    const MetricDataQueries = Array.from({ length: 500 }, (_, index) => query(`m${index}`));
    expect((await ask({ MetricDataQueries })).MetricDataResults).toHaveLength(500);
  });

  test('arrives late where the world says so', async () => {
    const { client, clock } = await cloudwatchOf(
      { metrics: [cpu({}, '2026-03-03T15:55:00Z', [1])] },
      { metricLagSeconds: 600 },
    );
    const count = async () => {
      const input = { MetricDataQueries: [query('m1')], ...twoHours };
      return (await client.send(new GetMetricDataCommand(input))).MetricDataResults?.[0]?.Values?.length;
    };
    expect(await count()).toBe(0);
    clock.advance({ seconds: 301 });
    expect(await count()).toBe(1);
  });
});

describe('the list of metrics', () => {
  const recent = cpu();
  const silent = cpu({ metricName: 'NetworkIn' }, ago(15 * day).toISOString(), [1]);

  test('leaves out what was silent for two weeks, or for three hours on request', async () => {
    const quiet = cpu({ metricName: 'NetworkOut' }, ago(5 * 3_600_000).toISOString(), [1]);
    const { client } = await cloudwatchOf({ metrics: [recent, silent, quiet] });
    const names = async (RecentlyActive?: 'PT3H') => {
      const { Metrics } = await client.send(new ListMetricsCommand({ ...(RecentlyActive && { RecentlyActive }) }));
      return Metrics?.map(({ MetricName }) => MetricName);
    };
    expect(await names()).toEqual(['CPUUtilization', 'NetworkOut']);
    expect(await names('PT3H')).toEqual(['CPUUtilization']);
  });

  test('is by dimension, with or without its value, and paged', async () => {
    const others = Array.from({ length: 5 }, (_, index) => cpu({ dimensions: { InstanceId: `i-${index}` } }));
    const { client } = await cloudwatchOf(
      { metrics: [...others, cpu({ dimensions: { VolumeId: 'vol-1' } })] },
      { metricsPerPage: 2 },
    );
    const sizes = async (Value?: string) => {
      const pages: (number | undefined)[] = [];
      const Dimensions = [{ Name: 'InstanceId', ...(Value !== undefined && { Value }) }];
      for await (const page of paginateListMetrics({ client }, { Dimensions })) pages.push(page.Metrics?.length);
      return pages;
    };
    expect(await sizes()).toEqual([2, 2, 1]);
    expect(await sizes('i-3')).toEqual([1]);
  });
});
