/** What counts as a slightly misspelled name. */
import { expect, test } from 'vitest';
import { isSlip } from '../../../src/model/slip.ts';

test.each([
  ['case alone', 'ALICE', 'alice'],
  ['case alone, however short', 'Web', 'web'],
  ['a character left out at the end', 'restricted-ss', 'restricted-ssh'],
  ['a character added', 'buckets', 'bucket'],
  ['a character mistaken', 'sg-0a1b2c3d4e5f60719', 'sg-0a1b2c3d4e5f60718'],
  ['two characters swapped, which is one slip', 'rael', 'real'],
  ['two slips in a long name', 'chekcout-ap', 'checkout-api'],
])('%s: %s for %s', (_, typed, known) => {
  expect(isSlip(typed, known)).toBe(true);
  expect(isSlip(known, typed)).toBe(true);
});

test.each([
  ['another short name', 'vpc', 'eip'],
  ['one character off in a name of three', 'web', 'wed'],
  ['two slips in a name of six', 'orders', 'border'],
  ['three slips', 'restricted-ssh', 'restricted-rdp'],
  ['a part of a name', 'checkout', 'checkout-api'],
  ['nothing', '', 'web'],
])('%s is none: %s for %s', (_, typed, known) => {
  expect(isSlip(typed, known)).toBe(false);
  expect(isSlip(known, typed)).toBe(false);
});
