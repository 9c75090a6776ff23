/** Parses JSON values at given places of the content. */
import { constants } from 'node:buffer';
import type { JsonValue } from '../model/json.ts';
import type { Content } from './content.ts';
import { holdsTooMany } from './json-bytes.ts';
import type { Slice } from './json-layout.ts';

/**
 * The value of the slices and `close` put together. undefined if it is not JSON, is longer than any string can be, or holds
 * more values than any record. The layout has already limited its nesting.
 */
export function parseSlices(content: Content, slices: readonly Slice[], close = ''): JsonValue | undefined {
  const { bytes, base } = content;
  const [only] = slices;
  if (only && slices.length === 1 && close === '') return parseSlice(content, only);
  if (slices.some(({ start, end }) => holdsTooMany(content, start, end))) return undefined;
  // V8 ends the process if this many bytes are to become one string
  if (slices.reduce((sum, { start, end }) => sum + end - start, 0) > constants.MAX_STRING_LENGTH) return undefined;
  try {
    const text = slices.map(({ start, end }) => bytes.toString('utf8', start - base, end - base)).join('');
    return JSON.parse(text + close) as JsonValue;
  } catch {
    return undefined;
  }
}

function parseSlice(content: Content, { start, end }: Slice): JsonValue | undefined {
  const { bytes, base } = content;
  if (holdsTooMany(content, start, end) || end - start > constants.MAX_STRING_LENGTH) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8', start - base, end - base)) as JsonValue;
  } catch {
    return undefined;
  }
}
