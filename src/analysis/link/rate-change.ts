/** How well a call explains what a configuration item shows: which of its changes, by which values, and with what delay. */

import { day, hour, minute } from '../../model/duration.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import { verbOf } from './call-verb.ts';
import type { Explaining, Near } from './changed-words.ts';
import { type ChangeContent, contentOfCall, contentOfChange, stepsOf } from './content.ts';
import { type Match, matchChange, typeWordsOf } from './match-change.ts';
import { type Item, spellingsOf } from './resource-index.ts';

/**
 * Config records a change within minutes, or once a day; deletions of some types are noticed only after days.
 * https://docs.aws.amazon.com/config/latest/developerguide/config-concepts.html#recording-frequency
 */
export const longestLag = day + 2 * hour;
export const longestLagOfDeletion = 15 * day;

/** Minutes are normal, a day means daily recording; more only if a deletion was noticed late. */
export const lags: readonly (readonly [number, number])[] = [
  [5 * minute, 0.99],
  [15 * minute, 0.97],
  [hour, 0.92],
  [longestLag, 0.85],
  [longestLagOfDeletion, 0.7],
];
const lagFactor = (lag: number): number => lags.find(([longest]) => lag <= longest)?.[1] ?? 0.7;

export interface Rated extends Explaining {
  /** The factor that the shares are multiplied by. */
  readonly lag: number;
  readonly distance: number;
}

/** undefined if nothing in the call matches anything in the item. */
export function rate(item: Item, near: Near): Rated | undefined {
  const { call, by } = near;
  const { detail } = item.event;
  const verb = verbOf(call.event.detail.eventName);
  const own = by === 'own';
  const lag = lagFactor(item.time - call.time);
  const distance = own ? 1 : 0.88;
  const matches = new Map<number, Match>();
  const [isNew, isGone] = [isCreated(item), detail.status.startsWith('ResourceDeleted')];
  if (isNew || isGone) {
    const fits = isNew ? verb.creates : verb.ends;
    // the part goes with the whole: an interface with its instance, a resource with its stack
    const ofWhole = by === 'stack' ? isStackCall(call.event) : fits && (isGone || answersWith(call.event, item));
    const share = own ? (fits && isMainResource(call.event, item) ? 0.99 : fits ? 0.6 : 0) : ofWhole ? 0.85 : 0;
    if (share === 0) return undefined;
    matches.set(-1, { share, values: [], subject: undefined, isResponse: false });
    return { near, matches, whole: isNew ? 'created' : 'deleted', lag, distance };
  }
  const typeWords = typeWordsOf(detail.resourceType);
  const changes = changesOf(item);
  const { size } = changes;
  for (const [position, content] of changes) {
    const change = detail.changes[position];
    if (!change) continue;
    const match = matchChange(call.event, change, content, typeWords);
    if (own ? match.share > 0 : match.share > 0 && match.values.length > 0) matches.set(position, match);
  }
  if (
    matches.size === 0 &&
    by === 'stack' &&
    isStackCall(call.event) &&
    size > 0 &&
    item.time - call.time <= 2 * hour
  ) {
    for (const position of changes.keys())
      matches.set(position, { share: 0.7, values: [], subject: undefined, isResponse: false });
    return { near, matches, whole: 'stack', lag, distance: 1 };
  }
  return matches.size === 0 ? undefined : { near, matches, whole: undefined, lag, distance };
}

const isStackCall = ({ detail }: ApiCallEvent) => detail.eventSource === 'cloudformation.amazonaws.com';

const isCreated = ({ event: { detail } }: Item) =>
  detail.status === 'ResourceDiscovered' ||
  (detail.changes.length > 0 &&
    detail.changes.every(({ path, op }) => op === 'add' && stepsOf(path).length === 1) &&
    detail.changes.some(({ path }) => path === '/configuration'));

/** The response to a launch names what it was launched with. */
const answersWith = (call: ApiCallEvent, { event }: Item): boolean =>
  contentOfCall(call).response.values.has(event.detail.resourceId.toLowerCase());

/** Creating an instance does not create the subnet that it names: what is created is named first, or in the response. */
function isMainResource(call: ApiCallEvent, item: Item): boolean {
  const own = spellingsOf(item.event.resources);
  const [first] = call.resources;
  if (first && names(first, own)) return true;
  return (
    answersWith(call, item) &&
    ![...own].some((spelling) => contentOfCall(call).request.values.has(spelling.toLowerCase()))
  );
}

export const names = ({ id, name, arn }: ApiCallEvent['resources'][number], spellings: ReadonlySet<string>) =>
  spellings.has(id) || (name !== undefined && spellings.has(name)) || (arn !== undefined && spellings.has(arn));

const contentsByItem = new WeakMap<Item['event'], ReadonlyMap<number, ChangeContent>>();
const mostChanges = 200;

/** The content of each change, by position. */
export function changesOf({ event }: Item): ReadonlyMap<number, ChangeContent> {
  const cached = contentsByItem.get(event);
  if (cached) return cached;
  const contents = new Map<number, ChangeContent>();
  for (const [position, change] of event.detail.changes.slice(0, mostChanges).entries())
    contents.set(position, contentOfChange(change, event.detail.after));
  contentsByItem.set(event, contents);
  return contents;
}

/** How well it explains one of the changes, in [0, 1]. */
export const strengthOf = ({ matches, lag, distance }: Rated, position: number) =>
  (matches.get(position)?.share ?? 0) * lag * distance;
