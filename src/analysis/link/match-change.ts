/** How well a call explains a change of an item: by the values that both hold, otherwise by what both are about. */
import type { ApiCallEvent, Change } from '../../model/event.ts';
import { type CallVerb, stem, verbOf, wordsOf } from './call-verb.ts';
import { type CallContent, type ChangeContent, contentOfCall, type Leaf, meet } from './content.ts';

export interface Match {
  /** In [0, 1]. */
  readonly share: number;
  /** Values of the change that the call holds, as spelled in the change. */
  readonly values: readonly string[];
  /** What the call's name is about, if no value matches. */
  readonly subject: string | undefined;
  /** No value was found in the request, only in the response. */
  readonly isResponse: boolean;
}

const none: Match = { share: 0, values: [], subject: undefined, isResponse: false };

export function matchChange(
  event: ApiCallEvent,
  change: Change,
  content: ChangeContent,
  typeWords: ReadonlySet<string>,
): Match {
  const verb = verbOf(event.detail.eventName);
  const call = contentOfCall(event);
  const fit = effectFits(verb, change.op);
  const about = subjectOf(verb, call, content, typeWords);
  const wanted = change.op === 'remove' ? content.before : content.after;
  const met = meetAll(wanted, content, call, verb, about);
  const gone =
    change.op === 'replace' && verb.effect === 'removes' ? meetAll(content.before, content, call, verb, about) : none;
  const best = gone.share > met.share ? gone : met;
  const isReplaced = change.op === 'remove' && replaces.has(verb.verb);
  // a call that puts a list containing all that went away is hardly what removed it
  const kept = isReplaced && best.share > 0.99 ? 0.7 : 1;
  if (best.share > 0)
    return { ...best, share: best.share * kept * fit * (isStrong(best) ? 0.85 + 0.15 * about : 0.6 + 0.4 * about) };
  // what a list held goes away when it is put again without it: `private` names nobody
  if (isReplaced && about === 1) return { share: 0.75, values: [], subject: content.name, isResponse: false };
  // the call's name says it all: DeleteBucketEncryption; what replaces it is the service's own default
  const saysNothing =
    call.asked.length === 0 && change.op !== 'add' && (verb.effect === 'removes' || verb.verb === 'reset');
  if (!saysNothing || about < 0.5) return none;
  return { share: fit * (0.75 + 0.2 * about), values: [], subject: content.name, isResponse: false };
}

/** Verbs of calls that give a list in full. */
const replaces: ReadonlySet<string> = new Set(['put', 'set', 'replace']);

/** A value that nothing else would hold. */
const isStrong = ({ values }: Match) =>
  values.some((value) => value.length >= 4 && !/^(?:true|false|\d+)$/.test(value));

const effectFits = ({ effect }: CallVerb, op: Change['op']): number => {
  if (op === 'replace' || effect === 'sets') return 1;
  return (op === 'add') === (effect === 'adds') ? 1 : 0.15;
};

interface Sum {
  met: number;
  against: number;
  absent: number;
}

function meetAll(
  leaves: readonly Leaf[],
  change: ChangeContent,
  call: CallContent,
  verb: CallVerb,
  about: number,
): Match {
  const sum: Sum = { met: 0, against: 0, absent: 0 };
  const values: string[] = [];
  let asked = 0;
  const count = (leaf: Leaf, weight: number, isOwn: boolean) => {
    const [inRequest, inResponse] = [meet(leaf, call.request), meet(leaf, call.response)];
    const isState = isOwn && leavesState(leaf, verb, about);
    if (inRequest === 'met' || isState) sum.met += weight;
    else if (inResponse === 'met') sum.met += weight * 0.85;
    else if (inRequest === 'against' || inResponse === 'against') sum.against += weight;
    else if (isOwn) sum.absent += weight;
    if (!isOwn || (inRequest !== 'met' && inResponse !== 'met' && !isState)) return;
    if (inRequest === 'met' || isState) asked += 1;
    if (!values.includes(leaf.shown)) values.push(leaf.shown);
  };
  // a removal only names what to remove: the rest of it need not be repeated
  const isNamed = change.name !== '' && call.request.values.has(change.name.toLowerCase());
  const absentCounts = verb.effect === 'removes' ? 0.05 : 0.25;
  for (const leaf of leaves) count(leaf, leaf.strong ? 1 : 0.5, true);
  if (isNamed) {
    sum.met += 1;
    asked += 1;
    if (verb.effect === 'removes') sum.against = 0;
  }
  if (sum.met === 0) return none;
  for (const leaf of change.context) count(leaf, 0.4, false);
  const share = sum.met / (sum.met + sum.against + absentCounts * sum.absent);
  return {
    share: Math.min(share, 1),
    values: values.length > 0 ? values : [change.name],
    subject: undefined,
    isResponse: asked === 0,
  };
}

/** StopInstances leaves "stopped", EnableKeyRotation leaves true in what it is about. */
function leavesState({ value }: Leaf, { states, turns }: CallVerb, about: number): boolean {
  if (states.includes(value)) return true;
  return turns !== null && about >= 0.5 && value === String(turns);
}

/** How much of what a call is about, by its name or parameters, lies on the change's path: 0 to 1. */
function subjectOf(
  { nouns }: CallVerb,
  call: CallContent,
  { keys, words }: ChangeContent,
  typeWords: ReadonlySet<string>,
): number {
  for (const key of keys) if (key.length > 3 && !tooCommon.has(key) && call.request.keys.has(key)) return 1;
  const telling = nouns.filter((noun) => !typeWords.has(noun));
  if (telling.length === 0) return 0;
  return telling.filter((noun) => words.has(noun)).length / telling.length;
}

const tooCommon = new Set([
  'name',
  'value',
  'status',
  'type',
  'items',
  'item',
  'description',
  'rules',
  'rule',
  'state',
]);

/** The words of a resource type, which say nothing about what changed: "AWS::EC2::SecurityGroup" -> security, group. */
export const typeWordsOf = (type: string): ReadonlySet<string> =>
  new Set(wordsOf(type.split('::').at(-1) ?? '').map(stem));
