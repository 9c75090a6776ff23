/** Shifts and time: unfinished periods, late data, long windows, statistics, and numbers in any order. */
import { describe, expect, test, vi } from 'vitest';
import type { SeriesEvidence } from '../../../../src/model/evidence.ts';
import { shuffled } from '../../../fixtures/question.ts';
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
  only,
  requests,
  until,
  usual,
} from './shift-series.ts';

describe('time', () => {
  test('the period that is not over is left out', () => {
    const evidence = made((time) => (time < change + 55 * minute ? usual(time) : 0), {
      ...requests,
      to: change + hour,
    });
    expect(judged([evidence], { now: change + 58 * minute })).toEqual([]);
    expect(judged([evidence], { now: change + 63 * minute })).toHaveLength(1);
  });

  test('what is missing may still be on its way, for ten minutes', () => {
    const stopped = made((time) => (time < change + 45 * minute ? usual(time) : undefined), requests);
    const other = made(usual, { dimensions: { InstanceId: 'i-2' }, to: change + hour });
    expect(judged([stopped, other], { now: change + hour })).toEqual([]);
    expect(judged([stopped, other], { now: change + 70 * minute })).toHaveLength(1);
  });

  test('a period that the window cuts is not a smaller one', () => {
    const end = until + 2 * minute;
    const byMinute = made((time) => 100 + noise(time), { ...requests, periodSeconds: 60, to: end });
    expect(judged([byMinute], { until: end })).toEqual([]);
  });

  test('what had begun is told as such, what was over is not told', () => {
    const spike = (from: number, to: number) => made((time) => (isBetween(time, from, to) ? 95 : usual(time)));
    const event = only(judged([spike(-40, 20)]));
    expect(event).toMatchObject({ time: at(-40), endTime: at(20), detail: { beganBefore: true, ongoing: false } });
    expect(event.summary).toContain(', began before');
    expect(judged([spike(-40, -10)])).toEqual([]);
    // a period that contains the change counts as after it
    expect(only(judged([spike(-5, 20)], { since: change - 2 * minute })).detail.beganBefore).toBe(false);
  });

  test('long windows are judged day by day', () => {
    const since = change - 3 * day;
    // on the second day a level that lasts, on the third a spike above it
    const value = (time: number) => {
      if (time >= since + 52 * hour && time < since + 52.5 * hour) return 99;
      return time >= since + 30 * hour ? 75 + noise(time) : usual(time);
    };
    const found = judged([made(value, { from: since - 9 * day })], { since });
    expect(found.map(({ time }) => time)).toEqual([new Date(since + 30 * hour).toISOString()]);
    expect(found[0]?.detail).toMatchObject({ shape: 'level-shift', ongoing: true, peak: 99 });
  });

  test('a short window of today is judged by the minute, any other by five', () => {
    const value = (time: number) => (isBetween(time, 11, 30) ? 95 : usual(time));
    const byMinute = made(value, { periodSeconds: 60 });
    const fine = only(judged([byMinute], { now: until + hour }));
    expect(fine).toMatchObject({ time: at(11), detail: { periodSeconds: 60 } });
    const coarse = only(judged([byMinute]));
    expect(coarse).toMatchObject({ time: at(10), detail: { periodSeconds: 300 } });
    const long = only(judged([byMinute], { since: change - hour, now: until + hour }));
    expect(long).toMatchObject({ time: at(10), detail: { periodSeconds: 300 } });
  });

  test('a sum by the minute is compared with one of five minutes as what it adds up to', () => {
    const told = (periodSeconds: number, parts: Made, spike = 0) =>
      made((time) => (periodSeconds / 60) * (100 + noise(time)) + (isBetween(time, 30, 40) ? spike : 0), {
        ...requests,
        periodSeconds,
        ...parts,
      });
    const before = told(300, { to: change });
    expect(judged([before, told(60, { from: change })])).toEqual([]);
    expect(only(judged([before, told(60, { from: change }, 400)])).detail).toMatchObject({
      onset: at(30),
      periodSeconds: 300,
    });
  });

  test('of a window that begins before all data and ends after now, what can be measured is judged', () => {
    const spike = made((time) => (isBetween(time, 10, 30) ? 95 : usual(time)), requests);
    const told = only(judged([spike], { since: -8e15, until: 8e15, now: until }));
    expect(told).toMatchObject({ time: at(10), detail: { beganBefore: false } });
    expect(judged([spike], { since: until, until: change })).toEqual([]);
    expect(judged([spike], { now: change - day })).toEqual([]);
  });

  test('stamps keep their own phase, and the zone of the machine is not asked', () => {
    vi.stubEnv('TZ', 'America/New_York');
    const shifted = made((time) => (isBetween(time, 10, 30) ? 95 : usual(time)), {
      from: change - 9 * day + 2 * minute,
    });
    expect(only(judged([shifted])).time).toBe(at(12));
  });
});

describe('which statistic', () => {
  const stream = (parts: Made, low: number, high: number): SeriesEvidence => {
    const evidence = made(() => 0, { ...parts, statistic: null, periodSeconds: null });
    const datapoints = evidence.series.datapoints.map(({ time }) => {
      const value = isBetween(time, 10, 30) ? high : low;
      return { time, sum: 5 * value, count: 5, min: value / 2, max: 2 * value };
    });
    return { ...evidence, series: { ...evidence.series, datapoints } };
  };
  test.each([
    ['Namespace', 'Clicks', 'Count', 'Sum', 500],
    ['Namespace', 'Load', 'Percent', 'Average', 100],
    ['Namespace', 'Delay', 'Milliseconds', 'Average', 100],
    ['Namespace', 'Open', 'None', 'Average', 100],
    ['AWS/EC2', 'StatusCheckFailed', 'Count', 'Maximum', 200],
    ['AWS/RDS', 'DatabaseConnections', 'Count', 'Average', 100],
  ])('%s %s in %s: %s', (namespace, metricName, unit, statistic, peak) => {
    const event = only(judged([stream({ namespace, metricName, unit }, 10, 100)]));
    expect(event.detail).toMatchObject({ statistic, peak });
  });

  test.each([
    ['AWS/ApplicationELB', 'UnHealthyHostCount', 'Maximum', 1],
    ['Custom/Proxy', 'UnhealthyBackends', 'Maximum', 1],
    ['AWS/EC2', 'StatusCheckFailed', 'Maximum', 1],
    ['AWS/ES', 'ClusterStatus.red', 'Maximum', 1],
    ['AWS/ELB', 'SurgeQueueLength', 'Maximum', 0],
    ['AWS/Lambda', 'ConcurrentExecutions', 'Maximum', 0],
    ['AWS/Lambda', 'Errors', 'Sum', 0],
  ])('one of %s %s where there was none: %s, %i shift', (namespace, metricName, statistic, shifts) => {
    const one = made((time) => (isBetween(time, 10, 30) ? 1 : 0), { namespace, metricName, unit: 'Count', statistic });
    expect(judged([one])).toHaveLength(shifts);
  });

  test('percentiles are told beside it; fetched statistics stand in for one that was not', () => {
    const spike = (time: number) => (isBetween(time, 10, 30) ? 950 : 100 + noise(time));
    const delay = { metricName: 'Delay', unit: 'Milliseconds' };
    const statistics = (...names: readonly string[]) =>
      judged(names.map((statistic) => made(spike, { ...delay, statistic }))).map(({ detail }) => detail.statistic);
    expect(statistics('Average', 'Maximum', 'p99')).toEqual(['Average', 'p99']);
    expect(statistics('Maximum', 'Minimum')).toEqual(['Maximum', 'Minimum']);
  });
});

describe('any input', () => {
  const spike = made((time) => (isBetween(time, 10, 30) ? 95 : usual(time)));
  const expected = JSON.stringify(judged([spike]));

  test('no numbers, copies, newest first: the same bytes', () => {
    const { datapoints } = spike.series;
    const broken = [
      { time: Number.NaN, value: 1 },
      { time: change, value: Number.NaN },
      { time: change, value: Infinity },
    ];
    for (const points of [datapoints.toReversed(), shuffled(datapoints, 1), [...broken, ...datapoints, ...datapoints]])
      expect(JSON.stringify(judged([{ ...spike, series: { ...spike.series, datapoints: points } }]))).toBe(expected);
  });

  test('in any order of series: the same bytes', () => {
    const several = [
      spike,
      made((time) => (isBetween(time, 10, 30) ? 5000 : usual(time)), requests),
      made((time) => (isBetween(time, 30, 50) ? 40 : undefined), errors),
      made((time) => (isBetween(time, 10, 30) ? 95 : usual(time)), { dimensions: { InstanceId: 'i-2' } }),
    ];
    const found = judged(several);
    expect(found).toHaveLength(4);
    expect(found.map(({ time }) => time)).toEqual(found.map(({ time }) => time).toSorted());
    for (let round = 0; round < 3; round++) expect(judged(shuffled(several, round))).toEqual(found);
  });

  test('values and times at the end of all numbers give numbers', () => {
    const wild = made((time) => (noise(time) > 0.5 ? 1e308 : -1e308), { unit: null });
    const far: SeriesEvidence = {
      ...spike,
      series: {
        ...spike.series,
        datapoints: [{ time: -8e15, value: 1 }, ...spike.series.datapoints, { time: 8e15, value: 1 }],
      },
    };
    expect(judged([wild])).toEqual([]);
    expect(judged([far]).map(({ time }) => time)).toEqual([at(10)]);
    const tiny = judged([made((time) => (isBetween(time, 10, 30) ? 1e100 : 1e-300), { unit: null })]);
    for (const { detail } of tiny) {
      for (const number of [detail.peak, detail.excursion, detail.baseline.spread])
        expect(number).toBeLessThan(Infinity);
      expect(detail.ratio).toBeNull();
    }
    expect(tiny).toHaveLength(1);
  });
});
