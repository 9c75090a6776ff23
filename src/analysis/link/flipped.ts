/** Which change made a rule's verdict flip: one of the same resource, before the flip and after the verdict that it replaced. */
import { day, hour, minute } from '../../model/duration.ts';
import type { Change } from '../../model/event.ts';
import { stem, verbOf, wordsOf } from './call-verb.ts';
import { bestFirst, type Candidate, candidateOf, choose, type Found, joined } from './candidate.ts';
import type { Changed } from './changed.ts';
import { placeOf } from './changed-words.ts';
import { contentOfCall, leavesOf, stepsOf } from './content.ts';
import { apart } from './durations.ts';
import {
  between,
  type Call,
  type Flip,
  type Item,
  type ResourceIndex,
  shareResource,
  spellingsOf,
} from './resource-index.ts';
import { fitRule, type RuleFit } from './rule-subject.ts';

/**
 * Rules that are not triggered by changes run at least once a day.
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config-rules.html
 */
const longestLag = day + 2 * hour;
/** A verdict may be recorded shortly after a change that it does not take into account yet. */
const overlap = minute;

export function flippedLinks(index: ResourceIndex, changed: Changed): Found {
  const previous = new Map<string, Flip>();
  const found: Found[] = [];
  const recorded: ReadonlySet<string> = new Set(
    [...changed.explained].flatMap(([item, calls]) => (item.startsWith('inferred:') ? [] : [...calls.keys()])),
  );
  for (const flip of index.flips) {
    const key = keyOf(flip);
    found.push(choose(candidatesOf(flip, previous.get(key), index, recorded)));
    previous.set(key, flip);
  }
  return joined(found);
}

/** Identifies a rule on a resource. */
const keyOf = ({ event: { detail } }: Flip): string =>
  JSON.stringify([detail.rule, detail.resource.type, detail.resource.id, detail.resource.account ?? null]);

function candidatesOf(
  flip: Flip,
  previous: Flip | undefined,
  index: ResourceIndex,
  recorded: ReadonlySet<string>,
): readonly Candidate[] {
  const { event, time } = flip;
  // a state that is only known to hold did not begin when it was read
  if (event.detail.derived && event.detail.from === null) return [];
  if (event.detail.to === 'INSUFFICIENT_DATA') return [];
  const earliest = Math.max(time - longestLag, previous ? previous.time - overlap : -Infinity);
  const resources = [event.detail.resource, ...event.resources];
  const items = new Map<string, Item>();
  const calls = new Map<string, Call>();
  for (const spelling of spellingsOf(resources)) {
    for (const item of between(index.itemsAt(spelling), earliest, time)) {
      if (shareResource(item.event.resources, resources)) items.set(item.event.id, item);
    }
    for (const call of between(index.changesAt(spelling), earliest, time)) {
      if (shareResource(call.event.resources, resources)) calls.set(call.event.id, call);
    }
  }
  return [
    ...[...items.values()].flatMap((item) => ofItem(flip, item) ?? []),
    ...[...calls.values()].flatMap((call) => ofCall(flip, call, recorded.has(call.event.id)) ?? []),
  ].sort(bestFirst);
}

function ofItem(flip: Flip, { event, time }: Item): Candidate | undefined {
  const { detail } = event;
  const isWhole = detail.status === 'ResourceDiscovered' || detail.status.startsWith('ResourceDeleted');
  if (detail.changes.length === 0 && !isWhole) return undefined;
  const fit =
    isWhole || detail.changes.some(({ path }) => stepsOf(path).length === 1)
      ? {
          share: 0.9,
          words: [],
          isKnown: true,
          place: isWhole
            ? `${detail.resourceId} ${detail.status === 'ResourceDiscovered' ? 'came' : 'went'}`
            : 'all of it',
        }
      : bestFit(flip, detail.changes);
  return candidateOf(
    'flipped',
    event.id,
    flip.event.id,
    {
      subject: fit.share,
      lag: lagFactor(flip.time - time),
      direction: directionFit(flip, detail.changes),
      ...(flip.event.detail.from === null && { 'first verdict': 0.85 }),
    },
    [
      'the same resource',
      subjectReason(fit, fit.place),
      `recorded ${apart(flip.time - time)} after the change was captured`,
    ],
  );
}

/** How well the best of the changes fits what a rule is about. */
export function bestFit(flip: Flip, changes: readonly Change[]): RuleFit & { readonly place: string } {
  let best: (RuleFit & { readonly place: string }) | undefined;
  for (const change of changes.slice(0, 200)) {
    const fit = fitRule(flip.event, wordsOfChange(change));
    const share = isTag(change) && !fit.words.includes('tag') ? Math.min(fit.share, 0.3) : fit.share;
    if (!best || share > best.share) best = { ...fit, share, place: placeOf(change.path) };
  }
  return best ?? { share: 0, words: [], isKnown: true, place: '' };
}

const isTag = ({ path }: Change) =>
  path.startsWith('/tags/') || /\/tags?(?:Set|List)?\//i.test(path) || /BucketTagging/.test(path);

function wordsOfChange({ path, before, after }: Change): ReadonlySet<string> {
  const words = new Set(
    stepsOf(path)
      .flatMap((step) => wordsOf(step))
      .map(stem),
  );
  for (const { key, value } of [...leavesOf(after, '', 60), ...leavesOf(before, '', 60)]) {
    words.add(value);
    for (const word of wordsOf(key)) words.add(stem(word));
  }
  return words;
}

/** If a rule forbids something, opening does not make a resource compliant, and closing does not make it non-compliant. */
function directionFit({ event }: Flip, changes: readonly Change[]): number {
  const permissions = changes.filter(({ path }) => /\/ipPermissions/.test(path));
  if (permissions.length === 0) return 1;
  const wrong = event.detail.to === 'NON_COMPLIANT' ? 'remove' : 'add';
  return permissions.every(({ op }) => op === wrong) ? 0.4 : 1;
}

/** Without an item the call itself shows what changed; with one, the item is closer to the rule. */
function ofCall(flip: Flip, { event, time }: Call, hasItem: boolean): Candidate | undefined {
  const { eventName } = event.detail;
  const { asked } = contentOfCall(event);
  const words = new Set(wordsOf(eventName).map(stem));
  for (const { key, value } of asked.slice(0, 200)) {
    words.add(value);
    for (const word of wordsOf(key)) words.add(stem(word));
  }
  const fit = fitRule(flip.event, words);
  const verb = verbOf(eventName);
  const isTagCall = /tag/i.test(eventName) && !fit.words.includes('tag');
  const share =
    verb.creates && verb.nouns.length === 0
      ? Math.max(fit.share, 0.8)
      : isTagCall
        ? Math.min(fit.share, 0.3)
        : fit.share;
  const opens = verb.verb === 'authorize' ? 'COMPLIANT' : verb.verb === 'revoke' ? 'NON_COMPLIANT' : undefined;
  return candidateOf(
    'flipped',
    event.id,
    flip.event.id,
    {
      subject: share,
      lag: lagFactor(flip.time - time),
      direction: opens === flip.event.detail.to ? 0.4 : 1,
      ...(hasItem ? { 'its item stands between': 0.5 } : { 'no item': 0.9 }),
      ...(flip.event.detail.from === null && { 'first verdict': 0.85 }),
    },
    ['the same resource', subjectReason(fit, eventName), `recorded ${apart(flip.time - time)} after the call`],
  );
}

const subjectReason = ({ share, words, isKnown }: RuleFit, place: string): string => {
  if (!isKnown) return `${place} changed; the rule's name does not tell what it looks at`;
  if (words.length > 0) return `${place} is what the rule is about`;
  return share >= 0.8 ? place : `${place} is not what the rule's name is about`;
};

function lagFactor(lag: number): number {
  if (lag <= 15 * minute) return 0.98;
  if (lag <= hour) return 0.92;
  return lag <= 6 * hour ? 0.8 : 0.72;
}

/** For each flip, by event id, the next one of the same rule on the same resource. */
export type NextFlip = ReadonlyMap<string, Flip>;

export function nextFlips(flips: readonly Flip[]): NextFlip {
  const [last, next] = [new Map<string, Flip>(), new Map<string, Flip>()];
  for (const flip of flips) {
    const before = last.get(keyOf(flip));
    if (before) next.set(before.event.id, flip);
    last.set(keyOf(flip), flip);
  }
  return next;
}
