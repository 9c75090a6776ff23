/** What a change's pointer leads to, in the state that it belongs to. */
import type { Change } from '../../model/event.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { keyOf } from './match-elements.ts';
import { listRuleOf, openAt, type Place } from './place.ts';

/** An item's content by section; null if nothing is known. */
export interface States {
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  /** Whatever is missing is unknown. */
  readonly isPartial?: true;
}

export interface Step {
  /** A member's name or an element's key; undefined for elements that are identified by their content. */
  readonly label: string | undefined;
  readonly value: JsonValue | undefined;
  /** The place of the value, once it is opened. */
  readonly place: Place;
  readonly isElement: boolean;
}

/** The steps of a pointer, unescaped. */
const stepsOf = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Each step of a change's path, with the value there. `root`: the place of both states. */
export function walk({ path, op }: Change, states: States, root: Place): readonly Step[] {
  let value: JsonValue | undefined = (op === 'remove' ? states.before : states.after) ?? {};
  let place = root;
  return stepsOf(path).map((name): Step => {
    const parent: JsonValue | undefined = value;
    if (Array.isArray(parent)) {
      const { key, order } = listRuleOf(place, parent);
      value = parent[Number(name)];
      const known = value === undefined ? undefined : keyOf(value, key);
      const label = known ? labelOf(known) : order === 'matters' ? name : undefined;
      ({ value, place } = opened(value, place.element));
      return { label, value, place, isElement: true };
    }
    value = isJsonObject(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined;
    ({ value, place } = opened(value, place.member(name)));
    return { label: name, value, place, isElement: false };
  });
}

const opened = (value: JsonValue | undefined, place: Place): { value: JsonValue | undefined; place: Place } =>
  value === undefined ? { value, place } : openAt(value, place);

const labelOf = (key: readonly JsonValue[]): string =>
  key
    .filter((part) => part !== null && part !== '')
    .map((part) => (typeof part === 'object' ? JSON.stringify(part) : String(part)))
    .join('/');
