/**
 * Which call took back what an earlier one did, if only the effects show it: the same call asked for other values on the same
 * resource, and a shift that followed the first call ended. A rollback to a version that was never deployed in the window, or
 * to a setting that nobody recorded, shows in nothing else.
 */
import { hour, minute } from '../../model/duration.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { verbOf } from './call-verb.ts';
import { believable, bestFirst, type Candidate, candidateOf, type Found, worthKeeping } from './candidate.ts';
import { contentOfCall, isAside } from './content.ts';
import { apart } from './durations.ts';
import { factsOf } from './effect-facts.ts';
import { type Call, type Effect, type ResourceIndex, shareResource, spellingsOf } from './resource-index.ts';

export interface RecoveredInput {
  readonly index: ResourceIndex;
  /** Chosen so far: what was undone by content needs no further evidence. */
  readonly reverted: readonly Candidate[];
  readonly effects: readonly Candidate[];
}

/** A shift that ends later did not end because of the call. */
const longestRecovery = hour;

export function recoveredLinks({ index, reverted, effects }: RecoveredInput): Found {
  const used = new Set(reverted.flatMap(({ from, to }) => [from, to]));
  const [calls, moved] = [byId(index.changes), byId(index.effects)];
  const candidates = effects
    .flatMap(({ relation, from, to }) => {
      const [call, effect] = [calls.get(from), moved.get(to)];
      return relation === 'preceded' && call && effect ? [...recoveries(call, effect, index)] : [];
    })
    .sort(bestFirst);
  const [chosen, lost]: [Candidate[], Candidate[]] = [[], []];
  for (const candidate of candidates) {
    const isFree = !used.has(candidate.from) && !used.has(candidate.to);
    if (isFree && candidate.score >= believable) {
      used.add(candidate.from).add(candidate.to);
      chosen.push(candidate);
    } else if (candidate.score >= worthKeeping && !isAmong(chosen, candidate)) lost.push(candidate);
  }
  return { chosen, lost };
}

const isAmong = (chosen: readonly Candidate[], { from, to }: Candidate) =>
  chosen.some((one) => one.from === from && one.to === to);

const byId = <One extends { readonly event: { readonly id: string } }>(list: readonly One[]) =>
  new Map(list.map((one) => [one.event.id, one]));

/** The later calls after which a shift or alarm that `call` preceded was over. */
function* recoveries(call: Call, effect: Effect, index: ResourceIndex): Generator<Candidate> {
  const over = endOf(effect, index);
  if (!over || verbOf(call.event.detail.eventName).effect !== 'sets') return;
  const looked = new Set<string>();
  for (const spelling of spellingsOf(call.event.resources)) {
    for (const later of index.changesAt(spelling)) {
      if (later.time <= Math.max(call.time, effect.time) || later.time > over.time || looked.has(later.event.id))
        continue;
      looked.add(later.event.id);
      if (asksOtherwise(call, later, effect)) yield recovery(call, later, over);
    }
  }
}

interface Over {
  /** Epoch milliseconds. */
  readonly time: number;
  /** "Errors was as before" */
  readonly words: string;
}

/** undefined if it is not over, or no end is known. */
function endOf({ event, time }: Effect, index: ResourceIndex): Over | undefined {
  if (event.kind === 'metric') {
    if (event.endTime === undefined || event.detail.ongoing) return undefined;
    return { time: Date.parse(event.endTime), words: `${event.detail.metricName} was as before` };
  }
  if (event.kind !== 'alarm') return undefined;
  const { alarmName } = event.detail;
  const next = index.effects.find(
    (one) =>
      one.time > time &&
      one.event.kind === 'alarm' &&
      one.event.detail.alarmName === alarmName &&
      one.event.origin.account === event.origin.account &&
      one.event.origin.region === event.origin.region,
  );
  const isBack = next?.event.kind === 'alarm' && next.event.detail.to === 'OK';
  return next && isBack ? { time: next.time, words: `alarm ${alarmName} was OK` } : undefined;
}

/** Whether the same call asks for something else on what the effect is about. */
function asksOtherwise({ event: earlier }: Call, { event: later }: Call, effect: Effect): boolean {
  const [one, other] = [earlier.detail, later.detail];
  if (one.eventName !== other.eventName || one.eventSource !== other.eventSource) return false;
  if (!subjectsOf(earlier, effect).every((subject) => shareResource([subject], later.resources))) return false;
  const [before, after] = [contentOfCall(earlier).request, contentOfCall(later).request];
  return [...after.pairs].some((pair) => {
    const key = pair.slice(0, pair.indexOf('='));
    return !before.pairs.has(pair) && before.keys.has(key) && !isAside(key);
  });
}

/**
 * Those of the call's resources that the effect names, such as a service and its cluster; otherwise the first that the call
 * names.
 */
function subjectsOf({ resources }: ApiCallEvent, effect: Effect): readonly ResourceRef[] {
  const named = new Set(factsOf(effect).spellings);
  const subjects = resources.filter((ref) => [...spellingsOf([ref])].some((spelling) => named.has(spelling)));
  return subjects.length > 0 ? subjects : resources.slice(0, 1);
}

function recovery(earlier: Call, later: Call, over: Over): Candidate {
  const lag = over.time - later.time;
  return candidateOf('reverted', later.event.id, earlier.event.id, { recovery: 0.85, lag: lagFactor(lag) }, [
    `${later.event.detail.eventName} asked otherwise of the same resource, ${apart(later.time - earlier.time)} later`,
    `${over.words} ${lag < minute ? 'at once' : `${apart(lag)} after that`}`,
  ]);
}

const lagFactor = (lag: number): number =>
  lag <= 15 * minute ? 1 : lag <= 30 * minute ? 0.85 : lag <= longestRecovery ? 0.65 : 0.3;
