/**
 * One line of a metric stream in JSON format: a metric's values over one period.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-formats-json.html
 */
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import type { Datapoint, Series } from '../../model/series.ts';
import { readDimensions } from './metric.ts';
import { readTime } from './time.ts';

/** A series without its datapoints. */
export type SeriesHead = Omit<Series, 'datapoints'>;

export interface StreamDatapoint {
  readonly head: SeriesHead;
  readonly point: Datapoint;
  /** Additional statistics that the stream includes, by name: p99, TM(10%:90%). */
  readonly percentiles: ReadonlyMap<string, number>;
}

export const isStreamDatapoint = (value: JsonObject): boolean =>
  typeof value['metric_name'] === 'string' && typeof value['namespace'] === 'string' && isJsonObject(value['value']);

const ownStatistics: ReadonlySet<string> = new Set(['count', 'sum', 'min', 'max']);

/** undefined if the time or the values cannot be read. */
export function readStreamDatapoint(value: JsonObject): StreamDatapoint | undefined {
  const time = readTime(value['timestamp']);
  const values = value['value'];
  if (time === undefined || !isJsonObject(values)) return undefined;
  const sum = statisticIn(values, 'sum', 'Sum');
  const count = statisticIn(values, 'count', 'Count');
  const min = statisticIn(values, 'min', 'Min');
  const max = statisticIn(values, 'max', 'Max');
  const percentiles = percentilesIn(values);
  const point: { -readonly [Key in keyof Datapoint]: Datapoint[Key] } = { time };
  if (sum !== undefined) point.sum = sum;
  if (count !== undefined) point.count = count;
  if (min !== undefined) point.min = min;
  if (max !== undefined) point.max = max;
  if (sum === undefined && count === undefined && min === undefined && max === undefined && percentiles.size === 0)
    return undefined;
  return {
    head: {
      namespace: stringAt(value, 'namespace') ?? '',
      metricName: stringAt(value, 'metric_name') ?? '',
      dimensions: readDimensions(value['dimensions']),
      account: stringAt(value, 'account_id') ?? null,
      region: stringAt(value, 'region') ?? null,
      unit: stringAt(value, 'unit') ?? null,
      statistic: null,
      periodSeconds: null,
    },
    point,
    percentiles,
  };
}

/** A stream has hundreds of thousands of these lines, so nothing unnecessary is created for them. */
const numberIn = (value: JsonValue | undefined): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

const statisticIn = (values: JsonObject, name: string, other: string): number | undefined =>
  numberIn(values[name] ?? values[other]);

const noPercentiles: ReadonlyMap<string, number> = new Map();

function percentilesIn(values: JsonObject): ReadonlyMap<string, number> {
  let found: Map<string, number> | undefined;
  for (const name in values) {
    const number = ownStatistics.has(name) ? undefined : numberIn(values[name]);
    if (number === undefined) continue;
    found ??= new Map();
    found.set(name, number);
  }
  return found ?? noPercentiles;
}
