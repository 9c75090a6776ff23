/**
 * The report as one JSON document: `JSON.stringify(report, null, 2)`, safe for a terminal, but line by line and one list element at
 * a time, because a long timeline as a single string passes V8's limit of 512 MB.
 */
import type { Report } from '../model/report.ts';
import { safeJson } from './json-text.ts';
import type { Renderer } from './renderer.ts';

/** The lines of a value that stands `indent` deep, what precedes and follows it included. */
function* valueLines(value: unknown, indent: string, before: string, after: string): Generator<string> {
  // what JSON has no form for (undefined) is null in a list; members of that kind were left out before
  const lines = safeJson(JSON.stringify(value, null, 2) ?? 'null').split('\n');
  for (const [index, line] of lines.entries()) {
    yield `${indent}${index === 0 ? before : ''}${line}${index === lines.length - 1 ? after : ''}`;
  }
}

function* documentLines(report: Report): Generator<string> {
  const members = Object.entries(report).filter(([, value]) => value !== undefined);
  yield '{';
  for (const [index, [key, value]] of members.entries()) {
    const name = `${JSON.stringify(key)}: `;
    const comma = index < members.length - 1 ? ',' : '';
    if (Array.isArray(value) && value.length > 0) {
      yield `  ${name}[`;
      for (const [position, element] of value.entries()) {
        yield* valueLines(element, '    ', '', position < value.length - 1 ? ',' : '');
      }
      yield `  ]${comma}`;
    } else {
      yield* valueLines(value, '  ', name, comma);
    }
  }
  yield '}';
}

export const json: Renderer = { name: 'json', render: documentLines };
