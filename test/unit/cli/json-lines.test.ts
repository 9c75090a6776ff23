import { expect, test } from 'vitest';
import { jsonLines } from '../../../src/cli/json-lines.ts';

test('a document is the same value, and no name in it can move a cursor or turn the text around', () => {
  const document = { path: 'logs/\u001b[2J\u202egz.nosj\u009b1A', files: [1, 2] };
  const lines = jsonLines(document);
  expect(lines.at(0)).toBe('{');
  expect(lines.at(-1)).toBe('}');
  expect(lines.join('\n')).not.toMatch(/[^\n\u0020-\u007e]/);
  expect(JSON.parse(lines.join('\n'))).toEqual(document);
});
