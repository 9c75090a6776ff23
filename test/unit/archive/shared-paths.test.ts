import { expect, test } from 'vitest';
import { PathList, sharePaths } from '../../../src/archive/shared-paths.ts';

test.each([
  ['of none', []],
  ['of one byte a character', ['/logs/a', '', '/logs/é', '\u00ff\n']],
  ['of any characters, halves too', ['/logs/日', '\ud83d', 'a\ude00', '😀', '']],
])('a list %s is read as it was shared', (_, paths) => {
  const list = new PathList(structuredClone(sharePaths(paths)));
  expect(list.length).toBe(paths.length);
  expect(paths.map((_, n) => list.at(n))).toEqual(paths);
  expect(list.at(paths.length)).toBeUndefined();
});
