/** One form for a normalized record, whichever dialect it came in, so that copies are recognized as copies. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../model/canonical-json.ts';

/** SHA-256 (hex) of the value with its keys sorted. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');
