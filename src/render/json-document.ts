/**
 * A JSON document in pieces, as `JSON.stringify(document, null, 2)` writes it: as a single string, a long one would exceed V8's
 * limit of 512 MB.
 */
import { safeJson } from './json-text.ts';

/** How many list elements are written at once: enough to make the pieces cheap, few enough to keep the text short. */
const atOnce = 16;

/**
 * Adjacent values at a depth, each on as many lines as it takes. Enclosing lists make JSON.stringify indent them; what JSON
 * cannot express (undefined) becomes null, as in any list.
 */
function textOf(values: readonly unknown[], depth: number): string {
  let nested = values;
  for (let level = 1; level < depth; level++) nested = [nested];
  const text = JSON.stringify(nested, null, 2);
  // each enclosing list has a bracket, a line end, and the indentation of its content
  const opening = depth * (depth + 3);
  const closing = opening - depth * 2;
  return safeJson(text.slice(opening, text.length - closing));
}

/** One element of a list that is a member of a document. */
export const elementText = (value: unknown): string => textOf([value], 2);

/** Lists that are members of the document are written some elements at a time. `depth`: the depth of the document itself. */
export function* documentLines(document: object, depth = 0): Generator<string> {
  const members = Object.entries(document).filter(([, value]) => value !== undefined);
  const indent = '  '.repeat(depth);
  yield `${indent}{`;
  for (const [index, [key, value]] of members.entries()) {
    const name = `${JSON.stringify(key)}: `;
    const comma = index < members.length - 1 ? ',' : '';
    if (Array.isArray(value) && value.length > 0) {
      yield `${indent}  ${name}[`;
      for (let at = 0; at < value.length; at += atOnce) {
        const text = textOf(value.slice(at, at + atOnce), depth + 2);
        yield `${indent}    ${text}${at + atOnce < value.length ? ',' : ''}`;
      }
      yield `${indent}  ]${comma}`;
    } else {
      yield `${indent}  ${name}${textOf([value], depth + 1)}${comma}`;
    }
  }
  yield `${indent}}`;
}
