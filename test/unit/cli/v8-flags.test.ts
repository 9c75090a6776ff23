import { expect, test } from 'vitest';
import { setV8Flags } from '../../../src/cli/v8-flags.ts';

const flagsOf = (version: string) => {
  const given: string[] = [];
  setV8Flags(version, (flag) => given.push(flag));
  return given;
};

test('V8 is told how to suit a short process where it does not by itself, and nothing that it does not know', () => {
  expect(flagsOf('11.3.244.8-node.30')).toEqual(['--interrupt-budget=1000000', '--wasm-num-compilation-tasks=1']);
  expect(flagsOf('12.4.254.21-node.27')).toEqual([]);
  expect(flagsOf('13.6.233.10-node.28')).toEqual([]);
});
