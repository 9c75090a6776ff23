/**
 * Which call takes back what an earlier one did: by the items that both caused (the later change inverts the earlier one),
 * otherwise by verbs that undo each other and by equal content.
 */
import type { ApiCallEvent, Change } from '../../model/event.ts';
import type { JsonValue } from '../../model/json.ts';
import { type CallVerb, thingsOf, undoingVerbs, verbOf } from './call-verb.ts';
import { believable, type Candidate, candidateOf, type Found, worthKeeping } from './candidate.ts';
import type { Changed } from './changed.ts';
import { placeOf } from './changed-words.ts';
import { contentOfCall, meet } from './content.ts';
import { apart } from './durations.ts';
import {
  type Call,
  type Item,
  isSameResource,
  type ResourceIndex,
  shareResource,
  spellingsOf,
} from './resource-index.ts';

/** How many earlier calls are considered for a call that undoes something. */
const mostEarlier = 60;

export function revertedLinks(index: ResourceIndex, changed: Changed): Found {
  const pairs = [...byInvertedItems(index, changed), ...byInverseVerbs(index)];
  const best = new Map<string, Candidate[]>();
  for (const pair of pairs) best.set(pair.from, [...(best.get(pair.from) ?? []), pair]);
  const [undone, undoing] = [new Set<string>(), new Set<string>()];
  const [chosen, lost]: [Candidate[], Candidate[]] = [[], []];
  // in order of time: a call that undid something is not to be undone in turn, and a call is undone only once
  for (const { event } of index.changes) {
    const candidates = bestOfEach(best.get(event.id) ?? [], index);
    const isFree = ({ to }: Candidate) => !undone.has(to) && !undoing.has(to);
    const winner = candidates.find((candidate) => candidate.score >= believable && isFree(candidate));
    if (winner) {
      undone.add(winner.to);
      undoing.add(winner.from);
      chosen.push(winner);
    }
    lost.push(...candidates.filter((candidate) => candidate !== winner && candidate.score >= worthKeeping));
  }
  return { chosen, lost };
}

/** The best of several reasons for a pair, then the best pair; between equals, the later call is the one undone. */
function bestOfEach(candidates: readonly Candidate[], index: ResourceIndex): readonly Candidate[] {
  const byTarget = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const known = byTarget.get(candidate.to);
    if (!known || candidate.score > known.score) byTarget.set(candidate.to, candidate);
  }
  const timeOf = ({ to }: Candidate) => index.byId.get(to)?.time ?? 0;
  return [...byTarget.values()].sort((a, b) => b.score - a.score || timeOf(b) - timeOf(a) || (a.to < b.to ? -1 : 1));
}

const signatureOf = (item: Item, { path }: Change, from: JsonValue | undefined, to: JsonValue | undefined): string =>
  JSON.stringify([
    item.event.detail.resourceType,
    item.event.detail.resourceId,
    path.replace(/\/\d+(?=\/|$)/g, '/#'),
    from ?? null,
    to ?? null,
  ]);

interface Made {
  readonly item: Item;
  readonly callId: string;
}

/** `/ipPermissions/1` gained in one item and lost in a later one, or a value that went from a to b and back to a. */
function* byInvertedItems(index: ResourceIndex, { explained }: Changed): Generator<Candidate> {
  const seen = new Map<string, Made[]>();
  for (const item of index.items) {
    const calls = explained.get(item.event.id);
    if (!calls) continue;
    const { changes, status } = item.event.detail;
    if (status.startsWith('ResourceDeleted')) continue;
    for (const [callId, positions] of calls) {
      const inverted = new Map<string, Change[]>();
      const telling = positions.flatMap((position) => changes[position] ?? []).filter(({ path }) => !isTag(path));
      for (const change of telling) {
        for (const earlier of seen.get(signatureOf(item, change, change.after, change.before)) ?? []) {
          if (earlier.callId !== callId)
            inverted.set(earlier.callId, [...(inverted.get(earlier.callId) ?? []), change]);
        }
      }
      const later = index.byId.get(callId);
      for (const [earlierId, taken] of inverted) {
        const earlier = index.byId.get(earlierId);
        if (!earlier || !later || earlier.time >= later.time) continue;
        const [first] = taken;
        yield candidateOf(
          'reverted',
          callId,
          earlierId,
          { content: 0.98, extent: 0.8 + (0.2 * taken.length) / telling.length },
          [
            `${placeOf(first?.path ?? '')} is again as it was before that call${taken.length > 1 ? `, and ${taken.length - 1} more` : ''}`,
            `${apart(later.time - earlier.time)} later`,
          ],
        );
      }
    }
    for (const [callId, positions] of calls) {
      for (const position of positions) {
        const change = changes[position];
        if (!change || isTag(change.path)) continue;
        const signature = signatureOf(item, change, change.before, change.after);
        const known = seen.get(signature) ?? [];
        seen.set(signature, [...known.slice(-5), { item, callId }]);
      }
    }
  }
}

const isTag = (path: string) => /\/tags?(?:Set|List|ging|\/|$)/i.test(path) || /BucketTagging/.test(path);

function* byInverseVerbs(index: ResourceIndex): Generator<Candidate> {
  const earlierByKey = new Map<string, Call[]>();
  for (const later of index.changes) {
    const verb = verbOf(later.event.detail.eventName);
    const first = later.event.resources[0];
    const spellings = spellingsOf(later.event.resources);
    if (first) {
      const looked = new Set<string>();
      for (const spelling of spellingsOf([first])) {
        for (const undone of undoingVerbs(verb.verb)) {
          for (const earlier of earlierByKey.get(keyOf(later.event, undone, verb, spelling))?.slice(-mostEarlier) ??
            []) {
            if (looked.has(earlier.event.id)) continue;
            looked.add(earlier.event.id);
            const pair = pairOf(earlier, later);
            if (pair) yield pair;
          }
        }
        const again = putBack(later, earlierByKey.get(sameKey(later.event, spelling)) ?? [], verb);
        if (again) yield again;
      }
    }
    for (const spelling of spellings) {
      for (const key of keysOf(later.event, verb, spelling)) {
        const list = earlierByKey.get(key);
        if (list) list.push(later);
        else earlierByKey.set(key, [later]);
      }
    }
  }
}

/** The keys under which a later call may find it. */
function* keysOf(event: ApiCallEvent, verb: CallVerb, spelling: string): Generator<string> {
  if (undoingVerbs(verb.verb).length > 0) yield keyOf(event, verb.verb, verb, spelling);
  if (verb.effect === 'sets') yield sameKey(event, spelling);
}

/**
 * Creating and deleting concern the same thing, whatever the calls name it: RunInstances and TerminateInstances, CreateTags and
 * DeleteTags.
 */
const keyOf = ({ detail }: ApiCallEvent, verb: string, { nouns }: CallVerb, spelling: string): string =>
  `${detail.eventSource} ${verb} ${nouns.filter((noun) => noun !== 'entry').join(' ')} ${spelling}`;

const sameKey = ({ detail }: ApiCallEvent, spelling: string): string =>
  `${detail.eventSource} = ${detail.eventName} ${spelling}`;

function pairOf(earlier: Call, later: Call): Candidate | undefined {
  if (earlier.time > later.time || !isOfSame(earlier.event, later.event)) return undefined;
  // a new snapshot of a database does not undo the deletion of another one
  const [things, others] = [thingsOf(earlier.event), thingsOf(later.event)];
  if (things.length > 0 && others.length > 0 && !shareResource(things, others)) return undefined;
  const [overlap, shown] = overlapOf(earlier.event, later.event);
  if (overlap === 0) return undefined;
  const [did, undid] = [earlier.event.detail.eventName, later.event.detail.eventName];
  return candidateOf('reverted', later.event.id, earlier.event.id, { verbs: 0.95, content: overlap }, [
    `${undid} undoes ${did}${shown.length > 0 ? `, both of ${shown.slice(0, 4).join(' ')}` : ' on the same resource'}`,
    `${apart(later.time - earlier.time)} later`,
  ]);
}

const isOfSame = (earlier: ApiCallEvent, later: ApiCallEvent): boolean => {
  const [first] = later.resources;
  return first !== undefined && earlier.resources.some((ref) => isSameResource(ref, first));
};

/** How much of what the later call names the earlier one named too: 1 if either need not name anything. */
function overlapOf(earlier: ApiCallEvent, later: ApiCallEvent): readonly [number, readonly string[]] {
  const [did, undid] = [contentOfCall(earlier), contentOfCall(later)];
  if (undid.asked.length === 0 || did.asked.length === 0) return [0.95, []];
  const shown: string[] = [];
  let [met, against] = [0, 0];
  for (const leaf of undid.asked) {
    const found =
      meet(leaf, did.request) === 'met' ? 'met' : meet(leaf, did.response) === 'met' ? 'met' : meet(leaf, did.request);
    if (found === 'met') {
      met += 1;
      if (!shown.includes(leaf.shown)) shown.push(leaf.shown);
    } else if (found === 'against') against += leaf.key === 'description' ? 0 : 1;
  }
  if (met === 0) return [verbOf(later.detail.eventName).creates ? 0.9 : 0.4, []];
  return [against === 0 ? 1 : Math.max(0, 1 - (1.5 * against) / (met + against)), shown];
}

/** A third call of the same name that asks for what the first asked for: it takes back the second. */
function putBack(later: Call, earlier: readonly Call[], { effect }: CallVerb): Candidate | undefined {
  if (effect !== 'sets') return undefined;
  const before = earlier.at(-1);
  const first = earlier.at(-2);
  if (!before || !first || !isOfSame(before.event, later.event)) return undefined;
  const asked = (call: Call) => JSON.stringify(contentOfCall(call.event).asked.map(({ key, value }) => [key, value]));
  if (asked(later) !== asked(first) || asked(before) === asked(later) || asked(later) === '[]') return undefined;
  return candidateOf('reverted', later.event.id, before.event.id, { content: 0.9 }, [
    `${later.event.detail.eventName} asked for the same as before that call`,
    `${apart(later.time - before.time)} later`,
  ]);
}
