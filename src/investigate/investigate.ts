/**
 * Runs a question: hands the sources the archive, asks again for what the first answers led to, and has the report made.
 * It knows neither AWS nor files nor the clock: all come in.
 */
import type { TimelineEvent } from '../model/event.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Report } from '../model/report.ts';
import { hasGiven } from '../plan/given.ts';
import { firstInterests, isAboutRule } from '../plan/interests.ts';
import { needsCalls, sourcesOf, sourcesToAsk, sourcesToAskLater } from '../plan/lanes.ts';
import { hasOpened } from '../plan/opened.ts';
import { withOtherRegions } from '../plan/other-regions.ts';
import { windowOf } from '../report/answered-window.ts';
import { buildReport, reportHead } from '../report/build.ts';
import { asOfConfig } from './as-of.ts';
import { readByUserId } from './directory-users.ts';
import type { EarlyEvents } from './early-events.ts';
import { eventsOf } from './events.ts';
import type { EvidenceReader, Scope } from './evidence-reader.ts';
import { followIdentities } from './follow-identities.ts';
import { followInterests } from './follow-interests.ts';
import type { HeldBack } from './held-back.ts';
import { lagsOf } from './lags.ts';
import { nearNames } from './near-names.ts';
import {
  type InvestigateContext,
  interruptionOf,
  nothingRead,
  ofLaterRounds,
  readAll,
  scopeOf,
  TooMuchToHold,
} from './reading-rounds.ts';

/** @throws TooMuchToHold */
export async function investigate(asked: Question, context: InvestigateContext): Promise<Report> {
  const question = withOtherRegions(asked);
  const started = context.clock();
  const early = await earlierEvents(question, context, started);
  let held = 0;
  const keep = (reading: Reading): Reading => {
    held += reading.evidence.length;
    if (held > (context.mostHeld ?? Infinity)) throw new TooMuchToHold();
    early?.take(reading);
    return reading;
  };
  const waiting = await loadHeldBack(question, context);
  const take = (reading: Reading): Reading => keep(waiting?.take(reading) ?? reading);
  const passed = passesCalls(question) ? await readPassing(question, context, take, waiting?.held) : undefined;
  const readings = [...(passed ? passed.readings : await readFirst(question, context, take, undefined, waiting))];
  const later: Reading[] = [];
  const followed = await followInterests(question, readings, context, later, passed);
  if (waiting && question.command !== 'compliance') {
    const earlier = await waiting.read(followed.evidence, readings, context);
    readings.push(...earlier);
    followed.evidence.push(...earlier.flatMap((reading) => reading.evidence));
  }
  if (asksBehindRule(question, followed.evidence)) {
    const { readBehindRule } = await import('./asked-rule.ts');
    const found = await readBehindRule(question, followed.evidence, readings, context);
    later.push(...found);
    followed.evidence.push(...found.flatMap((reading) => reading.evidence));
  }
  const outside = await readsOutside(question, followed.evidence, readings, context);
  later.push(...outside);
  followed.evidence.push(...outside.flatMap((reading) => reading.evidence));
  const uses = await readUses(question, followed.evidence, readings, context);
  later.push(...uses);
  followed.evidence.push(...uses.flatMap((reading) => reading.evidence));
  later.push(...((await early?.end()) ?? []));
  const behind = await followIdentities(question, followed.evidence, context, later);
  const evidence = [...followed.evidence, ...behind];
  const own = sourcesOf(question.command);
  const sources = needsCalls(question, readings) ? [...own, 'cloudtrail'] : own;
  const window = windowOver(question, readings, own);
  const asOf = asOfConfig(question, window, readings);
  // Ctrl-C from here on cuts nothing off
  const interruption = interruptionOf(context, readings);
  context.onRead?.(evidence.length);
  const { turn } = context;
  const found = await eventsOf({ question, window, evidence, interests: followed.interests, asOf, turn });
  const near = found.events.length === 0 ? await nearNames(question, evidence, context) : [];
  await turn?.();
  return buildReport({
    question,
    window,
    near,
    backendOf: context.reader.backendOf,
    sources: withOrigins(sources, found.events),
    lagSeconds: lagsOf(context),
    readings: [...readings, ...ofLaterRounds(readings, later), { ...nothingRead, gaps: found.gaps }, interruption],
    ...found,
    version: context.version,
    generatedAt: started,
    seconds: (context.clock() - started) / 1000,
  });
}

/** The head is known once the window is: of AWS before anything is read, of files where the question tells its beginning. */
async function earlierEvents(
  question: Question,
  { reader, onEvent, version }: InvestigateContext,
  generatedAt: number,
): Promise<EarlyEvents | undefined> {
  if (!onEvent || (question.from.length > 0 && question.window.since === undefined)) return undefined;
  const head = reportHead({ question, window: windowOf(question, [], []), version, generatedAt });
  const { earlyEvents } = await import('./early-events.ts');
  return earlyEvents(question, reader, (event, otherId) => onEvent(event, head, otherId));
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

/** Where no call is listed and none was named: those that explain are few, and the others need not be held. */
const passesCalls = ({ command, targets, from }: Question): boolean =>
  command === 'impact' && targets.length === 0 && from.length > 0;

/** Whose verdicts are told with what is behind them. */
const asksBehindRule = (question: Question, evidence: readonly Evidence[]): boolean =>
  explained.has(question.command) && isAboutRule(question, evidence);
const explained: ReadonlySet<Question['command']> = new Set(['investigate', 'compliance', 'gate']);

/** What is kept of items before it is known which of them matter; undefined where all are kept. */
async function loadHeldBack(question: Question, { reader }: InvestigateContext): Promise<HeldBack | undefined> {
  if (question.from.length === 0 || question.targets.length > 0 || reader.fetchesAgain) return undefined;
  // of calls alone no state is told, and what waits is as much to load as the question itself
  if (question.command === 'who') return undefined;
  const { heldBack } = await import('./held-back.ts');
  return heldBack(question);
}

/** Seldom was anything opened to others. */
async function readsOutside(...asked: Parameters<typeof import('./outside-reads.ts').readsFromOutside>) {
  const [{ from }, evidence, , { reader }] = asked;
  if (from.length === 0 || reader.fetchesAgain === true || !hasOpened(evidence)) return [];
  const { readsFromOutside } = await import('./outside-reads.ts');
  return readsFromOutside(...asked);
}

/** Of a principal that let others in: where all is told, and none of their calls was read. */
async function readUses(...asked: Parameters<typeof import('./credential-uses.ts').usesOfGiven>) {
  const [{ command, targets, filters }, evidence] = asked;
  const tellsAll = command === 'investigate' || command === 'gate';
  if (!tellsAll || targets.length === 0 || filters.reads === 'writes' || !hasGiven(evidence)) return [];
  const { usesOfGiven } = await import('./credential-uses.ts');
  return usesOfGiven(...asked);
}

async function readPassing(...asked: Parameters<typeof import('./measured.ts').readMeasured>) {
  const { readMeasured } = await import('./measured.ts');
  return readMeasured(...asked);
}

/** What the question needs; the calls, where nothing else tells what changed; and what is found of people by their ids. */
async function readFirst(
  question: Question,
  context: InvestigateContext,
  keep?: (reading: Reading) => Reading,
  /** Of files, what these deliver is read. Absent: what the command needs. */
  delivered?: readonly string[],
  waiting?: HeldBack,
): Promise<Reading[]> {
  const hasTargets = question.targets.length > 0;
  const isOfFiles = question.from.length > 0;
  const waits = awaitsStates(question, context.reader);
  const request = { kind: 'evidence', question, interests: firstInterests(question) } as const;
  const calls = isOfFiles ? await callsAsked(question, waits) : undefined;
  const first = { ...request, ...(calls && { calls }), ...(waiting && { held: waiting.held }) };
  const scope: Scope = { ...scopeOf(question), ...(isOfFiles && delivered && { sources: delivered }) };
  const named = await readAll(context, first, question.window, scope, keep);
  const readings = [...named, ...(await readByUserId(question, named, context))];
  if (waiting && question.command === 'compliance') {
    const evidence = readings.flatMap((reading) => reading.evidence);
    readings.push(...(await waiting.read(evidence, readings, context)));
  }
  if (waits) {
    const { readCallsOnTurned } = await import('./turned.ts');
    return [...readings, ...(await readCallsOnTurned(question, readings, context))];
  }
  const isAsked = isOfFiles || sourcesToAsk(question.command, hasTargets).includes('cloudtrail');
  if (isAsked || !needsCalls(question, readings)) return readings;
  const inCalls: Scope = { ...scopeOf(question), sources: ['cloudtrail'] };
  return [...readings, ...(await readAll(context, request, question.window, inCalls))];
}

/** Whether calls are asked for once states have told which of them matter. */
const awaitsStates = ({ command, targets }: Question, { fetchesAgain = false }: EvidenceReader): boolean =>
  !fetchesAgain && sourcesToAskLater(command, targets.length > 0).includes('cloudtrail');

/** Which calls of files matter, where not all do: of a window, `what` tells of those alone whose effects are known. */
async function callsAsked(
  { command, targets }: Question,
  waits: boolean,
): Promise<'counted' | readonly string[] | undefined> {
  if (waits) return 'counted';
  if (command !== 'what' || targets.length > 0) return undefined;
  return (await import('../analysis/what/inferred.ts')).callsWithEffects;
}

/** An answer rests on whatever it lists. Empty: all. */
const withOrigins = (sources: readonly string[], events: readonly TimelineEvent[]): readonly string[] =>
  sources.length === 0 ? [] : [...new Set([...sources, ...events.map(({ origin }) => origin.source)])];

/** The evidence alone, for what is asked of states rather than of events. */
export async function readEvidence(asked: Question, context: InvestigateContext): Promise<EvidenceRead> {
  const question = withOtherRegions(asked);
  const readings = await readFirst(question, context);
  const later: Reading[] = [];
  const { evidence, interests } = await followInterests(question, readings, context, later);
  return {
    readings: [...readings, ...ofLaterRounds(readings, later), interruptionOf(context, readings)],
    evidence,
    interests,
  };
}

/** Calls and who is behind them, for what is asked of principals rather than of events. */
export async function readCalls(
  asked: Question,
  context: InvestigateContext,
): Promise<Pick<EvidenceRead, 'readings' | 'evidence'>> {
  const question = withOtherRegions(asked);
  const readings = await readFirst(question, context, undefined, sourcesOf('who'));
  const evidence = readings.flatMap((reading) => reading.evidence);
  const later: Reading[] = [];
  const behind = await followIdentities(question, evidence, context, later);
  return {
    readings: [...readings, ...ofLaterRounds(readings, later), interruptionOf(context, readings)],
    evidence: [...evidence, ...behind],
  };
}

export interface EvidenceRead {
  readonly readings: readonly Reading[];
  readonly evidence: readonly Evidence[];
  readonly interests: Interests;
}
