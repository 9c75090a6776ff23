import { describe, expect, test } from 'vitest';
import { diff } from '../../../../src/analysis/what/diff.ts';
import type { Change } from '../../../../src/model/event.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../src/model/json.ts';
import { openJsonText } from '../../../../src/resources/read.ts';
import { seededRandom } from '../../../fixtures/question.ts';

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
      'a list, by position',
      { a: [1, 2] },
      { a: [2, 2, 3] },
      [
        { path: '/a/0', op: 'replace', before: 1, after: 2 },
        { path: '/a/2', op: 'add', after: 3 },
      ],
    ],
    [
      'a list that lost elements, the last first',
      [1, 2, 3],
      [1],
      [
        { path: '/2', op: 'remove', before: 3 },
        { path: '/1', op: 'remove', before: 2 },
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
    expect(diff({ a: 1 }, { a: 2 }, '/configuration').map(({ path }) => path)).toEqual(['/configuration/a']);
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

  test('that only look like it are text', () => {
    expect(diff('{a', '{b')).toEqual([{ path: '', op: 'replace', before: '{a', after: '{b' }]);
  });
});

/** Random JSON, with names and values that collide often, and texts that hold more of it. */
function randomValue(random: () => number, depth: number): JsonValue {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const size = () => Math.floor(random() * 4);
  const kind = random();
  if (depth === 0 || kind < 0.3) return pick<JsonValue>([0, 1, true, null, '', 'a', '~', '[', '{']);
  if (kind < 0.6) return Array.from({ length: size() }, () => randomValue(random, depth - 1));
  if (kind < 0.9)
    return Object.fromEntries(
      Array.from({ length: size() }, () => [
        pick(['a', 'b', 'a/b', '~1', '', '0', 'length']),
        randomValue(random, depth - 1),
      ]),
    );
  return JSON.stringify(randomValue(random, depth - 1));
}

/** Like a value, and different: some of it drawn anew. */
function varied(value: JsonValue, random: () => number): JsonValue {
  if (random() < 0.15) return randomValue(random, 2);
  if (Array.isArray(value)) return value.filter(() => random() > 0.1).map((element) => varied(element, random));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (random() < 0.1 ? [] : [[key, varied(member ?? null, random)]])),
  );
}

/** Texts replaced by what they hold: what two values must agree in to be equal. */
function opened(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    const inside = openJsonText(value);
    return inside === undefined ? value : opened(inside);
  }
  if (Array.isArray(value)) return value.map(opened);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, opened(member ?? null)]));
}

/** Applies one change, as RFC 6902 says, to a value whose texts are opened. */
function apply(value: JsonValue, change: Change, steps: readonly string[]): JsonValue {
  const [step, ...rest] = steps;
  const added = opened(change.after ?? null);
  if (step === undefined) return added;
  if (Array.isArray(value)) {
    const index = Number(step);
    if (rest.length > 0) return value.with(index, apply(value[index] ?? null, change, rest));
    return value.toSpliced(index, change.op === 'add' ? 0 : 1, ...(change.op === 'remove' ? [] : [added]));
  }
  if (!isJsonObject(value)) throw new Error(`nothing to go into at ${step} of ${change.path}`);
  if (rest.length > 0) return { ...value, [step]: apply(value[step] ?? null, change, rest) };
  const { [step]: _, ...others } = value;
  return change.op === 'remove' ? others : { ...others, [step]: added };
}

const stepsOf = (path: string) =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

describe('of any two values', () => {
  const random = seededRandom(34);
  const pairs = Array.from({ length: 2000 }, () => {
    const before = randomValue(random, 4);
    return [before, varied(before, random)] as const;
  });

  test('are enough that differ', () => {
    expect(pairs.filter(([before, after]) => diff(before, after).length > 1).length).toBeGreaterThan(200);
  });

  test('the changes turn the one into the other', () => {
    for (const [before, after] of pairs) {
      const result = diff(before, after).reduce(
        (value, change) => apply(value, change, stepsOf(change.path)),
        opened(before),
      );
      expect(result).toEqual(opened(after));
    }
  });

  test('each change tells what was there before', () => {
    for (const [before, after] of pairs) {
      for (const { path, op, before: old } of diff(before, after)) {
        const found = stepsOf(path).reduce<JsonValue | undefined>(
          (value, step) =>
            Array.isArray(value)
              ? value[Number(step)]
              : isJsonObject(value) && Object.hasOwn(value, step)
                ? value[step]
                : undefined,
          opened(before),
        );
        expect(op === 'add' ? found : opened(old ?? null)).toEqual(op === 'add' ? undefined : found);
      }
    }
  });

  test('a value does not differ from itself', () => {
    for (const [value] of pairs) expect(diff(value, structuredClone(value))).toEqual([]);
  });
});
