/**
 * Rounds of reading that few questions need: each is loaded, and reads more, only if what was found so far calls for it. Later
 * rounds see what earlier ones found.
 */
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Question } from '../model/question.ts';
import { hasGiven } from '../plan/given.ts';
import { isAboutRule } from '../plan/interests.ts';
import { hasOpened } from '../plan/opened.ts';
import type { InvestigateContext } from './reading-rounds.ts';

/** @param readings of the first round: they show what was counted before */
type ReadRound = (
  question: Question,
  evidence: readonly Evidence[],
  readings: readonly Reading[],
  context: InvestigateContext,
) => Promise<readonly Reading[]>;

interface Round {
  /** Cheap: asked for every question. */
  isCalledFor(question: Question, evidence: readonly Evidence[], context: InvestigateContext): boolean;
  load(): Promise<ReadRound>;
}

/** A rule was asked about: what is behind its verdicts. */
const behindRule: Round = {
  isCalledFor: (question, evidence) =>
    ['investigate', 'compliance', 'gate'].includes(question.command) && isAboutRule(question, evidence),
  load: async () => (await import('./asked-rule.ts')).readBehindRule,
};

/** Something was opened to others: who came in. */
const outsideReads: Round = {
  isCalledFor: ({ from }, evidence) => from.length > 0 && hasOpened(evidence),
  load: async () => (await import('./outside-reads.ts')).readsFromOutside,
};

/** A principal gave credentials to others, whose calls no question about that principal reads: what was done with them. */
const credentialUses: Round = {
  isCalledFor: ({ command, targets, filters }, evidence) =>
    (command === 'investigate' || command === 'gate') &&
    targets.length > 0 &&
    filters.reads !== 'writes' &&
    hasGiven(evidence),
  load: async () => (await import('./credential-uses.ts')).usesOfGiven,
};

const rounds: readonly Round[] = [behindRule, outsideReads, credentialUses];

export async function readLaterRounds(
  question: Question,
  evidence: readonly Evidence[],
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  const known = [...evidence];
  const found: Reading[] = [];
  for (const { isCalledFor, load } of rounds) {
    if (!isCalledFor(question, known, context)) continue;
    const readRound = await load();
    const answers = await readRound(question, known, readings, context);
    found.push(...answers);
    known.push(...answers.flatMap((reading) => reading.evidence));
  }
  return found;
}
