import { expect, test } from 'vitest';
import { bytesInWords, countInWords } from '../../../../src/analysis/impact/amounts.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1550, '1.6 kB'],
  [12_345, '12 kB'],
  [412_000_000, '412 MB'],
  [1_200_000_000, '1.2 GB'],
  [5e18, '5,000 PB'],
])('%d bytes are %s', (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});

test.each([
  [0, false, '0 sources'],
  [1, false, '1 source'],
  [1, true, '1+ sources'],
  [1204, true, '1,204+ sources'],
])('%d, at least %s: %s', (count, isAtLeast, words) => {
  expect(countInWords(count, 'source', isAtLeast)).toBe(words);
});
