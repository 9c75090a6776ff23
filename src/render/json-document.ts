/** A JSON document line by line, as `JSON.stringify(document, null, 2)` spells it: a long one as a single string passes V8's limit of 512 MB. */
import { safeJson } from './json-text.ts';

/** The lines of a value that stands `indent` deep, what precedes and follows it included. */
function* valueLines(value: unknown, indent: string, before: string, after: string): Generator<string> {
  // what JSON has no form for (undefined) is null in a list; members of that kind were left out before
  const lines = safeJson(JSON.stringify(value, null, 2) ?? 'null').split('\n');
  for (const [index, line] of lines.entries()) {
    yield `${indent}${index === 0 ? before : ''}${line}${index === lines.length - 1 ? after : ''}`;
  }
}

/** A list that is a member of the document is written one element at a time. */
export function* documentLines(document: object, indent = ''): Generator<string> {
  const members = Object.entries(document).filter(([, value]) => value !== undefined);
  yield `${indent}{`;
  for (const [index, [key, value]] of members.entries()) {
    const name = `${JSON.stringify(key)}: `;
    const comma = index < members.length - 1 ? ',' : '';
    if (Array.isArray(value) && value.length > 0) {
      yield `${indent}  ${name}[`;
      for (const [position, element] of value.entries()) {
        yield* valueLines(element, `${indent}    `, '', position < value.length - 1 ? ',' : '');
      }
      yield `${indent}  ]${comma}`;
    } else {
      yield* valueLines(value, `${indent}  `, name, comma);
    }
  }
  yield `${indent}}`;
}
