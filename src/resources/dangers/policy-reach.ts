/**
 * Whom a policy lets in, as data rather than in words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { parseArn } from '../arn.ts';
import { document, list, objects, valueAt } from '../read.ts';

/** Actions and principals come as one text or as a list of them. */
export const strings = (from: JsonObject, path: string): readonly string[] =>
  list(from, path).filter((value): value is string => typeof value === 'string' && value !== '');

/** The statements that allow something; none if the policy cannot be read. */
export function allowStatements(policy: JsonValue | undefined): readonly JsonObject[] {
  const opened = document(policy);
  return opened === undefined
    ? []
    : objects(opened, 'Statement').filter((statement) => statement['Effect'] === 'Allow');
}

/** The AWS principals of a statement; "*" stands for anyone. */
export function awsPrincipals(statement: JsonObject): readonly string[] {
  const principal = valueAt(statement, 'Principal');
  if (typeof principal === 'string') return [principal];
  if (isJsonObject(principal)) return strings(principal, 'AWS');
  return valueAt(statement, 'NotPrincipal') === undefined ? [] : ['*'];
}

/**
 * Condition keys that restrict who or where a request comes from, lower case. Without one, a grant to everyone is public:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const pinningKeys = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'aws:vpcsourceip',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

/** Operators that hold only if the key is present with one of the values; with `IfExists`, a request without the key passes. */
const pinningOperator = /^(?:ForAnyValue:)?(?:String(?:Equals|Like|EqualsIgnoreCase)|Arn(?:Equals|Like)|IpAddress)$/i;

/** Any account may have a role of that name: an ARN with a wildcard account says nothing about who asks. */
const isWide = (value: JsonValue) =>
  typeof value !== 'string' ||
  /^[*?]*$/.test(value) ||
  /^[0-9a-f.:]+\/0$/i.test(value) ||
  /^[*?]*$/.test(parseArn(value)?.account || 'none');

/** What a condition requires of a key, if no request without the key passes. */
export interface Pin {
  readonly operator: string;
  /** Lower case. */
  readonly key: string;
  readonly values: readonly JsonValue[];
}

/** Every key that the conditions of a statement pin to values. */
export function pinsOf(statement: JsonObject, operators = pinningOperator): readonly Pin[] {
  const condition = valueAt(statement, 'Condition');
  if (!isJsonObject(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) => {
    if (!operators.test(operator) || !isJsonObject(keys)) return [];
    return Object.keys(keys).flatMap((key) => {
      // values are texts or lists of them, whatever the key is called: a path would be split at the key's dots
      const value = keys[key] ?? null;
      const values = Array.isArray(value) ? value : [value];
      return values.length > 0 ? [{ operator, key: key.toLowerCase(), values }] : [];
    });
  });
}

/** Keys whose values are accounts, or ARNs that include an account. */
const accountKeys = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceowner',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
]);

/** The account that a principal belongs to: an account id, or the account of an ARN. */
function accountOfPrincipal(principal: string): string | undefined {
  if (/^[0-9]{12}$/.test(principal)) return principal;
  const account = parseArn(principal)?.account;
  return account !== undefined && /^[0-9]{12}$/.test(account) ? account : undefined;
}

const accountIn = (value: JsonValue): readonly string[] => {
  const account = typeof value === 'string' ? accountOfPrincipal(value) : undefined;
  return account === undefined ? [] : [account];
};

export interface PolicyReach {
  /** What anyone may do, each action once; empty if nothing is public. */
  readonly anyone: readonly string[];
  /** The other accounts that are let in; empty if our own account is not known. */
  readonly otherAccounts: readonly string[];
}

/** Whom a policy on a resource, or a role's trust policy, lets in from outside `account`. */
export function reachOfPolicy(policy: JsonValue | undefined, account: string | null): PolicyReach {
  const anyone = new Set<string>();
  const accounts: string[] = [];
  for (const statement of allowStatements(policy)) {
    const principals = awsPrincipals(statement);
    if (principals.includes('*')) {
      const pins = pinsOf(statement).filter(({ key, values }) => pinningKeys.has(key) && !values.some(isWide));
      const actions = strings(statement, 'Action');
      if (pins.length === 0) for (const action of actions.length > 0 ? actions : ['*']) anyone.add(action);
      // everyone, provided that they come from an account, means that account
      for (const { key, values } of pins) if (accountKeys.has(key)) accounts.push(...values.flatMap(accountIn));
    }
    accounts.push(...principals.flatMap((principal) => accountOfPrincipal(principal) ?? []));
  }
  return { anyone: [...anyone], otherAccounts: othersThan(account, accounts) };
}

/** The accounts of the given principals other than our own, each once. */
export const othersThan = (account: string | null, principals: readonly string[]): readonly string[] =>
  account === null
    ? []
    : [...new Set(principals.flatMap((principal) => accountOfPrincipal(principal) ?? []))].filter(
        (other) => other !== account,
      );

/** "account 444455556666", "accounts 444455556666 and 777788889999" */
export const accountsInWords = (accounts: readonly string[]): string =>
  `account${accounts.length > 1 ? 's' : ''} ${accounts.length > 2 ? `${accounts[0]} and ${accounts.length - 1} more` : accounts.join(' and ')}`;
