/** The meaning of an Insights `filter`: a condition on the fields of one log event. */
import { AwsError } from './aws-error.ts';
import { type ConditionOn, ConditionParser, type Token } from './condition-parser.ts';
import type { Fields } from './log-fields.ts';

export type Condition = ConditionOn<Fields>;

const token =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\/((?:[^/\\]|\\.)+)\/|`([^`]+)`|(!=|<=|>=|=~|[=<>(),[\]])|([\w@.$:*-]+))/y;

export const malformed = (message: string): AwsError => new AwsError('MalformedQueryException', message);

/** Splits at a separator outside quotes, regular expressions and parentheses. */
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

/** Compares as numbers if both sides are numbers, otherwise as text. */
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

class Parser extends ConditionParser<Fields> {
  protected override endedEarly = () => malformed('unexpected end of the query');
  protected override isMissing = (word: string) => malformed(`'${word}' is expected`);

  whole(): Condition {
    const condition = this.disjunction();
    if (!this.isAtEnd) throw malformed(`unexpected '${this.next().value}'`);
    return condition;
  }

  private presence(): Condition {
    this.needs('(');
    const field = this.next().value;
    this.needs(')');
    return (fields) => fields.has(field);
  }

  protected override comparison(): Condition {
    if (this.takes('ispresent')) return this.presence();
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
}

export const parseCondition = (expression: string): Condition => new Parser(tokensOf(expression)).whole();
