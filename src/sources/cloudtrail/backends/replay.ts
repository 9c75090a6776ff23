/** What earlier runs read of a lookup, handed on as if it were read now. */
import type { StretchPage } from '../../../aws/known-times.ts';
import type { EventStretch, KeptEvent } from './history-cache.ts';

/** Events that a lookup may still take. A page that is not the last is as good as full: how it is cut is AWS's affair. */
export interface Budget {
  left: number;
}

interface Replayed {
  /** The second of the last event that was taken. */
  readonly at: number | undefined;
  /** The budget ended it. */
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
  // a page at least: that it was asked, and that there is nothing, is an answer
  const [first = { weight: 0, items: [] }, ...others] = known;
  for (const page of [first, ...others]) if (take(page)) return { at, isCut: true };
  // where the reading before ended within a second, this one ends there too, if it gets no further
  if (rest && budget.left > 0 && budget.left <= rest.weight) {
    take(rest);
    return { at, isCut: true };
  }
  return { at, isCut: false };
}
