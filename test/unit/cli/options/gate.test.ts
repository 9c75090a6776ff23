/** `--fail-on` and `--strict` as typed. */
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addGateOptions, type GateFlags, resolveGate } from '../../../../src/cli/options/gate.ts';
import { gateConditions } from '../../../../src/report/gate.ts';
import { usageErrorOf } from '../usage-error.ts';

const conditionsOf = (...words: string[]) =>
  resolveGate(addGateOptions(new Command('ask')).parse(words, { from: 'user' }).opts<GateFlags>());

test.each<[string[], readonly string[] | undefined]>([
  [[], undefined],
  [['--strict'], ['gap']],
  [['--fail-on', 'denied'], ['denied']],
  [
    ['--fail-on', 'denied,change'],
    ['denied', 'change'],
  ],
  [
    ['--fail-on', 'denied', '--fail-on', 'change,denied'],
    ['denied', 'change'],
  ],
  [['--fail-on', 'gap', '--strict'], ['gap']],
  [
    ['--fail-on', 'alarm', '--strict'],
    ['alarm', 'gap'],
  ],
  [['--fail-on', gateConditions.join(',')], gateConditions],
])('%j', (words, conditions) => {
  expect(conditionsOf(...words)).toEqual(conditions);
});

describe('refusals', () => {
  test.each([
    ['changes', 'changes'],
    ['denied,Change', 'Change'],
    ['denied,', ''],
    ['', ''],
    ['denied, change', ' change'],
  ])('%j: %j', (value, wrong) => {
    const error = usageErrorOf(() => conditionsOf('--fail-on', value));
    expect(error.message).toBe(`--fail-on does not take '${wrong}'`);
    expect(error.hint).toBe(`use ${gateConditions.join(', ')}`);
  });
});
