/** A JSON document as its lines, safe on a terminal: names in it come from logs and from files. */
import { safeJson } from '../render/json-text.ts';

export const jsonLines = (document: unknown): readonly string[] =>
  safeJson(JSON.stringify(document, null, 2)).split('\n');
