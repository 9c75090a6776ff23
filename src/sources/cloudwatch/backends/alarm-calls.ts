/** The calls about alarms, with answers in the form that the CLI prints. */
import type { CloudWatchClient, DescribeAlarmHistoryCommandInput } from '@aws-sdk/client-cloudwatch';
import { furtherPage } from '../../../aws/further-page.ts';
import type { AwsSession } from '../../../aws/session.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../model/json.ts';
import { redact } from '../../../resources/secrets.ts';
import type { LiveContext } from '../../source.ts';

export type HistoryQuery = Pick<DescribeAlarmHistoryCommandInput, 'AlarmName' | 'HistoryItemType'>;

export type Page = readonly JsonObject[];

/** Both ends are inclusive; epoch milliseconds. */
export interface HistoryTime {
  readonly since: number;
  readonly until: number;
}

/** A session lives as long as the run. */
const runs = new WeakMap<AwsSession, Map<string, readonly Page[]>>();

/** What was answered completely is not asked again in the same run, however many follow-up questions there are. */
export async function* onceARun(
  { session, signal, now }: LiveContext,
  question: JsonValue,
  ask: () => AsyncGenerator<Page>,
): AsyncGenerator<Page> {
  const answers = runs.get(session) ?? new Map<string, readonly Page[]>();
  runs.set(session, answers);
  const key = JSON.stringify([now, question]);
  const known = answers.get(key);
  if (known) {
    for (const page of known) {
      signal.throwIfAborted();
      yield page;
    }
    return;
  }
  const pages: Page[] = [];
  for await (const page of ask()) {
    pages.push(page);
    yield page;
  }
  answers.set(key, pages);
}

/** Pages of all alarms, both metric and composite. */
export async function* describeAlarms(region: string, { session, signal }: LiveContext): AsyncGenerator<Page> {
  const { CloudWatchClient, DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const client: CloudWatchClient = session.client(CloudWatchClient, region);
  let NextToken: string | undefined;
  do {
    signal.throwIfAborted();
    const command = new DescribeAlarmsCommand({
      // without this, only metric alarms are returned
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: 100,
      ...(NextToken !== undefined && { NextToken }),
    });
    const page = await session.call({ action: 'cloudwatch:DescribeAlarms', region, ratePerSecond: 9 }, (options) =>
      client.send(command, options),
    );
    yield [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])].map(asJson);
    NextToken = furtherPage(page.NextToken, NextToken);
  } while (NextToken !== undefined);
}

/** Pages of items, oldest first, without secrets, so that what is kept and what is shown is the same. */
export async function* describeAlarmHistory(
  region: string,
  { since, until }: HistoryTime,
  query: HistoryQuery,
  { session, signal }: LiveContext,
): AsyncGenerator<Page> {
  const { CloudWatchClient, DescribeAlarmHistoryCommand } = await import('@aws-sdk/client-cloudwatch');
  const client: CloudWatchClient = session.client(CloudWatchClient, region);
  let NextToken: string | undefined;
  do {
    signal.throwIfAborted();
    const command = new DescribeAlarmHistoryCommand({
      ...query,
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      StartDate: new Date(since),
      EndDate: new Date(until),
      ScanBy: 'TimestampAscending',
      MaxRecords: 100,
      ...(NextToken !== undefined && { NextToken }),
    });
    const limit = { action: 'cloudwatch:DescribeAlarmHistory', region, ratePerSecond: 20 };
    const page = await session.call(limit, (options) => client.send(command, options));
    yield (page.AlarmHistoryItems ?? []).map(asJson).map(withoutSecrets);
    NextToken = furtherPage(page.NextToken, NextToken);
  } while (NextToken !== undefined);
}

function withoutSecrets(item: JsonObject): JsonObject {
  const clean = redact(item);
  return isJsonObject(clean) ? clean : {};
}

/** The SDK's objects in the form that the CLI prints: times as ISO 8601. */
function asJson(value: object): JsonObject {
  const json = JSON.parse(JSON.stringify(value)) as JsonValue;
  return isJsonObject(json) ? json : {};
}
