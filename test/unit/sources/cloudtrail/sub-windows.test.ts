import { describe, expect, test } from 'vitest';
import {
  advance,
  chainsFor,
  divide,
  halve,
  isPassed,
  type Part,
  pagesAhead,
  partOf,
} from '../../../../src/sources/cloudtrail/sub-windows.ts';

const pace = { latency: 1.5, ratePerSecond: 2 };

/** A part of [0, 1000] that was read down to this second. */
const read = (at: number, events: number): { readonly part: Part } => {
  const part = partOf(0, 1000);
  advance(part, events, at);
  return { part };
};

test.each([
  [0, 1],
  [0.3, 1],
  [0.52, 1],
  [0.6, 2],
  [1.003, 3],
  [1.503, 4],
  [5, 12],
])('answers that take %f seconds need %i chains for two requests a second', (latency, chains) => {
  expect(chainsFor(latency, 2)).toBe(chains);
});

describe('a part', () => {
  test('knows its density by the times between its events', () => {
    const part = partOf(0, 1000);
    advance(part, 50, 882, 980);
    expect(part.density).toBe(0.5);
    expect(pagesAhead(part)).toBeCloseTo(8.83);
  });

  test('is not thought empty for the quiet before its first event', () => {
    const part = partOf(0, 86_400);
    advance(part, 50, 40_000, 40_049);
    expect(part.density).toBe(1);
    advance(part, 50, 39_900, 39_949);
    expect(part.density).toBeGreaterThan(0.6);
  });

  test('of one second full of events is finite', () => {
    const part = partOf(7, 7);
    advance(part, 50, 7);
    expect(pagesAhead(part)).toBe(1);
  });

  test('is not moved by an empty page', () => {
    const part = partOf(0, 1000);
    advance(part, 0, undefined);
    expect(part).toMatchObject({ at: 1000, events: 0, density: 0 });
  });

  test('is passed once an event is older than its oldest second, not in that second', () => {
    const { part } = read(500, 50);
    part.oldest = 500;
    expect(isPassed(part)).toBe(false);
    advance(part, 50, 499);
    expect(isPassed(part)).toBe(true);
  });
});

describe('dividing', () => {
  /** From newest to oldest, no second is left out, and none is in two pieces. */
  const expectWhole = ({ oldest }: Part, older: readonly Part[], start = 0) => {
    let next = oldest - 1;
    for (const piece of older) {
      expect(piece).toMatchObject({ end: next, at: next, oldest: piece.start });
      expect(piece.start).toBeLessThanOrEqual(piece.end);
      next = piece.start - 1;
    }
    expect(next).toBe(start - 1);
  };

  test('takes the part with the most pages ahead, and leaves no second out or in two pieces', () => {
    const [sparse, dense] = [read(500, 50), read(900, 50)];
    const divided = divide([sparse, dense], 2, pace);
    expect(divided?.newest).toBe(dense);
    expect(divided?.older).toHaveLength(2);
    expect(dense.part).toMatchObject({ start: 0, at: 900 });
    expectWhole(dense.part, divided?.older ?? []);
  });

  test('makes pieces of whole pages, the oldest apart, and the newest ends with an event beyond it', () => {
    const part = partOf(0, 7 * 2_000);
    advance(part, 50, 7 * 1_951, 7 * 2_000);
    const older = divide([{ part }], 3, pace)?.older ?? [];
    const eventsOf = ({ start, end }: { readonly start: number; readonly end: number }) =>
      Math.floor(end / 7) - Math.ceil(start / 7) + 1;
    const newest = eventsOf({ start: part.oldest, end: part.at - 1 });
    expect((newest + 1) % 50).toBe(0);
    expect(older.slice(0, -1).map((piece) => eventsOf(piece) % 50)).toEqual([0, 0]);
    expect(eventsOf(older.at(-1) as Part)).toBeGreaterThan(9 * 50);
    expectWhole(part, older);
  });

  test('gives a part no more chains than its share of all pages', () => {
    const [long, other] = [read(980, 50), read(970, 50)];
    expect(divide([long, other], 2, pace)?.older).toHaveLength(1);
  });

  test('gives no piece less than a page, and none less than a second', () => {
    expect(divide([read(900, 30)], 9, pace)?.older).toHaveLength(4);
    const second = partOf(0, 1000);
    advance(second, 1_000_000, 1);
    const divided = divide([{ part: second }], 9, pace)?.older ?? [];
    expect(divided).toHaveLength(1);
    expectWhole(second, divided);
  });

  test('leaves to a part the page that it has asked for', () => {
    const dense = read(900, 50);
    dense.part.isAsked = true;
    expect(pagesAhead(dense.part)).toBeCloseTo(7.8, 1);
    const older = divide([dense], 1, pace)?.older ?? [];
    expect(older).toHaveLength(1);
    expect(dense.part.oldest).toBeLessThan(900 - 102);
    expectWhole(dense.part, older);
  });

  test('leaves alone what has few pages ahead, or no page yet', () => {
    expect(divide([], 3, pace)).toBeUndefined();
    expect(divide([read(100, 500)], 3, pace)).toBeUndefined();
    expect(divide([{ part: partOf(0, 1000, 5) }], 3, pace)).toBeUndefined();
  });

  test('leaves alone what the limit lets nobody read sooner', () => {
    const parts = [read(980, 50), read(980, 50), read(980, 50), read(980, 50)];
    expect(divide(parts, 1, { latency: 1, ratePerSecond: 2 })).toBeUndefined();
    expect(divide(parts, 1, { latency: 3, ratePerSecond: 2 })?.older).toHaveLength(1);
  });
});

test('halves are as long as each other, and all of it', () => {
  const part = partOf(0, 1000);
  expect(halve(part)).toMatchObject({ start: 0, oldest: 0, end: 499, events: 0 });
  expect(part).toMatchObject({ start: 0, oldest: 500, end: 1000 });
});
