import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Change, ConfigChangeDetail } from '../../../src/model/event.ts';
import { diffLines } from '../../../src/render/diff.ts';
import { createPalette } from '../../../src/render/palette.ts';
import { valueText } from '../../../src/render/value-text.ts';
import { displayWidth } from '../../../src/render/width.ts';

const detail = (changes: readonly Change[], more: Partial<ConfigChangeDetail> = {}): ConfigChangeDetail => ({
  resourceType: 'AWS::Lambda::Function',
  resourceId: 'app',
  status: 'OK',
  captureTime: '2026-03-03T14:00:00.000Z',
  stateId: '1',
  changes,
  relationshipOnly: false,
  inferred: false,
  before: { stateId: '0', captureTime: '2026-03-03T13:00:00.000Z', locator: 'a#1' },
  after: {},
  ...more,
});
const lines = (of: ConfigChangeDetail, { color = false, width = 80, expand = false } = {}) => [
  ...diffLines(of, { width, expand }, createPalette(color)),
];

describe('a diff', () => {
  test('of a scalar is two lines', () => {
    expect(lines(detail([{ path: '/configuration/timeout', op: 'replace', before: 30, after: 3 }]))).toEqual([
      '    - /configuration/timeout: 30',
      '    + /configuration/timeout: 3',
    ]);
  });

  test('of an object tells where, and then all of it', () => {
    const after = { fromPort: 22, ipRanges: ['0.0.0.0/0'] };
    expect(lines(detail([{ path: '/configuration/ipPermissions/1', op: 'add', after }]))).toEqual([
      '    /configuration/ipPermissions/1',
      '      + fromPort: 22',
      '      + ipRanges:',
      '      +   - 0.0.0.0/0',
    ]);
  });

  test('is colored by what went and what came', () => {
    const [gone, come] = lines(detail([{ path: '/a', op: 'replace', before: 1, after: 2 }]), { color: true });
    expect([gone, come]).toEqual(['    \u001b[31m- /a: 1\u001b[39m', '    \u001b[32m+ /a: 2\u001b[39m']);
  });

  test('of what was deleted is its last known state', () => {
    const deleted = { status: 'ResourceDeleted' };
    expect(lines(detail([{ path: '/configuration', op: 'remove', before: { timeout: 3 } }], deleted))).toEqual([
      '    the last known state:',
      '    /configuration',
      '      - timeout: 3',
    ]);
    expect(lines(detail([{ path: '/configuration', op: 'remove' }], deleted))[0]).toBe(
      '    no state before it is known',
    );
  });

  test('of the first known state, and of an unchanged one, is empty', () => {
    expect(lines(detail([], { before: null }))).toEqual([]);
    expect(lines(detail([]))).toEqual([]);
  });

  test('of a long value is cut, unless all is asked for', () => {
    const after = Array.from({ length: 100 }, (_, index) => `subnet-${index}`);
    const change = detail([{ path: '/configuration/subnets', op: 'add', after }]);
    expect(lines(change).at(-1)?.trim()).toBe('… 60 more lines; --expand shows all');
    expect(lines(change, { expand: true })).toHaveLength(101);
  });

  test('of hostile text stays in its lines and obeys nothing', () => {
    const text = `\u001b[2J${'x'.repeat(300)}\r\n\u202e`;
    const change = detail([{ path: `/tags/${text}`, op: 'replace', before: text, after: { [text]: text } }]);
    for (const line of lines(change, { width: 60 })) {
      expect(displayWidth(line)).toBeLessThanOrEqual(60);
      expect(stripVTControlCharacters(line)).toBe(line);
      expect(line).not.toMatch(/[\r\n\u202e]/);
    }
  });
});

describe('a value as text', () => {
  test.each([
    [{ a: 1, b: { c: null }, d: [] }, ['a: 1', 'b:', '  c: null', 'd: []']],
    [
      [{ a: 1, b: 2 }, 'x'],
      ['- a: 1', '  b: 2', '- x'],
    ],
    ['true', ['"true"']],
    ['', ['""']],
    [{}, ['{}']],
  ])('%j', (value, expected) => {
    expect(valueText(value)).toEqual(expected);
  });
});
