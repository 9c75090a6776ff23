/** What differs between two states of a resource, by path. Lists without an order are compared as sets. */
import type { Change } from '../../model/event.ts';
import { isJsonObject, type JsonObject, type JsonValue, pointerStep } from '../../model/json.ts';
import { contentIdentity, type Identify } from './content-identity.ts';
import { type Matches, matchElements } from './match-elements.ts';
import { listRuleOf, openAt, type Place, placeAt } from './place.ts';

/** JSON Pointers to the same thing in both states: in a set its position may differ. */
interface At {
  readonly before: string;
  readonly after: string;
}

interface DiffOptions {
  /** The type that these lists and fields belong to; without it, only rules that hold for all types apply. */
  readonly resourceType?: string;
  /** The members from the item's root to the values. */
  readonly names?: readonly string[];
}

interface Comparison {
  readonly identify: Identify;
  readonly changes: Change[];
}

/**
 * The changes that turn `before` into `after`. Paths are JSON Pointers (RFC 6901) below `names`: the position in `after`, or in
 * `before` for a removal. Text that holds JSON is compared by its content, and pointers continue inside it.
 */
export function diff(before: JsonValue, after: JsonValue, options: DiffOptions = {}): readonly Change[] {
  const { resourceType = '', names = [] } = options;
  const comparison: Comparison = { identify: contentIdentity(), changes: [] };
  const path = names.map((name) => pointerStep(name)).join('');
  compare(before, after, placeAt(resourceType, names), { before: path, after: path }, comparison);
  return comparison.changes;
}

const below = (at: At, before: string | number, after: string | number): At => ({
  before: at.before + pointerStep(before),
  after: at.after + pointerStep(after),
});

function compare(before: JsonValue, after: JsonValue, at: Place, pointers: At, comparison: Comparison): void {
  const { identify, changes } = comparison;
  if (identify(before, at) === identify(after, at)) return;

  const [left, right] = [openAt(before, at), openAt(after, at)];
  const lists = asLists(left.value, right.value, left.place);
  if (lists) compareLists(lists, left.place, pointers, comparison);
  else if (isJsonObject(left.value) && isJsonObject(right.value))
    compareObjects(left.value, right.value, left.place, pointers, comparison);
  else if (left.value !== right.value) changes.push({ path: pointers.after, op: 'replace', before, after });
}

interface Lists {
  readonly before: JsonValue[];
  readonly after: JsonValue[];
  /** The side that holds a single value instead of a list with that value. */
  readonly alone?: keyof At;
}

/**
 * Both values as lists. A single value becomes one only if it occurs in the other list; otherwise the whole value was replaced.
 */
function asLists(before: JsonValue, after: JsonValue, { isOneOrMany }: Place): Lists | undefined {
  if (Array.isArray(before) && Array.isArray(after)) return { before, after };
  if (!isOneOrMany) return undefined;
  if (Array.isArray(after) && (isJsonObject(before) || after.includes(before)))
    return { before: [before], after, alone: 'before' };
  if (Array.isArray(before) && (isJsonObject(after) || before.includes(after)))
    return { before, after: [after], alone: 'after' };
  return undefined;
}

function compareLists({ before, after, alone }: Lists, place: Place, at: At, comparison: Comparison): void {
  const { changes, identify } = comparison;
  const { order, key } = listRuleOf(place, before, after);
  const { pairs, removed, added } =
    order === 'matters'
      ? inOrder(before, after, place.element, identify)
      : matchElements(before, after, key, place.element, identify);
  const pointersOf = (old: number, now: number): At => {
    const pointers = below(at, old, now);
    return alone ? { ...pointers, [alone]: at[alone] } : pointers;
  };
  for (const index of removed)
    changes.push({ path: pointersOf(index, 0).before, op: 'remove', before: before[index] ?? null });
  for (const [old, now] of pairs)
    compare(before[old] ?? null, after[now] ?? null, place.element, pointersOf(old, now), comparison);
  for (const index of added) changes.push({ path: pointersOf(0, index).after, op: 'add', after: after[index] ?? null });
}

/** By position, from both ends: what lies between equal elements is compared from its first element on. */
function inOrder(before: JsonValue[], after: JsonValue[], place: Place, identify: Identify): Matches {
  const [old, now] = [before, after].map((list) => list.map((element) => identify(element, place)));
  const shorter = Math.min(before.length, after.length);
  let [first, last] = [0, 0];
  while (first < shorter && old?.[first] === now?.[first]) first++;
  while (last < shorter - first && old?.at(-1 - last) === now?.at(-1 - last)) last++;
  const common = shorter - last;
  const from = (start: number, end: number) => Array.from({ length: end - start }, (_, index) => start + index);
  return {
    pairs: [
      ...from(0, common).map((index) => [index, index] as const),
      ...from(0, last).map((index) => [before.length - last + index, after.length - last + index] as const),
    ],
    removed: from(common, before.length - last).reverse(),
    added: from(common, after.length - last),
  };
}

/** Keys in alphabetical order, so that their order in a record makes no difference. */
function compareObjects(before: JsonObject, after: JsonObject, place: Place, at: At, comparison: Comparison): void {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  for (const key of keys) {
    const member = place.member(key);
    if (member.isVolatile) continue;
    const [left, right] = [memberOf(before, key), memberOf(after, key)];
    const pointers = below(at, key, key);
    if (left === undefined && right !== undefined)
      comparison.changes.push({ path: pointers.after, op: 'add', after: right });
    else if (left !== undefined && right === undefined)
      comparison.changes.push({ path: pointers.before, op: 'remove', before: left });
    else if (left !== undefined && right !== undefined) compare(left, right, member, pointers, comparison);
  }
}

/** A record may have members with the names of those that every object has. */
const memberOf = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);
