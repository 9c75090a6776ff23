/** CloudWatch's API as a backend, against the test server over HTTP: failures, and what they leave open. */
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/evidence.ts';
import { api } from '../../src/sources/cloudwatch/backends/api.ts';
import { account, region } from './aws-server-harness.ts';
import { gapsIn, liveFor, spansIn } from './live-backend.ts';
import { alarms, ask, cpu, instance, queueDepth, setting, window } from './live-cloudwatch.ts';

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
