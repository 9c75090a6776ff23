/** Hands on what earlier runs read of a lookup as if it were read now. */
import type { StretchPage } from '../../../aws/known-times.ts';
import type { EventStretch, KeptEvent } from './history-cache.ts';

/**
 * Events that a lookup may still take. A page that is not the last counts as full: how events are cut into pages is up to AWS.
 */
export interface Budget {
  left: number;
}

interface Replayed {
  /** The second of the last event that was taken. */
  readonly at: number | undefined;
  /** Whether the budget ended it. */
  readonly isCut: boolean;
}

/** Hands on what is known, as far as the budget goes. */
export function replay(
  { pages: known, rest }: EventStretch,
  budget: Budget,
  onPage: (events: readonly KeptEvent[]) => void,
): Replayed {
  let at: number | undefined;
  const take = ({ weight, items }: StretchPage<KeptEvent>): boolean => {
    const taken = items.slice(0, budget.left);
    budget.left -= Math.min(weight, budget.left);
    at = taken.at(-1)?.[0] ?? at;
    onPage(taken.map(([, event]) => event));
    return taken.length < items.length;
  };
  // at least one page: that the question was asked and found nothing is an answer, too
  const [first = { weight: 0, items: [] }, ...others] = known;
  for (const page of [first, ...others]) if (take(page)) return { at, isCut: true };
  // if the earlier reading ended within a second, this one ends there, too, unless its budget goes further
  if (rest && budget.left > 0 && budget.left <= rest.weight) {
    take(rest);
    return { at, isCut: true };
  }
  return { at, isCut: false };
}
