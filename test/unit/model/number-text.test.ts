/** Numbers are written as ICU writes them, without asking it. */
import { expect, test } from 'vitest';
import { numberText, plural, sizeText } from '../../../src/model/number-text.ts';

const icu = new Intl.NumberFormat('en-US');

test.each([
  0,
  7,
  999,
  1000,
  1204,
  12_345,
  999_999,
  1_000_000,
  1_234_567_890,
  -1,
  -999,
  -1000,
  -1_234_567,
  0.5,
  9.9,
  0.125,
  0.0004,
  999.9999,
  1234.5,
  -1234.5678,
  Number.MAX_SAFE_INTEGER,
  1e20,
  1e21,
  1.5e300,
  1e-7,
  Infinity,
  -Infinity,
  NaN,
])('%d', (value) => {
  expect(numberText(value)).toBe(icu.format(value));
});

test('counts have their noun, and sizes the unit that reads best', () => {
  expect([plural(1, 'record'), plural(7640, 'record'), plural(0, 'entry', 'entries')]).toEqual([
    '1 record',
    '7,640 records',
    '0 entries',
  ]);
  expect([999, 1500, 123_456_789].map(sizeText)).toEqual(['999 bytes', '1.5 kB', '123 MB']);
});
