/** A metric's series in the statistic and period in which it is judged: one value for each period. */
import { minute } from '../../model/duration.ts';
import type { Datapoint, Series } from '../../model/series.ts';
import { isCounter, isPercentile, statisticOf, unitOf, wantedStatistic } from './shifts-metric.ts';
import type { Values } from './shifts-rule.ts';

/** By then a period is complete if it has a datapoint, and empty if it has none. Milliseconds. */
const settling = 2 * minute;
const arriving = 10 * minute;

/** One statistic of one metric, from every series that has it. */
export interface Measured {
  readonly statistic: string;
  readonly unit: string | null;
  /** At least one, in the given order. */
  readonly series: readonly [Series, ...Series[]];
}

/** "Values must be in the range of -2^360 to 2^360": https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const largest = 2 ** 360;

/** Fewer missing periods at the end may just be late. */
export const fewestMissing = 3;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Dimensions sorted: `AWS/EC2/CPUUtilization/InstanceId=i-1`. */
export const metricPath = ({ namespace, metricName, dimensions }: Series): string =>
  [namespace, metricName, dimensionsText(dimensions)].filter((part) => part !== '').join('/');

const dimensionsText = (dimensions: Series['dimensions']) =>
  Object.entries(dimensions)
    .sort(([a], [b]) => compare(a, b))
    .map(([name, value]) => `${name}=${value}`)
    .join(',');

/**
 * Each metric once in its most meaningful statistic, and in every percentile that exists. If that statistic was not fetched, in
 * those that were. A series of a different period or source is the same metric.
 */
export function measuredMetrics(series: readonly Series[]): readonly Measured[] {
  const metrics = new Map<string, Series[]>();
  for (const one of [...series].sort((a, b) => compare(orderOf(a), orderOf(b)))) {
    const { namespace, metricName, dimensions, account, region } = one;
    const sorted = Object.entries(dimensions).sort(([a], [b]) => compare(a, b));
    const key = JSON.stringify([namespace, metricName, sorted, account, region, unitOf(one)]);
    const members = metrics.get(key);
    if (members) members.push(one);
    else metrics.set(key, [one]);
  }
  return [...metrics].sort(([a], [b]) => compare(a, b)).flatMap(([, members]) => statisticsOf(members));
}

const orderOf = ({ statistic, periodSeconds }: Series) => JSON.stringify([statistic, periodSeconds]);

function statisticsOf(members: readonly Series[]): readonly Measured[] {
  const [one] = members;
  if (!one) return [];
  const told = (statistic: string) => members.filter((member) => holds(member, statistic));
  const wanted = wantedStatistic(one);
  const others = [...new Set(members.flatMap(({ statistic }) => statistic ?? []))].sort();
  const hasWanted = told(wanted).length > 0;
  const statistics = hasWanted ? [wanted, ...others.filter(isPercentile)] : others;
  return statistics.flatMap((statistic) => {
    const [first, ...rest] = told(statistic);
    return first ? [{ statistic, unit: unitOf(first), series: [first, ...rest] as const }] : [];
  });
}

const holds = (series: Series, statistic: string): boolean =>
  series.statistic === null
    ? series.datapoints.some((datapoint) => statisticOf(datapoint, statistic) !== undefined)
    : series.statistic === statistic;

export interface Extent {
  /** Nothing before this is used. Epoch milliseconds, as everywhere here. */
  readonly since: number;
  readonly until: number;
  /** The time in which the metric could have been reported. */
  readonly known: readonly [number, number];
  readonly now: number;
  /** Finer periods are merged into this one. Milliseconds. */
  readonly finest: number;
}

/** How far back a series must reach for its period to be the one that is judged. Milliseconds. */
const baselineReach = 7 * 24 * 60 * minute;

/**
 * The finest period with enough data to judge. A metric with minutes since yesterday and five-minute periods before is judged
 * in five minutes; an hourly report next to a stream of minutes makes no difference.
 */
function judgedPeriod(series: Measured['series'], { until }: Extent): number {
  const byPeriod = new Map<number, number>();
  let earliest = Infinity;
  for (const { periodSeconds, datapoints } of series) {
    const period = (periodSeconds ?? 0) * 1000;
    const first = datapoints[0]?.time ?? Infinity;
    earliest = Math.min(earliest, first);
    if (period > 0) byPeriod.set(period, Math.min(byPeriod.get(period) ?? Infinity, first));
  }
  const periods = [...byPeriod].sort(([a], [b]) => a - b);
  const wanted = Math.max(earliest, until - baselineReach);
  // within a tenth of what exists
  const slack = (until - wanted) / 10;
  let reach = Infinity;
  for (const [period, first] of periods) {
    reach = Math.min(reach, first);
    if (reach <= wanted + slack) return period;
  }
  return periods.at(-1)?.[0] ?? 0;
}

/** One value for each period that is over. A counter's missing periods are zeros, as far as that can be known. */
export function valuesOf({ statistic, series: all }: Measured, extent: Extent): Values {
  const own = judgedPeriod(all, extent);
  // percentiles of shorter periods do not add up to one of a longer period
  const isExact = isPercentile(statistic);
  const period = Math.max(own, isExact ? minute : extent.finest);
  const series = all.filter(({ periodSeconds }) => {
    const one = (periodSeconds ?? 0) * 1000;
    return one === own || (!isExact && one <= period);
  });
  const phase = phaseOf(series, period);
  const byPeriod = new Map<number, number>();
  // the coarsest represent a period as a whole: finer ones fill their gaps
  for (const one of [...series].sort((a, b) => (b.periodSeconds ?? 0) - (a.periodSeconds ?? 0)))
    for (const [index, value] of gather(one, statistic, period, phase, extent))
      if (!byPeriod.has(index)) byPeriod.set(index, value);
  const isOver = (index: number, wait: number) => phase + (index + 1) * period <= extent.now - wait;
  const found = [...byPeriod].filter(([index]) => isOver(index, settling)).sort(([a], [b]) => a - b);
  const times: number[] = [];
  const values: number[] = [];
  const add = (index: number, value: number) => {
    times.push(phase + index * period);
    values.push(value);
  };
  if (!isCounter(statistic)) {
    for (const [index, value] of found) add(index, value);
    return { times, values, period };
  }
  const first = Math.max(extent.known[0], extent.since);
  const last = Math.min(extent.known[1], extent.until);
  let index = Math.min(Math.ceil((first - phase) / period), found[0]?.[0] ?? Infinity);
  for (const [at, value] of found) {
    for (; index < at; index++) add(index, 0);
    add(at, value);
    index = at + 1;
  }
  const missing: number[] = [];
  for (let next = index; phase + (next + 1) * period <= last && isOver(next, arriving); next++) missing.push(next);
  if (found.length > 0 && missing.length >= fewestMissing) for (const next of missing) add(next, 0);
  return { times, values, period };
}

/** The offset of its periods from UTC; merged ones start at multiples of the period. Milliseconds. */
function phaseOf(series: readonly Series[], period: number): number {
  const counts = new Map<number, number>();
  for (const { periodSeconds, datapoints } of series) {
    if ((periodSeconds ?? 0) * 1000 < period) continue;
    for (const { time } of datapoints) {
      const phase = ((time % period) + period) % period;
      counts.set(phase, (counts.get(phase) ?? 0) + 1);
    }
  }
  let [best, most] = [0, 0];
  for (const [phase, count] of counts)
    if (count > most || (count === most && phase < best)) [best, most] = [phase, count];
  return best;
}

/** Period's number -> value, for those that begin in the extent. */
function gather(
  { datapoints, periodSeconds }: Series,
  statistic: string,
  period: number,
  phase: number,
  { since, until }: Extent,
): ReadonlyMap<number, number> {
  const isFiner = (periodSeconds ?? 0) * 1000 < period;
  const groups = new Map<number, Datapoint[]>();
  for (const datapoint of datapoints) {
    const { time } = datapoint;
    if (time < since || time >= until) continue;
    const index = Math.floor((time - phase) / period);
    // the window ends inside it: a partial value is no value
    if (isFiner && phase + (index + 1) * period > until) continue;
    const group = groups.get(index);
    if (group) group.push(datapoint);
    else groups.set(index, [datapoint]);
  }
  const values = new Map<number, number>();
  for (const [index, group] of groups) {
    const value = together(group, statistic);
    if (value !== undefined && Math.abs(value) <= largest) values.set(index, value);
  }
  return values;
}

function together(group: readonly Datapoint[], statistic: string): number | undefined {
  const values = group.flatMap((datapoint) => statisticOf(datapoint, statistic) ?? []);
  const [value] = values;
  if (value === undefined || values.length === 1) return value;
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  if (isCounter(statistic)) return sum(values);
  if (statistic === 'Minimum') return Math.min(...values);
  if (statistic === 'Average') {
    const counts = group.map(({ count }) => count ?? 1);
    const whole = group.every(({ sum: total, count }) => total !== undefined && (count ?? 0) > 0);
    return whole ? sum(group.map((datapoint) => datapoint.sum ?? 0)) / sum(counts) : sum(values) / values.length;
  }
  return Math.max(...values);
}
