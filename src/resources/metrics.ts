/** Which CloudWatch metrics show how a resource is doing, and with which dimensions. */
import type { ResourceRef } from '../model/resource.ts';
import { fieldsOf } from './fields.ts';
import type { Metric, MetricGroup, ResourceType } from './resource-type.ts';
import { type Fields, fillTemplate, matchTemplate } from './template.ts';

export interface ResourceMetric extends Metric, Pick<MetricGroup, 'namespace' | 'region' | 'periodSeconds'> {
  readonly dimensions: Readonly<Record<string, string>>;
  /** Further dimensions of the metric, whose values must be listed first. */
  readonly furtherDimensions: readonly string[];
}

/** Every metric whose dimensions follow from the reference: an ECS service's do not without its cluster. */
export function metricsOf(type: ResourceType, ref: ResourceRef): readonly ResourceMetric[] {
  const fields = fieldsOf(type, ref);
  return (type.metrics ?? []).flatMap((group) => {
    const { namespace, onlyFor, region, periodSeconds, furtherDimensions = [], metrics } = group;
    if (onlyFor !== undefined && !matchTemplate(onlyFor, fields['id'] ?? '')) return [];
    const dimensions = fillDimensions(group, fields);
    if (dimensions === undefined) return [];
    return metrics.map((metric) => ({
      ...metric,
      namespace,
      dimensions,
      furtherDimensions,
      ...(region !== undefined && { region }),
      ...(periodSeconds !== undefined && { periodSeconds }),
    }));
  });
}

function fillDimensions({ dimensions }: MetricGroup, fields: Fields): Readonly<Record<string, string>> | undefined {
  const filled: Record<string, string> = {};
  for (const [name, template] of Object.entries(dimensions)) {
    const value = fillTemplate(template, fields);
    if (value === undefined) return undefined;
    filled[name] = value;
  }
  return filled;
}
