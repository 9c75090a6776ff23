/** Series for the tests of shifts: two weeks of noise, and what happens in the hour that is asked about. */
import { expect } from 'vitest';
import { alignSeries } from '../../../../src/analysis/impact/series.ts';
import { seriesOrigins } from '../../../../src/analysis/impact/series-origins.ts';
import { metricShifts } from '../../../../src/analysis/impact/shifts.ts';
import type { MetricEvent } from '../../../../src/model/event.ts';
import type { SeriesEvidence } from '../../../../src/model/evidence.ts';
import type { Datapoint, Series } from '../../../../src/model/series.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** The moment of the change; two hours, long ago, are examined. */
export const change = Date.parse('2026-03-03T14:00:00Z');
export const until = change + 2 * hour;
export const now = change + 30 * day;

/** The same in every run, in [-1, 1). */
export const noise = (time: number) => (((time / minute) * 7919) % 1009) / 504.5 - 1;
export const usual = (time: number) => 50 + 5 * noise(time);
export const isBetween = (time: number, from: number, to: number) =>
  time >= change + from * minute && time < change + to * minute;

export interface Made extends Partial<Omit<Series, 'datapoints'>> {
  readonly from?: number;
  readonly to?: number;
  readonly locator?: string;
}

/** The values that `at` returns; undefined: nothing was reported. */
export function made(at: (time: number) => number | undefined, parts: Made = {}): SeriesEvidence {
  const { from = change - 9 * day, to = until, locator = 'a.json#1', ...head } = parts;
  const series = {
    namespace: 'Site',
    metricName: 'Load',
    dimensions: { InstanceId: 'i-1' },
    account: '111122223333',
    region: 'us-east-1',
    unit: 'Percent',
    statistic: 'Average',
    periodSeconds: 300,
    ...head,
  };
  const datapoints: Datapoint[] = [];
  for (let time = from; time < to; time += (series.periodSeconds ?? 300) * 1000) {
    const value = at(time);
    if (value !== undefined) datapoints.push({ time, value });
  }
  const { account, region } = series;
  return {
    type: 'series',
    series: { ...series, datapoints },
    origin: { source: 'cloudwatch', backend: 'archive', account, region, ref: null, locator },
  };
}

export const requests = { metricName: 'Requests', unit: 'Count', statistic: 'Sum' } as const;
export const errors = { metricName: 'Errors', unit: 'Count', statistic: 'Sum' } as const;

export function judged(
  evidence: readonly SeriesEvidence[],
  given: { since?: number; until?: number; now?: number } = {},
) {
  return metricShifts({
    series: alignSeries(evidence),
    window: { since: given.since ?? change, until: given.until ?? until },
    now: given.now ?? now,
    matches: ({ dimensions }) => (dimensions['InstanceId'] === 'i-2' ? ['neighbor'] : ['target']),
    originAt: seriesOrigins(evidence),
  });
}

export const only = (events: readonly MetricEvent[]): MetricEvent => {
  expect(events).toHaveLength(1);
  return events[0] as MetricEvent;
};
export const at = (minutes: number) => new Date(change + minutes * minute).toISOString();
