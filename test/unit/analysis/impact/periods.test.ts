/** Metrics whose period changes midway, and what is not judged because too little is known. */
import { describe, expect, test } from 'vitest';
import { baselineGaps } from '../../../../src/analysis/impact/baseline-gaps.ts';
import { alignSeries } from '../../../../src/analysis/impact/series.ts';
import { seriesOrigins } from '../../../../src/analysis/impact/series-origins.ts';
import { judgeMetrics } from '../../../../src/analysis/impact/shifts.ts';
import type { SeriesEvidence } from '../../../../src/model/evidence.ts';
import type { AnsweredWindow } from '../../../../src/model/question.ts';
import type { Datapoint, Series } from '../../../../src/model/series.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const change = Date.parse('2026-03-03T14:00:00Z');
const until = change + 2 * hour;

const noise = (time: number) => (((time / minute) * 7919) % 1009) / 504.5 - 1;

/** Sums of `perMinute` a minute, in periods of this many seconds. */
const sums = (from: number, to: number, seconds: number, perMinute = 100): readonly Datapoint[] =>
  Array.from({ length: Math.round((to - from) / (seconds * 1000)) }, (_, index) => {
    const time = from + index * seconds * 1000;
    return { time, value: ((perMinute + noise(time)) * seconds) / 60 };
  });

function evidence(datapoints: readonly Datapoint[], parts: Partial<Series> = {}): SeriesEvidence {
  const series: Series = {
    namespace: 'Shop',
    metricName: 'Orders',
    dimensions: { InstanceId: 'i-1' },
    account: '111122223333',
    region: 'us-east-1',
    unit: 'Count',
    statistic: 'Sum',
    periodSeconds: null,
    ...parts,
    datapoints,
  };
  return {
    type: 'series',
    series,
    origin: { source: 'cloudwatch', backend: 'archive', account: null, region: null, ref: null, locator: 'a.json#1' },
  };
}

const judged = (...items: readonly SeriesEvidence[]) => judgedIn({ since: change, until }, ...items);

const judgedIn = (window: AnsweredWindow, ...items: readonly SeriesEvidence[]) =>
  judgeMetrics({
    series: alignSeries(items),
    window,
    now: until + 30 * day,
    matches: () => ['target'],
    originAt: seriesOrigins(items),
  });

describe('a period that changes', () => {
  const weekBefore = change - 8 * day;

  test.each([
    ['from five minutes to one, days before', change - 2 * day],
    ['from five minutes to one, in the window', change + 30 * minute],
    ['from five minutes to one, minutes before its end', until - 10 * minute],
  ])('%s, is no shift', (_, turn) => {
    const points = [...sums(weekBefore, turn, 300), ...sums(turn, until, 60)];
    expect(judged(evidence(points)).events).toEqual([]);
  });

  test('from one minute to five is no shift either', () => {
    const turn = change - hour;
    expect(judged(evidence([...sums(weekBefore, turn, 60), ...sums(turn, until, 300)])).events).toEqual([]);
  });

  test('hides no shift', () => {
    const turn = change - day;
    const usual = [...sums(weekBefore, turn, 300), ...sums(turn, change + hour, 60)];
    const { events } = judged(evidence([...usual, ...sums(change + hour, until, 60, 900)]));
    expect(events.map(({ time, detail }) => [time, detail.periodSeconds, detail.direction])).toEqual([
      ['2026-03-03T15:00:00.000Z', 300, 'up'],
    ]);
  });

  test('is two series, each with its period and all its datapoints', () => {
    const turn = change - day;
    const points = [...sums(change - 2 * day, turn, 300), ...sums(turn, change, 60)];
    expect(alignSeries([evidence(points)]).map((one) => [one.periodSeconds, one.datapoints.length])).toEqual([
      [60, 1440],
      [300, 288],
    ]);
  });

  test('is none where a metric is reported now often and now seldom', () => {
    const seldom = sums(change - 4 * day, change, 60).filter(
      ({ time }) => time % hour < 20 * minute || time % (5 * minute) === 0,
    );
    expect(alignSeries([evidence(seldom)]).map(({ periodSeconds }) => periodSeconds)).toEqual([60]);
  });

  test('of hours beside minutes is not mixed into them', () => {
    const hourly = evidence(sums(weekBefore, until, 3600), { periodSeconds: 3600 });
    const fine = evidence(sums(weekBefore, until, 300), { periodSeconds: 300 });
    expect(judged(hourly, fine).events).toEqual([]);
  });
});

describe('several datapoints in one period', () => {
  const five = (...values: readonly number[]) => [
    ...sums(change - day, change, 300),
    ...values.map((value, index) => ({ time: change + index * minute, value })),
  ];
  const lastOf = (item: SeriesEvidence) => alignSeries([item])[0]?.datapoints.at(-1)?.value;

  test.each([
    ['Sum', 15],
    ['SampleCount', 15],
    ['Average', 3],
    ['Minimum', 1],
    ['Maximum', 5],
  ])('are its parts: the %s of them is %i', (statistic, expected) => {
    expect(lastOf(evidence(five(1, 2, 3, 4, 5), { statistic }))).toBe(expected);
  });

  test('of a stream add up field by field', () => {
    const points = [1, 2, 3, 4, 5].map((value, index) => ({
      time: change + index * minute,
      sum: 2 * value,
      count: 2,
      min: value,
      max: value + 1,
    }));
    const usual = sums(change - day, change, 300).map(({ time }) => ({ time, sum: 30, count: 10, min: 1, max: 6 }));
    expect(alignSeries([evidence([...usual, ...points], { statistic: null })])[0]?.datapoints.at(-1)).toEqual({
      time: change,
      sum: 30,
      count: 10,
      min: 1,
      max: 6,
    });
  });

  test('told twice with another stamp are one', () => {
    const points = [...sums(change - day, change, 300), { time: change, value: 7 }, { time: change + 1000, value: 8 }];
    expect(lastOf(evidence(points))).toBe(8);
  });
});

describe('what cannot be judged', () => {
  const whole = ({ series }: SeriesEvidence) => ({ series, until: undefined });

  test('is told of the days of a window that have too little before them, also where the others were judged', () => {
    const window = { since: change, until: change + 5 * day };
    const { unjudged } = judgedIn(window, evidence(sums(window.since, window.until, 300)));
    expect(unjudged.map(({ until: from }) => from)).toEqual([change + 2 * day]);
    expect(baselineGaps(unjudged)[0]?.gap.message).toMatch(
      /^until 2026-\S+ \d\d:\d\d:\d\d UTC too little is known from before to judge 1 metric by: Orders/,
    );
  });

  test('is told: a metric that is younger than the change', () => {
    const { events, unjudged } = judged(evidence(sums(change - 10 * minute, until, 300)));
    expect(events).toEqual([]);
    expect(unjudged.map(({ series, until: judged }) => [series.metricName, judged])).toEqual([['Orders', undefined]]);
    expect(baselineGaps(unjudged)).toEqual([
      {
        source: 'cloudwatch',
        account: '111122223333',
        region: 'us-east-1',
        gap: expect.objectContaining({ code: 'BASELINE_TOO_SHORT', blocking: false }),
      },
    ]);
  });

  test('is told by its last day, where a metric comes back after days of which nothing is known', () => {
    const back = change + 10 * day;
    const points = [...sums(change - 8 * day, change + day, 300), ...sums(back, back + day, 300)];
    const gauge = { statistic: 'Average', unit: 'Percent' } as const;
    const { unjudged } = judgedIn({ since: change, until: back + day }, evidence(points, gauge));
    expect(unjudged.map(({ until: last }) => last)).toEqual([back + day]);
  });

  test('is not a metric with a week of its own, nor one without datapoints in the window', () => {
    expect(judged(evidence(sums(change - 8 * day, until, 300))).unjudged).toEqual([]);
    const gauge = { statistic: 'Average', unit: 'Percent' } as const;
    expect(judged(evidence(sums(change - 3 * hour, change - 2 * hour, 300), gauge)).unjudged).toEqual([]);
  });

  test('is one gap for a place, with the names of a few', () => {
    const series = ['a', 'b', 'c', 'd', 'e'].map((id) =>
      whole(evidence([], { dimensions: { InstanceId: `i-${id}` }, metricName: 'Load' })),
    );
    const other = whole(evidence([], { region: null, account: null }));
    const gaps = baselineGaps([...series, other]);
    expect(gaps).toHaveLength(2);
    expect(gaps[0]?.gap.message).toBe(
      'too little is known from before the window to judge 5 metrics by: Load of i-a, Load of i-b, Load of i-c and 2 more',
    );
    expect(baselineGaps([other, ...series.toReversed()])).toEqual(gaps);
    expect(baselineGaps([])).toEqual([]);
  });
});

describe('the series of a shift', () => {
  const shifted = (more: readonly Datapoint[] = []) =>
    judged(evidence([...sums(change - 8 * day, change + hour, 300), ...sums(change + hour, until, 300, 900), ...more]));

  test('is the window with an hour before it, in epoch seconds', () => {
    const [event] = shifted().events;
    const points = event?.detail.series ?? [];
    expect(points[0]?.[0]).toBe((change - hour) / 1000);
    expect(points.at(-1)?.[0]).toBe((until - 5 * minute) / 1000);
    expect(points).toHaveLength(36);
    expect(points.find(([time]) => time === (change + hour) / 1000)?.[1]).toBeCloseTo(4500, -2);
  });

  test('is bounded, and still holds the peak', () => {
    const points = [...sums(change - 8 * day, change, 300), ...sums(change, change + 6 * day, 300, 900)];
    points[points.length - 500] = { time: points.at(-500)?.time ?? 0, value: 99_999 };
    const item = evidence(points);
    const { events } = judgeMetrics({
      series: alignSeries([item]),
      window: { since: change, until: change + 6 * day },
      now: change + 30 * day,
      matches: () => ['target'],
      originAt: seriesOrigins([item]),
    });
    for (const { detail } of events) {
      expect(detail.series?.length).toBeLessThanOrEqual(500);
      expect(detail.series?.map(([, value]) => value)).toContain(detail.peak);
      const times = detail.series?.map(([time]) => time) ?? [];
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
    expect(events.length).toBeGreaterThan(0);
  });
});
