/** The older half of a window is read before anything is known about it, if that costs nobody anything. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Lookup } from '../../../../src/sources/cloudtrail/lookup.ts';
import { memoryCache } from '../../../fixtures/memory-cache.ts';
import { seededRandom } from '../../../fixtures/question.ts';
import { historyOf, pageSize, region } from './event-history.ts';

const lookupOf = (AttributeKey: 'EventSource' | 'ReadOnly' | 'ResourceName', AttributeValue: string): Lookup => ({
  attribute: { AttributeKey, AttributeValue },
  regions: [region],
  why: 'test',
});
const writes = lookupOf('ReadOnly', 'false');
const day = 86_400;

beforeAll(async () => {
  await import('@aws-sdk/client-cloudtrail');
});

const evenly = (count: number, every: number) => Array.from({ length: count }, (_, index) => (count - index) * every);
const inHour = (count: number, hour: number) =>
  Array.from({ length: count }, (_, index) => hour * 3_600 + 3_599 - Math.floor((index * 3_600) / count));

interface Reading {
  readonly latency?: (request: number) => number;
  readonly lookups?: readonly Lookup[];
  /** Seconds. */
  readonly until?: number;
  readonly throttled?: readonly number[];
  readonly cache?: ReturnType<typeof memoryCache>;
}

async function read(times: readonly number[], reading: Reading = {}) {
  const { latency = () => 1.5, lookups = [writes], until = day, throttled = [], cache } = reading;
  const history = historyOf(times, { latency, goesOn: true, throttled, ...(cache && { cache }) });
  const window = { since: 0, until: until * 1000 };
  const unread = await history.time.run(Promise.all(lookups.map((lookup) => history.reader.read(lookup, window))));
  const early = history.asked.flatMap((from, first) =>
    history.asked.slice(first + 2).filter(({ at }, further) => at - from.at < (further + 1) * 500 - 1e-6),
  );
  return { ...history, unread, early, seconds: history.time.now() / 1000 };
}

describe('a window of so many pages', () => {
  test.each([
    [40, 0.8, 1.02, 1],
    [40, 1.5, 1.05, 2],
    [200, 0.8, 1.01, 1],
    [200, 1.5, 1.01, 2],
    [200, 3, 1.05, 3],
  ])('%i, answered in %f s each, takes at most %f times the floor and one answer', async (pages, slow, limit, more) => {
    const times = evenly(pages * pageSize, 7);
    const { seconds, found, asked, early } = await read(times, { latency: () => slow, until: (times[0] ?? 0) + 1 });
    expect(found.size).toBe(pages * pageSize);
    expect(seconds).toBeLessThanOrEqual(((pages - 1) / 2 + slow) * limit);
    expect(asked.length).toBeLessThanOrEqual(pages + more);
    expect(early).toEqual([]);
  });

  test('beside a lookup that finds nothing loses no request: it ends when the last that are needed may be answered', async () => {
    const times = evenly(40 * pageSize, 7);
    const lookups = [writes, lookupOf('ResourceName', 'nothing')];
    const { asked, seconds } = await read(times, { lookups, until: (times[0] ?? 0) + 1 });
    // two chains of 2,000 events meet in the middle of a page, which makes 41 pages
    expect(asked).toHaveLength(42);
    expect(seconds).toBe((42 - 2) / 2 + 1.5);
  });

  test.each([0, 6, 13, 23])('all in hour %i of a day, is read whole, and nearly in time', async (hour) => {
    const { seconds, found, asked } = await read(inHour(2_000, hour));
    expect(found.size).toBe(2_000);
    // one chain would take 60 s
    expect(seconds).toBeLessThanOrEqual((39 / 2 + 1.5) * 1.35);
    expect(asked.length).toBeLessThanOrEqual(40 + 12);
  });

  test.each([1, 2, 3, 4])('is read whole whatever comes first (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const times = Array.from({ length: 1_500 }, () => Math.floor(random() ** 3 * day)).sort((a, b) => b - a);
    const { found } = await read(times, { latency: () => 0.3 + random() * 3 });
    expect(found.size).toBe(1_500);
  });

  test('with a throttle in the middle loses nothing', async () => {
    const times = evenly(1_000, 86);
    const { found, asked, seconds } = await read(times, { throttled: [3, 8, 9] });
    expect(found.size).toBe(1_000);
    expect(asked.length).toBeLessThanOrEqual(20 + 3 + 4);
    expect(seconds).toBeLessThan(20);
  });
});

describe('a window of one page', () => {
  const few = evenly(30, 2_000);

  test('answered soon is asked once', async () => {
    const { asked, seconds } = await read(few, { latency: () => 0.5 });
    expect(asked).toHaveLength(1);
    expect(seconds).toBe(0.5);
  });

  test.each([1.5, 3, 10])('answered in %f s is asked once more at most, and is as soon', async (slow) => {
    const { asked, seconds, found } = await read(few, { latency: () => slow });
    expect(asked.map(({ input }) => [Number(input.StartTime) / 1000, Number(input.EndTime) / 1000])).toEqual([
      [0, day - 1],
      [0, day / 2 - 1],
    ]);
    expect(seconds).toBe(slow);
    expect(new Set(found.values())).toEqual(new Set([1]));
  });

  test('teaches that a guess is of no use there', async () => {
    const history = historyOf(few, { latency: () => 1.5, goesOn: true });
    const window = { since: 0, until: day * 1000 };
    await history.time.run(history.reader.read(writes, window));
    expect(history.asked).toHaveLength(2);
    await history.time.run(history.reader.read(lookupOf('ReadOnly', 'true'), window));
    expect(history.asked).toHaveLength(3);
  });

  test('is known as a whole afterwards, though its older half was given up', async () => {
    const cache = memoryCache(day * 10_000);
    expect((await read(few, { cache })).asked).toHaveLength(2);
    const again = await read(few, { cache });
    expect(again.asked).toEqual([]);
    expect(again.found.size).toBe(30);
  });
});

test('the older half is given up where the first page reached into it', async () => {
  const { asked, found } = await read(inHour(120, 3));
  expect(found.size).toBe(120);
  expect(asked.length).toBeLessThanOrEqual(3 + 3);
});

describe('nothing is guessed', () => {
  const once = async (reading: Reading, times: readonly number[] = evenly(30, 20)) =>
    expect((await read(times, { latency: () => 4, ...reading })).asked).toHaveLength(reading.lookups?.length ?? 1);

  test('of a window of minutes', () => once({ until: 800 }));
  test('of a name', () => once({ lookups: [lookupOf('ResourceName', 'orders')] }));
  test('of Insights', () => once({ lookups: [{ eventCategory: 'insight', regions: [region], why: 'test' }] }));
  test('of a lookup of bounded length', () => once({ lookups: [{ ...writes, mostPages: 3 }] }));

  test('while other lookups have a use for every request', async () => {
    // answered one by one as fast as they may be sent
    const names = Array.from({ length: 8 }, (_, index) => lookupOf('ResourceName', `name-${index}`));
    const { asked } = await read(evenly(30, 20), { latency: () => 3, lookups: [writes, ...names] });
    expect(asked).toHaveLength(9);
  });
});

test('two lookups side by side guess once, where it is of no use', async () => {
  const services = ['ec2.amazonaws.com', 's3.amazonaws.com'].map((name) => lookupOf('EventSource', name));
  const { asked, seconds } = await read(evenly(30, 2_000), { lookups: services, latency: () => 2 });
  expect(asked).toHaveLength(3);
  expect(seconds).toBe(2);
});

test('two long lookups side by side share the limit, and lose little of it', async () => {
  const services = ['ec2.amazonaws.com', 's3.amazonaws.com'].map((name) => lookupOf('EventSource', name));
  const { asked, seconds, found } = await read(evenly(1_000, 86), { lookups: services });
  expect(found.size).toBe(1_000);
  expect(asked.length).toBeLessThanOrEqual(40 + 4);
  expect(seconds).toBeLessThanOrEqual((39 / 2 + 1.5) * 1.15);
});
