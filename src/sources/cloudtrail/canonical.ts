/** One form for a record whatever carried it, so that copies are known as copies and nothing else is. */
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonValue } from '../../model/json.ts';
import { cleanRecord } from './clean-record.ts';

/** SHA-256 (hex) of the record without its secrets, with its keys sorted: a copy that was redacted is a copy, too. */
export const digestOf = (record: JsonValue): string =>
  createHash('sha256')
    .update(canonical(isJsonObject(record) ? cleanRecord(record) : record))
    .digest('hex');

function canonical(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}
