import { describe, expect, test } from 'vitest';
import { batchesOf, readMetricPage } from '../../../../src/sources/cloudwatch/metric-batch.ts';
import { catalogMetrics, listingsOf, rangeOf } from '../../../../src/sources/cloudwatch/metric-plan.ts';

const regions = ['us-east-1', 'eu-west-1'];
const account = '111122223333';
const instance = { type: 'AWS::EC2::Instance', id: 'i-0123456789abcdef0' };
const at = (text: string) => Date.parse(text);
const hours = (count: number) => count * 3_600_000;
const days = (count: number) => count * 86_400_000;

describe('catalogMetrics', () => {
  test('asks for a resource in every region, in its own where that is known', () => {
    const everywhere = catalogMetrics([instance], regions);
    expect(new Set(everywhere.map(({ region }) => region))).toEqual(new Set(regions));
    const placed = catalogMetrics([{ ...instance, region: 'eu-west-1' }], regions);
    expect(new Set(placed.map(({ region }) => region))).toEqual(new Set(['eu-west-1']));
    expect(placed).toHaveLength(everywhere.length / 2);
    expect(catalogMetrics([{ ...instance, region: 'ap-south-1' }], regions)).toEqual([]);
  });

  test('asks for an edge service where it publishes', () => {
    const metrics = catalogMetrics([{ type: 'AWS::CloudFront::Distribution', id: 'E1EXAMPLE2ABCD' }], ['eu-west-1']);
    expect(new Set(metrics.map(({ region }) => region))).toEqual(new Set(['us-east-1']));
  });

  test('asks for nothing of what has no metrics, or no type', () => {
    expect(catalogMetrics([{ type: 'AWS::EC2::SecurityGroup', id: 'sg-1' }], regions)).toEqual([]);
    expect(catalogMetrics([{ type: null, id: 'orders' }], regions)).toEqual([]);
    expect(catalogMetrics([{ type: 'AWS::No::Type', id: 'orders' }], regions)).toEqual([]);
  });
});

describe('listingsOf', () => {
  test('lists by the dimensions that name a resource, not by the constant ones', () => {
    expect(listingsOf([{ type: 'AWS::S3::Bucket', id: 'example-logs' }], ['us-east-1'])).toEqual([
      { region: 'us-east-1', dimensions: { BucketName: 'example-logs' } },
    ]);
  });

  test('tries every naming dimension for a plain name', () => {
    const listings = listingsOf([{ type: null, id: 'orders' }], ['us-east-1']);
    expect(listings).toContainEqual({ region: 'us-east-1', dimensions: { QueueName: 'orders' } });
    expect(listings).toContainEqual({ region: 'us-east-1', dimensions: { FunctionName: 'orders' } });
    expect(new Set(listings.map((listing) => JSON.stringify(listing))).size).toBe(listings.length);
  });
});

describe('rangeOf', () => {
  const now = at('2026-03-20T12:00:00Z');
  const range = (age: number, length: number, published: number | null = null) =>
    rangeOf({ since: now - age, until: now - age + length }, published, now);

  test.each([
    ['by minute for two hours that are not long ago', hours(3), hours(2), 60],
    ['by five minutes for a longer window', hours(4), hours(3), 300],
    ['by five minutes where its baseline began more than 15 days ago', days(1) + 1, hours(1), 300],
    ['by the hour where its baseline began more than 63 days ago', days(49) + 1, hours(1), 3600],
  ])('%s', (_, age, length, seconds) => {
    expect(range(age, length)?.periodSeconds).toBe(seconds);
  });

  test('never finer than it is published', () => {
    expect(range(hours(3), hours(2), 300)?.periodSeconds).toBe(300);
    expect(range(hours(3), hours(2), 86_400)?.periodSeconds).toBe(86_400);
  });

  test('holds whole periods, 14 days of them before the window', () => {
    const found = rangeOf({ since: at('2026-03-19T12:01:30Z'), until: at('2026-03-19T18:02:00Z') }, null, now);
    expect(found).toEqual({ periodSeconds: 300, start: at('2026-03-05T12:05:00Z'), end: at('2026-03-19T18:05:00Z') });
  });

  test.each([
    ['2026-03-20T12:01:59.999Z', '2026-03-20T11:55:00Z'],
    ['2026-03-20T12:02:00.000Z', '2026-03-20T12:00:00Z'],
  ])('at %s it ends at %s: a period is whole two minutes after its end', (moment, end) => {
    const window = { since: at('2026-03-20T06:00:00Z'), until: at('2026-03-20T12:30:00Z') };
    expect(rangeOf(window, null, at(moment))?.end).toBe(at(end));
  });

  test('is nothing where nothing is kept any more, or has happened yet', () => {
    expect(range(days(500), hours(1))).toBeUndefined();
    expect(rangeOf({ since: now + days(20), until: now + days(21) }, null, now)).toBeUndefined();
  });
});

describe('batchesOf', () => {
  const window = { since: at('2026-03-19T12:00:00Z'), until: at('2026-03-19T18:00:00Z') };
  const now = at('2026-03-20T12:00:00Z');
  const metric = (number: number, publishedSeconds: number | null = null) => ({
    namespace: 'Shop',
    metricName: `Metric${number}`,
    dimensions: { Name: 'a' },
    region: 'us-east-1',
    publishedSeconds,
  });

  test('asks for at most 500 values of five statistics a call, under ids that CloudWatch takes', () => {
    const batches = batchesOf(
      'us-east-1',
      Array.from({ length: 101 }, (_, number) => metric(number)),
      window,
      now,
    );
    expect(batches.map(({ queries }) => queries.length)).toEqual([500, 5]);
    for (const { queries } of batches) {
      expect(new Set(queries.map(({ id }) => id)).size).toBe(queries.length);
      for (const { id } of queries) expect(id).toMatch(/^[a-z][A-Za-z0-9_]{0,254}$/);
    }
  });

  test('asks apart for what is published at another pace', () => {
    const batches = batchesOf('us-east-1', [metric(1), metric(2, 86_400)], window, now);
    expect(batches.map(({ range }) => range.periodSeconds)).toEqual([300, 86_400]);
  });

  test('reads a page: values inside the window and its baseline, and what was refused', () => {
    const [batch] = batchesOf('us-east-1', [metric(1)], window, now);
    if (!batch) throw new Error('there is one batch');
    const page = {
      MetricDataResults: [
        {
          Id: 'm0_sum',
          StatusCode: 'PartialData',
          Timestamps: [new Date(window.since), new Date(window.until), new Date(Number.NaN)],
          Values: [1, 2, 3],
        },
        { Id: 'm0_average', StatusCode: 'Forbidden', Timestamps: [], Values: [] },
        { Id: 'of nobody', StatusCode: 'Forbidden' },
        {},
      ],
    };
    const read = readMetricPage(page, batch, { account, window });
    expect(read.evidence.map(({ series }) => series)).toEqual([
      {
        namespace: 'Shop',
        metricName: 'Metric1',
        dimensions: { Name: 'a' },
        account,
        region: 'us-east-1',
        unit: null,
        statistic: 'Sum',
        periodSeconds: 300,
        datapoints: [{ time: window.since, value: 1 }],
      },
    ]);
    expect(read.records).toBe(2);
    expect(read.damaged).toBe(1);
    expect(read.refused.map(({ query, status }) => [query.id, status])).toEqual([['m0_average', 'Forbidden']]);
  });
});

describe('a resource whose metrics bear its ARN', () => {
  const machine = { type: 'AWS::StepFunctions::StateMachine', id: 'fulfillment' };
  const arnIn = (region: string) => `arn:aws:states:${region}:111122223333:stateMachine:fulfillment`;

  test('is asked for in each region by the ARN that it would have there', () => {
    const planned = catalogMetrics([machine], ['eu-west-1', 'us-east-1'], '111122223333');
    expect([...new Set(planned.map(({ region, dimensions }) => `${region} ${dimensions['StateMachineArn']}`))]).toEqual(
      [`eu-west-1 ${arnIn('eu-west-1')}`, `us-east-1 ${arnIn('us-east-1')}`],
    );
    expect(catalogMetrics([machine], ['us-east-1'])).toEqual([]);
  });

  test('is listed for a plain name, and for nothing that is none', () => {
    const listed = (id: string) =>
      listingsOf([{ type: null, id }], ['us-east-1'], '111122223333').filter(
        ({ dimensions }) => 'StateMachineArn' in dimensions,
      );
    expect(listed('fulfillment')).toEqual([
      { region: 'us-east-1', dimensions: { StateMachineArn: arnIn('us-east-1') } },
    ]);
    expect(listed('arn:aws:other:us-east-1:111122223333:thing/one')).toEqual([]);
  });
});
