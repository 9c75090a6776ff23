/** Reading a call's parameters for its sentence: total, whatever the record holds. */
import type { JsonObject, JsonValue } from '../model/json.ts';
import { isJsonObject, parseJson } from '../model/json.ts';

/** The value at a dotted path; undefined if any step is missing. A key may begin with a capital or a small letter. */
export function valueAt(from: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = from;
  for (const [key, other] of stepsOf(path)) value = isJsonObject(value) ? (value[key] ?? value[other]) : undefined;
  return value;
}

/** Paths come from the catalog, which has some hundred. Each step is kept in both cases. */
const steps = new Map<string, readonly (readonly [key: string, other: string])[]>();

function stepsOf(path: string): readonly (readonly [key: string, other: string])[] {
  let known = steps.get(path);
  if (!known) {
    known = path.split('.').map((key) => [key, otherCase(key)] as const);
    if (steps.size < mostPaths) steps.set(path, known);
  }
  return known;
}

/** Limits memory in case paths are made from a record's text. */
const mostPaths = 10_000;

/** CloudTrail spells the same parameter `vpcId` or `VpcId`, `aRN` or `ARN`, depending on how old the call is. */
function otherCase(key: string): string {
  const first = key.charAt(0);
  const upper = first.toUpperCase();
  return (first === upper ? first.toLowerCase() : upper) + key.slice(1);
}

/** The first non-empty text (or number, as text) among several dotted paths; undefined if there is none. */
export function text(from: JsonObject, ...paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const found = asText(valueAt(from, path));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value as text; EC2 also wraps it as `{"tag": 1, "content": "fl-1"}`. */
function asText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return isJsonObject(value) && typeof value['content'] === 'string' && value['content'] !== ''
    ? value['content']
    : undefined;
}

/** A boolean at a dotted path, also as text or as EC2's `{"value": true}`; undefined if there is none. */
export function flag(from: JsonObject, path: string): boolean | undefined {
  const found = valueAt(from, path);
  const value = isJsonObject(found) ? found['value'] : found;
  if (typeof value === 'boolean') return value;
  const lower = typeof value === 'string' ? value.toLowerCase() : undefined;
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** The list at a dotted path, also if EC2 wraps it as `{"items": […]}` or `{"item": …}`, or if it is a single value. */
export function list(from: JsonObject, path: string): readonly JsonValue[] {
  const value = valueAt(from, path);
  if (Array.isArray(value)) return value;
  if (isJsonObject(value)) {
    const items = value['items'] ?? value['item'];
    return Array.isArray(items) ? items : [items ?? value];
  }
  return value === undefined || value === null || value === '' ? [] : [value];
}

/** The objects in the list at a dotted path. */
export const objects = (from: JsonObject, path: string): readonly JsonObject[] => list(from, path).filter(isJsonObject);

/** The texts in a list, and those under the given keys in its objects: `texts(request, 'instancesSet', 'instanceId')`. */
export const texts = (from: JsonObject, path: string, ...keys: readonly string[]): readonly string[] =>
  list(from, path).flatMap((item) => asText(item) ?? (isJsonObject(item) ? text(item, ...keys) : undefined) ?? []);

/** "a", "a and b", "a, b and 3 more". Empty if there are none. */
export function enumerate(names: readonly string[], most = 3): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '');
}

/** A JSON document in a parameter: as an object, as text, or URL-encoded; undefined if it does not parse. */
export function document(value: JsonValue | undefined): JsonObject | undefined {
  if (isJsonObject(value)) return value;
  if (typeof value !== 'string') return undefined;
  const opened = openJsonText(value);
  return isJsonObject(opened) ? opened : undefined;
}

/** JSON inside a string, also URL-encoded (IAM's responses); undefined for any other text. */
export function openJsonText(value: string): JsonValue | undefined {
  // every text of every record passes through here
  if (value === '' || isWord(value.charCodeAt(0))) return undefined;
  const first = value.trimStart()[0];
  if (first === '{' || first === '[') return parseJson(value);
  if (!/^\s*%(7B|5B)/i.test(value)) return undefined;
  try {
    return parseJson(decodeURIComponent(value.replaceAll('+', '%20')));
  } catch {
    // text that only looks URL-encoded
    return undefined;
  }
}

/** A letter, a digit, or a character between them in ASCII except `[`: no JSON text to be opened begins with any of these. */
const isWord = (code: number): boolean => (code > 0x2f && code < 0x5b) || (code > 0x5b && code < 0x7b);
