/**
 * Answers a question of a window by files whose calls nobody has to hold. They are read twice: first for what they tell of
 * each other, and which of them are copies; then each is told, in order of time. The answer is that of `investigate`, call
 * by call, in memory that does not grow with them by more than a few bytes each.
 */
import { principalsFrom, workloadIds } from '../../analysis/who/principals.ts';
import { bearsOnOthers, CallSurvey } from '../../analysis/who/survey.ts';
import { CallTally } from '../../model/call-tally.ts';
import type { ApiCallEvent, TimelineEvent } from '../../model/event.ts';
import type { CredentialsEvidence, EventEvidence, Evidence, Reading } from '../../model/evidence.ts';
import type { PassingPart, RowFormat, RowsEvidence, SurveyedEvidence } from '../../model/passing.ts';
import { callsIn } from '../../model/person.ts';
import type { Question } from '../../model/question.ts';
import type { Report } from '../../model/report.ts';
import { firstInterests } from '../../plan/interests.ts';
import { sourcesOf } from '../../plan/lanes.ts';
import { withOtherRegions } from '../../plan/other-regions.ts';
import { buildReport, type ReportHead, reportHead } from '../../report/build.ts';
import { windowOf } from '../../report/coverage.ts';
import { inOrder, mergeEvidence, ownId } from '../../report/merge.ts';
import { followIdentities } from '../follow-identities.ts';
import { lagsOf } from '../lags.ts';
import { createListing, isSupporting } from '../listing.ts';
import {
  type InvestigateContext,
  interruptionOf,
  nothingRead,
  ofLaterRounds,
  readAll,
  scopeOf,
} from '../reading-rounds.ts';
import { type Known, knownOf } from './exceptions.ts';
import type { RowText } from './parts.ts';
import { PlaceCounts } from './places.ts';
import { RowOrder } from './row-order.ts';

export interface RowsOut {
  readonly format: RowFormat;
  /** Of what is no call; rows of calls are made where those are read, in the same format. */
  readonly rowText: RowText;
  /** Comes first, once the window is known. */
  begin(head: ReportHead): void;
  /** In order. Resolves when more can be taken. */
  write(rows: Iterable<string>): Promise<void>;
}

/** The report's timeline holds what is no call; all of it was given out. */
export async function passBy(asked: Question, context: InvestigateContext, out: RowsOut): Promise<Report> {
  const question = withOtherRegions(asked);
  const started = context.clock();
  const later: Reading[] = [];
  const survey = new CallSurvey();
  const first = await readPart(question, context, { part: 'survey' }, undefined, (reading) => {
    for (const item of reading.evidence) if (isCall(item)) survey.take(item.event, item.digest);
    return { ...reading, evidence: reading.evidence.filter((item) => !isCall(item)) };
  });
  const told = first.flatMap((reading) => reading.evidence);
  const surveys = told.filter((item) => item.type === 'surveyed').sort(byFirst);
  const held = survey.held.map(({ call, digest }): CallEvidence => ({ type: 'event', event: call, digest }));
  const evidence = [...told, ...held];
  const behind = await followIdentities(question, evidence, context, later);
  const alsoRead = behind.filter(isCall);
  const known = knownOf(surveys, alsoRead);
  const credentials = behind.filter((item) => item.type === 'credentials');
  const calls = merged([...held, ...alsoRead], known);
  const ids = [...workloadIds(calls, credentials)].sort();
  const changed = ids.length > 0 ? await readPart(question, context, { part: 'changes', ids }) : [];
  later.push(...changed);
  const changes = merged([...changed.flatMap((reading) => reading.evidence).filter(isCall), ...alsoRead], known);

  const own = sourcesOf(question.command);
  const window = windowOf(question, first, own);
  out.begin(reportHead({ question, window, version: context.version, generatedAt: started }));
  const { events, duplicates } = othersOf(evidence, question);
  const order = new RowOrder();
  order.add(rowsOf(events, out.rowText), 1);
  const tally = new CallTally();
  const listed = new PlaceCounts();
  const copies = new PlaceCounts();
  const next = nextTimes(surveys);
  const part: PassingPart = {
    part: 'rows',
    format: out.format,
    calls,
    changes,
    credentials,
    exceptions: known.exceptions,
  };
  const again = await readPart(
    question,
    context,
    part,
    surveys.map(({ file }) => file),
    async (reading) => {
      for (const item of reading.evidence) {
        if (item.type !== 'rows') continue;
        order.add(item);
        take(item, { tally, listed, copies });
        await out.write(order.before(next.get(item.file)));
      }
      return { ...reading, evidence: [] };
    },
  );
  await out.write(order.before());
  for (const call of sharedCalls(calls, credentials, changes, question)) tally.add(call);
  return buildReport({
    question,
    window,
    backendOf: context.reader.backendOf,
    sources: own,
    lagSeconds: lagsOf(context),
    readings: [...first, ...ofLaterRounds(first, later), ...lostSince(first, again), cutOff(context, first)],
    events,
    passed: { tally, listed: listed.all, copies: copies.all },
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

/** Wherever calls were found, some may not have been told. */
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

/** A file that was there when it was read first, and could not be read again: its calls were not told. */
function lostSince(first: readonly Reading[], again: readonly Reading[]): readonly Reading[] {
  const told = new Set(first.flatMap(({ gaps }) => gaps.map(({ gap }) => gap.message)));
  return again.map(({ gaps }) => ({ ...nothingRead, gaps: gaps.filter(({ gap }) => !told.has(gap.message)) }));
}

type CallEvidence = EventEvidence & { readonly event: ApiCallEvent };
const isCall = (item: Evidence): item is CallEvidence => item.type === 'event' && item.event.kind === 'api-call';

const readPart = (
  question: Question,
  context: InvestigateContext,
  passing: PassingPart,
  files?: readonly string[],
  keep?: Parameters<typeof readAll>[4],
): Promise<Reading[]> =>
  readAll(
    context,
    { kind: 'evidence', question, interests: firstInterests(question), passing },
    question.window,
    { ...scopeOf(question), ...(files && { files }) },
    keep,
  );

const byFirst = (a: SurveyedEvidence, b: SurveyedEvidence): number =>
  a.first < b.first ? -1 : a.first > b.first ? 1 : a.file < b.file ? -1 : 1;

/** File -> when the files after it begin; none comes after the last. */
const nextTimes = (surveys: readonly SurveyedEvidence[]): ReadonlyMap<string, string | undefined> =>
  new Map(surveys.map(({ file }, index) => [file, surveys[index + 1]?.first]));

/** Each once, under the id that it is told by; in order of time. */
function merged(items: readonly CallEvidence[], known: Known): readonly ApiCallEvent[] {
  const owned = items.map((item): CallEvidence => {
    const isOwn = known.isShared(item);
    return isOwn ? { ...item, event: { ...item.event, id: ownId(item.event.id, item.digest) } } : item;
  });
  return mergeEvidence(owned).events.filter((event) => event.kind === 'api-call');
}

/** What is no call: unusual activity. */
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

function take(
  rows: RowsEvidence,
  to: { readonly tally: CallTally; readonly listed: PlaceCounts; readonly copies: PlaceCounts },
): void {
  to.tally.merge(rows.sums);
  for (const each of rows.listed) to.listed.add(each);
  for (const each of rows.copies) to.copies.add(each);
}

/** Of the copies that several accounts got of a call, the one that tells most of who made it. */
function sharedCalls(
  calls: readonly ApiCallEvent[],
  credentials: readonly CredentialsEvidence[],
  changes: readonly ApiCallEvent[],
  question: Question,
): readonly ApiCallEvent[] {
  const shared = calls.filter((call) => call.detail.sharedEventId !== undefined && bearsOnOthers(call));
  if (shared.length === 0) return [];
  const isListed = createListing(question, undefined);
  const tell = principalsFrom(calls, credentials, changes);
  return callsIn(shared.map(tell).filter((call) => isListed(call) && !isSupporting(call)));
}
