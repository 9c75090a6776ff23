/** Applies a call's effect to what is known of a resource: the state after it, and the changes that lead there. */
import type { Change } from '../../model/event.ts';
import { isJsonObject, type JsonObject, type JsonValue, pointerStep } from '../../model/json.ts';
import type { Effect, ItemPath, Write } from '../../resources/effect.ts';
import { openJsonText } from '../../resources/read.ts';
import { contentIdentity } from './content-identity.ts';
import { diff } from './diff.ts';
import { keyOf } from './match-elements.ts';
import { listRuleOf, placeAt } from './place.ts';

/** What is known of a resource. `isWhole`: this is all that Config records, so anything missing is known to be absent. */
export interface KnownState {
  readonly content: JsonObject;
  readonly isWhole: boolean;
}

export interface Applied {
  readonly changes: readonly Change[];
  /** The content before the call, including what the call reveals about it; null if the resource did not exist. */
  readonly before: JsonObject | null;
  readonly after: KnownState | null;
}

export const nothingKnown: KnownState = { content: {}, isWhole: false };

export function applyEffect({ type, what, writes }: Effect, known: KnownState): Applied {
  if (what === 'deleted') {
    const sections = Object.entries(known.content).filter(([, value]) => value !== undefined && !isEmpty(value));
    const changes = sections
      .filter(([section]) => section !== 'relationships')
      .map(([section, value]): Change => ({ path: pointerStep(section), op: 'remove', before: value ?? null }));
    return {
      changes: changes.length > 0 ? changes : [{ path: '/configuration', op: 'remove' }],
      before: known.content,
      after: null,
    };
  }
  let state: KnownState = what === 'created' ? { content: {}, isWhole: false } : known;
  let before = state.content;
  const changes: Change[] = [];
  for (const write of writes) {
    const step = applyWrite(write, state, type);
    changes.push(...step.changes);
    before = step.told.reduce((content, [path, value]) => put(content, path, value), before);
    state = { content: step.content, isWhole: state.isWhole };
  }
  if (what === 'changed') return { changes, before, after: state };
  const sections = Object.entries(state.content).filter(([, value]) => value !== undefined);
  return {
    changes:
      sections.length > 0
        ? sections.map(([section, value]): Change => ({ path: pointerStep(section), op: 'add', after: value ?? null }))
        : [{ path: '/configuration', op: 'add' }],
    before: null,
    after: state,
  };
}

interface Step {
  readonly changes: readonly Change[];
  readonly content: JsonObject;
  /** What the write reveals about the state before it that was not known. */
  readonly told: readonly (readonly [ItemPath, JsonValue])[];
}

function applyWrite(write: Write, { content, isWhole }: KnownState, type: string): Step {
  const { path } = write;
  const known = valueAtPath(content, path);
  const pointer = path.map((name) => pointerStep(name)).join('');
  switch (write.op) {
    case 'set': {
      const after = put(content, path, write.value);
      if (known !== undefined) return { changes: between(content, after, path, type), content: after, told: [] };
      return {
        changes: [{ path: pointer, op: isWhole ? 'add' : 'replace', after: write.value }],
        content: after,
        told: [],
      };
    }
    case 'unset': {
      const before = known ?? write.before;
      const told = known === undefined && write.before !== undefined ? [[path, write.before] as const] : [];
      if (before === undefined && isWhole) return { changes: [], content, told };
      const change: Change = { path: pointer, op: 'remove', ...(before !== undefined && { before }) };
      return { changes: [change], content: without(content, path), told };
    }
    case 'gain':
    case 'lose': {
      const list = Array.isArray(known) ? known : [];
      const lists = write.op === 'gain' ? gained(list, write, type) : lost(list, write, type);
      const before = put(content, path, lists.before);
      const after = put(content, path, lists.after);
      const told = lists.before === known ? [] : [[path, lists.before] as const];
      return { changes: between(before, after, path, type), content: after, told };
    }
  }
}

/** Changes of the one section that the path leads into. */
function between(before: JsonObject, after: JsonObject, [section = '']: ItemPath, type: string): readonly Change[] {
  return diff(before[section] ?? {}, after[section] ?? {}, { resourceType: type, names: [section] });
}

interface Lists {
  readonly before: JsonValue[];
  readonly after: JsonValue[];
}

type Element = Extract<Write, { op: 'gain' | 'lose' }>;

/** Which element of a list is meant: the one with the same key, otherwise the one with the same content. */
function positionOf(list: readonly JsonValue[], { path, element }: Element, type: string): number {
  const place = placeAt(type, path);
  const { key } = listRuleOf(place, [...list]);
  const names = path.at(-1) === 'Statement' ? ['Sid'] : key;
  const own = JSON.stringify(keyOf(element, names)?.map(textOf));
  if (own !== undefined) return list.findIndex((other) => JSON.stringify(keyOf(other, names)?.map(textOf)) === own);
  const identify = contentIdentity();
  const identity = identify(element, place.element);
  const same = list.findIndex((other) => identify(other, place.element) === identity);
  if (same !== -1 || !isJsonObject(element)) return same;
  // a call names an element by a few of its members
  return list.findIndex(
    (other) =>
      isJsonObject(other) &&
      Object.entries(element).every(
        ([name, value]) => JSON.stringify(textOf(other[name] ?? null)) === JSON.stringify(textOf(value ?? null)),
      ),
  );
}

/** A port is a number in one record and text in another. */
const textOf = (value: JsonValue): JsonValue => (typeof value === 'number' ? String(value) : value);

function gained(list: JsonValue[], write: Element, type: string): Lists {
  const { element } = write;
  const at = positionOf(list, write, type);
  if (at === -1) return { before: list, after: [...list, element] };
  const known = list[at] ?? null;
  const next = write.isPart && isJsonObject(known) && isJsonObject(element) ? joined(known, element) : element;
  return { before: list, after: list.with(at, next) };
}

function lost(list: JsonValue[], write: Element, type: string): Lists {
  const { element } = write;
  const at = positionOf(list, write, type);
  // what the call removed must have been there, known or not
  if (at === -1) return { before: [...list, element], after: list };
  const known = list[at] ?? null;
  const rest = write.isPart && isJsonObject(known) && isJsonObject(element) ? parted(known, element) : undefined;
  return { before: list, after: rest ? list.with(at, rest) : list.filter((_, index) => index !== at) };
}

const has = (list: readonly JsonValue[], element: JsonValue) =>
  list.some((other) => JSON.stringify(other) === JSON.stringify(element) || sameRange(other, element));

/** A range without its description is still the same range. */
function sameRange(a: JsonValue, b: JsonValue): boolean {
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  return ['cidrIp', 'cidrIpv6', 'prefixListId', 'groupId'].some((key) => a[key] !== undefined && a[key] === b[key]);
}

const joined = (known: JsonObject, part: JsonObject): JsonObject => ({
  ...known,
  ...Object.fromEntries(
    Object.entries(part).flatMap(([name, value]) => {
      const list = known[name];
      if (!Array.isArray(value)) return [];
      const own = Array.isArray(list) ? list : [];
      return [[name, [...own, ...value.filter((element) => !has(own, element))]]];
    }),
  ),
});

/** What is left of an element; undefined if nothing is. */
function parted(known: JsonObject, part: JsonObject): JsonObject | undefined {
  const lists = Object.entries(part).filter((entry): entry is [string, JsonValue[]] => Array.isArray(entry[1]));
  if (lists.every(([, list]) => list.length === 0)) return undefined;
  const left: JsonObject = {
    ...known,
    ...Object.fromEntries(
      lists.map(([name, list]) => {
        const own = known[name];
        return [name, (Array.isArray(own) ? own : []).filter((element) => !has(list, element))];
      }),
    ),
  };
  return lists.some(([name]) => !isEmpty(left[name])) ? left : undefined;
}

const isEmpty = (value: JsonValue | undefined) =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0);

/** The value at a path, which may lead inside text that holds JSON. */
export function valueAtPath(content: JsonObject, path: ItemPath): JsonValue | undefined {
  let value: JsonValue | undefined = content;
  for (const name of path) {
    const opened: JsonValue | undefined = openedText(value);
    value = isJsonObject(opened) && Object.hasOwn(opened, name) ? opened[name] : undefined;
  }
  const last = openedText(value);
  return last === null ? undefined : last;
}

const openedText = (value: JsonValue | undefined): JsonValue | undefined =>
  typeof value === 'string' ? (openJsonText(value) ?? value) : value;

function put(content: JsonObject, [name = '', ...rest]: ItemPath, value: JsonValue): JsonObject {
  const inner = openedText(Object.hasOwn(content, name) ? content[name] : undefined);
  const next = rest.length === 0 ? value : put(isJsonObject(inner) ? inner : {}, rest, value);
  // a name may be __proto__: an assignment would lose it
  return Object.fromEntries([...Object.entries(content).filter(([key]) => key !== name), [name, next]]);
}

function without(content: JsonObject, [name = '', ...rest]: ItemPath): JsonObject {
  const inner = openedText(Object.hasOwn(content, name) ? content[name] : undefined);
  if (inner === undefined) return content;
  const others = Object.entries(content).filter(([key]) => key !== name);
  return rest.length === 0 || !isJsonObject(inner)
    ? Object.fromEntries(others)
    : Object.fromEntries([...others, [name, without(inner, rest)]]);
}
