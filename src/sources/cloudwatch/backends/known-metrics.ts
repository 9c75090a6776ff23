/**
 * What earlier runs learned of metrics, so that only the time between is asked for. Datapoints that had time to arrive do not
 * change: "data points with time stamps between 3 and 24 hours ago can take as much as 2 hours to become available", and those
 * put in later than that take two days.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
import type { SettledCache } from '../../../aws/cache.ts';
import { type KnownStretches, knownStretches, type StretchForm } from '../../../aws/known-stretches.ts';
import { type Piece, piecesOf, type Timed } from '../../../aws/known-times.ts';
import type { SeriesEvidence } from '../../../model/evidence.ts';
import { type Datapoint, metricIdentity } from '../../../model/series.ts';
import type { Metric } from '../metric.ts';
import { knownSeries, type MetricBatch, type ReadPage } from '../metric-batch.ts';

/** AWS publishes its own metrics within minutes, and daily ones in the course of the next day. Milliseconds. */
const settling = 3 * 3_600_000;
/** Other publishers may be late. */
const settlingLong = 48 * 3_600_000;
const daySeconds = 86_400;

type Query = MetricBatch['queries'][number];
/** The values of one period in the order of the metric's queries; null if there is no value. */
type Values = readonly (number | null)[];

interface KnownMetric {
  /** One for each statistic. */
  readonly queries: readonly Query[];
  readonly known: KnownStretches<Values>;
  /** The last second that is settled by now. */
  readonly settled: number;
  readonly pieces: readonly Piece<Values>[];
}

export interface KnownBatch {
  readonly evidence: readonly SeriesEvidence[];
  /** Datapoints in it; undefined if nothing is known. */
  readonly records: number | undefined;
  /** What is still to be asked for. */
  readonly rest: readonly MetricBatch[];
  /** Keeps the contents of all pages of one of these batches. */
  keep(asked: MetricBatch, pages: readonly ReadPage[]): void;
}

export async function knownOf(
  batch: MetricBatch,
  account: string,
  cache: SettledCache | undefined,
): Promise<KnownBatch> {
  // periods of other lengths do not start at the start of a day
  if (!cache || daySeconds % batch.range.periodSeconds !== 0)
    return { evidence: [], records: undefined, rest: [batch], keep: () => {} };
  const metrics = await Promise.all(byMetric(batch.queries).map((queries) => knownMetric(batch, queries, cache)));
  const evidence = metrics.flatMap((metric) => evidenceOf(metric, batch, account));
  const isKnown = metrics.some(({ pieces }) => pieces.some(({ kind }) => kind === 'known'));
  return {
    evidence,
    records: isKnown ? evidence.reduce((sum, { series }) => sum + series.datapoints.length, 0) : undefined,
    rest: restOf(batch, metrics),
    keep({ range, queries }, pages) {
      const told = pointsOf(pages);
      if (!told) return;
      for (const { queries: own, known, settled } of metrics) {
        if (!own.every(({ id }) => queries.some((query) => query.id === id) && told.isWhole(id))) continue;
        const [from, to] = [range.start / 1000, range.end / 1000 - 1];
        known.keep([{ from, to, pages: [{ weight: 0, items: told.valuesOf(own) }] }], settled);
      }
    },
  };
}

function byMetric(queries: readonly Query[]): readonly (readonly Query[])[] {
  const metrics = new Map<string, Query[]>();
  for (const query of queries) {
    const identity = metricIdentity(query.metric);
    metrics.set(identity, [...(metrics.get(identity) ?? []), query]);
  }
  return [...metrics.values()];
}

async function knownMetric(
  { region, range }: MetricBatch,
  queries: readonly Query[],
  cache: SettledCache,
): Promise<KnownMetric> {
  const { periodSeconds } = range;
  const [first] = queries;
  const parameters = [
    periodSeconds,
    first ? metricIdentity(first.metric) : null,
    queries.map(({ statistic }) => statistic),
  ];
  const key = { action: 'cloudwatch:GetMetricData', region, parameters };
  const known = await knownStretches(cache, key, formOf(queries.length));
  const isLong = !first?.metric.namespace.startsWith('AWS/') || periodSeconds === daySeconds;
  const arrived = cache.now - (isLong ? settlingLong : settling);
  return {
    queries,
    known,
    settled: Math.floor(arrived / 1000 / periodSeconds) * periodSeconds - 1,
    pieces: piecesOf(range.start / 1000, range.end / 1000 - 1, known.stretches),
  };
}

const formOf = (count: number): StretchForm<Values> => ({
  mostItems: 4_000,
  write: (values) => [...values],
  read: (value) =>
    Array.isArray(value) &&
    value.length === count &&
    value.every((each): each is number | null => each === null || typeof each === 'number')
      ? value
      : undefined,
});

function evidenceOf({ queries, pieces }: KnownMetric, batch: MetricBatch, account: string): readonly SeriesEvidence[] {
  const items = pieces
    .flatMap((piece) => (piece.kind === 'known' ? piece.stretch.pages.flatMap((page) => page.items) : []))
    .reverse();
  return queries.flatMap((query, index) => {
    const datapoints = items.flatMap(([second, values]): Datapoint[] => {
      const value = values[index] ?? null;
      return value === null ? [] : [{ time: second * 1000, value }];
    });
    return datapoints.length === 0 ? [] : [knownSeries(query, datapoints, batch, account)];
  });
}

/** Several metrics with the same time missing are asked for together. */
function restOf(batch: MetricBatch, metrics: readonly KnownMetric[]): readonly MetricBatch[] {
  const byTime = new Map<string, { readonly start: number; readonly end: number; readonly queries: Query[] }>();
  for (const { queries, pieces } of metrics)
    for (const piece of pieces) {
      if (piece.kind === 'known') continue;
      const [start, end] = [piece.from * 1000, (piece.to + 1) * 1000];
      const group = byTime.get(`${start} ${end}`) ?? { start, end, queries: [] };
      byTime.set(`${start} ${end}`, group);
      group.queries.push(...queries);
    }
  return [...byTime.values()]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, end, queries }) => ({ ...batch, range: { ...batch.range, start, end }, queries }));
}

/** undefined if some of the answer could not be read, or a time is not a whole second. */
function pointsOf(pages: readonly ReadPage[]) {
  const statuses = new Map(pages.flatMap((page) => [...page.statuses]));
  const values = new Map<string, Map<number, number>>();
  const keyOf = (metric: Metric, statistic: string | null) => `${metricIdentity(metric)} ${statistic}`;
  for (const { series } of pages.flatMap(({ evidence }) => evidence)) {
    const key = keyOf(series, series.statistic);
    const own = values.get(key) ?? new Map<number, number>();
    values.set(key, own);
    for (const { time, value } of series.datapoints) if (value !== undefined) own.set(time / 1000, value);
  }
  const isReadable = [...values.values()].every((own) => [...own.keys()].every(Number.isInteger));
  if (!isReadable || pages.some(({ damaged }) => damaged > 0)) return undefined;
  return {
    isWhole: (id: string) => statuses.get(id) === 'Complete',
    /** Newest first. */
    valuesOf(queries: readonly Query[]): readonly Timed<Values>[] {
      const own = queries.map(({ metric, statistic }) => values.get(keyOf(metric, statistic)));
      const seconds = new Set(own.flatMap((found) => [...(found?.keys() ?? [])]));
      return [...seconds]
        .sort((a, b) => b - a)
        .map((second): Timed<Values> => [second, own.map((found) => found?.get(second) ?? null)]);
    },
  };
}
