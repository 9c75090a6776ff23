/**
 * AWS allows so many requests a second for each account and region. One bucket for each of these limits, shared by all that
 * asks within it, keeps a run under the limit instead of running into it.
 */

export interface Timer {
  /** Milliseconds. */
  now(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Its time goes on by itself, not only while somebody sleeps: a sleep can be given up for what comes first. */
  readonly goesOn?: true;
}

export interface Bucket {
  /** Resolves when the next request may be sent. First come, first served. */
  take(signal?: AbortSignal): Promise<void>;
  /** AWS said no all the same (others use the limit too): half the pace for a while. */
  slowDown(): void;
  /** Milliseconds until requests that nobody sends are lost: it is full by then. */
  lapsesIn(): number;
}

/** For how long a throttled bucket keeps to half its pace. Milliseconds. */
const slowFor = 5_000;

/**
 * @param ratePerSecond requests a second; a burst is never larger than one second's worth, and at least one.
 * @param delay milliseconds by which the first request of a burst may arrive later than it was sent, and those behind it not:
 * they keep so far behind, or AWS would see them come too close to each other.
 */
export function createBucket(ratePerSecond: number, timer: Timer, delay = 0): Bucket {
  const interval = 1000 / ratePerSecond;
  const burst = Math.max(Math.floor(ratePerSecond), 1);
  const atOnce = burst === 1 ? interval : burst * interval - delay;
  /** When the bucket was, or will be, full again. */
  let fullAt = timer.now();
  let slowUntil = 0;
  return {
    async take(signal) {
      const now = timer.now();
      const cost = now < slowUntil ? interval * 2 : interval;
      fullAt = Math.max(fullAt, now) + cost;
      const wait = fullAt - atOnce - now;
      if (wait > 0) await timer.sleep(wait, signal);
      else signal?.throwIfAborted();
    },
    lapsesIn: () => Math.max(fullAt - timer.now(), 0),
    slowDown() {
      const now = timer.now();
      slowUntil = now + slowFor;
      // nothing is left to spend: the next request waits its full turn
      fullAt = Math.max(fullAt, now + burst * interval);
    },
  };
}

/** Buckets by what they limit: the same key always gives the same bucket. */
export function createBuckets(timer: Timer, delay = 0): (key: string, ratePerSecond: number) => Bucket {
  const buckets = new Map<string, Bucket>();
  return (key, ratePerSecond) => {
    let bucket = buckets.get(key);
    if (!bucket) {
      bucket = createBucket(ratePerSecond, timer, delay);
      buckets.set(key, bucket);
    }
    return bucket;
  };
}
