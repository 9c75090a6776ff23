/** From credentials to sessions: who we are, in each account that was asked for. */
import { Obs3Error } from '../model/error.ts';
import { type Gap, gap } from '../model/gap.ts';
import { kindOfFailure } from './failure.ts';
import { type AwsSession, type ClientConfig, createSession } from './session.ts';
import type { Timer } from './token-bucket.ts';

export interface AccountsInput {
  readonly profile?: string;
  readonly endpoint?: string;
  /** Roles to take on, one session each; none: the caller's own identity. */
  readonly roleArns: readonly string[];
  /** Where STS is asked. */
  readonly region: string;
  readonly timer: Timer;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly rateFactor?: number;
}

/**
 * The regions to ask: those named, all that are enabled for `all`, else the one of the environment or the profile.
 * @throws Obs3Error USAGE when there is none.
 */
export async function resolveRegions(
  named: readonly string[],
  { profile, endpoint, signal }: Pick<AccountsInput, 'profile' | 'endpoint' | 'signal'>,
): Promise<readonly string[]> {
  const shared = { ...(profile !== undefined && { profile }), ...(endpoint !== undefined && { endpoint }) };
  if (named.length > 0 && !named.includes('all')) return [...new Set(named)];
  const { STSClient } = await import('@aws-sdk/client-sts');
  const probe = new STSClient(shared);
  const own = await probe.config.region().catch(() => undefined);
  probe.destroy();
  if (own === undefined) {
    throw new Obs3Error('USAGE', 'no region is known', {
      hint: 'name one with --region (or all), set AWS_REGION, or read files with --from',
    });
  }
  if (named.length === 0) return [own];
  const { EC2Client, DescribeRegionsCommand } = await import('@aws-sdk/client-ec2');
  const client = new EC2Client({ ...shared, region: own, maxAttempts: 5 });
  try {
    const { Regions = [] } = await client.send(new DescribeRegionsCommand({}), { abortSignal: signal });
    return Regions.flatMap(({ RegionName }) => RegionName ?? []).sort();
  } catch (error) {
    throw new Obs3Error('NO_SOURCE', `the regions of the account cannot be listed: ${messageOf(error)}`, {
      hint: 'allow ec2:DescribeRegions, or name the regions with --region',
      cause: error,
    });
  } finally {
    client.destroy();
  }
}

export interface Accounts {
  readonly sessions: readonly AwsSession[];
  /** Accounts that could not be entered, with the account's id where the role's ARN tells it. */
  readonly gaps: readonly { readonly account: string | null; readonly gap: Gap }[];
}

/**
 * GetCallerIdentity needs no permission: where it fails, nothing can be asked.
 * @throws Obs3Error NO_SOURCE when no identity can be had at all.
 */
export async function openAccounts(input: AccountsInput): Promise<Accounts> {
  const { STSClient, GetCallerIdentityCommand, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const shared: Omit<ClientConfig, 'region' | 'maxAttempts'> = {
    ...(input.profile !== undefined && { profile: input.profile }),
    ...(input.endpoint !== undefined && { endpoint: input.endpoint }),
  };
  const identify = async (config: typeof shared, credentials: { readonly accessKeyId: string }) => {
    const client = new STSClient({ ...(config as object), region: input.region, maxAttempts: 5 });
    try {
      const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}), {
        abortSignal: input.signal,
      });
      return createSession({
        account: Account,
        identityArn: Arn,
        accessKeyId: credentials.accessKeyId,
        config,
        timer: input.timer,
        signal: input.signal,
        random: input.random,
        ...(input.rateFactor !== undefined && { rateFactor: input.rateFactor }),
      });
    } finally {
      client.destroy();
    }
  };
  const caller = new STSClient({ ...(shared as object), region: input.region, maxAttempts: 5 });
  try {
    const own = await caller.config.credentials().catch((error: unknown) => {
      throw noIdentity(error, input);
    });
    if (input.roleArns.length === 0) {
      return {
        sessions: [await identify(shared, own).catch((error: unknown) => Promise.reject(noIdentity(error, input)))],
        gaps: [],
      };
    }
    const sessions: AwsSession[] = [];
    const gaps: { account: string | null; gap: Gap }[] = [];
    for (const roleArn of input.roleArns) {
      try {
        const { Credentials } = await caller.send(
          new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'obs3' }),
          { abortSignal: input.signal },
        );
        const credentials = {
          accessKeyId: Credentials?.AccessKeyId ?? '',
          secretAccessKey: Credentials?.SecretAccessKey ?? '',
          ...(Credentials?.SessionToken !== undefined && { sessionToken: Credentials.SessionToken }),
        };
        sessions.push(await identify({ ...shared, credentials }, credentials));
      } catch (error) {
        input.signal.throwIfAborted();
        gaps.push({ account: roleArn.split(':')[4] ?? null, gap: roleGap(roleArn, error) });
      }
    }
    if (sessions.length === 0) {
      throw new Obs3Error('NO_SOURCE', `none of the roles could be assumed: ${gaps[0]?.gap.message ?? ''}`, {
        hint: 'check the trust policies of the roles, and who you are: aws sts get-caller-identity',
      });
    }
    return { sessions, gaps };
  } finally {
    caller.destroy();
  }
}

const roleGap = (roleArn: string, error: unknown): Gap => {
  const denied = kindOfFailure(error) === 'denied';
  return gap(denied ? 'ACCESS_DENIED' : 'UNREACHABLE', `cannot assume ${roleArn}: ${messageOf(error)}`, {
    hint: 'allow sts:AssumeRole on it, and trust the caller in its trust policy',
    locator: 'sts:AssumeRole',
  });
};

function noIdentity(error: unknown, { profile, region }: AccountsInput): Obs3Error {
  const where = profile === undefined ? '' : ` of profile ${profile}`;
  if (kindOfFailure(error) === 'transient') {
    return new Obs3Error('NO_SOURCE', `AWS cannot be reached in ${region}: ${messageOf(error)}`, {
      hint: 'check the network and --endpoint-url, or ask files with --from',
      cause: error,
    });
  }
  return new Obs3Error('NO_SOURCE', `the credentials${where} cannot be used: ${messageOf(error)}`, {
    hint: 'sign in (aws sso login), name a --profile, or ask files with --from',
    cause: error,
  });
}

const messageOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').replace(/\.$/, '');
