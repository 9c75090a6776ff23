/** What to ask next, from the question and from what is known so far. Pure: the same evidence leads to the same requests. */

import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import type { CredentialsEvidence } from '../model/evidence.ts';
import type { Principal } from '../model/principal.ts';
import type { Question, Window } from '../model/question.ts';

/** Asks for the calls that issued these access keys, and for those that name who is behind sessions without one. */
export interface CredentialsRound {
  readonly accessKeyIds: readonly string[];
  /** Identity Center users without a known name. Absent: none. */
  readonly userIds?: readonly string[];
  /** Console sessions, by ARN. Absent: none. */
  readonly sessions?: readonly string[];
  /** Calls of which another account's copy names the caller. Absent: none. */
  readonly sharedEventIds?: readonly string[];
  readonly window: Window;
}

/**
 * The longest lifetime of temporary credentials: GetSessionToken's 36 hours. Milliseconds.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
const longestSession = 36 * 3_600_000;

/** Roles assumed from roles: no real chain is longer, and a forged one must end. */
export const mostHops = 100;

/**
 * Who issued the credentials that the events were made with: first for the events' own keys, then for the keys that issued
 * those. `asked`: what was asked for before. undefined if nothing is left to ask.
 */
export function identityRound(
  question: Question,
  events: readonly TimelineEvent[],
  known: readonly CredentialsEvidence[],
  asked: ReadonlySet<string> = new Set(),
): CredentialsRound | undefined {
  const { temporary, longTerm } = keysToAsk(question, events, known);
  const calls = events.filter((event) => event.kind === 'api-call');
  const principals = [
    ...calls.map(({ detail }) => detail.principal).filter(({ userId }) => userId !== undefined),
    ...known.flatMap(({ issuer }) => (issuer ? [issuer] : [])),
  ];
  const isOpen = (text: string) => !asked.has(text);
  const keys = [...temporary, ...longTerm, ...keysUsed(question, calls, known)].filter(isOpen);
  const userIds = namelessUsers(principals).filter(isOpen);
  const sessions = consoleSessions(calls, known).filter(isOpen);
  const sharedEventIds = foreignCopies(calls, known).filter(isOpen);
  if (keys.length + userIds.length + sessions.length + sharedEventIds.length === 0) return undefined;
  const { since, until } = question.window;
  // a user's key may be of any age, a session's may not
  const from = since === undefined || longTerm.size > 0 ? undefined : since - longestSession;
  return {
    accessKeyIds: keys.sort(),
    ...(userIds.length > 0 && { userIds }),
    ...(sessions.length > 0 && { sessions }),
    ...(sharedEventIds.length > 0 && { sharedEventIds }),
    window: { ...(from !== undefined && { since: from }), ...(until !== undefined && { until }) },
  };
}

function keysToAsk(question: Question, events: readonly TimelineEvent[], known: readonly CredentialsEvidence[]) {
  const temporary = new Set<string>();
  const longTerm = new Set<string>();
  for (const event of events) {
    const key = event.kind === 'api-call' ? event.detail.principal.accessKeyId : null;
    if (key?.startsWith('ASIA')) temporary.add(key);
  }
  for (const { text, readings } of question.targets) {
    if (readings[0]?.kind === 'access-key') (text.startsWith('ASIA') ? temporary : longTerm).add(text);
  }
  for (const { issuerAccessKeyId } of known)
    if (issuerAccessKeyId?.startsWith('ASIA')) temporary.add(issuerAccessKeyId);
  for (const { accessKeyId } of known) {
    temporary.delete(accessKeyId);
    longTerm.delete(accessKeyId);
  }
  return { temporary, longTerm };
}

/** Each is a lookup in each region. */
const mostKeysUsed = 5;

/** Users' keys with which something was changed: a key that was created in the window leads to its uses. */
function keysUsed(
  { command, targets }: Question,
  calls: readonly ApiCallEvent[],
  known: readonly CredentialsEvidence[],
): readonly string[] {
  if ((command !== 'investigate' && command !== 'gate') || targets.length === 0) return [];
  const told = new Set(known.map(({ accessKeyId }) => accessKeyId));
  const used = calls.flatMap(({ match, detail: { principal, readOnly, outcome } }) => {
    const isKey = principal.accessKeyId?.startsWith('AKIA') && !told.has(principal.accessKeyId);
    return isKey && !readOnly && outcome === 'success' && match.includes('target') ? [principal.accessKeyId ?? ''] : [];
  });
  return distinct(used).slice(0, mostKeysUsed);
}

const distinct = (texts: readonly string[]) => [...new Set(texts)].sort();

function namelessUsers(principals: readonly Principal[]): readonly string[] {
  const named = new Set(
    principals.flatMap(({ human, userId }) => (human?.certainty === 'proven' && userId !== undefined ? [userId] : [])),
  );
  return distinct(principals.flatMap(({ userId }) => (userId !== undefined && !named.has(userId) ? [userId] : [])));
}

/** If nobody is known behind a session and no call issued its key, somebody may have switched roles. */
function consoleSessions(calls: readonly ApiCallEvent[], known: readonly CredentialsEvidence[]): readonly string[] {
  const issued = new Set(known.map(({ accessKeyId }) => accessKeyId));
  const sessions: string[] = [];
  for (const { detail } of calls) {
    const { type, arn, human, tool, accessKeyId } = detail.principal;
    if (tool.kind !== 'console' || type !== 'AssumedRole' || arn === null) continue;
    const isOpen = human === null || human.via === 'session-name';
    if (isOpen && !issued.has(accessKeyId ?? '')) sessions.push(arn);
  }
  return distinct(sessions);
}

/** An account whose role was assumed from another account only knows that account. */
function foreignCopies(calls: readonly ApiCallEvent[], known: readonly CredentialsEvidence[]): readonly string[] {
  const ids = [
    ...calls.map(({ detail }) => detail).filter(({ principal }) => principal.type === 'AWSAccount'),
    ...known.flatMap(({ issuer, sharedEventId }) => (issuer ? [{ principal: issuer, sharedEventId }] : [])),
  ];
  return distinct(
    ids.flatMap(({ principal, sharedEventId }) =>
      sharedEventId !== undefined && principal.type === 'AWSAccount' ? [sharedEventId] : [],
    ),
  );
}
