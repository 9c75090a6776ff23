/**
 * Runs a question: hands the sources the archive, asks again for what the first answers led to, and has the report made.
 * It knows neither AWS nor files nor the clock: all come in.
 */
import type { TimelineEvent } from '../model/event.ts';
import type { Evidence, Reading, ReadingGap } from '../model/evidence.ts';
import { gap } from '../model/gap.ts';
import type { Interests } from '../model/interests.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Report } from '../model/report.ts';
import { changedInterests, changedTargets } from '../plan/changed.ts';
import { firstInterests, furtherInterests, joinInterests } from '../plan/interests.ts';
import { hasMetrics, needsCalls, sourcesOf, sourcesToAsk } from '../plan/lanes.ts';
import { operationsRound } from '../plan/operations.ts';
import { withOtherRegions } from '../plan/other-regions.ts';
import { identityRound, mostHops } from '../plan/rounds.ts';
import { buildReport, type ReportHead, reportHead } from '../report/build.ts';
import { windowOf } from '../report/coverage.ts';
import type { Source, SourceRequest } from '../sources/source.ts';
import { asOfConfig } from './compliance-events.ts';
import { earlyEvents, noEarlyEvents } from './early-events.ts';
import { eventsOf } from './events.ts';
import type { EvidenceReader, Scope } from './evidence-reader.ts';
import { lagsOf } from './lags.ts';

export interface InvestigateContext {
  readonly sources: readonly Source[];
  readonly reader: EvidenceReader;
  readonly signal?: AbortSignal;
  /** Epoch milliseconds: for measuring, not for the answer. */
  readonly clock: () => number;
  readonly version: string;
  /** Told of calls that will stand in the report as they are, before all is read. Each once. */
  readonly onEvent?: (event: TimelineEvent, head: ReportHead) => void;
}

/** How far neighbors are followed from the target: the interface of a group, the instance behind the interface. */
const mostSteps = 2;

export async function investigate(asked: Question, context: InvestigateContext): Promise<Report> {
  const question = withOtherRegions(asked);
  const started = context.clock();
  const early = earlierEvents(question, context, started);
  const readings = await readFirst(question, context, early.take);
  const later: Reading[] = [];
  const followed = await followInterests(question, readings, context, later);
  later.push(...(await early.end()));
  const evidence = [...followed.evidence, ...(await followIdentities(question, followed.evidence, context, later))];
  const own = sourcesOf(question.command);
  const sources = needsCalls(question, readings) ? [...own, 'cloudtrail'] : own;
  const window = windowOver(question, readings, own);
  const asOf = asOfConfig(question, window, readings);
  const found = eventsOf({ question, window, evidence, interests: followed.interests, asOf });
  return buildReport({
    question,
    window,
    backendOf: context.reader.backendOf,
    sources: withOrigins(sources, found.events),
    lagSeconds: lagsOf(context),
    readings: [...readings, ...ofLaterRounds(readings, later), { ...nothingRead, gaps: found.gaps }],
    ...found,
    version: context.version,
    generatedAt: started,
    seconds: (context.clock() - started) / 1000,
  });
}

/** The head is known once the window is: of AWS, before anything is read. */
function earlierEvents(question: Question, { reader, onEvent, version }: InvestigateContext, generatedAt: number) {
  if (!onEvent || question.from.length > 0) return noEarlyEvents;
  const head = reportHead({ question, window: windowOf(question, [], []), version, generatedAt });
  return earlyEvents(question, reader, (event) => onEvent(event, head));
}

/** `what` tells of items and of calls: in files it reaches from the first of either to the last. */
function windowOver(
  question: Question,
  readings: readonly Reading[],
  own: readonly string[],
): AnsweredWindow | undefined {
  const window = windowOf(question, readings, own);
  if (question.command !== 'what' || question.windowGiven) return window;
  const calls = windowOf(question, readings, ['cloudtrail']);
  if (!window || !calls) return window ?? calls;
  return { since: Math.min(window.since, calls.since), until: Math.max(window.until, calls.until) };
}

/** What the question needs; and the calls, where nothing else tells what changed. */
async function readFirst(
  question: Question,
  context: InvestigateContext,
  onReading?: (reading: Reading) => void,
): Promise<Reading[]> {
  const request = { kind: 'evidence', question, interests: firstInterests(question) } as const;
  const readings = await readAll(context, request, question.window, scopeOf(question), onReading);
  const isAsked =
    question.from.length > 0 || sourcesToAsk(question.command, question.targets.length > 0).includes('cloudtrail');
  if (isAsked || !needsCalls(question, readings)) return readings;
  const scope: Scope = { ...scopeOf(question), sources: ['cloudtrail'] };
  return [...readings, ...(await readAll(context, request, question.window, scope))];
}

/** An answer rests on whatever it lists. Empty: all. */
const withOrigins = (sources: readonly string[], events: readonly TimelineEvent[]): readonly string[] =>
  sources.length === 0 ? [] : [...new Set([...sources, ...events.map(({ origin }) => origin.source)])];

/** The evidence alone, for what is asked of states rather than of events. */
export async function readEvidence(question: Question, context: InvestigateContext): Promise<EvidenceRead> {
  const readings = await readFirst(question, context);
  const later: Reading[] = [];
  const { evidence, interests } = await followInterests(question, readings, context, later);
  return { readings: [...readings, ...ofLaterRounds(readings, later)], evidence, interests };
}

/** A rule's remediation runs an automation, which runs a stack …: each is found by the one it started. */
const mostOperations = 4;

/** Calls and who is behind them, for what is asked of principals rather than of events. */
export async function readCalls(
  question: Question,
  context: InvestigateContext,
): Promise<Pick<EvidenceRead, 'readings' | 'evidence'>> {
  const readings = await readFirst(question, context);
  const evidence = readings.flatMap((reading) => reading.evidence);
  const later: Reading[] = [];
  const behind = await followIdentities(question, evidence, context, later, mostOperations);
  return { readings: [...readings, ...ofLaterRounds(readings, later)], evidence: [...evidence, ...behind] };
}

export interface EvidenceRead {
  readonly readings: readonly Reading[];
  readonly evidence: readonly Evidence[];
  readonly interests: Interests;
}

interface Followed {
  readonly evidence: readonly Evidence[];
  readonly interests: Interests;
}

/** From what was typed to every spelling of it and to what belongs to it, as Config tells. */
async function followInterests(
  question: Question,
  readings: readonly Reading[],
  context: InvestigateContext,
  later: Reading[],
): Promise<Followed> {
  const first = readings.flatMap((reading) => reading.evidence);
  const evidence = [...first, ...(await readChanged(question, first, context, later))];
  let interests = firstInterests(question);
  if (question.targets.length === 0) {
    const isMeasured = readings.some(({ spans }) => spans.some(({ source }) => source === 'cloudwatch'));
    const series = isMeasured ? await followChanges(question, evidence, context, later) : [];
    return { evidence: [...evidence, ...series], interests };
  }
  let latest: readonly Evidence[] = evidence;
  for (let step = 0; step < mostSteps; step++) {
    const further = furtherInterests(interests, latest);
    if (!further) break;
    interests = joinInterests(interests, further);
    const answers = await readAll(context, { kind: 'follow', question, interests: further }, question.window);
    later.push(...answers);
    latest = answers.flatMap((reading) => reading.evidence);
    evidence.push(...latest);
  }
  return { evidence, interests };
}

/** Of files all was read. AWS Config is asked for what calls changed, where it could not be asked for what was named. */
async function readChanged(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
  later: Reading[],
): Promise<readonly Evidence[]> {
  if (question.from.length > 0 || question.survey || question.command === 'who' || question.command === 'impact')
    return [];
  const changed = changedTargets(question, evidence);
  if (changed.length === 0) return [];
  const request = { kind: 'follow', question, interests: firstInterests(question), changed } as const;
  const scope: Scope = { ...question.filters, sources: ['config'] };
  const answers = await readAll(context, request, question.window, scope);
  later.push(...answers);
  return answers.flatMap((reading) => reading.evidence);
}

/** Nothing was named: the metrics of what was changed are looked at, and of what belongs to it. Nothing else is read anew. */
async function followChanges(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
  later: Reading[],
): Promise<readonly Evidence[]> {
  if (!hasMetrics(question.command)) return [];
  let latest = evidence;
  let further = changedInterests(latest);
  let interests: Interests = { targets: [], neighbors: [] };
  const series: Evidence[] = [];
  for (let step = 0; step < mostSteps && further; step++) {
    interests = joinInterests(interests, further);
    const asked: Question = { ...question, command: 'impact' };
    const answers = await readAll(context, { kind: 'follow', question: asked, interests: further }, question.window);
    later.push(...answers);
    const found = answers.flatMap((reading) => reading.evidence);
    series.push(...found.filter(({ type }) => type === 'series' || type === 'measured'));
    latest = [...latest, ...found];
    further = furtherInterests(interests, latest);
  }
  return series;
}

/**
 * From the events' access keys to the calls that issued them, and from those to the calls before; then from what services
 * did to the calls that had them do it, and who made those; where these are services' calls too, so many levels on.
 */
async function followIdentities(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
  later: Reading[],
  mostLevels = 1,
): Promise<readonly Evidence[]> {
  const found: Evidence[] = [];
  // what changed is told without who changed it
  if (question.command === 'what') return found;
  const asked = new Set<string>();
  const ask = async (request: SourceRequest, window: Question['window']) => {
    const answers = await readAll(context, request, window, everywhere);
    later.push(...answers);
    found.push(...answers.flatMap((reading) => reading.evidence).filter(isTold));
  };
  // who made a user's key leads into what was done with it, and is nobody behind it: only of a key that was asked about
  const isTold = (item: Evidence) =>
    item.type !== 'credentials' ||
    item.accessKeyId.startsWith('ASIA') ||
    question.targets.some(({ text }) => text === item.accessKeyId);
  const followKeys = async () => {
    for (let hop = 0; hop < mostHops; hop++) {
      const round = identityRound(question, eventsIn([...evidence, ...found]), credentialsIn(found), asked);
      if (!round) break;
      const { window, ...wanted } = round;
      for (const text of Object.values(wanted).flat()) asked.add(text);
      await ask({ kind: 'credentials', ...wanted }, window);
    }
  };
  await followKeys();
  const services = new Set<string>();
  for (let level = 0; level < mostLevels; level++) {
    const operations = operationsRound(question.window, eventsIn([...evidence, ...found]));
    const open = operations?.services.filter((service) => !services.has(service)) ?? [];
    if (!operations || open.length === 0) break;
    for (const service of open) services.add(service);
    await ask({ kind: 'credentials', accessKeyIds: [], services: open }, operations.window);
    await followKeys();
  }
  return found;
}

const eventsIn = (evidence: readonly Evidence[]) =>
  evidence.flatMap((item) => (item.type === 'event' ? [item.event] : []));
const credentialsIn = (evidence: readonly Evidence[]) => evidence.filter((item) => item.type === 'credentials');

/**
 * What was read there was counted before, or is no part of the window: only what could not be asked is told of it, once
 * for each call.
 */
export function ofLaterRounds(first: readonly Reading[], later: readonly Reading[]): readonly Reading[] {
  // the call, whichever regions it was refused in
  const keyOf = ({ source, account, gap }: ReadingGap) =>
    JSON.stringify([source, account, gap.code, gap.locator?.split(' ')[0]]);
  const told = new Set(first.flatMap(({ gaps }) => gaps.map(keyOf)));
  return later.map(({ gaps, calls }) => ({
    evidence: [],
    spans: [],
    skipped: [],
    bytes: 0,
    gaps: gaps.filter((found) => {
      const isNew = found.source !== undefined && !told.has(keyOf(found));
      told.add(keyOf(found));
      return isNew;
    }),
    ...(calls && { calls }),
  }));
}

/** Of global services and sign-ins, other regions hold the records. */
const scopeOf = ({ filters: { accounts, regions }, otherRegions = [] }: Question): Scope => ({
  accounts,
  regions: regions.length > 0 ? [...regions, ...otherRegions] : [],
});

/** Credentials are issued in other regions and accounts than they are used in. */
const everywhere = { regions: [], accounts: [] };

async function readAll(
  { reader, signal }: InvestigateContext,
  request: SourceRequest,
  window: Question['window'],
  scope: Scope = 'question' in request ? scopeOf(request.question) : everywhere,
  onReading: (reading: Reading) => void = () => {},
): Promise<Reading[]> {
  const readings: Reading[] = [];
  if (signal?.aborted) return readings;
  try {
    for await (const reading of reader.read(request, window, scope)) {
      readings.push(reading);
      onReading(reading);
    }
  } catch (error) {
    // what was read until then is an answer, and says that it is not the whole
    if (!signal?.aborted) throw error;
    readings.push({
      evidence: [],
      spans: [],
      skipped: [],
      bytes: 0,
      gaps: [{ account: null, region: null, gap: interrupted }],
    });
  }
  return readings;
}

const nothingRead: Reading = { evidence: [], spans: [], skipped: [], gaps: [], bytes: 0 };

const interrupted = gap('INTERRUPTED', 'the run was interrupted before everything was read', { hint: 'run it again' });
