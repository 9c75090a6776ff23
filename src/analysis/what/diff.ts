/** What differs between two JSON values, told by where it stands. */
import type { Change } from '../../model/event.ts';
import { isJsonObject, type JsonObject, type JsonValue, pointerStep } from '../../model/json.ts';
import { openJsonText } from '../../resources/read.ts';

/**
 * The changes that turn `before` into `after`, when they are applied in their order. Paths are JSON Pointers (RFC 6901)
 * below `path`; lists are compared by position, and lose elements at their end. Texts that hold JSON count as what they
 * hold, and pointers go on inside them.
 */
export function diff(before: JsonValue, after: JsonValue, path = ''): readonly Change[] {
  const changes: Change[] = [];
  compare(before, after, path, changes);
  return changes;
}

function compare(before: JsonValue, after: JsonValue, path: string, changes: Change[]): void {
  if (before === after) return;
  const [left, right] = [opened(before), opened(after)];
  if (Array.isArray(left) && Array.isArray(right)) compareLists(left, right, path, changes);
  else if (isJsonObject(left) && isJsonObject(right)) compareObjects(left, right, path, changes);
  else if (left !== right) changes.push({ path, op: 'replace', before, after });
}

function compareLists(before: JsonValue[], after: JsonValue[], path: string, changes: Change[]): void {
  const common = Math.min(before.length, after.length);
  for (let i = 0; i < common; i++) compare(before[i] ?? null, after[i] ?? null, path + pointerStep(i), changes);
  for (let i = before.length - 1; i >= common; i--)
    changes.push({ path: path + pointerStep(i), op: 'remove', before: before[i] ?? null });
  for (let i = common; i < after.length; i++)
    changes.push({ path: path + pointerStep(i), op: 'add', after: after[i] ?? null });
}

/** Keys in alphabetical order, so that the order in which a record lists them decides nothing. */
function compareObjects(before: JsonObject, after: JsonObject, path: string, changes: Change[]): void {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  for (const key of keys) {
    const [left, right] = [memberOf(before, key), memberOf(after, key)];
    const at = path + pointerStep(key);
    if (left === undefined && right !== undefined) changes.push({ path: at, op: 'add', after: right });
    else if (left !== undefined && right === undefined) changes.push({ path: at, op: 'remove', before: left });
    else if (left !== undefined && right !== undefined) compare(left, right, at, changes);
  }
}

/** A record may have members that are called as those of every object. */
const memberOf = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);

const opened = (value: JsonValue): JsonValue => (typeof value === 'string' ? (openJsonText(value) ?? value) : value);
