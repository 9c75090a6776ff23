/** Which elements of two sets are the same, whatever their positions. */
import { isJsonObject, type JsonValue } from '../../model/json.ts';
import { valueAt } from '../../resources/read.ts';
import type { Identify } from './content-identity.ts';
import type { Place } from './place.ts';

export interface Matches {
  /** Positions in `before` and `after`, in the order of `after`. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Positions in `before`, in descending order: they can be removed one by one. */
  readonly removed: readonly number[];
  /** Positions in `after`, in ascending order. */
  readonly added: readonly number[];
}

interface Element {
  readonly value: JsonValue;
  readonly index: number;
  readonly identity: number;
  readonly key: string | undefined;
}

/** The parts that identify an element; undefined if it has none of them. */
export function keyOf(element: JsonValue, key: readonly string[]): readonly JsonValue[] | undefined {
  if (!isJsonObject(element)) return undefined;
  const values = key.map((path) => valueAt(element, path) ?? null);
  return values.some((value) => value !== null && value !== '') ? values : undefined;
}

/**
 * Elements with the same content are the same; then those with the same key, if it is unique; then two leftovers, if they are
 * similar enough. The order of either list only decides between equal elements.
 */
export function matchElements(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  key: readonly string[],
  place: Place,
  identify: Identify,
): Matches {
  const elementsOf = (list: readonly JsonValue[]) =>
    list.map((value, index): Element => {
      const known = keyOf(value, key);
      return { value, index, identity: identify(value, place), key: known && JSON.stringify(known) };
    });
  const pairs: [number, number][] = [];
  let [old, now] = [elementsOf(before), elementsOf(after)];

  function pairWhere(mates: ReadonlyMap<Element, Element>): void {
    if (mates.size === 0) return;
    const taken = new Set(mates.values());
    for (const [a, b] of mates) pairs.push([a.index, b.index]);
    old = old.filter((element) => !mates.has(element));
    now = now.filter((element) => !taken.has(element));
  }

  pairWhere(inPlace(old, now));
  pairWhere(byIdentity(old, now));
  pairWhere(byKey(old, now));
  const [a, b] = [old[0], now[0]];
  const areLeftOver = old.length === 1 && now.length === 1 && a && b && (a.key === undefined || b.key === undefined);
  if (areLeftOver && ((before.length === 1 && after.length === 1) || areAlike(a.value, b.value, place, identify)))
    pairWhere(new Map([[a, b]]));

  return {
    pairs: pairs.sort(([, x], [, y]) => x - y),
    removed: old.map(({ index }) => index).reverse(),
    added: now.map(({ index }) => index),
  };
}

const inPlace = (old: readonly Element[], now: readonly Element[]) =>
  new Map(
    old.flatMap((element): [Element, Element][] => {
      const mate = now[element.index];
      return mate?.identity === element.identity ? [[element, mate]] : [];
    }),
  );

function byIdentity(old: readonly Element[], now: readonly Element[]): ReadonlyMap<Element, Element> {
  const waiting = groupsOf(now, ({ identity }) => identity);
  const mates = new Map<Element, Element>();
  for (const element of old) {
    const mate = waiting.get(element.identity)?.shift();
    if (mate) mates.set(element, mate);
  }
  return mates;
}

/** A key that several elements share identifies none of them. */
function byKey(old: readonly Element[], now: readonly Element[]): ReadonlyMap<Element, Element> {
  const [before, after] = [groupsOf(old, ({ key }) => key), groupsOf(now, ({ key }) => key)];
  const mates = new Map<Element, Element>();
  for (const [key, [element, ...others]] of before) {
    const [mate, ...more] = after.get(key) ?? [];
    if (key !== undefined && element && mate && others.length === 0 && more.length === 0) mates.set(element, mate);
  }
  return mates;
}

function groupsOf<Key>(elements: readonly Element[], keyOfElement: (element: Element) => Key): Map<Key, Element[]> {
  const groups = new Map<Key, Element[]>();
  for (const element of elements) {
    const key = keyOfElement(element);
    const group = groups.get(key);
    if (group) group.push(element);
    else groups.set(key, [element]);
  }
  return groups;
}

/** Whether at least half of the members are the same in both. */
function areAlike(before: JsonValue, after: JsonValue, place: Place, identify: Identify): boolean {
  if (!isJsonObject(before) || !isJsonObject(after)) return false;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const same = [...names].filter((name) => {
    const [left, right] = [before[name], after[name]];
    if (!Object.hasOwn(before, name) || !Object.hasOwn(after, name)) return false;
    if (left === undefined || right === undefined) return false;
    return identify(left, place.member(name)) === identify(right, place.member(name));
  });
  return same.length * 2 >= names.size;
}
