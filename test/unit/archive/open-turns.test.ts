import { describe, expect, test } from 'vitest';
import { OpenTurns } from '../../../src/archive/open-turns.ts';

const megabyte = 1_000_000;

describe('how far threads run ahead', () => {
  test('of large files a few, one more for each that was asked for', () => {
    const turns = new OpenTurns(Array<number>(10).fill(5 * megabyte), 3);
    expect(turns.open()).toBe(3);
    expect([turns.taken(5 * megabyte), turns.taken(5 * megabyte)]).toEqual([1, 1]);
  });

  test('of small files as many as two large ones hold, and more once half of them were asked for', () => {
    const turns = new OpenTurns(Array<number>(5000).fill(1000), 3);
    expect(turns.open()).toBe(2000);
    const more = Array.from({ length: 1000 }, () => turns.taken(1000));
    expect(more.slice(0, -1).every((count) => count === 0)).toBe(true);
    expect(more.at(-1)).toBe(1000);
  });

  test('a large file waits until one of the few before it was asked for', () => {
    const turns = new OpenTurns([1000, 1000, 1000, 9 * megabyte], 3);
    expect(turns.open()).toBe(3);
    expect(turns.taken(1000)).toBe(1);
  });

  test.each([0, 1, 7, 40])('all of %i files are opened in the end, none twice', (count) => {
    const sizes = Array.from({ length: count }, (_, n) => ((n * 7919) % 31) * 100_000);
    const turns = new OpenTurns(sizes, 4);
    let opened = turns.open();
    for (const [taken, size] of sizes.entries()) {
      // what is asked for can be read
      expect(opened).toBeGreaterThan(taken);
      opened += turns.taken(size);
    }
    expect(opened).toBe(count);
  });
});
