/** Logs Insights as a backend, over HTTP: flow records, how queries run, and failures. */
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/evidence.ts';
import { insights } from '../../src/sources/logs/backends/insights.ts';
import { createWorld } from '../aws/world.ts';
import { account, region } from './aws-server-harness.ts';
import { evidenceIn, gapsIn, liveFor, spansIn } from './live-backend.ts';
import {
  ask,
  checkout,
  defaultFields,
  eni,
  flow,
  flowLog,
  flows,
  formatOf,
  fromFiles,
  here,
  logGroupName,
  setting,
  shapes,
  subscription,
  window,
} from './live-logs.ts';

const traffic = (readings: readonly Reading[]) =>
  evidenceIn(readings, 'traffic')
    .map((item) => ({ ...item.traffic, region }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe('flow records', () => {
  test('of an interface add up as from files', async () => {
    const live = await liveFor(insights, setting(here));
    const readings = await live.collect(ask(eni));
    const text = [defaultFields, ...flows.events.map(({ message }) => message)].join('\n');
    expect(traffic(readings)).toEqual(traffic(await fromFiles(eni, 'flows.log', text)));
    expect(traffic(readings).map(({ port, action }) => [port, action])).toEqual(
      expect.arrayContaining([
        [22, 'ACCEPT'],
        [22, 'REJECT'],
        [443, 'ACCEPT'],
      ]),
    );
  });

  test('are read in the format that their flow log defines', async () => {
    const LogFormat = formatOf('interface-id action srcaddr dstaddr dstport srcport protocol packets bytes end start');
    const start = window.since / 1000 + 60;
    const message = `${eni} ACCEPT 203.0.113.5 10.0.0.5 22 40000 6 10 840 ${start + 59} ${start}`;
    const events = [{ timestamp: start * 1000, logStreamName: `${eni}-all`, message }];
    const world = { logGroups: [{ logGroupName: 'vpc-flow-logs', events }], flowLogs: [{ ...flowLog, LogFormat }] };
    const readings = await (await liveFor(insights, setting(world))).collect(ask(eni));
    expect(traffic(readings)).toMatchObject([
      { port: 22, action: 'ACCEPT', account, peers: [{ address: '203.0.113.5' }] },
    ]);
  });

  test('that are too many for one answer are asked for in parts, none lost', async () => {
    const events = Array.from({ length: 12_000 }, (_, at) => flow(Math.floor(at / 2), '203.0.113.5', 22));
    const live = await liveFor(insights, setting({ ...here, logGroups: [{ logGroupName: 'vpc-flow-logs', events }] }));
    const readings = await live.collect(ask(eni));
    expect(live.server.requests.of('logs:StartQuery').length).toBeGreaterThan(1);
    expect(traffic(readings).map(({ peers }) => peers[0]?.flows)).toEqual([12_000]);
    expect(gapsIn(readings)).toEqual([]);
  });
});

describe('queries', () => {
  test('are polled until they are complete, their pages read to the end', async () => {
    const live = await liveFor(insights, setting(here, { settings: { queryPolls: 6, queryRowsPerPage: 2 } }));
    const readings = await live.collect(ask('checkout'));
    expect(shapes(readings)).toEqual(shapes(await fromFiles('checkout', 'lines.json', subscription(checkout))));
    // Running six times, then six lines in pages of two, and the one at two o'clock
    expect(live.server.requests.of('logs:GetQueryResults')).toHaveLength(6 + 4);
  });

  test.each(['Failed', 'Timeout', 'Cancelled'] as const)('that end as %s are one gap', async (queryStatus) => {
    const live = await liveFor(insights, setting({ logGroups: [{ ...checkout, queryStatus }] }));
    const gaps = gapsIn(await live.collect(ask('checkout')));
    expect(gaps.map(({ gap }) => gap.code)).toEqual(['UNREACHABLE']);
    expect(gaps[0]?.gap.message).toContain(`Query${queryStatus}: the query of ${logGroupName} did not complete`);
    expect(live.server.requests.of('logs:StopQuery')).toEqual([]);
  });

  test('that never tell their end are given up after the hour that any may take, and stopped', async () => {
    const live = await liveFor(insights, setting(here, { settings: { queryPolls: 1_000_000 } }));
    const gaps = gapsIn(await live.collect(ask('checkout')));
    expect(gaps.map(({ gap }) => gap.message)).toEqual([expect.stringContaining('QueryTimeout')]);
    expect(live.server.requests.of('logs:StopQuery').map(({ outcome }) => outcome)).toEqual(['ok']);
  });

  test('that nobody waits for any more are stopped', async () => {
    const live = await liveFor(insights, setting(here, { settings: { queryPolls: 1_000_000 } }));
    const reason = new Error('enough');
    const reading = live.collect(ask('checkout'));
    await expect.poll(() => live.server.requests.of('logs:GetQueryResults').length, { interval: 5 }).toBeGreaterThan(2);
    live.stop.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(live.server.requests.of('logs:StopQuery').map(({ outcome }) => outcome)).toEqual(['ok']);
  });
});

describe('what fails', () => {
  const both = { regions: [region, 'eu-west-1'] };

  test.each([
    ['logs:DescribeLogGroups', 'checkout'],
    ['logs:StartQuery', 'checkout'],
    ['logs:GetQueryResults', 'checkout'],
    ['ec2:DescribeFlowLogs', eni],
  ])('%s, denied, is exactly one gap', async (denied, target) => {
    const world = { [account]: { regions: { [region]: here, 'eu-west-1': here } } };
    const live = await liveFor(insights, { ...setting({}, both), world: createWorld(world) });
    live.server.faults.add({ kind: 'denied', action: denied });
    const gaps = gapsIn(await live.collect(ask(target)));
    expect(gaps.map(({ gap }) => gap.code)).toEqual(['ACCESS_DENIED']);
    expect(gaps[0]?.gap.message).toContain(`${denied} is not allowed in eu-west-1, us-east-1`);
  });

  test('a region without any group was asked all the same', async () => {
    const live = await liveFor(insights, setting({}, both));
    const spans = spansIn(await live.collect(ask('checkout')));
    for (const asked of both.regions)
      expect(spans).toContainEqual({
        source: 'logs',
        account,
        region: asked,
        first: window.since,
        last: window.until - 1,
        records: 0,
      });
  });

  test.each(['checkout', eni])('a fifth of all calls about %s, in passing, changes nothing', async (target) => {
    const settings = { ...both, settings: { queryRowsPerPage: 2 } };
    const undisturbed = await (await liveFor(insights, setting(here, settings))).collect(ask(target));
    const live = await liveFor(insights, setting(here, settings));
    live.server.faults.addPassing({ share: 0.2, seed: 5 });
    const readings = await live.collect(ask(target));
    expect(live.server.requests.all.some(({ outcome }) => outcome !== 'ok')).toBe(true);
    const inOrder = (found: readonly Reading[]) => found.map((reading) => JSON.stringify(reading)).sort();
    expect(inOrder(readings)).toEqual(inOrder(undisturbed));
  });

  test('a limit on concurrent queries is waited out', async () => {
    const groups = Array.from({ length: 6 }, (_, at) => ({
      ...checkout,
      logGroupName: `/aws/rds/instance/shop/log${at}`,
    }));
    const live = await liveFor(insights, setting({ logGroups: groups }, { settings: { concurrentQueries: 2 } }));
    const readings = await live.collect(ask(`arn:aws:rds:${region}:${account}:db:shop`));
    expect(new Set(shapes(readings).map(({ logGroup }) => logGroup)).size).toBe(6);
    expect(gapsIn(readings)).toEqual([]);
  });
});
