/** An alarm's history lists its actions apart from the changes of state that caused them: this joins the two. */

import { groupedBy } from '../../model/grouped-by.ts';
import type { AlarmAction, Found, Transition } from './transition.ts';

/** An action runs at most this long after the change that caused it. Milliseconds. */
const longestDelay = 10_000;

/** Each action goes to the change of its alarm that it names, otherwise to the nearest in time; a stray one to none. */
export function withActions(
  transitions: readonly Found<Transition>[],
  actions: readonly AlarmAction[],
): readonly Found<Transition>[] {
  if (actions.length === 0) return transitions;
  const byName = groupedBy(
    transitions.toSorted((a, b) => a.value.time - b.value.time),
    ({ value }) => value.name,
  );
  const ran = new Map<Found<Transition>, Set<string>>();
  for (const { name, time, transitionTime, action } of actions) {
    const nearest = nearestTo(transitionTime ?? time, byName.get(name) ?? []);
    if (nearest) ran.set(nearest, (ran.get(nearest) ?? new Set()).add(action));
  }
  return transitions.map((found) => {
    const added = ran.get(found);
    if (!added) return found;
    return { ...found, value: { ...found.value, actions: [...new Set([...found.value.actions, ...added])].sort() } };
  });
}

/** `sorted` is in order of time. */
function nearestTo(time: number, sorted: readonly Found<Transition>[]): Found<Transition> | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Found<Transition>).value.time < time) low = middle + 1;
    else high = middle;
  }
  const distance = (found: Found<Transition> | undefined) => Math.abs((found?.value.time ?? Infinity) - time);
  const [before, after] = [sorted[low - 1], sorted[low]];
  const nearest = distance(before) <= distance(after) ? before : after;
  return distance(nearest) <= longestDelay ? nearest : undefined;
}
