/**
 * One line of a metric stream in JSON format: a metric's values over one period.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-formats-json.html
 */
import { isJsonObject, type JsonObject, stringAt } from '../../model/json.ts';
import type { Datapoint, Series } from '../../model/series.ts';
import { numberAt, readDimensions } from './metric.ts';
import { readTime } from './time.ts';

/** All of a series but its datapoints. */
export type SeriesHead = Omit<Series, 'datapoints'>;

export interface StreamDatapoint {
  readonly head: SeriesHead;
  readonly point: Datapoint;
  /** Further statistics that the stream was set to hold, by name: p99, TM(10%:90%). */
  readonly percentiles: ReadonlyMap<string, number>;
}

export const isStreamDatapoint = (value: JsonObject): boolean =>
  typeof value['metric_name'] === 'string' && typeof value['namespace'] === 'string' && isJsonObject(value['value']);

const ownStatistics: ReadonlySet<string> = new Set(['count', 'sum', 'min', 'max']);

/** undefined where time or values cannot be read. */
export function readStreamDatapoint(value: JsonObject): StreamDatapoint | undefined {
  const time = readTime(value['timestamp']);
  const values = value['value'];
  if (time === undefined || !isJsonObject(values)) return undefined;
  const [sum, count, min, max] = ['sum', 'count', 'min', 'max'].map((name) => numberAt(values, name));
  const percentiles = new Map(
    Object.entries(values).flatMap(([name, number]) =>
      !ownStatistics.has(name) && typeof number === 'number' && Number.isFinite(number) ? [[name, number]] : [],
    ),
  );
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
    point: {
      time,
      ...(sum !== undefined && { sum }),
      ...(count !== undefined && { count }),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    },
    percentiles,
  };
}
