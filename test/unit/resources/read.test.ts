import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { document, enumerate, flag, list, text, texts, valueAt } from '../../../src/resources/read.ts';

describe('text', () => {
  test.each<[string, JsonObject, readonly string[], string | undefined]>([
    ['a name', { groupId: 'sg-1' }, ['groupId'], 'sg-1'],
    ['the first of several', { a: '', b: 'b', c: 'c' }, ['a', 'b', 'c'], 'b'],
    ['a number', { port: 22 }, ['port'], '22'],
    ['no number beyond all bounds', { port: Number.POSITIVE_INFINITY }, ['port'], undefined],
    ['the other case of a first letter', { VpcId: 'vpc-1' }, ['vpcId'], 'vpc-1'],
    ['the other case below', { Rule: { Days: 1 } }, ['rule.days'], '1'],
    ['a wrapped text', { FlowLogId: { tag: 1, content: 'fl-1' } }, ['flowLogId'], 'fl-1'],
    ['nothing of a list', { a: ['b'] }, ['a'], undefined],
    ['nothing below null', { a: null }, ['a.b.c'], undefined],
  ])('reads %s', (_, from, paths, found) => {
    expect(text(from, ...paths)).toBe(found);
  });
});

test('an own spelling counts before the other', () => {
  expect(valueAt({ ARN: 'a', aRN: 'b' }, 'aRN')).toBe('b');
});

test('flag reads booleans in every dress', () => {
  const from: JsonObject = { yes: true, no: 'False', wrapped: { value: false }, odd: 'perhaps', none: null };
  expect(['yes', 'no', 'wrapped', 'odd', 'none', 'absent'].map((name) => flag(from, name))).toEqual([
    true,
    false,
    false,
    undefined,
    undefined,
    undefined,
  ]);
});

test('list reads lists in every wrapping', () => {
  const from: JsonObject = {
    plain: [1],
    items: { items: [1, 2] },
    item: { item: [1] },
    single: { item: 'fl-1' },
    object: { a: 1 },
    empty: '',
    none: null,
  };
  expect(Object.keys(from).map((name) => list(from, name))).toEqual([[1], [1, 2], [1], ['fl-1'], [{ a: 1 }], [], []]);
});

test('texts takes texts themselves and those in objects', () => {
  const from: JsonObject = { set: ['a', { id: 'b' }, { name: 'c' }, { id: null }, [], null, { tag: 1, content: 'd' }] };
  expect(texts(from, 'set', 'id', 'name')).toEqual(['a', 'b', 'c', 'd']);
});

test('enumerate counts what it does not show', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd']].map((names) => enumerate(names))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
    'a, b and 2 more',
  ]);
});

test('document opens objects, JSON text and URL-encoded text, and nothing else', () => {
  expect(document({ a: 1 })).toEqual({ a: 1 });
  expect(document(' {"a":1}')).toEqual({ a: 1 });
  expect(document('%7B%22a%22%3A%22b+c%22%7D')).toEqual({ a: 'b c' });
  for (const value of ['[1]', '{"a":', '%7B%', 'text', 7, null, undefined]) expect(document(value)).toBeUndefined();
});
