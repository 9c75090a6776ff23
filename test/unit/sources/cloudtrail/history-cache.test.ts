/** What was read for settled times is never asked again, and makes no difference to what is found. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { SettledCache } from '../../../../src/aws/cache.ts';
import type { Lookup } from '../../../../src/sources/cloudtrail/lookup.ts';
import { memoryCache } from '../../../fixtures/memory-cache.ts';
import { seededRandom } from '../../../fixtures/question.ts';
import { historyOf, region } from './event-history.ts';

const writes: Lookup = {
  attribute: { AttributeKey: 'ReadOnly', AttributeValue: 'false' },
  regions: [region],
  why: 'all writes',
};
const bounded: Lookup = { ...writes, mostPages: 4 };
const lagSeconds = 20 * 60;

beforeAll(async () => {
  await import('@aws-sdk/client-cloudtrail');
});

const evenly = (count: number, every: number) => Array.from({ length: count }, (_, index) => (count - index) * every);

/** Reads [from, to] (seconds, both inclusive). */
async function read(
  times: readonly number[],
  cache: SettledCache | undefined,
  [from, to]: readonly [number, number],
  lookup: Lookup = writes,
  latency = 0.2,
) {
  const { time, reader, found, asked } = historyOf(times, { latency: () => latency, ...(cache && { cache }) });
  const cut = await time.run(reader.read(lookup, { since: from * 1000, until: (to + 1) * 1000 }));
  const ranges = asked.map(({ input }) => [input.StartTime, input.EndTime].map((end) => (end?.getTime() ?? 0) / 1000));
  return { cut, events: [...found.keys()].sort(), asked: asked.length, ranges };
}

/** Long after all the events. */
const later = () => memoryCache(10_000_000_000);

describe('a window that was read', () => {
  const times = evenly(1_000, 7);

  test('is not asked again, nor is a part of it', async () => {
    const cache = later();
    const first = await read(times, cache, [0, 7_000]);
    expect(first.asked).toBe(20);
    const again = await read(times, cache, [0, 7_000]);
    expect(again).toEqual({ ...first, asked: 0, ranges: [] });
    const part = await read(times, cache, [1_000, 2_000]);
    expect(part.asked).toBe(0);
    expect(part.events).toEqual((await read(times, undefined, [1_000, 2_000])).events);
  });

  test('is asked only for what is missing on either side and between', async () => {
    const cache = later();
    await read(times, cache, [2_000, 3_000]);
    await read(times, cache, [5_000, 6_000]);
    const whole = await read(times, cache, [1_500, 6_500]);
    expect(whole.ranges).toEqual(
      expect.arrayContaining([
        [6_001, 6_500],
        [3_001, 4_999],
        [1_500, 1_999],
      ]),
    );
    const inside = whole.ranges.filter(([start = 0, end = 0]) => start <= 3_000 && end >= 2_000);
    expect(inside).toEqual([]);
    expect(whole.events).toEqual((await read(times, undefined, [1_500, 6_500])).events);
  });

  test('that held nothing is known to hold nothing', async () => {
    const cache = later();
    expect((await read([], cache, [0, 100])).asked).toBe(1);
    expect((await read([], cache, [0, 100])).asked).toBe(0);
  });

  test('is kept in few entries, however often it grows', async () => {
    const cache = later();
    for (let hour = 0; hour < 20; hour++) await read(times, cache, [0, 1_000 + hour * 100]);
    expect([...cache.kept.values()].map((entries) => entries.size)).toEqual([1]);
  });

  test('by another lookup, or in another category, is another answer', async () => {
    const cache = later();
    await read(times, cache, [0, 7_000]);
    const reads = { ...writes, attribute: { AttributeKey: 'ReadOnly', AttributeValue: 'true' } } as const;
    expect((await read(times, cache, [0, 7_000], reads)).asked).toBe(20);
    expect((await read(times, cache, [0, 7_000], { ...writes, eventCategory: 'insight' })).asked).toBe(20);
  });
});

test('what may still arrive is asked again', async () => {
  const times = evenly(100, 60);
  const cache = memoryCache(6_000_000);
  await read(times, cache, [0, 6_000]);
  const again = await read(times, cache, [0, 6_000]);
  expect(again.ranges).toEqual([[6_000 - lagSeconds, 6_000]]);
  expect(again.events).toHaveLength(100);
});

test('an event that came late is found', async () => {
  const cache = memoryCache(6_000_000);
  await read([1_000], cache, [0, 6_000]);
  const late = 6_000 - lagSeconds;
  expect((await read([late, 1_000], cache, [0, 6_000])).events).toHaveLength(2);
});

test('a lookup of bounded length ends at the same event, and is not asked again either', async () => {
  const times = evenly(1_000, 7);
  const cache = later();
  const first = await read(times, cache, [0, 7_000], bounded);
  expect(first).toMatchObject({ asked: 4, cut: 801 * 7 * 1000 });
  expect(await read(times, cache, [0, 7_000], bounded)).toEqual({ ...first, asked: 0, ranges: [] });
});

test('damaged entries are asked again', async () => {
  const cache = later();
  const times = evenly(120, 7);
  await read(times, cache, [0, 1_000]);
  const values = [null, 7, {}, { from: 1, to: 0, pages: [] }, { from: 0, to: 999, pages: [{ items: [[1, 'x']] }] }];
  for (const value of values) {
    const damaged: SettledCache = { ...cache, read: async () => [{ id: 'a', value }], write: () => {} };
    expect((await read(times, damaged, [0, 1_000])).asked).toBe(3);
  }
});

describe.each([1, 2, 3, 4, 5, 6])('whatever is asked in whatever order (seed %i)', (seed) => {
  test('what is found is what is there', async () => {
    const random = seededRandom(seed);
    const times = Array.from({ length: 1_200 }, () => Math.floor(random() * random() * 3_000)).sort((a, b) => b - a);
    const cache = memoryCache(2_600_000 + lagSeconds * 1000);
    for (let count = 0; count < 25; count++) {
      const from = Math.floor(random() * 2_500);
      const window = [from, from + Math.floor(random() * 1_500)] as const;
      const lookup = random() < 0.5 ? writes : bounded;
      const latency = random() < 0.5 ? 0.2 : 2;
      const known = await read(times, cache, window, lookup, latency);
      const fresh = await read(times, undefined, window, lookup, latency);
      expect({ events: known.events, cut: known.cut }).toEqual({ events: fresh.events, cut: fresh.cut });
      const again = await read(times, cache, window, lookup, latency);
      expect({ events: again.events, cut: again.cut }).toEqual({ events: fresh.events, cut: fresh.cut });
      // only what is not settled
      expect(again.ranges.filter(([, end = 0]) => end < 2_600)).toEqual([]);
    }
  });
});
