/** The first round of reading: what the question itself asks for, and no more of it than the command reports. */
import type { Reading } from '../model/evidence.ts';
import type { Question } from '../model/question.ts';
import { firstInterests } from '../plan/interests.ts';
import { needsCalls, sourcesToAsk, sourcesToAskLater } from '../plan/lanes.ts';
import { readByUserId } from './directory-users.ts';
import type { EvidenceReader, Scope } from './evidence-reader.ts';
import type { HeldBack } from './held-back.ts';
import { type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

export interface FirstRoundOptions {
  /** What is kept of each reading, as it arrives. */
  readonly keep?: (reading: Reading) => Reading;
  /** The sources whose files are read. Absent: those that the command needs. */
  readonly delivered?: readonly string[];
  /** Items that wait until it is known which of them matter. Absent: all are kept. */
  readonly heldBack?: HeldBack | undefined;
}

/** Reads what the question needs; the calls, if nothing else shows what changed; and people found by their ids. */
export async function readFirst(
  question: Question,
  context: InvestigateContext,
  { keep, delivered, heldBack }: FirstRoundOptions = {},
): Promise<Reading[]> {
  const hasTargets = question.targets.length > 0;
  const isOfFiles = question.from.length > 0;
  const waits = awaitsStates(question, context.reader);
  const request = { kind: 'evidence', question, interests: firstInterests(question) } as const;
  const calls = isOfFiles ? await callsAsked(question, waits) : undefined;
  const first = { ...request, ...(calls && { calls }), ...(heldBack && { held: heldBack.held }) };
  const scope: Scope = { ...scopeOf(question), ...(isOfFiles && delivered && { sources: delivered }) };
  const named = await readAll(context, first, question.window, scope, keep);
  const readings = [...named, ...(await readByUserId(question, named, context))];
  if (heldBack && question.command === 'compliance') {
    const evidence = readings.flatMap((reading) => reading.evidence);
    readings.push(...(await heldBack.read(evidence, readings, context)));
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

/** Whether calls are asked for only once states have shown which of them matter. */
const awaitsStates = ({ command, targets }: Question, { fetchesAgain = false }: EvidenceReader): boolean =>
  !fetchesAgain && sourcesToAskLater(command, targets.length > 0).includes('cloudtrail');

/** Which calls in files matter, if not all do: for a window, `what` only reports those with known effects. */
async function callsAsked(
  { command, targets }: Question,
  waits: boolean,
): Promise<'counted' | readonly string[] | undefined> {
  if (waits) return 'counted';
  if (command !== 'what' || targets.length > 0) return undefined;
  return (await import('../analysis/what/inferred.ts')).callsWithEffects;
}

/** Holds back the items of files until it is known which of them matter; undefined if all are kept. */
export async function loadHeldBack(question: Question, { reader }: InvestigateContext): Promise<HeldBack | undefined> {
  if (question.from.length === 0 || question.targets.length > 0 || reader.fetchesAgain) return undefined;
  // calls alone reveal no state, and loading what holds back takes as long as the question itself
  if (question.command === 'who') return undefined;
  const { heldBack } = await import('./held-back.ts');
  return heldBack(question);
}
