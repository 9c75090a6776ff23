/** What was done with credentials that the target gave to somebody, by their ids and by the users who got a password; and their end. Who took on a role that it opened. */
import type { Match, Origin } from '../../model/event.ts';
import type { EventEvidence } from '../../model/evidence.ts';
import { type JsonObject, objectAt, stringAt } from '../../model/json.ts';
import type { Question } from '../../model/question.ts';
import { parseArn } from '../../resources/arn.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { isNotableRead } from '../../resources/notable-reads.ts';
import type { GivenCredentials } from '../source.ts';
import { createMatcher } from './match.ts';
import { normalize } from './normalize.ts';
import { accountOf, isReadOnly } from './record.ts';
import { createScopeTest } from './scope.ts';

/** Calls of IAM that turn a key off, or take a key or a password away, with what names it there. */
const endings: ReadonlyMap<string, 'accessKeyId' | 'userName'> = new Map([
  ['UpdateAccessKey', 'accessKeyId'],
  ['DeleteAccessKey', 'accessKeyId'],
  ['UpdateLoginProfile', 'userName'],
  ['DeleteLoginProfile', 'userName'],
]);

const entering = /^AssumeRole(?:With(?:SAML|WebIdentity))?$/;

const inChain: readonly Match[] = ['chain'];

/** undefined: a routine read, out of the question, listed anyway, or by somebody else. */
export function createUseTaker(question: Question, { accessKeyIds, userNames, roles }: GivenCredentials) {
  const opened = new Set(roles.map(({ account, name }) => `${account} ${name}`));
  const keys = new Set(accessKeyIds);
  const users = new Set(userNames);
  const isOwn = createMatcher(question);
  const isInScope = createScopeTest(question);
  const { since = -Infinity, until = Infinity } = question.window;
  const isUse = (record: JsonObject): boolean => {
    const identity = objectAt(record, 'userIdentity');
    return (
      keys.has(stringAt(identity, 'accessKeyId') ?? '') ||
      (identity['type'] === 'IAMUser' && users.has(stringAt(identity, 'userName') ?? ''))
    );
  };
  // whoever takes them away names nobody but them
  const isEnd = (record: JsonObject): boolean => {
    const ended = endings.get(stringAt(record, 'eventName') ?? '');
    if (ended === undefined) return false;
    const name = stringAt(objectAt(record, 'requestParameters'), ended) ?? '';
    return ended === 'userName' ? users.has(name) : keys.has(name);
  };
  // with what is changed of whom the role trusts: it may be its end
  const isOfRole = (record: JsonObject): boolean => {
    if (opened.size === 0) return false;
    const [eventName = '', request] = [stringAt(record, 'eventName'), objectAt(record, 'requestParameters')];
    if (eventName === 'UpdateAssumeRolePolicy')
      return opened.has(`${accountOf(record)} ${stringAt(request, 'roleName')}`);
    const arn = entering.test(eventName) ? parseArn(stringAt(request, 'roleArn') ?? '') : undefined;
    const isOfOwn = stringAt(objectAt(record, 'userIdentity'), 'accountId') === arn?.account;
    return (
      arn !== undefined &&
      !isOfOwn &&
      opened.has(`${arn.account} ${arn.resource.slice(arn.resource.lastIndexOf('/') + 1)}`)
    );
  };
  const isRoutine = (record: JsonObject): boolean =>
    isReadOnly(record) &&
    !isNotableRead(stringAt(record, 'eventSource') ?? '', plainEventName(stringAt(record, 'eventName') ?? ''));
  return (record: JsonObject, time: number, origin: Pick<Origin, 'backend' | 'locator'>): EventEvidence | undefined => {
    if (time < since || time >= until) return undefined;
    if (!isEnd(record) && !isOfRole(record) && (!isUse(record) || isRoutine(record))) return undefined;
    if (!isInScope(record) || isOwn(record).length > 0) return undefined;
    const normalized = normalize(record, origin, inChain);
    return 'evidence' in normalized ? normalized.evidence : undefined;
  };
}
