/**
 * The query behind an answer: the answers to GetMetricData and GetMetricStatistics do not say which metric they are about.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
 */
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import { type Metric, numberAt, readMetric } from './metric.ts';

export interface MetricQuery {
  /** The name that a result of GetMetricData has for its query; null for GetMetricStatistics. */
  readonly id: string | null;
  /** null: the result of a metric expression. */
  readonly metric: Metric | null;
  readonly statistic: string | null;
  readonly periodSeconds: number | null;
  readonly unit: string | null;
  readonly account: string | null;
}

/** `{MetricDataQueries: […]}`, a list of such queries, one of them, or the parameters of GetMetricStatistics. */
export function readQueries(value: JsonValue | undefined): readonly MetricQuery[] {
  if (Array.isArray(value)) return value.flatMap((item) => (isJsonObject(item) ? dataQuery(item) : []));
  if (!isJsonObject(value)) return [];
  const queries = value['MetricDataQueries'];
  return Array.isArray(queries) ? readQueries(queries) : [...dataQuery(value), ...statisticsQuery(value)];
}

function dataQuery(value: JsonObject): readonly MetricQuery[] {
  const id = stringAt(value, 'Id');
  const stat = value['MetricStat'];
  if (id === undefined) return [];
  const account = stringAt(value, 'AccountId') ?? null;
  if (isJsonObject(stat)) {
    return [
      {
        id,
        metric: readMetric(stat['Metric']) ?? null,
        statistic: stringAt(stat, 'Stat') ?? null,
        periodSeconds: numberAt(stat, 'Period') ?? null,
        unit: stringAt(stat, 'Unit') ?? null,
        account,
      },
    ];
  }
  return stringAt(value, 'Expression') === undefined
    ? []
    : [{ id, metric: null, statistic: null, periodSeconds: null, unit: null, account }];
}

function statisticsQuery(value: JsonObject): readonly MetricQuery[] {
  const metric = stringAt(value, 'MetricName') === undefined ? undefined : readMetric(value);
  if (!metric) return [];
  const periodSeconds = numberAt(value, 'Period') ?? null;
  return [{ id: null, metric, statistic: null, periodSeconds, unit: stringAt(value, 'Unit') ?? null, account: null }];
}

/** The queries next to an answer: in its own document, in what carries it, or in a member of either. */
export function queriesBeside(answer: JsonObject, carriers: readonly JsonObject[]): readonly MetricQuery[] {
  for (const document of [answer, ...carriers.toReversed()]) {
    for (const candidate of [document, ...Object.values(document)]) {
      const queries = readQueries(candidate);
      if (queries.length > 0) return queries;
    }
  }
  return [];
}
