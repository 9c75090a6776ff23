/**
 * The cheapest call that proves each permission. A call for something that does not exist proves it too, because AWS checks
 * permissions first. None of them reads a record, runs a query or is billed by its results, except GetMetricData, which asks
 * for one metric.
 */
import { call, noSuchName, noSuchQuery, type SurveyCall } from './survey-call.ts';
import { configCalls } from './survey-config-calls.ts';

/** Calls whose answers matter only as proof of the permission. */
export const permissionCalls: readonly SurveyCall[] = [
  call('cloudtrail:LookupEvents', 2, async (session, region, options) => {
    const { CloudTrailClient, LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
    return session.client(CloudTrailClient, region).send(new LookupEventsCommand({ MaxResults: 1 }), options);
  }),
  ...configCalls,
  call('cloudwatch:DescribeAlarmHistory', 20, async (session, region, options) => {
    const { CloudWatchClient, DescribeAlarmHistoryCommand } = await import('@aws-sdk/client-cloudwatch');
    const command = new DescribeAlarmHistoryCommand({ MaxRecords: 1 });
    return session.client(CloudWatchClient, region).send(command, options);
  }),
  call('cloudwatch:GetMetricData', 50, async (session, region, options) => {
    const { CloudWatchClient, GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
    const Metric = { Namespace: 'AWS/Usage', MetricName: 'CallCount' };
    const now = session.timer.now();
    const command = new GetMetricDataCommand({
      MetricDataQueries: [{ Id: 'm0', MetricStat: { Metric, Period: 300, Stat: 'Sum' } }],
      StartTime: new Date(now - 600_000),
      EndTime: new Date(now),
    });
    return session.client(CloudWatchClient, region).send(command, options);
  }),
  call('cloudwatch:ListMetrics', 25, async (session, region, options) => {
    const { CloudWatchClient, ListMetricsCommand } = await import('@aws-sdk/client-cloudwatch');
    const command = new ListMetricsCommand({ Namespace: 'AWS/Usage', MetricName: noSuchName });
    return session.client(CloudWatchClient, region).send(command, options);
  }),
  call('ec2:DescribeRegions', 20, async (session, region, options) => {
    const { EC2Client, DescribeRegionsCommand } = await import('@aws-sdk/client-ec2');
    return session.client(EC2Client, region).send(new DescribeRegionsCommand({ RegionNames: [region] }), options);
  }),
  call('logs:StartQuery', 10, async (session, region, options) => {
    const { CloudWatchLogsClient, StartQueryCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const now = Math.floor(session.timer.now() / 1000);
    // the group does not exist, so no query starts
    const command = new StartQueryCommand({
      logGroupName: noSuchName,
      queryString: 'fields @timestamp | limit 1',
      startTime: now - 60,
      endTime: now,
    });
    return session.client(CloudWatchLogsClient, region).send(command, options);
  }),
  call('logs:GetQueryResults', 10, async (session, region, options) => {
    const { CloudWatchLogsClient, GetQueryResultsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const command = new GetQueryResultsCommand({ queryId: noSuchQuery });
    return session.client(CloudWatchLogsClient, region).send(command, options);
  }),
  call('logs:StopQuery', 10, async (session, region, options) => {
    const { CloudWatchLogsClient, StopQueryCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const command = new StopQueryCommand({ queryId: noSuchQuery });
    return session.client(CloudWatchLogsClient, region).send(command, options);
  }),
];

/** Calls whose answers `survey.ts` uses. */
const answeredActions = [
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetInsightSelectors',
  'cloudtrail:GetTrailStatus',
  'cloudwatch:DescribeAlarms',
  'config:DescribeConfigRules',
  'config:DescribeConfigurationRecorderStatus',
  'config:DescribeConfigurationRecorders',
  'config:DescribeDeliveryChannels',
  'config:DescribeRetentionConfigurations',
  'ec2:DescribeFlowLogs',
  'ec2:DescribeNetworkInterfaces',
  'logs:DescribeLogGroups',
] as const;
export type AnsweredAction = (typeof answeredActions)[number];

/** The only calls besides those of the sources: the regions for `all`, and the roles for `--role-arn`. */
export const accessActions = { regions: 'ec2:DescribeRegions', role: 'sts:AssumeRole' } as const;

/** Every IAM action that a survey needs. */
export const surveyActions: readonly string[] = [
  ...permissionCalls.map(({ action }) => action),
  ...answeredActions,
].sort();
