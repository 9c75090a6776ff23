/** Turns the records of CloudWatch in files into evidence. */
import type { RecordReader } from '../../../archive/late-scanner.ts';
import type { Collector, Place } from '../../../archive/scanner.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Datapoint } from '../../../model/series.ts';
import { isGlobalMetric } from '../../../resources/metric-regions.ts';
import type { SourceRequest } from '../../source.ts';
import { AlarmBook } from '../alarm-book.ts';
import { type Answered, Beside } from '../beside.ts';
import { isStreamDatapoint, readStreamDatapoint, type SeriesHead } from '../datapoint.ts';
import { createMatcher, type Matcher, typedInterests } from '../interests.ts';
import { baseline } from '../lookback.ts';
import {
  type AnswerVisitor,
  isEmptyAnswer,
  isMetricData,
  isMetricStatistics,
  readMetricData,
  readMetricStatistics,
} from '../metric-answer.ts';
import { type MetricQuery, queriesBeside } from '../metric-query.ts';
import { readAlarmRecord } from '../normalize.ts';
import { SeriesStore } from '../series-store.ts';

interface Streamed {
  readonly account: string | null;
  readonly region: string | null;
  until: number;
}

export class CloudWatchReader implements RecordReader {
  private readonly matcher: Matcher;
  private readonly answered: Matcher | undefined;
  private readonly alarms: AlarmBook;
  private readonly series = new SeriesStore();
  private readonly beside = new Beside();
  /** Until when metric streams cover a place, whatever the question. */
  private readonly streamed = new Map<string, Streamed>();
  private lastStreamed: Streamed | undefined;
  private readonly isInScope: (account: string | null, region: string | null) => boolean;
  private readonly since: number;
  private readonly until: number;

  constructor({ kind, question, interests }: Exclude<SourceRequest, { kind: 'credentials' }>) {
    const { since = -Infinity, until = Infinity } = question.window;
    const { accounts, regions } = question.filters;
    const answered = kind === 'follow' ? typedInterests(question) : undefined;
    // the CLI's output lacks account and region, so they do not rule it out
    const isWanted = (list: readonly string[], value: string | null) =>
      list.length === 0 || value === null || list.includes(value);
    this.isInScope = (account, region) => isWanted(accounts, account) && isWanted(regions, region);
    this.matcher = createMatcher(interests);
    this.answered = answered && createMatcher(answered);
    this.since = since - baseline;
    this.until = until;
    this.alarms = new AlarmBook({
      interests,
      answered,
      isInWindow: (time) => time >= since && time < until,
      isInScope: this.isInScope,
      backend: 'archive',
    });
  }

  record(value: JsonObject, place: Place, collector: Collector): boolean {
    if (isStreamDatapoint(value)) {
      this.streamDatapoint(value, place, collector);
      return true;
    }
    const record = readAlarmRecord(value, place.carriers);
    if (record) {
      this.alarms.add(record, place.locator);
      if (record.kind === 'damaged') collector.damaged(record.reason);
      if (record.kind === 'other') collector.skipped(record.what, record.of.account, record.of.region);
      return true;
    }
    if (isMetricData(value) || isMetricStatistics(value)) {
      this.answer(value, place, collector);
      return true;
    }
    if (this.beside.keepQuery(place.file, value)) return true;
    if (!isEmptyAnswer(value)) return false;
    collector.skipped('empty answer');
    return true;
  }

  end(collector: Collector): void {
    for (const waited of this.beside.answered()) this.tell(waited, collector);
    this.series.finish(collector);
    this.alarms.sight(collector);
  }

  last(collector: Collector): void {
    for (const waited of this.beside.rest()) this.tell(waited, collector);
    this.series.finish(collector);
    // what one file says about a change, another may complete
    this.alarms.finish(collector);
    this.alarms.tellRest(collector);
    for (const { account, region, until } of this.streamed.values())
      collector.evidence({ type: 'measured', account, region, until });
  }

  private streamDatapoint(value: JsonObject, { locator }: Place, collector: Collector): void {
    const read = readStreamDatapoint(value);
    if (!read) {
      collector.damaged('a datapoint without a readable time or value');
      return;
    }
    const { head, point, percentiles } = read;
    const { time } = point;
    collector.seen(head.account, head.region, time);
    const streamed = this.streamedOf(head.account, head.region);
    if (time > streamed.until) streamed.until = time;
    if (Object.keys(point).length > 1) this.keep(head, point, locator);
    for (const [statistic, each] of percentiles) this.keep({ ...head, statistic }, { time, value: each }, locator);
  }

  /** Most datapoints are from the same place as the one before. */
  private streamedOf(account: string | null, region: string | null): Streamed {
    const { lastStreamed } = this;
    if (lastStreamed?.account === account && lastStreamed.region === region) return lastStreamed;
    const key = JSON.stringify([account, region]);
    const streamed = this.streamed.get(key) ?? { account, region, until: -Infinity };
    this.streamed.set(key, streamed);
    this.lastStreamed = streamed;
    return streamed;
  }

  private answer(answer: JsonObject, { file, locator, carriers }: Place, collector: Collector): void {
    const own = queriesBeside(answer, carriers);
    const queries = own.length > 0 ? own : this.beside.queriesFor(file);
    // what is damaged is located by the file being read
    const damaged = (reason: string) => collector.damaged(reason);
    readAnswer(answer, queries, { point: () => {}, skipped: () => {}, damaged });
    if (queries.length > 0) this.tell({ answer, locator, queries }, collector);
    else this.beside.wait(file, { answer, locator });
  }

  private tell({ answer, locator, queries }: Answered, collector: Collector): void {
    readAnswer(answer, queries, {
      point: (head, point) => {
        collector.seen(head?.account ?? null, head?.region ?? null, point.time);
        this.keep(head, point, locator);
      },
      skipped: (kind) => collector.skipped(kind),
      damaged: () => {},
    });
  }

  private keep(head: SeriesHead | undefined, point: Datapoint, locator: string): void {
    if (!head || point.time < this.since || point.time >= this.until) return;
    if (this.isAsked(head)) this.series.add(head, point, locator);
  }

  /** Without a target, no metric is asked for: all of them would be too much to keep, and would say nothing. */
  private isAsked(head: SeriesHead): boolean {
    if (this.matcher.isEverything || this.matcher.metric(head).length === 0) return false;
    if (this.answered && this.answered.metric(head).length > 0) return false;
    // a global metric has no region of its own by which it could be left out
    return this.isInScope(head.account, isGlobalMetric(head, head.region) ? null : head.region);
  }
}

const readAnswer = (value: JsonObject, queries: readonly MetricQuery[], visitor: AnswerVisitor): void =>
  (isMetricData(value) ? readMetricData : readMetricStatistics)(value, queries, visitor);
