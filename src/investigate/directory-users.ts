/**
 * A person of Identity Center was asked about by name, but most of the directory's own records only have the user's id. The
 * records with both lead to the others.
 */
import type { ApiCallEvent } from '../model/event.ts';
import type { Reading } from '../model/evidence.ts';
import type { Question } from '../model/question.ts';
import { firstInterests } from '../plan/interests.ts';
import { planTarget } from '../plan/target.ts';
import type { Scope } from './evidence-reader.ts';
import { foundAgain, type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

/** In AWS each takes several lookups. If a name has more ids, they are of several directories. */
const mostUsers = 5;

const listsCalls: ReadonlySet<Question['command']> = new Set(['investigate', 'gate', 'who']);

/** What else the same users did, under their ids. */
export async function readByUserId(
  question: Question,
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  if (!listsCalls.has(question.command) || question.as === 'target') return [];
  const calls = readings.flatMap(({ evidence }) =>
    evidence.flatMap((found) => (found.type === 'event' && found.event.kind === 'api-call' ? [found.event] : [])),
  );
  const ids = userIdsOf(question, calls);
  if (ids.length === 0) return [];
  const asked: Question = { ...question, targets: ids.map((id) => planTarget(id)), as: 'principal' };
  const request = { kind: 'evidence', question: asked, interests: firstInterests(asked) } as const;
  const known = new Set(calls.map(({ id }) => id));
  const ofFiles = question.from.length > 0;
  const scope: Scope = { ...scopeOf(asked), ...(ofFiles && { sources: ['cloudtrail'] }) };
  const answers = await readAll(context, request, question.window, scope, (reading) => ({
    ...reading,
    evidence: reading.evidence.filter((found) => found.type === 'event' && !known.has(found.event.id)),
  }));
  return foundAgain(readings, answers);
}

/** The ids of users whose typed name is vouched for by a record. */
function userIdsOf({ targets }: Question, calls: readonly ApiCallEvent[]): readonly string[] {
  const typed = new Set(targets.flatMap(({ text }) => text));
  const ids = calls.flatMap(({ match, detail: { principal } }) => {
    const { human, userId } = principal;
    const isTyped = match.includes('principal') && human?.certainty === 'proven' && typed.has(human.name);
    return isTyped && userId !== undefined && !typed.has(userId) ? [userId] : [];
  });
  return [...new Set(ids)].sort().slice(0, mostUsers);
}
