/** Records are found in JSON by its layout, whatever form it has. */
import { describe, expect, test } from 'vitest';
import { nextOpening } from '../../../src/archive/json-opening.ts';
import type { JsonValue } from '../../../src/model/json.ts';
import { seededRandom } from '../../fixtures/question.ts';
import { one, options, text, two, walk } from './json-layout-case.ts';

describe('a form of container', () => {
  test.each<[string, string, JsonValue[], JsonValue[]]>([
    ['a delivered file', text({ Records: [one, two] }), [one, two], [{ Records: [] }]],
    ['a pretty-printed one', JSON.stringify({ Records: [one, two] }, null, 2), [one, two], [{ Records: [] }]],
    ['with members around the list', text({ a: 1, Records: [one], b: [[]] }), [one], [{ a: 1, Records: [], b: [[]] }]],
    ['with two lists', text({ Records: [one], Events: [two], x: 0 }), [one, two], [{ Records: [], Events: [], x: 0 }]],
    ['with a list given twice', '{"Records":[1],"Records":[2]}', [1, 2], [{ Records: [] }]],
    ['an empty list', '{"Records": [ ]}', [], [{ Records: [] }]],
    ['the list key on something else', text({ Records: { eventVersion: 1 } }), [{ Records: { eventVersion: 1 } }], []],
    ['the list deeper down', text({ data: { Records: [one] } }), [{ data: { Records: [one] } }], []],
    ['a bare array', text([one, two]), [one, two], []],
    ['an empty array', ' [ ] ', [], []],
    ['an array of what is no object', text([1, 'a', null, true, [2], -1.5e3]), [1, 'a', null, true, [2], -1500], []],
    ['one object', text(one), [one], []],
    ['an empty object', '{}', [{}], []],
    ['JSON lines', `${text(one)}\n${text(two)}\n`, [one, two], []],
    ['JSON lines that end in CR LF', `${text(one)}\r\n${text(two)}\r\n`, [one, two], []],
    ['JSON lines with blank ones between', `\n${text(one)}\n\n \n${text(two)}`, [one, two], []],
    ['objects without separators', text(one) + text(two), [one, two], []],
    ['objects with commas between', `${text(one)},\n${text(two)},`, [one, two], []],
    [
      'delivered files one behind the other',
      text({ Records: [one] }) + text({ Records: [two] }),
      [one, two],
      [{ Records: [] }, { Records: [] }],
    ],
    ['arrays line by line', `${text([one])}\n${text([two])}`, [one, two], []],
    ['a byte order mark', `\u{FEFF}${text({ Records: [one] })}`, [one], [{ Records: [] }]],
    ['nothing', '', [], []],
    ['blanks', ' \n\t\r\n', [], []],
  ])('%s', (_, content, values, shells) => {
    expect(walk(content)).toEqual({ values, shells, damages: [] });
  });
});

describe('braces and quotes inside strings', () => {
  test.each([
    '}',
    ']',
    '{',
    '"',
    '\\',
    '\\"',
    '\\\\"}',
    '},{"eventVersion":"',
    '{"Records":[',
    '\n{"eventVersion":1}',
    '\u2028\u0000\u001f',
    '한국어 🙂',
    '\ud83d',
  ])('%j end nothing', (hostile) => {
    const records = [
      { eventVersion: hostile, [hostile]: [hostile, { [hostile]: hostile }] },
      { eventVersion: 2, a: hostile },
    ];
    expect(walk(text({ Records: records }))).toEqual({ values: records, shells: [{ Records: [] }], damages: [] });
    expect(walk(records.map(text).join('\n')).values).toEqual(records);
  });

  test('escaped characters are kept as they are', () => {
    const escaped = '{"eventVersion":"\\u0022\\ud83d\\ude42\\/\\u005c"}';
    expect(walk(`[${escaped}]`).values).toEqual([{ eventVersion: '"🙂/\\' }]);
  });
});

describe('nextOpening', () => {
  const next = (content: string, from = 0, end = content.length) =>
    nextOpening(Buffer.from(content), from, end, options.openings);

  test.each<[string, number]>([
    ['x{"eventVersion":1}', 1],
    ['x{ \n "EventId":1}', 1],
    ['x{"a":{"eventVersion":1}}', 6],
    ['x\n{"a":1}', 2],
    ['x {"a":1}', -1],
    ['{"eventVersionX":1}', -1],
    ['{\\"eventVersion\\":1}', -1],
    ['"eventVersion"', -1],
    ['', -1],
  ])('in %j is at %i', (content, at) => {
    expect(next(content)).toBe(at);
  });

  test('lies in the range', () => {
    const content = '{"eventVersion":1}{"eventVersion":2}';
    expect(next(content, 1)).toBe(18);
    expect(next(content, 1, 18)).toBe(-1);
    expect(next(content, 1, 30)).toBe(-1);
  });
});

describe('any JSON gives the same values in every layout', () => {
  const generator = (seed: number) => {
    const random = seededRandom(seed);
    return (below: number) => Math.floor(random() * below);
  };
  type Random = ReturnType<typeof generator>;

  const pieces = [
    'a',
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\n',
    '\u{FEFF}',
    '🙂',
    'é',
    '\u0000',
    '\ud800',
    '{"eventVersion":',
    '\\u0022',
  ];
  const someText = (random: Random) => Array.from({ length: random(6) }, () => pieces[random(pieces.length)]).join('');
  const someValue = (random: Random, depth: number): JsonValue => {
    switch (random(depth > 4 ? 6 : 8)) {
      case 0:
        return null;
      case 1:
        return random(2) === 0;
      case 2:
        return random(2 ** 31) - 2 ** 30;
      case 3:
        return random(1000) / 7;
      case 4:
      case 5:
        return someText(random);
      case 6:
        return Array.from({ length: random(4) }, () => someValue(random, depth + 1));
      default:
        return Object.fromEntries(
          Array.from({ length: random(4) }, () => [
            random(4) === 0 ? 'Records' : someText(random),
            someValue(random, depth + 1),
          ]),
        );
    }
  };

  const pretty = (value: unknown) => JSON.stringify(value, null, '\t');
  const layouts: Readonly<Record<string, (records: readonly JsonValue[]) => string>> = {
    'a list': (records) => text({ Records: records }),
    'a list in CR LF lines': (records) => JSON.stringify({ Records: records }, null, 2).replaceAll('\n', '\r\n'),
    'a list behind other members': (records) =>
      text({ a: records, '"': '[{', Events: records.slice(0, 0), Records: records, z: records }),
    'an array': (records) => text(records),
    'a pretty array': (records) => pretty(records),
    lines: (records) => records.map(text).join('\n'),
    'lines that end in CR LF': (records) => records.map((r) => `${text(r)}\r\n`).join(''),
    'no separators': (records) => records.map(text).join(''),
    'pretty objects': (records) => records.map(pretty).join('\n'),
    'a byte order mark': (records) => `\u{FEFF}${text({ Records: records })}`,
  };

  test.each(Object.keys(layouts))('%s', (name) => {
    const layout = layouts[name] as (typeof layouts)[string];
    for (let seed = 1; seed <= 150; seed++) {
      const random = generator(seed);
      const records: JsonValue[] = Array.from({ length: random(6) }, (_, n) => ({
        eventVersion: n,
        body: someValue(random, 0),
      }));
      const { values, damages } = walk(layout(records));
      expect({ seed, values, damages }).toEqual({ seed, values: records, damages: [] });
    }
  });

  test('the generator makes what it should: quotes, braces and nesting', () => {
    const random = generator(7);
    const all = text(Array.from({ length: 200 }, () => someValue(random, 0)));
    for (const needle of ['\\"', '{', '}', 'Records', '[[', '\\\\']) expect(all).toContain(needle);
  });
});
