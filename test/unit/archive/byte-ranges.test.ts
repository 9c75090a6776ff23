/** Parts of a file: joined if they are near each other, and which of them are missing. */
import { expect, test } from 'vitest';
import { type ByteRange, inPieces, joined, missing, sizeOf } from '../../../src/archive/byte-ranges.ts';

test.each<[string, ByteRange[], number, ByteRange[]]>([
  ['nothing', [], 0, []],
  [
    'in any order',
    [
      [5, 7],
      [0, 2],
    ],
    0,
    [
      [0, 2],
      [5, 7],
    ],
  ],
  [
    'what overlaps or touches is one',
    [
      [0, 4],
      [2, 6],
      [6, 8],
      [3, 4],
    ],
    0,
    [[0, 8]],
  ],
  [
    'so is what is near',
    [
      [0, 4],
      [9, 12],
      [18, 20],
    ],
    5,
    [
      [0, 12],
      [18, 20],
    ],
  ],
  [
    'what is empty is none',
    [
      [3, 3],
      [9, 4],
    ],
    9,
    [],
  ],
])('joined: %s', (_, ranges, gap, expected) => {
  expect(joined(ranges, gap)).toEqual(expected);
});

test.each<[string, ByteRange[], ByteRange[], ByteRange[]]>([
  ['all where nothing is known', [[0, 9]], [], [[0, 9]]],
  [
    'nothing where all is',
    [
      [2, 4],
      [5, 6],
    ],
    [[0, 9]],
    [],
  ],
  [
    'what lies between',
    [[0, 20]],
    [
      [2, 4],
      [8, 9],
      [15, 30],
    ],
    [
      [0, 2],
      [4, 8],
      [9, 15],
    ],
  ],
  [
    'of several',
    [
      [0, 3],
      [6, 9],
    ],
    [[2, 7]],
    [
      [0, 2],
      [7, 9],
    ],
  ],
])('missing: %s', (_, wanted, known, expected) => {
  expect(missing(wanted, known)).toEqual(expected);
});

test('pieces have a greatest size, and make up the whole', () => {
  const pieces = inPieces(
    [
      [0, 10],
      [20, 21],
    ],
    4,
  );
  expect(pieces).toEqual([
    [0, 4],
    [4, 8],
    [8, 10],
    [20, 21],
  ]);
  expect(sizeOf(pieces)).toBe(11);
});
