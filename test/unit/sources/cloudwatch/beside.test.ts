/** Answers whose queries are in other files of their folder. */
import { expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/model/json.ts';
import { Beside } from '../../../../src/sources/cloudwatch/beside.ts';
import { evidenceOf, type Files, ofType, readingsOf, skippedOf } from './asking.ts';
import { dataQueries, dataResults, instance, statisticsQuery } from './records.ts';

const about = { targets: [instance] };
const answer: JsonValue = { MetricDataResults: dataResults, Messages: [] };
const statistics: JsonValue = {
  Label: 'CPUUtilization',
  Datapoints: [{ Timestamp: '2026-03-03T14:05:00Z', Average: 12, Unit: 'Percent' }],
};
const other = {
  Namespace: 'AWS/EC2',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'InstanceId', Value: 'i-other' }],
};
const dataQueryOf = (metric: JsonValue): JsonValue => [
  { Id: 'cpu', MetricStat: { Metric: metric, Period: 300, Stat: 'Sum' } },
];

const seriesIn = async (files: Files) => ofType(await evidenceOf(about, files), 'series').length;

test.each<[string, JsonValue]>([
  ['as --cli-input-json takes it', { MetricDataQueries: dataQueries, StartTime: 1, EndTime: 2 }],
  ['as --metric-data-queries takes it', dataQueries],
])('a query of the folder, %s, tells by its id which metric a result is of', async (_, query) => {
  for (const name of ['a/queries.json', 'a/zz.txt']) {
    const files = { 'a/cpu.json': answer, [name]: query };
    expect(await seriesIn(files)).toBe(1);
    expect(skippedOf(await readingsOf(about, files))).toEqual({});
  }
});

test('statistics find the query of their metric', async () => {
  const files = { 'cpu.json': statistics, 'z.json': statisticsQuery };
  expect(await seriesIn(files)).toBe(1);
  expect(await seriesIn({ ...files, 'cpu.json': { ...statistics, Label: 'NetworkIn' } })).toBe(0);
});

test.each<[string, Files]>([
  ['of another folder', { 'a/cpu.json': answer, 'b/q.json': dataQueries }],
  ['of another id', { 'cpu.json': answer, 'q.json': [{ ...(dataQueries as object[])[0], Id: 'm1' }] as JsonValue }],
  ['that two files tell differently', { 'cpu.json': answer, 'q.json': dataQueries, 'r.json': dataQueryOf(other) }],
  [
    'of a metric that two ask for',
    { 'cpu.json': statistics, 'q.json': statisticsQuery, 'r.json': { ...other, Period: 60 } },
  ],
])('a query %s is not used, and the answer is told to be without', async (_, files) => {
  expect(await seriesIn(files)).toBe(0);
  expect(skippedOf(await readingsOf(about, files))).toEqual({ 'metric data without its query': 1 });
});

test('the same query twice is one', async () => {
  expect(await seriesIn({ 'cpu.json': answer, 'q.json': dataQueries, 'r.json': dataQueries })).toBe(1);
});

test('a query by the name of its answer comes first', async () => {
  const files = { 'cpu.json': answer, 'cpu.query.json': dataQueryOf(other), 'q.json': dataQueries };
  expect(await seriesIn(files)).toBe(0);
});

test('very many answers and queries of one file take time by their number', () => {
  const beside = new Beside();
  const most = 100_000;
  for (let n = 0; n < most; n++) {
    beside.wait('cpu.json', { answer: {}, locator: String(n) });
    beside.keepQuery('cpu.query.json', { Id: String(n), Expression: '1' });
  }
  expect(beside.queriesFor('cpu.json')).toHaveLength(most);
  expect([...beside.answered()].map(({ locator }) => locator)).toEqual(
    Array.from({ length: most }, (_, n) => String(n)),
  );
});
