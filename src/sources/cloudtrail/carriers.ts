/** The wrapping that only CloudTrail records have: the items of `aws cloudtrail lookup-events`. */
import { isJsonObject, type JsonObject, parseJson } from '../../model/json.ts';

/** The record in a LookupEvents item; undefined if the value is not one. The wrapper's own fields repeat it in other forms. */
export function lookupEvent(value: JsonObject): JsonObject | 'unparsable' | undefined {
  const text = value['CloudTrailEvent'];
  if (typeof text !== 'string') return undefined;
  const record = parseJson(text);
  return isJsonObject(record) ? record : 'unparsable';
}
