/** Where global services publish their metrics: in one region, whichever regions a question is about. */
import { parseArn } from './arn.ts';

interface Published {
  readonly namespace: string | null;
  readonly dimensions: Readonly<Record<string, string>>;
}

const home = 'us-east-1';

/** The `AWS/WAFV2` metrics of a regional web ACL name its region; those of a distribution's do not. */
const isOfEdge = ({ Region }: Readonly<Record<string, string>>) => Region === undefined || Region === 'CloudFront';

/** Metrics of what Shield protects are in the resource's region, unless it has none, or is a group of such resources. */
const isUnplaced = ({ ResourceArn }: Readonly<Record<string, string>>) =>
  ResourceArn === undefined || parseArn(ResourceArn)?.region === '';

/**
 * The region of a global service's metric; undefined for any other metric, which is published where its resource is.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/shield-metrics.html
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/cloudwatch-monitoring.html
 */
function globalMetricRegion({ namespace, dimensions }: Published): string | undefined {
  switch (namespace) {
    case 'AWS/CloudFront':
    case 'AWS/Route53':
    case 'AWS/Billing':
      return home;
    case 'AWS/WAFV2':
    case 'WAF':
      return isOfEdge(dimensions) ? home : undefined;
    case 'AWS/DDoSProtection':
      return isUnplaced(dimensions) ? home : undefined;
    case 'AWS/GlobalAccelerator':
      return 'us-west-2';
    default:
      return undefined;
  }
}

/** Whether a metric of one region belongs to questions about any region. */
export const isGlobalMetric = (metric: Published, region: string | null): boolean =>
  region !== null && globalMetricRegion(metric) === region;

interface GlobalName {
  readonly dimension: string;
  readonly region: string;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const forms: readonly (readonly [form: RegExp, dimension: string, region: string])[] = [
  [/^E[A-Z0-9]{7,}$/, 'DistributionId', home],
  [/^Z[A-Z0-9]{7,}$/, 'HostedZoneId', home],
  [uuid, 'HealthCheckId', home],
  [uuid, 'Accelerator', 'us-west-2'],
  [/^(?:Amazon|AWS)[A-Z]\w*$/, 'ServiceName', home],
];

/** The dimensions by which global services may name what a name of this form stands for, and where to look for them. */
export const globalNames = (name: string): readonly GlobalName[] =>
  forms.flatMap(([form, dimension, region]) => (form.test(name) ? [{ dimension, region }] : []));
