/** CloudWatch itself: the metrics of the targets and of what belongs to them, alarms and their history. */
import type { LiveBackend } from '../../source.ts';
import { metricDays } from '../lookback.ts';

export const api: LiveBackend = {
  name: 'api',
  reach: {
    // metrics arrive within minutes
    lagSeconds: 10 * 60,
    // for metrics; the history of alarms goes back 30 days
    lookbackDays: metricDays,
    actions: [
      'cloudwatch:DescribeAlarmHistory',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'cloudwatch:ListMetrics',
    ],
  },
  loadPlan: async () => (await import('../call-plan.ts')).plannedCalls,
  async *collect(request, context) {
    const { collect } = await import('./api-collect.ts');
    yield* collect(request, context);
  },
};
