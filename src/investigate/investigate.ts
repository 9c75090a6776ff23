/**
 * Runs a question: hands the sources the archive, asks again for what the first answers led to, and has the report made.
 * It knows neither AWS nor files nor the clock: all come in.
 */
import type { TimelineEvent } from '../model/event.ts';
import type { Evidence, Reading, ReadingGap } from '../model/evidence.ts';
import { gap } from '../model/gap.ts';
import type { Interests } from '../model/interests.ts';
import type { Question } from '../model/question.ts';
import type { Report } from '../model/report.ts';
import { changedInterests } from '../plan/changed.ts';
import { firstInterests, furtherInterests, joinInterests } from '../plan/interests.ts';
import { hasMetrics, needsCalls, sourcesOf, sourcesToAsk } from '../plan/lanes.ts';
import { operationsRound } from '../plan/operations.ts';
import { identityRound, mostHops } from '../plan/rounds.ts';
import { buildReport } from '../report/build.ts';
import { windowOf } from '../report/coverage.ts';
import type { Source, SourceRequest } from '../sources/source.ts';
import { asOfConfig } from './compliance-events.ts';
import { eventsOf } from './events.ts';
import type { EvidenceReader, Scope } from './evidence-reader.ts';

export interface InvestigateContext {
  readonly sources: readonly Source[];
  readonly reader: EvidenceReader;
  readonly signal?: AbortSignal;
  /** Epoch milliseconds: for measuring, not for the answer. */
  readonly clock: () => number;
  readonly version: string;
}

/** How far neighbors are followed from the target: the interface of a group, the instance behind the interface. */
const mostSteps = 2;

export async function investigate(question: Question, context: InvestigateContext): Promise<Report> {
  const started = context.clock();
  const readings = await readFirst(question, context);
  const later: Reading[] = [];
  const followed = await followInterests(question, readings, context, later);
  const evidence = [...followed.evidence, ...(await followIdentities(question, followed.evidence, context, later))];
  const own = sourcesOf(question.command);
  const sources = needsCalls(question, readings) ? [...own, 'cloudtrail'] : own;
  const window = windowOf(question, readings, question.command === 'what' ? [...own, 'cloudtrail'] : own);
  const asOf = asOfConfig(question, window, readings);
  const found = eventsOf({ question, window, evidence, interests: followed.interests, asOf });
  return buildReport({
    question,
    window,
    backendOf: context.reader.backendOf,
    sources: withOrigins(sources, found.events),
    lagSeconds: Object.fromEntries(
      context.sources.map(({ name, backends }) => [name, Math.max(...backends.map(({ reach }) => reach.lagSeconds))]),
    ),
    readings: [...readings, ...ofLaterRounds(readings, later), { ...nothingRead, gaps: found.gaps }],
    ...found,
    version: context.version,
    generatedAt: started,
    seconds: (context.clock() - started) / 1000,
  });
}

/** What the question needs; and the calls, where nothing else tells what changed. */
async function readFirst(question: Question, context: InvestigateContext): Promise<Reading[]> {
  const request = { kind: 'evidence', question, interests: firstInterests(question) } as const;
  const readings = await readAll(context, request, question.window);
  const isAsked =
    question.from.length > 0 || sourcesToAsk(question.command, question.targets.length > 0).includes('cloudtrail');
  if (isAsked || !needsCalls(question, readings)) return readings;
  const scope: Scope = { ...question.filters, sources: ['cloudtrail'] };
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
  const evidence = readings.flatMap((reading) => reading.evidence);
  let interests = firstInterests(question);
  if (question.targets.length === 0) {
    const series = await followChanges(question, readings, context, later);
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

/** Nothing was named: the metrics of what was changed are looked at, and of what belongs to it. Nothing else is read anew. */
async function followChanges(
  question: Question,
  readings: readonly Reading[],
  context: InvestigateContext,
  later: Reading[],
): Promise<readonly Evidence[]> {
  const isMeasured = readings.some(({ spans }) => spans.some(({ source }) => source === 'cloudwatch'));
  if (!isMeasured || !hasMetrics(question.command)) return [];
  let latest: readonly Evidence[] = readings.flatMap((reading) => reading.evidence);
  let further = changedInterests(latest);
  let interests: Interests = { targets: [], neighbors: [] };
  const series: Evidence[] = [];
  for (let step = 0; step < mostSteps && further; step++) {
    interests = joinInterests(interests, further);
    const asked: Question = { ...question, command: 'impact' };
    const answers = await readAll(context, { kind: 'follow', question: asked, interests: further }, question.window);
    later.push(...answers);
    const found = answers.flatMap((reading) => reading.evidence);
    series.push(...found.filter(({ type }) => type === 'series'));
    latest = [...latest, ...found];
    further = furtherInterests(interests, latest);
  }
  return series;
}

/**
 * From the events' access keys to the calls that issued them, and from those to the calls before; then from what services
 * did to the calls that had them do it, and who made those.
 */
async function followIdentities(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
  later: Reading[],
): Promise<readonly Evidence[]> {
  const found: Evidence[] = [];
  // what changed is told without who changed it
  if (question.command === 'what') return found;
  const asked = new Set<string>();
  const ask = async (request: SourceRequest, window: Question['window']) => {
    const answers = await readAll(context, request, window, everywhere);
    later.push(...answers);
    found.push(...answers.flatMap((reading) => reading.evidence));
  };
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
  const operations = operationsRound(question.window, eventsIn([...evidence, ...found]));
  if (operations) {
    await ask({ kind: 'credentials', accessKeyIds: [], services: operations.services }, operations.window);
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
function ofLaterRounds(first: readonly Reading[], later: readonly Reading[]): readonly Reading[] {
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

/** Credentials are issued in other regions and accounts than they are used in. */
const everywhere = { regions: [], accounts: [] };

async function readAll(
  { reader, signal }: InvestigateContext,
  request: SourceRequest,
  window: Question['window'],
  scope: Scope = 'question' in request ? request.question.filters : everywhere,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  if (signal?.aborted) return readings;
  try {
    for await (const reading of reader.read(request, window, scope)) readings.push(reading);
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
