/** `obs3 help`: for a command, the same as its own `--help`; for a topic, a page. */
import { Command } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import { topicNames, topicOf, topicText } from '../help/index.ts';
import { type CliIo, writeLines } from '../io.ts';

export const helpCommand = (io: CliIo): Command => {
  const help = new Command('help')
    .summary('help for a command or a topic')
    .description('Prints the help of a command, or a page about a topic.')
    .argument('[name...]', `a command, or ${topicNames.join(', ')}`);
  return help.action(async (names: readonly string[]) => {
    let command: Command = help.parent ?? help;
    for (const [depth, name] of names.entries()) {
      const found = command.commands.find((each) => each.name() === name || each.aliases().includes(name));
      const topic = depth === 0 && names.length === 1 && !found ? topicOf(name) : undefined;
      if (topic) return writeLines(io.stdout, topicText(topic).trimEnd().split('\n'));
      if (!found)
        throw new Obs3Error('USAGE', `there is no help about '${names.join(' ')}'`, {
          hint: `topics are ${topicNames.join(', ')}; 'obs3 --help' lists the commands`,
        });
      command = found;
    }
    command.outputHelp();
  });
};
