/** Log lines from Logs Insights: the same shapes as from files, and what there are more of than before. */
import { describe, expect, test } from 'vitest';
import { logEvents } from '../../src/analysis/impact/log-shapes.ts';
import type { Reading } from '../../src/model/evidence.ts';
import { insights } from '../../src/sources/logs/backends/insights.ts';
import type { LogGroup } from '../aws/world.ts';
import { account, region } from './aws-server-harness.ts';
import { evidenceIn, gapsIn, liveFor } from './live-backend.ts';
import {
  ask,
  checkout,
  fromFiles,
  here,
  line,
  logGroupName,
  setting,
  shapes,
  subscription,
  window,
} from './live-logs.ts';

const functionArn = `arn:aws:lambda:${region}:${account}:function:checkout`;

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
    // the lines up to two o'clock, which the query includes
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

  test('are not asked for by a gate', async () => {
    const live = await liveFor(insights, setting(here));
    expect(await live.collect(ask('checkout', 'gate'))).toEqual([]);
    expect(live.server.requests.all).toEqual([]);
  });

  test('are not asked for without a target, and that is said', async () => {
    const live = await liveFor(insights, setting(here));
    const readings = await live.collect(ask(undefined, 'impact'));
    expect(gapsIn(readings).map(({ gap }) => [gap.code, gap.blocking])).toEqual([['SERVICE_NOT_ASKED', false]]);
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
    // as often as before
    ...times(2, (n) => at(3, n * 60 + 1, `ERROR retry ${n} of a slow answer`)),
    // twenty in two hours, up from one an hour
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
    // one query over the window and a day before it; what it scanned is reported
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
