/**
 * Which subjects of an identity provider a trust policy lets assume its role: what its conditions ask of the token.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { document, list, objects, valueAt } from './read.ts';

/** What a statement asks the subject of a token to be; `any` where it asks for nothing. */
export type TrustedSubjects = 'any' | readonly SubjectPattern[];

export interface SubjectPattern {
  readonly text: string;
  /** Whether `*` and `?` stand for other characters. */
  readonly hasWildcards: boolean;
}

/** Operators that hold only where a subject is one of the values; by any other one nothing can be told. */
const operators = /^(?:For(?:Any|All)Values:)?String(Equals|Like|EqualsIgnoreCase)(?:IfExists)?$/i;

/**
 * The subjects that a policy lets in by a provider, by its ARN or its host; undefined where it lets in none, or cannot be read.
 * What else a condition asks for is passed over: who came in fulfilled it.
 */
export function trustedSubjects(policy: JsonValue | undefined, provider: string): TrustedSubjects | undefined {
  const opened = document(policy);
  if (!opened) return undefined;
  const found = objects(opened, 'Statement')
    .filter((statement) => statement['Effect'] === 'Allow' && trusts(statement, provider))
    .map(subjectsOf);
  if (found.length === 0) return undefined;
  return found.includes('any') ? 'any' : found.flatMap((subjects) => (subjects === 'any' ? [] : subjects));
}

/** Whether a subject is among those that are let in. */
export const isTrusted = (trusted: TrustedSubjects | undefined, subject: string): boolean =>
  trusted === 'any' || trusted?.some((pattern) => fits(pattern, subject)) === true;

/** `arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com` -> its host */
const hostOf = (provider: string): string => provider.replace(/^arn:[^:]*:iam::[^:]*:oidc-provider\//, '');

function trusts(statement: JsonObject, provider: string): boolean {
  const federated = list(statement, 'Principal.Federated');
  return federated.some((name) => typeof name === 'string' && hostOf(name) === hostOf(provider));
}

/** The patterns that conditions on the subject name. Several hold together: one that names subjects in full says most. */
export function subjectsOf(statement: JsonObject): TrustedSubjects {
  const condition = valueAt(statement, 'Condition');
  if (!isJsonObject(condition)) return 'any';
  const asked = Object.entries(condition).flatMap(([operator, keys]) => {
    const kind = operators.exec(operator)?.[1]?.toLowerCase();
    if (kind === undefined || !isJsonObject(keys)) return [];
    return Object.keys(keys).flatMap((key): readonly (readonly SubjectPattern[])[] =>
      /:sub$/i.test(key) ? [patternsOf(keys[key] ?? null, kind === 'like')] : [],
    );
  });
  return asked.find((patterns) => patterns.every((pattern) => !pattern.hasWildcards)) ?? asked[0] ?? 'any';
}

const patternsOf = (value: JsonValue, hasWildcards: boolean): readonly SubjectPattern[] =>
  (Array.isArray(value) ? value : [value]).flatMap((text) =>
    typeof text === 'string' ? [{ text, hasWildcards }] : [],
  );

/** `*` for any characters, `?` for one. Without backtracking: patterns and subjects come from records. */
function fits({ text, hasWildcards }: SubjectPattern, subject: string): boolean {
  if (!hasWildcards) return text === subject;
  let [at, star, resume] = [0, -1, 0];
  for (let position = 0; position < subject.length; ) {
    if (at < text.length && (text[at] === '?' || (text[at] !== '*' && text[at] === subject[position]))) {
      at += 1;
      position += 1;
    } else if (text[at] === '*') {
      star = at;
      at += 1;
      resume = position;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      position = resume;
    } else return false;
  }
  while (text[at] === '*') at += 1;
  return at === text.length;
}
