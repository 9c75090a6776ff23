/** Times in answers: operations return them in ISO 8601 or milliseconds, and each protocol writes them in its own form. */
import { isJsonObject, type JsonValue } from '../../../src/model/json.ts';

const millisecondsOf = (value: JsonValue): number =>
  typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;

/** Rewrites the named members, at any depth, single or in a list; values that are not times are left out, as null is. */
export function withTimes(
  value: JsonValue,
  members: ReadonlySet<string>,
  write: (milliseconds: number) => JsonValue,
): JsonValue {
  if (Array.isArray(value)) return value.map((element) => withTimes(element, members, write));
  if (!isJsonObject(value)) return value;
  const written = Object.entries(value).flatMap(([key, member]): [string, JsonValue][] => {
    if (member === undefined || member === null) return [];
    if (!members.has(key)) return [[key, withTimes(member, members, write)]];
    if (Array.isArray(member)) return [[key, member.map((element) => write(millisecondsOf(element)))]];
    const time = millisecondsOf(member);
    return Number.isNaN(time) ? [] : [[key, write(time)]];
  });
  return Object.fromEntries(written);
}
