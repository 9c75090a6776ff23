/**
 * One account's access to AWS for the length of a run: clients loaded and made when first used, limits kept, passing
 * failures outlasted. Every call of every backend goes through `call`.
 */

import { CallFailure, kindOfFailure } from './failure.ts';
import type { quiet } from './sdk-logger.ts';
import { type Bucket, createBuckets, type Timer } from './token-bucket.ts';

/** What the SDK's client classes have in common. */
interface SdkClient {
  destroy(): void;
}
/** Each service has a configuration type of its own; all of them take a `ClientConfig`. */
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
  /** Requests that wait for their turn just now. Absent: none did. */
  waiting?: number;
}

export interface AwsSession {
  readonly account: string;
  /** Of the identity that asks: its own reads are left out of the answer. */
  readonly accessKeyId: string | null;
  /** Of the identity that took on this one's role; absent where it has none. */
  readonly callerAccessKeyId?: string;
  readonly identityArn: string;
  /** When its credentials end, epoch milliseconds; absent where they do not, or do not tell. */
  readonly expiration?: number;
  /** Of the address that is asked in place of AWS's own (`127.0.0.1:5000`); empty for AWS. */
  readonly endpoint: string;
  readonly partition: string;
  /** Waits between polls; virtual in tests. */
  readonly timer: Timer;
  /** The same client for the same class and region. */
  client<Client extends SdkClient>(Class: ClientClass<Client>, region: string): Client;
  /**
   * Sends a request when its limit allows, again after throttles and passing failures. `unwanted`: its answer is of no use
   * any more; the call rejects with the signal's reason.
   * @throws CallFailure when the service said no, or did not answer to the end.
   */
  call<Output>(
    limit: Limit,
    send: (options: { abortSignal: AbortSignal }) => Promise<Output>,
    unwanted?: AbortSignal,
  ): Promise<Output>;
  /**
   * Milliseconds until requests that the limit allows are lost, since nobody sends them; undefined while somebody waits
   * to send one.
   */
  lapsesIn(limit: Limit): number | undefined;
  /** What was sent so far, by action and region. */
  readonly counts: ReadonlyMap<string, CallCount>;
  destroy(): void;
}

/** Tries for a call that fails in a passing way: with waits of up to 5 s it outlasts half a minute of trouble. */
const mostTries = 10;
/** A try that nobody answers takes so much longer than one that fails that it counts as several. */
const triesOfTimeout = 4;
/** A server that says no more for so long will not go on. Milliseconds. */
const timeouts = { connectionTimeout: 10_000, socketTimeout: 30_000 };
/** Throttled calls wait and go on; a limit that gives nothing for this many tries is used up by others. */
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
  /** A first request waits for its connection, those behind it do not. Milliseconds; absent: no time. */
  readonly connectingTime?: number;
  /** Of another limit than AWS's own: only for tests. */
  readonly rateFactor?: number;
}

export function createSession(input: SessionInput): AwsSession {
  const { account, timer, signal, random, rateFactor = 1 } = input;
  const clients = new Map<string, SdkClient>();
  const bucketOf = createBuckets(timer, input.connectingTime);
  const counts = new Map<string, CallCount>();
  // every request listens to a signal of its own, and the session alone to the run's
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
        // retries are ours: the SDK's give up on a limit of two a second within 25 pages
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

/** Doubling from 100 ms to 5 s, the upper half of it by chance. */
const backOff = (tries: number, random: () => number) => Math.min(5_000, 100 * 2 ** (tries - 1)) * (0.5 + random() / 2);
