/** What was read of each source, account and region, and what could not be: part of the answer. */

import type { Origin, TimelineEvent } from '../model/event.ts';
import type { Reading, Span } from '../model/evidence.ts';
import { type Gap, gap } from '../model/gap.ts';
import { numberText } from '../model/number-text.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Coverage } from '../model/report.ts';
import { withoutQuery } from '../model/series.ts';
import { durationText } from '../model/time-text.ts';
import { askedPlaces, type Placed } from './answered-window.ts';
import { CoverageEntries, type CoverageEntry } from './coverage-entries.ts';
import type { PassedCalls } from './passed-calls.ts';
import { uncovered } from './window-cover.ts';
import { few } from './words.ts';

export interface CoverageInput {
  readonly question: Question;
  /** How a source was read. */
  readonly backendOf: (source: string) => string;
  /** The sources that the answer is based on; empty: all. */
  readonly sources: readonly string[];
  /** Source -> how long after it happened evidence has arrived for sure. Seconds. */
  readonly lagSeconds: Readonly<Record<string, number>>;
  readonly readings: readonly Reading[];
  readonly events: readonly TimelineEvent[];
  /** The records that an answer without a timeline is based on. */
  readonly basis?: readonly Origin[];
  readonly duplicates: readonly TimelineEvent[];
  /** Calls that are not among the events. */
  readonly passed?: PassedCalls;
  readonly seconds: number;
}

/** Counts files that reveal neither source nor account. */
const files = 'archive';
/** For what belongs to no source of a live run: that it was interrupted. */
const aws = 'aws';

export function coverageOf(input: CoverageInput, window: AnsweredWindow | undefined): readonly Coverage[] {
  const { question, sources, readings } = input;
  const isOfFiles = question.from.length > 0;
  const nowhere: Nowhere = { source: isOfFiles ? files : aws, account: null, region: null };
  const isOurs = askedPlaces({ ...question, metricRegions: metricRegionsOf(input) });
  const entries = new CoverageEntries();
  for (const reading of readings) countReading(reading, entries, isOurs, nowhere);
  for (const call of readings.flatMap(({ calls = [] }) => calls)) {
    const entry = entries.of(call);
    entry.requests += call.requests;
    entry.throttled += call.throttled;
  }
  countMatched(input, entries);
  countCopies(input, entries);
  if (isOfFiles) noteAbsence(input, entries);
  const isWanted = ({ source }: CoverageEntry) =>
    sources.length === 0 || source === nowhere.source || sources.includes(source);
  const wanted = entries.all.filter(isWanted).sort(byPlace);
  const isCutOff = entries.all.some(({ gaps }) => [...gaps.values()].some(({ code }) => code === 'INTERRUPTED'));
  const outside =
    window && question.windowGiven ? uncovered(wanted, window, question, isCutOff) : new Map<CoverageEntry, Gap>();
  return wanted.map((entry) => finish(entry, outside.get(entry), input, window));
}

/** The entry for what has no known place. */
type Nowhere = Pick<Span, 'source' | 'account' | 'region'>;

/** Regions in which a global service's metrics were read, if the answer uses them. */
function metricRegionsOf({ question, events }: CoverageInput): readonly string[] {
  const regions = new Set(question.metricRegions);
  for (const { origin } of events)
    if (origin.source === 'cloudwatch' && origin.region !== null) regions.add(origin.region);
  return [...regions];
}

function countReading(
  reading: Reading,
  entries: CoverageEntries,
  isOurs: (place: Placed) => boolean,
  nowhere: Nowhere,
): void {
  const spans = reading.spans.filter(isOurs);
  for (const span of spans) {
    const entry = entries.of(span);
    entry.first = Math.min(entry.first, span.first);
    entry.last = Math.max(entry.last, span.last);
    entry.records += span.records;
  }
  const [home] = spans;
  if (home && reading.bytes > 0) entries.of(home).bytes += reading.bytes;
  for (const { source, account, region, kind, count } of reading.skipped.filter(isOurs)) {
    const ofFile = spans.length === 1 && home ? home : nowhere;
    entries.skip(source === null ? ofFile : { source, account, region }, kind, count);
  }
  for (const { source, account, region, gap } of reading.gaps.filter(isOurs)) {
    const owner = spans.find((span) => account === span.account && region === span.region);
    const place = owner ?? (source === undefined ? nowhere : { source, account, region });
    entries.of(place).gaps.set(`${gap.code} ${gap.message}`, gap);
  }
}

function countMatched({ events, basis = [], passed }: CoverageInput, entries: CoverageEntries): void {
  const isInferred = ({ kind, detail }: TimelineEvent) => kind === 'config-change' && detail.inferred === true;
  const inferred = events.filter(isInferred);
  for (const event of events) if (!isInferred(event)) entries.of(event.origin).matched++;
  // what is inferred from a call has no record of its own: the call counts, once, unless it is listed itself
  const calls = new Set(
    inferred.length === 0 ? [] : events.flatMap(({ kind, origin }) => (kind === 'api-call' ? [placeOf(origin)] : [])),
  );
  for (const { origin } of inferred) {
    if (calls.has(placeOf(origin))) continue;
    calls.add(placeOf(origin));
    entries.of(origin).matched++;
  }
  for (const origin of basis) entries.of(origin).matched++;
  for (const { account, region, count } of passed?.listed ?? [])
    entries.of({ source: 'cloudtrail', account, region }).matched += count;
}

const placeOf = ({ ref, locator }: Origin): string => JSON.stringify([ref, locator]);

function countCopies({ duplicates, passed }: CoverageInput, entries: CoverageEntries): void {
  for (const { origin } of duplicates) entries.skip(origin, 'duplicate', 1);
  for (const { account, region, count } of passed?.copies ?? [])
    entries.skip({ source: 'cloudtrail', account, region }, 'duplicate', count);
}

/** An answer that needs a source which the files do not contain is no answer. */
function noteAbsence({ sources, question, readings }: CoverageInput, entries: CoverageEntries): void {
  const needed = sources.length > 0 ? sources : ['cloudtrail'];
  if (entries.all.some(({ source }) => needed.includes(source))) return;
  const others = readings.flatMap(({ spans }) => spans.filter(({ source }) => needed.includes(source)));
  const absence = absenceOf(needed, question.filters, others);
  entries.of({ source: needed[0] as string, account: null, region: null }).gaps.set(absence.message, absence);
}

/** Files of other places are not opened: only their places are known. `others`: those places. */
function absenceOf(needed: readonly string[], filters: Question['filters'], others: readonly Placed[]): Gap {
  const { regions, accounts } = filters;
  const places = [...regions, ...accounts.map((account) => `account ${account}`)];
  const flags = [...(regions.length > 0 ? ['--region'] : []), ...(accounts.length > 0 ? ['--account'] : [])];
  const isNarrow = places.length > 0;
  const held = [
    ...(regions.length > 0 ? sortedOf(others.map(({ region }) => region)) : []),
    ...(accounts.length > 0 ? sortedOf(others.map(({ account }) => account)).map((each) => `account ${each}`) : []),
  ];
  const where = isNarrow ? ` in ${few(places, 3)}${held.length > 0 ? `; there are some in ${few(held, 6)}` : ''}` : '';
  return gap('WINDOW_NOT_COVERED', `the files hold no records of ${needed.join(' or ')}${where}`, {
    hint: `${isNarrow ? `ask without ${flags.join(' and ')}, or ` : ''}add the files that AWS delivers of it`,
  });
}

const sortedOf = (texts: readonly (string | null)[]): readonly string[] =>
  [...new Set(texts.filter((text) => text !== null))].sort();

function finish(
  entry: CoverageEntry,
  outside: Gap | undefined,
  input: CoverageInput,
  window: AnsweredWindow | undefined,
): Coverage {
  const { question, lagSeconds, seconds } = input;
  const backend = input.backendOf(entry.source);
  const hasSpan = entry.first <= entry.last;
  const gaps = [...entry.gaps.values(), ...unrecognized(entry), ...unattributed(entry), ...(outside ? [outside] : [])];
  const lag = (lagSeconds[entry.source] ?? 0) * 1000;
  // if the files end long before the window does, late delivery is not the reason
  const isCovered = !gaps.some(({ code }) => code === 'WINDOW_NOT_COVERED');
  if (hasSpan && isCovered && window && question.now - window.until < lag) {
    gaps.push(
      gap('DELIVERY_LAG', `records of the window's last ${durationText(lag)} may not have arrived yet`, {
        hint: 'ask again later',
      }),
    );
  }
  return {
    source: entry.source,
    backend,
    account: entry.account,
    region: entry.region,
    since: hasSpan ? iso(entry.first) : null,
    until: hasSpan ? iso(entry.last) : null,
    asOf: hasSpan ? iso(Math.min(question.now, window?.until ?? question.now, entry.last)) : null,
    complete: !gaps.some(({ blocking }) => blocking),
    records: entry.records,
    matched: entry.matched,
    skipped: Object.fromEntries([...entry.skipped].sort(([a], [b]) => (a < b ? -1 : 1))),
    requests: entry.requests,
    bytes: entry.bytes,
    throttled: entry.throttled,
    seconds,
    verified: backend === 'archive' ? 'crc' : null,
    gaps: gaps.sort((a, b) => Number(b.blocking) - Number(a.blocking)),
  };
}

/** Forms that might have held evidence, though no source can read them. Pages and pictures cannot. */
const evidenceLike = new Set(['json', 'binary', 'zip', 'bzip2', 'zstd', 'xz', 'avro', 'orc', 'parquet']);

function unrecognized({ source, skipped }: CoverageEntry): readonly Gap[] {
  const kinds = [...skipped].filter(([kind]) => source === files && evidenceLike.has(kind));
  if (kinds.length === 0) return [];
  const count = kinds.reduce((sum, [, each]) => sum + each, 0);
  const what = kinds.map(([kind, each]) => `${each} ${kind}`).join(', ');
  return [
    gap(
      'UNRECOGNIZED_FILE',
      `${count} ${count === 1 ? 'file or record is' : 'files or records are'} of no form known here (${what})`,
      {
        hint: 'unpack archives; what else AWS delivers may be read by a later version',
      },
    ),
  ];
}

/** It might be about the target: nobody can tell. */
function unattributed({ skipped }: CoverageEntry): readonly Gap[] {
  const count = skipped.get(withoutQuery) ?? 0;
  if (count === 0) return [];
  const message =
    count === 1
      ? 'the result of a metric does not name the metric: its query is missing'
      : `the results of ${numberText(count)} metrics do not name the metrics: their queries are missing`;
  const hint = 'save the query beside the answer, as cpu.query.json beside cpu.json';
  return [gap('DAMAGED_FILE', message, { hint })];
}

const byPlace = (a: CoverageEntry, b: CoverageEntry) => {
  const [left, right] = [a, b].map(({ source, account, region }) => [source, account ?? '~', region ?? '~'].join(' '));
  return (left as string) < (right as string) ? -1 : 1;
};

const iso = (time: number) => new Date(time).toISOString();
