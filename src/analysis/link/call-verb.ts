/**
 * What a call's name reveals about its effect: whether it adds or removes, which state it leaves behind, which call undoes it.
 */
import type { ApiCallEvent } from '../../model/event.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { plainEventName } from '../../resources/event-name.ts';

/** adds: something exists that did not; removes: the reverse; sets: either, with values that change. */
export type Effect = 'adds' | 'removes' | 'sets';

const adding =
  words(`Authorize Create Run Attach Add Associate Register Allocate Import Copy Tag Subscribe Grant Publish
  Launch Provision Request Upload Accept Share Issue Permit Join Invite`);
const removing =
  words(`Revoke Delete Terminate Detach Remove Disassociate Deregister Release Untag Unsubscribe Leave Unshare
  Batchdelete Retire Purge Destroy Reject Forget`);
const creating =
  words(`Create Run Put Register Allocate Import Copy Restore Launch Provision Publish Request Upload Purchase
  Add Attach Issue Promote`);
const ending = words('Delete Terminate Deregister Release Remove Destroy Retire Batchdelete');

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().toLowerCase().split(/\s+/));
}

/** The states that a verb leaves behind, as services spell them, in lower case. */
const statesLeft: Readonly<Record<string, readonly string[]>> = {
  stop: ['stopped', 'stopping', 'disabled', 'inactive'],
  start: ['running', 'pending', 'started', 'starting', 'available', 'active'],
  terminate: ['terminated', 'shutting-down'],
  delete: ['deleting', 'deleted', 'delete_in_progress', 'delete_complete'],
  enable: ['enabled', 'enable', 'active', 'on'],
  disable: ['disabled', 'disable', 'inactive', 'off'],
  reboot: ['rebooting'],
  suspend: ['suspended'],
  resume: ['active', 'enabled'],
  attach: ['in-use', 'attached', 'attaching'],
  detach: ['available', 'detached', 'detaching'],
  schedule: ['pendingdeletion', 'pending_deletion'],
  cancel: ['disabled', 'cancelled', 'canceled'],
  activate: ['active'],
  deactivate: ['inactive'],
};

const turnsOn = words('Enable Start Activate Resume');
const turnsOff = words('Disable Stop Deactivate Suspend');

export interface CallVerb {
  /** Lower case: "authorize". */
  readonly verb: string;
  /** What follows the verb, as stems: "security", "group", "ingres". */
  readonly nouns: readonly string[];
  readonly effect: Effect;
  readonly creates: boolean;
  readonly ends: boolean;
  /** Lower case. */
  readonly states: readonly string[];
  /** The boolean that it leaves behind; null if the verb implies none. */
  readonly turns: boolean | null;
}

const known = new Map<string, CallVerb>();

/** From the event's name, without the API version that Lambda and CloudFront append. */
export function verbOf(eventName: string): CallVerb {
  const cached = known.get(eventName);
  if (cached) return cached;
  const [first = '', ...rest] = wordsOf(plainEventName(eventName));
  const verb = first.toLowerCase();
  const found: CallVerb = {
    verb,
    nouns: rest.map(stem),
    effect: adding.has(verb) ? 'adds' : removing.has(verb) ? 'removes' : 'sets',
    creates: creating.has(verb),
    ends: ending.has(verb),
    states: statesLeft[verb] ?? [],
    turns: turnsOn.has(verb) ? true : turnsOff.has(verb) ? false : null,
  };
  // names come from records: a flood of invented ones must not fill the memory
  if (known.size < 10_000) known.set(eventName, found);
  return found;
}

/** "PutDBClusterACLs" -> Put, DB, Cluster, AC, Ls: good enough for comparing names with names. */
export const wordsOf = (name: string): readonly string[] =>
  name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g)?.slice(0, 40) ?? [];

/** Makes "tagging", "tags" and "Tag" one word. */
export function stem(word: string): string {
  let short = word.toLowerCase();
  for (let round = 0; round < 3; round++) {
    const next = short.replace(/ies$/, 'y').replace(/(?:ations?|ions?|ings?|ed|es|s|e)$/, '');
    if (next === short || next.length < 3) break;
    short = next.replace(/([b-df-hj-np-tv-z])\1$/, '$1');
  }
  return short;
}

/** Pairs of verbs, each of which takes back what the other did. */
const inverses: readonly (readonly [string, string])[] = [
  ['authorize', 'revoke'],
  ['grant', 'revoke'],
  ['create', 'delete'],
  ['put', 'delete'],
  ['set', 'delete'],
  ['set', 'reset'],
  ['run', 'terminate'],
  ['launch', 'terminate'],
  ['attach', 'detach'],
  ['associate', 'disassociate'],
  ['enable', 'disable'],
  ['start', 'stop'],
  ['add', 'remove'],
  ['add', 'delete'],
  ['register', 'deregister'],
  ['tag', 'untag'],
  ['allocate', 'release'],
  ['subscribe', 'unsubscribe'],
  ['schedule', 'cancel'],
  ['suspend', 'resume'],
  ['activate', 'deactivate'],
  ['share', 'unshare'],
  ['lock', 'unlock'],
  ['delete', 'restore'],
];

const inverseOf = new Map<string, readonly string[]>();
for (const [one, other] of inverses) {
  inverseOf.set(one, [...(inverseOf.get(one) ?? []), other]);
  inverseOf.set(other, [...(inverseOf.get(other) ?? []), one]);
}

/** The verbs that undo a verb. */
export const undoingVerbs = (verb: string): readonly string[] => inverseOf.get(verb) ?? [];

/** What the call is about according to its name: for `CreateDBSnapshot` the snapshot, not the database. */
export function thingsOf({ detail, resources }: ApiCallEvent): readonly ResourceRef[] {
  const noun = verbOf(detail.eventName).nouns.join('');
  return resources.filter(
    ({ type }) =>
      wordsOf(type?.split('::').at(-1) ?? '')
        .map(stem)
        .join('') === noun,
  );
}
