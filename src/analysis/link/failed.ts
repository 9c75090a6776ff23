/**
 * Which call left a resource in a state in which later calls on it fail: a disabled key fails every Decrypt, a deleted table
 * every read. The service's own error says that the resource is disabled or gone; the earlier call shows who did it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
import { day, hour } from '../../model/duration.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import { refOfArn } from '../../resources/identify.ts';
import { stem, verbOf, wordsOf } from './call-verb.ts';
import { type Candidate, candidateOf, choose, type Found, joined } from './candidate.ts';
import { apart } from './durations.ts';
import { type Call, positionAt, type ResourceIndex, spellingsOf } from './resource-index.ts';

/** A key is deleted at most a month after the request, and fails from the moment of the request. */
const longestLag = 30 * day;
/** How many calls on one resource are considered, latest first. */
const mostChanges = 200;
/** A program retries again and again: the first failures are enough. */
const mostFailing = 5;

const offCodes = /Disabled|InvalidState|InvalidKeyState|Inactive|Suspended|PendingDeletion/i;
const goneCodes = /NotFound|NoSuch|NonExistent|DoesNotExist/i;
const goneMessage = /marked for deletion|pending deletion|scheduled for deletion/i;

/** Those who only check whether it is gone, as inventories and deletion tools do, are not missing anything. */
const looking = /^(?:Describe|List|Head)/;

export function failedLinks(index: ResourceIndex): Found {
  const told = new Map<string, Set<string>>();
  const found: Found[] = [];
  for (const call of index.calls) {
    const { outcome, principal } = call.event.detail;
    if (outcome === 'success') continue;
    const candidate = leftBy(call, index);
    if (!candidate) continue;
    const callers = told.get(candidate.from) ?? new Set();
    told.set(candidate.from, callers);
    if (callers.size >= mostFailing || callers.has(principal.name)) continue;
    callers.add(principal.name);
    found.push(choose([candidate]));
  }
  return joined(found);
}

function leftBy({ event, time }: Call, index: ResourceIndex): Candidate | undefined {
  const { errorCode = '', errorMessage = '' } = event.detail;
  const isGone = goneCodes.test(errorCode) || goneMessage.test(errorMessage);
  if (!isGone && !offCodes.test(errorCode)) return undefined;
  if (isGone && looking.test(event.detail.eventName)) return undefined;
  let latest: { readonly call: Call; readonly spelling: string; readonly left: boolean } | undefined;
  for (const spelling of failingSpellings(event)) {
    const changes = index.changesAt(spelling);
    const end = positionAt(changes, time + 1);
    for (const call of changes.slice(Math.max(0, end - mostChanges), end).reverse()) {
      if (time - call.time > longestLag || (latest && latest.call.time >= call.time)) break;
      const left = leaves(call.event, spelling, isGone);
      if (left === undefined || !isSamePlace(call.event, event)) continue;
      latest = { call, spelling, left };
      break;
    }
  }
  if (!latest?.left || (isGone && isSameCaller(latest.call.event, event))) return undefined;
  const lag = time - latest.call.time;
  return candidateOf(
    'preceded',
    latest.call.event.id,
    event.id,
    { state: 0.95, lag: lag <= hour ? 0.99 : lag <= day ? 0.9 : 0.75 },
    [
      `${errorCode || 'its error'} says that ${latest.spelling} is ${isGone ? 'gone' : 'off'}, as that call left it`,
      `${apart(lag)} after it`,
    ],
  );
}

/** A request to decrypt names no key: the record's own list or the error does. */
function failingSpellings({ resources, detail: { errorMessage = '' } }: ApiCallEvent): ReadonlySet<string> {
  const arns = errorMessage.match(/\barn:[^\s"'<>()]{1,300}/g)?.map((arn) => arn.replace(/[.,;:]+$/, '')) ?? [];
  const refs = arns.slice(0, 5).flatMap((arn) => refOfArn(arn) ?? []);
  return spellingsOf([...resources, ...refs]);
}

/** Whether a call left the resource disabled or gone, or available again; undefined for calls that do neither. */
function leaves(
  { resources, detail: { eventName } }: ApiCallEvent,
  spelling: string,
  isGone: boolean,
): boolean | undefined {
  const { verb, nouns, ends, turns, creates } = verbOf(eventName);
  const own = resources
    .find(({ id, name, arn }) => [id, name, arn].includes(spelling))
    ?.type?.split('::')
    .at(-1);
  const words = own === undefined ? undefined : wordsOf(own).map(stem).join(' ');
  // nothing fails because of a key's rotation
  const isAbout = (stems: readonly string[]) => words === undefined || words === stems.join(' ');
  const deletion = stem('Deletion');
  if ((verb === 'schedule' || verb === 'cancel') && nouns.includes(deletion))
    return isAbout(nouns.filter((noun) => noun !== deletion)) ? verb === 'schedule' : undefined;
  if (!isAbout(nouns)) return undefined;
  if (ends) return true;
  if (turns === false) return isGone ? undefined : true;
  return turns === true || creates || verb === 'restore' ? false : undefined;
}

const isSameCaller = (
  { detail: { principal: a } }: ApiCallEvent,
  { detail: { principal: b } }: ApiCallEvent,
): boolean => a.arn === b.arn && a.name === b.name;

const isSamePlace = ({ origin: a }: ApiCallEvent, { origin: b }: ApiCallEvent): boolean =>
  a.region === null || b.region === null || a.region === b.region;
