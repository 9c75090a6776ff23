import { expect, test } from 'vitest';
import { skippedText } from '../../../src/render/skipped-text.ts';

test.each([
  ['digest', 8, '8 digests'],
  ['digest', 1, '1 digest'],
  ['empty list', 2, '2 empty lists'],
  ['file outside the question', 1_204, '1,204 files outside the question'],
  ['check that passed', 3, '3 checks that passed'],
  ['flow record without a time', 2, '2 flow records without a time'],
  ['result of a metric expression', 2, '2 results of a metric expression'],
  ['history', 2, '2 histories'],
  ['NODATA', 21, '21 NODATA'],
  ['text', 2, '2 text'],
  ['metric data: Forbidden', 2, '2 metric data: Forbidden'],
])('%s, %i times', (kind, count, text) => {
  expect(skippedText(kind, count)).toBe(text);
});
