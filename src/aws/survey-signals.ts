/** Surveys what can show the impact of a change in a region: alarms, log groups, flow logs, and network interfaces. */
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { JsonObject } from '../model/json.ts';
import type { InterfaceSurvey, InterfacesSurvey, LogGroupsSurvey, RegionSurvey } from '../model/survey.ts';
import type { AwsSession } from './session.ts';
import { type Ask, counted, plainList } from './survey-pages.ts';

export async function surveyAlarms(session: AwsSession, region: string, ask: Ask): Promise<RegionSurvey['alarms']> {
  const { CloudWatchClient, DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const client = session.client(CloudWatchClient, region);
  const withoutData: string[] = [];
  const total = await counted(async (NextToken) => {
    const page = await ask('cloudwatch:DescribeAlarms', (options) =>
      client.send(
        new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100, NextToken }),
        options,
      ),
    );
    if (!page) return null;
    const alarms = [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])];
    for (const { StateValue, AlarmName } of alarms)
      if (StateValue === 'INSUFFICIENT_DATA' && AlarmName !== undefined) withoutData.push(AlarmName);
    return { count: alarms.length, next: page.NextToken };
  });
  return total && { ...total, withoutData: withoutData.sort() };
}

export async function surveyLogGroups(session: AwsSession, region: string, ask: Ask): Promise<LogGroupsSurvey | null> {
  const { CloudWatchLogsClient, DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const client = session.client(CloudWatchLogsClient, region);
  const retentions: { readonly logGroup: string; readonly days: number }[] = [];
  const total = await counted(async (nextToken) => {
    const page = await ask('logs:DescribeLogGroups', (options) =>
      client.send(new DescribeLogGroupsCommand({ limit: 50, nextToken }), options),
    );
    if (!page) return null;
    const groups = page.logGroups ?? [];
    // groups of this class only pass events on, whatever their retention setting
    for (const { logGroupName, retentionInDays, logGroupClass } of groups)
      if (logGroupName !== undefined && retentionInDays !== undefined && logGroupClass !== 'DELIVERY')
        retentions.push({ logGroup: logGroupName, days: retentionInDays });
    return { count: groups.length, next: page.nextToken };
  });
  return total && { ...total, retentions };
}

export async function describeFlowLogs(
  session: AwsSession,
  region: string,
  ask: Ask,
): Promise<readonly JsonObject[] | null> {
  const { EC2Client, DescribeFlowLogsCommand } = await import('@aws-sdk/client-ec2');
  const client: EC2Client = session.client(EC2Client, region);
  const found: JsonObject[] = [];
  const total = await counted(async (NextToken) => {
    const page = await ask('ec2:DescribeFlowLogs', (options) =>
      client.send(new DescribeFlowLogsCommand({ MaxResults: 1000, NextToken }), options),
    );
    if (!page) return null;
    found.push(...plainList(page.FlowLogs));
    return { count: 0, next: page.NextToken };
  });
  return total && found;
}

export async function describeInterfaces(
  session: AwsSession,
  region: string,
  ask: Ask,
): Promise<InterfacesSurvey | null> {
  const { EC2Client, DescribeNetworkInterfacesCommand } = await import('@aws-sdk/client-ec2');
  const client: EC2Client = session.client(EC2Client, region);
  const list: InterfaceSurvey[] = [];
  const total = await counted(async (NextToken) => {
    const page = await ask('ec2:DescribeNetworkInterfaces', (options) =>
      client.send(new DescribeNetworkInterfacesCommand({ MaxResults: 1000, NextToken }), options),
    );
    if (!page) return null;
    const found = page.NetworkInterfaces ?? [];
    for (const { NetworkInterfaceId, SubnetId = '', VpcId = '' } of found)
      if (NetworkInterfaceId !== undefined) list.push({ id: NetworkInterfaceId, subnet: SubnetId, vpc: VpcId });
    return { count: found.length, next: page.NextToken };
  });
  return total && { ...total, list };
}
