import { describe, expect, test } from 'vitest';
import { isUsualKey, needlesOf, rarestTwo, tokenOf } from '../../../src/archive/needles.ts';

describe('a needle', () => {
  test.each<[string, string]>([
    ['sg-0a1b2c3d4e5f60718', 'sg-0a1b2c3d4e5f60718'],
    ['/app/prod/db-password', 'db-password'],
    ['203.0.113.7', '203.0.113.7'],
    ['alice@example.com', 'example.com'],
    ['AROAEXAMPLE0000000001:session', 'AROAEXAMPLE0000000001'],
  ])('of %s is its longest part that nothing escapes', (text, needle) => {
    expect(needlesOf([text])).toEqual([needle]);
  });

  test.each([[['web']], [['한글']], [['sg-0a1b2c3d', 'é']], [[]], [['x'.repeat(201)]]])(
    'there is none for %j: all records are read',
    (texts) => {
      expect(needlesOf(texts)).toBeUndefined();
    },
  );

  test('is looked for once, however many texts share it', () => {
    expect(needlesOf(['stack-name', 'x/stack-name'])).toEqual(['stack-name']);
    expect(needlesOf(Array.from({ length: 1001 }, (_, n) => `needle-${n}`))).toBeUndefined();
  });

  test.each([
    ['sg-0a1b2c3d', 3, 8],
    ['db-password.prod', 3, 8],
    ['203.0.113.7', 0, 3],
    ['....', 0, 0],
  ])('%s is looked up by its longest token', (needle, offset, size) => {
    expect(tokenOf(needle)).toEqual({ offset, size });
  });

  test('is found by its two rarest bytes, which differ', () => {
    expect(rarestTwo('"eventTime":"')).toEqual([6, 2]);
    expect(rarestTwo('aaaa')).toEqual([0, 0]);
  });
});

test.each([
  ['ASIAEXAMPLE000000001', true],
  ['AKIAEXAMPLEBOB000001', true],
  ['AROAEXAMPLE000000001', false],
  ['ASIAexample', false],
  ['', false],
])('%s is an access key of the usual form: %s', (text, isOne) => {
  expect(isUsualKey(text)).toBe(isOne);
});
