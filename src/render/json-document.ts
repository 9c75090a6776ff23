/** A JSON document piece by piece, as `JSON.stringify(document, null, 2)` spells it: a long one as a single string passes V8's limit of 512 MB. */
import { safeJson } from './json-text.ts';

/**
 * A value that stands so many levels deep, with what precedes and follows it: as a text of as many lines as it takes. Lists
 * around it have JSON.stringify indent it; what JSON has no form for (undefined) is null in them, as in any list.
 */
function valueText(value: unknown, depth: number, before: string, after: string): string {
  let nested = value;
  for (let level = 0; level < depth; level++) nested = [nested];
  const text = JSON.stringify(nested, null, 2);
  // of each list a bracket, the end of its line, and behind that the indent of what is in it
  const opening = depth * (depth + 3);
  const closing = opening - depth * 2;
  return `${'  '.repeat(depth)}${before}${safeJson(text.slice(opening, text.length - closing))}${after}`;
}

/** A list that is a member of the document is written one element at a time. `depth`: how many levels deep it stands itself. */
export function* documentLines(document: object, depth = 0): Generator<string> {
  const members = Object.entries(document).filter(([, value]) => value !== undefined);
  const indent = '  '.repeat(depth);
  yield `${indent}{`;
  for (const [index, [key, value]] of members.entries()) {
    const name = `${JSON.stringify(key)}: `;
    const comma = index < members.length - 1 ? ',' : '';
    if (Array.isArray(value) && value.length > 0) {
      yield `${indent}  ${name}[`;
      for (const [position, element] of value.entries()) {
        yield valueText(element, depth + 2, '', position < value.length - 1 ? ',' : '');
      }
      yield `${indent}  ]${comma}`;
    } else {
      yield valueText(value, depth + 1, name, comma);
    }
  }
  yield `${indent}}`;
}
