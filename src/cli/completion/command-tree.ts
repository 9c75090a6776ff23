/**
 * The commands for shell completion: read from commander's own tree, so that new commands and flags are included automatically.
 */
import type { Command, Option } from 'commander';
import type { ValueHint, ValueHints } from './value-hints.ts';

export interface OptionNode {
  /** As typed: `--output`, and `-o` if it has a short form. */
  readonly spellings: readonly string[];
  readonly description: string;
  /** undefined: it takes no value. */
  readonly value?: ValueHint;
  /** It takes all words that follow. */
  readonly isVariadic: boolean;
  /** It may be given several times. */
  readonly isRepeatable: boolean;
}

export interface CommandNode {
  /** From the program on: `obs3 cache info`. */
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionNode[];
  readonly commands: readonly CommandNode[];
  /** What may be typed instead of a flag. */
  readonly argument: ValueHint;
}

const nothing: ValueHint = { kind: 'any' };

export function commandTree(command: Command, hints: ValueHints, parent = ''): CommandNode {
  const help = command.createHelp();
  const path = parent === '' ? command.name() : `${parent} ${command.name()}`;
  const [argument] = command.registeredArguments;
  const choices = argument?.argChoices;
  return {
    path,
    name: command.name(),
    description: oneSentence(command.summary() || command.description()),
    options: help.visibleOptions(command).map((option) => optionNode(option, hints)),
    commands: childrenOf(command, hints, path, parent === '' ? hints.topics : []),
    argument: choices ? { kind: 'words', words: choices } : (hints.arguments[path] ?? nothing),
  };
}

function childrenOf(
  command: Command,
  hints: ValueHints,
  path: string,
  topics: ValueHints['topics'],
): readonly CommandNode[] {
  const children = command.createHelp().visibleCommands(command);
  const others = children.filter((child) => child.name() !== 'help').map((child) => commandTree(child, hints, path));
  return children.map((child) =>
    child.name() === 'help'
      ? { ...commandTree(child, hints, path), commands: helpedIn(others, `${path} help`, topics) }
      : (others.find(({ name }) => name === child.name()) ?? commandTree(child, hints, path)),
  );
}

/** Help is requested by the words of a command, without its flags, or for a topic. */
const helpedIn = (
  commands: readonly CommandNode[],
  path: string,
  topics: ValueHints['topics'],
): readonly CommandNode[] => [
  ...commands.map((node) => ({
    ...pageNode(node.name, node.description, path),
    commands: helpedIn(
      node.commands.filter(({ name }) => name !== 'help'),
      `${path} ${node.name}`,
      [],
    ),
  })),
  // for a topic with a command's name, the command's help is offered
  ...topics
    .filter(({ name }) => commands.every((node) => node.name !== name))
    .map(({ name, summary }) => pageNode(name, summary, path)),
];

const pageNode = (name: string, description: string, parent: string): CommandNode => ({
  path: `${parent} ${name}`,
  name,
  description,
  options: [],
  commands: [],
  argument: nothing,
});

function optionNode(option: Option, hints: ValueHints): OptionNode {
  const { long, short, description, argChoices, parseArg, variadic } = option;
  const takesValue = option.required || option.optional;
  const hint: ValueHint = argChoices
    ? { kind: 'words', words: argChoices }
    : (hints.options[long ?? short ?? ''] ?? nothing);
  return {
    spellings: [short, long].filter((spelling): spelling is string => spelling !== undefined),
    description: oneSentence(description),
    ...(takesValue && { value: hint }),
    isVariadic: variadic,
    // an option that collects its values has a function of its own for it
    isRepeatable: variadic || (parseArg !== undefined && argChoices === undefined),
  };
}

const oneSentence = (text: string): string => text.split('\n')[0] ?? '';

export const everyCommand = (node: CommandNode): readonly CommandNode[] => [
  node,
  ...node.commands.flatMap(everyCommand),
];

/** The long lists, each once: otherwise every resource type would be in the script for each command that takes one. */
export function longLists(program: CommandNode): readonly (readonly string[])[] {
  const all = everyCommand(program).flatMap(({ options, argument }) => [
    ...options.flatMap(({ value }) => value ?? []),
    argument,
  ]);
  const lists = all.flatMap((hint) => (hint.kind === 'words' && hint.words.length > long ? [hint.words] : []));
  return [...new Map(lists.map((words) => [words.join(' '), words])).values()];
}

const long = 12;
