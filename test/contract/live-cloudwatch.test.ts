/** CloudWatch's API as a backend, against the test server over HTTP: the same series and alarms as from files. */
import { describe, expect, test } from 'vitest';
import { alignSeries } from '../../src/analysis/impact/series.ts';
import { restOf, scanFile } from '../../src/archive/scan-file.ts';
import type { Reading } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import { api } from '../../src/sources/cloudwatch/backends/api.ts';
import { archive } from '../../src/sources/cloudwatch/backends/archive.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import { createSeries, createWorld, type RegionWorld } from '../aws/world.ts';
import { questionOf } from '../fixtures/question.ts';
import { account, region } from './aws-server-harness.ts';
import { evidenceIn, gapsIn, type LiveSetting, liveFor, spansIn } from './live-backend.ts';

const healthCheck = '0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f';
const instance = 'i-0123456789abcdef0';
const since = '2026-03-03T08:00:00Z';
const until = '2026-03-03T14:00:00Z';
const now = '2026-03-03T14:00:30Z';
const window = { since: Date.parse(since), until: Date.parse(until) };

const cpu = createSeries({
  namespace: 'AWS/EC2',
  metricName: 'CPUUtilization',
  dimensions: { InstanceId: instance },
  unit: 'Percent',
  periodSeconds: 300,
  start: '2026-03-03T06:00:00Z',
  values: Array.from({ length: 120 }, (_, at) => at),
});
const queueDepth = createSeries({
  namespace: 'Shop',
  metricName: 'QueueDepth',
  dimensions: { InstanceId: instance, Queue: 'orders' },
  periodSeconds: 300,
  start: '2026-03-03T10:00:00Z',
  values: [1, 2, 3],
});

const alarm = (name: string, of: string, more: JsonObject = {}): JsonObject => ({
  AlarmName: name,
  AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
  StateValue: 'OK',
  Namespace: 'AWS/EC2',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'InstanceId', Value: of }],
  Threshold: 50,
  ComparisonOperator: 'GreaterThanThreshold',
  AlarmActions: [`arn:aws:sns:${region}:${account}:pager`],
  ...more,
});

const change = (name: string, time: string, from: string, to: string, type = 'MetricAlarm'): JsonObject => ({
  AlarmName: name,
  AlarmType: type,
  Timestamp: time,
  HistoryItemType: 'StateUpdate',
  HistorySummary: `Alarm updated from ${from} to ${to}`,
  HistoryData: JSON.stringify({
    version: '1.0',
    oldState: { stateValue: from },
    newState: {
      stateValue: to,
      stateReason: 'Threshold Crossed: 1 datapoint [60.0 (03/03/26 09:00:00)] was greater than the threshold (50.0).',
    },
  }),
});

const action = (name: string, time: string): JsonObject => ({
  AlarmName: name,
  AlarmType: 'MetricAlarm',
  Timestamp: time,
  HistoryItemType: 'Action',
  HistorySummary: `Successfully executed action arn:aws:sns:${region}:${account}:pager`,
});

const composite: JsonObject = {
  AlarmName: 'shop',
  AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:shop`,
  AlarmRule: 'ALARM("cpu-high") OR ALARM("other")',
  StateValue: 'OK',
};
const deleted: JsonObject = {
  AlarmName: 'cpu-gone',
  AlarmType: 'MetricAlarm',
  Timestamp: '2026-03-03T13:30:00.000Z',
  HistoryItemType: 'ConfigurationUpdate',
  HistorySummary: 'Alarm "cpu-gone" deleted',
  HistoryData: JSON.stringify({ type: 'Delete', version: '1.0', deletedAlarm: alarm('cpu-gone', instance) }),
};

const alarms: Pick<RegionWorld, 'metricAlarms' | 'compositeAlarms' | 'alarmHistoryItems'> = {
  metricAlarms: [
    alarm('cpu-high', instance),
    alarm('other', 'i-0fedcba9876543210'),
    // more than one page of them
    ...Array.from({ length: 120 }, (_, at) => alarm(`unrelated-${at}`, 'i-0fedcba9876543210')),
  ],
  compositeAlarms: [composite],
  alarmHistoryItems: [
    change('cpu-high', '2026-03-03T09:00:00.123Z', 'OK', 'ALARM'),
    action('cpu-high', '2026-03-03T09:00:00.456Z'),
    change('cpu-high', '2026-03-03T13:59:59.900Z', 'ALARM', 'OK'),
    action('cpu-high', '2026-03-03T14:00:00.200Z'),
    change('cpu-high', '2026-03-03T07:59:59.000Z', 'INSUFFICIENT_DATA', 'OK'),
    change('shop', '2026-03-03T09:00:01.000Z', 'OK', 'ALARM', 'CompositeAlarm'),
    change('other', '2026-03-03T09:10:00.000Z', 'OK', 'ALARM'),
    change('cpu-gone', '2026-03-03T12:00:00.000Z', 'OK', 'ALARM'),
    deleted,
  ],
};

const setting = (here: Partial<RegionWorld>, more: Partial<LiveSetting> = {}): LiveSetting => ({
  world: createWorld({ [account]: { regions: { [region]: here, 'eu-west-1': {} } } }),
  since,
  until,
  now,
  ...more,
});

function ask(target?: string, command: 'investigate' | 'gate' | 'who' = 'investigate'): SourceRequest {
  const question = questionOf({
    command,
    targets: target === undefined ? [] : [planTarget(target)],
    since,
    until,
    now,
    from: [],
  });
  return { kind: 'evidence', question, interests: firstInterests(question) };
}

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

describe('alarms', () => {
  /** The same records as the CLI prints them. */
  async function fromFiles(target?: string) {
    const scanners = archive.createScanners(ask(target));
    const files = [
      { MetricAlarms: alarms.metricAlarms, CompositeAlarms: alarms.compositeAlarms },
      { AlarmHistoryItems: alarms.alarmHistoryItems },
    ];
    const readings: Reading[] = [];
    for (const [at, file] of files.entries())
      readings.push(await scanFile(`${at}.json`, Buffer.from(JSON.stringify(file)), scanners));
    readings.push(restOf(scanners));
    return readings;
  }
  const events = (readings: readonly Reading[]) =>
    evidenceIn(readings, 'event')
      .map(({ event: { origin: _, ...event }, digest }) => ({ ...event, digest }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  const definitions = (readings: readonly Reading[]) =>
    evidenceIn(readings, 'alarm')
      .map((item) => item.alarm)
      .sort((a, b) => (a.name < b.name ? -1 : 1));

  test('change as files tell it: its own, those of a composite, and of one that was deleted', async () => {
    const live = await liveFor(api, setting(alarms));
    const readings = await live.collect(ask(instance));
    const found = events(readings);
    expect(found.map(({ id }) => id)).toEqual([
      `alarm:${account}/${region}/cpu-gone/2026-03-03T12:00:00.000Z`,
      `alarm:${account}/${region}/cpu-high/2026-03-03T09:00:00.000Z`,
      `alarm:${account}/${region}/cpu-high/2026-03-03T13:59:59.000Z`,
      `alarm:${account}/${region}/shop/2026-03-03T09:00:01.000Z`,
    ]);
    const archived = events(await fromFiles(instance));
    // the file of a deleted alarm names no account
    expect(found.filter(({ id }) => !id.includes('cpu-gone'))).toEqual(
      archived.filter(({ id }) => !id.includes('cpu-gone')),
    );
    expect(definitions(readings)).toEqual(definitions(await fromFiles(instance)));
  });

  test('of composites that look at composites are found through all of them, whatever page they are on', async () => {
    const over = (name: string, child: string) => ({
      ...composite,
      AlarmName: name,
      AlarmArn: `${composite['AlarmArn']}-${name}`,
      AlarmRule: `ALARM("${child}")`,
    });
    const compositeAlarms = [
      over('a-company', 'b-shop'),
      over('b-shop', 'cpu-high'),
      over('c-circle', 'd-circle'),
      over('d-circle', 'c-circle'),
    ];
    const alarmHistoryItems = ['a-company', 'b-shop', 'c-circle'].map((name) =>
      change(name, '2026-03-03T09:00:05.000Z', 'OK', 'ALARM', 'CompositeAlarm'),
    );
    const live = await liveFor(api, setting({ ...alarms, compositeAlarms, alarmHistoryItems }));
    const readings = await live.collect(ask(instance));
    const found = evidenceIn(readings, 'alarm').map(({ alarm: { name, children } }) => [name, children]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['a-company', ['b-shop']],
        ['b-shop', ['cpu-high']],
        ['cpu-high', []],
      ]),
    );
    expect(found.map(([name]) => name)).not.toContain('c-circle');
    const told = evidenceIn(readings, 'event').map(({ event }) => event.kind === 'alarm' && event.detail.alarmName);
    expect(told.sort()).toEqual(['a-company', 'b-shop']);
  });

  test('beyond ten thousand in a region are said not to be known', async () => {
    const many = Array.from({ length: 10_101 }, (_, at) => alarm(`unrelated-${at}`, 'i-0fedcba9876543210'));
    const live = await liveFor(api, {
      ...setting({ metricAlarms: [alarm('a-first', instance), ...many] }),
      rateFactor: Infinity,
    });
    const readings = await live.collect(ask(instance));
    expect(evidenceIn(readings, 'alarm').map(({ alarm: { name } }) => name)).toEqual(['a-first']);
    expect(gapsIn(readings).map(({ gap }) => gap)).toMatchObject([
      {
        code: 'NOT_INDEXED',
        message: 'us-east-1 has more than 10000 alarms: those beyond are not known',
        hint: 'name the alarm: alarm:NAME',
      },
    ]);
    expect(live.server.requests.of('cloudwatch:DescribeAlarms').length).toBe(101);
  });

  test('tell the action that ran after the end of the window', async () => {
    const live = await liveFor(api, setting(alarms));
    const last = evidenceIn(await live.collect(ask(instance)), 'event').find(({ event }) =>
      event.id.includes('13:59:59'),
    );
    expect(last?.event.detail).toMatchObject({ actions: [`arn:aws:sns:${region}:${account}:pager`] });
  });

  test('of the whole region change in a window without a target', async () => {
    const live = await liveFor(api, setting(alarms));
    const found = events(await live.collect(ask()));
    expect(found.map(({ detail }) => (detail as { alarmName: string }).alarmName).sort()).toEqual([
      'cpu-gone',
      'cpu-high',
      'cpu-high',
      'other',
      'shop',
    ]);
  });

  test('are not asked for their history where none belongs to the question', async () => {
    const live = await liveFor(api, setting({ ...alarms, alarmHistoryItems: [] }));
    const readings = await live.collect(ask('i-00000000000000001'));
    expect(evidenceIn(readings, 'event')).toEqual([]);
    expect(live.server.requests.of('cloudwatch:DescribeAlarmHistory')).toHaveLength(1);
  });

  test('older than 30 days are a gap', async () => {
    const later = { since, until, now: '2026-04-20T00:00:00Z' };
    const live = await liveFor(api, setting(alarms, later));
    const gaps = gapsIn(await live.collect(ask(instance)));
    expect(gaps.map(({ gap }) => gap.code)).toEqual(['RETENTION_EXCEEDED']);
    expect(live.server.requests.of('cloudwatch:DescribeAlarmHistory')).toEqual([]);
  });
});

describe('what fails', () => {
  const world = { metrics: [cpu, queueDepth], ...alarms };
  const both = { regions: [region, 'eu-west-1'] };

  test.each([
    'cloudwatch:DescribeAlarms',
    'cloudwatch:DescribeAlarmHistory',
    'cloudwatch:GetMetricData',
    'cloudwatch:ListMetrics',
  ])('%s, denied, is exactly one gap that names both regions', async (denied) => {
    const live = await liveFor(api, setting(world, both));
    live.server.faults.add({ kind: 'denied', action: denied });
    const gaps = gapsIn(await live.collect(ask(instance)));
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.gap).toMatchObject({ code: 'ACCESS_DENIED', blocking: true });
    expect(gaps[0]?.gap.message).toContain(`${denied} is not allowed in eu-west-1, us-east-1`);
  });

  test('everything in one region leaves no span of it', async () => {
    const live = await liveFor(api, setting(world, both));
    live.server.faults.add({ kind: 'denied', region: 'eu-west-1' });
    const readings = await live.collect(ask(instance));
    expect(new Set(spansIn(readings).map((span) => span.region))).toEqual(new Set([region]));
    expect(new Set(gapsIn(readings).map((found) => found.region))).toEqual(new Set(['eu-west-1']));
  });

  test('an empty region was asked all the same', async () => {
    const live = await liveFor(api, setting({}, both));
    const spans = spansIn(await live.collect(ask(instance)));
    for (const asked of both.regions)
      expect(spans).toContainEqual({
        source: 'cloudwatch',
        account,
        region: asked,
        first: window.since,
        last: window.until - 1,
        records: 0,
      });
  });

  test('a fifth of all calls, in passing, changes nothing', async () => {
    const settings = { ...both, settings: { datapointsPerPage: 50 } };
    const undisturbed = await (await liveFor(api, setting(world, settings))).collect(ask(instance));
    const live = await liveFor(api, setting(world, settings));
    live.server.faults.addPassing({ share: 0.2, seed: 3 });
    const readings = await live.collect(ask(instance));
    expect(live.server.requests.all.some(({ outcome }) => outcome !== 'ok')).toBe(true);
    const inOrder = (found: readonly Reading[]) => found.map((reading) => JSON.stringify(reading)).sort();
    expect(inOrder(readings)).toEqual(inOrder(undisturbed));
  });

  test('the limits of AWS are kept: no call is throttled', async () => {
    const live = await liveFor(api, setting(world, { settings: { datapointsPerPage: 5 } }));
    await live.collect(ask(instance));
    expect(live.server.requests.all.filter(({ outcome }) => outcome === 'Throttling')).toEqual([]);
  });

  test('an abort ends it with the reason', async () => {
    const live = await liveFor(api, setting(world, { settings: { datapointsPerPage: 5 } }));
    const reason = new Error('enough');
    const reading = async () => {
      for await (const _ of live.stream(ask(instance))) live.stop.abort(reason);
    };
    await expect(reading()).rejects.toBe(reason);
  });
});
