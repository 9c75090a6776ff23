/** Logs Insights as a backend, against the test server over HTTP: the same shapes and the same traffic as from files. */
import { describe, expect, test } from 'vitest';
import { logEvents } from '../../src/analysis/impact/log-shapes.ts';
import { scanFile } from '../../src/archive/scan-file.ts';
import type { Reading } from '../../src/model/evidence.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import { archive } from '../../src/sources/logs/backends/archive.ts';
import { insights } from '../../src/sources/logs/backends/insights.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import { createWorld, type LogGroup, type RegionWorld } from '../aws/world.ts';
import { questionOf } from '../fixtures/question.ts';
import { account, region } from './aws-server-harness.ts';
import { evidenceIn, gapsIn, type LiveSetting, liveFor, spansIn } from './live-backend.ts';

const since = '2026-03-03T12:00:00Z';
const until = '2026-03-03T14:00:00Z';
const now = '2026-03-03T15:00:00Z';
const window = { since: Date.parse(since), until: Date.parse(until) };

const logGroupName = '/aws/lambda/checkout';
const functionArn = `arn:aws:lambda:${region}:${account}:function:checkout`;
const line = (time: string, message: string) => ({
  timestamp: Date.parse(`2026-03-0${time}Z`),
  logStreamName: '2026/03/03/[$LATEST]0123456789abcdef0123456789abcdef',
  message,
});
const checkout: LogGroup = {
  logGroupName,
  events: [
    line('2T13:00:00.000', 'INFO order 1 placed'),
    line('2T14:00:00.000', 'ERROR timeout after 30 ms'),
    line('3T12:00:00.000', 'ERROR timeout after 31 ms'),
    line('3T12:30:00.250', 'ERROR denied: user 7'),
    line('3T12:30:00.250', 'INFO order 2 placed'),
    line('3T13:59:59.999', 'ERROR denied: user 8'),
    line('3T14:00:00.000', 'ERROR denied: user 9'),
  ],
};

const eni = 'eni-0a1b2c3d4e5f60718';
const flow = (seconds: number, from: string, port: number, action = 'ACCEPT', of = eni) => {
  const start = Date.parse(since) / 1000 + seconds;
  return {
    timestamp: start * 1000,
    logStreamName: `${of}-all`,
    message: `2 ${account} ${of} ${from} 10.0.0.5 40000 ${port} 6 10 840 ${start} ${start + 59} ${action} OK`,
  };
};
const flows: LogGroup = {
  logGroupName: 'vpc-flow-logs',
  events: [
    flow(-7200, '198.51.100.7', 443),
    // its interval reaches into the window
    flow(-30, '198.51.100.7', 443),
    flow(60, '203.0.113.5', 22),
    flow(120, '203.0.113.5', 22),
    flow(180, '203.0.113.9', 22, 'REJECT'),
    flow(240, '203.0.113.9', 22, 'ACCEPT', 'eni-0fffffffffffffff0'),
    flow(7200, '203.0.113.5', 22),
  ],
};
const formatOf = (fields: string) => fields.replaceAll(/\S+/g, (field) => `\${${field}}`);
const defaultFields =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const flowLog = {
  FlowLogId: 'fl-0a1b2c3d4e5f60718',
  LogDestinationType: 'cloud-watch-logs',
  LogGroupName: 'vpc-flow-logs',
  LogFormat: formatOf(defaultFields),
  ResourceId: 'vpc-0a1b2c3d4e5f60718',
};
const toBucket = { ...flowLog, FlowLogId: 'fl-1', LogDestinationType: 's3', LogGroupName: undefined };
const here: Partial<RegionWorld> = { logGroups: [checkout, flows], flowLogs: [flowLog, { ...toBucket }] };

const setting = (world: Partial<RegionWorld>, more: Partial<LiveSetting> = {}): LiveSetting => ({
  world: createWorld({ [account]: { regions: { [region]: world, 'eu-west-1': {} } } }),
  since,
  until,
  now,
  ...more,
});

function ask(target?: string, command: 'impact' | 'gate' = 'impact'): SourceRequest {
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

async function fromFiles(target: string, name: string, text: string): Promise<readonly Reading[]> {
  return [await scanFile(name, Buffer.from(text), archive.createScanners(ask(target)))];
}

const shapes = (readings: readonly Reading[]) => {
  const found = evidenceIn(readings, 'log-shape').map(({ shape }) => ({
    ...shape,
    spellings: [...shape.spellings].sort(),
  }));
  return found.sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
};
const traffic = (readings: readonly Reading[]) =>
  evidenceIn(readings, 'traffic')
    .map((item) => ({ ...item.traffic, region }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const subscription = ({ logGroupName: logGroup, events }: LogGroup) =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: account,
    logGroup,
    logStream: events[0]?.logStreamName,
    subscriptionFilters: ['all'],
    logEvents: events.map(({ timestamp, message }, at) => ({ id: String(at), timestamp, message })),
  });

describe('lines', () => {
  test.each(['checkout', functionArn])('of %s are counted by shape as from files', async (target) => {
    const live = await liveFor(insights, setting(here));
    const readings = await live.collect(ask(target));
    expect(shapes(readings)).toEqual(shapes(await fromFiles(target, 'lines.json', subscription(checkout))));
    const denied = shapes(readings).find(({ pattern }) => pattern.includes('denied'));
    expect(denied).toMatchObject({
      count: 2,
      baselineCount: 0,
      isError: true,
      first: Date.parse('2026-03-03T12:30:00.250Z'),
    });
    const [first] = evidenceIn(readings, 'log-shape');
    expect(first?.origin).toMatchObject({ source: 'logs', backend: 'insights', account, region });
  });

  test('of a group are not asked for by another name that is in its own', async () => {
    const live = await liveFor(insights, setting(here));
    expect(evidenceIn(await live.collect(ask('check')), 'log-shape')).toEqual([]);
    expect(live.server.requests.of('logs:StartQuery')).toEqual([]);
  });

  test('tell the bytes that were scanned', async () => {
    const live = await liveFor(insights, setting(here));
    const readings = await live.collect(ask('checkout'));
    // the lines until two o'clock, which the query includes
    const scanned = checkout.events.map(({ message }) => Buffer.byteLength(message));
    expect(readings.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(scanned.reduce((sum, bytes) => sum + bytes, 0));
  });

  test('that are too many for one answer: the errors among them, all of them', async () => {
    const errors = Array.from({ length: 10_500 }, (_, at) => ({
      ...line('3T12:00:00.000', `ERROR number ${at}`),
      timestamp: window.since + at * 500,
    }));
    const old = { logGroupName, creationTime: '2026-01-01T00:00:00Z' };
    const before = [line('3T11:00:00.000', 'INFO all is well'), line('3T11:30:00.000', 'ERROR number 0')];
    const live = await liveFor(insights, setting({ logGroups: [{ ...old, events: [...before, ...errors] }] }));
    const readings = await live.collect(ask('checkout'));
    expect(shapes(readings)).toMatchObject([
      { pattern: 'ERROR number <*>', count: 10_500, baselineCount: 1, linesFrom: window.since - 86_400_000 },
    ]);
    expect(gapsIn(readings)).toEqual([]);
  });

  test('that are too many at one moment are a gap', async () => {
    const events = Array.from({ length: 10_001 }, (_, at) => line('3T12:00:00.000', `ERROR number ${at}`));
    const live = await liveFor(insights, setting({ logGroups: [{ logGroupName, events }] }));
    const readings = await live.collect(ask('checkout'));
    expect(shapes(readings)).toMatchObject([{ count: 10_000 }]);
    expect(gapsIn(readings).map(({ gap }) => gap.code)).toEqual(['NOT_INDEXED']);
  });

  test('of many groups: twenty are asked, the others counted', async () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      logGroupName: `/aws/rds/instance/shop/log${at}`,
      events: checkout.events,
    }));
    const live = await liveFor(insights, setting({ logGroups: many }));
    const readings = await live.collect(ask(`arn:aws:rds:${region}:${account}:db:shop`));
    expect(new Set(shapes(readings).map(({ logGroup }) => logGroup)).size).toBe(20);
    expect(readings.flatMap(({ skipped }) => skipped)).toEqual([
      { source: 'logs', account, region, kind: 'log group beyond the first 20', count: 40 },
    ]);
  });

  test('that are not kept any more are a gap', async () => {
    const live = await liveFor(
      insights,
      setting({ logGroups: [{ ...checkout, retentionInDays: 1 }] }, { now: '2026-03-09T00:00:00Z' }),
    );
    const readings = await live.collect(ask('checkout'));
    expect(gapsIn(readings).map(({ gap }) => gap.code)).toEqual(['RETENTION_EXCEEDED']);
    expect(live.server.requests.of('logs:StartQuery')).toEqual([]);
  });

  test.each([
    [undefined, 'impact'],
    ['checkout', 'gate'],
  ] as const)('are not asked for %s, by %s', async (target, command) => {
    const live = await liveFor(insights, setting(here));
    expect(await live.collect(ask(target, command))).toEqual([]);
    expect(live.server.requests.all).toEqual([]);
  });
});

describe('what a log says more of than before', () => {
  const at = (day: 2 | 3, minute: number, message: string) => ({
    timestamp: Date.parse(`2026-03-0${day}T12:00:00Z`) + minute * 60_000,
    logStreamName: 'a',
    message,
  });
  const times = (count: number, make: (index: number) => ReturnType<typeof at>) =>
    Array.from({ length: count }, (_, n) => make(n));
  /** A day before the window, and the window's two hours. */
  const events = [
    ...times(24, (n) => at(2, n * 60, `INFO order ${n} placed`)),
    ...times(24, (n) => at(2, n * 60 + 1, `ERROR retry ${n} of a slow answer`)),
    ...times(24, (n) => at(2, n * 60 + 2, `ERROR card ${n} declined`)),
    ...times(4, (n) => at(3, n * 20, `INFO order ${n} placed`)),
    // as often as ever
    ...times(2, (n) => at(3, n * 60 + 1, `ERROR retry ${n} of a slow answer`)),
    // twenty in two hours, of one an hour
    ...times(20, (n) => at(3, n * 5 + 2, `ERROR card ${n} declined`)),
    // never before
    ...times(3, (n) => at(3, 30 + n, `ERROR AccessDenied: bucket ${n}`)),
    at(3, 31, 'Traceback (most recent call last)'),
  ].sort((a, b) => a.timestamp - b.timestamp);
  const group: LogGroup = { logGroupName, creationTime: '2026-01-01T00:00:00Z', events };
  const told = (readings: readonly Reading[]) =>
    logEvents({
      shapes: evidenceIn(readings, 'log-shape'),
      window,
      matches: ({ spellings }) => (spellings.includes('checkout') ? ['target'] : []),
    }).map(({ summary, severity, detail: { examples } }) => [severity, summary, examples[0]]);
  const news = [
    ['warning', `20 × "ERROR card <*> declined" in ${logGroupName} (24 before)`, 'ERROR card 0 declined'],
    [
      'warning',
      `3 × "ERROR AccessDenied: bucket <*>" in ${logGroupName} (none before)`,
      'ERROR AccessDenied: bucket 0',
    ],
    [
      'warning',
      `1 × "Traceback (most recent call last)" in ${logGroupName} (none before)`,
      'Traceback (most recent call last)',
    ],
  ];

  test('is told with an example each, what is as usual is not; live as from files', async () => {
    const live = await liveFor(insights, setting({ logGroups: [group] }));
    const readings = await live.collect(ask('checkout'));
    expect(told(readings)).toEqual(news);
    expect(told(await fromFiles('checkout', 'lines.json', subscription(group)))).toEqual(news);
    // one query over a day before the window and the window; what it scanned is told
    const [query, ...more] = live.server.requests.of('logs:StartQuery').map(({ parameters }) => parameters);
    expect(more).toEqual([]);
    expect(query).toMatchObject({ startTime: window.since / 1000 - 86_400, endTime: window.until / 1000 });
    expect(readings.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
      events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0),
    );
  });

  test.each([
    [`arn:aws:apigateway:${region}::/restapis/a1b2c3d4e5`, 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod'],
    [`arn:aws:cloudtrail:${region}:${account}:trail/management`, `aws-cloudtrail-logs-${account}-0a1b2c3d`],
    [`arn:aws:cloudtrail:${region}:${account}:trail/management`, 'CloudTrail/DefaultLogGroup'],
  ])('of %s is looked for in %s', async (target, name) => {
    const own = { ...group, logGroupName: name };
    const other = { ...group, logGroupName: `${name.slice(0, 8)}-of-another` };
    const live = await liveFor(insights, setting({ logGroups: [own, other] }));
    expect(new Set(shapes(await live.collect(ask(target))).map(({ logGroup }) => logGroup))).toEqual(new Set([name]));
  });
});

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
    // six times running, then six lines in pages of two, and the one at two o'clock
    expect(live.server.requests.of('logs:GetQueryResults')).toHaveLength(6 + 4);
  });

  test.each(['Failed', 'Timeout', 'Cancelled'] as const)('that end as %s are one gap', async (queryStatus) => {
    const live = await liveFor(insights, setting({ logGroups: [{ ...checkout, queryStatus }] }));
    const gaps = gapsIn(await live.collect(ask('checkout')));
    expect(gaps.map(({ gap }) => gap.code)).toEqual(['UNREACHABLE']);
    expect(gaps[0]?.gap.message).toContain(`Query${queryStatus}: the query of ${logGroupName} did not complete`);
    expect(live.server.requests.of('logs:StopQuery')).toEqual([]);
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
