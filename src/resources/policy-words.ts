/** Policy documents in words: who may do what. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
import type { JsonObject, JsonValue } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import { parseArn } from './arn.ts';
import { document, enumerate, objects, valueAt } from './read.ts';
import { subjectsOf, type TrustedSubjects } from './trusted-subjects.ts';

/** What one principal, or several with the same rights, may do. */
interface Grant {
  readonly who: readonly string[];
  readonly actions: readonly string[];
  readonly conditional: boolean;
}

const anyone = 'anyone';

function strings(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '') : [];
}

const allows = (policy: JsonObject): readonly JsonObject[] =>
  objects(policy, 'Statement').filter((statement) => statement['Effect'] === 'Allow');

/** Widest first: everything, a whole service, one action. */
const breadth = (action: string) => (action === '*' || action === '*:*' ? 0 : action.endsWith(':*') ? 1 : 2);

function actionsOf(statement: JsonObject): readonly string[] {
  const actions = strings(valueAt(statement, 'Action')).map((action) => (action === '*' ? '*:*' : action));
  const not = strings(valueAt(statement, 'NotAction'));
  return [...actions, ...(not.length > 0 ? [`all but ${enumerate(not)}`] : [])].sort((a, b) => breadth(a) - breadth(b));
}

/** "account 444455556666", "role deploy of account 444455556666", or the text itself. */
function awsPrincipal(value: string): string {
  if (value === '*') return anyone;
  if (/^[0-9]{12}$/.test(value)) return `account ${value}`;
  const arn = parseArn(value);
  if (arn?.service !== 'iam') return value;
  if (arn.resource === 'root') return `account ${arn.account}`;
  const kind = /^(user|role)\//.exec(arn.resource)?.[1];
  return kind ? `${kind} ${arn.resource.slice(arn.resource.lastIndexOf('/') + 1)} of account ${arn.account}` : value;
}

function principalsOf(statement: JsonObject): readonly string[] {
  const principal = valueAt(statement, 'Principal');
  if (principal === undefined) {
    const not = valueAt(statement, 'NotPrincipal');
    return isJsonObject(not) ? [`everyone but ${enumerate(principalsIn(not)) || 'some'}`] : [];
  }
  if (typeof principal === 'string') return [awsPrincipal(principal)];
  return isJsonObject(principal) ? principalsIn(principal, subjectsOf(statement)) : [];
}

/**
 * "identity provider token.actions.githubusercontent.com", or the name as it stands where it is no ARN. A provider vouches for
 * many: which of them a condition names is what a trust is about.
 */
function identityProvider(value: string, subjects: TrustedSubjects): string {
  const arn = parseArn(value);
  const name = arn?.service === 'iam' ? /^(?:oidc|saml)-provider\/(.+)$/.exec(arn.resource)?.[1] : undefined;
  const provider = name === undefined ? value : `identity provider ${name}`;
  return subjects === 'any' ? provider : `${enumerate(subjects.map(({ text }) => text))} of ${provider}`;
}

const principalsIn = (principal: JsonObject, subjects: TrustedSubjects = 'any'): readonly string[] => [
  ...strings(principal['AWS']).map(awsPrincipal),
  ...strings(principal['CanonicalUser']).map((id) => `canonical user ${id}`),
  ...strings(principal['Federated']).map((provider) => identityProvider(provider, subjects)),
  ...strings(principal['Service']),
];

const isAnyone = (who: string) => who === anyone || who.startsWith('everyone but ');
const isService = (who: string) => /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(who);

/** Whether somebody belongs to the account that the policy is in. */
const isOwn = (who: string, own: string | null | undefined) =>
  own != null && (who === `account ${own}` || who.endsWith(` of account ${own}`));

/** Order: anyone without conditions, then named principals, anyone under conditions, our own account, services. */
function reach({ who, conditional }: Grant, own: string | null | undefined): number {
  if (who.some(isAnyone)) return conditional ? 2 : 0;
  if (who.every(isService)) return 4;
  return who.every((one) => isOwn(one, own) || isService(one)) ? 3 : 1;
}

/** The grants of a resource policy, widest first; those to the same principals are combined. */
function grantsOf(policy: JsonObject, own: string | null | undefined): readonly Grant[] {
  const byPrincipals = new Map<string, Grant>();
  const rank = (who: string) => (isAnyone(who) ? 0 : isOwn(who, own) ? 2 : 1);
  for (const statement of allows(policy)) {
    const who = principalsOf(statement).toSorted((a, b) => rank(a) - rank(b));
    const actions = actionsOf(statement);
    if (who.length === 0 || actions.length === 0) continue;
    const condition = valueAt(statement, 'Condition');
    const conditional = isJsonObject(condition) && Object.keys(condition).length > 0;
    const key = JSON.stringify([who, conditional]);
    const known = byPrincipals.get(key);
    const all = [...new Set([...(known?.actions ?? []), ...actions])].sort((a, b) => breadth(a) - breadth(b));
    byPrincipals.set(key, { who, actions: all, conditional });
  }
  return [...byPrincipals.values()].sort((a, b) => reach(a, own) - reach(b, own));
}

/**
 * What a policy put on a resource does: "allowed anyone to s3:GetObject on bucket b, and 1 other grant".
 * The policy may be an object, JSON text, or unreadable.
 * @param own the resource's account: grants to outsiders come first
 */
export function resourcePolicyInWords(policy: JsonValue | undefined, resource: string, own?: string | null): string {
  const opened = document(policy);
  if (!opened) return `put a policy on ${resource}`;
  const [widest, ...others] = grantsOf(opened, own);
  if (!widest) return `put a policy that allows nothing on ${resource}`;
  const more = others.length > 0 ? `, and ${others.length} other grant${others.length > 1 ? 's' : ''}` : '';
  const conditions = widest.conditional ? ', with conditions' : '';
  return `allowed ${enumerate(widest.who)} to ${enumerate(widest.actions)} on ${resource}${conditions}${more}`;
}

/** What an identity policy allows: "s3:Get* on arn:aws:s3:::b/*", "*:*"; undefined if it allows nothing or is unreadable. */
export function permissionsInPolicy(policy: JsonValue | undefined): string | undefined {
  const opened = document(policy);
  if (!opened) return undefined;
  const grants = allows(opened)
    .map((statement) => ({ actions: actionsOf(statement), resources: resourcesOf(statement) }))
    .filter(({ actions }) => actions.length > 0)
    .sort((a, b) => breadth(a.actions[0] ?? '') - breadth(b.actions[0] ?? ''));
  const [widest, ...others] = grants;
  if (!widest) return undefined;
  const everything = widest.actions[0] === '*:*';
  const actions = everything ? '*:*' : enumerate(widest.actions);
  const resources = widest.resources.includes('*') ? (everything ? '' : ' on *') : onThese(widest.resources);
  return `${actions}${resources}${others.length > 0 && !(everything && resources === '') ? ' and more' : ''}`;
}

const resourcesOf = (statement: JsonObject): readonly string[] => {
  const not = strings(valueAt(statement, 'NotResource'));
  return not.length > 0 ? [`all but ${enumerate(not)}`] : strings(valueAt(statement, 'Resource'));
};

const onThese = (resources: readonly string[]) => (resources.length > 0 ? ` on ${enumerate(resources, 2)}` : '');

/**
 * Who may assume a role by its trust policy: "anyone and account 444455556666"; undefined if nobody, or if it is unreadable.
 */
export function trustedInPolicy(policy: JsonValue | undefined, own?: string | null): string | undefined {
  const opened = document(policy);
  const who = opened && [...new Set(grantsOf(opened, own).flatMap((grant) => grant.who))];
  return who && who.length > 0 ? enumerate(who) : undefined;
}
