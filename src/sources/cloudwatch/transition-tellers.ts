/**
 * Merges the reports of one change of an alarm's state by its history, EventBridge and SNS, so that it is listed once with
 * everything known about it.
 */
import { groupedBy } from '../../model/grouped-by.ts';
import { inText } from './alarm-definitions.ts';
import { isCompatible, mostApart } from './alarm-identity.ts';
import type { Found, Transition } from './transition.ts';

/** In order of time, whatever order they were read in. */
export function eachOnce(transitions: readonly Found<Transition>[]): readonly Found<Transition>[] {
  const sorted = transitions
    .map((found) => ({ found, text: JSON.stringify(found.value) }))
    .sort(
      (a, b) => a.found.value.time - b.found.value.time || whole(a.found) - whole(b.found) || inText(a.text, b.text),
    )
    .map(({ found }) => found);
  const ofAlarms = groupedBy(sorted, ({ value: { name, from, to } }) => JSON.stringify([name, from, to]));
  return [...ofAlarms.values()].flatMap(eachOfAlarm).sort((a, b) => a.value.time - b.value.time);
}

/** How much is missing: the most complete report comes first. */
const whole = ({ value: { account, region, told } }: Found<Transition>): number =>
  [account, region, told, told?.metricName].filter((each) => each === null || each === undefined).length;

function eachOfAlarm(sorted: readonly Found<Transition>[]): readonly Found<Transition>[] {
  const changes: Found<Transition>[] = [];
  for (const found of sorted) {
    const at = changes.findLastIndex(({ value }) => isSame(value, found.value));
    const known = changes[at];
    if (known) changes[at] = { ...known, value: merged(known.value, found.value) };
    else changes.push(found);
  }
  return changes;
}

const isSame = (a: Transition, b: Transition): boolean =>
  Math.abs(a.time - b.time) <= mostApart && isCompatible(a.account, b.account) && isCompatible(a.region, b.region);

const merged = (a: Transition, b: Transition): Transition => ({
  ...a,
  arn: a.arn ?? b.arn,
  account: a.account ?? b.account,
  region: a.region ?? b.region,
  reason: a.reason === '' ? b.reason : a.reason,
  told: a.told ?? b.told,
  actions: [...new Set([...a.actions, ...b.actions])].sort(),
  ref: a.ref ?? b.ref,
});
