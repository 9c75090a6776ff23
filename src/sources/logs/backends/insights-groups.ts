/** Finds the log groups of the targets, and those that flow logs go to. */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { furtherPage } from '../../../aws/further-page.ts';
import { day } from '../../../model/duration.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../model/json.ts';
import type { LiveContext } from '../../source.ts';
import type { GroupSearch } from '../group-plan.ts';

export interface FoundGroup {
  readonly logGroup: string;
  readonly spellings: readonly string[];
  /** Epoch milliseconds: the group holds nothing older. */
  readonly since: number;
  readonly retentionDays: number | undefined;
}

/** The groups that one search matches. */
export async function describeLogGroups(
  search: GroupSearch,
  region: string,
  { session, signal, now }: LiveContext,
): Promise<readonly FoundGroup[]> {
  const { CloudWatchLogsClient, DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const client: CloudWatchLogsClient = session.client(CloudWatchLogsClient, region);
  const found: FoundGroup[] = [];
  let nextToken: string | undefined;
  do {
    signal.throwIfAborted();
    const command = new DescribeLogGroupsCommand({
      ...(search.by === 'prefix' ? { logGroupNamePrefix: search.text } : { logGroupNamePattern: search.text }),
      limit: 50,
      ...(nextToken !== undefined && { nextToken }),
    });
    const page = await session.call({ action: 'logs:DescribeLogGroups', region, ratePerSecond: 10 }, (options) =>
      client.send(command, options),
    );
    for (const { logGroupName, creationTime = 0, retentionInDays, logGroupClass } of page.logGroups ?? []) {
      // a delivery group keeps nothing that could be queried
      if (logGroupName === undefined || logGroupClass === 'DELIVERY' || !search.isMeant(logGroupName)) continue;
      const kept = retentionInDays === undefined ? 0 : now - retentionInDays * day;
      found.push({
        logGroup: logGroupName,
        spellings: search.spellings,
        since: Math.max(creationTime, kept),
        retentionDays: retentionInDays,
      });
    }
    nextToken = furtherPage(page.nextToken, nextToken);
  } while (nextToken !== undefined);
  return found;
}

export interface FlowLog {
  readonly logGroup: string;
  /** The interface, subnet or VPC that it covers. */
  readonly resourceId: string | null;
  /** As `aws ec2 describe-flow-logs` prints it. */
  readonly definition: JsonObject;
}

/** The flow logs that go to CloudWatch Logs. */
export async function describeFlowLogs(region: string, { session, signal }: LiveContext): Promise<readonly FlowLog[]> {
  const { EC2Client, DescribeFlowLogsCommand } = await import('@aws-sdk/client-ec2');
  const client: EC2Client = session.client(EC2Client, region);
  const found: FlowLog[] = [];
  let NextToken: string | undefined;
  do {
    signal.throwIfAborted();
    const command = new DescribeFlowLogsCommand({
      Filter: [{ Name: 'log-destination-type', Values: ['cloud-watch-logs'] }],
      ...(NextToken !== undefined && { NextToken }),
    });
    const page = await session.call({ action: 'ec2:DescribeFlowLogs', region, ratePerSecond: 20 }, (options) =>
      client.send(command, options),
    );
    for (const flowLog of page.FlowLogs ?? []) {
      const { LogGroupName, ResourceId = null } = flowLog;
      const definition = JSON.parse(JSON.stringify(flowLog)) as JsonValue;
      if (LogGroupName !== undefined && isJsonObject(definition))
        found.push({ logGroup: LogGroupName, resourceId: ResourceId, definition });
    }
    NextToken = furtherPage(page.NextToken, NextToken);
  } while (NextToken !== undefined);
  return found;
}
