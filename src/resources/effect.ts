/**
 * What a call does to the configuration of a resource, as far as the call itself shows it. The catalog declares it, so that a
 * change is known even if no configuration item records it. Values are at the paths where Config's item of the type has them.
 * https://github.com/awslabs/aws-config-resource-schema
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { valueAt } from './read.ts';
import type { Call } from './service.ts';

/** Members from the item's root to a value, without positions in lists. */
export type ItemPath = readonly string[];

export type Write =
  /** From now on the value is at the path, whatever was there before. */
  | { readonly op: 'set'; readonly path: ItemPath; readonly value: JsonValue }
  /** The path no longer has a value. `before`: the old value, if the call itself contains it. */
  | { readonly op: 'unset'; readonly path: ItemPath; readonly before?: JsonValue }
  /**
   * The list at the path gains this element, replacing one with the same key. `isPart`: what its lists hold is added to the
   * lists of the element with the same key.
   */
  | { readonly op: 'gain'; readonly path: ItemPath; readonly element: JsonValue; readonly isPart?: true }
  /**
   * The list at the path loses it. `isPart`: what its lists hold is removed from the lists of the element with the same key.
   */
  | { readonly op: 'lose'; readonly path: ItemPath; readonly element: JsonValue; readonly isPart?: true };

export interface Effect {
  readonly type: string;
  /** As the call names it: an id, a name, an ARN or a URL. */
  readonly id: string;
  readonly name?: string;
  readonly what: 'created' | 'changed' | 'deleted';
  readonly writes: readonly Write[];
}

/** The effects of a call that succeeded; empty if it shows none. Total. */
export type EffectsOfCall = (call: Call) => readonly Effect[];
/** Event name without API version -> its effects. */
export type Effects = Readonly<Record<string, EffectsOfCall>>;

export type Writer = (call: Call) => readonly Write[];

/** The value at a dotted path of the request, or of the answer: `response.groupId`. */
export const partOf = ({ request, response }: Call, path: string): JsonValue | undefined =>
  path.startsWith('response.') ? valueAt(response, path.slice('response.'.length)) : valueAt(request, path);

/** All texts at a dotted path on which any step may be a list, including EC2's wrapped lists: `instancesSet.instanceId`. */
export function textsOf({ request, response }: Call, path: string): readonly string[] {
  const isAnswer = path.startsWith('response.');
  let values: readonly JsonValue[] = [isAnswer ? response : request];
  for (const key of (isAnswer ? path.slice('response.'.length) : path).split('.'))
    values = values.flatMap((value) => (isJsonObject(value) ? elements(valueAt(value, key)) : []));
  return [...new Set(values.flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : [])))];
}

function elements(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  const wrapped = isJsonObject(value) ? (value['items'] ?? value['item']) : undefined;
  return wrapped === undefined || wrapped === null ? [value] : Array.isArray(wrapped) ? wrapped : [wrapped];
}

/** A resource that calls name under one of several paths; the first path with a value is used. */
export function resource(type: string, ...paths: readonly string[]) {
  const ids = (call: Call) => paths.map((path) => textsOf(call, path)).find((found) => found.length > 0) ?? [];
  const make =
    (what: Effect['what'], writers: readonly Writer[], named?: string): EffectsOfCall =>
    (call) => {
      const writes = writers.flatMap((writer) => writer(call));
      if (what === 'changed' && writes.length === 0) return [];
      const [name] = named === undefined ? [] : textsOf(call, named);
      return ids(call).map((id) => ({ type, id, ...(name !== undefined && { name }), what, writes }));
    };
  return {
    creates: (...writers: readonly Writer[]) => make('created', writers),
    /** `name`: the path of another name that it has. */
    createsNamed: (name: string, ...writers: readonly Writer[]) => make('created', writers, name),
    changes: (...writers: readonly Writer[]) => make('changed', writers),
    deletes: () => make('deleted', []),
  };
}

const split = (path: string): ItemPath => path.split('.');

/** Sets a value of the call in the item; does nothing if the call does not hold it. */
export const set =
  (
    to: string,
    from: string | ((call: Call) => JsonValue | undefined),
    shape: (value: JsonValue) => JsonValue = plain,
  ): Writer =>
  (call) => {
    const value = typeof from === 'string' ? partOf(call, from) : from(call);
    return value === undefined || value === null ? [] : [{ op: 'set', path: split(to), value: shape(value) }];
  };

/**
 * Members with the same name in the call and below `to`: the last part of the path, with a lower-case initial. `a>b`: renamed.
 */
export const sets = (to: string, names: string, shape: (value: JsonValue) => JsonValue = plain): Writer => {
  const writers = names.split(/\s+/).map((each) => {
    const [from = '', renamed] = each.split('>');
    return set(`${to}.${renamed ?? lowerFirst(from.split('.').at(-1) ?? '')}`, from, shape);
  });
  return (call) => writers.flatMap((writer) => writer(call));
};

export const setTo = (to: string, value: JsonValue): Writer => {
  const writes: readonly Write[] = [{ op: 'set', path: split(to), value }];
  return () => writes;
};

export const unset = (...paths: readonly string[]): Writer => {
  const writes = paths.map((path): Write => ({ op: 'unset', path: split(path) }));
  return () => writes;
};

type Elements = string | ((call: Call) => readonly JsonValue[]);

const listed =
  (op: 'gain' | 'lose', isPart = false) =>
  (to: string, from: Elements, shape: (value: JsonValue) => JsonValue = plain): Writer =>
  (call) => {
    const found = typeof from === 'string' ? elements(partOf(call, from)) : from(call);
    return found.map(
      (element): Write => ({
        op,
        path: split(to),
        element: shape(element),
        ...(isPart && { isPart: true as const }),
      }),
    );
  };

/** Adds the elements of a list of the call to the item's list, or removes them. */
export const gain = listed('gain');
export const lose = listed('lose');
/** For elements that are parts of elements, such as one range of a permission that has several. */
export const gainPart = listed('gain', true);
export const losePart = listed('lose', true);

/** A single object made from members of the call, for a list of such objects; nothing if the first member is missing. */
export const built =
  (members: Readonly<Record<string, string>>): ((call: Call) => readonly JsonObject[]) =>
  (call) => {
    const found = Object.entries(members).flatMap(([key, path]): [string, JsonValue][] => {
      const value = partOf(call, path);
      return value === undefined || value === null ? [] : [[key, plain(value)]];
    });
    const [first] = Object.keys(members);
    return found[0]?.[0] === first ? [Object.fromEntries(found)] : [];
  };

/** Tags, however the call lists them: a map, `[{key, value}]` in any case, or EC2's `{items: […]}`. */
export const tagged =
  (from: string): Writer =>
  (call) => {
    const value = partOf(call, from);
    if (isJsonObject(value) && !('items' in value) && !('item' in value))
      return Object.entries(value).map(([key, text]): Write => ({ op: 'set', path: ['tags', key], value: text ?? '' }));
    return elements(value).flatMap((tag): readonly Write[] => {
      if (!isJsonObject(tag)) return [];
      const key = valueAt(tag, 'key') ?? valueAt(tag, 'tagKey');
      const text = valueAt(tag, 'value') ?? valueAt(tag, 'tagValue') ?? '';
      return typeof key === 'string' ? [{ op: 'set', path: ['tags', key], value: text }] : [];
    });
  };

export const untagged =
  (from: string): Writer =>
  (call) =>
    elements(partOf(call, from)).flatMap((tag): readonly Write[] => {
      const key = isJsonObject(tag) ? (valueAt(tag, 'key') ?? valueAt(tag, 'tagKey')) : tag;
      return typeof key === 'string' ? [{ op: 'unset', path: ['tags', key] }] : [];
    });

/** Attributes as a map or a list of `{key, value}` -> a map. */
export function mapOf(value: JsonValue): JsonObject {
  const entries = elements(value).flatMap((entry): [string, JsonValue][] => {
    if (!isJsonObject(entry)) return [];
    const key = valueAt(entry, 'key') ?? valueAt(entry, 'attributeName') ?? valueAt(entry, 'name');
    return typeof key === 'string' ? [[key, valueAt(entry, 'value') ?? valueAt(entry, 'attributeValue') ?? null]] : [];
  });
  return entries.length > 0 || !isJsonObject(value) ? Object.fromEntries(entries) : value;
}

/** Sets every member of a map in the call below `to`. */
export const setEach =
  (to: string, from: string, name: (key: string) => string = (key) => key): Writer =>
  (call) => {
    const value = partOf(call, from);
    if (value === undefined || value === null) return [];
    return Object.entries(mapOf(value)).map(
      ([key, member]): Write => ({ op: 'set', path: [...split(to), name(key)], value: plain(member ?? null) }),
    );
  };

const lowerFirst = (name: string): string =>
  // ARN, DBName: Config makes a leading abbreviation lower case as a whole only if nothing follows it
  /^[A-Z]+$/.test(name) ? name.toLowerCase() : name.charAt(0).toLowerCase() + name.slice(1);

/** Without EC2's wrappings: `{items: […]}` as the list, `{value: true}` as the value. */
export function plain(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(plain);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value);
  const [only = ''] = keys;
  if (keys.length === 1 && /^items?$/.test(only)) {
    const items = value[only] ?? [];
    return (Array.isArray(items) ? items : [items]).map(plain);
  }
  if (keys.length === 1 && only === 'value') return plain(value['value'] ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member ?? null)]));
}

/** `plain`, with names as Config spells them: `BlockPublicAcls` -> `blockPublicAcls`; XML's own attributes left out. */
export function lowered(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(lowered);
  const open = plain(value);
  if (Array.isArray(open)) return open.map(lowered);
  if (!isJsonObject(open)) return open;
  return Object.fromEntries(
    Object.entries(open)
      .filter(([key]) => !key.startsWith('xmlns') && !key.startsWith('xsi:'))
      .map(([key, member]) => [lowerFirst(key), lowered(member ?? null)]),
  );
}
