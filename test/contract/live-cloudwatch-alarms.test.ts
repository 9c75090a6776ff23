/** Alarms from the CloudWatch API over HTTP: the same changes as from files. */
import { describe, expect, test } from 'vitest';
import { restOf, scanFile } from '../../src/archive/scan-file.ts';
import type { Reading } from '../../src/model/evidence.ts';
import { api } from '../../src/sources/cloudwatch/backends/api.ts';
import { archive } from '../../src/sources/cloudwatch/backends/archive.ts';
import { account, region } from './aws-server-harness.ts';
import { evidenceIn, gapsIn, liveFor } from './live-backend.ts';
import { alarm, alarms, ask, change, composite, instance, setting, since, until } from './live-cloudwatch.ts';

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
