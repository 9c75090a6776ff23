/**
 * Finds what a TypeScript source refers to outside itself: modules, and the globals that only some folders may use. It works on
 * tokens, since a text search finds imports in comments and misses those that span lines, and TypeScript 7 has no parser to
 * call.
 */

export interface ModuleReference {
  /** type: removed by the build. url: `new URL('./worker.ts', import.meta.url)`, which names a worker. */
  readonly kind: 'static' | 'side-effect' | 're-export' | 'dynamic' | 'type' | 'url';
  /** undefined if it is computed. */
  readonly specifier: string | undefined;
  readonly line: number;
}

export interface GlobalReference {
  readonly name: string;
  readonly line: number;
}

export interface References {
  readonly modules: readonly ModuleReference[];
  readonly globals: readonly GlobalReference[];
}

interface Token {
  /** text: a string, or a template without substitutions; its `value` is without quotes. */
  readonly type: 'word' | 'text' | 'template' | 'regex' | 'punctuator';
  readonly value: string;
  readonly line: number;
}

/** After these words a slash begins a regular expression; after any other word it divides. */
const beforeExpression = new Set(
  'return typeof case in of void delete throw new else do instanceof yield await'.split(' '),
);

/** Sticky patterns, tried in this order at each position. */
const patterns = {
  skipped: /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y,
  word: /[\p{ID_Start}$_#\d][\p{ID_Continue}$]*/uy,
  string: /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y,
  regex: /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y,
  templatePart: /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y,
  punctuator: /\.\.\.|\?\.(?!\d)|[\s\S]/y,
};

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  // one entry for each open `${`: how many braces are open inside it
  const substitutions: number[] = [];
  let at = 0;
  let line = 1;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0];
    if (found === undefined) return undefined;
    at += found.length;
    line += found.split('\n').length - 1;
    return found;
  };
  const add = (type: Token['type'], value: string) => tokens.push({ type, value, line });
  const template = (isFirst: boolean) => {
    const part = take(patterns.templatePart) ?? '';
    const isLast = source[at] !== '$';
    at += isLast ? 1 : 2;
    add(isFirst && isLast ? 'text' : 'template', part);
    if (!isLast) substitutions.push(0);
  };
  const mayBeginExpression = () => {
    const last = tokens.at(-1);
    if (last?.type === 'word') return beforeExpression.has(last.value);
    return last === undefined || (last.type === 'punctuator' && !/^[)\]}]$/.test(last.value));
  };

  while (at < source.length) {
    if (take(patterns.skipped) !== undefined) continue;
    const string = take(patterns.string);
    const word = string === undefined ? take(patterns.word) : undefined;
    const regex = string === undefined && word === undefined && mayBeginExpression() ? take(patterns.regex) : undefined;
    if (string !== undefined) add('text', string.slice(1, -1));
    else if (word !== undefined) add('word', word);
    else if (regex !== undefined) add('regex', regex);
    else {
      const mark = take(patterns.punctuator) ?? '';
      const depth = substitutions.at(-1);
      if (mark === '`') template(true);
      else if (mark === '}' && depth === 0) {
        substitutions.pop();
        template(false);
      } else {
        if (depth !== undefined && mark === '{') substitutions.push((substitutions.pop() ?? 0) + 1);
        if (depth !== undefined && mark === '}') substitutions.push((substitutions.pop() ?? 0) - 1);
        add('punctuator', mark);
      }
    }
  }
  return tokens;
}

const watchedGlobals = new Set(['process', 'console']);

export function referencesOf(source: string): References {
  const tokens = tokensOf(source);
  const modules: ModuleReference[] = [];
  const globals: GlobalReference[] = [];
  const is = (index: number, value: string) => tokens[index]?.value === value && tokens[index]?.type !== 'text';
  const text = (index: number) => (tokens[index]?.type === 'text' ? tokens[index]?.value : undefined);

  /** The text after the next `from`; undefined if the statement ends without one. */
  const from = (index: number): string | undefined => {
    for (let next = index; next < tokens.length && !is(next, ';') && !is(next, '='); next += 1) {
      if (is(next, 'from') && text(next + 1) !== undefined) return text(next + 1);
    }
    return undefined;
  };

  tokens.forEach(({ type, value, line }, index) => {
    if (type !== 'word') return;
    const isMember = is(index - 1, '.') || is(index - 1, '?.');
    const isTyped = is(index + 1, ':') || (is(index + 1, '?') && is(index + 2, ':'));
    const isKey = isTyped && ['{', ',', ';', '(', 'readonly'].some((before) => is(index - 1, before));
    const isProperty = isMember || isKey;
    const add = (kind: ModuleReference['kind'], specifier: string | undefined) =>
      modules.push({ kind, specifier, line });

    if (value === 'import' && !isProperty) {
      const isTypeOnly = is(index + 1, 'type') && !is(index + 2, ',') && !(is(index + 2, 'from') && text(index + 3));
      const specifier = from(index + 1);
      if (text(index + 1) !== undefined) add('side-effect', text(index + 1));
      else if (is(index + 1, '(')) {
        const isLiteral = text(index + 2) !== undefined && (is(index + 3, ')') || is(index + 3, ','));
        add('dynamic', isLiteral ? text(index + 2) : undefined);
      } else if (!is(index + 1, '.') && specifier !== undefined) add(isTypeOnly ? 'type' : 'static', specifier);
    } else if (value === 'export' && !isProperty) {
      const isTypeOnly = is(index + 1, 'type');
      const first = index + (isTypeOnly ? 2 : 1);
      const close = is(first, '{') ? tokens.findIndex((_, place) => place > first && is(place, '}')) : first;
      const isList = is(first, '*') || (is(first, '{') && is(close + 1, 'from'));
      const specifier = isList ? from(close) : undefined;
      if (specifier !== undefined) add(isTypeOnly ? 'type' : 're-export', specifier);
    } else if (value === 'require' && !isProperty && is(index + 1, '(')) {
      add('static', text(index + 2));
    } else if (value === 'URL' && text(index + 2) !== undefined && is(index + 4, 'import') && is(index + 8, 'url')) {
      if (/\.[cm]?[jt]s$/.test(text(index + 2) ?? '')) add('url', text(index + 2));
    } else if (watchedGlobals.has(value) && !isProperty) {
      globals.push({ name: value, line });
    } else if (value === 'globalThis' || value === 'global') {
      const next = is(index + 1, '?.') && is(index + 2, '[') ? index + 2 : index + 1;
      const isDotted = is(next, '.') || is(next, '?.');
      const member = is(next, '[') ? text(next + 1) : isDotted ? tokens[next + 1]?.value : undefined;
      if (member !== undefined && watchedGlobals.has(member)) globals.push({ name: member, line });
      // passed on whole, or with a computed member: it may be used for anything
      else if (member === undefined && value === 'globalThis') globals.push({ name: value, line });
    }
  });
  return { modules, globals };
}
