/** Which metrics to ask CloudWatch for, at which period, and from when on. Pure. */
import { day, hour, minute } from '../../model/duration.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { parseArn } from '../../resources/arn.ts';
import { resourceType, resourceTypes } from '../../resources/index.ts';
import { globalNames } from '../../resources/metric-regions.ts';
import { metricsOf, type ResourceMetric } from '../../resources/metrics.ts';
import type { ResourceType } from '../../resources/resource-type.ts';
import { baseline, metricDays } from './lookback.ts';
import type { Metric } from './metric.ts';

/** A period is incomplete until its datapoints have arrived. Milliseconds. */
const settling = 2 * minute;

export interface PlannedMetric extends Metric {
  readonly region: string;
  /** How often it is published, if not every minute. */
  readonly publishedSeconds: number | null;
}

export const metricKey = ({ namespace, metricName, dimensions, region }: Omit<PlannedMetric, 'publishedSeconds'>) =>
  JSON.stringify([namespace, metricName, Object.entries(dimensions).sort(), region]);

/** Where a resource may be: in its own region, otherwise in any that is asked about. */
const regionsOf = ({ region }: ResourceRef, regions: readonly string[]) =>
  region === undefined || region === 'global' ? regions : regions.filter((asked) => asked === region);

/** Metrics with an ARN as a dimension belong to one region: the ARN made from a name includes account and region. */
function metricsAt(
  type: ResourceType,
  ref: ResourceRef,
  regions: readonly string[],
  account: string | undefined,
): readonly (ResourceMetric & { readonly at?: { readonly region: string } })[] {
  if (ref.arn !== undefined || account === undefined || !namesByArn(type)) return metricsOf(type, ref);
  return regionsOf(ref, regions).flatMap((region) =>
    metricsOf(type, { account, ...ref, region }).map((metric) => ({ ...metric, at: { region } })),
  );
}

const namesByArn = ({ metrics = [] }: ResourceType): boolean =>
  metrics.some(({ dimensions }) => Object.values(dimensions).includes('{arn}'));

/** The metrics that the catalog knows for these resources; an edge service's in the region that publishes them. */
export function catalogMetrics(
  refs: readonly ResourceRef[],
  regions: readonly string[],
  account?: string,
): readonly PlannedMetric[] {
  const planned = new Map<string, PlannedMetric>();
  for (const ref of refs) {
    const type = resourceType(ref.type ?? '');
    if (!type) continue;
    for (const metric of metricsAt(type, ref, regions, account)) {
      // these have more dimensions, so they are listed
      if (metric.furtherDimensions.length > 0) continue;
      const { namespace, metricName, dimensions, periodSeconds = null } = metric;
      for (const region of metric.region ? [metric.region] : regionsOf({ ...ref, ...metric.at }, regions)) {
        const one = { namespace, metricName, dimensions, region, publishedSeconds: periodSeconds };
        planned.set(metricKey(one), one);
      }
    }
  }
  return [...planned.values()];
}

/** A question to ListMetrics: which metrics have these dimensions among their own. */
export interface Listing {
  readonly region: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const isTemplate = (value: string) => value.includes('{');

/** The dimensions by which metrics name a resource of unknown type that may be in any region. */
const namingDimensions = [
  ...new Set(
    resourceTypes.flatMap(({ metrics = [] }) =>
      metrics.flatMap(({ dimensions, region }) =>
        Object.entries(dimensions).flatMap(([name, template]) =>
          region === undefined && template === '{id}' && Object.values(dimensions).filter(isTemplate).length === 1
            ? [name]
            : [],
        ),
      ),
    ),
  ),
].sort();

/** Types whose metrics have only their ARN as a dimension: a plain name may be part of it. */
const byArn = resourceTypes.filter(namesByArn);

/** By the dimensions of its type; a plain name may be the value of any dimension that names a resource. */
export function listingsOf(
  refs: readonly ResourceRef[],
  regions: readonly string[],
  account?: string,
): readonly Listing[] {
  const listings = new Map<string, Listing>();
  const add = (region: string, dimensions: Listing['dimensions']) =>
    listings.set(JSON.stringify([region, Object.entries(dimensions).sort()]), { region, dimensions });
  for (const ref of refs) {
    if (ref.type === null) {
      for (const region of regions) for (const name of namingDimensions) add(region, { [name]: ref.id });
      const id = parseArn(ref.id)?.resource.split('/').at(-1) ?? ref.id;
      for (const { dimension, region } of globalNames(id)) add(region, { [dimension]: id });
      for (const type of /^[^:/]+$/.test(ref.id) ? byArn : []) {
        for (const { dimensions, at } of metricsAt(type, { ...ref, type: type.type }, regions, account))
          if (at) add(at.region, dimensions);
      }
      continue;
    }
    const type = resourceType(ref.type);
    if (!type) continue;
    const groups = type.metrics ?? [];
    const constants = new Set(
      groups.flatMap(({ dimensions }) => Object.values(dimensions).filter((value) => !isTemplate(value))),
    );
    for (const { dimensions, region: publishedIn, at } of metricsAt(type, ref, regions, account)) {
      const naming = Object.entries(dimensions).filter(([, value]) => !constants.has(value));
      if (naming.length === 0) continue;
      for (const region of publishedIn ? [publishedIn] : regionsOf({ ...ref, ...at }, regions))
        add(region, Object.fromEntries(naming));
    }
  }
  return [...listings.values()];
}

/** CloudWatch's unit of a metric, if the catalog knows it; the answers do not include it. */
export const unitOf = ({ namespace, metricName }: Metric): string | null =>
  units.get(JSON.stringify([namespace, metricName])) ?? null;

const units = new Map(
  resourceTypes.flatMap(({ metrics = [] }) =>
    metrics.flatMap(({ namespace, metrics: group }) =>
      group.map(({ metricName, unit }) => [JSON.stringify([namespace, metricName]), unit] as const),
    ),
  ),
);

const published = new Map(
  resourceTypes.flatMap(({ metrics = [] }) =>
    metrics.flatMap(({ namespace, periodSeconds, metrics: group }) =>
      group.map(({ metricName }) => [JSON.stringify([namespace, metricName]), periodSeconds ?? null] as const),
    ),
  ),
);

export const publishedSecondsOf = ({ namespace, metricName }: Metric): number | null =>
  published.get(JSON.stringify([namespace, metricName])) ?? null;

/**
 * The finest period still kept for data as old as the start: minutes for 15 days, five minutes for 63, hours for 455. A finer
 * period returns nothing, and no error.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
const finestSeconds = (age: number): number => (age <= 15 * day ? 60 : age <= 63 * day ? 300 : 3600);

const longestByMinute = 2 * hour;

export interface MetricRange {
  readonly periodSeconds: number;
  /** Epoch milliseconds, at whole periods: half-open. */
  readonly start: number;
  readonly end: number;
}

/**
 * The window with its baseline, in whole periods, without the one that is not over yet. By the minute only for a short and
 * recent window. undefined if nothing is left.
 */
export function rangeOf(
  { since, until }: AnsweredWindow,
  publishedSeconds: number | null,
  now: number,
): MetricRange | undefined {
  const first = since - baseline;
  const wanted = until - since <= longestByMinute ? 60 : 300;
  const periodSeconds = Math.max(wanted, finestSeconds(now - first), publishedSeconds ?? 0);
  const period = periodSeconds * 1000;
  const oldest = now - metricDays * day;
  const start = Math.ceil(Math.max(first, oldest) / period) * period;
  const end = Math.min(Math.ceil(until / period), Math.floor((now - settling) / period)) * period;
  return start < end ? { periodSeconds, start, end } : undefined;
}
