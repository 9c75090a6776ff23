/**
 * One account's access to AWS for the length of a run: loads clients on first use, keeps to rate limits and retries transient
 * failures. Every call of every backend goes through `call`.
 */

import { CallFailure, kindOfFailure } from './failure.ts';
import type { quiet } from './sdk-logger.ts';
import { type Bucket, createBuckets, type Timer } from './token-bucket.ts';

/** What the SDK's client classes have in common. */
interface SdkClient {
  destroy(): void;
}
/** Each service has its own configuration type; all of them accept a `ClientConfig`. */
type ClientClass<Client extends SdkClient> = new (config: never) => Client;

export interface ClientConfig {
  readonly region: string;
  readonly maxAttempts: number;
  readonly profile?: string;
  readonly credentials?: unknown;
  readonly endpoint?: string;
  readonly logger?: typeof quiet;
}

export interface Limit {
  /** The IAM action: `cloudtrail:LookupEvents`. */
  readonly action: string;
  readonly region: string;
  /** What AWS allows to one account in one region. */
  readonly ratePerSecond: number;
}

export interface CallCount {
  requests: number;
  throttled: number;
  /** Requests now waiting for their turn. Absent if none ever waited. */
  waiting?: number;
}

export interface AwsSession {
  readonly account: string;
  /** The key of the identity that asks; its own calls are left out of the answer. */
  readonly accessKeyId: string | null;
  /** The key of the identity that assumed this one's role; absent if none did. */
  readonly callerAccessKeyId?: string;
  readonly identityArn: string;
  /** When the credentials expire, epoch milliseconds; absent if they do not, or do not say when. */
  readonly expiration?: number;
  /** The address that is asked instead of AWS's own (`127.0.0.1:5000`); empty for AWS. */
  readonly endpoint: string;
  readonly partition: string;
  /** Waits between polls; virtual in tests. */
  readonly timer: Timer;
  /** Returns the same client for the same class and region. */
  client<Client extends SdkClient>(Class: ClientClass<Client>, region: string): Client;
  /**
   * Sends a request once its limit allows, and retries after throttling and transient failures. `unwanted`: aborted when the
   * answer is no longer needed; the call then rejects with the signal's reason.
   * @throws CallFailure if the service refused, or gave no answer in the end.
   */
  call<Output>(
    limit: Limit,
    send: (options: { abortSignal: AbortSignal }) => Promise<Output>,
    unwanted?: AbortSignal,
  ): Promise<Output>;
  /** Milliseconds until unused requests within the limit are lost; undefined while a request is waiting to be sent. */
  lapsesIn(limit: Limit): number | undefined;
  /** The requests sent so far, by action and region. */
  readonly counts: ReadonlyMap<string, CallCount>;
  destroy(): void;
}

/** Tries for a call with transient failures: with waits of up to 5 s, enough for half a minute of trouble. */
const mostTries = 10;
/** A timeout takes so much longer than other failures that it counts as several tries. */
const triesOfTimeout = 4;
/** A server that stays silent this long will not continue. Milliseconds. */
const timeouts = { connectionTimeout: 10_000, socketTimeout: 30_000 };
/** Throttled calls wait and retry; if a limit yields nothing for this many tries, others are using it up. */
const mostThrottles = 60;

export interface SessionInput {
  readonly account: string;
  readonly accessKeyId: string | null;
  readonly callerAccessKeyId?: string;
  readonly identityArn: string;
  /** Epoch milliseconds. */
  readonly expiration?: number;
  readonly endpoint?: string;
  readonly config: Omit<ClientConfig, 'region' | 'maxAttempts'>;
  readonly timer: Timer;
  readonly signal: AbortSignal;
  /** In [0, 1): spreads retries of calls that failed together. */
  readonly random: () => number;
  /** Milliseconds that opening the connection may delay the first request, but not those after it; absent: 0. */
  readonly connectingTime?: number;
  /** Factor on AWS's own limits; only for tests. */
  readonly rateFactor?: number;
}

export function createSession(input: SessionInput): AwsSession {
  const { account, timer, signal, random, rateFactor = 1 } = input;
  const clients = new Map<string, SdkClient>();
  const bucketOf = createBuckets(timer, input.connectingTime);
  const counts = new Map<string, CallCount>();
  // each request has a signal of its own; only the session listens to the run's
  const running = new Set<AbortController>();
  const onAbort = () => {
    for (const call of running) call.abort(signal.reason);
  };
  signal.addEventListener('abort', onAbort);
  return {
    account,
    accessKeyId: input.accessKeyId,
    ...(input.callerAccessKeyId !== undefined && { callerAccessKeyId: input.callerAccessKeyId }),
    identityArn: input.identityArn,
    ...(input.expiration !== undefined && { expiration: input.expiration }),
    endpoint: input.endpoint ?? input.config.endpoint ?? '',
    timer,
    partition: input.identityArn.split(':')[1] ?? 'aws',
    counts,
    client(Class, region) {
      const key = `${Class.name} ${region}`;
      let client = clients.get(key);
      if (!client) {
        // retries are done here: at a limit of two a second, the SDK's own give up within 25 pages
        client = new Class({ ...input.config, region, maxAttempts: 1, requestHandler: timeouts } as never);
        clients.set(key, client);
      }
      return client as InstanceType<typeof Class>;
    },
    async call(limit, send, unwanted) {
      const key = keyOf(limit);
      const count = counts.get(key) ?? { requests: 0, throttled: 0 };
      counts.set(key, count);
      const call = new AbortController();
      if (signal.aborted) call.abort(signal.reason);
      running.add(call);
      const stop = unwanted ? AbortSignal.any([call.signal, unwanted]) : call.signal;
      return attempt(limit, send, bucketFor(limit), count, stop).finally(() => running.delete(call));
    },
    lapsesIn(limit) {
      const { waiting = 0 } = counts.get(keyOf(limit)) ?? {};
      return waiting > 0 ? undefined : bucketFor(limit).lapsesIn();
    },
    destroy() {
      signal.removeEventListener('abort', onAbort);
      for (const client of clients.values()) client.destroy();
    },
  };

  function bucketFor(limit: Limit): Bucket {
    return bucketOf(keyOf(limit), limit.ratePerSecond * rateFactor);
  }

  async function turn(bucket: Bucket, count: CallCount, stop: AbortSignal): Promise<void> {
    count.waiting = (count.waiting ?? 0) + 1;
    try {
      await bucket.take(stop);
    } finally {
      count.waiting--;
    }
  }

  async function attempt<Output>(
    limit: Limit,
    send: (options: { abortSignal: AbortSignal }) => Promise<Output>,
    bucket: Bucket,
    count: CallCount,
    stop: AbortSignal,
  ): Promise<Output> {
    let throttles = 0;
    for (let tries = 1; ; ) {
      await turn(bucket, count, stop);
      count.requests++;
      try {
        return await send({ abortSignal: stop });
      } catch (error) {
        stop.throwIfAborted();
        const kind = kindOfFailure(error);
        if (kind === 'throttled' && ++throttles <= mostThrottles) {
          count.throttled++;
          bucket.slowDown();
          await timer.sleep(backOff(Math.min(throttles, 5), random), stop);
          continue;
        }
        tries += isTimeout(error) ? triesOfTimeout : 1;
        if (kind === 'transient' && tries <= mostTries) {
          await timer.sleep(backOff(tries, random), stop);
        } else {
          throw new CallFailure(limit.action, limit.region, kind, error);
        }
      }
    }
  }
}

const isTimeout = (error: unknown) => error instanceof Error && error.name === 'TimeoutError';

const keyOf = ({ action, region }: Limit) => `${action} ${region}`;

/** Doubles from 100 ms to 5 s; the upper half is random. */
const backOff = (tries: number, random: () => number) => Math.min(5_000, 100 * 2 ** (tries - 1)) * (0.5 + random() / 2);
