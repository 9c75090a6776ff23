/** What an Insights `filter` says: a condition on the fields of one log event. */
import { AwsError } from './aws-error.ts';
import type { Fields } from './log-fields.ts';

export type Condition = (fields: Fields) => boolean;

interface Token {
  readonly kind: 'text' | 'regexp' | 'sign' | 'word';
  readonly value: string;
}

const token =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\/((?:[^/\\]|\\.)+)\/|`([^`]+)`|(!=|<=|>=|=~|[=<>(),[\]])|([\w@.$:*-]+))/y;

export const malformed = (message: string): AwsError => new AwsError('MalformedQueryException', message);

/** Splits at a separator that stands in no quotes, regular expression or parentheses. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let quote = '';
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\\') at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if ('"\'`/'.includes(character)) quote = character;
    else if ('(['.includes(character)) depth++;
    else if (')]'.includes(character)) depth--;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const end = expression.trimEnd().length;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const [, double, single, regexp, ticked, sign, word] = token.exec(expression) ?? [];
    const text = double ?? single;
    if (text !== undefined) tokens.push({ kind: 'text', value: text.replace(/\\(.)/g, '$1') });
    else if (regexp !== undefined) tokens.push({ kind: 'regexp', value: regexp });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
    else if (ticked !== undefined || word !== undefined) tokens.push({ kind: 'word', value: ticked ?? word ?? '' });
    else throw malformed(`unexpected symbol found at character ${at + 1} of '${expression}'`);
  }
  return tokens;
}

/** Insights writes flags inside the expression: `(?i)error`. */
function regExpOf(source: string): RegExp {
  const [, flags, rest] = /^\(\?([ims]+)\)(.*)$/s.exec(source) ?? [];
  try {
    return new RegExp(rest ?? source, flags ?? '');
  } catch {
    throw malformed(`'${source}' is not a regular expression`);
  }
}

/** Numbers where both sides are numbers, else text. */
export function compareValues(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (a.trim() !== '' && b.trim() !== '' && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

class Parser {
  private position = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Condition {
    const condition = this.disjunction();
    if (this.position < this.tokens.length) throw malformed(`unexpected '${this.next().value}'`);
    return condition;
  }

  private disjunction(): Condition {
    const parts = [this.conjunction()];
    while (this.takes('or')) parts.push(this.conjunction());
    return (fields) => parts.some((part) => part(fields));
  }

  private conjunction(): Condition {
    const parts = [this.negation()];
    while (this.takes('and')) parts.push(this.negation());
    return (fields) => parts.every((part) => part(fields));
  }

  private negation(): Condition {
    if (this.takes('not')) {
      const part = this.negation();
      return (fields) => !part(fields);
    }
    if (this.takes('(')) {
      const inner = this.disjunction();
      this.needs(')');
      return inner;
    }
    return this.takes('ispresent') ? this.presence() : this.comparison();
  }

  private presence(): Condition {
    this.needs('(');
    const field = this.next().value;
    this.needs(')');
    return (fields) => fields.has(field);
  }

  private comparison(): Condition {
    const { kind, value: field } = this.next();
    if (kind !== 'word') throw malformed(`'${field}' is not a field`);
    const isNot = this.takes('not');
    const condition = this.relation(field);
    return isNot ? (fields) => !condition(fields) : condition;
  }

  private relation(field: string): Condition {
    if (this.takes('like') || this.takes('=~')) {
      const { kind, value } = this.next();
      const pattern = kind === 'regexp' ? regExpOf(value) : undefined;
      return (fields) => {
        const text = fields.get(field);
        return text !== undefined && (pattern ? pattern.test(text) : text.includes(value));
      };
    }
    if (this.takes('in')) {
      this.needs('[');
      const wanted = [this.next().value];
      while (this.takes(',')) wanted.push(this.next().value);
      this.needs(']');
      return (fields) =>
        wanted.some((value) => compareValues(fields.get(field) ?? '', value) === 0 && fields.has(field));
    }
    const { value: sign } = this.next();
    const holds = comparisons[sign];
    if (!holds) throw malformed(`unexpected '${sign}'`);
    const { value } = this.next();
    return (fields) => {
      const text = fields.get(field);
      return text === undefined ? sign === '!=' : holds(compareValues(text, value));
    };
  }

  private next(): Token {
    const found = this.tokens[this.position++];
    if (!found) throw malformed('unexpected end of the query');
    return found;
  }

  private takes(value: string): boolean {
    const found = this.tokens[this.position];
    const isIt = (found?.kind === 'word' || found?.kind === 'sign') && found.value.toLowerCase() === value;
    if (isIt) this.position++;
    return isIt;
  }

  private needs(value: string): void {
    if (!this.takes(value)) throw malformed(`'${value}' is expected`);
  }
}

export const parseCondition = (expression: string): Condition => new Parser(tokensOf(expression)).whole();
