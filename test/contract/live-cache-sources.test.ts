/** What single sources keep of settled times: enough to return it again, and nothing that should not be on a disk. */
import { describe, expect, test } from 'vitest';
import type { SettledCache } from '../../src/aws/cache.ts';
import type { Reading } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import { api as cloudwatch } from '../../src/sources/cloudwatch/backends/api.ts';
import { api as config } from '../../src/sources/config/backends/api.ts';
import { insights } from '../../src/sources/logs/backends/insights.ts';
import type { LiveBackend, SourceRequest } from '../../src/sources/source.ts';
import type { Settings } from '../aws/settings.ts';
import { createSeries, createWorld, type RegionWorld } from '../aws/world.ts';
import { apiItem, type State } from '../fixtures/config.ts';
import { memoryCache } from '../fixtures/memory-cache.ts';
import { questionOf } from '../fixtures/question.ts';
import { account, region } from './aws-server-harness.ts';
import { evidenceIn, gapsIn, type Live, liveFor, spansIn } from './live-backend.ts';

const since = '2026-03-03T12:00:00Z';
const until = '2026-03-03T14:00:00Z';
const now = '2026-03-08T00:00:00Z';

interface Asked {
  readonly backend: LiveBackend;
  readonly world: Partial<RegionWorld>;
  readonly target: string;
  readonly cache?: SettledCache;
  readonly settings?: Partial<Settings>;
  readonly at?: string;
}

async function ask({ backend, world, target, cache, settings = {}, at = now }: Asked) {
  const question = questionOf({ targets: [planTarget(target)], since, until, now: at });
  const request: SourceRequest = { kind: 'evidence', question, interests: firstInterests(question) };
  const outline = createWorld({ [account]: { regions: { [region]: world } } });
  const live = await liveFor(backend, { world: outline, since, until, now: at, settings, ...(cache && { cache }) });
  return { live, readings: await live.collect(request) };
}

const kept = ({ kept: entries }: ReturnType<typeof memoryCache>) =>
  [...entries.values()].flatMap((texts) => [...texts.values()]).join('\n');
const askedOf = ({ server }: Live, action: string) => server.requests.of(action).length;
/** That a rule never said anything about a resource may change at any moment: it is asked each time. */
const historiesOf = ({ server }: Live) =>
  server.requests.of('config:GetResourceConfigHistory').filter(({ outcome }) => outcome === 'ok').length;
const told = (readings: readonly Reading[]) => ({
  evidence: readings
    .flatMap(({ evidence }) => evidence)
    .map((item) => JSON.stringify(item))
    .sort(),
  records: spansIn(readings).reduce((sum, { records }) => sum + records, 0),
});

describe('the history of a resource', () => {
  const target = `arn:aws:lambda:${region}:${account}:function:checkout`;
  const of = { resourceType: 'AWS::Lambda::Function', resourceId: 'checkout', resourceName: 'checkout', arn: target };
  const item = (captureTime: string, secret: string, more: State = {}): JsonObject => ({
    ...apiItem({ ...of, captureTime, configuration: { environment: { variables: { TOKEN: secret } } }, ...more }),
    configurationItemCaptureTime: captureTime,
  });
  const [first, second] = ['correct-horse-battery', 'staple-of-the-horse'];
  const configurationItems = [
    item('2026-02-20T08:00:00.000Z', first),
    item('2026-03-03T12:30:00.000Z', second),
    item('2026-03-03T13:30:00.000Z', second, { tags: { team: 'web' } }),
  ];
  const asked = { backend: config, target, world: { configurationItems } };

  test('is told again with what shows that a secret changed, and without the secret', async () => {
    const cache = memoryCache(Date.parse(now));
    const uncached = await ask(asked);
    await ask({ ...asked, cache });
    const warm = await ask({ ...asked, cache });
    expect(historiesOf(warm.live)).toBe(0);
    expect(askedOf(warm.live, 'config:BatchGetResourceConfig')).toBe(0);
    const items = evidenceIn(warm.readings, 'configuration-item');
    expect(told(warm.readings)).toEqual(told(uncached.readings));
    expect(items).toHaveLength(configurationItems.length);
    const digests = items.map(({ item: { redactions } }) => Object.values(redactions ?? {}).join());
    expect(new Set(digests).size).toBe(2);
    expect(kept(cache)).toContain('AWS::Lambda::Function');
    for (const secret of [first, second]) expect(kept(cache)).not.toContain(secret);
  });

  test('without a change in the window is not looked for either', async () => {
    const cache = memoryCache(Date.parse(now));
    const world = { configurationItems: [item('2026-02-20T08:00:00.000Z', first)] };
    const uncached = await ask({ ...asked, world });
    expect(askedOf(uncached.live, 'config:BatchGetResourceConfig')).toBe(1);
    await ask({ ...asked, world, cache });
    const warm = await ask({ ...asked, world, cache });
    expect(historiesOf(warm.live)).toBe(0);
    expect(askedOf(warm.live, 'config:BatchGetResourceConfig')).toBe(0);
    expect(told(warm.readings)).toEqual(told(uncached.readings));
  });

  test('of the last half hour, or of two days where it is recorded daily, is asked again', async () => {
    const daily = { configurationRecorders: [{ name: 'default', recordingMode: { recordingFrequency: 'DAILY' } }] };
    for (const [at, world, isAsked] of [
      ['2026-03-03T14:30:00Z', {}, false],
      ['2026-03-03T14:29:00Z', {}, true],
      ['2026-03-05T13:00:00Z', daily, true],
      ['2026-03-05T14:00:00Z', daily, false],
    ] as const) {
      const cache = memoryCache(Date.parse(at));
      await ask({ ...asked, world: { configurationItems, ...world }, at, cache });
      const again = await ask({ ...asked, world: { configurationItems, ...world }, at, cache });
      expect([at, historiesOf(again.live) > 0]).toEqual([at, isAsked]);
    }
  });
});

describe('metrics', () => {
  const instance = 'i-0a1b2c3d4e5f60718';
  const cpu = createSeries({
    namespace: 'AWS/EC2',
    metricName: 'CPUUtilization',
    dimensions: { InstanceId: instance },
    periodSeconds: 300,
    start: '2026-03-03T08:00:00Z',
    values: Array.from({ length: 72 }, (_, at) => (at % 7 === 0 ? null : at / 3)),
  });
  const asked = { backend: cloudwatch, target: instance, world: { metrics: [cpu] } };

  test('come in the same numbers, whatever pages they came on', async () => {
    const cache = memoryCache(Date.parse(now));
    const uncached = await ask(asked);
    await ask({ ...asked, cache, settings: { datapointsPerPage: 7 } });
    const warm = await ask({ ...asked, cache });
    expect(askedOf(warm.live, 'cloudwatch:GetMetricData')).toBe(0);
    expect(told(warm.readings)).toEqual(told(uncached.readings));
    expect(evidenceIn(warm.readings, 'series')).toHaveLength(5);
  });

  test.each(['Forbidden', 'InternalError'] as const)(
    'that are refused (%s) are asked for again',
    async (statusCode) => {
      const cache = memoryCache(Date.parse(now));
      const refused = await ask({ ...asked, world: { metrics: [{ ...cpu, statusCode }] }, cache });
      expect(gapsIn(refused.readings)).toHaveLength(1);
      const healed = await ask({ ...asked, cache });
      expect(askedOf(healed.live, 'cloudwatch:GetMetricData')).toBe(1);
      expect(evidenceIn(healed.readings, 'series')).toHaveLength(5);
      expect(gapsIn(healed.readings)).toEqual([]);
    },
  );

  test.each([
    ['AWS/EC2', '2026-03-03T16:59:00Z', true],
    ['AWS/EC2', '2026-03-03T17:00:00Z', false],
    ['CWAgent', '2026-03-05T13:59:00Z', true],
    ['CWAgent', '2026-03-05T14:00:00Z', false],
  ])('of %s are asked again at %s: %s', async (namespace, at, isAsked) => {
    const world = { metrics: [{ ...cpu, namespace, metricName: 'mem_used_percent' }] };
    const cache = memoryCache(Date.parse(at));
    await ask({ ...asked, world, at, cache });
    const again = await ask({ ...asked, world, at, cache });
    const texts = again.live.server.requests
      .of('cloudwatch:GetMetricData')
      .map(({ parameters }) => JSON.stringify(parameters));
    expect(texts.some((text) => text.includes('mem_used_percent'))).toBe(isAsked);
  });
});

describe('changes of alarms', () => {
  const instance = 'i-0a1b2c3d4e5f60718';
  const alarm = {
    AlarmName: 'cpu',
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:cpu`,
    StateValue: 'OK',
    Namespace: 'AWS/EC2',
    MetricName: 'CPUUtilization',
    Dimensions: [{ Name: 'InstanceId', Value: instance }],
  };
  const change = (Timestamp: string, from: string, to: string): JsonObject => ({
    AlarmName: 'cpu',
    AlarmType: 'MetricAlarm',
    Timestamp,
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${from} to ${to}`,
    HistoryData: JSON.stringify({ oldState: { stateValue: from }, newState: { stateValue: to } }),
  });
  const alarmHistoryItems = [
    change('2026-03-03T12:10:00.000Z', 'OK', 'ALARM'),
    // at the very same moment: their order is kept
    change('2026-03-03T12:20:00.000Z', 'ALARM', 'INSUFFICIENT_DATA'),
    change('2026-03-03T12:20:00.000Z', 'INSUFFICIENT_DATA', 'OK'),
  ];

  test('are told again in their order', async () => {
    const cache = memoryCache(Date.parse(now));
    const asked = { backend: cloudwatch, target: instance, world: { metricAlarms: [alarm], alarmHistoryItems } };
    const uncached = await ask(asked);
    await ask({ ...asked, cache });
    const warm = await ask({ ...asked, cache });
    expect(told(warm.readings)).toEqual(told(uncached.readings));
    expect(evidenceIn(warm.readings, 'event')).toHaveLength(3);
    const byName = warm.live.server.requests
      .of('cloudwatch:DescribeAlarmHistory')
      .filter(({ parameters }) => parameters['AlarmName'] !== undefined);
    expect(byName).toEqual([]);
    // the present state is asked each time
    expect(askedOf(warm.live, 'cloudwatch:DescribeAlarms')).toBe(1);
  });
});

describe('lines', () => {
  const secret = 'correct-horse-battery-staple';
  const line = (time: string, message: string) => ({ timestamp: Date.parse(time), logStreamName: 'a', message });

  test('of an application are not kept', async () => {
    const cache = memoryCache(Date.parse(now));
    const logGroups = [
      {
        logGroupName: '/aws/lambda/checkout',
        events: [line('2026-03-03T12:30:00Z', `ERROR denied: password ${secret}`)],
      },
    ];
    const target = `arn:aws:lambda:${region}:${account}:function:checkout`;
    const asked = { backend: insights, target, world: { logGroups }, cache };
    expect(evidenceIn((await ask(asked)).readings, 'log-shape')).toHaveLength(1);
    expect(askedOf((await ask(asked)).live, 'logs:StartQuery')).toBe(1);
    expect(kept(cache)).toBe('');
  });

  test('of flow logs are, and of others beside them only that they were read', async () => {
    const cache = memoryCache(Date.parse(now));
    const eni = 'eni-0a1b2c3d4e5f60718';
    const start = Date.parse('2026-03-03T12:30:00Z') / 1000;
    const flow = `2 ${account} ${eni} 203.0.113.5 10.0.0.5 40000 22 6 10 840 ${start} ${start + 59} ACCEPT OK`;
    const events = [line('2026-03-03T12:30:00Z', flow), line('2026-03-03T12:31:00Z', `${eni} ${secret}`)];
    const fields =
      'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
    const flowLog = {
      FlowLogId: 'fl-0a1b2c3d4e5f60718',
      LogDestinationType: 'cloud-watch-logs',
      LogGroupName: 'flows',
      ResourceId: eni,
      LogFormat: fields.replaceAll(/\S+/g, (field) => `\${${field}}`),
    };
    const world = { logGroups: [{ logGroupName: 'flows', events }], flowLogs: [flowLog] };
    const asked = { backend: insights, target: eni, world };
    const uncached = await ask(asked);
    expect(evidenceIn(uncached.readings, 'traffic')).toHaveLength(1);
    await ask({ ...asked, cache });
    const warm = await ask({ ...asked, cache });
    expect(askedOf(warm.live, 'logs:StartQuery')).toBe(0);
    expect(warm.readings.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(0);
    expect(told(warm.readings)).toEqual(told(uncached.readings));
    expect(kept(cache)).toContain('203.0.113.5');
    expect(kept(cache)).not.toContain(secret);
  });
});
