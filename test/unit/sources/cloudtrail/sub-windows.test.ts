import { describe, expect, test } from 'vitest';
import {
  advance,
  chainsFor,
  divide,
  isPassed,
  type Part,
  pagesAhead,
  partOf,
} from '../../../../src/sources/cloudtrail/sub-windows.ts';

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
  test('knows its density by what was read of it', () => {
    const { part } = read(901, 50);
    expect(part.density).toBe(0.5);
    expect(pagesAhead(part)).toBeCloseTo(9.02);
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
  test('takes the part with the most pages ahead, and leaves no second out or in two pieces', () => {
    const [sparse, dense] = [read(500, 50), read(900, 50)];
    const divided = divide([sparse, dense], 2);
    expect(divided?.newest).toBe(dense);
    expect(dense.part).toMatchObject({ start: 0, oldest: 600, at: 900 });
    expect(divided?.older).toMatchObject([
      { start: 300, oldest: 300, end: 599, at: 599 },
      { start: 0, oldest: 0, end: 299, at: 299 },
    ]);
  });

  test('gives no piece less than a page, and none less than a second', () => {
    expect(divide([read(900, 30)], 9)?.older).toHaveLength(4);
    const second = partOf(0, 1000);
    advance(second, 1_000_000, 1);
    expect(divide([{ part: second }], 9)?.older).toHaveLength(1);
  });

  test('leaves to a part the page that it has asked for', () => {
    const dense = read(900, 50);
    dense.part.isAsked = true;
    expect(pagesAhead(dense.part)).toBeCloseTo(7.9, 1);
    expect(divide([dense], 1)?.older).toMatchObject([{ start: 0, end: 399 }]);
    expect(dense.part.oldest).toBe(400);
  });

  test('leaves alone what has few pages ahead, or no page yet', () => {
    expect(divide([], 3)).toBeUndefined();
    expect(divide([read(100, 500)], 3)).toBeUndefined();
    expect(divide([{ part: partOf(0, 1000, 5) }], 3)).toBeUndefined();
  });
});
