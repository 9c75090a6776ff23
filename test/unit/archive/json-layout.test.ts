import { describe, expect, test } from 'vitest';
import { type Damage, nextOpening, type Slice, walkLayout } from '../../../src/archive/json-layout.ts';
import type { JsonValue } from '../../../src/model/json.ts';
import { seededRandom } from '../../fixtures/question.ts';

const options = { listKeys: ['Records', 'Events'], openings: ['eventVersion', 'EventId'] };

interface Walked {
  /** What `value` was called with, and the elements of lists, in the order of the calls. Text where it does not parse. */
  readonly values: JsonValue[];
  readonly shells: JsonValue[];
  readonly damages: Damage[];
}

function walk(content: string | Buffer, openings = options.openings): Walked {
  const bytes = Buffer.from(content as string);
  const walked: Walked = { values: [], shells: [], damages: [] };
  const parse = (slices: readonly Slice[]): JsonValue => {
    const text = slices.map(({ start, end }) => bytes.toString('utf8', start, end)).join('');
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      return text;
    }
  };
  walkLayout(
    bytes,
    { ...options, openings },
    {
      value: (slice) => walked.values.push(parse([slice])),
      list: (elements, shell) => {
        walked.values.push(...elements.map((element) => parse([element])));
        walked.shells.push(parse(shell ?? []));
      },
      damage: (damage) => walked.damages.push(damage),
    },
  );
  return walked;
}

const record = (n: number) => ({ eventVersion: '1.10', n });
const [one, two, three] = [record(1), record(2), record(3)];
const text = (value: unknown) => JSON.stringify(value);

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

describe('damage', () => {
  const file = text({ Records: [one, two, three] });

  test('a delivered file cut off at any byte gives the records before the cut, and says where', () => {
    for (let length = 1; length < file.length; length++) {
      const { values, damages } = walk(file.slice(0, length));
      const whole = [one, two, three].filter((r) => file.slice(0, length).includes(text(r)));
      const found = values.filter((value) => typeof value === 'object' && value !== null && 'n' in value);
      expect({ length, found }).toEqual({ length, found: whole });
      expect(damages, `cut at ${length}`).toHaveLength(damages.length > 1 ? 2 : 1);
      expect(damages.every(({ offset }) => offset <= length)).toBe(true);
    }
  });

  // ¦ marks where the damage is said to be
  const [a, b, c] = [text(one), text(two), text(three)];
  test.each<[string, string, JsonValue[], string]>([
    ['cut off in a string', `{"Records":[${a},${b},¦{"eventVersion":"1.`, [one, two], 'the record is cut off'],
    ['cut off behind an escape', `{"Records":[${a},¦{"eventVersion":"\\`, [one], 'the record is cut off'],
    ['cut off in the list', `{"Records":[${a},¦`, [one], 'the list is cut off'],
    ['cut off behind the list', `¦{"Records":[${a}]`, [one], 'the object is cut off'],
    ['cut off in a key', `{"Records":[${a}],¦"so`, [one], 'the object is cut off'],
    ['cut off behind a key', `¦{"Records":[${a}],"some" `, [one], 'the object is cut off'],
    ['cut off in a value', `¦{"Records":[${a}],"some":{"a":"`, [one], 'the object is cut off'],
    ['a line cut off in a value', `¦{"eventVersion":{"n":\n${b}`, [two], 'the object is cut off'],
    ['a comma missing', `{"Records":[${a} ¦${b},${c}]}`, [one, two, three], 'a comma is missing before this record'],
    ['a brace too many', `{"Records":[${a}¦},${b}]}`, [one, two], 'text that is no JSON'],
    ['garbage between records', `{"Records":[${a}, ¦: %%% } ${b}]}`, [one, two], 'text that is no JSON'],
    ['garbage between lines', `${a}\n¦garbage "quoted {"\n${b}`, [one, two], 'text that is no JSON'],
    ['garbage at the end', `${a}¦]]`, [one], 'text that is no JSON'],
    ['a quote missing in the last line', `${a}\n¦{"eventVersion":{"n":"1.10}}`, [one], 'the object is cut off'],
    // one quote too few turns all that follows inside out: nothing closes until reading is taken up anew
    [
      'a quote missing in a record',
      `{"Records":[${a},¦${b.replace('10"', '10')},${c}]}`,
      [one, three],
      'the record is cut off',
    ],
    ['an odd key', `{"Records":[${a}],¦7:[],"b":${b}}`, [one, two], 'the object is cut off'],
  ])('%s', (_, marked, found, message) => {
    const offset = Buffer.from(marked).indexOf('¦');
    const { values, damages } = walk(marked.replace('¦', ''));
    expect(values.filter((value) => found.some((r) => text(r) === text(value)))).toEqual(found);
    expect(damages[0]).toEqual({ offset, message });
  });

  test('records that were handed over are not handed over again', () => {
    const { values } = walk(`{"Records":[${text(one)},${text(two)}],"a":"${text(three)}`);
    expect(values.filter((value) => text(value) === text(one))).toHaveLength(1);
    expect(values.filter((value) => text(value) === text(two))).toHaveLength(1);
  });

  test('a record that nests deeper than any costs that record', () => {
    const nested = (levels: number) => `{"eventVersion":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const file = `{"Records":[${text(one)},${nested(150)},${nested(100_000)},${text(two)}],"a":${nested(150)}}`;
    const { values, damages } = walk(file);
    expect([values.length, values[0], values[2]]).toEqual([3, one, two]);
    expect(damages).toEqual([
      { offset: file.lastIndexOf('{"eventVersion":[[', file.length - 1000), message: 'the record nests too deep' },
    ]);
    expect(walk(`${nested(100_000)}\n${text(two)}`)).toEqual({
      values: [two],
      shells: [],
      damages: [{ offset: 0, message: 'the record nests too deep' }],
    });
  });

  test('no openings are known: reading is taken up at the next line that begins an object', () => {
    expect(walk(`{"a":"x\n{"b":1}`, []).values).toEqual([{ b: 1 }]);
    expect(walk(`{"a":"x {"b":1}`, []).values).toEqual([]);
  });

  test.each([
    '{',
    '[',
    '"',
    '}',
    ']',
    ':',
    ',',
    '{"',
    '{"a',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{:}',
    '{"a" 1}',
    '{1:2}',
    '[}',
    '[:]',
    '{"Records":[',
    '{"Records":[]',
    '{"Records":]}',
    '{"Records":[}',
    '\\',
    '{"a":"\\',
    'null',
  ])('%j never throws and ends', (content) => {
    const { damages } = walk(content);
    expect(damages.length > 0).toBe(content !== ',');
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
