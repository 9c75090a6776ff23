/** Which command is answered by what. */
import { expect, test } from 'vitest';
import type { CommandName } from '../../../src/model/question.ts';
import { kindsOf, sourcesOf } from '../../../src/plan/lanes.ts';
import { everyKind } from '../../fixtures/report.ts';

const commands: readonly CommandName[] = ['investigate', 'who', 'what', 'compliance', 'impact', 'gate'];

test.each(commands)('%s asks all kinds and sources, or some of each', (command) => {
  expect(kindsOf(command).length === 0).toBe(sourcesOf(command).length === 0);
});

test('every kind of event answers a command of its own', () => {
  const answered = new Set(commands.flatMap(kindsOf));
  for (const { kind } of everyKind()) expect(answered).toContain(kind);
});

test('who rests on the trail, what and compliance on Config, impact on what is measured', () => {
  expect(sourcesOf('who')).toEqual(['cloudtrail']);
  expect(sourcesOf('what')).toEqual(['config']);
  expect(sourcesOf('compliance')).toEqual(['config']);
  expect(sourcesOf('impact')).toEqual(['cloudwatch', 'logs', 'findings']);
});
