/** The metrics that a dashboard shows: those that were found, and those that the catalog lists for the same resources. */
import type { Report } from '../../model/report.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { metricIdentity, type Series } from '../../model/series.ts';
import { resourceType } from '../../resources/index.ts';
import { metricsOf } from '../../resources/metrics.ts';
import { ceilingOf, wantedStatistic } from './shifts-metric.ts';

export interface DashboardMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  /** null: unknown. */
  readonly region: string | null;
  readonly hasShifted: boolean;
  readonly bounds?: { readonly min: number; readonly max: number };
}

/** Each once, in a fixed order. */
export function dashboardMetrics(
  { metrics = [], timeline }: Report,
  refs: readonly ResourceRef[],
): readonly DashboardMetric[] {
  const shifted = new Set(timeline.flatMap((event) => (event.kind === 'metric' ? [metricIdentity(event.detail)] : [])));
  const found = new Map<string, DashboardMetric>();
  const add = (metric: Pick<Series, 'namespace' | 'metricName' | 'dimensions' | 'region'>) => {
    const { namespace, metricName, dimensions, region } = metric;
    const series: Series = {
      ...metric,
      account: null,
      unit: null,
      statistic: null,
      periodSeconds: null,
      datapoints: [],
    };
    const identity = metricIdentity(metric);
    // a metric that was found has its region, one of the catalog may not
    if (region === null && [...found.values()].some((known) => metricIdentity(known) === identity)) return;
    const isShare = Number.isFinite(ceilingOf(series));
    found.set(JSON.stringify([identity, region]), {
      namespace,
      metricName,
      dimensions,
      statistic: wantedStatistic(series),
      region,
      hasShifted: shifted.has(identity),
      ...(isShare && { bounds: { min: 0, max: 100 } }),
    });
  };
  for (const metric of metrics) add(metric);
  for (const event of timeline) if (event.kind === 'metric') add({ ...event.detail, region: event.origin.region });
  for (const ref of refs) {
    const type = resourceType(ref.type ?? '');
    if (!type) continue;
    for (const { namespace, metricName, dimensions, furtherDimensions, region } of metricsOf(type, ref))
      if (furtherDimensions.length === 0)
        add({ namespace, metricName, dimensions, region: region ?? ref.region ?? null });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, metric]) => metric);
}
