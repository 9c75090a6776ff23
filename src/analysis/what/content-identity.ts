/** Compares values by what they mean: the order of keys and of sets, and the form of text that holds JSON, make no difference. */
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { listRuleOf, openAt, type Place } from './place.ts';

/** The same number for values that mean the same at the same place. Only comparable within one `contentIdentity()`. */
export type Identify = (value: JsonValue, place: Place) => number;

interface Known {
  readonly place: Place;
  readonly identity: number;
}

/** Each value is visited once, however deep it is nested: its children enter its own identity as numbers. */
export function contentIdentity(): Identify {
  // texts have a map of their own: they are looked up as they are
  const texts = new Map<string, number>();
  const others = new Map<string, number>();
  const objects = new WeakMap<object, Known>();

  function numberIn(numbers: Map<string, number>, content: string): number {
    const known = numbers.get(content);
    if (known !== undefined) return known;
    const number = texts.size + others.size;
    numbers.set(content, number);
    return number;
  }

  function ofList(list: JsonValue[], place: Place): number {
    const elements = list.map((element) => identify(element, place.element));
    if (listRuleOf(place, list).order === 'matters') return numberIn(others, `[${elements.join()}`);
    return numberIn(others, `{${elements.sort((a, b) => a - b).join()}`);
  }

  function ofObject(object: JsonObject, place: Place): number {
    const members: string[] = [];
    for (const key of Object.keys(object).sort()) {
      const member = object[key];
      const at = place.member(key);
      if (member === undefined || at.isVolatile) continue;
      members.push(`${key.length}:${key}:${identify(member, at)}`);
    }
    return numberIn(others, `(${members.join()}`);
  }

  function ofOpened(value: JsonValue, place: Place): number {
    if (typeof value === 'string') return numberIn(texts, value);
    if (typeof value !== 'object' || value === null) return numberIn(others, String(value));
    const known = objects.get(value);
    if (known?.place === place) return known.identity;
    const identity = Array.isArray(value) ? ofList(value, place) : ofObject(value, place);
    objects.set(value, { place, identity });
    return identity;
  }

  function identify(delivered: JsonValue, at: Place): number {
    const { value, place } = openAt(delivered, at);
    return place.isOneOrMany && !Array.isArray(value) ? ofList([value], place) : ofOpened(value, place);
  }

  return identify;
}
