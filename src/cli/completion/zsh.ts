/** Completion for zsh. https://zsh.sourceforge.io/Doc/Release/Completion-System.html#index-_005farguments */
import { type CommandNode, longLists, type OptionNode } from './command-tree.ts';
import type { ValueHint } from './value-hints.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Brackets end a description, colons end a field. */
const escaped = (text: string): string => text.replace(/[\\[\]:]/g, (character) => `\\${character}`);

/** What every function of the script needs. */
interface Script {
  readonly name: string;
  readonly lists: readonly (readonly string[])[];
}

/** `message:action` */
function actionOf(hint: ValueHint, { name, lists }: Script): string {
  switch (hint.kind) {
    case 'words': {
      const at = lists.findIndex((words) => words.join(' ') === hint.words.join(' '));
      return at < 0 ? ` :(${hint.words.map(escaped).join(' ')})` : ` :_${name}_list_${at}`;
    }
    case 'list':
      return ` :_sequence compadd - ${hint.words.map(escaped).join(' ')}`;
    case 'profiles':
      return `profile:_${name}_profiles`;
    case 'files':
      return 'file:_files';
    case 'any':
      return ' : ';
  }
}

function specOf({ spellings, description, value, isVariadic, isRepeatable }: OptionNode, script: Script): string {
  const text = `[${escaped(description)}]`;
  const pattern = isVariadic ? '*-*:' : '';
  const behind = value === undefined ? '' : `:${pattern}${actionOf(value, script)}`;
  const spec = quoted(`${text}${behind}`);
  const exclusion = isRepeatable ? quoted('*') : quoted(`(${spellings.join(' ')})`);
  // the value of a long flag may follow an equals sign
  const written = spellings.map((flag) => (value !== undefined && flag.startsWith('--') ? `${flag}=` : flag));
  return written.length > 1
    ? `${exclusion}{${written.join(',')}}${spec}`
    : `${exclusion}${quoted(written[0] ?? '')}${spec}`;
}

const functionOf = ({ path }: CommandNode): string => `_${path.replaceAll(' ', '_')}`;

function* linesOf(node: CommandNode, script: Script): Generator<string> {
  const specs = node.options.map((option) => specOf(option, script));
  yield `${functionOf(node)}() {`;
  if (node.commands.length === 0) {
    yield '  _arguments -s -S \\';
    for (const spec of specs) yield `    ${spec} \\`;
    yield `    ${quoted(`*:${actionOf(node.argument, script)}`)}`;
  } else {
    yield '  local context state state_descr line';
    yield '  typeset -A opt_args';
    yield '  _arguments -C -s -S \\';
    for (const spec of specs) yield `    ${spec} \\`;
    yield `    '1: :->command' '*:: :->rest'`;
    yield '  case $state in';
    yield '    command)';
    yield '      local -a commands=(';
    for (const { name: child, description } of node.commands)
      yield `        ${quoted(`${escaped(child)}:${description.replaceAll(':', '\\:')}`)}`;
    yield '      )';
    yield `      _describe -t commands command commands ;;`;
    yield '    rest)';
    yield '      case $line[1] in';
    for (const child of node.commands) yield `        ${quoted(child.name)}) ${functionOf(child)} ;;`;
    yield '      esac ;;';
    yield '  esac';
  }
  yield '}';
  yield '';
  for (const child of node.commands) yield* linesOf(child, script);
}

export function* zshScript(program: CommandNode): Generator<string> {
  const { name } = program;
  const lists = longLists(program);
  yield `#compdef ${name}`;
  yield `# zsh completion of ${name}, written by '${name} completion zsh'`;
  yield '';
  yield `_${name}_profiles() {`;
  yield `  local config=\${AWS_CONFIG_FILE:-$HOME/.aws/config}`;
  yield `  local credentials=\${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}`;
  yield '  local -aU profiles';
  yield `  [[ -r $config ]] && profiles=(\${(f)"$(sed -n -e 's/^\\[profile  *\\(.*\\)\\]$/\\1/p' -e 's/^\\[\\(default\\)\\]$/\\1/p' $config)"})`;
  yield `  [[ -r $credentials ]] && profiles+=(\${(f)"$(sed -n -e 's/^\\[\\(.*\\)\\]$/\\1/p' $credentials)"})`;
  yield '  compadd -a profiles';
  yield '}';
  yield '';
  for (const [index, words] of lists.entries())
    yield `_${name}_list_${index}() { local -a words=(${words.map(quoted).join(' ')}); compadd -a words }`;
  yield '';
  yield* linesOf(program, { name, lists });
  yield '# called as an autoloaded function, or sourced';
  yield `if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi`;
}
