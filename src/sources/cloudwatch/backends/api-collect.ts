/** Asks CloudWatch for metrics and alarms in all regions side by side. Loaded by the first question to AWS. */

import { CallFailures } from '../../../aws/call-failures.ts';
import { day } from '../../../model/duration.ts';
import type { Reading, ReadingGap } from '../../../model/evidence.ts';
import { gap } from '../../../model/gap.ts';
import { sideBySide } from '../../../model/streams.ts';
import type { LiveContext, SourceRequest } from '../../source.ts';
import { asksAlarms, asksMetrics } from '../commands.ts';
import { metricDays } from '../lookback.ts';
import { alarmReadings, historyDays } from './api-alarms.ts';
import { metricReadings, plannedMetrics } from './api-metrics.ts';

export async function* collect(request: SourceRequest, context: LiveContext): AsyncGenerator<Reading> {
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
    `CloudWatch keeps the history of alarms for ${historyDays} days${metrics}: earlier ones are not visible`,
    { hint: 'ask files that were delivered at the time, with --from', locator: 'cloudwatch:DescribeAlarmHistory' },
  );
  return [{ account, region: null, gap: found }];
}
