/**
 * The principal as the record itself shows it. Who is behind a session is found out later, from other records.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
import { principalOfParts } from '../../model/call-event.ts';
import { type JsonObject, objectAt, scalarText, stringAt } from '../../model/json.ts';
import type { Principal } from '../../model/principal.ts';
import { type Arn, assumedRole, federatedUser, parseArn } from '../../resources/arn.ts';
import { humanOf } from './human.ts';
import { type CloudTrailRecord, sourceIpOf, userAgentOf } from './record.ts';
import { toolOf } from './tool.ts';
import { workloadOf } from './workload.ts';

/** Total: even a record without an identity has a principal, of type "Unknown". */
export function principalOf(record: CloudTrailRecord): Principal {
  const identity = objectAt(record, 'userIdentity');
  const type = stringAt(identity, 'type') ?? 'Unknown';
  const arn = stringAt(identity, 'arn') ?? null;
  const parsed = arn === null ? undefined : parseArn(arn);
  const role = parsed && assumedRole(parsed);
  const account = stringAt(identity, 'accountId') ?? parsed?.account ?? null;
  const invokedBy = stringAt(identity, 'invokedBy');
  const recipient = stringAt(record, 'recipientAccountId');
  const session = sessionOf(identity, type, parsed, role);
  const userAgent = userAgentOf(record);
  const sourceIp = sourceIpOf(record);
  const crossAccount = account !== null && recipient !== undefined && account !== recipient;
  // for a caller from another account, its account says more than the service that it had act
  const named = crossAccount && type !== 'AWSService' && arn === null ? { ...identity, invokedBy: null } : identity;
  const name = nameOf(named, type, account, parsed, role?.role);
  const userId = stringAt(identity['onBehalfOf'], 'userId');
  const credentialId = stringAt(identity, 'credentialId');
  const provider = providerOf(record, identity, type);
  return principalOfParts({
    type,
    arn,
    account,
    name,
    session,
    accessKeyId: stringAt(identity, 'accessKeyId') ?? null,
    human: humanOf(record, name, session),
    path: noHops,
    workload: workloadOf(record, session),
    invokedBy,
    userId,
    credentialId,
    provider,
    tool: toolOf({
      userAgent,
      invokedBy,
      sourceIp,
      fromConsole: scalarText(record['sessionCredentialFromConsole']) === 'true',
      identityType: type,
      session,
    }),
    userAgent: userAgent ?? null,
    sourceIp: sourceIp ?? null,
    vpcEndpointId: stringAt(record, 'vpcEndpointId') ?? null,
    mfa: mfaOf(record, identity),
    crossAccount,
    service: type === 'AWSService' || invokedBy !== undefined,
  });
}

const noHops: Principal['path'] = [];

function nameOf(
  identity: JsonObject,
  type: string,
  account: string | null,
  arn: Arn | undefined,
  role: string | undefined,
): string {
  if (type === 'Root') return 'root';
  if (type === 'AssumedRole' || type === 'FederatedUser' || role !== undefined) {
    const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
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

function sessionOf(
  identity: JsonObject,
  type: string,
  arn: Arn | undefined,
  role: ReturnType<typeof assumedRole>,
): string | undefined {
  const fromArn = role?.session ?? (arn && federatedUser(arn));
  if (fromArn) return fromArn;
  if (type !== 'AssumedRole' && type !== 'FederatedUser') return undefined;
  const principalId = stringAt(identity, 'principalId') ?? '';
  const colon = principalId.indexOf(':');
  return colon >= 0 && colon + 1 < principalId.length ? principalId.slice(colon + 1) : undefined;
}

/** The provider that vouched for the caller, in the call that it vouched for and in the sessions that keep it. */
function providerOf(record: CloudTrailRecord, identity: JsonObject, type: string): string | undefined {
  const kept = stringAt(objectAt(objectAt(identity, 'sessionContext'), 'webIdFederationData'), 'federatedProvider');
  if (type === 'SAMLUser') {
    const response = objectAt(record, 'responseElements');
    return stringAt(record['requestParameters'], 'principalArn') ?? stringAt(response, 'issuer') ?? own(identity);
  }
  return type === 'WebIdentityUser' ? (own(identity) ?? stringAt(record['responseElements'], 'provider')) : kept;
}

const own = (identity: JsonObject) => stringAt(identity, 'identityProvider');

function mfaOf(record: CloudTrailRecord, identity: JsonObject): boolean | null {
  const attribute = objectAt(objectAt(identity, 'sessionContext'), 'attributes')['mfaAuthenticated'];
  if (attribute !== undefined && attribute !== '') return scalarText(attribute).toLowerCase() === 'true';
  const signIn = stringAt(record['additionalEventData'], 'MFAUsed');
  return signIn === undefined ? null : signIn === 'Yes';
}
