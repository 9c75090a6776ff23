/**
 * Alarms from CloudWatch. DescribeAlarms has no filter by resource, so all are read and matched; the history is then
 * asked by name where few belong to the question.
 */
import type { CloudWatchClient, DescribeAlarmHistoryCommandInput } from '@aws-sdk/client-cloudwatch';
import type { CallFailures } from '../../../aws/call-failures.ts';
import type { Reading } from '../../../model/evidence.ts';
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../../../model/json.ts';
import type { LiveContext, SourceRequest } from '../../source.ts';
import { AlarmBook } from '../alarm-book.ts';
import { createMatcher, typedInterests } from '../interests.ts';
import { LiveCollector, type LivePlace } from '../live-reading.ts';
import { readAlarmRecord } from '../normalize.ts';
import type { AlarmRecord } from '../transition.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export const historyDays = 30;
const day = 86_400_000;
/** An action is told up to so long after the change that it answers. Milliseconds. */
const actionDelay = 10_000;
/** Asked for one by one; the history of more costs less as a whole. */
const fewAlarms = 10;

type HistoryQuery = Pick<DescribeAlarmHistoryCommandInput, 'AlarmName' | 'HistoryItemType'>;

export async function* alarmReadings(
  { kind, question, interests }: Exclude<SourceRequest, { kind: 'credentials' }>,
  region: string,
  context: LiveContext,
  failures: CallFailures,
): AsyncGenerator<Reading> {
  const { window, now } = context;
  const { isEverything } = createMatcher(interests);
  const book = new AlarmBook({
    interests,
    answered: kind === 'follow' ? typedInterests(question) : undefined,
    isInWindow: (time) => time >= window.since && time < window.until,
    isInScope: () => true,
    backend: 'api',
  });
  const alarms = new RegionAlarms(book, region, context);
  const since = Math.max(window.since, now - historyDays * day);
  const until = Math.min(window.until + actionDelay, now);
  let hasHistory = since < until;
  if (hasHistory && !isEverything) {
    // an alarm that was deleted, or watches something else now, is known by how it was changed since
    const changes = alarms.history(since, now, { HistoryItemType: 'ConfigurationUpdate' });
    hasHistory = yield* attempted(changes, failures);
  }
  const isDescribed = yield* attempted(alarms.described(), failures);
  // a call that was refused once is refused for every alarm
  if (!hasHistory) return;
  const names = book.wanted();
  const isWhole = isEverything || !isDescribed || names.length > fewAlarms;
  for (const query of isWhole ? [{}] : names.map((AlarmName) => ({ AlarmName }))) {
    if (!(yield* attempted(alarms.history(since, until, query), failures))) return;
  }
}

/** False where a call was given up. */
async function* attempted(stream: AsyncIterable<Reading>, failures: CallFailures): AsyncGenerator<Reading, boolean> {
  try {
    yield* stream;
    return true;
  } catch (error) {
    failures.add(error);
    return false;
  }
}

/** Reads the alarms of one region into the book. */
class RegionAlarms {
  private readonly book: AlarmBook;
  private readonly region: string;
  private readonly context: LiveContext;
  private readonly place: LivePlace;
  private readonly collector = new LiveCollector();

  constructor(book: AlarmBook, region: string, context: LiveContext) {
    const { session, window, now } = context;
    this.book = book;
    this.region = region;
    this.context = context;
    this.place = { account: session.account, region, window, now };
  }

  async *described(): AsyncGenerator<Reading> {
    const { CloudWatchClient, DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
    const { session, signal } = this.context;
    const { region } = this;
    const client: CloudWatchClient = session.client(CloudWatchClient, region);
    let NextToken: string | undefined;
    do {
      signal.throwIfAborted();
      const command = new DescribeAlarmsCommand({
        // metric alarms alone, unless others are asked for
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: 100,
        ...(NextToken !== undefined && { NextToken }),
      });
      const page = await session.call({ action: 'cloudwatch:DescribeAlarms', region, ratePerSecond: 9 }, (options) =>
        client.send(command, options),
      );
      const found = [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])].map(asJson);
      for (const alarm of found) this.add(alarm, 'cloudwatch:DescribeAlarms');
      NextToken = page.NextToken;
      // a composite alarm may look at alarms of the pages to come: the book lets it wait for them
      yield this.finish(found.length);
    } while (NextToken !== undefined);
  }

  /** Both ends are inclusive here; the book keeps to the window. */
  async *history(since: number, until: number, query: HistoryQuery): AsyncGenerator<Reading> {
    const { CloudWatchClient, DescribeAlarmHistoryCommand } = await import('@aws-sdk/client-cloudwatch');
    const { session, signal } = this.context;
    const { region } = this;
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
      const items = (page.AlarmHistoryItems ?? []).map(asJson);
      for (const item of items) this.add(item, 'cloudwatch:DescribeAlarmHistory');
      NextToken = page.NextToken;
      // what an alarm did stands beside the change that it did it for, and may be on the next page
      yield NextToken === undefined ? this.finish(items.length) : this.collector.take(this.place, items.length);
    } while (NextToken !== undefined);
  }

  private add(value: JsonObject, action: string): void {
    const record = readAlarmRecord(value, []);
    if (!record) this.collector.skipped('alarm record of an unknown form');
    else {
      const { account } = this.place;
      this.book.add(placed(record, account, this.region), `${action} ${this.region} ${stringAt(value, 'AlarmName')}`);
      if (record.kind === 'damaged') this.collector.damaged(record.reason);
      if (record.kind === 'other') this.collector.skipped(record.what);
    }
  }

  private finish(records: number): Reading {
    this.book.finish(this.collector);
    return this.collector.take(this.place, records);
  }
}

/** Records of an API do not tell where they are from: it is where they were asked for. */
function placed(record: AlarmRecord, account: string, region: string): AlarmRecord {
  const here = <Item extends { readonly account: string | null; readonly region: string | null }>(
    item: Item,
  ): Item => ({
    ...item,
    account: item.account ?? account,
    region: item.region ?? region,
  });
  switch (record.kind) {
    case 'transition': {
      const { transition } = record;
      return { ...record, transition: { ...here(transition), told: transition.told && here(transition.told) } };
    }
    case 'definition':
      return { ...record, alarm: here(record.alarm) };
    default:
      return record;
  }
}

/** The SDK's objects in the form in which the CLI prints them: times as ISO 8601. */
function asJson(value: object): JsonObject {
  const json = JSON.parse(JSON.stringify(value)) as JsonValue;
  return isJsonObject(json) ? json : {};
}
