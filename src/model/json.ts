/** JSON from elsewhere: any member may be absent, and any value may have a type other than the documented one. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member as an object; `{}` if it is absent or of another type. */
export const objectAt = (value: JsonValue | undefined, key: string): JsonObject => {
  const member = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(member) ? member : {};
};

/** The member as a non-empty string; undefined if it is absent, empty or of another type. */
export const stringAt = (value: JsonValue | undefined, key: string): string | undefined => {
  const member = isJsonObject(value) ? value[key] : undefined;
  return typeof member === 'string' && member !== '' ? member : undefined;
};

/**
 * A scalar, or a list of scalars, as `String` would write it; empty for anything else. Unlike `String` it never throws:
 * `String` calls an object's `toString`, and a file may supply one that is not a function.
 */
export const scalarText = (value: JsonValue | undefined): string => {
  if (Array.isArray(value)) return value.map(scalarText).join(',');
  return value === undefined || isJsonObject(value) ? '' : String(value);
};

/** Deeper than any record nests, yet shallow enough for every recursive function that walks a record. */
export const deepestNesting = 200;

/** Whether a value nests deeper than records do, so that walking it recursively could overflow the stack. */
export function isTooDeep(value: unknown, levels = deepestNesting): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    // every record passes through here, and most of what it holds is text
    if (typeof member === 'object' && member !== null && isTooDeep(member, levels - 1)) return true;
  }
  return false;
}

/** More than any record holds. Two bytes of JSON take about sixty once parsed, so this many take 120 MB. */
export const mostValues = 2_000_000;

/** Whether a text may hold more values than any record does: each takes memory, however short it is. */
function holdsTooMany(text: string): boolean {
  // each value takes a character and a separator
  if (text.length <= 2 * mostValues) return false;
  let values = 0;
  for (const _ of text.matchAll(/[,{[]/g)) if (++values > mostValues) return true;
  return false;
}

/** Never throws: undefined for text that is not JSON, or that nests too deep or holds too many values to be a record. */
export function parseJson(text: string): JsonValue | undefined {
  if (holdsTooMany(text)) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    return isTooDeep(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** One step of a JSON Pointer, to append to the steps before it: `a/b` -> `/a~1b`. RFC 6901. */
export const pointerStep = (key: string | number): string =>
  `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
