/** JSON as it comes from elsewhere: every field may be absent, every value may be of another type than documented. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member as an object; `{}` where it is absent or of another type. */
export const objectAt = (value: JsonValue | undefined, key: string): JsonObject => {
  const member = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(member) ? member : {};
};

/** The member as a non-empty string; undefined where it is absent, empty or of another type. */
export const stringAt = (value: JsonValue | undefined, key: string): string | undefined => {
  const member = isJsonObject(value) ? value[key] : undefined;
  return typeof member === 'string' && member !== '' ? member : undefined;
};

/**
 * A scalar, or a list of such, as `String` has it; empty for any other. Total, which `String` is not: it asks an object for its
 * `toString`, and a file may give it one that is no function.
 */
export const scalarText = (value: JsonValue | undefined): string => {
  if (Array.isArray(value)) return value.map(scalarText).join(',');
  return value === undefined || isJsonObject(value) ? '' : String(value);
};

/** Deeper than any record nests, and shallow enough for every function that calls itself on what it holds. */
export const deepestNesting = 200;

/** Whether a value holds others deeper than records do: whoever walks it by recursion would overflow the stack. */
export function isTooDeep(value: unknown, levels = deepestNesting): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    // every record comes by here, and most that it holds is text
    if (typeof member === 'object' && member !== null && isTooDeep(member, levels - 1)) return true;
  }
  return false;
}

/** More than any record holds. A value of two bytes takes about sixty where it is parsed: so many take 120 MB. */
export const mostValues = 2_000_000;

/** Whether a text may hold more values than any record does: each takes memory, however short it is. */
function holdsTooMany(text: string): boolean {
  // each takes a character, and another that sets it apart
  if (text.length <= 2 * mostValues) return false;
  let values = 0;
  for (const _ of text.matchAll(/[,{[]/g)) if (++values > mostValues) return true;
  return false;
}

/** Total: undefined for text that is no JSON, or nests too deep or holds too much to be a record. */
export function parseJson(text: string): JsonValue | undefined {
  if (holdsTooMany(text)) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    return isTooDeep(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** One step of a JSON Pointer, to be put behind the steps before it: `a/b` -> `/a~1b`. RFC 6901. */
export const pointerStep = (key: string | number): string =>
  `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
