/** How fast a window is read, and that nothing in it is lost: in virtual time, at AWS's two requests a second. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Lookup } from '../../../../src/sources/cloudtrail/lookup.ts';
import { seededRandom } from '../../../fixtures/question.ts';
import { historyOf, pageSize, region } from './event-history.ts';

const writes: Lookup = {
  attribute: { AttributeKey: 'ReadOnly', AttributeValue: 'false' },
  regions: [region],
  why: 'all writes',
};

// loading it takes real time, during which virtual time must not advance
beforeAll(async () => {
  await import('@aws-sdk/client-cloudtrail');
});

/** Seconds since 1970, newest first, as in the event history. */
const evenly = (count: number, every: number) => Array.from({ length: count }, (_, index) => (count - index) * every);

/** Reads a window that contains all times. */
async function readAll(times: readonly number[], latency: (request: number) => number, lookup = writes) {
  const history = historyOf(times, { latency });
  const until = ((times[0] ?? 0) + 1) * 1000;
  const unread = await history.time.run(history.reader.read(lookup, { since: 0, until }));
  return { ...history, unread, seconds: history.time.now() / 1000 };
}

describe('a window of so many pages', () => {
  test.each([
    [40, 0.05, 1],
    [40, 0.2, 1],
    [40, 0.45, 1],
    [40, 0.8, 1.05],
    [40, 1.5, 1.05],
    [200, 0.8, 1.05],
    [200, 1.5, 1.05],
    [200, 3, 1.05],
  ])('%i, answered in %f s each, takes at most %f times the floor and one answer', async (pages, latency, limit) => {
    const { seconds, found, asked } = await readAll(evenly(pages * pageSize, 7), () => latency);
    expect(found.size).toBe(pages * pageSize);
    expect(seconds).toBeLessThanOrEqual(((pages - 1) / 2 + latency) * limit);
    expect(asked.length).toBeLessThanOrEqual(pages + 1);
  });

  test('that answers quickly is one chain, and nothing is read twice', async () => {
    const { found, asked } = await readAll(evenly(1_000, 7), () => 0.2);
    expect(asked).toHaveLength(20);
    expect(new Set(found.values())).toEqual(new Set([1]));
    expect(new Set(asked.map(({ input }) => JSON.stringify([input.StartTime, input.EndTime]))).size).toBe(1);
  });

  test('never sends more than AWS lets through: two, and two a second', async () => {
    const { asked } = await readAll(evenly(3_000, 7), () => 1.5);
    const early = asked.flatMap((from, first) =>
      asked.slice(first + 2).filter(({ at }, further) => at - from.at < (further + 1) * 500),
    );
    expect(early).toHaveLength(0);
  });

  test.each([1, 2, 3])('unevenly filled is read whole, and still in time (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const bursts = Array.from({ length: 12 }, () => Math.floor(random() * 500_000));
    const times = Array.from({ length: 5_000 }, () => {
      const burst = bursts[Math.floor(random() * bursts.length)] ?? 0;
      return burst + Math.floor(random() * random() * 3_000) + 1;
    }).sort((a, b) => b - a);
    const { seconds, found } = await readAll(times, () => 1.5);
    expect(found.size).toBe(5_000);
    expect(seconds).toBeLessThanOrEqual((99 / 2 + 1.5) * 1.35);
  });

  test('of one second, or of none, ends', async () => {
    expect(
      (
        await readAll(
          Array.from({ length: 300 }, () => 5),
          () => 1.5,
        )
      ).found.size,
    ).toBe(300);
    expect((await readAll([], () => 1.5)).asked).toHaveLength(1);
  });
});

test('a lookup of bounded length is one chain, and tells from where on it was not read', async () => {
  const { asked, unread, found } = await readAll(evenly(1_000, 7), () => 1.5, { ...writes, mostPages: 3 });
  expect(asked).toHaveLength(3);
  expect(found.size).toBe(150);
  expect(unread).toBe(851 * 7 * 1000);
});

test('one that ends within its bound leaves nothing unread', async () => {
  expect((await readAll(evenly(150, 7), () => 0.2, { ...writes, mostPages: 3 })).unread).toBeUndefined();
});

test('a token that is refused in the middle is replaced by one from there on', async () => {
  const times = evenly(1_000, 7);
  const { time, reader, found } = historyOf(times, { latency: () => 0.2, expiresAfter: 5 });
  await time.run(reader.read(writes, { since: 0, until: ((times[0] ?? 0) + 1) * 1000 }));
  expect(found.size).toBe(1_000);
});
