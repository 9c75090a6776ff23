/** What to ask next, from the question and from what is known so far. Pure: the same evidence asks the same things. */

import type { TimelineEvent } from '../model/event.ts';
import type { CredentialsEvidence } from '../model/evidence.ts';
import type { Question, Window } from '../model/question.ts';

/** Asks for the calls that issued these access keys. */
export interface CredentialsRound {
  readonly accessKeyIds: readonly string[];
  readonly window: Window;
}

/**
 * The longest that temporary credentials live: GetSessionToken's 36 hours. In milliseconds.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
const longestSession = 36 * 3_600_000;

/** Roles taken on from roles: no chain of real credentials is longer, and a forged one must end. */
export const mostHops = 100;

/**
 * Who issued the credentials that the events were made with: first for the events' own keys, then for the keys that
 * issued those. undefined when nothing is left to ask.
 */
export function identityRound(
  question: Question,
  events: readonly TimelineEvent[],
  known: readonly CredentialsEvidence[],
): CredentialsRound | undefined {
  const keys = new Set<string>();
  const longTerm = new Set<string>();
  for (const event of events) {
    const key = event.kind === 'api-call' ? event.detail.principal.accessKeyId : null;
    if (key?.startsWith('ASIA')) keys.add(key);
  }
  for (const { text, readings } of question.targets) {
    if (readings[0]?.kind === 'access-key') (text.startsWith('ASIA') ? keys : longTerm).add(text);
  }
  for (const { issuerAccessKeyId } of known) if (issuerAccessKeyId?.startsWith('ASIA')) keys.add(issuerAccessKeyId);
  for (const { accessKeyId } of known) {
    keys.delete(accessKeyId);
    longTerm.delete(accessKeyId);
  }
  if (keys.size + longTerm.size === 0) return undefined;
  const { since, until } = question.window;
  // a user's key may be of any age, a session's is not
  const from = since === undefined || longTerm.size > 0 ? undefined : since - longestSession;
  return {
    accessKeyIds: [...keys, ...longTerm].sort(),
    window: { ...(from !== undefined && { since: from }), ...(until !== undefined && { until }) },
  };
}
