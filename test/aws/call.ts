/** One call as an operation sees it, and what a service has to declare. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/model/json.ts';
import { AwsError } from './aws-error.ts';
import type { PageTokens } from './page-tokens.ts';
import type { Settings } from './settings.ts';
import type { AccessKey, RegionWorld, World } from './world.ts';

export interface Caller extends AccessKey {
  readonly account: string;
}

export interface Call {
  /** As IAM names it: "cloudtrail:LookupEvents". */
  readonly action: string;
  readonly account: string;
  readonly region: string;
  readonly caller: Caller;
  readonly parameters: JsonObject;
  /** The server's time, milliseconds since 1970. */
  readonly now: number;
  readonly world: World;
  /** What exists in the account and region of the call. */
  readonly here: RegionWorld;
  readonly tokens: PageTokens;
  readonly settings: Settings;
}

type Operation = (call: Call) => JsonObject;

export type Protocol = 'json-1.1' | 'json-1.0-query-mode' | 'query' | 'ec2' | 'rest-xml';

export interface Service {
  /** IAM's prefix of its actions. */
  readonly name: string;
  readonly protocol: Protocol;
  /** Members that hold a time. Operations answer them in ISO 8601 or milliseconds; the protocol writes them its own way. */
  readonly timeMembers: ReadonlySet<string>;
  readonly operations: Readonly<Record<string, Operation>>;
  /** IAM's names for operations that the API calls something else. */
  readonly iamNames?: Readonly<Record<string, string>>;
}

/** A number, as in JSON or as spelled in a form; undefined if there is none. */
export function numberAt(parameters: JsonObject, key: string): number | undefined {
  const value = parameters[key];
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A time in milliseconds; JSON protocols send it in seconds since 1970. */
export function timeAt(parameters: JsonObject, key: string): number | undefined {
  const seconds = numberAt(parameters, key);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

export const flagAt = (parameters: JsonObject, key: string): boolean =>
  parameters[key] === true || parameters[key] === 'true';

const listAt = (parameters: JsonObject, key: string): readonly JsonValue[] => {
  const value = parameters[key];
  return Array.isArray(value) ? value : [];
};

export const textsAt = (parameters: JsonObject, key: string): readonly string[] =>
  listAt(parameters, key).filter((value) => typeof value === 'string');

export const objectsAt = (parameters: JsonObject, key: string): readonly JsonObject[] =>
  listAt(parameters, key).filter(isJsonObject);

export interface PageRules {
  /** The token's name in the request and in the answer. */
  readonly tokenKey: 'NextToken' | 'nextToken';
  readonly size: number;
  /** The error code for an invalid token. */
  readonly invalidToken: string;
}

/** The state that the call's token stands for; undefined on the first page. Rejects tokens of other requests. */
export function resumed(call: Call, { tokenKey, invalidToken }: Omit<PageRules, 'size'>): JsonValue | undefined {
  const token = call.parameters[tokenKey];
  if (token === undefined || token === null) return undefined;
  const state = typeof token === 'string' ? call.tokens.redeem(token, call) : undefined;
  if (state === undefined) throw new AwsError(invalidToken, 'The specified token is not valid.');
  return state;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The token to add to the answer, or an empty object. */
  readonly token: JsonObject;
}

/** The part of a list that the call asks for. */
export function pageOf<T>(call: Call, list: readonly T[], rules: PageRules): Page<T> {
  const state = resumed(call, rules);
  const from = typeof state === 'number' ? state : 0;
  const next = from + rules.size;
  const token = next < list.length ? { [rules.tokenKey]: call.tokens.issue(call, next) } : {};
  return { items: list.slice(from, next), token };
}

/** A page size within its bounds; 0 or none means the default. */
export function limitAt(
  parameters: JsonObject,
  key: string,
  rules: { readonly most: number; readonly usual: number; readonly code: string },
): number {
  const limit = numberAt(parameters, key) ?? 0;
  if (!Number.isInteger(limit) || limit < 0 || limit > rules.most)
    throw new AwsError(rules.code, `${key} is ${limit}; it must lie between 1 and ${rules.most}.`);
  return limit === 0 ? rules.usual : limit;
}
