/** Damaged JSON: where the damage is found to end, and what is read after it. */
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/model/json.ts';
import { one, text, three, two, walk } from './json-layout-case.ts';

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

  // ¦ marks where the damage is reported
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
    // one missing quote swaps inside and outside for all that follows: nothing closes until reading starts over
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
