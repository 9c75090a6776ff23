/** CloudWatch Logs Insights: the log lines of the targets, and the flow records of their interfaces. */
import type { LiveBackend } from '../../source.ts';

export const insights: LiveBackend = {
  name: 'insights',
  reach: {
    // an aggregation interval of up to 10 minutes, then typically 5:
    // https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
    lagSeconds: 20 * 60,
    // depends on each group's retention
    lookbackDays: null,
    actions: [
      'ec2:DescribeFlowLogs',
      'logs:DescribeLogGroups',
      'logs:GetQueryResults',
      'logs:StartQuery',
      'logs:StopQuery',
    ],
  },
  loadPlan: async () => (await import('../call-plan.ts')).plannedCalls,
  async *collect(request, context) {
    const { collect } = await import('./insights-collect.ts');
    yield* collect(request, context);
  },
};
