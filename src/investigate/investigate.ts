/**
 * Runs a question: hands it to the sources, asks again for what the first answers led to, and has the report made. It knows
 * neither AWS nor files nor the clock: all are passed in.
 */
import type { TimelineEvent } from '../model/event.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Report } from '../model/report.ts';
import { needsCalls, sourcesOf } from '../plan/lanes.ts';
import { withOtherRegions } from '../plan/other-regions.ts';
import { windowOf } from '../report/answered-window.ts';
import { buildReport, reportHead } from '../report/build.ts';
import { asOfConfig } from './as-of.ts';
import type { EarlyEvents } from './early-events.ts';
import { eventsOf } from './events.ts';
import { loadHeldBack, readFirst } from './first-round.ts';
import { followIdentities } from './follow-identities.ts';
import { followInterests } from './follow-interests.ts';
import { lagsOf } from './lags.ts';
import { readLaterRounds } from './later-rounds.ts';
import { nearNames } from './near-names.ts';
import {
  type InvestigateContext,
  interruptionOf,
  nothingRead,
  ofLaterRounds,
  TooMuchToHold,
} from './reading-rounds.ts';

/** @throws TooMuchToHold */
export async function investigate(asked: Question, context: InvestigateContext): Promise<Report> {
  const question = withOtherRegions(asked);
  const started = context.clock();
  const { readings, later, evidence, interests } = await readRounds(question, context, started);
  const own = sourcesOf(question.command);
  const sources = needsCalls(question, readings) ? [...own, 'cloudtrail'] : own;
  const window = windowOver(question, readings, own);
  const asOf = asOfConfig(question, window, readings);
  // from here on Ctrl-C interrupts nothing
  const interruption = interruptionOf(context, readings);
  context.onRead?.(evidence.length);
  const { turn } = context;
  const found = await eventsOf({ question, window, evidence, interests, asOf, turn });
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

interface Read {
  /** Of the question itself. */
  readonly readings: readonly Reading[];
  /** Of what the first answers led to: not part of the question's coverage. */
  readonly later: readonly Reading[];
  /** Of both. */
  readonly evidence: readonly Evidence[];
  readonly interests: Interests;
}

/** Each round asks for what the rounds before it led to. */
async function readRounds(question: Question, context: InvestigateContext, started: number): Promise<Read> {
  const early = await earlierEvents(question, context, started);
  const heldBack = await loadHeldBack(question, context);
  const hold = holdAtMost(context.mostHeld ?? Infinity);
  const keep = (reading: Reading): Reading => {
    const kept = hold(heldBack?.take(reading) ?? reading);
    early?.take(kept);
    return kept;
  };
  const passed = passesCalls(question) ? await readPassing(question, context, keep, heldBack?.held) : undefined;
  const readings = [...(passed ? passed.readings : await readFirst(question, context, { keep, heldBack }))];
  const later: Reading[] = [];
  const { evidence, interests } = await followInterests(question, readings, context, later, passed);
  const add = (to: Reading[], found: readonly Reading[]) => {
    to.push(...found);
    evidence.push(...found.flatMap((reading) => reading.evidence));
  };
  if (heldBack && question.command !== 'compliance') add(readings, await heldBack.read(evidence, readings, context));
  add(later, await readLaterRounds(question, evidence, readings, context));
  later.push(...((await early?.end()) ?? []));
  const behind = await followIdentities(question, evidence, context, later);
  return { readings, later, evidence: [...evidence, ...behind], interests };
}

function holdAtMost(most: number): (reading: Reading) => Reading {
  let held = 0;
  return (reading) => {
    held += reading.evidence.length;
    if (held > most) throw new TooMuchToHold();
    return reading;
  };
}

/** The head is known once the window is: with AWS before anything is read, with files if the question sets its beginning. */
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

/** `what` reports items and calls: in files its window reaches from the first of either to the last. */
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

/** If no call is listed or named, only those that explain something are needed, which are few; the others need not be kept. */
const passesCalls = ({ command, targets, from }: Question): boolean =>
  command === 'impact' && targets.length === 0 && from.length > 0;

async function readPassing(...asked: Parameters<typeof import('./measured.ts').readMeasured>) {
  const { readMeasured } = await import('./measured.ts');
  return readMeasured(...asked);
}

/** An answer is based on whatever it lists. Empty: all. */
const withOrigins = (sources: readonly string[], events: readonly TimelineEvent[]): readonly string[] =>
  sources.length === 0 ? [] : [...new Set([...sources, ...events.map(({ origin }) => origin.source)])];
