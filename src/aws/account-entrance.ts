/** Signs in to an account: with its own credentials, a profile's, or a role that these assume. */
import { messageOfFailure, NotAws } from './failure.ts';
import { quiet } from './sdk-logger.ts';
import { type AwsSession, type ClientConfig, createSession } from './session.ts';
import type { Timer } from './token-bucket.ts';

/** How to sign in to an account: by a role, by a profile, or by a role that the profile's identity assumes. */
export interface AccountEntry {
  /** What people call the account. */
  readonly name?: string;
  readonly roleArn?: string;
  readonly profile?: string;
  /** Required by the role's trust policy. */
  readonly externalId?: string;
}

export interface EntranceInput {
  readonly profile?: string;
  readonly endpoint?: string;
  /** The region whose STS is asked. */
  readonly region: string;
  readonly timer: Timer;
  readonly signal: AbortSignal;
  readonly random: () => number;
  /** Passed on to `createSession`. */
  readonly connectingTime?: number;
  readonly rateFactor?: number;
}

export interface Entrance {
  enter(entry: AccountEntry): Promise<AwsSession>;
  close(): void;
}

/** Milliseconds. STS answers in less than a second; whoever waits for the first line has to hear if not. */
export const entranceTimeouts = { connectionTimeout: 5_000, socketTimeout: 10_000 };

type Shared = Omit<ClientConfig, 'region' | 'maxAttempts'>;

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly expiration?: Date | undefined;
}

/** The credentials needed to sign in could not be obtained. */
export class NoCredentials extends Error {}

export async function createEntrance(input: EntranceInput): Promise<Entrance> {
  const { STSClient, GetCallerIdentityCommand, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const given = input.endpoint === undefined ? {} : { endpoint: input.endpoint };
  const sharedOf = (profile: string | undefined): Shared => ({
    ...(profile !== undefined && { profile }),
    ...given,
    logger: quiet,
  });
  const callers = new Map<string, InstanceType<typeof STSClient>>();
  const stsOf = (config: Shared) =>
    new STSClient({ ...(config as object), region: input.region, maxAttempts: 3, requestHandler: entranceTimeouts });
  /** One client per profile, so that credentials are resolved once. */
  const callerOf = (profile: string | undefined) => {
    const key = profile ?? '';
    const caller = callers.get(key) ?? stsOf(sharedOf(profile));
    callers.set(key, caller);
    return caller;
  };

  const identify = async (config: Shared, credentials: Credentials, caller?: Credentials): Promise<AwsSession> => {
    const client = stsOf(config);
    let endpoint = '';
    // the environment or the profile may set an endpoint other than AWS's own; only the request itself shows it for certain
    client.middlewareStack.add(
      (next) => (args) => {
        endpoint = addressOf(args.request);
        return next(args);
      },
      { step: 'finalizeRequest' },
    );
    try {
      const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}), {
        abortSignal: input.signal,
      });
      if (Account === '') throw new NotAws(`what answers${endpoint === '' ? '' : ` at ${endpoint}`} is not AWS`);
      return createSession({
        account: Account,
        identityArn: Arn,
        accessKeyId: credentials.accessKeyId,
        ...(caller && { callerAccessKeyId: caller.accessKeyId }),
        ...(credentials.expiration && { expiration: credentials.expiration.getTime() }),
        endpoint,
        config,
        timer: input.timer,
        signal: input.signal,
        random: input.random,
        ...(input.connectingTime !== undefined && { connectingTime: input.connectingTime }),
        ...(input.rateFactor !== undefined && { rateFactor: input.rateFactor }),
      });
    } finally {
      client.destroy();
    }
  };

  const assume = async (
    caller: InstanceType<typeof STSClient>,
    { roleArn, externalId }: AccountEntry,
  ): Promise<Credentials> => {
    const { Credentials: issued } = await caller.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: 'obs3',
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
      { abortSignal: input.signal },
    );
    return {
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      ...(issued?.SessionToken !== undefined && { sessionToken: issued.SessionToken }),
      ...(issued?.Expiration !== undefined && { expiration: issued.Expiration }),
    };
  };

  return {
    async enter(entry) {
      const profile = entry.profile ?? input.profile;
      const caller = callerOf(profile);
      const own = await caller.config.credentials().catch((error: unknown) => {
        throw new NoCredentials(messageOfFailure(error), { cause: error });
      });
      if (entry.roleArn === undefined) return identify(sharedOf(profile), own);
      const credentials = await assume(caller, entry);
      return identify({ ...given, credentials }, credentials, own);
    },
    close: () => {
      for (const caller of callers.values()) caller.destroy();
    },
  };
}

/** The request's host and port; empty for AWS's own. */
function addressOf(request: unknown): string {
  const { hostname = '', port } = request as { readonly hostname?: string; readonly port?: number };
  if (/\.(amazonaws\.com(\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)$/.test(hostname)) return '';
  return port === undefined ? hostname : `${hostname}:${port}`;
}
