/** Completion for bash 3.2 and later: 3.2 is what macOS has. */
import { type CommandNode, everyCommand, longLists, type OptionNode } from './command-tree.ts';
import type { ValueHint } from './value-hints.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

type Lists = readonly (readonly string[])[];

/**
 * `words a b`, `list a b`, `files`, or `words @2` for the second of the long lists: the arguments of the script's own
 * functions.
 */
function hintText(hint: ValueHint, lists: Lists): string {
  if (hint.kind !== 'words' && hint.kind !== 'list') return hint.kind;
  const text = hint.words.join(' ');
  const at = lists.findIndex((words) => words.join(' ') === text);
  return `${hint.kind} ${at < 0 ? text : `@${at}`}`;
}

const valueCases = (node: CommandNode, lists: Lists): readonly string[] =>
  node.options.flatMap(({ spellings, value, isVariadic }: OptionNode) =>
    value === undefined
      ? []
      : [
          `    ${spellings.map((spelling) => quoted(`${node.path} ${spelling}`)).join('|')}) echo ${quoted(`${isVariadic ? 'many' : 'one'} ${hintText(value, lists)}`)} ;;`,
        ],
  );

const wordCase = (node: CommandNode, lists: Lists): string => {
  const { path, commands, options, argument } = node;
  const flags = options.flatMap(({ spellings }) => spellings).join(' ');
  return `    ${quoted(path)}) commands=${quoted(commands.map(({ name }) => name).join(' '))}; flags=${quoted(flags)}; argument=${quoted(hintText(argument, lists))} ;;`;
};

export function* bashScript(program: CommandNode): Generator<string> {
  const nodes = everyCommand(program);
  const name = program.name;
  const lists = longLists(program);
  yield `# bash completion of ${name}, written by '${name} completion bash'. To use it now: source <(${name} completion bash)`;
  yield '';
  yield '# what may stand behind a flag of a command: "one" or "many" words, and of which kind';
  yield `_${name}_value() {`;
  yield '  case "$1" in';
  for (const node of nodes) yield* valueCases(node, lists);
  yield '  esac';
  yield '}';
  yield '';
  yield '# sets commands, flags and argument of a command; fails where there is no such command';
  yield `_${name}_words() {`;
  yield '  case "$1" in';
  yield* nodes.map((node) => wordCase(node, lists));
  yield '    *) return 1 ;;';
  yield '  esac';
  yield '}';
  yield '';
  yield '# the long lists of words';
  yield `_${name}_list() {`;
  yield '  case "$1" in';
  for (const [index, words] of lists.entries()) yield `    @${index}) echo ${quoted(words.join(' '))} ;;`;
  yield '  esac';
  yield '}';
  yield '';
  yield* machinery.replaceAll('@name@', name).split('\n');
}

/** Words that bash split at `:` and `=` are joined again, and the replaced part is cut off the answers. */
const machinery = String.raw`# one word a line, of those that begin with what is typed
_@name@_matching() {
  local typed="$1" word
  shift
  for word in "$@"; do
    [[ "$word" == "$typed"* ]] && printf '%s\n' "$word"
  done
  return 0
}

# each as it is typed; those of both files once
_@name@_profiles() {
  local config="\${AWS_CONFIG_FILE:-$HOME/.aws/config}" word
  local credentials="\${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"
  {
    [[ -r "$config" ]] && sed -n -e 's/^\[profile  *\(.*\)\]$/\1/p' -e 's/^\[\(default\)\]$/\1/p' "$config"
    [[ -r "$credentials" ]] && sed -n -e 's/^\[\(.*\)\]$/\1/p' "$credentials"
  } | awk '!seen[$0]++' | while IFS= read -r word; do printf '%q\n' "$word"; done
  return 0
}

# what a kind of value offers for what is typed
_@name@_offer() {
  local kind="$1" typed="$2"
  shift 2
  case "$kind" in
    words) _@name@_matching "$typed" "$@" ;;
    list)
      local before=''
      [[ "$typed" == *,* ]] && before="\${typed%,*},"
      local word
      for word in "$@"; do
        [[ ",$before" == *",$word,"* ]] || _@name@_matching "$typed" "$before$word"
      done ;;
    profiles) _@name@_profiles | while IFS= read -r word; do _@name@_matching "$typed" "$word"; done ;;
    files) compgen -f -- "$typed" ;;
  esac
}

_@name@() {
  local commands flags argument
  local -a words
  words=()
  local rest="$COMP_LINE" index word
  for ((index = 0; index <= COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [[ -z "$COMP_LINE" || $index -eq 0 || "$rest" == [[:space:]]* || -z "$rest" ]]; then
      words+=("$word")
    else
      words[\${#words[@]} - 1]+="$word"
    fi
    rest="\${rest#"\${rest%%[![:space:]]*}"}"
    rest="\${rest#"$word"}"
  done

  # which command it is, and the flag whose value is typed
  local path='@name@' flag='' value='' current
  current="\${words[\${#words[@]} - 1]}"
  for ((index = 1; index < \${#words[@]} - 1; index++)); do
    word="\${words[index]}"
    if [[ "$word" == -* ]]; then
      flag=''
      if [[ "$word" != *=* ]]; then
        value="$(_@name@_value "$path $word")"
        [[ -n "$value" ]] && flag="$word"
      fi
    elif [[ -n "$flag" ]]; then
      [[ "$value" == one* ]] && flag=''
    elif _@name@_words "$path $word"; then
      path="$path $word"
    fi
  done
  _@name@_words "$path"

  local typed="$current" before='' hint
  if [[ "$current" == --*=* ]]; then
    value="$(_@name@_value "$path \${current%%=*}")"
    before="\${current%%=*}="
    typed="\${current#*=}"
    hint="\${value#* }"
  elif [[ -n "$flag" && "$current" != -* ]]; then
    hint="\${value#* }"
  elif [[ "$current" == -* ]]; then
    hint="words $flags"
  elif [[ -n "$commands" ]]; then
    hint="words $commands"
  else
    hint="$argument"
  fi

  local -a kinds
  [[ "$hint" == *' @'* ]] && hint="\${hint%% *} $(_@name@_list "\${hint#* }")"
  read -r -a kinds <<< "$hint"
  [[ "\${kinds[0]}" == files ]] && compopt -o filenames 2> /dev/null
  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("$before$word")
  done < <(_@name@_offer "\${kinds[0]}" "$typed" "\${kinds[@]:1}")

  # bash replaces what stands behind the last of these that it parts words at
  local part cut=''
  for part in : =; do
    if [[ "$COMP_WORDBREAKS" == *"$part"* && "$current" == *"$part"* ]]; then
      word="\${current%"$part"*}$part"
      [[ \${#word} -gt \${#cut} ]] && cut="$word"
    fi
  done
  if [[ -n "$cut" ]]; then
    for ((index = 0; index < \${#COMPREPLY[@]}; index++)); do
      COMPREPLY[index]="\${COMPREPLY[index]#"$cut"}"
    done
  fi
}

complete -F _@name@ @name@`.replaceAll('\\${', '${');
