/** What is judged of a metric: which statistic, in which direction, and how large a change must be to matter. */
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

const cataloged = ({ namespace, metricName }: Series) => known.get(keyOf(namespace, metricName));

/** The type of the resource that a dimension of a known metric names. */
export const typeOfDimension = (series: Series, dimension: string): string | undefined =>
  cataloged(series)?.types.get(dimension);

/** The spellings by which a series is found: the values of its dimensions, and the ids inside them. */
export const spellingsOfDimension = spellingsOfValue;

export const unitOf = (series: Series): string | null => series.unit ?? cataloged(series)?.unit ?? null;

/** Units that add up over time; for anything else only an average is meaningful. */
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
 * The most meaningful statistic of a metric: as the catalog says; for unknown metrics, the sum of counts and bytes, and the
 * average of everything else (percent, time, rates, no unit).
 */
export const wantedStatistic = (series: Series): string =>
  cataloged(series)?.statistic ?? (countedUnits.has(unitOf(series) ?? '') ? 'Sum' : 'Average');

/** If nothing is reported, these are zero; for others it is a gap. */
export const isCounter = (statistic: string): boolean => statistic === 'Sum' || statistic === 'SampleCount';

/** A datapoint's value of a statistic; undefined if it does not have it. */
export function statisticOf({ sum, count, min, max, value }: Datapoint, statistic: string): number | undefined {
  if (value !== undefined) return value;
  if (statistic === 'Sum') return sum;
  if (statistic === 'SampleCount') return count;
  if (statistic === 'Minimum') return min;
  if (statistic === 'Maximum') return max;
  if (statistic !== 'Average' || sum === undefined || count === undefined || count <= 0) return undefined;
  return sum / count;
}

/** What remains of a budget. Refilling is no trouble: only a fall matters. */
const isRemainder = (metricName: string) => /credit|balance|free|available|remaining/i.test(metricName);

/** `down`: only a fall matters. If a rise is bad, a fall is judged too: the resource may have stopped working. */
export function directionsOf(series: Series): Extract<Bad, 'down' | 'both'> {
  const bad = cataloged(series)?.bad ?? (isRemainder(series.metricName) ? 'down' : 'both');
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
 * The smallest change that matters, in the metric's unit: one error does not, five do. Every single one matters for what one
 * relies on (healthy hosts), for what failed of it (unhealthy hosts), and for flags, which are 0 or 1.
 */
export function leastChange(series: Series, statistic: string): number {
  const unit = unitOf(series);
  if (unit !== 'Count') return leastOf.get(unit ?? '') ?? 0;
  if (isCounter(statistic)) return 5;
  const { bad, statistic: usual } = cataloged(series) ?? {};
  const isWorst = bad === 'up' && usual === 'Maximum' && !isWaiting(series.metricName);
  return bad === 'down' || isWorst || /status.?check|unhealthy/i.test(series.metricName) ? 0 : 5;
}

/** Queues: many items wait in them, and a few more do not matter. */
const isWaiting = (metricName: string) => /queue/i.test(metricName);

/** The highest possible value. */
export const ceilingOf = (series: Series): number => (unitOf(series) === 'Percent' ? 100 : Infinity);
