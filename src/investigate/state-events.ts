/**
 * What resources were like and what rules said about them: changes recorded by AWS Config, changes inferred from calls, and
 * verdicts.
 */
import { configChanges } from '../analysis/what/config-changes.ts';
import { inferredChanges } from '../analysis/what/inferred.ts';
import type { Match, TimelineEvent } from '../model/event.ts';
import type { ConfigurationItemEvidence, Evidence } from '../model/evidence.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import { isAboutRule } from '../plan/interests.ts';
import { placeOf } from '../plan/target.ts';
import { type ComplianceAnswer, complianceOf } from './compliance-events.ts';
import { kindsListed } from './listing.ts';
import { spellingsOf } from './spellings.ts';

export interface StateInput {
  readonly question: Question;
  readonly window: AnsweredWindow | undefined;
  readonly evidence: readonly Evidence[];
  /** Epoch milliseconds. */
  readonly asOf: number;
  /** Those of the evidence. */
  readonly items: readonly ConfigurationItemEvidence[];
  /** Events that correspond to one record each. */
  readonly recorded: readonly TimelineEvent[];
  /** Why something about the target is listed, by its spellings. */
  readonly matchesOwn: (spellings: readonly (string | null)[]) => readonly Match[];
  /** Whether a name of this type is the one that was meant. */
  readonly isOfType: (type: string) => boolean;
}

export interface States extends Omit<ComplianceAnswer, 'events'> {
  readonly events: readonly TimelineEvent[];
}

export function stateEvents({
  question,
  window,
  evidence,
  asOf,
  items,
  recorded,
  matchesOwn,
  isOfType,
}: StateInput): States {
  const aboutRule = isAboutRule(question, evidence);
  const changes = configChanges({
    items,
    window,
    matches: (item) => {
      const own = isOfType(item.resourceType) ? matchesOwn(spellingsOf(item)) : [];
      // what a rule evaluates is not itself the target: its changes are listed if they explain a verdict
      return own.length === 0 && aboutRule ? ['neighbor'] : own;
    },
  });
  const compliance = complianceOf({
    question,
    window,
    evidence,
    asOf,
    matches: (state) => (isOfType(state.resourceType) ? matchesOwn([state.resourceId, state.rule]) : []),
    events: [...recorded, ...changes],
  });
  const isThere = placeOf(question);
  const inferred = kindsListed(question)('config-change')
    ? inferredChanges({
        events: recorded,
        items,
        window,
        isTarget: (type, spellings, place) => isOfType(type) && isThere(place) && matchesOwn(spellings).length > 0,
      })
    : [];
  return { ...compliance, events: [...changes, ...inferred, ...compliance.events] };
}
