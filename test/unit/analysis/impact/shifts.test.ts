/** What counts as a shift, and what as usual. */
import { describe, expect, test } from 'vitest';
import { alignSeries } from '../../../../src/analysis/impact/series.ts';
import { seriesOrigins } from '../../../../src/analysis/impact/series-origins.ts';
import { metricShifts } from '../../../../src/analysis/impact/shifts.ts';
import {
  at,
  change,
  day,
  errors,
  hour,
  isBetween,
  judged,
  type Made,
  made,
  minute,
  noise,
  now,
  only,
  requests,
  until,
  usual,
} from './shift-series.ts';

describe('a shift', () => {
  test('is told with its onset, end, peak and what was usual before', () => {
    const event = only(judged([made((time) => (isBetween(time, 10, 30) ? 95 - noise(time) : usual(time)))]));
    expect(event).toMatchObject({
      id: `metric:Site/Load/InstanceId=i-1/Average/${at(10)}`,
      time: at(10),
      endTime: at(30),
      kind: 'metric',
      match: ['target'],
      severity: 'warning',
      chain: null,
      origin: { source: 'cloudwatch', backend: 'archive', locator: 'a.json#1', ref: null },
      detail: {
        statistic: 'Average',
        periodSeconds: 300,
        unit: 'Percent',
        direction: 'up',
        shape: 'spike',
        onset: at(10),
        baseline: { from: new Date(change - 7 * day - hour).toISOString(), to: at(-60), count: 2016 },
        ongoing: false,
        beganBefore: false,
      },
    });
    const { peak, ratio, excursion, baseline } = event.detail;
    expect(baseline.median).toBeCloseTo(50, 0);
    expect(ratio).toBeCloseTo(peak / baseline.median, 9);
    expect(excursion).toBeGreaterThan(1);
    expect(event.summary).toMatch(
      /^Load of i-1 rose: median 50(\.\d)? % → peak 9[56](\.\d)? %, 1\.\d+×, highest in 9 days$/,
    );
  });

  test('in bytes is told in bytes', () => {
    const bytes = { metricName: 'NetworkIn', namespace: 'AWS/EC2', unit: 'Bytes', statistic: 'Sum' };
    const event = only(judged([made((time) => (isBetween(time, 10, 30) ? 412e6 : 1.2e6), bytes)]));
    expect(event.summary).toBe('NetworkIn of i-1 rose: median 1.2 MB → peak 412 MB, 343×, highest in 9 days');
    expect(event.resources).toEqual([
      { type: 'AWS::EC2::Instance', id: 'i-1', account: '111122223333', region: 'us-east-1' },
    ]);
  });

  test('to another level begins where the level changes, and goes on', () => {
    const event = only(judged([made((time) => usual(time) + (isBetween(time, 25, 120) ? 12 : 0))]));
    expect(event.detail).toMatchObject({ shape: 'level-shift', direction: 'up', ongoing: true });
    expect(Math.abs(Date.parse(event.time) - Date.parse(at(25)))).toBeLessThanOrEqual(10 * minute);
    expect(event.summary).toContain(', still going on');
  });

  test('back for an hour is over: what comes then is another', () => {
    const isUp = (time: number) => isBetween(time, 20, 90) || isBetween(time, 180, 400);
    const found = judged([made((time) => usual(time) + (isUp(time) ? 30 : 0), { to: change + 8 * hour })], {
      until: change + 8 * hour,
    });
    expect(found.map(({ time, endTime }) => [time, endTime])).toEqual([
      [at(20), at(90)],
      [at(180), at(400)],
    ]);
  });

  test('downwards is a drop', () => {
    const event = only(judged([made((time) => (isBetween(time, 20, 40) ? 0 : usual(time)), requests)]));
    expect(event.detail).toMatchObject({ direction: 'down', shape: 'drop', onset: at(20), peak: 0, ratio: 0 });
    expect(event.summary).toMatch(/^Requests of i-1 fell: median 50(\.\d)? → lowest 0, lowest in 9 days$/);
  });

  test('of a neighbor is told as such, of anything else not at all', () => {
    const spike = made((time) => (isBetween(time, 10, 30) ? 99 : usual(time)), { dimensions: { InstanceId: 'i-2' } });
    expect(only(judged([spike])).match).toEqual(['neighbor']);
    const series = alignSeries([spike]);
    const window = { since: change, until };
    const originAt = seriesOrigins([spike]);
    expect(metricShifts({ series, window, now, matches: () => [], originAt })).toEqual([]);
    expect(metricShifts({ series, window: undefined, now, matches: () => ['target'], originAt })).toEqual([]);
  });

  test('of two regions has two ids', () => {
    const spike = (time: number) => (isBetween(time, 10, 30) ? 99 : usual(time));
    const found = judged([made(spike), made(spike, { region: 'eu-west-1' })]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  });
});

describe('too little to judge by', () => {
  test.each([
    ['no datapoints', made(() => undefined)],
    ['one datapoint', made(() => 99, { from: change, to: change + minute })],
    ['nothing after the change', made(usual, { to: change - hour })],
    [
      'a baseline shorter than what is looked at',
      made((time) => (isBetween(time, 10, 30) ? 99 : usual(time)), { from: change - 3.5 * hour }),
    ],
    [
      'fewer than twelve values before',
      made((time) => (isBetween(time, 0, 30) ? 99 : usual(time)), { periodSeconds: 86_400, from: change - 8 * day }),
    ],
    ['a resource that the change created', made((time) => (time < change ? undefined : 99))],
    ['its counters', made((time) => (time < change ? undefined : 9999), requests)],
  ])('%s: no verdict', (_, evidence) => {
    expect(judged([evidence])).toEqual([]);
  });
});

test('after a short baseline a record must be further off', () => {
  const value = (time: number) => (isBetween(time, -400, -390) ? 90 : isBetween(time, 10, 20) ? 100 : usual(time));
  expect(judged([made(value, { unit: 'None', from: change - 13 * hour })])).toEqual([]);
  expect(judged([made(value, { unit: 'None' })])).toHaveLength(1);
});

describe('nothing where nothing was counted', () => {
  const traffic = made(usual, requests);

  test('is zero for a counter: a burst from zero has no ratio', () => {
    const burst = made((time) => (isBetween(time, 10, 30) ? 40 : undefined), errors);
    const event = only(judged([traffic, burst]));
    expect(event.detail).toMatchObject({ shape: 'burst', ratio: null, peak: 40, onset: at(10), baseline: { max: 0 } });
    expect(event.detail.excursion).toBeGreaterThanOrEqual(1);
    expect(event).toMatchObject({
      endTime: at(30),
      summary: 'Errors of i-1 rose from zero: peak 40, highest in 9 days',
    });
  });

  test('and one error is none', () => {
    expect(judged([traffic, made((time) => (isBetween(time, 10, 15) ? 1 : undefined), errors)])).toEqual([]);
  });

  test('is zero until something was last reported in the region', () => {
    const stopped = made((time) => (time < change + 30 * minute ? usual(time) : undefined), requests);
    const other = made(usual, { metricName: 'Load', dimensions: { InstanceId: 'i-2' } });
    expect(judged([stopped])).toEqual([]);
    const event = only(judged([stopped, other]));
    expect(event.detail).toMatchObject({ metricName: 'Requests', direction: 'down', onset: at(30), ongoing: true });
  });

  test('is a gap for a gauge: idle, it says nothing', () => {
    expect(judged([traffic, made((time) => (Math.floor(time / hour) % 2 ? 50 : undefined))])).toEqual([]);
  });

  test('is silence where there was nearly always something', () => {
    const silent = made((time) => (isBetween(time, 30, 120) ? undefined : usual(time)));
    expect(judged([silent])).toEqual([]);
    const event = only(judged([traffic, silent]));
    expect(event.detail).toMatchObject({ metricName: 'Load', shape: 'silence', direction: 'down', ongoing: true });
    expect(event).toMatchObject({ time: at(30), endTime: at(120) });
    expect(event.summary).toMatch(
      /^Load of i-1 went silent: median 50(\.\d)? % before, no datapoints, still going on$/,
    );
  });

  test('is told of the only metric there is, where it is known that everything was read until then', () => {
    const evidence = [made((time) => (time < change + 10 * minute ? 40 : undefined))];
    expect(judged(evidence)).toEqual([]);
    const event = only(
      metricShifts({
        series: alignSeries(evidence),
        window: { since: change, until },
        now,
        matches: () => ['target'],
        measuredUntil: () => until,
        originAt: seriesOrigins(evidence),
      }),
    );
    expect(event.detail).toMatchObject({ shape: 'silence', onset: at(10), ongoing: true });
  });

  test('is over once it is heard of again; two periods are no silence', () => {
    const without = (minutes: number) => made((time) => (isBetween(time, 30, 30 + minutes) ? undefined : usual(time)));
    expect(only(judged([without(15)]))).toMatchObject({
      endTime: at(45),
      detail: { shape: 'silence', ongoing: false },
    });
    expect(judged([without(10)])).toEqual([]);
  });
});

describe('what is usual stays quiet', () => {
  test.each<[string, (time: number) => number, Made?]>([
    ['a constant', () => 50],
    ['one percent more than a constant', (time) => (time < change ? 50 : 50.5)],
    ['0.1000 to 0.1004', (time) => (time < change ? 0.1 : 0.1004), { unit: 'None' }],
    ['noise', usual],
    ['some kilobytes more', (time) => (time < change ? 100 : 200_000), { unit: 'Bytes', statistic: 'Sum' }],
    ['the nightly job', (time) => usual(time) + ((time % day) / hour >= 14.5 && (time % day) / hour < 15 ? 40 : 0)],
    ['a load at its ceiling every day', (time) => ((time % day) / hour >= 14 ? 100 : 20)],
    ['what has come before', (time) => (isBetween(time, 10, 30) || isBetween(time, -4000, -3980) ? 95 : usual(time))],
  ])('%s', (_, value, parts) => {
    expect(judged([made(value, parts)])).toEqual([]);
  });

  test('credits that refill; used up, they are told', () => {
    const credits = { namespace: 'AWS/EC2', metricName: 'CPUCreditBalance', unit: 'Count' };
    const sawTooth = (time: number) => 100 + 40 * ((time % (6 * hour)) / (6 * hour));
    expect(judged([made((time) => (time < change ? sawTooth(time) : 300), credits)])).toEqual([]);
    const event = only(judged([made((time) => (time < change ? sawTooth(time) : 5), credits)]));
    expect(event.detail).toMatchObject({ direction: 'down', onset: at(0) });
    const unknown = { namespace: 'CWAgent', metricName: 'disk_free', unit: 'Count' };
    expect(judged([made((time) => (time < change ? sawTooth(time) : 300), unknown)])).toEqual([]);
  });

  test('and a host of two that are gone is told', () => {
    const hosts = {
      namespace: 'AWS/ApplicationELB',
      metricName: 'HealthyHostCount',
      unit: 'Count',
      statistic: 'Minimum',
    };
    expect(only(judged([made((time) => (isBetween(time, 10, 30) ? 1 : 2), hosts)])).detail.peak).toBe(1);
  });

  test('though a ceiling within the margin is a record where nothing came near it before', () => {
    const short = { from: change - 13 * hour };
    const load = (before: number) => (time: number) =>
      isBetween(time, -400, -390) ? before : isBetween(time, 10, 20) ? 100 : usual(time);
    expect(only(judged([made(load(88), short)])).detail).toMatchObject({ peak: 100, onset: at(10) });
    expect(judged([made(load(98), short)])).toEqual([]);
  });
});

describe('a backup that runs every night', () => {
  const night = Date.parse('2026-03-03T01:00:00Z');
  const window = { since: night, until: night + 4 * hour, now: night + 5 * hour };
  /** From two to three o'clock, for two weeks; each night differs from the others by up to a tenth. */
  const backup = (tonight: number) =>
    made(
      (time) => {
        const hours = (time % day) / hour;
        if (hours < 2 || hours >= 3) return usual(time) * 1e6;
        const of = Math.floor(time / day) === Math.floor(night / day) ? tonight : 1;
        return 4e9 * of * (1 + 0.1 * noise(Math.floor(time / day) * 13 * minute));
      },
      {
        namespace: 'AWS/EC2',
        metricName: 'NetworkOut',
        unit: 'Bytes',
        statistic: 'Sum',
        from: night - 14 * day,
        to: window.until,
      },
    );

  test('is quiet', () => {
    expect(judged([backup(1)], window)).toEqual([]);
  });

  test('is told when one night is three times the others', () => {
    const event = only(judged([backup(3)], window));
    expect(event.detail).toMatchObject({ direction: 'up', onset: '2026-03-03T02:00:00.000Z', ongoing: false });
    expect(event.endTime).toBe('2026-03-03T03:00:00.000Z');
    expect(event.summary).toContain('highest in 14 days');
  });
});
