/**
 * The output of `aws cloudwatch get-metric-data` and `get-metric-statistics`: values in no order, in pages, and only for the
 * statistics asked for.
 */
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import { type Datapoint, withoutQuery } from '../../model/series.ts';
import type { SeriesHead } from './datapoint.ts';
import type { Metric } from './metric.ts';
import type { MetricQuery } from './metric-query.ts';
import { readTime } from './time.ts';

/** Receives the parts of an answer. */
export interface AnswerVisitor {
  /** `head` is undefined if no query says which metric it is. */
  point(head: SeriesHead | undefined, point: Datapoint): void;
  skipped(kind: string): void;
  damaged(reason: string): void;
}

export const isMetricData = (value: JsonObject): boolean => isListOf(value['MetricDataResults'], 'Values');
export const isMetricStatistics = (value: JsonObject): boolean => isListOf(value['Datapoints'], 'Timestamp');

const isListOf = (list: JsonValue | undefined, member: string): boolean =>
  Array.isArray(list) && list.some((item) => isJsonObject(item) && member in item);

const lists = ['MetricDataResults', 'Datapoints', 'MetricAlarms', 'CompositeAlarms', 'AlarmHistoryItems'] as const;

/** Whether it is an answer that holds no data at all. */
export const isEmptyAnswer = (value: JsonObject): boolean => {
  // runs for every value that nothing else recognizes
  let isAnswer = false;
  for (const key of lists) {
    const list = value[key];
    if (!Array.isArray(list)) continue;
    if (list.length > 0) return false;
    isAnswer = true;
  }
  return isAnswer;
};

const unreadable = 'a datapoint without a readable time or value';

const headOf = (metric: Metric, query: MetricQuery, statistic: string | null, unit: string | null): SeriesHead => ({
  ...metric,
  account: query.account,
  region: null,
  unit: unit ?? query.unit,
  statistic,
  periodSeconds: query.periodSeconds,
});

/**
 * The same Id may come on several pages, with `PartialData` in between.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html
 */
export function readMetricData(answer: JsonObject, queries: readonly MetricQuery[], visit: AnswerVisitor): void {
  const byId = new Map(queries.map((query) => [query.id, query]));
  for (const result of listOf(answer['MetricDataResults'])) {
    const status = stringAt(result, 'StatusCode');
    if (status === 'Forbidden' || status === 'InternalError') visit.skipped(`metric data: ${status}`);
    const query = byId.get(stringAt(result, 'Id') ?? '');
    if (query && !query.metric) {
      visit.skipped('result of a metric expression');
      continue;
    }
    const head = query?.metric ? headOf(query.metric, query, query.statistic, null) : undefined;
    if (!head) visit.skipped(withoutQuery);
    const [times, values] = [result['Timestamps'], result['Values']].map((list) => (Array.isArray(list) ? list : []));
    if (!times || !values) continue;
    for (let i = 0; i < Math.max(times.length, values.length); i++) {
      const [time, value] = [readTime(times[i]), values[i]];
      if (time === undefined || !isNumber(value)) visit.damaged(unreadable);
      else visit.point(head, { time, value });
    }
  }
}

const statistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

/** Each statistic becomes a series of its own. */
export function readMetricStatistics(answer: JsonObject, queries: readonly MetricQuery[], visit: AnswerVisitor): void {
  const query = queries.find(({ id, metric }) => id === null && metric);
  if (!query) visit.skipped(withoutQuery);
  for (const item of listOf(answer['Datapoints'])) {
    const time = readTime(item['Timestamp']);
    const extended = item['ExtendedStatistics'];
    const values: readonly (readonly [string, JsonValue | undefined])[] = [
      ...statistics.flatMap((name) => (name in item ? [[name, item[name]] as const] : [])),
      ...Object.entries(isJsonObject(extended) ? extended : {}),
    ];
    if (time === undefined || values.length === 0) visit.damaged(unreadable);
    else {
      for (const [statistic, value] of values) {
        const head = query?.metric && headOf(query.metric, query, statistic, stringAt(item, 'Unit') ?? null);
        if (isNumber(value)) visit.point(head ?? undefined, { time, value });
        else visit.damaged(unreadable);
      }
    }
  }
}

const listOf = (list: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(list) ? list.filter(isJsonObject) : [];

const isNumber = (value: JsonValue | undefined): value is number => typeof value === 'number' && Number.isFinite(value);
