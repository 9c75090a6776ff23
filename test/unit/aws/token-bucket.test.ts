import { describe, expect, test } from 'vitest';
import { createBucket, createBuckets } from '../../../src/aws/token-bucket.ts';
import { VirtualTime } from '../../fixtures/virtual-time.ts';

/** When each of this many requests was let through, milliseconds. */
async function timesOf(
  time: VirtualTime,
  ratePerSecond: number,
  requests: number,
  delay = 0,
): Promise<readonly number[]> {
  const bucket = createBucket(ratePerSecond, time, delay);
  const times: number[] = [];
  await time.run(
    Promise.all(
      Array.from({ length: requests }, async () => {
        await bucket.take();
        times.push(time.now());
      }),
    ),
  );
  return times;
}

describe('a bucket', () => {
  test("lets a second's worth go at once, and the rest in their turn", async () => {
    expect(await timesOf(new VirtualTime(), 2, 6)).toEqual([0, 0, 500, 1000, 1500, 2000]);
  });

  test('keeps what follows the first request as far behind as that may be late', async () => {
    expect(await timesOf(new VirtualTime(), 2, 5, 100)).toEqual([0, 100, 600, 1100, 1600]);
    expect(await timesOf(new VirtualTime(), 0.5, 3, 100)).toEqual([0, 2000, 4000]);
  });

  test('is never above the limit in any second, its burst apart', async () => {
    const times = await timesOf(new VirtualTime(), 5, 40);
    for (const [index, time] of times.entries()) expect(time).toBeGreaterThanOrEqual((index + 1 - 5) * 200);
    expect(times.at(-1)).toBe(35 * 200);
  });

  test('of less than one a second lets one go at once', async () => {
    expect(await timesOf(new VirtualTime(), 0.5, 3)).toEqual([0, 2000, 4000]);
  });

  test('slows to half its pace after a throttle, and recovers', async () => {
    const time = new VirtualTime();
    const bucket = createBucket(2, time);
    const times: number[] = [];
    await time.run(
      (async () => {
        bucket.slowDown();
        for (let n = 0; n < 12; n++) {
          await bucket.take();
          times.push(time.now());
        }
      })(),
    );
    const waits = times.slice(1).map((each, index) => each - (times[index] ?? 0));
    expect(waits.slice(0, 3)).toEqual([1000, 1000, 1000]);
    expect(waits.at(-1)).toBe(500);
  });

  test('tells when requests that nobody sends are lost', async () => {
    const time = new VirtualTime();
    const bucket = createBucket(2, time);
    expect(bucket.lapsesIn()).toBe(0);
    await time.run(bucket.take());
    expect(bucket.lapsesIn()).toBe(500);
    await time.run(bucket.take());
    expect(bucket.lapsesIn()).toBe(1000);
    await time.run(time.sleep(400));
    expect(bucket.lapsesIn()).toBe(600);
    await time.run(time.sleep(9_000));
    expect(bucket.lapsesIn()).toBe(0);
    bucket.slowDown();
    expect(bucket.lapsesIn()).toBe(1000);
  });

  test('ends waiting when the run is aborted', async () => {
    const time = new VirtualTime();
    const bucket = createBucket(1, time);
    const abort = new AbortController();
    await bucket.take();
    const second = bucket.take(abort.signal);
    abort.abort(new Error('stopped'));
    await expect(time.run(second)).rejects.toThrow('stopped');
    await expect(bucket.take(abort.signal)).rejects.toThrow('stopped');
  });
});

test('one limit has one bucket, whoever asks', () => {
  const bucketOf = createBuckets(new VirtualTime());
  expect(bucketOf('cloudtrail:LookupEvents us-east-1', 2)).toBe(bucketOf('cloudtrail:LookupEvents us-east-1', 2));
  expect(bucketOf('cloudtrail:LookupEvents us-east-1', 2)).not.toBe(bucketOf('cloudtrail:LookupEvents eu-west-1', 2));
});
