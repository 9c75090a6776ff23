/** CloudWatch itself: the metrics of what is asked about and of what belongs to it, alarms and their history. */
import type { LiveBackend } from '../../source.ts';
import { metricDays } from '../lookback.ts';

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
  loadPlan: async () => (await import('../call-plan.ts')).plannedCalls,
  async *collect(request, context) {
    const { collect } = await import('./api-collect.ts');
    yield* collect(request, context);
  },
};
