/** CloudWatch data points of a metric, whatever their source. */

/** Epoch milliseconds of the period's start, and what the period recorded. A statistic not requested is absent. */
export interface Datapoint {
  readonly time: number;
  readonly sum?: number;
  readonly count?: number;
  readonly min?: number;
  readonly max?: number;
  /** The value, if only one statistic was fetched. */
  readonly value?: number;
}

export interface Series {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly account: string | null;
  readonly region: string | null;
  readonly unit: string | null;
  /** The statistic that `value` holds; null for metric-stream data, which holds sum, count, min and max. */
  readonly statistic: string | null;
  /** null if the record does not say. */
  readonly periodSeconds: number | null;
  readonly datapoints: readonly Datapoint[];
}

/** One text for a metric in any account and region: its namespace, name and dimensions. */
export const metricIdentity = ({
  namespace,
  metricName,
  dimensions,
}: Pick<Series, 'namespace' | 'metricName' | 'dimensions'>): string =>
  JSON.stringify([namespace, metricName, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))]);

/** An alarm's definition, as described. */
export interface Alarm {
  readonly name: string;
  readonly arn: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly state: string | null;
  readonly namespace: string | null;
  readonly metricName: string | null;
  /** Of the alarm's metric, or of each metric in its expression. */
  readonly dimensions: readonly Readonly<Record<string, string>>[];
  readonly threshold: number | null;
  readonly comparison: string | null;
  readonly actions: readonly string[];
  /** Composite alarms: the names in their rule. */
  readonly children: readonly string[];
}

/** What is known of a metric, for a list. */
export interface SeriesSummary {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly account: string | null;
  readonly region: string | null;
  /** CloudWatch's names, sorted; includes Average if it follows from Sum and SampleCount. */
  readonly statistics: readonly string[];
  /** null if there is only one datapoint. */
  readonly periodSeconds: number | null;
  /** ISO 8601 UTC: the starts of the first and the last period. */
  readonly first: string;
  readonly last: string;
  readonly count: number;
}

/** Why CloudWatch data is set aside: the answer does not say which metric it is for. */
export const withoutQuery = 'metric data without its query';
