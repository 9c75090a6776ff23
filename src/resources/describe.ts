/**
 * Describes a call in one sentence: from the catalog if it knows the call, otherwise from the names of the call and its
 * resources.
 */
import type { Outcome } from '../model/event.ts';
import type { ResourceRef } from '../model/resource.ts';
import { sentenceOf } from './index.ts';
import { namedIn } from './named-parameters.ts';
import { enumerate } from './read.ts';
import type { Call } from './service.ts';
import { baseOf, pastOf } from './verbs.ts';

/**
 * "opened tcp/22 to 0.0.0.0/0 on sg-1", or "tried to open …: denied (AccessDenied)".
 * @param errorMessage names what a denied call was about if its parameters are missing
 */
export function describeCall(
  call: Call,
  outcome: Outcome,
  errorCode: string | undefined,
  resources: readonly ResourceRef[],
  errorMessage?: string,
): string {
  const known = sentenceOf(call.eventSource, call.eventName);
  const sentence = known?.(call) ?? genericSentence(call, resources);
  if (outcome === 'success') return sentence;
  const code = errorCode === undefined ? '' : ` (${errorCode})`;
  const reason = `${outcome}${code}${Object.keys(call.request).length === 0 ? refusedOn(errorMessage) : ''}`;
  const [verb = '', ...rest] = sentence.split(' ');
  const base = baseOf(verb);
  return base === undefined ? `${sentence}: ${reason}` : `tried to ${[base, ...rest].join(' ')}: ${reason}`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function refusedOn(errorMessage = ''): string {
  const [, arn] = /\bon resource: (arn:[^\s"'<>]{1,300})/.exec(errorMessage) ?? [];
  return arn === undefined ? '' : ` on ${arn.replace(/[.,;]+$/, '')}`;
}

/** `DeleteFlowLogs` and `fl-1` -> "deleted flow logs fl-1". */
function genericSentence(call: Call, resources: readonly ResourceRef[]): string {
  const { eventName, eventSource } = call;
  const done = doneBy(eventName);
  const names = enumerate([...new Set(resources.map(({ id }) => id))], 2);
  const about = names === '' ? namedIn(call) : ` ${names}`;
  // "disabled" alone would not say what
  if (done !== null && (about !== '' || done.includes(' '))) return done + about;
  const service = eventSource.replace(/\.amazonaws\.com$/, '');
  return `called ${service} ${eventName}${names === '' ? namedIn(call) : ` on ${names}`}`;
}

/** What a call of this name did, in words: `DeleteFlowLogs` -> "deleted flow logs"; null if it begins with no known verb. */
function doneBy(eventName: string): string | null {
  if (eventName.length > longestKept) return inPast(eventName);
  const known = knownNames.get(eventName);
  if (known !== undefined) return known;
  const done = inPast(eventName);
  if (knownNames.size >= mostNames) knownNames.clear();
  knownNames.set(eventName, done);
  return done;
}

const knownNames = new Map<string, string | null>();
const mostNames = 1000;
const longestKept = 100;

function inPast(eventName: string): string | null {
  const [first = '', ...rest] = wordsOf(eventName);
  const past = pastOf(first.toLowerCase());
  return past === undefined ? null : [past === 'got' ? 'read' : past, ...rest.map(lowerWord)].join(' ');
}

/** `PutDBClusterACLs` -> Put, DB, Cluster, ACLs */
const wordsOf = (name: string): readonly string[] =>
  name.match(/[A-Z]+s?(?=[A-Z][a-z]|$|\d)|[A-Z]?[a-z]+|\d+|[A-Z]+/g) ?? [name];

/** Abbreviations keep their capitals. */
const lowerWord = (word: string) => (/^[A-Z]{2,}s?$/.test(word) ? word : word.toLowerCase());
