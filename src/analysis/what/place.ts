/** Where a value is in an item, as far as that decides how the value is compared: positions in lists do not. */
import { isJsonObject, type JsonValue } from '../../model/json.ts';
import { openJsonText } from '../../resources/read.ts';
import { isOneOrMany, isPatternText, type ListRule, listRuleAt, policyListRule } from '../../resources/set-like.ts';
import { isVolatile } from '../../resources/volatile-fields.ts';

/** The same object for the same place of an item. */
export interface Place {
  readonly names: readonly string[];
  /** undefined: scalars are a set, everything else is ordered. */
  readonly listRule: ListRule | undefined;
  readonly isVolatile: boolean;
  /** A single value here means the same as a list with only that value. */
  readonly isOneOrMany: boolean;
  readonly member: (key: string) => Place;
  /** The place of the elements of a list here. */
  readonly element: Place;
  /** The place of what is inside text here. */
  readonly text: Place;
  /** The place of what is inside a policy document here. */
  readonly policy: Place;
  /** The content of text, parsed once for all places of a root; undefined if it is no JSON. */
  readonly held: (text: string) => JsonValue | undefined;
}

/** Inside text that is neither a policy nor a pattern, nothing is known about lists. */
type Context = 'item' | 'text' | 'policy';

const ordered: ListRule = { order: 'matters', key: [] };

function listRule(resourceType: string, names: readonly string[], context: Context): ListRule | undefined {
  if (context === 'item') return listRuleAt(resourceType, names);
  return context === 'policy' ? policyListRule(names) : ordered;
}

/** The place below `names`, the members from the item's root. */
export function placeAt(resourceType: string, names: readonly string[]): Place {
  const texts = new Map<string, JsonValue | undefined>();
  return makePlace({ resourceType, names, context: 'item', isElement: false, held: (text) => heldBy(text, texts) });
}

function heldBy(text: string, known: Map<string, JsonValue | undefined>): JsonValue | undefined {
  // most text holds no JSON, which shows in its first letter
  if (/^[!-~]/.test(text) && !/^[[{%]/.test(text)) return undefined;
  if (!known.has(text)) known.set(text, openJsonText(text));
  return known.get(text);
}

interface PlaceParts extends Pick<Place, 'names' | 'held'> {
  readonly resourceType: string;
  readonly context: Context;
  readonly isElement: boolean;
}

function makePlace(parts: PlaceParts): Place {
  const { resourceType, names, context, isElement, held } = parts;
  const at = (to: readonly string[], toContext: Context) =>
    makePlace({ ...parts, names: to, context: toContext, isElement: false });
  const members = new Map<string, Place>();
  let [element, text, policy]: (Place | undefined)[] = [];
  const place: Place = {
    names,
    listRule: isElement ? undefined : listRule(resourceType, names, context),
    isVolatile: context === 'item' && !isElement && isVolatile(resourceType, names),
    isOneOrMany: context === 'policy' && !isElement && isOneOrMany(names),
    held,
    member(key) {
      const known = members.get(key) ?? at([...names, key], context);
      members.set(key, known);
      return known;
    },
    get element() {
      element ??= isElement ? place : makePlace({ ...parts, isElement: true });
      return element;
    },
    get text() {
      text ??= context === 'item' && isPatternText(names.at(-1) ?? '') ? place : at(names, 'text');
      return text;
    },
    get policy() {
      policy ??= context === 'policy' ? place : at([], 'policy');
      return policy;
    },
  };
  return place;
}

/** A single statement needs an effect: rules of web ACLs have statements too. */
export function isPolicy(value: JsonValue | undefined): boolean {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'Statement')) return false;
  const { Statement: statement } = value;
  return Array.isArray(statement) || (isJsonObject(statement) && Object.hasOwn(statement, 'Effect'));
}

const isScalar = (value: JsonValue | undefined) => typeof value !== 'object' || value === null;

/** How a list is compared with another, or alone: if nothing is declared and either holds scalars only, both are sets. */
export const listRuleOf = ({ listRule: rule }: Place, ...lists: readonly JsonValue[][]): ListRule =>
  rule ?? (lists.some((list) => list.every(isScalar)) ? { order: 'none', key: [] } : ordered);

export interface Opened {
  readonly value: JsonValue;
  readonly place: Place;
}

/** Text opened as what it holds, with the place inside it; any other value unchanged. */
export function openAt(value: JsonValue, place: Place): Opened {
  const held = typeof value === 'string' ? place.held(value) : undefined;
  const opened = held === undefined ? { value, place } : { value: held, place: place.text };
  return isPolicy(opened.value) ? { value: opened.value, place: place.policy } : opened;
}
