/**
 * What a question asks of CloudWatch, as far as that is known before any answer. It uses the same functions as `collect`. Pure.
 */
import { day } from '../../model/duration.ts';
import type { PlannedCall, PlanPlace, SourceRequest } from '../source.ts';
import { historyDays } from './backends/api-alarms.ts';
import { plannedMetrics } from './backends/api-metrics.ts';
import { asksAlarms, asksMetrics } from './commands.ts';
import { batchesOf } from './metric-batch.ts';

export function plannedCalls(
  request: Exclude<SourceRequest, { kind: 'credentials' }>,
  { account, regions, window, now }: PlanPlace,
): readonly PlannedCall[] {
  if (!asksAlarms(request.question.command)) return [];
  const asked = asksMetrics(request.question) ? plannedMetrics(request, { regions, session: { account } }) : undefined;
  const all = [...new Set([...regions, ...(asked?.regions ?? [])])];
  const hasHistory = Math.max(window.since, now - historyDays * day) < Math.min(window.until, now);
  return all.flatMap((region): readonly PlannedCall[] => {
    const known = asked?.metrics.filter((metric) => metric.region === region) ?? [];
    const listings = asked?.listings.filter((listing) => listing.region === region) ?? [];
    const batches = batchesOf(region, known, window, now);
    const first = { region, round: 'first', least: 1, most: null, of: null } as const;
    return [
      {
        ...first,
        action: 'cloudwatch:DescribeAlarms',
        ratePerSecond: 9,
        why: 'all alarms: they are matched by what they watch',
      },
      ...(hasHistory
        ? [{ ...first, action: 'cloudwatch:DescribeAlarmHistory', ratePerSecond: 20, why: 'alarms that went off' }]
        : []),
      ...listings.map(({ dimensions }) => ({
        ...first,
        action: 'cloudwatch:ListMetrics',
        ratePerSecond: 25,
        of: Object.entries(dimensions)
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
        why: 'further metrics of the target',
      })),
      ...(batches.length > 0
        ? [
            {
              ...first,
              least: batches.length,
              action: 'cloudwatch:GetMetricData',
              ratePerSecond: 50,
              of: `${known.length} ${known.length === 1 ? 'metric' : 'metrics'}`,
              why: 'the metrics that the catalog knows for the target',
              metrics: known.length,
            },
          ]
        : []),
    ];
  });
}
