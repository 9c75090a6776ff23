/**
 * Whom a policy lets in, as a decision rather than in words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { parseArn } from '../arn.ts';
import { document, list, objects, valueAt } from '../read.ts';

/** Actions and principals come as one text or as a list of them. */
export const strings = (from: JsonObject, path: string): readonly string[] =>
  list(from, path).filter((value): value is string => typeof value === 'string' && value !== '');

/** The statements that allow something; none of a policy that cannot be read. */
export function allowStatements(policy: JsonValue | undefined): readonly JsonObject[] {
  const opened = document(policy);
  return opened === undefined
    ? []
    : objects(opened, 'Statement').filter((statement) => statement['Effect'] === 'Allow');
}

/** The AWS principals of a statement; "*" stands for anyone. */
function awsPrincipals(statement: JsonObject): readonly string[] {
  const principal = valueAt(statement, 'Principal');
  if (typeof principal === 'string') return [principal];
  if (isJsonObject(principal)) return strings(principal, 'AWS');
  return valueAt(statement, 'NotPrincipal') === undefined ? [] : ['*'];
}

/**
 * Keys by which a condition pins who or where a request comes from, lower case. Without one a grant to everyone is public:
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

/** Operators that hold only where the key is present and has one of the values; with `IfExists` a request without it passes. */
const pinningOperator = /^(?:ForAnyValue:)?(?:String(?:Equals|Like|EqualsIgnoreCase)|Arn(?:Equals|Like)|IpAddress)$/i;

const isWide = (value: JsonValue) =>
  typeof value !== 'string' || /^[*?]*$/.test(value) || /^[0-9a-f.:]+\/0$/i.test(value);

function isPinned(statement: JsonObject): boolean {
  const condition = valueAt(statement, 'Condition');
  if (!isJsonObject(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      pinningOperator.test(operator) &&
      isJsonObject(keys) &&
      Object.keys(keys).some((key) => {
        // values are texts or lists of them, whatever the key is called: a path would split it at its dots
        const value = keys[key] ?? null;
        const values = Array.isArray(value) ? value : [value];
        return pinningKeys.has(key.toLowerCase()) && values.length > 0 && !values.some(isWide);
      }),
  );
}

/** The account that a principal belongs to: an account id, or the account of an ARN. */
function accountOfPrincipal(principal: string): string | undefined {
  if (/^[0-9]{12}$/.test(principal)) return principal;
  const account = parseArn(principal)?.account;
  return account !== undefined && /^[0-9]{12}$/.test(account) ? account : undefined;
}

export interface PolicyReach {
  /** What anyone may do, each action once; empty where nothing is public. */
  readonly anyone: readonly string[];
  /** The other accounts that are let in; empty where the own account is not known. */
  readonly otherAccounts: readonly string[];
}

/** Whom a policy on a resource, or a role's trust policy, lets in from outside `account`. */
export function reachOfPolicy(policy: JsonValue | undefined, account: string | null): PolicyReach {
  const anyone = new Set<string>();
  const accounts: string[] = [];
  for (const statement of allowStatements(policy)) {
    const principals = awsPrincipals(statement);
    if (principals.includes('*') && !isPinned(statement)) {
      const actions = strings(statement, 'Action');
      for (const action of actions.length > 0 ? actions : ['*']) anyone.add(action);
    }
    accounts.push(...principals.flatMap((principal) => accountOfPrincipal(principal) ?? []));
  }
  return { anyone: [...anyone], otherAccounts: othersThan(account, accounts) };
}

/** The accounts among some principals that are not the own one, each once. */
export const othersThan = (account: string | null, principals: readonly string[]): readonly string[] =>
  account === null
    ? []
    : [...new Set(principals.flatMap((principal) => accountOfPrincipal(principal) ?? []))].filter(
        (other) => other !== account,
      );

/** "account 444455556666", "accounts 444455556666 and 777788889999" */
export const accountsInWords = (accounts: readonly string[]): string =>
  `account${accounts.length > 1 ? 's' : ''} ${accounts.length > 2 ? `${accounts[0]} and ${accounts.length - 1} more` : accounts.join(' and ')}`;
