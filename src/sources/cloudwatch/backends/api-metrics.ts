/** Metrics from CloudWatch: those in the catalog are asked for by name; a resource's other metrics are listed first. */
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CallFailures } from '../../../aws/call-failures.ts';
import { furtherPage } from '../../../aws/further-page.ts';
import type { Reading } from '../../../model/evidence.ts';
import { gap } from '../../../model/gap.ts';
import type { Interests } from '../../../model/interests.ts';
import { refsOfSpellings, refsOfTarget } from '../../../resources/refs.ts';
import type { LiveContext, SourceRequest } from '../../source.ts';
import { readingOf, skippedOf } from '../live-reading.ts';
import { batchesOf, type MetricBatch, type ReadPage, readMetricPage } from '../metric-batch.ts';
import {
  catalogMetrics,
  type Listing,
  listingsOf,
  metricKey,
  type PlannedMetric,
  publishedSecondsOf,
} from '../metric-plan.ts';
import { knownOf } from './known-metrics.ts';

/** The most metrics asked for in one region: a table has some for each operation, a load balancer for each zone. */
const mostMetrics = 300;

export interface MetricsToAsk {
  readonly metrics: readonly PlannedMetric[];
  readonly listings: readonly Listing[];
  /** Every region that a metric or a listing names: an edge service's is not among those asked about. */
  readonly regions: readonly string[];
}

/** A live context is one; a plan does not have a session yet. */
interface MetricPlace {
  readonly regions: readonly string[];
  readonly session: { readonly account: string };
}

/** What a request asks for; for a follow-up request, only what the first one did not ask for. */
export function plannedMetrics(
  { kind, question, interests }: Exclude<SourceRequest, { kind: 'credentials' }>,
  { regions, session: { account } }: MetricPlace,
): MetricsToAsk {
  const typed = question.targets.flatMap(refsOfTarget);
  const told = refsOfSpellings([...interests.targets, ...interests.neighbors], interests.resources);
  const isOwn = ({ account: owner }: { readonly account?: string }) => owner === undefined || owner === account;
  const refs = (kind === 'follow' ? told : [...typed, ...told]).filter(isOwn);
  const asked = new Set(kind === 'follow' ? catalogMetrics(typed, regions, account).map(metricKey) : []);
  const listed = new Set(
    kind === 'follow' ? listingsOf(typed, regions, account).map((one) => JSON.stringify(one)) : [],
  );
  const metrics = [...catalogMetrics(refs, regions, account), ...namedMetrics(interests, regions)].filter(
    (metric) => !asked.has(metricKey(metric)),
  );
  const listings = listingsOf(refs, regions, account).filter((one) => !listed.has(JSON.stringify(one)));
  return { metrics, listings, regions: [...new Set([...metrics, ...listings].map(({ region }) => region))] };
}

/** The metric that an alarm watches, in every region in question: the alarm does not say which. */
const namedMetrics = ({ metrics = [] }: Interests, regions: readonly string[]): readonly PlannedMetric[] =>
  metrics.flatMap((identity) => {
    const [namespace, metricName, pairs] = JSON.parse(identity) as [string, string, [string, string][]];
    const metric = { namespace, metricName, dimensions: Object.fromEntries(pairs) };
    return regions.map((region) => ({ ...metric, region, publishedSeconds: publishedSecondsOf(metric) }));
  });

export async function* metricReadings(
  plan: MetricsToAsk,
  region: string,
  context: LiveContext,
  failures: CallFailures,
): AsyncGenerator<Reading> {
  const listings = plan.listings.filter((listing) => listing.region === region);
  const known = plan.metrics.filter((metric) => metric.region === region);
  if (known.length + listings.length === 0) return;
  const metrics = new Map(known.map((metric) => [metricKey(metric), metric]));
  for (const listing of listings) {
    try {
      for (const metric of await listMetrics(listing, context)) {
        const key = metricKey(metric);
        if (!metrics.has(key)) metrics.set(key, metric);
      }
    } catch (error) {
      failures.add(error);
      break;
    }
  }
  const chosen = [...metrics.values()].slice(0, mostMetrics);
  const { account } = context.session;
  const left = metrics.size - chosen.length;
  if (left > 0) {
    const kind = `metric beyond the first ${mostMetrics}`;
    const skipped = skippedOf(
      { account, region },
      Array.from({ length: left }, () => kind),
    );
    yield { evidence: [], spans: [], skipped, gaps: [], bytes: 0 };
  }
  try {
    for (const batch of batchesOf(region, chosen, context.window, context.now)) yield* batchReadings(batch, context);
    const until = Math.min(context.window.until, context.now);
    const measured = { type: 'measured', account, region, until } as const;
    yield { evidence: [measured], spans: [], skipped: [], gaps: [], bytes: 0 };
  } catch (error) {
    failures.add(error);
  }
}

/** Every metric that has these dimensions among its own, no matter who publishes it. */
async function listMetrics({ region, dimensions }: Listing, context: LiveContext): Promise<readonly PlannedMetric[]> {
  const { CloudWatchClient, ListMetricsCommand } = await import('@aws-sdk/client-cloudwatch');
  const { session, signal } = context;
  const client: CloudWatchClient = session.client(CloudWatchClient, region);
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const found: PlannedMetric[] = [];
  let NextToken: string | undefined;
  do {
    signal.throwIfAborted();
    const command = new ListMetricsCommand({ Dimensions, ...(NextToken !== undefined && { NextToken }) });
    const page = await session.call({ action: 'cloudwatch:ListMetrics', region, ratePerSecond: 25 }, (options) =>
      client.send(command, options),
    );
    for (const { Namespace: namespace, MetricName: metricName, Dimensions: pairs = [] } of page.Metrics ?? []) {
      if (namespace === undefined || metricName === undefined) continue;
      const named = pairs.flatMap(({ Name, Value }) =>
        Name === undefined || Value === undefined ? [] : [[Name, Value] as const],
      );
      const metric = { namespace, metricName, dimensions: Object.fromEntries(named.sort(byName)) };
      found.push({ ...metric, region, publishedSeconds: publishedSecondsOf(metric) });
    }
    NextToken = furtherPage(page.NextToken, NextToken);
  } while (NextToken !== undefined && found.length <= mostMetrics);
  return found.sort((a, b) => (metricKey(a) < metricKey(b) ? -1 : 1));
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : 1);

/** What is known of a batch, and what is asked for. */
async function* batchReadings(batch: MetricBatch, context: LiveContext): AsyncGenerator<Reading> {
  const { session, window, now, cache } = context;
  const { account } = session;
  const { evidence, records, rest, keep } = await knownOf(batch, account, cache);
  if (records !== undefined) yield readingOf({ account, region: batch.region, window, now }, records, evidence);
  for (const asked of rest) {
    const pages = yield* askedReadings(asked, context);
    if (pages) keep(asked, pages);
  }
}

/** Returns what its pages hold; undefined if CloudWatch added a message to them. */
async function* askedReadings(
  batch: MetricBatch,
  context: LiveContext,
): AsyncGenerator<Reading, readonly ReadPage[] | undefined> {
  const { CloudWatchClient, GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const { session, signal, window, now, onProgress } = context;
  const { account } = session;
  const { region, range, queries } = batch;
  const client: CloudWatchClient = session.client(CloudWatchClient, region);
  const refused = new Map<string, Set<string>>();
  const pages: ReadPage[] = [];
  let isPlain = true;
  let NextToken: string | undefined;
  do {
    signal.throwIfAborted();
    const command = new GetMetricDataCommand({
      MetricDataQueries: queries.map(({ id, metric, statistic, periodSeconds }) => ({
        Id: id,
        MetricStat: {
          Metric: {
            Namespace: metric.namespace,
            MetricName: metric.metricName,
            Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: periodSeconds ?? range.periodSeconds,
          Stat: statistic ?? 'Average',
        },
      })),
      StartTime: new Date(range.start),
      EndTime: new Date(range.end),
      ScanBy: 'TimestampAscending',
      ...(NextToken !== undefined && { NextToken }),
    });
    const page = await session.call({ action: 'cloudwatch:GetMetricData', region, ratePerSecond: 50 }, (options) =>
      client.send(command, options),
    );
    const read = readMetricPage(page as Parameters<typeof readMetricPage>[0], batch, { account, window });
    for (const { query, status } of read.refused)
      refused.set(
        status,
        (refused.get(status) ?? new Set()).add(`${query.metric?.namespace} ${query.metric?.metricName}`),
      );
    const told = (page.Messages ?? []).map(({ Code = 'message' }) => `metric data: ${Code}`);
    const damaged = Array.from({ length: read.damaged }, () => 'a datapoint without a readable time or value');
    yield readingOf({ account, region, window, now }, read.records, read.evidence, [...told, ...damaged]);
    pages.push(read);
    isPlain &&= told.length === 0;
    const count = pages.length;
    onProgress({ source: 'cloudwatch', region, state: `${count} ${count === 1 ? 'page' : 'pages'} of metrics` });
    NextToken = furtherPage(page.NextToken, NextToken);
  } while (NextToken !== undefined);
  for (const { metric } of unfinishedIn(batch, pages))
    refused.set(
      'PartialData',
      (refused.get('PartialData') ?? new Set()).add(`${metric.namespace} ${metric.metricName}`),
    );
  const gaps = [...refused].map(([status, metrics]) => ({
    account,
    region,
    gap: refusedGap(status, [...metrics], region),
  }));
  if (gaps.length > 0) yield { evidence: [], spans: [], skipped: [], gaps, bytes: 0 };
  return isPlain ? pages : undefined;
}

/** The queries of which CloudWatch returned part, with no page for the rest. */
function unfinishedIn({ queries }: MetricBatch, pages: readonly ReadPage[]): MetricBatch['queries'] {
  const statuses = new Map(pages.flatMap((page) => [...page.statuses]));
  return queries.filter(({ id }) => statuses.get(id) === 'PartialData');
}

function refusedGap(status: string, metrics: readonly string[], region: string) {
  const names = metrics.slice(0, 3).join(', ');
  const more = metrics.length > 3 ? ` and ${metrics.length - 3} more` : '';
  const isDenied = status === 'Forbidden';
  return gap(
    isDenied ? 'ACCESS_DENIED' : 'UNREACHABLE',
    `cloudwatch:GetMetricData gave ${status === 'PartialData' ? 'only a part of the data' : 'no data'} of ${names}${more} in ${region} (${status})`,
    {
      hint: isDenied ? 'allow cloudwatch:GetMetricData to the identity that obs3 runs as' : 'ask again later',
      locator: `cloudwatch:GetMetricData ${region}`,
    },
  );
}
