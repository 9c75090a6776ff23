import { describe, expect, test } from 'vitest';
import { isUsualKey, needlesOf, rarestPair, rarestTwo, rarestWithFirst, split } from '../../../src/archive/needles.ts';

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

  test('of a few is looked for by itself', () => {
    expect(split(['sg-0a1b2c3d', '....'])).toEqual({ single: ['sg-0a1b2c3d', '....'], many: [] });
  });

  test('of many is looked up by four characters, at the beginning of a token, that few others share', () => {
    const numbered = Array.from({ length: 20 }, (_, n) => `app-${n}x-secret`);
    const { single, many } = split([...numbered, 'vol-0a1b2c3d', '203.0.113.7']);
    expect(single).toEqual([]);
    expect(many.slice(0, 20)).toEqual(numbered.map((needle) => ({ needle, offset: 4 })));
    expect(many.slice(20)).toEqual([
      { needle: 'vol-0a1b2c3d', offset: 4 },
      { needle: '203.0.113.7', offset: 0 },
    ]);
  });

  test('of many that has no such characters is looked for by itself', () => {
    const { single, many } = split(['....', '-abc', 'a-b-c-d', 'four', 'fives']);
    expect(single).toEqual(['....', '-abc']);
    expect(many).toEqual([
      { needle: 'a-b-c-d', offset: 0 },
      { needle: 'four', offset: 0 },
      { needle: 'fives', offset: 0 },
    ]);
  });

  test('is found by its two rarest bytes, which differ', () => {
    expect(rarestTwo('"eventTime":"')).toEqual([6, 2]);
    expect(rarestTwo('aaaa')).toEqual([0, 0]);
  });

  test('is found by a pair of bytes, and an opening by its brace and its rarest byte', () => {
    expect(rarestPair('role-Xy')).toEqual([5, 6]);
    expect(rarestPair('aaaa')).toEqual([0, 1]);
    expect(rarestWithFirst('{"eventVersion":"')).toEqual([0, 7]);
    expect(rarestWithFirst('""')).toEqual([0, 0]);
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
