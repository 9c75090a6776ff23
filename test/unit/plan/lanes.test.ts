/** Which sources answer which command. */
import { expect, test } from 'vitest';
import type { CommandName } from '../../../src/model/question.ts';
import { kindsOf, sourcesInFiles, sourcesOf } from '../../../src/plan/lanes.ts';
import { questionOf, targetOf } from '../../fixtures/question.ts';
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

test('of files those are read that the answer rests on, and of a target what Config tells of it', () => {
  const asked = (command: CommandName, parts: Parameters<typeof questionOf>[0] = {}) =>
    sourcesInFiles(questionOf({ command, ...parts }));
  const targets = [targetOf('sg-0a1b2c3d4e5f60718')];
  expect(asked('who')).toEqual(['cloudtrail']);
  expect(asked('who', { targets })).toEqual(['cloudtrail', 'config']);
  for (const command of ['what', 'compliance'] as const) expect(asked(command)).toEqual(['cloudtrail', 'config']);
  for (const command of ['investigate', 'impact', 'gate'] as const) expect(asked(command)).toBeUndefined();
  expect(asked('who', { listsWatched: true })).toBeUndefined();
  expect(asked('what', { metrics: true })).toBeUndefined();
});
