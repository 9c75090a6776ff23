/** One metric's datapoints, from however many files and in whatever order, as one series that can be compared with itself. */
import type { SeriesEvidence } from '../../model/evidence.ts';
import type { Datapoint, Series, SeriesSummary } from '../../model/series.ts';

const fields = ['sum', 'count', 'min', 'max', 'value'] as const;

/**
 * One series for each metric, statistic, unit and told period, in a fixed order: datapoints by time, one a period, no value
 * that is no number. Where a period is told of twice, the evidence with the later locator wins, and in it the later
 * datapoint. Series of which nothing is left are left out.
 */
export function alignSeries(evidence: readonly SeriesEvidence[]): readonly Series[] {
  const groups = new Map<string, SeriesEvidence[]>();
  for (const item of evidence) {
    const key = keyOf(item.series);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).flatMap(([, group]) => merge(group) ?? []);
}

function merge(group: readonly SeriesEvidence[]): Series | undefined {
  const [first] = group;
  const byTime = new Map<number, Datapoint>();
  for (const { series } of [...group].sort((a, b) => compare(a.origin.locator, b.origin.locator))) {
    for (const datapoint of series.datapoints) {
      const finite = finiteOf(datapoint);
      if (finite) byTime.set(finite.time, finite);
    }
  }
  const sorted = [...byTime.values()].sort((a, b) => a.time - b.time);
  if (!first || sorted.length === 0) return undefined;
  const periodSeconds = first.series.periodSeconds ?? periodOf(sorted);
  return {
    ...first.series,
    dimensions: sortedKeys(first.series.dimensions),
    periodSeconds,
    datapoints: periodSeconds === null ? sorted : onePerPeriod(sorted, periodSeconds * 1000),
  };
}

/** Without the statistics that are no numbers; undefined where none is left. */
function finiteOf(datapoint: Datapoint): Datapoint | undefined {
  if (!Number.isFinite(datapoint.time)) return undefined;
  const given = fields.filter((field) => datapoint[field] !== undefined);
  // nearly all are: no copy for these
  if (given.length > 0 && given.every((field) => Number.isFinite(datapoint[field]))) return datapoint;
  const kept = fields.flatMap((field) => (Number.isFinite(datapoint[field]) ? [[field, datapoint[field]]] : []));
  return kept.length === 0 ? undefined : { time: datapoint.time, ...Object.fromEntries(kept) };
}

/** The most frequent step, in seconds; of equally frequent ones the shortest. null where there are no two datapoints. */
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

/** Periods are counted from where most datapoints stand; of several within one the last is kept. Milliseconds. */
function onePerPeriod(sorted: readonly Datapoint[], period: number): readonly Datapoint[] {
  const offset = mostFrequent(sorted.map(({ time }) => time % period)) ?? 0;
  const byPeriod = new Map<number, Datapoint>();
  for (const datapoint of sorted) byPeriod.set(Math.floor((datapoint.time - offset) / period), datapoint);
  return [...byPeriod.values()];
}

/** What is known of each metric: its statistics together, for a person to choose from. */
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
