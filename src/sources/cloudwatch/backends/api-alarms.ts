/**
 * Alarms from CloudWatch. DescribeAlarms has no filter by resource, so all are read and matched; if few of them belong to the
 * question, their history is asked for by name.
 */
import type { CallFailures } from '../../../aws/call-failures.ts';
import { day } from '../../../model/duration.ts';
import type { Reading } from '../../../model/evidence.ts';
import { gap } from '../../../model/gap.ts';
import { type JsonObject, stringAt } from '../../../model/json.ts';
import type { LiveContext, SourceRequest } from '../../source.ts';
import { AlarmBook } from '../alarm-book.ts';
import { createMatcher, typedInterests } from '../interests.ts';
import { LiveCollector, type LivePlace } from '../live-reading.ts';
import { readAlarmRecord } from '../normalize.ts';
import type { AlarmRecord } from '../transition.ts';
import { describeAlarms, type HistoryQuery, onceARun } from './alarm-calls.ts';
import { alarmHistory } from './known-alarms.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export const historyDays = 30;
/** An action may be recorded this long after the change that caused it. Milliseconds. */
const actionDelay = 10_000;
/** Up to this many alarms are asked for one by one; beyond it, the whole history costs less. */
const fewAlarms = 10;

/** A hundred alarms each, nine pages a second: more would take longer than anyone waits. */
const mostPages = 100;

function tooMany({ account, region }: LivePlace): Reading {
  const found = gap('NOT_INDEXED', `${region} has more than ${mostPages * 100} alarms: those beyond are not known`, {
    hint: 'name the alarm: alarm:NAME',
    locator: `cloudwatch:DescribeAlarms ${region}`,
  });
  return { evidence: [], spans: [], skipped: [], gaps: [{ account, region, gap: found }], bytes: 0 };
}

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
    // an alarm that was deleted or watches something else now is known from how it was changed since
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

/** Returns false if a call was given up. */
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
    const { region, context } = this;
    let pages = 0;
    for await (const found of onceARun(context, ['alarms', region], () => describeAlarms(region, context))) {
      if (++pages > mostPages) {
        yield tooMany(this.place);
        return;
      }
      for (const alarm of found) this.add(alarm, 'cloudwatch:DescribeAlarms');
      // a composite alarm may refer to alarms of later pages: the book makes it wait for them
      yield this.finish(found.length);
    }
  }

  /** Both ends are inclusive here; the book enforces the window. */
  async *history(since: number, until: number, query: HistoryQuery): AsyncGenerator<Reading> {
    const { region, context } = this;
    const { AlarmName = null, HistoryItemType = null } = query;
    const question = ['history', region, since, until, AlarmName, HistoryItemType];
    const pages = onceARun(context, question, () => alarmHistory(region, { since, until }, query, context));
    for await (const items of pages) {
      for (const item of items) this.add(item, 'cloudwatch:DescribeAlarmHistory');
      yield this.collector.take(this.place, items.length);
    }
    // an alarm's action is a separate item from the change that caused it, and may be on the next page
    yield this.finish(0);
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

/** The API's records do not say where they are from: they are from the place that was asked. */
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
