/** Rights granted to users, groups and roles, and who may assume a role. */
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { enumerate, flag, text, valueAt } from '../read.ts';
import { nameAt, named, nameIn } from '../words.ts';
import { accountsInWords, allowStatements, pinsOf, reachOfPolicy, strings } from './policy-reach.ts';

/** The user, role, group or permission set that a call is about. */
function holder({ request }: CallByPrincipal): string {
  for (const title of ['user', 'role', 'group']) {
    const name = text(request, `${title}Name`);
    if (name !== undefined) return `${title} ${name}`;
  }
  return named('permission set', nameAt(request, 'permissionSetArn'));
}

const attachments = [
  ...callsOf('iam', 'AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy'),
  ...callsOf('sso', 'AttachManagedPolicyToPermissionSet'),
];

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const awsPolicy = ({ request }: CallByPrincipal): string | undefined =>
  /^arn:[^:]+:iam::aws:policy\/(?:[^/]+\/)*([^/]+)$/.exec(text(request, 'policyArn', 'managedPolicyArn') ?? '')?.[1];

const powerful = new Set(['IAMFullAccess', 'PowerUserAccess', 'AWSOrganizationsFullAccess']);

const documentOf = ({ request }: CallByPrincipal): JsonValue | undefined =>
  valueAt(request, 'policyDocument') ?? valueAt(request, 'inlinePolicy');

const onEverything = (statement: JsonObject) => strings(statement, 'Resource').includes('*');

const isAdministrator = (call: CallByPrincipal): boolean =>
  allowStatements(documentOf(call)).some(
    (statement) =>
      onEverything(statement) && strings(statement, 'Action').some((action) => action === '*' || action === '*:*'),
  );

/** Services through which every other right can be obtained. */
const decisiveServices = /^(?:iam|organizations|sts|kms|sso):\*$/i;

const wholeServices = (call: CallByPrincipal): readonly string[] => [
  ...new Set(
    allowStatements(documentOf(call))
      .filter(onEverything)
      .flatMap((statement) => strings(statement, 'Action'))
      .filter((action) => decisiveServices.test(action)),
  ),
];

/** Who gets the granted right, or which policy. */
const grantee = (call: CallByPrincipal): string =>
  /^CreatePolicy/.test(call.eventName) ? named('policy', nameIn(call, 'policyArn', 'policyName')) : holder(call);

const grants = [
  ...callsOf('iam', 'PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy', 'CreatePolicy', 'CreatePolicyVersion'),
  ...callsOf('sso', 'PutInlinePolicyToPermissionSet'),
];

const role = (call: CallByPrincipal): string => named('role', nameIn(call, 'roleName'));
const trustPolicy = ({ request }: CallByPrincipal): JsonValue | undefined =>
  valueAt(request, 'assumeRolePolicyDocument') ?? valueAt(request, 'policyDocument');
const trustCalls = callsOf('iam', 'CreateRole', 'UpdateAssumeRolePolicy');

/** Identity providers that serve everybody: only the token's claims say whose workflow it is. */
const sharedProvider = /(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io)/;

/**
 * A claim must name the workflow's owner before the first wildcard; otherwise anybody may choose a name that fits:
 * `repo:OWNER/…`, `project_path:GROUP/…`, `organization:NAME:…`, and `OWNER/…` if the condition is on that claim itself.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
const namesOwner = (beginning: string) => /^[^/:]+[/:]/.test(beginning.replace(/^[a-z_]+:/, ''));

/** A token always has these claims, so an operator that accepts a missing claim lets nobody else in. */
const claimOperator = /^(?:For(?:Any|All)Values?:)?String(?:Equals|Like|EqualsIgnoreCase)(?:IfExists)?$/i;

const isOpenTo = (value: JsonValue, isPattern: boolean): boolean => {
  if (typeof value !== 'string') return true;
  const wildcard = isPattern ? value.search(/[*?]/) : -1;
  return wildcard >= 0 && !namesOwner(value.slice(0, wildcard));
};

/** The subjects of strangers that a statement lets in through a shared provider: none if a claim says whose they are. */
function strangersIn(statement: JsonObject): 'any' | readonly string[] {
  const provider = strings(statement, 'Principal.Federated').find((name) => sharedProvider.test(name));
  if (provider === undefined) return [];
  // the audience is the same for everybody
  const claims = pinsOf(statement, claimOperator).filter(
    ({ key }) => sharedProvider.test(key) && !key.endsWith(':aud'),
  );
  const open = claims.map(({ operator, values }) => values.filter((value) => isOpenTo(value, /like/i.test(operator))));
  if (open.some((values) => values.length === 0)) return [];
  const subjects = open.flat().filter((value): value is string => typeof value === 'string' && !/^[*?]*$/.test(value));
  return subjects.length > 0 ? subjects : 'any';
}

function trustsAnySubject(call: CallByPrincipal): string | undefined {
  for (const statement of allowStatements(trustPolicy(call))) {
    const strangers = strangersIn(statement);
    if (strangers === 'any')
      return `every user of a public identity provider may assume ${role(call)}: no subject is asked for`;
    if (strangers.length > 0)
      return `every user of a public identity provider may assume ${role(call)} whose subject is like ${enumerate(strangers)}`;
  }
  return undefined;
}

export const permissionRules: readonly DangerRule[] = [
  {
    rule: 'administrator-policy-attached',
    severity: 'high',
    source: 'Config iam-policy-no-statements-with-admin-access',
    calls: attachments,
    reason: (call) =>
      awsPolicy(call) === 'AdministratorAccess' ? `${holder(call)} may do everything (AdministratorAccess)` : undefined,
  },
  {
    rule: 'powerful-policy-attached',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html',
    calls: attachments,
    reason: (call) => {
      const policy = awsPolicy(call);
      return policy !== undefined && powerful.has(policy)
        ? `${holder(call)} has the far-reaching rights of ${policy}`
        : undefined;
    },
  },
  {
    rule: 'administrator-rights-granted',
    severity: 'high',
    source: 'Security Hub IAM.1',
    calls: grants,
    reason: (call) =>
      isAdministrator(call) && flag(call.request, 'setAsDefault') !== false
        ? `${grantee(call)} allows every action on every resource`
        : undefined,
  },
  {
    rule: 'decisive-service-granted',
    severity: 'medium',
    source: 'Security Hub IAM.21',
    calls: grants,
    reason: (call) => {
      const services = isAdministrator(call) ? [] : wholeServices(call);
      return services.length > 0 ? `${grantee(call)} allows ${enumerate(services)} on every resource` : undefined;
    },
  },
  {
    rule: 'all-but-some-rights-granted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
    calls: grants,
    reason: (call) => {
      const left = allowStatements(documentOf(call))
        .filter(onEverything)
        .flatMap((statement) => strings(statement, 'NotAction'));
      return left.length > 0 && !isAdministrator(call) && flag(call.request, 'setAsDefault') !== false
        ? `${grantee(call)} allows every action but ${enumerate(left)} on every resource`
        : undefined;
    },
  },
  {
    rule: 'role-trusts-anyone',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    calls: trustCalls,
    reason: (call) =>
      reachOfPolicy(trustPolicy(call), call.account).anyone.length > 0 ? `anyone may assume ${role(call)}` : undefined,
  },
  {
    rule: 'role-trusts-other-account',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html',
    calls: trustCalls,
    reason: (call) => {
      const { otherAccounts } = reachOfPolicy(trustPolicy(call), call.account);
      return otherAccounts.length > 0 ? `${accountsInWords(otherAccounts)} may assume ${role(call)}` : undefined;
    },
  },
  {
    rule: 'role-trusts-any-subject',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    calls: trustCalls,
    reason: trustsAnySubject,
  },
  {
    rule: 'permissions-boundary-removed',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
    calls: [
      ...callsOf('iam', 'DeleteUserPermissionsBoundary', 'DeleteRolePermissionsBoundary'),
      ...callsOf('sso', 'DeletePermissionsBoundaryFromPermissionSet'),
    ],
    reason: (call) => `the rights of ${holder(call)} have no permissions boundary any more`,
  },
  {
    rule: 'cluster-administrator-granted',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html',
    calls: callsOf('eks', 'AssociateAccessPolicy'),
    reason: (call) =>
      text(call.request, 'policyArn')?.endsWith('/AmazonEKSClusterAdminPolicy') === true
        ? `${nameAt(call.request, 'principalArn') ?? 'a principal'} administers ${named('EKS cluster', nameIn(call, 'clusterName', 'name'))}`
        : undefined,
  },
];
