/** What must be known of all calls before the first can be reported: which of them bear on others, and which are copies. */
import { workloadIds } from '../../analysis/who/principals.ts';
import { CallSurvey } from '../../analysis/who/survey.ts';
import { callWith } from '../../model/call-event.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import type { CredentialsEvidence, Evidence, Reading } from '../../model/evidence.ts';
import type { Exceptions, PassingPart } from '../../model/passing.ts';
import type { Question } from '../../model/question.ts';
import { firstInterests } from '../../plan/interests.ts';
import { mergeEvidence, ownId } from '../../report/merge.ts';
import { followIdentities } from '../follow-identities.ts';
import { type InvestigateContext, readAll, scopeOf } from '../reading-rounds.ts';
import { type CallExceptions, exceptionsOf } from './exceptions.ts';
import { type CallEvidence, isCall } from './parts.ts';
import { SurveyedCalls } from './surveyed-calls.ts';

export interface Survey {
  /** Without the calls. */
  readonly readings: readonly Reading[];
  /** Everything but calls, and the calls that bear on others. */
  readonly evidence: readonly Evidence[];
  /** The calls among them. */
  readonly held: readonly CallEvidence[];
  /** All calls. */
  readonly surveyed: SurveyedCalls;
}

export async function surveyCalls(question: Question, context: InvestigateContext): Promise<Survey> {
  const survey = new CallSurvey();
  const surveyed = new SurveyedCalls();
  const isTaken = (item: Evidence): boolean => {
    if (isCall(item)) survey.take(item.event, item.digest);
    else if (item.type === 'surveyed') surveyed.add(item);
    else return false;
    return true;
  };
  const readings = await readPart(question, context, { part: 'survey' }, undefined, (reading) => ({
    ...reading,
    evidence: reading.evidence.filter((item) => !isTaken(item)),
  }));
  const told = readings.flatMap((reading) => reading.evidence);
  const held = survey.held.map(({ call, digest }): CallEvidence => ({ type: 'event', event: call, digest }));
  return { readings, evidence: [...told, ...held], held, surveyed };
}

/** Calls that reveal something about others. */
export interface BearingCalls {
  /** In order of time, like the changes. */
  readonly calls: readonly ApiCallEvent[];
  /** Of the code behind calls. */
  readonly changes: readonly ApiCallEvent[];
  readonly credentials: readonly CredentialsEvidence[];
  readonly exceptions: Exceptions;
  /** The readings with these, in addition to the survey's. */
  readonly readings: readonly Reading[];
}

export async function bearingCalls(
  question: Question,
  context: InvestigateContext,
  { evidence, held, surveyed }: Survey,
): Promise<BearingCalls> {
  const readings: Reading[] = [];
  const behind = await followIdentities(question, evidence, context, readings);
  const alsoRead = behind.filter(isCall);
  const known = exceptionsOf(surveyed, alsoRead);
  const credentials = behind.filter((item) => item.type === 'credentials');
  const calls = merged([...held, ...alsoRead], known);
  const ids = [...workloadIds(calls, credentials)].sort();
  const changed = ids.length > 0 ? await readPart(question, context, { part: 'changes', ids }) : [];
  readings.push(...changed);
  const changes = merged([...changed.flatMap((reading) => reading.evidence).filter(isCall), ...alsoRead], known);
  return { calls, changes, credentials, exceptions: known.exceptions, readings };
}

/** Reads calls for one purpose, from all files or from those named, in their order. */
export const readPart = (
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

/** Each once, under its final id; in order of time. */
function merged(items: readonly CallEvidence[], known: CallExceptions): readonly ApiCallEvent[] {
  const owned = items.map(
    (item): CallEvidence =>
      known.isShared(item) ? { ...item, event: callWith(item.event, { id: ownId(item.event.id, item.digest) }) } : item,
  );
  return mergeEvidence(owned).events.filter((event) => event.kind === 'api-call');
}
