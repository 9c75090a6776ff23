/** What was read, of which source, account and region, and what could not be: part of the answer. */

import type { Origin, TimelineEvent } from '../model/event.ts';
import type { Reading, Span } from '../model/evidence.ts';
import { type Gap, gap } from '../model/gap.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Coverage } from '../model/report.ts';
import { durationText } from '../model/time-text.ts';
import type { PassedCalls } from './passed-calls.ts';
import { uncovered } from './window-cover.ts';
import { few } from './words.ts';

export interface CoverageInput {
  readonly question: Question;
  /** By which way a source was read. */
  readonly backendOf: (source: string) => string;
  /** The sources that the answer rests on; empty: all. */
  readonly sources: readonly string[];
  /** Source -> evidence is sure to have arrived this long after it happened, seconds. */
  readonly lagSeconds: Readonly<Record<string, number>>;
  readonly readings: readonly Reading[];
  readonly events: readonly TimelineEvent[];
  /** The records that an answer without a timeline rests on. */
  readonly basis?: readonly Origin[];
  readonly duplicates: readonly TimelineEvent[];
  /** Calls that are not among the events. */
  readonly passed?: PassedCalls;
  readonly seconds: number;
}

interface Entry extends Span {
  matched: number;
  bytes: number;
  requests: number;
  throttled: number;
  first: number;
  last: number;
  records: number;
  readonly skipped: Map<string, number>;
  readonly gaps: Map<string, Gap>;
}

/** What was given, its open ends closed: by now where a window was given, else by what the archive holds. */
export function windowOf(
  question: Question,
  readings: readonly Reading[],
  sources: readonly string[],
): AnsweredWindow | undefined {
  const { window, windowGiven, now, from } = question;
  // AWS is asked for a window that is known beforehand
  if (from.length === 0) return { since: window.since ?? now, until: window.until ?? now };
  const span = spanOf(
    readings.flatMap((reading) => reading.spans),
    question,
    sources,
  );
  if (!windowGiven) return span;
  const until = window.until ?? now;
  // a window that ends before the first record is empty, never turned around
  return { since: window.since ?? Math.min(span?.since ?? until, until), until };
}

/**
 * First to last record of the sources, accounts and regions asked for; undefined where there is none. Where there is a
 * trail, its first record begins the window: states and metrics from before it are what later ones are compared with.
 */
function spanOf(spans: readonly Span[], question: Question, sources: readonly string[]): AnsweredWindow | undefined {
  const asked = spans.filter(
    (span) => isAsked(span, question) && (sources.length === 0 || sources.includes(span.source)),
  );
  if (asked.length === 0) return undefined;
  const trail = asked.filter(({ source }) => source === 'cloudtrail');
  const first = (trail.length > 0 ? trail : asked).reduce((least, span) => Math.min(least, span.first), Infinity);
  const last = asked.reduce((most, span) => Math.max(most, span.last), -Infinity);
  return { since: first, until: last + 1 };
}

/** Something that was read, or could not be, and where it belongs, as far as that is known. */
type Placed = Pick<Span, 'account' | 'region'> & { readonly source?: string | null };

/**
 * Config records IAM and the like in the region "global": a question about any region is about them too. Of some calls,
 * CloudTrail has the records in other regions than those asked for, and of some metrics CloudWatch has them.
 */
function isAsked(
  { source = null, account, region }: Placed,
  { filters, otherRegions = [], metricRegions = [] }: Pick<Question, 'filters' | 'otherRegions' | 'metricRegions'>,
): boolean {
  const { accounts, regions } = filters;
  const others =
    source === 'cloudwatch' ? metricRegions : source === null || source === 'cloudtrail' ? otherRegions : [];
  const isOther = () => others.includes(region ?? '');
  return (
    (accounts.length === 0 || account === null || accounts.includes(account)) &&
    (regions.length === 0 || region === null || region === 'global' || regions.includes(region) || isOther())
  );
}

/** Where files are counted that tell neither source nor account. */
const files = 'archive';
/** What is told of a live run by no source of its own: that it was interrupted. */
const aws = 'aws';

export function coverageOf(input: CoverageInput, window: AnsweredWindow | undefined): readonly Coverage[] {
  const entries = new Map<string, Entry>();
  const entryOf = (source: string, account: string | null, region: string | null): Entry => {
    const key = JSON.stringify([source, account, region]);
    let entry = entries.get(key);
    if (!entry) {
      entry = {
        source,
        account,
        region,
        first: Infinity,
        last: -Infinity,
        records: 0,
        matched: 0,
        bytes: 0,
        requests: 0,
        throttled: 0,
        skipped: new Map(),
        gaps: new Map(),
      };
      entries.set(key, entry);
    }
    return entry;
  };
  const nowhere = [input.question.from.length > 0 ? files : aws, null, null] as const;
  // what is told of a global service's metrics rests on what was read where they are
  const measured = input.events.flatMap(({ origin }) => (origin.source === 'cloudwatch' ? (origin.region ?? []) : []));
  const metricRegions = [...new Set([...(input.question.metricRegions ?? []), ...measured])];
  const isOurs = (place: Placed) => isAsked(place, { ...input.question, metricRegions });
  for (const reading of input.readings) {
    const spans = reading.spans.filter(isOurs);
    for (const span of spans) {
      const entry = entryOf(span.source, span.account, span.region);
      entry.first = Math.min(entry.first, span.first);
      entry.last = Math.max(entry.last, span.last);
      entry.records += span.records;
    }
    const [first] = spans;
    const home = (): Entry => (first ? entryOf(first.source, first.account, first.region) : entryOf(...nowhere));
    if (reading.bytes > 0 && first) home().bytes += reading.bytes;
    for (const { source, account, region, kind, count } of reading.skipped.filter(isOurs)) {
      const { skipped } =
        source !== null ? entryOf(source, account, region) : spans.length === 1 ? home() : entryOf(...nowhere);
      skipped.set(kind, (skipped.get(kind) ?? 0) + count);
    }
    for (const found of reading.gaps.filter(isOurs)) {
      const owner = spans.find(({ account, region }) => account === found.account && region === found.region);
      const { gaps } = owner
        ? entryOf(owner.source, owner.account, owner.region)
        : found.source !== undefined
          ? entryOf(found.source, found.account, found.region)
          : entryOf(...nowhere);
      gaps.set(`${found.gap.code} ${found.gap.message}`, found.gap);
    }
  }
  for (const { source, account, region, requests, throttled } of input.readings.flatMap(({ calls = [] }) => calls)) {
    const entry = entryOf(source, account, region);
    entry.requests += requests;
    entry.throttled += throttled;
  }
  for (const { kind, detail, origin } of input.events) {
    // what follows from a call is no record of its own
    const isInferred = kind === 'config-change' && detail.inferred;
    if (!isInferred) entryOf(origin.source, origin.account, origin.region).matched++;
  }
  for (const { source, account, region } of input.basis ?? []) entryOf(source, account, region).matched++;
  const leaveOut = (source: string, account: string | null, region: string | null, count: number) => {
    const { skipped } = entryOf(source, account, region);
    skipped.set('duplicate', (skipped.get('duplicate') ?? 0) + count);
  };
  for (const { origin } of input.duplicates) leaveOut(origin.source, origin.account, origin.region, 1);
  const { listed = [], copies = [] } = input.passed ?? {};
  for (const { account, region, count } of listed) entryOf('cloudtrail', account, region).matched += count;
  for (const { account, region, count } of copies) leaveOut('cloudtrail', account, region, count);
  // an answer that rests on a source which the files do not hold is no answer
  const needed = input.sources.length > 0 ? input.sources : ['cloudtrail'];
  const held = new Set([...entries.values()].map(({ source }) => source));
  if (input.question.from.length > 0 && !needed.some((source) => held.has(source))) {
    const absence = absenceOf(needed, input.question.filters);
    entryOf(needed[0] as string, null, null).gaps.set(absence.message, absence);
  }
  const isCutOff = [...entries.values()].some(({ gaps }) =>
    [...gaps.values()].some(({ code }) => code === 'INTERRUPTED'),
  );
  const isWanted = ({ source }: Entry) =>
    input.sources.length === 0 || source === nowhere[0] || input.sources.includes(source);
  const wanted = [...entries.values()].filter(isWanted).sort(byPlace);
  const outside =
    window && input.question.windowGiven ? uncovered(wanted, window, input.question, isCutOff) : new Map<Entry, Gap>();
  return wanted.map((entry) => finish(entry, outside.get(entry), input, window));
}

/** Files of other places are not opened: what they hold is not known. */
function absenceOf(needed: readonly string[], { regions, accounts }: Question['filters']): Gap {
  const places = [...regions, ...accounts.map((account) => `account ${account}`)];
  const flags = [...(regions.length > 0 ? ['--region'] : []), ...(accounts.length > 0 ? ['--account'] : [])];
  const isNarrow = places.length > 0;
  return gap(
    'WINDOW_NOT_COVERED',
    `the files hold no records of ${needed.join(' or ')}${isNarrow ? ` in ${few(places, 3)}` : ''}`,
    { hint: `${isNarrow ? `ask without ${flags.join(' and ')}, or ` : ''}add the files that AWS delivers of it` },
  );
}

function finish(
  entry: Entry,
  outside: Gap | undefined,
  input: CoverageInput,
  window: AnsweredWindow | undefined,
): Coverage {
  const { question, lagSeconds, seconds } = input;
  const backend = input.backendOf(entry.source);
  const hasSpan = entry.first <= entry.last;
  const gaps = [...entry.gaps.values(), ...unrecognized(entry), ...(outside ? [outside] : [])];
  const lag = (lagSeconds[entry.source] ?? 0) * 1000;
  // where the files end long before the window does, lateness is not why
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

/** What might have been evidence, in a form that no source reads. Pages and pictures are none. */
const evidenceLike = new Set(['json', 'binary', 'zip', 'bzip2', 'zstd', 'xz', 'avro', 'orc', 'parquet']);

function unrecognized({ source, skipped }: Entry): readonly Gap[] {
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

const byPlace = (a: Entry, b: Entry) => {
  const [left, right] = [a, b].map(({ source, account, region }) => [source, account ?? '~', region ?? '~'].join(' '));
  return (left as string) < (right as string) ? -1 : 1;
};

const iso = (time: number) => new Date(time).toISOString();
