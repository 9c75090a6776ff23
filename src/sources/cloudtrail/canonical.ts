/** One form for a record whatever carried it, so that copies are known as copies and nothing else is. */
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonValue } from '../../model/json.ts';

/** SHA-256 (hex) of the record with its keys sorted. */
export const digestOf = (record: JsonValue): string => createHash('sha256').update(canonical(record)).digest('hex');

function canonical(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}
