/** The list of commands says the same of each as the command itself, and a run builds no more of them than it needs. */
import { describe, expect, test } from 'vitest';
import { commandList } from '../../../src/cli/command-list.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { memoryIo } from './memory-io.ts';

describe.each(commandList)('$name', ({ name, usage, summary, load }) => {
  test('is listed as it is', async () => {
    const command = await load(memoryIo([]), () => {});
    expect(command.name()).toBe(name);
    expect(command.summary()).toBe(summary);
    // what commander itself would write
    const term = command.createHelp().subcommandTerm(command);
    const children = command.commands.map((child) => child.name());
    expect(`${name} ${usage}`).toBe(children.length > 0 ? `${name} <${children.join('|')}>` : term);
  });
});

const madeBy = async (...argv: string[]) =>
  (await createProgram(memoryIo(argv), () => {})).commands
    .filter(
      ({ options, registeredArguments, commands }) => options.length + registeredArguments.length + commands.length > 0,
    )
    .map((command) => command.name());

test('a run makes the command that it names', async () => {
  expect(await madeBy('--help')).toEqual([]);
  expect(await madeBy('--debug', 'who', 'help')).toEqual(['who']);
  expect(await madeBy('help', 'gate')).toEqual(['gate', 'help']);
  expect(await madeBy('completion', 'bash')).toEqual(commandList.map(({ name }) => name));
});

test('of a flag that is given twice the last counts, as the help says', async () => {
  const program = await createProgram(memoryIo(['who']), () => {});
  const told: string[] = [];
  program.configureOutput({ writeOut: (text) => told.push(text) }).outputHelp();
  expect(told.join('')).toContain('If a flag is given more than once, the last value counts, except for --from and');
  const who = program.commands.find((command) => command.name() === 'who');
  who?.parseOptions(['--since', '3h', '--since', '2h', '--from', 'a', '--from', 'b', '--region', 'x', '--region', 'y']);
  expect(who?.opts()).toMatchObject({ since: '2h', from: ['a', 'b'], region: ['x', 'y'] });
});
