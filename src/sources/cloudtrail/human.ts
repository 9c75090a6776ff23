/**
 * The human as a single record shows them: nothing here looks at any other record. Unknown values are null.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
import { type JsonObject, objectAt, scalarText, stringAt } from '../../model/json.ts';
import type { Human } from '../../model/principal.ts';
import { assumedRole, parseArn } from '../../resources/arn.ts';
import type { CloudTrailRecord } from './record.ts';

const proven = (name: string, via: Human['via']): Human => ({ name, via, certainty: 'proven' });

/** What CloudTrail writes when a sign-in named a user that does not exist. */
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const userNameIn = (value: JsonObject): string | undefined => {
  const name = stringAt(value, 'userName');
  return name === hidden ? undefined : name;
};

/** `name` and `session` are the principal's. */
export function humanOf(record: CloudTrailRecord, name: string, session: string | undefined): Human | null {
  const identity = objectAt(record, 'userIdentity');
  const switched = switchedFrom(record);
  if (switched) return switched;
  const direct = directHuman(record, identity, name, session);
  // the service acts with the caller's own permissions:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
  return direct && stringAt(identity, 'invokedBy') !== undefined ? { ...direct, via: 'invoked-by' } : direct;
}

function directHuman(
  record: CloudTrailRecord,
  identity: JsonObject,
  name: string,
  session: string | undefined,
): Human | null {
  const context = objectAt(identity, 'sessionContext');
  const sourceIdentity = stringAt(context, 'sourceIdentity');
  if (sourceIdentity !== undefined)
    return webIdentityOf(context) ?? { name: sourceIdentity, via: 'source-identity', certainty: 'asserted' };
  switch (stringAt(identity, 'type')) {
    case 'Root':
      // a session of sts:AssumeRoot belongs to whoever asked for it, not to the owner of the account's password
      return scalarText(context['assumedRoot']) === 'true' ? null : proven('root', 'root');
    case 'IAMUser': {
      const user = userNameIn(identity) ?? userOfArn(stringAt(identity, 'arn'));
      return user === undefined || stringAt(identity, 'userName') === hidden ? null : proven(user, 'iam-user');
    }
    case 'SAMLUser': {
      const user = userNameIn(identity) ?? stringAt(record['responseElements'], 'subject');
      return user === undefined ? null : proven(user, isIdentityCenters(record) ? 'identity-center' : 'saml');
    }
    case 'WebIdentityUser': {
      const user = userNameIn(identity) ?? stringAt(record['responseElements'], 'subjectFromWebIdentityToken');
      return user === undefined || serviceAccountOf(user) !== undefined ? null : proven(user, 'oidc');
    }
    case 'FederatedUser':
      return federatingUser(context) ?? sessionHuman(session);
    case 'AWSAccount':
      // another account's copy: only the principal id holds the session
      return sessionHuman(/^AROA[^:]*:(.+)$/.exec(stringAt(identity, 'principalId') ?? '')?.[1]);
  }
  return (
    identityCenterUser(record, identity) ?? reservedRoleUser(identity, name, session) ?? roleHuman(context, session)
  );
}

const roleHuman = (context: JsonObject, session: string | undefined): Human | null =>
  webIdentityOf(context) ?? sessionHuman(session);

const userOfArn = (text: string | undefined): string | undefined => {
  const arn = parseArn(text ?? '');
  if (arn?.service !== 'iam' || !arn.resource.startsWith('user/')) return undefined;
  return arn.resource.slice(arn.resource.lastIndexOf('/') + 1) || undefined;
};

/** GetFederationToken is called with a user's own key; the session's name is the caller's choice. */
function federatingUser(context: JsonObject): Human | undefined {
  const issuer = objectAt(context, 'sessionIssuer');
  const type = stringAt(issuer, 'type');
  if (type === 'Root') return proven('root', 'root');
  const user = userNameIn(issuer) ?? userOfArn(stringAt(issuer, 'arn'));
  return type === 'IAMUser' && user !== undefined ? proven(user, 'iam-user') : undefined;
}

/**
 * Until 2025 the identity itself held the user's name; now it holds the user's id, and only sign-in events give the name.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-cloudtrail-use-cases.html
 */
function identityCenterUser(record: CloudTrailRecord, identity: JsonObject): Human | undefined {
  const type = stringAt(identity, 'type');
  const isUnknown = type === 'Unknown' || type === undefined;
  const hasId = type === 'IdentityCenterUser' || stringAt(identity['onBehalfOf'], 'userId') !== undefined;
  if (!hasId && !isUnknown) return undefined;
  const isOwn = identityCenterSource.test(stringAt(record, 'eventSource') ?? '');
  if (!hasId && !isOwn) return undefined;
  const named = type === 'AssumedRole' ? undefined : userNameIn(identity);
  if (named !== undefined) return proven(named, 'identity-center');
  const typed = stringAt(record['additionalEventData'], 'UserName');
  if (typed === undefined || typed === hidden || !isOwn) return undefined;
  // before the password is checked, the name is what somebody typed
  return { name: typed, via: 'identity-center', certainty: isVerified(record) ? 'proven' : 'asserted' };
}

const identityCenterSource = /^(?:sso|sso-directory|sso-oauth|sso-oidc|signin|identitystore)\.amazonaws\.com$/;

const isVerified = (record: CloudTrailRecord): boolean =>
  ['UserAuthentication', 'CredentialVerification'].some(
    (key) =>
      objectAt(record, 'serviceEventDetails')[key] === 'Success' ||
      objectAt(record, 'responseElements')[key] === 'Success',
  );

/** Only Identity Center makes roles with this reserved name and path, and it names their sessions after the user. */
function reservedRoleUser(identity: JsonObject, name: string, session: string | undefined): Human | undefined {
  if (!name.startsWith('AWSReservedSSO_') || session === undefined) return undefined;
  const issuer = parseArn(stringAt(objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer'), 'arn') ?? '');
  const isReserved = issuer === undefined || issuer.resource.includes('aws-reserved/sso.amazonaws.com/');
  return { name: session, via: 'identity-center', certainty: isReserved ? 'proven' : 'asserted' };
}

/** Identity Center's own provider: `saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`. */
const isIdentityCenters = (record: CloudTrailRecord): boolean => {
  const request = objectAt(record, 'requestParameters');
  return (
    /:role\/aws-reserved\/sso\.amazonaws\.com\//.test(stringAt(request, 'roleArn') ?? '') &&
    /:saml-provider\/AWSSSO_/.test(stringAt(request, 'principalArn') ?? '')
  );
};

/** The claims that a provider vouched for, if the session keeps them: `token.actions.githubusercontent.com:sub`. */
function webIdentityOf(context: JsonObject): Human | undefined {
  const subject = subjectOf(context);
  return subject === undefined || serviceAccountOf(subject) !== undefined ? undefined : proven(subject, 'oidc');
}

/** The subject of the token that a session began with: a person or a workload. */
export function subjectOf(sessionContext: JsonObject): string | undefined {
  const federation = sessionContext['webIdFederationData'];
  if (federation === undefined) return undefined;
  const attributes = objectAt(federation, 'attributes');
  const key = Object.keys(attributes)
    .sort()
    .find((each) => /(?:^|:)(?:sub|user_id)$/.test(each));
  return key === undefined ? undefined : stringAt(attributes, key);
}

/** The Kubernetes service account in a token's subject, as namespace and name: it identifies code, not a person. */
export const serviceAccountOf = (subject: string): string | undefined => {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject) ?? [];
  return namespace !== undefined && name !== undefined ? `${namespace}/${name}` : undefined;
};

/** Who switched roles in the console. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html */
function switchedFrom(record: CloudTrailRecord): Human | undefined {
  if (stringAt(record, 'eventName') !== 'SwitchRole' || stringAt(record, 'eventSource') !== 'signin.amazonaws.com')
    return undefined;
  const from = parseArn(stringAt(record['additionalEventData'], 'SwitchFrom') ?? '');
  if (!from) return undefined;
  const user = from.service === 'iam' && from.resource.startsWith('user/');
  if (user) return proven(from.resource.slice(from.resource.lastIndexOf('/') + 1), 'switch-role');
  if (from.service === 'iam' && from.resource === 'root') return proven('root', 'switch-role');
  const role = assumedRole(from);
  if (!role?.session) return undefined;
  return {
    name: role.session,
    via: 'switch-role',
    certainty: role.role.startsWith('AWSReservedSSO_') ? 'proven' : 'asserted',
  };
}

/**
 * A session name is the caller's choice: it may look like a person, but proves nothing. The CDK names its sessions after the
 * machine's user: https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
function sessionHuman(session: string | undefined): Human | null {
  if (session === undefined) return null;
  const cdkUser = session.startsWith('aws-cdk-') ? /^aws-cdk-(?!image|file)(.+)$/.exec(session)?.[1] : undefined;
  const isAddress = session.includes('@') && /^[^@\s/:]+@[^@\s/:]+$/.test(session);
  const named = cdkUser ?? (isAddress ? session : undefined);
  return named === undefined ? null : { name: named, via: 'session-name', certainty: 'asserted' };
}
