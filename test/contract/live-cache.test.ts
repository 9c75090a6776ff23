/** The same question again gives the same report, and settled times are not asked for again. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { AwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { ask, comparable, serverOf } from './live-cache-harness.ts';
import { exampleCases, signInRegions, worldOf } from './live-harness.ts';

const lookupsOf = ({ requests }: AwsServer) => requests.of('cloudtrail:LookupEvents');

describe.each(exampleCases)('$name', ({ bundle, ...given }) => {
  const asked = { ...given, account: bundle.account, target: bundle.truth.target };

  test('at once', { timeout: 60_000 }, async () => {
    const command = 'who';
    const folder = join(await temporaryFolder(), 'obs3');
    const server = await serverOf(worldOf(bundle), asked.now);
    const uncached = await ask({ ...asked, command }, server);
    const cold = await ask({ ...asked, command }, server, folder);
    expect(lookupsOf(server).length).toBeGreaterThan(0);
    server.requests.clear();
    const warm = await ask({ ...asked, command }, server, folder);
    expect(lookupsOf(server)).toEqual([]);
    expect(comparable(cold)).toEqual(comparable(uncached));
    expect(comparable(warm)).toEqual(comparable(uncached));
    const read = warm.coverage.filter(({ source }) => source === 'cloudtrail');
    expect(read.map(({ requests }) => requests)).toEqual(read.map(() => 0));
    expect(read.reduce((sum, { records }) => sum + records, 0)).toBeGreaterThan(0);
  });
});

describe.each(exampleCases)('$name, days later', ({ bundle, ...given }) => {
  const now = new Date(Date.parse(given.now) + 4 * 86_400_000).toISOString();
  const asked = { ...given, now, account: bundle.account, target: bundle.truth.target };
  const times = (server: AwsServer, action: string, start: string, end: string) =>
    server.requests.of(action).map(({ parameters }) => [Number(parameters[start]), Number(parameters[end])] as const);
  const historiesIn = ({ requests }: AwsServer) =>
    // that a resource is not known may change at any moment
    requests.of('config:GetResourceConfigHistory').filter(({ outcome }) => outcome === 'ok');

  test('nothing that was told of it is asked again, and of a window that reaches further only the rest', {
    timeout: 60_000,
  }, async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    const server = await serverOf(worldOf(bundle), now);
    const uncached = await ask(asked, server);
    server.requests.clear();
    const cold = await ask(asked, server, folder);
    for (const action of ['config:GetResourceConfigHistory', 'cloudwatch:GetMetricData'])
      expect(server.requests.of(action).length).toBeGreaterThan(0);
    server.requests.clear();
    const warm = await ask(asked, server, folder);
    expect(comparable(cold)).toEqual(comparable(uncached));
    expect(comparable(warm)).toEqual(comparable(uncached));
    for (const action of ['cloudwatch:GetMetricData', 'logs:StartQuery', 'logs:GetQueryResults'])
      expect(server.requests.of(action)).toEqual([]);
    expect(historiesIn(server)).toEqual([]);
    // changes to alarms are asked for up to now
    for (const [start] of times(server, 'cloudwatch:DescribeAlarmHistory', 'StartDate', 'EndDate'))
      expect(start * 1000).toBeGreaterThanOrEqual(Date.parse(now) - 30 * 60_000);

    const [since, until] = [Date.parse(asked.since), Date.parse(asked.until)];
    const longer = {
      ...asked,
      since: new Date(since - 3_600_000).toISOString(),
      until: new Date(until + 3_600_000).toISOString(),
    };
    server.requests.clear();
    const further = await ask(longer, server, folder);
    for (const { parameters } of historiesIn(server)) {
      const isBefore = Number(parameters['laterTime']) * 1000 < since;
      expect(isBefore || Number(parameters['earlierTime']) * 1000 >= until).toBe(true);
    }
    const asksMetrics = times(server, 'cloudwatch:GetMetricData', 'StartTime', 'EndTime');
    expect(asksMetrics.length).toBeGreaterThan(0);
    for (const [start, end] of asksMetrics) expect(end - start).toBeLessThanOrEqual(86_400);
    for (const [start, end] of times(server, 'logs:StartQuery', 'startTime', 'endTime'))
      expect(end - start).toBeLessThanOrEqual(3_600);
    expect(comparable(further)).toEqual(comparable(await ask(longer, server)));
  });
});

describe('with what is told', () => {
  const account = '111122223333';
  const secret = 'correct-horse-battery-staple';
  const since = '2026-03-01T10:00:00Z';
  const until = '2026-03-01T11:00:00Z';
  const now = '2026-03-01T12:00:00Z';
  const records = [
    recordOf({
      eventID: eventId(1),
      eventTime: '2026-03-01T10:10:00Z',
      eventSource: 'rds.amazonaws.com',
      eventName: 'ModifyDBInstance',
      requestParameters: { dBInstanceIdentifier: 'orders', masterUserPassword: secret },
    }),
    recordOf({
      eventID: eventId(2),
      eventTime: '2026-03-01T10:20:00Z',
      eventSource: 'ssm.amazonaws.com',
      eventName: 'PutParameter',
      requestParameters: { name: '/orders', value: secret },
    }),
    recordOf({
      eventID: eventId(3),
      eventTime: '2026-03-01T10:30:00Z',
      eventSource: 'ecs.amazonaws.com',
      eventName: 'RegisterTaskDefinition',
      requestParameters: { containerDefinitions: [{ environment: [{ name: 'TOKEN', value: secret }] }] },
    }),
  ];
  const world = () =>
    createWorld({ [account]: { regions: { ...signInRegions, 'us-east-1': { trailRecords: records } } } });
  const asked = { account, since, until, now, command: 'who' } as const;

  test('no secret is kept, and the report is the same all the same', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    const server = await serverOf(world(), now);
    const cold = await ask(asked, server, folder);
    expect(cold.timeline).toHaveLength(records.length);
    const names = await readdir(join(folder, account));
    const texts = await Promise.all(
      names.map(async (name) => {
        const bytes = await readFile(join(folder, account, name));
        return gunzipSync(bytes.subarray(bytes.indexOf('\n') + 1)).toString();
      }),
    );
    expect(texts.join('\n')).toContain('ModifyDBInstance');
    expect(texts.join('\n')).not.toContain(secret);
    expect(comparable(await ask(asked, server, folder))).toEqual(comparable(await ask(asked, server)));
  });

  test('what failed is asked again', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    const server = await serverOf(world(), now);
    const heal = server.faults.add({ kind: 'denied', action: 'cloudtrail:LookupEvents', region: 'us-east-1' });
    await ask({ ...asked, regions: ['us-east-1', 'us-west-2'] }, server, folder);
    heal();
    const healed = await ask({ ...asked, regions: ['us-east-1', 'us-west-2'] }, server, folder);
    expect(healed.timeline).toHaveLength(records.length);
    expect(healed.coverage.flatMap(({ gaps }) => gaps).filter(({ code }) => code === 'ACCESS_DENIED')).toEqual([]);
  });

  test('of a window that goes on, only what is not settled is asked', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    const server = await serverOf(world(), now);
    const open = { ...asked, until: now };
    await ask(open, server, folder);
    server.requests.clear();
    await ask(open, server, folder);
    const starts = lookupsOf(server).map(({ parameters }) => Number(parameters['StartTime']) * 1000);
    expect(starts.length).toBeGreaterThan(0);
    expect(Math.min(...starts)).toBe(Date.parse(now) - 20 * 60_000);
  });
});
