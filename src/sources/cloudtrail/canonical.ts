/** One form for a record whatever carried it, so that copies are known as copies and nothing else is. */
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
  /** Without its secrets: the same object where it holds none. */
  readonly clean: JsonObject;
  /** As `digestOf`. */
  readonly digest: string;
}

const reader = new CanonicalReader(secretMarks);

/** One walk tells all: undefined for a record that nests too deep to be one. Total. `name`: its event's, without version. */
export function readClean(record: JsonObject, name: string): CleanRecord | undefined {
  const text = reader.read(record, deepestNesting);
  if (reader.isTooDeep) return undefined;
  const clean = reader.isWatched || mayHaveOwnSecrets(name) ? cleanRecord(record) : record;
  return { clean, digest: sha256(clean === record ? text : canonicalJson(clean)) };
}
