/** Values inside a document, as filters and queries search for them. */
import { isJsonObject, type JsonValue } from '../../src/model/json.ts';

/** All values at a path, as text; lists on the way are searched element by element. */
export function textsAtPath(value: JsonValue | undefined, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((element) => textsAtPath(element, path));
  const [key, ...rest] = path;
  if (key === undefined) return value === undefined || value === null ? [] : [String(value)];
  return isJsonObject(value) ? textsAtPath(value[key], rest) : [];
}
