/** From credentials to sessions: finds out who we are in each account asked for. */
import { Obs3Error } from '../model/error.ts';
import { type Gap, gap } from '../model/gap.ts';
import {
  type AccountEntry,
  createEntrance,
  type EntranceInput,
  entranceTimeouts,
  NoCredentials,
} from './account-entrance.ts';
import { isUnreached, kindOfFailure, messageOfFailure } from './failure.ts';
import type { AwsSession } from './session.ts';

export interface AccountsInput extends EntranceInput {
  /** The profile that the SDK takes from AWS_PROFILE if none is given; used only in messages. */
  readonly environmentProfile?: string;
  /** Roles to assume, one session each. */
  readonly roleArns: readonly string[];
  /** Further accounts to ask. If this and `roleArns` are empty: the caller's own account. */
  readonly accounts?: readonly AccountEntry[];
}

/**
 * The regions to ask: those named; for `all`, every enabled one; otherwise that of the environment or the profile.
 * @throws Obs3Error USAGE if there is none.
 */
export async function resolveRegions(
  named: readonly string[],
  {
    profile,
    environmentProfile,
    endpoint,
    signal,
  }: Pick<AccountsInput, 'profile' | 'environmentProfile' | 'endpoint' | 'signal'>,
): Promise<readonly string[]> {
  const shared = { ...(profile !== undefined && { profile }), ...(endpoint !== undefined && { endpoint }) };
  if (named.length > 0 && !named.includes('all')) return [...new Set(named)];
  const { STSClient } = await import('@aws-sdk/client-sts');
  const probe = new STSClient(shared);
  const own = await probe.config.region().catch(() => undefined);
  probe.destroy();
  if (own === undefined) {
    const taken = profile ?? environmentProfile;
    throw new Obs3Error('USAGE', `no region is known${taken === undefined ? '' : ` for profile ${taken}`}`, {
      hint:
        taken === undefined
          ? 'name one with --region (or all), set AWS_REGION, or read files with --from'
          : 'check that there is such a profile (aws configure list-profiles), or name a region with --region',
    });
  }
  if (named.length === 0) return [own];
  const { EC2Client, DescribeRegionsCommand } = await import('@aws-sdk/client-ec2');
  const client = new EC2Client({ ...shared, region: own, maxAttempts: 3, requestHandler: entranceTimeouts });
  try {
    const { Regions = [] } = await client.send(new DescribeRegionsCommand({}), { abortSignal: signal });
    return Regions.flatMap(({ RegionName }) => RegionName ?? []).sort();
  } catch (error) {
    signal.throwIfAborted();
    throw new Obs3Error('NO_SOURCE', `the regions of the account cannot be listed: ${messageOfFailure(error)}`, {
      hint: 'allow ec2:DescribeRegions, or name the regions with --region',
      cause: error,
    });
  } finally {
    client.destroy();
  }
}

export interface Accounts {
  /** One per account, in the order of the entries. */
  readonly sessions: readonly AwsSession[];
  /** Account id -> its name, if one was given. */
  readonly names: ReadonlyMap<string, string>;
  /** Accounts that could not be signed in to, with the account's id if the role's ARN contains it. */
  readonly gaps: readonly { readonly account: string | null; readonly gap: Gap }[];
}

/** How many accounts to sign in to at the same time. */
const concurrency = 8;

/**
 * GetCallerIdentity needs no permission: if it fails, nothing can be asked. If this throws, no session stays open.
 * @throws Obs3Error NO_SOURCE if no identity can be obtained at all.
 */
export async function openAccounts(input: AccountsInput, entranceFor = createEntrance): Promise<Accounts> {
  const named: readonly AccountEntry[] = [...input.roleArns.map((roleArn) => ({ roleArn })), ...(input.accounts ?? [])];
  const entries = named.length > 0 ? named : [{}];
  const open = await entranceFor(input);
  try {
    const left = [...entries.entries()];
    const entered: (AwsSession | Failure)[] = [];
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next; next = left.shift()) {
        const [index, entry] = next;
        const found = await open.enter(entry).catch((error: unknown) => ({ entry, error }));
        // a session opened meanwhile is closed too: nobody waits for it anymore
        if (input.signal.aborted) destroyAll([found]);
        input.signal.throwIfAborted();
        entered[index] = found;
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(concurrency, left.length) }, work));
    } catch (error) {
      destroyAll(entered);
      throw error;
    }
    return accountsOf(entries, entered, input);
  } finally {
    open.close();
  }
}

function destroyAll(entered: readonly (AwsSession | Failure | undefined)[]): void {
  for (const found of entered) if (found && !('error' in found)) found.destroy();
}

interface Failure {
  readonly entry: AccountEntry;
  readonly error: unknown;
}

function accountsOf(
  entries: readonly AccountEntry[],
  entered: readonly (AwsSession | Failure)[],
  input: AccountsInput,
): Accounts {
  const sessions = new Map<string, AwsSession>();
  const names = new Map<string, string>();
  const gaps: { account: string | null; gap: Gap }[] = [];
  for (const [index, found] of entered.entries()) {
    const entry = entries[index] ?? {};
    if ('error' in found) {
      gaps.push({ account: entry.roleArn?.split(':')[4] ?? null, gap: entryGap(found) });
      continue;
    }
    const { account } = found;
    if (entry.name !== undefined && !names.has(account)) names.set(account, entry.name);
    const known = sessions.get(account);
    if (!known) sessions.set(account, found);
    else {
      // its limits apply to the account, however many identities ask
      found.destroy();
      if (known.identityArn !== found.identityArn) gaps.push({ account, gap: twiceGap(known, found) });
    }
  }
  if (sessions.size > 0) return { sessions: [...sessions.values()], names, gaps };
  const failures = entered.filter((found) => 'error' in found);
  const [first] = failures;
  const isOwn = entries.length === 1 && first?.entry.roleArn === undefined;
  if (!first || isOwn || failures.every(({ error }) => error instanceof NoCredentials)) {
    throw noIdentity(first?.error, { ...input, ...first?.entry });
  }
  const isRole = entries.every(({ roleArn }) => roleArn !== undefined);
  throw new Obs3Error(
    'NO_SOURCE',
    `none of the ${isRole ? 'roles could be assumed' : 'accounts could be entered'}: ${gaps[0]?.gap.message ?? ''}`,
    { hint: 'check the trust policies of the roles, and who you are: aws sts get-caller-identity' },
  );
}

function entryGap({ entry, error }: Failure): Gap {
  const named = entry.name === undefined ? '' : ` (${entry.name})`;
  const code = kindOfFailure(error) === 'denied' ? 'ACCESS_DENIED' : 'UNREACHABLE';
  if (entry.roleArn !== undefined && !(error instanceof NoCredentials)) {
    return gap(code, `cannot assume ${entry.roleArn}${named}: ${messageOfFailure(error)}`, {
      hint: 'allow sts:AssumeRole on it, and trust the caller in its trust policy',
      locator: 'sts:AssumeRole',
    });
  }
  const profile = entry.profile === undefined ? 'the default credentials' : `profile ${entry.profile}`;
  return gap(code, `cannot sign in with ${profile}${named}: ${messageOfFailure(error)}`, {
    hint: 'sign in (aws sso login --profile …), or check the profile in the AWS configuration',
    locator: 'sts:GetCallerIdentity',
  });
}

const twiceGap = (asked: AwsSession, other: AwsSession): Gap => ({
  code: 'SERVICE_NOT_ASKED',
  blocking: false,
  message: `account ${asked.account} is asked once, as ${asked.identityArn}, and not as ${other.identityArn}`,
  hint: 'name each account once',
  locator: 'sts:GetCallerIdentity',
});

function noIdentity(
  cause: unknown,
  { profile, environmentProfile, region }: Pick<AccountsInput, 'region' | 'profile' | 'environmentProfile'>,
): Obs3Error {
  const error = cause instanceof NoCredentials ? cause.cause : cause;
  const taken = profile ?? environmentProfile;
  const where = taken === undefined ? '' : ` of profile ${taken}`;
  if (isUnreached(error)) {
    return new Obs3Error('NO_SOURCE', `AWS cannot be reached in ${region}: ${messageOfFailure(error)}`, {
      // a region that does not exist has no address
      hint: `check ${hasNoAddress(error) ? 'the name of the region, ' : ''}the network and --endpoint-url, or ask files with --from`,
      cause: error,
    });
  }
  // in a region that is not enabled or does not exist, every key is unknown
  const elsewhere = isUnknownKey(error) ? `, check that ${region} is enabled in the account` : '';
  const told = messageOfFailure(error);
  // the SDK says so in words of its own: the profile is there, and signing in is all that is missing
  if (ssoAdvice.test(told)) {
    const login = `aws sso login${taken === undefined ? '' : ` --profile ${taken}`}`;
    return new Obs3Error('NO_SOURCE', `the credentials${where} cannot be used: ${told.replace(ssoAdvice, '')}`, {
      hint: `sign in with ${login}, or ask files with --from`,
      cause: error,
    });
  }
  const whichProfile =
    taken === undefined ? 'name a --profile' : 'check that there is such a profile (aws configure list-profiles)';
  return new Obs3Error('NO_SOURCE', `the credentials${where} cannot be used: ${told}`, {
    hint: `sign in (aws sso login), ${whichProfile}${elsewhere}, or ask files with --from`,
    cause: error,
  });
}

/**
 * How the SDK ends what it says of a session of Identity Center that is missing or over.
 * https://github.com/aws/aws-sdk-js-v3/blob/main/packages/token-providers/src/constants.ts
 */
const ssoAdvice = /[.;\s]*To refresh this SSO session run .*$/s;

const hasNoAddress = (error: unknown): boolean => /\bENOTFOUND\b/.test(messageOfFailure(error));

const isUnknownKey = (error: unknown): boolean =>
  error instanceof Error && /^(InvalidClientTokenId|UnrecognizedClientException)$/.test(error.name);
