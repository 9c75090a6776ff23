import { describe, expect, test } from 'vitest';
import { diff } from '../../../../src/analysis/what/diff.ts';
import type { Change } from '../../../../src/model/event.ts';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';

describe('values', () => {
  test.each<[string, JsonValue, JsonValue, readonly Change[]]>([
    ['equal', { a: [1, null, 'x'] }, { a: [1, null, 'x'] }, []],
    ['in another order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ['a scalar', 1, 2, [{ path: '', op: 'replace', before: 1, after: 2 }]],
    ['of another type', { a: [1] }, { a: { 0: 1 } }, [{ path: '/a', op: 'replace', before: [1], after: { 0: 1 } }]],
    ['null is a value', { a: null }, {}, [{ path: '/a', op: 'remove', before: null }]],
    ['a number is no text', { a: 1 }, { a: '1' }, [{ path: '/a', op: 'replace', before: 1, after: '1' }]],
    [
      'members, by name',
      { b: 1, a: 1, c: 1 },
      { d: 2, b: 2, c: 1 },
      [
        { path: '/a', op: 'remove', before: 1 },
        { path: '/b', op: 'replace', before: 1, after: 2 },
        { path: '/d', op: 'add', after: 2 },
      ],
    ],
    [
      'a list of objects of which nothing is known, by position',
      { a: [{ x: 1 }, { x: 2 }] },
      { a: [{ x: 2 }, { x: 2 }, { x: 3 }] },
      [
        { path: '/a/0/x', op: 'replace', before: 1, after: 2 },
        { path: '/a/2', op: 'add', after: { x: 3 } },
      ],
    ],
    [
      'such a list that gained an element in its middle',
      [{ x: 1 }, { x: 2 }, { x: 3 }],
      [{ x: 1 }, { x: 4 }, { x: 2 }, { x: 3 }],
      [{ path: '/1', op: 'add', after: { x: 4 } }],
    ],
    [
      'such a list that lost one of equal elements',
      [{ x: 1 }, { x: 1 }, { x: 1 }],
      [{ x: 1 }, { x: 1 }],
      [{ path: '/2', op: 'remove', before: { x: 1 } }],
    ],
    [
      'such a list that lost elements, the last first',
      [{ x: 1 }, 2, 3],
      [{ x: 1 }],
      [
        { path: '/2', op: 'remove', before: 3 },
        { path: '/1', op: 'remove', before: 2 },
      ],
    ],
    [
      'a list of scalars, as a set',
      { a: [1, 2, 3, 4] },
      { a: [4, 3, 5, 1] },
      [
        { path: '/a/1', op: 'remove', before: 2 },
        { path: '/a/2', op: 'add', after: 5 },
      ],
    ],
    ['a scalar as often as it stands there', [1, 1, 2], [2, 1], [{ path: '/0', op: 'remove', before: 1 }]],
    [
      'a command, by position',
      { command: ['a', 'b'] },
      { command: ['b', 'a'] },
      [
        { path: '/command/0', op: 'replace', before: 'a', after: 'b' },
        { path: '/command/1', op: 'replace', before: 'b', after: 'a' },
      ],
    ],
    [
      'keys with slashes and tildes',
      { 'a/b': { 'c~d': 1 } },
      { 'a/b': { 'c~d': 2 } },
      [{ path: '/a~1b/c~0d', op: 'replace', before: 1, after: 2 }],
    ],
    ['a key that every object inherits', {}, { constructor: 1 }, [{ path: '/constructor', op: 'add', after: 1 }]],
    ['an empty key', { '': 1 }, { '': 2 }, [{ path: '/', op: 'replace', before: 1, after: 2 }]],
  ])('%s', (_, before, after, expected) => {
    expect(diff(before, after)).toEqual(expected);
  });

  test('below a path', () => {
    expect(diff({ a: 1 }, { a: 2 }, { names: ['configuration'] }).map(({ path }) => path)).toEqual([
      '/configuration/a',
    ]);
  });

  test('under __proto__', () => {
    const [before, after] = ['{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}'].map(
      (text) => JSON.parse(text) as JsonObject,
    );
    expect(diff(before ?? null, after ?? null)).toEqual([{ path: '/__proto__/a', op: 'replace', before: 1, after: 2 }]);
  });
});

describe('texts that hold JSON', () => {
  const policy = (action: string) => JSON.stringify({ Statement: [{ Action: action }] });

  test('are compared by what they hold', () => {
    expect(diff({ policy: policy('s3:Get*') }, { policy: policy('s3:*') })).toEqual([
      { path: '/policy/Statement/0/Action', op: 'replace', before: 's3:Get*', after: 's3:*' },
    ]);
    expect(diff({ policy: '{"a":1,"b":2}' }, { policy: '{ "b": 2,\n "a": 1 }' })).toEqual([]);
  });

  test('also URL-encoded, and inside of another', () => {
    expect(diff(encodeURIComponent(policy('a')), encodeURIComponent(policy('b'))).map(({ path }) => path)).toEqual([
      '/Statement/0/Action',
    ]);
    expect(
      diff(JSON.stringify({ a: policy('a') }), JSON.stringify({ a: policy('b') })).map(({ path }) => path),
    ).toEqual(['/a/Statement/0/Action']);
  });

  test('equal what they stand for', () => {
    expect(diff({ policy: policy('a') }, { policy: JSON.parse(policy('a')) as JsonValue })).toEqual([]);
  });

  test('are told as they stand where they come and go', () => {
    expect(diff({ policy: null }, { policy: policy('a') })).toEqual([
      { path: '/policy', op: 'replace', before: null, after: policy('a') },
    ]);
  });

  test('keep the order of their lists, save in policies and patterns', () => {
    const widgets = (list: JsonValue) => JSON.stringify({ metrics: list });
    expect(diff({ body: widgets(['AWS/EC2', 'CPU']) }, { body: widgets(['CPU', 'AWS/EC2']) })).toHaveLength(2);
    expect(diff({ eventPattern: widgets(['a', 'b']) }, { eventPattern: widgets(['b', 'a']) })).toEqual([]);
    expect(diff({ body: policy('a') }, { body: JSON.stringify({ Statement: { Effect: 'Allow' } }) })).toHaveLength(2);
  });

  test('that only look like it are text', () => {
    expect(diff('{a', '{b')).toEqual([{ path: '', op: 'replace', before: '{a', after: '{b' }]);
  });
});
