/** commander's messages about wrong usage, in the style of all other messages of obs3. */
import type { Command, CommanderError } from 'commander';
import { shellWord } from '../model/shell-word.ts';
import { commandList } from './command-list.ts';
import type { CliIo } from './io.ts';

/** If more commands have the flag, it does not reveal which was meant. */
const mostNamed = 3;

/** One line: what is wrong, and what to do. Not printable yet. */
export async function wordsOfUsage(error: CommanderError, program: Command, io: CliIo): Promise<string> {
  const [text = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const told = wrongValue(text) ?? tooMany(text, program);
  if (told !== undefined) return told;
  const name = io.argv.find((word) => !word.startsWith('-'));
  const command = program.commands.find((each) => each.name() === name)?.name();
  const owners = await ownersOf(text, io);
  if (owners.length > 0 && command === undefined)
    return `${text}; name a command before it: obs3 ${owners[0]} ${flagIn(text)}`;
  if (owners.length > 0 && owners.length <= mostNamed)
    return `${text}; ${owners.join(' and ')} ${owners.length === 1 ? 'takes' : 'take'} it, ${command} does not`;
  const meant = meantBy(flagIn(text), program.commands.find((each) => each.name() === name) ?? program);
  if (meant !== undefined) return `${text}; did you mean ${meant}?`;
  // "(Did you mean --from?)"
  if (suggestion?.startsWith('(Did ')) return `${text.replace(/\.$/, '')}; did ${suggestion.slice(5, -1)}`;
  return `${text.replace(/\.$/, '')}; ${instead(text, program) ?? helpOf(command)}`;
}

/** What to type in place of a word that is no command: `version`, `sg-0123`. */
function instead(text: string, program: Command): string | undefined {
  const [, word = ''] = /^unknown command '(.*)'$/s.exec(text) ?? [];
  const flag = meantBy(word, program);
  if (flag !== undefined) return `did you mean ${flag}?`;
  // an id, an ARN, an address: no command has any of these
  return /[\d:/@.]/.test(word) ? `to ask about it: obs3 investigate ${shellWord(word)}` : undefined;
}

/** The options whose names contain the word, or the one that has it as a value: `--event`, `--json`. */
function meantBy(flag: string | undefined, { options }: Command): string | undefined {
  const word = flag?.replace(/^--?/, '') ?? '';
  if (word === '') return undefined;
  const longer = options.flatMap(({ long }) => (long?.slice(2).split('-').includes(word) ? [long] : []));
  if (longer.length > 0 && longer.length <= mostNamed) return longer.join(' or ');
  const [chosen] = options.filter(({ argChoices }) => argChoices?.includes(word));
  return chosen?.long ? `${chosen.long} ${word}` : undefined;
}

const helpOf = (command: string | undefined) =>
  command === undefined ? "see 'obs3 --help'" : `see 'obs3 ${command} --help'`;

const flagIn = (text: string): string | undefined => /^unknown option '(-[^=']+)/.exec(text)?.[1];

/** Other commands that have the flag. */
async function ownersOf(text: string, io: CliIo): Promise<readonly string[]> {
  const flag = flagIn(text);
  if (flag === undefined) return [];
  const all = await Promise.all(commandList.map(({ load }) => load(io, () => {})));
  return all
    .filter(({ options }) => options.some(({ short, long }) => flag === short || flag === long))
    .map((command) => command.name());
}

/** undefined for messages about anything else. */
function wrongValue(text: string): string | undefined {
  const option = /^option '(?:-\w, )?(--[\w-]+)[^']*' argument '(.*)' is invalid\. Allowed choices are (.*?)\.?$/s.exec(
    text,
  );
  if (option) return `${option[1]} does not take '${option[2]}'; use ${option[3]}`;
  const word = /^command-argument value '(.*)' is invalid for argument '(.*)'\. Allowed choices are (.*?)\.?$/s.exec(
    text,
  );
  if (word) return `the ${word[2]} is not known: '${word[1]}'; use ${word[3]}`;
  return undefined;
}

function tooMany(text: string, program: Command): string | undefined {
  const [, name, most] = /^too many arguments for '([^']+)'\. Expected (\d+)/.exec(text) ?? [];
  if (name === undefined) return undefined;
  for (const each of program.commands) {
    const command = [each, ...each.commands].find((candidate) => candidate.name() === name);
    if (!command) continue;
    const path = command === each ? name : `${each.name()} ${name}`;
    const surplus = command.args.slice(Number(most)).map((word) => `'${word}'`);
    const given = surplus.join(' ');
    const [one] = command.registeredArguments;
    const told = one ? `one ${one.name()}, but was also given ${given}` : `no argument, but was given ${given}`;
    return `${path} takes ${told}; ${helpOf(path)}`;
  }
  return undefined;
}
