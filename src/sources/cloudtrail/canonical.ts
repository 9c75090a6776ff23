/** One form for a record whatever carried it, so that copies are known as copies and nothing else is. */
import { hash } from 'node:crypto';
import { canonicalJson } from '../../model/canonical-json.ts';
import { isJsonObject, type JsonValue } from '../../model/json.ts';
import { cleanRecord } from './clean-record.ts';

/** SHA-256 (hex) of the record without its secrets, with its keys sorted: a copy that was redacted is a copy, too. */
export const digestOf = (record: JsonValue): string =>
  digestOfClean(isJsonObject(record) ? cleanRecord(record) : record);

/** The same, of a record that `cleanRecord` gave. */
export const digestOfClean = (record: JsonValue): string => hash('sha256', canonicalJson(record));
