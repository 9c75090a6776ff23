/** Series from files: streams, and answers with their queries. */
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/model/json.ts';
import { type Asked, evidenceOf, type Files, ofType, readingsOf, skippedOf } from './asking.ts';
import { account, dataQueries, dataResults, instance, region, statisticsQuery, streamLine } from './records.ts';

const about: Asked = { targets: [instance] };
const at = (time: string) => Date.parse(`2026-03-03T${time}:00Z`);
const seriesOf = async (asked: Asked, files: Files) =>
  ofType(await evidenceOf(asked, files), 'series').map(({ series }) => series);

const cpu = {
  namespace: 'AWS/EC2',
  metricName: 'CPUUtilization',
  dimensions: { InstanceId: instance },
  region: null,
  account: null,
  unit: null,
};
const average = { ...cpu, statistic: 'Average', periodSeconds: 300 };
const twoPoints = [
  { time: at('14:05'), value: 12 },
  { time: at('14:00'), value: 3 },
];

describe('a metric stream', () => {
  test('is one series a metric and file', async () => {
    const files = {
      'a.json': [streamLine('2026-03-03T14:00:00Z'), streamLine('2026-03-03T14:01:00Z')],
      'b.json': [streamLine('2026-03-03T14:02:00Z')],
    };
    const head = { ...cpu, account, region, unit: 'Percent', statistic: null, periodSeconds: null };
    const point = (time: string) => ({ time: at(time), sum: 4, count: 1, min: 4, max: 4 });
    expect(await seriesOf(about, files)).toEqual([
      { ...head, datapoints: [point('14:00'), point('14:01')] },
      { ...head, datapoints: [point('14:02')] },
    ]);
  });

  test('its origin is the first datapoint of the file', async () => {
    const files = {
      'a.json': [streamLine('2026-03-03T14:00:00Z', { InstanceId: 'i-other' }), streamLine('2026-03-03T14:01:00Z')],
    };
    expect((await evidenceOf(about, files))[0]).toMatchObject({
      origin: { source: 'cloudwatch', backend: 'archive', account, region, ref: null, locator: 'a.json#2' },
    });
  });

  test('further statistics are series of their own', async () => {
    const line = streamLine('2026-03-03T14:00:00Z', undefined, { count: 2, sum: 5, max: 4, min: 1, p99: 3.9 });
    const found = await seriesOf(about, { 'a.json': [line] });
    expect(found.map(({ statistic, datapoints }) => [statistic, datapoints])).toEqual([
      [null, [{ time: at('14:00'), sum: 5, count: 2, min: 1, max: 4 }]],
      ['p99', [{ time: at('14:00'), value: 3.9 }]],
    ]);
  });

  test('every datapoint counts as read, also of metrics that were not asked for', async () => {
    const [reading] = await readingsOf(about, {
      'a.json': [streamLine('2026-03-03T14:00:00Z'), streamLine('2026-03-03T15:00:00Z', { InstanceId: 'i-other' })],
    });
    expect(reading?.spans).toEqual([
      { source: 'cloudwatch', account, region, first: at('14:00'), last: at('15:00'), records: 2 },
    ]);
  });

  test('a datapoint without time or values is damage', async () => {
    const [reading] = await readingsOf(about, {
      'a.json': [
        { ...streamLine('2026-03-03T14:00:00Z'), timestamp: 'x' },
        streamLine('2026-03-03T14:00:00Z', undefined, {}),
      ],
    });
    expect(reading?.evidence).toEqual([]);
    expect(reading?.gaps[0]?.gap.message).toContain('2 records: a datapoint without a readable time or value');
  });
});

describe('which series', () => {
  const targetGroup = 'targetgroup/web/73e2d6bc24d8a067';
  const isFound = async (asked: Asked, dimensions: Readonly<Record<string, string>>) =>
    (await seriesOf(asked, { 'a.json': [streamLine('2026-03-03T14:00:00Z', dimensions)] })).length > 0;

  test.each<[boolean, Asked, Readonly<Record<string, string>>]>([
    [true, { targets: ['web'] }, { ClusterName: 'x', ServiceName: 'web' }],
    [false, { targets: ['web'] }, { ServiceName: 'web-2' }],
    [false, { targets: ['web'] }, { web: 'x' }],
    [true, { targets: ['app/web/50dc6c495c0c9188'] }, { LoadBalancer: 'app/web/50dc6c495c0c9188' }],
    // a target group's id, as in its ARN
    [true, { targets: ['web/73e2d6bc24d8a067'] }, { TargetGroup: targetGroup }],
    [true, { targets: [targetGroup] }, { TargetGroup: targetGroup }],
    // without a target, none is asked for
    [false, {}, { ServiceName: 'web' }],
    [true, { targets: ['sg-1'], further: { neighbors: ['web'] } }, { ServiceName: 'web' }],
    [true, { targets: ['sg-1'], further: { targets: ['web'] } }, { ServiceName: 'web' }],
    // found by the first answers
    [false, { targets: ['web'], further: { neighbors: ['blue'] } }, { ServiceName: 'web', ClusterName: 'blue' }],
    [true, { targets: ['web'], accounts: [account], regions: [region] }, { ServiceName: 'web' }],
    [false, { targets: ['web'], accounts: ['444455556666'] }, { ServiceName: 'web' }],
    [false, { targets: ['web'], regions: ['us-east-1'] }, { ServiceName: 'web' }],
  ])('%s: %j and %j', async (isExpected, asked, dimensions) => {
    expect(await isFound(asked, dimensions)).toBe(isExpected);
  });

  test('datapoints from fourteen days before the window to its end', async () => {
    const times = ['2026-02-17T13:59:00Z', '2026-02-17T14:00:00Z', '2026-03-03T14:59:00Z', '2026-03-03T15:00:00Z'];
    const files = { 'a.json': times.map((time) => streamLine(time)) };
    const window = { since: '2026-03-03T14:00:00Z', until: '2026-03-03T15:00:00Z' };
    const kept = async (asked: Asked) =>
      (await seriesOf(asked, files)).flatMap(({ datapoints }) => datapoints.map(({ time }) => time));
    expect(await kept({ ...about, ...window })).toEqual([Date.parse(times[1] ?? ''), Date.parse(times[2] ?? '')]);
    expect(await kept(about)).toHaveLength(4);
  });
});

describe('get-metric-data', () => {
  const answer = { MetricDataResults: dataResults, Messages: [] };

  test.each<[string, JsonValue]>([
    ['in one document', { MetricDataQueries: dataQueries, ...answer }],
    ['beside the answer', { query: { MetricDataQueries: dataQueries, StartTime: 1 }, output: answer }],
    ['as a bare list beside it', { queries: dataQueries, output: answer }],
    ['around a recording', { query: { MetricDataQueries: dataQueries }, recorded: { status_code: 200, data: answer } }],
  ])('with its query %s', async (_, document) => {
    expect(await seriesOf(about, { 'cpu.json': document })).toEqual([{ ...average, datapoints: twoPoints }]);
  });

  test.each([
    ['read after it', 'cpu.query.json'],
    ['compressed by name', 'cpu.query.json.gz'],
  ])('with its query in a file beside, %s', async (_, path) => {
    const files = { 'a/cpu.json': answer, [`a/${path}`]: { MetricDataQueries: dataQueries } };
    expect(await seriesOf(about, files)).toEqual([{ ...average, datapoints: twoPoints }]);
    expect(await seriesOf(about, { ...files, [`a/${path}`]: dataQueries })).toHaveLength(1);
  });

  test('is read once, whatever files follow', async () => {
    const files = { 'cpu.json': answer, 'cpu.query.json': { MetricDataQueries: dataQueries }, 'z.json': answer };
    expect(await seriesOf(about, files)).toHaveLength(1);
  });

  test('each file beside is used for its own answer alone', async () => {
    const files = { 'cpu.json': answer, 'other.query.json': { MetricDataQueries: dataQueries } };
    expect(await seriesOf(about, files)).toEqual([]);
  });

  test('without its query it is set aside, and counts as read', async () => {
    const [reading, rest] = await readingsOf(about, { 'cpu.json': answer });
    expect(rest?.evidence).toEqual([]);
    expect(rest?.skipped).toEqual([expect.objectContaining({ kind: 'metric data without its query', count: 1 })]);
    expect(reading?.spans).toEqual([]);
    expect(rest?.spans).toEqual([expect.objectContaining({ account: null, region: null, records: 2 })]);
  });

  test('the account of a query is the series’ account', async () => {
    const queries = (dataQueries as JsonValue[]).map((query) => ({ ...(query as object), AccountId: '444455556666' }));
    const [series] = await seriesOf(about, { 'cpu.json': { MetricDataQueries: queries, ...answer } });
    expect(series?.account).toBe('444455556666');
  });

  test('what cannot be a series is set aside by kind', async () => {
    const results = [
      { Id: 'half', Label: 'half', Timestamps: ['2026-03-03T14:00:00Z'], Values: [1], StatusCode: 'Complete' },
      { Id: 'cpu', Label: 'cpu', Timestamps: [], Values: [], StatusCode: 'Forbidden' },
      { Id: 'unknown', Label: 'x', Timestamps: ['2026-03-03T14:00:00Z'], Values: [1], StatusCode: 'Complete' },
    ];
    const readings = await readingsOf(about, {
      'a.json': { MetricDataQueries: dataQueries, MetricDataResults: results },
    });
    expect(readings[0]?.evidence).toEqual([]);
    expect(skippedOf(readings)).toEqual({
      'result of a metric expression': 1,
      'metric data: Forbidden': 1,
      'metric data without its query': 1,
    });
  });

  test('a value without a time, and a time without a value, are damage that costs no other', async () => {
    const results = [
      { Id: 'cpu', Timestamps: ['2026-03-03T14:00:00Z', 'x', '2026-03-03T14:10:00Z'], Values: [1, 2, null, 4] },
    ];
    const [reading] = await readingsOf(about, {
      'a.json': { MetricDataQueries: dataQueries, MetricDataResults: results },
    });
    expect(ofType(reading?.evidence ?? [], 'series')[0]?.series.datapoints).toEqual([{ time: at('14:00'), value: 1 }]);
    expect(reading?.gaps[0]?.gap.message).toContain('3 records');
  });
});

describe('get-metric-statistics', () => {
  const answer = {
    Label: 'CPUUtilization',
    Datapoints: [
      { Timestamp: '2026-03-03T14:05:00Z', Average: 12, Maximum: 20, Unit: 'Percent' },
      { Timestamp: '2026-03-03T14:00:00Z', Average: 3, ExtendedStatistics: { p95: 4 }, Unit: 'Percent' },
    ],
  };

  test('each statistic is a series', async () => {
    const found = await seriesOf(about, { 'cpu.json': { query: statisticsQuery, output: answer } });
    const head = { ...cpu, unit: 'Percent', periodSeconds: 300 };
    expect(found).toEqual([
      { ...head, statistic: 'Average', datapoints: twoPoints },
      { ...head, statistic: 'Maximum', datapoints: [{ time: at('14:05'), value: 20 }] },
      { ...head, statistic: 'p95', datapoints: [{ time: at('14:00'), value: 4 }] },
    ]);
  });

  test('with its query in the same document, or in a file beside', async () => {
    expect(await seriesOf(about, { 'cpu.json': { ...statisticsQuery, ...answer } })).toHaveLength(3);
    expect(await seriesOf(about, { 'cpu.json': answer, 'cpu.query.json': statisticsQuery })).toHaveLength(3);
    expect(await seriesOf(about, { 'cpu.json': answer })).toEqual([]);
  });

  test('with no more than the metric’s name beside it', async () => {
    const { Period, Statistics, StartTime, EndTime, ...metric } = statisticsQuery;
    const [series] = await seriesOf(about, { 'cpu.json': { ...metric, ...answer } });
    expect(series).toMatchObject({ ...cpu, unit: 'Percent', statistic: 'Average', periodSeconds: null });
  });

  test('the queries of another call are not its own', async () => {
    const found = await seriesOf(about, { 'cpu.json': { query: { MetricDataQueries: dataQueries }, output: answer } });
    expect(found).toEqual([]);
  });
});

test.each<[JsonValue]>([
  [{ Label: 'x', Datapoints: [] }],
  [{ MetricDataResults: [], Messages: [] }],
  [{ MetricAlarms: [], CompositeAlarms: [] }],
  [{ status_code: 200, data: { AlarmHistoryItems: [] } }],
])('%j is known, and empty', async (value) => {
  const readings = await readingsOf(about, { 'a.json': value });
  expect(skippedOf(readings)).toEqual({ 'empty answer': 1 });
  expect(readings[0]?.recognizedBy).toEqual(['cloudwatch']);
});

test.each<[JsonValue]>([
  [{ Metrics: [{ Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Dimensions: [] }] }],
  [{ Datapoints: ['x'] }],
  [{ metric_name: 'x', namespace: 'y', value: 3 }],
])('%j is not known', async (value) => {
  expect((await readingsOf(about, { 'a.json': value }))[0]?.recognized).toBe(false);
});
