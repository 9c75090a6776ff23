/** Metrics -> the queries of GetMetricData, and its answers -> series. Pure. */
import type { SeriesEvidence } from '../../model/evidence.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import type { Datapoint } from '../../model/series.ts';
import type { SeriesHead } from './datapoint.ts';
import { baseline } from './lookback.ts';
import type { Metric } from './metric.ts';
import { readMetricData } from './metric-answer.ts';
import { type MetricRange, type PlannedMetric, rangeOf, unitOf } from './metric-plan.ts';
import type { MetricQuery } from './metric-query.ts';
import { seriesEvidence } from './normalize.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const mostQueries = 500;
const statistics = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'] as const;

/** One call of GetMetricData, with all its pages. */
export interface MetricBatch {
  readonly region: string;
  readonly range: MetricRange;
  readonly queries: readonly (MetricQuery & { readonly id: string; readonly metric: Metric })[];
}

/** For one region. A call has one time range, so metrics of different periods go into different calls. */
export function batchesOf(
  region: string,
  metrics: readonly PlannedMetric[],
  window: AnsweredWindow,
  now: number,
): readonly MetricBatch[] {
  const byPeriod = new Map<number, { readonly range: MetricRange; readonly metrics: PlannedMetric[] }>();
  for (const metric of metrics) {
    const range = rangeOf(window, metric.publishedSeconds, now);
    if (!range) continue;
    const group = byPeriod.get(range.periodSeconds) ?? { range, metrics: [] };
    byPeriod.set(range.periodSeconds, group);
    group.metrics.push(metric);
  }
  const perCall = Math.floor(mostQueries / statistics.length);
  return [...byPeriod.values()].flatMap(({ range, metrics: group }) =>
    Array.from({ length: Math.ceil(group.length / perCall) }, (_, call) => ({
      region,
      range,
      queries: group.slice(call * perCall, (call + 1) * perCall).flatMap((metric, index) =>
        statistics.map((statistic) => ({
          id: `m${index}_${statistic.toLowerCase()}`,
          metric: plainMetric(metric),
          statistic,
          periodSeconds: range.periodSeconds,
          unit: unitOf(metric),
          account: null,
        })),
      ),
    })),
  );
}

/** A page of GetMetricData's answer, as the SDK returns it. */
export interface MetricPage {
  readonly MetricDataResults?: readonly {
    readonly Id?: string | undefined;
    readonly Timestamps?: readonly Date[] | undefined;
    readonly Values?: readonly number[] | undefined;
    readonly StatusCode?: string | undefined;
  }[];
}

export interface ReadPage {
  readonly evidence: readonly SeriesEvidence[];
  /** The number of datapoints. */
  readonly records: number;
  /** The queries that got no data, with CloudWatch's status for each. */
  readonly refused: readonly { readonly query: MetricQuery; readonly status: string }[];
  readonly damaged: number;
  /** Id -> CloudWatch's status for its data, as of this page. */
  readonly statuses: ReadonlyMap<string, string>;
}

const locatorIn = (region: string): string => `cloudwatch:GetMetricData ${region}`;

/** What is known of one query, in the same form as on a page. */
export const knownSeries = (
  { metric, statistic, unit }: MetricBatch['queries'][number],
  datapoints: readonly Datapoint[],
  { region, range }: MetricBatch,
  account: string,
): SeriesEvidence =>
  seriesEvidence({ ...metric, account, region, unit, statistic, periodSeconds: toldPeriod(range) }, datapoints, {
    backend: 'api',
    locator: locatorIn(region),
  });

/** Reads a page. The same Id may come again on the next one. */
export function readMetricPage(
  { MetricDataResults = [] }: MetricPage,
  { region, range, queries }: MetricBatch,
  { account, window }: { readonly account: string; readonly window: AnsweredWindow },
): ReadPage {
  const series = new Map<string, { readonly head: SeriesHead; readonly datapoints: Datapoint[] }>();
  let records = 0;
  let damaged = 0;
  const results = MetricDataResults.map(({ Id, StatusCode, Timestamps = [], Values = [] }) => ({
    ...(Id !== undefined && { Id }),
    ...(StatusCode !== undefined && { StatusCode }),
    Timestamps: Timestamps.map((time) => time.getTime()),
    Values: [...Values],
  }));
  readMetricData({ MetricDataResults: results }, queries, {
    point: (head, point) => {
      records++;
      if (!head || point.time < window.since - baseline || point.time >= window.until) return;
      const { namespace, metricName, dimensions, statistic } = head;
      const key = JSON.stringify([namespace, metricName, dimensions, statistic]);
      const found = series.get(key) ?? {
        head: { ...head, account, region, periodSeconds: toldPeriod(range) },
        datapoints: [],
      };
      series.set(key, found);
      found.datapoints.push(point);
    },
    // refused queries are reported below, with their metrics
    skipped: () => {},
    damaged: () => damaged++,
  });
  const place = { backend: 'api', locator: locatorIn(region) };
  return {
    evidence: [...series.values()].map(({ head, datapoints }) => seriesEvidence(head, datapoints, place)),
    records,
    refused: results.flatMap(({ Id, StatusCode }) => {
      const query = queries.find(({ id }) => id === Id);
      return query && (StatusCode === 'Forbidden' || StatusCode === 'InternalError')
        ? [{ query, status: StatusCode }]
        : [];
    }),
    damaged,
    statuses: new Map(results.flatMap(({ Id, StatusCode = '' }) => (Id === undefined ? [] : [[Id, StatusCode]]))),
  };
}

/** A metric asked for by the minute has a datapoint whenever it is published; only the datapoints show how often that is. */
const toldPeriod = ({ periodSeconds }: MetricRange) => (periodSeconds > 60 ? periodSeconds : null);

const plainMetric = ({ namespace, metricName, dimensions }: Metric): Metric => ({ namespace, metricName, dimensions });
