/** Requests of the query protocols: a form whose keys spell out a tree, `Filter.1.Value.2=sg-…`. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/model/json.ts';

/** The form spells a list as `{1: a, 2: b}` or `{member: {1: a}}`. */
function asLists(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value);
  const member = value['member'];
  if (keys.length === 1 && member !== undefined) return asLists(member);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    const sorted = keys.sort((a, b) => Number(a) - Number(b));
    return sorted.map((key) => asLists(value[key] ?? null));
  }
  return Object.fromEntries(keys.map((key) => [key, asLists(value[key] ?? null)]));
}

/** The operation and its parameters; all leaves are text. undefined if the form names no operation. */
export function readForm(body: string): { operation: string; parameters: JsonObject } | undefined {
  const form = new URLSearchParams(body);
  const operation = form.get('Action');
  if (!operation) return undefined;
  const tree: Record<string, JsonValue> = {};
  for (const [path, text] of form) {
    if (path === 'Action' || path === 'Version') continue;
    const keys = path.split('.');
    const last = keys.pop() as string;
    let node = tree;
    for (const key of keys) {
      const known = node[key];
      const next: Record<string, JsonValue> = isJsonObject(known) ? (known as Record<string, JsonValue>) : {};
      node[key] = next;
      node = next;
    }
    node[last] = text;
  }
  const parameters = Object.entries(tree).map(([key, value]) => [key, asLists(value)] as const);
  return { operation, parameters: Object.fromEntries(parameters) };
}
