/** What of a metric is looked at: which statistic, in which direction, and what change of it is worth a word. */
import type { Datapoint, Series } from '../../model/series.ts';
import { spellingsOfValue } from '../../resources/dimensions.ts';
import { resourceTypes } from '../../resources/index.ts';
import type { Bad, Metric } from '../../resources/resource-type.ts';

interface Known extends Metric {
  /** Dimension -> the type of the resource that its value names. */
  readonly types: ReadonlyMap<string, string>;
}

const keyOf = (namespace: string, metricName: string) => JSON.stringify([namespace, metricName]);

const known: ReadonlyMap<string, Known> = (() => {
  const found = new Map<string, Known>();
  for (const { type, metrics: groups = [] } of resourceTypes) {
    for (const { namespace, dimensions, metrics } of groups) {
      const naming = Object.entries(dimensions).flatMap(([name, template]) => (template === '{id}' ? [name] : []));
      for (const metric of metrics) {
        const key = keyOf(namespace, metric.metricName);
        const before = found.get(key);
        const types = [...naming.map((name) => [name, type] as const), ...(before?.types ?? [])];
        found.set(key, { ...metric, ...before, types: new Map(types) });
      }
    }
  }
  return found;
})();

const catalogued = ({ namespace, metricName }: Series) => known.get(keyOf(namespace, metricName));

/** The type of the resource that a dimension of a known metric names. */
export const typeOfDimension = (series: Series, dimension: string): string | undefined =>
  catalogued(series)?.types.get(dimension);

/** By what a series is found: the values of its dimensions, and the ids inside them. */
export const spellingsOfDimension = spellingsOfValue;

export const unitOf = (series: Series): string | null => series.unit ?? catalogued(series)?.unit ?? null;

/** What adds up over time; of anything else only an average tells. */
const countedUnits: ReadonlySet<string> = new Set([
  'Count',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
]);
const ownStatistics: ReadonlySet<string> = new Set(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount']);
export const isPercentile = (statistic: string): boolean => !ownStatistics.has(statistic);

/**
 * The statistic that tells most of a metric: as the catalogue says; of metrics it does not know, the sum of counts and
 * bytes, and the average of all else (percent, time, rates, no unit).
 */
export const wantedStatistic = (series: Series): string =>
  catalogued(series)?.statistic ?? (countedUnits.has(unitOf(series) ?? '') ? 'Sum' : 'Average');

/** Nothing reported is zero for them; for others it is a gap. */
export const isCounter = (statistic: string): boolean => statistic === 'Sum' || statistic === 'SampleCount';

/** A datapoint's value of a statistic; undefined where it does not hold it. */
export function statisticOf({ sum, count, min, max, value }: Datapoint, statistic: string): number | undefined {
  if (value !== undefined) return value;
  if (statistic === 'Sum') return sum;
  if (statistic === 'SampleCount') return count;
  if (statistic === 'Minimum') return min;
  if (statistic === 'Maximum') return max;
  if (statistic !== 'Average' || sum === undefined || count === undefined || count <= 0) return undefined;
  return sum / count;
}

/** What is left of something. It refills, and that is no trouble: only its fall is looked at. */
const isRemainder = (metricName: string) => /credit|balance|free|available|remaining/i.test(metricName);

/** `down`: only a fall is looked at. A fall of what is bad when it rises is looked at too: it may have stopped. */
export function directionsOf(series: Series): Extract<Bad, 'down' | 'both'> {
  const bad = catalogued(series)?.bad ?? (isRemainder(series.metricName) ? 'down' : 'both');
  return bad === 'down' ? 'down' : 'both';
}

const kibi = 1024;
const mebi = kibi ** 2;
const leastOf: ReadonlyMap<string, number> = new Map([
  ['Bytes', mebi],
  ['Kilobytes', mebi / kibi],
  ['Megabytes', 1],
  ['Seconds', 0.05],
  ['Milliseconds', 20],
  ['Microseconds', 20_000],
]);

/**
 * The smallest change that means anything, in the metric's unit: one error is none, five are. Of what is there to be counted
 * on (healthy hosts), of what failed of it (unhealthy hosts) and of flags, which are 0 or 1, every one counts.
 */
export function leastChange(series: Series, statistic: string): number {
  const unit = unitOf(series);
  if (unit !== 'Count') return leastOf.get(unit ?? '') ?? 0;
  if (isCounter(statistic)) return 5;
  const { bad, statistic: usual } = catalogued(series) ?? {};
  const isWorst = bad === 'up' && usual === 'Maximum' && !isWaiting(series.metricName);
  return bad === 'down' || isWorst || /status.?check|unhealthy/i.test(series.metricName) ? 0 : 5;
}

/** What waits in line is many things, and a few more are nothing. */
const isWaiting = (metricName: string) => /queue/i.test(metricName);

/** Where values can go no further. */
export const ceilingOf = (series: Series): number => (unitOf(series) === 'Percent' ? 100 : Infinity);
