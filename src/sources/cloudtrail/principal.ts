/**
 * The principal as the record itself tells it. Who stands behind a session is found out later, from other records.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
import { type JsonObject, objectAt, stringAt } from '../../model/json.ts';
import type { Human, Principal } from '../../model/principal.ts';
import { assumedRole, federatedUser, parseArn } from '../../resources/arn.ts';
import { type CloudTrailRecord, sourceIpOf, userAgentOf } from './record.ts';
import { toolOf } from './tool.ts';

/** Total: a record without an identity has a principal all the same, of type "Unknown". */
export function principalOf(record: CloudTrailRecord): Principal {
  const identity = objectAt(record, 'userIdentity');
  const type = stringAt(identity, 'type') ?? 'Unknown';
  const arn = stringAt(identity, 'arn') ?? null;
  const account = stringAt(identity, 'accountId') ?? (arn ? parseArn(arn)?.account : undefined) ?? null;
  const invokedBy = stringAt(identity, 'invokedBy');
  const recipient = stringAt(record, 'recipientAccountId');
  const session = sessionOf(identity);
  const userAgent = userAgentOf(record);
  const sourceIp = sourceIpOf(record);
  const name = nameOf(identity, type, account);
  return {
    type,
    arn,
    account,
    name,
    ...(session !== undefined && { session }),
    accessKeyId: stringAt(identity, 'accessKeyId') ?? null,
    human: humanOf(identity, type, name, session),
    path: [],
    workload: workloadOf(type, session),
    tool: toolOf({
      userAgent,
      invokedBy,
      sourceIp,
      fromConsole: String(record['sessionCredentialFromConsole']) === 'true',
    }),
    userAgent: userAgent ?? null,
    sourceIp: sourceIp ?? null,
    vpcEndpointId: stringAt(record, 'vpcEndpointId') ?? null,
    mfa: mfaOf(record, identity),
    crossAccount: account !== null && recipient !== undefined && account !== recipient,
    service: type === 'AWSService' || invokedBy !== undefined,
  };
}

function nameOf(identity: JsonObject, type: string, account: string | null): string {
  if (type === 'Root') return 'root';
  const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
  const arn = parseArn(stringAt(identity, 'arn') ?? '');
  const role = arn && assumedRole(arn)?.role;
  if (type === 'AssumedRole' || type === 'FederatedUser' || role !== undefined) {
    const named = stringAt(issuer, 'userName') ?? (stringAt(issuer, 'type') === 'Root' ? 'root' : role);
    if (named !== undefined) return named;
  }
  const named = stringAt(identity, 'userName') ?? stringAt(identity, 'invokedBy');
  if (named !== undefined) return named;
  const last = arn && arn.service !== 'sts' ? arn.resource.slice(arn.resource.lastIndexOf('/') + 1) : '';
  if (last) return last;
  const onBehalfOf = stringAt(identity['onBehalfOf'], 'userId');
  if (onBehalfOf !== undefined) return onBehalfOf;
  if (account !== null) return `account:${account}`;
  return stringAt(identity, 'principalId') ?? 'unknown';
}

function sessionOf(identity: JsonObject): string | undefined {
  const arn = parseArn(stringAt(identity, 'arn') ?? '');
  const fromArn = arn && (assumedRole(arn)?.session ?? federatedUser(arn));
  if (fromArn) return fromArn;
  if (!['AssumedRole', 'FederatedUser'].includes(stringAt(identity, 'type') ?? '')) return undefined;
  const principalId = stringAt(identity, 'principalId') ?? '';
  const colon = principalId.indexOf(':');
  return colon >= 0 && colon + 1 < principalId.length ? principalId.slice(colon + 1) : undefined;
}

/** Only what the record says by itself: a user, root, a source identity, an Identity Center session, a federated subject. */
function humanOf(identity: JsonObject, type: string, name: string, session: string | undefined): Human | null {
  const context = objectAt(identity, 'sessionContext');
  const sourceIdentity = stringAt(context, 'sourceIdentity');
  if (sourceIdentity !== undefined) return { name: sourceIdentity, via: 'source-identity', certainty: 'asserted' };
  const userName = stringAt(identity, 'userName');
  switch (type) {
    case 'Root':
      return { name: 'root', via: 'root', certainty: 'proven' };
    case 'IAMUser':
      return userName === undefined || userName === 'HIDDEN_DUE_TO_SECURITY_REASONS'
        ? null
        : { name: userName, via: 'iam-user', certainty: 'proven' };
    case 'SAMLUser':
      return userName === undefined ? null : { name: userName, via: 'saml', certainty: 'proven' };
    case 'WebIdentityUser':
      return userName === undefined ? null : { name: userName, via: 'oidc', certainty: 'proven' };
    case 'IdentityCenterUser':
      return userName === undefined ? null : { name: userName, via: 'identity-center', certainty: 'proven' };
  }
  // Identity Center alone makes roles of this reserved name, and names their sessions after the user
  if (name.startsWith('AWSReservedSSO_') && session !== undefined) {
    return { name: session, via: 'identity-center', certainty: 'proven' };
  }
  return session?.includes('@') ? { name: session, via: 'session-name', certainty: 'asserted' } : null;
}

/** EC2 names the sessions of an instance's role after the instance. */
const workloadOf = (type: string, session: string | undefined): Principal['workload'] =>
  type === 'AssumedRole' && session !== undefined && /^i-[0-9a-f]{8,17}$/.test(session)
    ? { type: 'AWS::EC2::Instance', id: session }
    : null;

function mfaOf(record: CloudTrailRecord, identity: JsonObject): boolean | null {
  const attribute = objectAt(objectAt(identity, 'sessionContext'), 'attributes')['mfaAuthenticated'];
  if (attribute !== undefined && attribute !== '') return String(attribute).toLowerCase() === 'true';
  const signIn = stringAt(record['additionalEventData'], 'MFAUsed');
  return signIn === undefined ? null : signIn === 'Yes';
}
