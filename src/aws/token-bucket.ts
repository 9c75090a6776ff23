/**
 * AWS limits the requests per second of each account and region. One bucket per limit, shared by everything that draws on it,
 * keeps a run below the limit rather than running into it.
 */

export interface Timer {
  /** Milliseconds. */
  now(): number;
  /** Rejects with the signal's reason if aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Time passes by itself, not only while something sleeps, so a sleep can be abandoned for whatever comes first. */
  readonly goesOn?: true;
}

export interface Bucket {
  /** Resolves when the next request may be sent. First come, first served. */
  take(signal?: AbortSignal): Promise<void>;
  /** AWS throttled a request anyway (others use the limit too): halves the pace for a while. */
  slowDown(): void;
  /** Milliseconds until the bucket is full, so that further unused requests are lost. */
  lapsesIn(): number;
}

/** How long a throttled bucket stays at half pace. Milliseconds. */
const slowFor = 5_000;

/**
 * @param ratePerSecond requests per second; a burst is at most one second's worth, but at least one request.
 * @param delay milliseconds by which the first request of a burst may arrive late while those after it do not: they keep that
 * much more distance, or AWS would see them too close together.
 */
export function createBucket(ratePerSecond: number, timer: Timer, delay = 0): Bucket {
  const interval = 1000 / ratePerSecond;
  const burst = Math.max(Math.floor(ratePerSecond), 1);
  const atOnce = burst === 1 ? interval : burst * interval - delay;
  /** When the bucket was, or will be, full again; epoch milliseconds. */
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
      // nothing is left to spend, so the next request waits its full turn
      fullAt = Math.max(fullAt, now + burst * interval);
    },
  };
}

/** One bucket per key, created on first use. */
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
