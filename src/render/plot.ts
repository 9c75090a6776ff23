/** A metric's points in columns of equal duration, for both sparklines and charts. */
import type { MetricDetail } from '../model/event.ts';

export interface Plot {
  /** One for each column; undefined if nothing was reported. */
  readonly values: readonly (number | undefined)[];
  /** Epoch milliseconds: the beginning of the first column, and the duration of each. */
  readonly from: number;
  readonly step: number;
}

/** More would take longer to draw than to read. */
const mostColumns = 2000;

/**
 * At most this many columns, and no more than there are periods. Of several values in a column, the one furthest from the
 * median is shown: a one-minute spike must not vanish in an hour's mean. undefined if there is nothing to draw.
 */
export function plotOf({ series = [], periodSeconds, baseline }: MetricDetail, columns: number): Plot | undefined {
  const points = series.filter(([time, value]) => Number.isFinite(time) && Number.isFinite(value));
  const [first] = points;
  const last = points.at(-1);
  const period = Number.isFinite(periodSeconds) && periodSeconds > 0 ? periodSeconds * 1000 : 60_000;
  if (!first || !last || columns < 1) return undefined;
  const from = first[0] * 1000;
  const length = Math.max(last[0] * 1000 + period - from, period);
  const count = Math.max(1, Math.min(Math.floor(columns), mostColumns, Math.ceil(length / period)));
  const step = length / count;
  const values: (number | undefined)[] = Array.from({ length: count }, () => undefined);
  const { median } = baseline;
  for (const [seconds, value] of points) {
    const column = Math.min(count - 1, Math.max(0, Math.floor((seconds * 1000 - from) / step)));
    const known = values[column];
    if (known === undefined || Math.abs(value - median) > Math.abs(known - median)) values[column] = value;
  }
  return { values, from, step };
}

/** Repeats each column as often as fits, so that few periods still fill a chart. */
export function widened({ values, from, step }: Plot, columns: number): Plot {
  const times = Math.max(1, Math.floor(columns / values.length));
  return { from, step: step / times, values: values.flatMap((value) => Array.from({ length: times }, () => value)) };
}

/** The column of a time; undefined outside the plot. */
export function columnAt({ values, from, step }: Plot, time: number): number | undefined {
  const column = Math.floor((time - from) / step);
  return column >= 0 && column < values.length ? column : undefined;
}

/** The lowest and the highest of the values, including the usual ones if given. */
export function extentOf(values: readonly (number | undefined)[], usual: readonly number[] = []): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of [...values, ...usual]) {
    if (value === undefined || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
