/** One form for a record, whatever carried it, so that copies are recognized as copies and nothing else is. */
import { hash } from 'node:crypto';
import { CanonicalReader, canonicalJson } from '../../model/canonical-json.ts';
import { deepestNesting, isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { mayHaveOwnSecrets } from '../../resources/secret-names.ts';
import { secretMarks } from '../../resources/secrets.ts';
import { cleanRecord } from './clean-record.ts';

/** SHA-256 (hex) of the record without its secrets, with its keys sorted: a copy that was redacted is a copy, too. */
export const digestOf = (record: JsonValue): string =>
  sha256(canonicalJson(isJsonObject(record) ? cleanRecord(record) : record));

const sha256 = (text: string) => hash('sha256', text);

export interface CleanRecord {
  /** The record without its secrets: the same object if it holds none. */
  readonly clean: JsonObject;
  /** As `digestOf`. */
  readonly digest: string;
}

const reader = new CanonicalReader(secretMarks);

/**
 * Does it all in one walk; undefined for a record that nests too deep to be one. Total. `name`: its event name, without the
 * version.
 */
export function readClean(record: JsonObject, name: string): CleanRecord | undefined {
  const text = reader.read(record, deepestNesting);
  if (reader.isTooDeep) return undefined;
  const clean = reader.isWatched || mayHaveOwnSecrets(name) ? cleanRecord(record) : record;
  return { clean, digest: sha256(clean === record ? text : canonicalJson(clean)) };
}
