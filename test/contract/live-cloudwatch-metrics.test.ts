/** Metrics from the CloudWatch API over HTTP: which, from when, and with which statistics. */
import { describe, expect, test } from 'vitest';
import { alignSeries } from '../../src/analysis/impact/series.ts';
import type { Reading } from '../../src/model/evidence.ts';
import { api } from '../../src/sources/cloudwatch/backends/api.ts';
import { createSeries } from '../aws/world.ts';
import { account, region } from './aws-server-harness.ts';
import { evidenceIn, gapsIn, liveFor } from './live-backend.ts';
import { alarms, ask, cpu, instance, queueDepth, setting, window } from './live-cloudwatch.ts';

const healthCheck = '0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f';

const values = (readings: readonly Reading[], metricName: string, statistic: string) =>
  alignSeries(evidenceIn(readings, 'series'))
    .filter((series) => series.metricName === metricName && series.statistic === statistic)
    .flatMap(({ datapoints }) => datapoints.map(({ time, value }) => [time, value]));

describe('metrics', () => {
  const inWindow = cpu.datapoints.filter(({ timestamp }) => timestamp < window.until - 300_000 + 1);

  test('come in five statistics, with what was before the window, less the period that is not over', async () => {
    const live = await liveFor(api, setting({ metrics: [cpu] }));
    const readings = await live.collect(ask(instance));
    // 13:55 to 14:00 ended 30 s ago: its last datapoints may not have arrived
    const whole = inWindow.filter(({ timestamp }) => timestamp < Date.parse('2026-03-03T13:55:00Z'));
    for (const statistic of ['Average', 'Maximum', 'Minimum', 'Sum'])
      expect(values(readings, 'CPUUtilization', statistic)).toEqual(
        whole.map(({ timestamp, sum }) => [timestamp, sum]),
      );
    const [series] = evidenceIn(readings, 'series');
    expect(series?.series).toMatchObject({
      namespace: 'AWS/EC2',
      dimensions: { InstanceId: instance },
      account,
      region,
      unit: 'Percent',
      periodSeconds: 300,
    });
    expect(series?.origin).toMatchObject({ source: 'cloudwatch', backend: 'api', account, region });
  });

  test('are read to the last page, where a series goes on under its Id', async () => {
    const whole = await (await liveFor(api, setting({ metrics: [cpu] }))).collect(ask(instance));
    const live = await liveFor(api, setting({ metrics: [cpu] }, { settings: { datapointsPerPage: 7 } }));
    const readings = await live.collect(ask(instance));
    expect(live.server.requests.of('cloudwatch:GetMetricData').length).toBeGreaterThan(50);
    expect(alignSeries(evidenceIn(readings, 'series'))).toEqual(alignSeries(evidenceIn(whole, 'series')));
  });

  test('of an application are found by the dimension that names the resource', async () => {
    const live = await liveFor(api, setting({ metrics: [cpu, queueDepth] }));
    expect(values(await live.collect(ask(instance)), 'QueueDepth', 'Sum').map(([, value]) => value)).toEqual([1, 2, 3]);
  });

  test('of a plain name are found whatever it names', async () => {
    const errors = createSeries({
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: 'checkout' },
      periodSeconds: 60,
      start: '2026-03-03T09:00:00Z',
      values: [4],
    });
    const live = await liveFor(api, setting({ metrics: [errors] }));
    expect(values(await live.collect(ask('checkout')), 'Errors', 'Sum').map(([, value]) => value)).toEqual([4]);
  });

  test('of CloudFront are asked for in us-east-1, wherever the question is', async () => {
    const distribution = 'E1EXAMPLE2ABCD';
    const arn = `arn:aws:cloudfront::${account}:distribution/${distribution}`;
    const requests = createSeries({
      namespace: 'AWS/CloudFront',
      metricName: 'Requests',
      dimensions: { DistributionId: distribution, Region: 'Global' },
      periodSeconds: 60,
      start: '2026-03-03T09:00:00Z',
      values: [9],
    });
    const live = await liveFor(api, setting({ metrics: [requests] }, { regions: ['eu-west-1'] }));
    const readings = await live.collect(ask(arn));
    expect(values(readings, 'Requests', 'Sum').map(([, value]) => value)).toEqual([9]);
    expect(evidenceIn(readings, 'series').map((item) => item.series.region)).toContain('us-east-1');
  });

  test.each([
    ['Z0123456789ABCDEFGHIJ', 'HostedZoneId'],
    [`arn:aws:route53:::healthcheck/${healthCheck}`, 'HealthCheckId'],
  ])('of %s are asked for in us-east-1, too', async (target, dimension) => {
    const queries = createSeries({
      namespace: 'AWS/Route53',
      metricName: 'DNSQueries',
      dimensions: { [dimension]: target.split('/').at(-1) ?? '' },
      periodSeconds: 60,
      start: '2026-03-03T09:00:00Z',
      values: [9],
    });
    const live = await liveFor(api, setting({ metrics: [queries] }, { regions: ['eu-west-1'] }));
    const readings = await live.collect(ask(target));
    expect(evidenceIn(readings, 'series').map((item) => item.series.region)).toContain('us-east-1');
  });

  test.each([
    ['Forbidden', 'ACCESS_DENIED'],
    ['InternalError', 'UNREACHABLE'],
  ] as const)('that are refused as %s are one gap %s', async (statusCode, code) => {
    const live = await liveFor(api, setting({ metrics: [{ ...cpu, statusCode }] }));
    const gaps = gapsIn(await live.collect(ask(instance)));
    expect(gaps.map(({ gap }) => gap.code)).toEqual([code]);
    expect(gaps[0]?.gap.message).toContain('AWS/EC2 CPUUtilization');
  });

  test('are not asked for by a gate, nor anything by a question about who', async () => {
    const gate = await liveFor(api, setting({ metrics: [cpu], ...alarms }));
    await gate.collect(ask(instance, 'gate'));
    expect(gate.server.requests.of('cloudwatch:GetMetricData')).toEqual([]);
    expect(gate.server.requests.of('cloudwatch:DescribeAlarms')).not.toEqual([]);
    const who = await liveFor(api, setting({ metrics: [cpu], ...alarms }));
    expect(await who.collect(ask(instance, 'who'))).toEqual([]);
  });

  test('that the first answer gave are not asked for again', async () => {
    const live = await liveFor(api, setting({ metrics: [cpu] }));
    const asked = ask(instance);
    if (asked.kind === 'credentials') throw new Error('not asked here');
    const interests = { targets: [`arn:aws:ec2:${region}:${account}:instance/${instance}`], neighbors: [] };
    const readings = await live.collect({ ...asked, kind: 'follow', interests });
    expect(evidenceIn(readings, 'series')).toEqual([]);
    expect(live.server.requests.of('cloudwatch:GetMetricData')).toEqual([]);
  });
});
