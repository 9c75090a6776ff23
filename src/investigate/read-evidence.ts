/** Evidence only, for questions about states and principals rather than events. */
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { Question } from '../model/question.ts';
import { sourcesOf } from '../plan/lanes.ts';
import { withOtherRegions } from '../plan/other-regions.ts';
import { readFirst } from './first-round.ts';
import { followIdentities } from './follow-identities.ts';
import { followInterests } from './follow-interests.ts';
import { type InvestigateContext, interruptionOf, ofLaterRounds } from './reading-rounds.ts';

export interface EvidenceRead {
  readonly readings: readonly Reading[];
  readonly evidence: readonly Evidence[];
  readonly interests: Interests;
}

/** What the question asks for, and what belongs to its targets. */
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

/** Calls, and who is behind them. */
export async function readCalls(
  asked: Question,
  context: InvestigateContext,
): Promise<Pick<EvidenceRead, 'readings' | 'evidence'>> {
  const question = withOtherRegions(asked);
  const readings = await readFirst(question, context, { delivered: sourcesOf('who') });
  const evidence = readings.flatMap((reading) => reading.evidence);
  const later: Reading[] = [];
  const behind = await followIdentities(question, evidence, context, later);
  return {
    readings: [...readings, ...ofLaterRounds(readings, later), interruptionOf(context, readings)],
    evidence: [...evidence, ...behind],
  };
}
