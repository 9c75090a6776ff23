/**
 * The part of Config's query language that selects resources by their properties and relationships:
 * `SELECT … WHERE` with =, <>, IN, LIKE 'prefix%', AND, OR, NOT and parentheses.
 * https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type ConditionOn, ConditionParser, type Token } from '../condition-parser.ts';
import { textsAtPath } from '../json-path.ts';

export interface Select {
  readonly fields: readonly string[];
  matches(document: JsonObject): boolean;
}

type Condition = ConditionOn<JsonObject>;

const mostCharacters = 4096;
const token = /\s*(?:'((?:[^']|'')*)'|(<>|!=|[=(),*])|([\w.$:-]+))/y;
/** SQL keywords that this language lacks. */
const refused = /^(from|join|distinct|as|having|union|all|null|group|order)$/i;

const invalid = (message: string) => new AwsError('InvalidExpressionException', message);

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const end = expression.trimEnd().length;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const [, text, sign, word] = token.exec(expression) ?? [];
    if (text !== undefined) tokens.push({ kind: 'text', value: text.replaceAll("''", "'") });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else throw invalid(`The expression cannot be read at character ${at + 1}.`);
  }
  return tokens;
}

const anyValue =
  (field: string, holds: (value: string) => boolean): Condition =>
  (document) =>
    textsAtPath(document, field.split('.')).some(holds);

class Parser extends ConditionParser<JsonObject> {
  protected override endedEarly = () => invalid('The expression ends too early.');
  protected override isMissing = (word: string) =>
    invalid(`${word.toUpperCase()} is expected${this.isAtEnd ? '' : ` before '${this.next().value}'`}.`);

  select(): Select {
    this.needs('select');
    const fields = [this.field()];
    while (this.takes(',')) fields.push(this.field());
    const matches = this.takes('where') ? this.disjunction() : () => true;
    if (!this.isAtEnd) throw invalid(`'${this.next().value}' is not expected here.`);
    return { fields, matches };
  }

  protected override comparison(): Condition {
    const field = this.field();
    if (this.takes('=')) {
      const wanted = this.literal();
      return anyValue(field, (value) => value === wanted);
    }
    if (this.takes('<>') || this.takes('!=')) {
      const unwanted = this.literal();
      return anyValue(field, (value) => value !== unwanted);
    }
    if (this.takes('like')) {
      const [, prefix] = /^([^%]{3,})%$/.exec(this.literal()) ?? [];
      if (prefix === undefined) throw invalid('LIKE needs at least three characters and then a single %.');
      return anyValue(field, (value) => value.startsWith(prefix));
    }
    this.needs('in');
    this.needs('(');
    const wanted = [this.literal()];
    while (this.takes(',')) wanted.push(this.literal());
    this.needs(')');
    return anyValue(field, (value) => wanted.includes(value));
  }

  private field(): string {
    const { kind, value } = this.next();
    if (kind !== 'text' && /^([\w.$:-]+|\*)$/.test(value) && !refused.test(value)) return value;
    throw invalid(`'${value}' is not a property.`);
  }

  private literal(): string {
    const { kind, value } = this.next();
    if (kind === 'text' || /^(true|false|-?\d+(\.\d+)?)$/.test(value)) return value;
    throw invalid(`'${value}' is not a value.`);
  }
}

export function parseSelect(expression: string): Select {
  if (expression.length > mostCharacters) throw invalid(`The expression has more than ${mostCharacters} characters.`);
  return new Parser(tokensOf(expression)).select();
}

/** What remains of a value when only this path is selected; lists keep their elements. */
function pick(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    const picked = value.map((element) => pick(element, path)).filter((element) => element !== undefined);
    return picked.length > 0 ? picked : undefined;
  }
  const member = isJsonObject(value) ? pick(value[key], rest) : undefined;
  return member === undefined ? undefined : { [key]: member };
}

function merged(a: JsonValue | undefined, b: JsonValue): JsonValue {
  if (a === undefined) return b;
  if (Array.isArray(a) && Array.isArray(b)) return a.map((element, index) => merged(element, b[index] ?? {}));
  if (!isJsonObject(a) || !isJsonObject(b)) return b;
  const members = Object.entries(b).map(([key, value]) => [key, merged(a[key], value ?? null)] as const);
  return { ...a, ...Object.fromEntries(members) };
}

/** The selected fields of a document, nested as in it. `*` selects the scalars at the top. */
export function projected(document: JsonObject, fields: readonly string[]): JsonValue {
  let result: JsonValue = {};
  for (const field of fields) {
    const scalars = Object.entries(document).filter(([, value]) => typeof value !== 'object');
    const part = field === '*' ? Object.fromEntries(scalars) : pick(document, field.split('.'));
    if (part !== undefined) result = merged(result, part);
  }
  return result;
}
