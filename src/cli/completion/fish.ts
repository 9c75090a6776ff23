/** Completion for fish. https://fishshell.com/docs/current/cmds/complete.html */
import { type CommandNode, everyCommand, longLists, type OptionNode } from './command-tree.ts';
import type { ValueHint } from './value-hints.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** What every line of the script needs. */
interface Script {
  readonly name: string;
  readonly lists: readonly (readonly string[])[];
}

/** The candidates for a value, as arguments of `complete`. */
function offerOf(hint: ValueHint, { name, lists }: Script): string {
  switch (hint.kind) {
    case 'words': {
      const at = lists.findIndex((words) => words.join(' ') === hint.words.join(' '));
      return `-x -a ${quoted(at < 0 ? hint.words.join(' ') : `(__${name}_list_${at})`)}`;
    }
    case 'list':
      return `-x -a ${quoted(`(__${name}_some_of ${hint.words.join(' ')})`)}`;
    case 'profiles':
      return `-x -a ${quoted(`(__${name}_profiles)`)}`;
    case 'files':
      return '-r -F';
    case 'any':
      return '-x';
  }
}

function optionLine(node: OptionNode, condition: string, script: Script): string {
  const { name } = script;
  const spellings = node.spellings.map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const value = node.value === undefined ? '' : ` ${offerOf(node.value, script)}`;
  return `complete -c ${name} -n ${quoted(condition)} ${spellings.join(' ')}${value} -d ${quoted(node.description)}`;
}

function* linesOf(node: CommandNode, script: Script): Generator<string> {
  const { name } = script;
  const condition = `__${name}_is ${node.path}`;
  for (const { name: child, description } of node.commands)
    yield `complete -c ${name} -n ${quoted(condition)} -f -a ${quoted(child)} -d ${quoted(description)}`;
  if (node.argument.kind !== 'any')
    yield `complete -c ${name} -n ${quoted(condition)} ${offerOf(node.argument, script).replace(/^-x/, '-f')}`;
  for (const option of node.options) yield optionLine(option, condition, script);
  // the words after a flag that takes many are its values, mostly files
  for (const { value, isVariadic, spellings } of node.options)
    if (isVariadic && value?.kind === 'files')
      yield `complete -c ${name} -n ${quoted(`${condition}; and __${name}_behind ${spellings.join(' ')}`)} -F`;
  for (const child of node.commands) yield* linesOf(child, script);
}

export function* fishScript(program: CommandNode): Generator<string> {
  const { name } = program;
  const lists = longLists(program);
  const paths = everyCommand(program).map(({ path }) => quoted(path));
  const valued = [
    ...new Set(
      everyCommand(program).flatMap(({ options }) =>
        options.flatMap(({ value, spellings }) => (value === undefined ? [] : spellings)),
      ),
    ),
  ];
  yield `# fish completion of ${name}, written by '${name} completion fish'`;
  yield* machinery(name, paths.join(' '), valued.join(' ')).split('\n');
  for (const [index, words] of lists.entries()) {
    yield `function __${name}_list_${index}`;
    yield `    printf '%s\\n' ${words.join(' ')}`;
    yield 'end';
    yield '';
  }
  yield `complete -c ${name} -f`;
  yield* linesOf(program, { name, lists });
}

const machinery = (name: string, paths: string, valued: string): string => `
# whether the words typed so far are those of this command
function __${name}_is
    set -l path ${name}
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip -eq 1
            set skip 0
        else if string match -q -- '-*' $word
            contains -- $word ${valued}; and set skip 1
        else if contains -- "$path $word" ${paths}
            set path "$path $word"
        end
    end
    test "$path" = "$argv"
end

# whether the last flag typed is one of these
function __${name}_behind
    set -l last ''
    for word in (commandline -opc)[2..-1]
        string match -q -- '-*' $word; and set last $word
    end
    contains -- "$last" $argv
end

# the words that are not in the list yet, behind those that are
function __${name}_some_of
    set -l typed (commandline -ct)
    set -l before (string replace -r '[^,]*$' '' -- $typed)
    for word in $argv
        string match -q -- "*,$word,*" ",$before"; or echo "$before$word"
    end
end

function __${name}_profiles
    set -l config ~/.aws/config
    set -q AWS_CONFIG_FILE; and set config $AWS_CONFIG_FILE
    set -l credentials ~/.aws/credentials
    set -q AWS_SHARED_CREDENTIALS_FILE; and set credentials $AWS_SHARED_CREDENTIALS_FILE
    test -r $config; and string replace -rf '^\\[(?:profile +)?(.*)\\]$' '$1' <$config | string match -rv '^(sso-session|services) '
    test -r $credentials; and string replace -rf '^\\[(.*)\\]$' '$1' <$credentials
end
`;
