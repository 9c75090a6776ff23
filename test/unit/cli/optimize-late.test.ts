import { expect, test } from 'vitest';
import { optimizeLate } from '../../../src/cli/optimize-late.ts';

const flagsOf = (version: string) => {
  const given: string[] = [];
  optimizeLate(version, (flags) => given.push(flags));
  return given;
};

test('V8 waits longer where it does not by itself, and is told nothing that it does not know', () => {
  expect(flagsOf('11.3.244.8-node.30')).toEqual(['--interrupt-budget=1000000']);
  expect(flagsOf('12.4.254.21-node.27')).toEqual([]);
  expect(flagsOf('13.6.233.10-node.28')).toEqual([]);
});
