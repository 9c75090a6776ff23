/** STS: the caller's identity, and the way into another account. */
import { type JsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError, commonError } from '../aws-error.ts';
import { type Call, type Caller, numberAt, type Service } from '../call.ts';
import type { Callers } from '../callers.ts';
import { keySuffixOf } from '../identifiers.ts';
import type { Role } from '../world.ts';

/** The longest session, in seconds, that an assumed role's session may begin. */
const chainedSessionSeconds = 3600;

const getCallerIdentity = ({ caller }: Call): JsonObject => ({
  Arn: caller.arn,
  UserId: caller.userId,
  Account: caller.account,
});

const partitionOf = (arn: string): string => arn.split(':')[1] ?? 'aws';

/** `arn:aws:sts::111122223333:assumed-role/Admin/alice` -> `Admin` of 111122223333 */
const assumedRole = /^arn:[\w-]+:sts::(\d+):assumed-role\/([^/]+)\//;

/** Every spelling by which a trust policy can mean the caller. */
function spellingsOf(call: Call): readonly string[] {
  const { arn, account } = call.caller;
  const [, , name] = assumedRole.exec(arn) ?? [];
  const role = call.world.accounts[account]?.roles.find((candidate) => candidate.name === name);
  return ['*', account, `arn:${partitionOf(arn)}:iam::${account}:root`, arn, ...(role ? [roleArn(account, role)] : [])];
}

const roleArn = (account: string, { path = '/', name }: Role): string => `arn:aws:iam::${account}:role${path}${name}`;

function findRole(call: Call, arn: string): { account: string; role: Role } | undefined {
  const account = arn.split(':')[4] ?? '';
  const role = call.world.accounts[account]?.roles.find((candidate) => roleArn(account, candidate) === arn);
  return role && { account, role };
}

function assumeRole(call: Call, callers: Callers, serial: number): JsonObject {
  const arn = stringAt(call.parameters, 'RoleArn') ?? '';
  const session = stringAt(call.parameters, 'RoleSessionName') ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(session))
    throw new AwsError('ValidationError', "Value at 'roleSessionName' failed to satisfy constraint");
  const denied = () =>
    commonError(
      'query',
      'denied',
      `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
  const found = findRole(call, arn);
  // a role that does not exist gets the same answer as one that does not trust the caller
  if (!found) throw denied();
  const { account, role } = found;
  const trusted = spellingsOf(call).some((spelling) => role.trusts.includes(spelling));
  const externalId = stringAt(call.parameters, 'ExternalId');
  if (!trusted || (role.externalId !== undefined && role.externalId !== externalId)) throw denied();
  const seconds = numberAt(call.parameters, 'DurationSeconds') ?? 3600;
  if (assumedRole.test(call.caller.arn) && seconds > chainedSessionSeconds)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  if (seconds < 900 || seconds > (role.maxSessionDuration ?? 3600))
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  const caller = {
    account,
    accessKeyId: `ASIA${keySuffixOf(`${arn} ${session} ${serial}`)}`,
    secretAccessKey: `EXAMPLE-SECRET-${serial}`,
    sessionToken: `EXAMPLE-TOKEN-${serial}`,
    arn: `arn:${partitionOf(arn)}:sts::${account}:assumed-role/${role.name}/${session}`,
    userId: `${role.id}:${session}`,
    expiration: new Date(call.now + seconds * 1000).toISOString(),
  } satisfies Caller;
  callers.add(caller);
  return {
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
    Credentials: {
      AccessKeyId: caller.accessKeyId,
      SecretAccessKey: caller.secretAccessKey,
      SessionToken: caller.sessionToken,
      Expiration: caller.expiration,
    },
  };
}

export function createSts(callers: Callers): Service {
  let issued = 0;
  return {
    name: 'sts',
    protocol: 'query',
    timeMembers: new Set(['Expiration']),
    operations: {
      GetCallerIdentity: getCallerIdentity,
      AssumeRole: (call) => assumeRole(call, callers, ++issued),
    },
  };
}
