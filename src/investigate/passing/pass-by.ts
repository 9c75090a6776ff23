/**
 * Answers a question about a window from files without keeping their calls. They are read twice: first for what they reveal
 * about each other, and for copies; then each is reported in order of time. The answer is that of `investigate`, call by call,
 * in memory that only grows by a few bytes for each.
 */
import { principalsFrom } from '../../analysis/who/principals.ts';
import { bearsOnOthers } from '../../analysis/who/survey.ts';
import { CallTally } from '../../model/call-tally.ts';
import type { ApiCallEvent, TimelineEvent } from '../../model/event.ts';
import type { EventEvidence, Evidence, Reading } from '../../model/evidence.ts';
import type { PassingPart, RowFormat } from '../../model/passing.ts';
import { callsIn } from '../../model/person.ts';
import type { Question } from '../../model/question.ts';
import type { Report } from '../../model/report.ts';
import { sourcesOf } from '../../plan/lanes.ts';
import { withOtherRegions } from '../../plan/other-regions.ts';
import { windowOf } from '../../report/answered-window.ts';
import { buildReport, type ReportHead, reportHead } from '../../report/build.ts';
import { inOrder, mergeEvidence } from '../../report/merge.ts';
import type { PassedCalls } from '../../report/passed-calls.ts';
import { lagsOf } from '../lags.ts';
import { createListing, isSupporting } from '../listing.ts';
import { type InvestigateContext, interruptionOf, nothingRead, ofLaterRounds } from '../reading-rounds.ts';
import type { RowText } from './parts.ts';
import { PlaceCounts } from './places.ts';
import { RowOrder } from './row-order.ts';
import { type BearingCalls, bearingCalls, readPart, type Survey, surveyCalls } from './survey.ts';
import type { SurveyedFile } from './surveyed-calls.ts';

export interface RowsOut {
  readonly format: RowFormat;
  /** For everything but calls; rows of calls are made where they are read, in the same format. */
  readonly rowText: RowText;
  /** Comes first, once the window is known. */
  begin(head: ReportHead): void;
  /** In order. Resolves when more can be taken. */
  write(rows: Iterable<string>): Promise<void>;
}

/** The report's timeline holds everything but calls; all of it was written out. */
export async function passBy(asked: Question, context: InvestigateContext, out: RowsOut): Promise<Report> {
  const question = withOtherRegions(asked);
  const started = context.clock();
  const survey = await surveyCalls(question, context);
  const bearing = await bearingCalls(question, context, survey);
  const { readings: first } = survey;
  const sources = sourcesOf(question.command);
  const window = windowOf(question, first, sources);
  out.begin(reportHead({ question, window, version: context.version, generatedAt: started }));
  const { events, duplicates } = othersOf(survey.evidence, question);
  const { passed, readings: again } = await tellRows({ question, survey, bearing, events }, context, out);
  for (const call of sharedCalls(bearing, question)) passed.tally.add(call);
  return buildReport({
    question,
    window,
    backendOf: context.reader.backendOf,
    sources,
    lagSeconds: lagsOf(context),
    readings: [...first, ...ofLaterRounds(first, bearing.readings), ...lostSince(first, again), cutOff(context, first)],
    events,
    passed,
    duplicates,
    chains: [],
    neighbors: [],
    compliance: [],
    series: [],
    alarms: [],
    version: context.version,
    generatedAt: started,
    seconds: (context.clock() - started) / 1000,
  });
}

interface Telling {
  readonly question: Question;
  readonly survey: Survey;
  readonly bearing: BearingCalls;
  /** Everything but calls, in order. */
  readonly events: readonly TimelineEvent[];
}

/** Reads the files again, ordered by their first calls: each row is written once nothing can come before it. */
async function tellRows(
  { question, survey: { surveyed }, bearing, events }: Telling,
  context: InvestigateContext,
  out: RowsOut,
): Promise<{ readonly passed: PassedCalls; readonly readings: readonly Reading[] }> {
  const { calls, changes, credentials, exceptions } = bearing;
  const order = new RowOrder();
  order.add(rowsOf(events, out.rowText), 1);
  const tally = new CallTally();
  const listed = new PlaceCounts();
  const copies = new PlaceCounts();
  const { files } = surveyed;
  const next = nextTimes(files);
  const part: PassingPart = { part: 'rows', format: out.format, calls, changes, credentials, exceptions };
  const tell = async (reading: Reading): Promise<Reading> => {
    for (const item of reading.evidence) {
      if (item.type !== 'rows') continue;
      order.add(item);
      tally.merge(item.sums);
      for (const each of item.listed) listed.add(each);
      for (const each of item.copies) copies.add(each);
      await out.write(order.before(next.get(item.file)));
    }
    return { ...reading, evidence: [] };
  };
  const paths = files.map(({ file }) => file);
  const readings = await readPart(question, context, part, paths, tell);
  await out.write(order.before());
  return { passed: { tally, listed: listed.all, copies: copies.all }, readings };
}

/** Wherever calls were found, some may not have been reported. */
function cutOff(context: InvestigateContext, first: readonly Reading[]): Reading {
  const reading = interruptionOf(context, first);
  const places = new Map(
    first.flatMap(({ spans }) =>
      spans.flatMap(({ source, account, region }) =>
        source === 'cloudtrail' ? [[`${account} ${region}`, { source, account, region }] as const] : [],
      ),
    ),
  );
  const isPlaced = places.size > 0;
  return {
    ...reading,
    gaps: reading.gaps.flatMap((found) =>
      isPlaced ? [...places.values()].map((place) => ({ ...found, ...place })) : [found],
    ),
  };
}

/** A file that was there on the first read, and could not be read again: its calls were not reported. */
function lostSince(first: readonly Reading[], again: readonly Reading[]): readonly Reading[] {
  const told = new Set(first.flatMap(({ gaps }) => gaps.map(({ gap }) => gap.message)));
  return again.map(({ gaps }) => ({ ...nothingRead, gaps: gaps.filter(({ gap }) => !told.has(gap.message)) }));
}

/** File -> when the files after it begin; the last has none after it. */
const nextTimes = (files: readonly SurveyedFile[]): ReadonlyMap<string, string | undefined> =>
  new Map(files.map(({ file }, index) => [file, files[index + 1]?.first]));

/** Unusual activity, the only events that are no calls. */
function othersOf(evidence: readonly Evidence[], question: Question) {
  const { events, duplicates } = mergeEvidence(
    evidence.filter((item) => item.type === 'event' && item.event.kind !== 'api-call') as EventEvidence[],
  );
  const isListed = createListing(question, undefined);
  return { events: events.filter(isListed).sort(inOrder), duplicates: duplicates.filter(isListed) };
}

const rowsOf = (events: readonly TimelineEvent[], rowText: RowText) => ({
  times: events.map(({ time }) => time),
  ids: events.map(({ id }) => id),
  texts: events.map(rowText),
});

/** Of the copies that several accounts got of a call, the one that says most about the caller. */
function sharedCalls({ calls, credentials, changes }: BearingCalls, question: Question): readonly ApiCallEvent[] {
  const shared = calls.filter((call) => call.detail.sharedEventId !== undefined && bearsOnOthers(call));
  if (shared.length === 0) return [];
  const isListed = createListing(question, undefined);
  const tell = principalsFrom(calls, credentials, changes);
  return callsIn(shared.map(tell).filter((call) => isListed(call) && !isSupporting(call)));
}
