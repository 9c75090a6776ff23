/** Merges one metric's datapoints, from any number of files in any order, into one series that can be compared with itself. */
import type { SeriesEvidence } from '../../model/evidence.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import type { Datapoint, Series, SeriesSummary } from '../../model/series.ts';

const fields = ['sum', 'count', 'min', 'max', 'value'] as const;

/**
 * One series for each metric, statistic, unit and period, in a fixed order: datapoints by time, one for each period, no value
 * that is not a finite number. If a period occurs twice, the evidence with the later locator wins, and in it the later
 * datapoint. A metric whose period changed over time (detailed monitoring was turned on) has one series for each period. Series
 * without datapoints are left out.
 */
export function alignSeries(evidence: readonly SeriesEvidence[]): readonly Series[] {
  const groups = groupedBy(evidence, ({ series }) => keyOf(series));
  return [...groups].sort(([a], [b]) => compare(a, b)).flatMap(([, group]) => merge(group));
}

function merge(group: readonly SeriesEvidence[]): readonly Series[] {
  const [first] = group;
  const byTime = new Map<number, Datapoint>();
  for (const { series } of [...group].sort((a, b) => compare(a.origin.locator, b.origin.locator))) {
    for (const datapoint of series.datapoints) {
      const finite = finiteOf(datapoint);
      if (finite) byTime.set(finite.time, finite);
    }
  }
  const sorted = [...byTime.values()].sort((a, b) => a.time - b.time);
  if (!first || sorted.length === 0) return [];
  const { periodSeconds: told, statistic } = first.series;
  const parts = told === null ? byOwnPeriod(sorted) : [{ periodSeconds: told, datapoints: sorted }];
  const dimensions = sortedKeys(first.series.dimensions);
  return parts.map(({ periodSeconds, datapoints }) => ({
    ...first.series,
    dimensions,
    periodSeconds,
    datapoints: periodSeconds === null ? datapoints : onePerPeriod(datapoints, periodSeconds * 1000, statistic),
  }));
}

interface OfOnePeriod {
  /** null: a single datapoint does not show it. */
  readonly periodSeconds: number | null;
  readonly datapoints: readonly Datapoint[];
}

/** A metric is cut where its period changes for good; the parts with the same period are joined again. */
function byOwnPeriod(sorted: readonly Datapoint[]): readonly OfOnePeriod[] {
  const cuts = periodChanges(sorted);
  if (cuts.length === 0) return [{ periodSeconds: periodOf(sorted), datapoints: sorted }];
  const byPeriod = new Map<number | null, Datapoint[]>();
  for (const [index, from] of [0, ...cuts].entries()) {
    const part = sorted.slice(from, cuts[index]);
    const period = periodOf(part);
    const known = byPeriod.get(period);
    if (known) known.push(...part);
    else byPeriod.set(period, part);
  }
  return [...byPeriod]
    .sort(([a], [b]) => (a ?? 0) - (b ?? 0))
    .map(([periodSeconds, datapoints]) => ({ periodSeconds, datapoints }));
}

/** How many steps in a row determine a period, and how many of them must agree: a datapoint may be missing. */
const stepsTelling = 12;
const stepsAgreeing = 10;
/** A metric that is reported irregularly has one period and many gaps. */
const mostChanges = 3;

/** The datapoints at which a different period begins: on either side, ten of twelve steps have the same length. */
function periodChanges(sorted: readonly Datapoint[]): readonly number[] {
  const step = (index: number) => (sorted[index + 1]?.time ?? 0) - (sorted[index]?.time ?? 0);
  const last = sorted.length - 1;
  /** The length of most steps in a stretch; undefined if they do not agree. */
  const regularAt = (from: number): number | undefined => {
    if (from < 0 || from + stepsTelling > last) return undefined;
    // if a stretch agrees, one of the first three steps has the common length
    for (let index = from; index <= from + stepsTelling - stepsAgreeing; index++) {
      const length = step(index);
      let agreeing = 0;
      for (let at = from; at < from + stepsTelling; at++) if (step(at) === length) agreeing++;
      if (agreeing >= stepsAgreeing) return length;
    }
    return undefined;
  };
  const found: number[] = [];
  let current = regularAt(0);
  for (let index = 1; index < last; index++) {
    const length = step(index);
    if (length === current) continue;
    if (regularAt(index) !== length) continue;
    // one period must be a fraction of the other; otherwise it is a gap
    const isChange =
      current !== undefined && (Math.max(length, current) / Math.min(length, current)) % 1 === 0 && length !== current;
    current = length;
    if (isChange) found.push(index);
  }
  return found.length <= mostChanges ? found : [];
}

/** Without the statistics that are not finite; undefined if none is left. */
function finiteOf(datapoint: Datapoint): Datapoint | undefined {
  if (!Number.isFinite(datapoint.time)) return undefined;
  const given = fields.filter((field) => datapoint[field] !== undefined);
  // nearly all are finite: no copy for these
  if (given.length > 0 && given.every((field) => Number.isFinite(datapoint[field]))) return datapoint;
  const kept = fields.flatMap((field) => (Number.isFinite(datapoint[field]) ? [[field, datapoint[field]]] : []));
  return kept.length === 0 ? undefined : { time: datapoint.time, ...Object.fromEntries(kept) };
}

/** The most frequent step, in seconds; among equally frequent ones the shortest. null without at least two datapoints. */
function periodOf(sorted: readonly Datapoint[]): number | null {
  const steps = sorted.slice(1).map(({ time }, index) => time - (sorted[index]?.time ?? time));
  const step = mostFrequent(steps);
  return step === null ? null : step / 1000;
}

/** The smallest of the most frequent values. */
function mostFrequent(values: readonly number[]): number | null {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let [best, most]: [number | null, number] = [null, 0];
  for (const [value, count] of counts) {
    if (count > most || (count === most && best !== null && value < best)) [best, most] = [value, count];
  }
  return best;
}

/**
 * Periods are aligned to where most datapoints are. If one has several datapoints, the last is kept as a correction, unless
 * they are parts of the period: then they are added up. Milliseconds.
 */
function onePerPeriod(sorted: readonly Datapoint[], period: number, statistic: string | null): readonly Datapoint[] {
  const offset = mostFrequent(sorted.map(({ time }) => time % period)) ?? 0;
  const kept: Datapoint[] = [];
  let [from, latest] = [0, Number.NaN];
  const close = (to: number) => {
    const last = sorted[to - 1];
    if (last) kept.push(to - from > 2 ? (gathered(sorted.slice(from, to), period, statistic) ?? last) : last);
    from = to;
  };
  for (let index = 0; index < sorted.length; index++) {
    const number = Math.floor(((sorted[index]?.time ?? 0) - offset) / period);
    if (index > 0 && number !== latest) close(index);
    latest = number;
  }
  close(sorted.length);
  return kept;
}

/** Three or more, equally spaced, that together fill a period; undefined for anything else. */
function gathered(parts: readonly Datapoint[], period: number, statistic: string | null): Datapoint | undefined {
  const [first, second] = parts as readonly [Datapoint, Datapoint];
  const step = second.time - first.time;
  const isEven = parts.every(({ time }, index) => time === first.time + index * step);
  if (!isEven || period % step !== 0 || parts.length * step > period) return undefined;
  const all = (field: (typeof fields)[number]) => parts.flatMap((part) => part[field] ?? []);
  const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
  const [sum, count, min, max, value] = fields.map(all) as [number[], number[], number[], number[], number[]];
  return {
    time: first.time,
    ...(sum.length > 0 && { sum: total(sum) }),
    ...(count.length > 0 && { count: total(count) }),
    ...(min.length > 0 && { min: Math.min(...min) }),
    ...(max.length > 0 && { max: Math.max(...max) }),
    ...(value.length > 0 && { value: togetherOf(value, statistic, total(value)) }),
  };
}

function togetherOf(values: readonly number[], statistic: string | null, sum: number): number {
  if (statistic === 'Sum' || statistic === 'SampleCount') return sum;
  if (statistic === 'Average') return sum / values.length;
  return statistic === 'Minimum' ? Math.min(...values) : Math.max(...values);
}

/** What is known about each metric, with all its statistics, for a person to choose from. */
export function summarizeSeries(aligned: readonly Series[]): readonly SeriesSummary[] {
  const groups = new Map<string, Series[]>();
  for (const series of aligned) {
    const { namespace, metricName, account, region, periodSeconds } = series;
    const key = JSON.stringify([namespace, metricName, entriesOf(series), account, region, periodSeconds]);
    const group = groups.get(key);
    if (group) group.push(series);
    else groups.set(key, [series]);
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => summaryOf(group));
}

function summaryOf(group: readonly Series[]): SeriesSummary {
  const { namespace, metricName, dimensions, account, region, periodSeconds } = group[0] as Series;
  const times = new Set(group.flatMap(({ datapoints }) => datapoints.map(({ time }) => time)));
  let [first, last] = [Infinity, -Infinity];
  for (const time of times) [first, last] = [Math.min(first, time), Math.max(last, time)];
  return {
    namespace,
    metricName,
    dimensions,
    account,
    region,
    statistics: [...new Set(group.flatMap(statisticsOf))].sort(),
    periodSeconds,
    first: new Date(first).toISOString(),
    last: new Date(last).toISOString(),
    count: times.size,
  };
}

const statisticNames = { sum: 'Sum', count: 'SampleCount', min: 'Minimum', max: 'Maximum' } as const;

function statisticsOf({ statistic, datapoints }: Series): readonly string[] {
  if (statistic !== null) return [statistic];
  const has = (field: keyof typeof statisticNames) => datapoints.some((datapoint) => datapoint[field] !== undefined);
  const told = (['sum', 'count', 'min', 'max'] as const).filter(has).map((field) => statisticNames[field]);
  return told.includes('Sum') && told.includes('SampleCount') ? [...told, 'Average'] : told;
}

const keyOf = (series: Series): string => {
  const { namespace, metricName, account, region, unit, statistic, periodSeconds } = series;
  return JSON.stringify([namespace, metricName, entriesOf(series), account, region, unit, statistic, periodSeconds]);
};

const entriesOf = ({ dimensions }: Pick<Series, 'dimensions'>) =>
  Object.entries(dimensions).sort(([a], [b]) => compare(a, b));

const sortedKeys = (dimensions: Series['dimensions']) => Object.fromEntries(entriesOf({ dimensions }));

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
