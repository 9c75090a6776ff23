/** The program: its help, and the commands that a run needs. */
import { Command } from 'commander';
import { exitCodes } from '../model/error.ts';
import type { Finish } from './ask.ts';
import { type CommandEntry, commandList } from './command-list.ts';
import { topicOf, topics, topicText } from './help/index.ts';
import type { CliIo } from './io.ts';
import { version } from './version.ts';

const exitCodeHelp = [
  '',
  'Exit codes:',
  ...exitCodes.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`),
].join('\n');

const flagHelp = `
If a flag is given more than once, the last value counts, except for --from and
flags marked repeatable, which take all values.`;

const topicHelp = [
  '',
  'Topics (obs3 help <topic>):',
  ...topics.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`),
].join('\n');

const exampleHelp = `
Examples:
  obs3 demo                                              the bundled example
  obs3 investigate sg-0a1b2c3d4e5f60718 --since 2h       ask AWS
  obs3 investigate sg-0a1b2c3d4e5f60718 --from ./logs    read delivered files
  obs3 who alice --as principal --reads --from ./logs    all that alice did
  obs3 who --outcome denied --from ./logs -o json        every denied call`;

/** Commands to be defined completely: those that a run names, or all, for the completion script. */
type Wanted = 'all' | readonly string[];

export async function createProgram(io: CliIo, finish: Finish, wanted: Wanted = wantedBy(io.argv)): Promise<Command> {
  const program = new Command('obs3')
    .description(
      'Who did it, what changed, is it compliant, what did it do: one timeline from CloudTrail, AWS Config and CloudWatch.',
    )
    .version(version(), '-V, --version', 'print the version')
    .option('--debug', 'show the stack of an unexpected error')
    .addHelpText('after', `${exampleHelp}\n${flagHelp}\n${topicHelp}\n${exitCodeHelp}`)
    .configureHelp({ subcommandTerm: (command) => termOf(command.name()) })
    .showHelpAfterError(false);
  const commands = await Promise.all(
    commandList.map((entry) =>
      wanted === 'all' || wanted.includes(entry.name) ? entry.load(io, finish) : placeOf(entry),
    ),
  );
  for (const command of commands) {
    program.addCommand(command);
    // `obs3 help gate` is about both
    const topic = topicOf(command.name());
    if (topic) command.addHelpText('after', `\n${topicText(topic).trimEnd()}`);
  }
  return program;
}

/** The first word names the command, and the word after `help` another. */
function wantedBy(argv: readonly string[]): Wanted {
  const words = argv.filter((word) => !word.startsWith('-'));
  return words[0] === 'completion' ? 'all' : words.slice(0, words[0] === 'help' ? 2 : 1);
}

/** A placeholder for a command in the list of all. */
const placeOf = ({ name, summary }: CommandEntry): Command => new Command(name).summary(summary);

function termOf(name: string): string {
  const usage = commandList.find((entry) => entry.name === name)?.usage ?? '';
  return usage === '' ? name : `${name} ${usage}`;
}
