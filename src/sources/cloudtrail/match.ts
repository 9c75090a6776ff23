/** Which of a question's targets a record belongs to, and why. */
import type { Match } from '../../model/event.ts';
import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import type { Question } from '../../model/question.ts';
import { actsAs } from './acts.ts';
import { principalOf } from './principal.ts';
import { touches } from './touches.ts';

/** Why a record is listed; empty if it is not. Without a target, everything in the window is. */
export function createMatcher({
  targets,
  as,
}: Pick<Question, 'targets' | 'as'>): (record: JsonObject) => readonly Match[] {
  if (targets.length === 0) return () => inWindow;
  const tests = targets.map(({ text, readings }) => {
    const touched = touches(text);
    const acts = actsAs(text);
    // an account's number is in all of its records, and is nobody's name
    const isName = readings.every(({ kind }) => kind !== 'account' && kind !== 'ip');
    const acted = isName ? (record: JsonObject) => acts(record) || isBehind(record, text) : acts;
    return {
      touched: (record: JsonObject) => isEvent(record, text) || touched(record),
      acted,
    };
  });
  return (record) => {
    const match: Match[] = [];
    if (as !== 'principal' && tests.some(({ touched }) => touched(record))) match.push('target');
    if (as !== 'target' && tests.some(({ acted }) => acted(record))) match.push('principal');
    return match;
  };
}

const inWindow: readonly Match[] = ['window'];

/** An event id names the event itself and its copies in other accounts. */
const isEvent = (record: JsonObject, text: string) =>
  stringAt(record, 'eventID') === text || stringAt(record, 'sharedEventID') === text;

/** The human whom the record itself names, by name or by the directory's id; or a session, as `role/session`. */
function isBehind(record: JsonObject, text: string): boolean {
  const { human, userId, name, session } = principalOf(record);
  return human?.name === text || userId === text || (session !== undefined && `${name}/${session}` === text);
}
