/** A JSON document piece by piece, as `JSON.stringify(document, null, 2)` spells it: a long one as a single string passes V8's limit of 512 MB. */
import { safeJson } from './json-text.ts';

/** Elements of a list that are written at once: so many that the pieces cost nothing, so few that the text is not long. */
const atOnce = 16;

/**
 * Values that stand so many levels deep beside each other: as a text of as many lines as it takes. Lists around them have
 * JSON.stringify indent them; what JSON has no form for (undefined) is null in them, as in any list.
 */
function textOf(values: readonly unknown[], depth: number): string {
  let nested = values;
  for (let level = 1; level < depth; level++) nested = [nested];
  const text = JSON.stringify(nested, null, 2);
  // of each list a bracket, the end of its line, and behind that the indent of what is in it
  const opening = depth * (depth + 3);
  const closing = opening - depth * 2;
  return safeJson(text.slice(opening, text.length - closing));
}

/** Of a list that is a member of a document: one of its elements. */
export const elementText = (value: unknown): string => textOf([value], 2);

/** A list that is a member of the document is written some elements at a time. `depth`: how many levels deep it stands itself. */
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
