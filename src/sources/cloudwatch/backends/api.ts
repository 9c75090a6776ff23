/** CloudWatch itself: the metrics of what is asked about and of what belongs to it, alarms and their history. */

import { CallFailures } from '../../../aws/call-failures.ts';
import { day } from '../../../model/duration.ts';
import type { Reading, ReadingGap } from '../../../model/evidence.ts';
import { gap } from '../../../model/gap.ts';
import { sideBySide } from '../../../model/streams.ts';
import type { LiveBackend, LiveContext, SourceRequest } from '../../source.ts';
import { plannedCalls } from '../call-plan.ts';
import { asksAlarms, asksMetrics } from '../commands.ts';
import { metricDays } from '../metric-plan.ts';
import { alarmReadings, historyDays } from './api-alarms.ts';
import { metricReadings, plannedMetrics } from './api-metrics.ts';

export const api: LiveBackend = {
  name: 'api',
  reach: {
    // metrics arrive within minutes
    lagSeconds: 10 * 60,
    // of metrics; the history of alarms reaches back 30 days
    lookbackDays: metricDays,
    actions: [
      'cloudwatch:DescribeAlarmHistory',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'cloudwatch:ListMetrics',
    ],
  },
  plan: plannedCalls,
  collect,
};

async function* collect(request: SourceRequest, context: LiveContext): AsyncGenerator<Reading> {
  if (request.kind === 'credentials' || !asksAlarms(request.question.command)) return;
  const failures = new CallFailures();
  const plan = asksMetrics(request.question) ? plannedMetrics(request, context) : undefined;
  const regions = [...new Set([...context.regions, ...(plan?.regions ?? [])])];
  yield* sideBySide(
    regions.flatMap((region) => [
      alarmReadings(request, region, context, failures),
      ...(plan ? [metricReadings(plan, region, context, failures)] : []),
    ]),
  );
  const { account } = context.session;
  const gaps = [...failures.gaps(account), ...(request.kind === 'evidence' ? retentionGaps(context) : [])];
  if (gaps.length > 0) yield { evidence: [], spans: [], skipped: [], gaps, bytes: 0 };
}

function retentionGaps({ session: { account }, window, now }: LiveContext): readonly ReadingGap[] {
  const isGone = (days: number) => window.since < now - days * day;
  if (!isGone(historyDays)) return [];
  const metrics = isGone(metricDays) ? ` and metrics for ${metricDays}` : '';
  const found = gap(
    'RETENTION_EXCEEDED',
    `CloudWatch keeps the history of alarms for ${historyDays} days${metrics}: what was before is not seen`,
    { hint: 'ask files that were delivered at the time, with --from', locator: 'cloudwatch:DescribeAlarmHistory' },
  );
  return [{ account, region: null, gap: found }];
}
