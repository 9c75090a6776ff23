import { expect, test } from 'vitest';
import { isPackable, NumberPacker, NumberUnpacker } from '../../../src/archive/packed-numbers.ts';

const columns = [
  [],
  [0],
  [5, 4, 3, -(2 ** 51), 2 ** 51, 0, 1_772_546_000_000],
  Array.from({ length: 3000 }, (_, n) => n * n),
];

test('columns are read as they were written, one after the other', () => {
  const packer = new NumberPacker();
  for (const column of columns) packer.column(column);
  const unpacker = new NumberUnpacker(packer.result());
  for (const column of columns) {
    expect(unpacker.isAtEnd).toBe(false);
    expect([...unpacker.column(column.length)]).toEqual(column);
  }
  expect(unpacker.isAtEnd).toBe(true);
});

test('what comes early to its end is none', () => {
  const packer = new NumberPacker();
  packer.column([1_000_000, 3]);
  const bytes = packer.result();
  for (let length = 0; length < bytes.length; length++)
    expect(() => new NumberUnpacker(bytes.subarray(0, length)).column(2)).toThrow(RangeError);
  expect(() => new NumberUnpacker(bytes).column(1e12)).toThrow(RangeError);
});

test.each([0.5, Number.NaN, Infinity, 2 ** 52, -(2 ** 52)])('%s is not packed', (number) => {
  expect(isPackable(number)).toBe(false);
});
