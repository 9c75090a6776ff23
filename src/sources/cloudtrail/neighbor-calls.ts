/** What was done to neighbors of the target: the writes that may explain what happened to it. */
import type { Match, Origin } from '../../model/event.ts';
import type { EventEvidence } from '../../model/evidence.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Question } from '../../model/question.ts';
import { createMatcher } from './match.ts';
import { normalize } from './normalize.ts';
import { isReadOnly, outcomeOf } from './record.ts';
import { createScopeTest } from './scope.ts';
import { touches } from './touches.ts';

export type NeighborTaker = (
  record: JsonObject,
  time: number,
  origin: Pick<Origin, 'backend' | 'locator'>,
) => EventEvidence | undefined;

/**
 * Half of an account is inside a VPC: a call that names the VPC says nothing about the target. A call that names a network ACL
 * or a route table changes it.
 */
const isContainer = (spelling: string) => /^(?:vpc|subnet|dopt|igw|eigw)-[0-9a-f]+$|:(?:vpc|subnet)\//.test(spelling);

export const callsOfNeighbors = (spellings: readonly string[]): readonly string[] =>
  spellings.filter((spelling) => !isContainer(spelling));

const ofNeighbor: readonly Match[] = ['neighbor'];

/** undefined: a read, a failed call, outside the question, the target's own, or about something else. */
export function createNeighborTaker(question: Question, spellings: readonly string[]): NeighborTaker {
  const tests = callsOfNeighbors(spellings).map((spelling) => touches(spelling));
  const isOwn = createMatcher(question);
  const { since = -Infinity, until = Infinity } = question.window;
  const isInScope = createScopeTest(question);
  return (record, time, origin) => {
    if (time < since || time >= until || isReadOnly(record) || outcomeOf(record) !== 'success') return undefined;
    if (!isInScope(record)) return undefined;
    if (!tests.some((test) => test(record)) || isOwn(record).length > 0) return undefined;
    const normalized = normalize(record, origin, ofNeighbor);
    return 'evidence' in normalized ? normalized.evidence : undefined;
  };
}
