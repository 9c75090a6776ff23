import { describe, expect, test } from 'vitest';
import { codeMarkdown, cut, escapeMarkdown } from '../../../src/render/markdown-text.ts';

/** As GitHub shows it: references resolved, zero-width characters invisible. */
const shown = (text: string) =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replaceAll('\u200B', '');

describe('what would be markup', () => {
  test.each([
    'a | b',
    '`code`',
    '**bold** _word_ __x__',
    '[text](https://evil.example)',
    '![x](y)',
    '<img src=x onerror=alert(1)>',
    '&lt;b&gt; &#60;',
    '~~gone~~',
    '$x$',
    'a\\b\\|c',
    '# heading',
    '- item',
    '1. item',
    '> quote',
    '--- rule',
    '=== rule',
  ])('%s is shown as it is, and holds none of it', (text) => {
    const escaped = escapeMarkdown(text);
    expect(shown(escaped)).toBe(text);
    expect(escaped).not.toMatch(/[|`*[\]<>~$\\]|^[#\-+=>]|(?:^|\s)_|_(?:\s|$)|^\d+\. /);
    expect(escaped).not.toMatch(/&(?!#\d+;)/);
  });
});

test.each([
  ['@octocat', '@&#8203;octocat'],
  ['alice@example.com', 'alice@&#8203;example.com'],
  ['@org/team', '@&#8203;org/team'],
  ['fixes #123', 'fixes #&#8203;123'],
  ['#123', /^&#35;&#8203;123$/],
  ['org/repo#5', 'org/repo#&#8203;5'],
  ['GH-12', 'GH-&#8203;12'],
  ['https://evil.example/x', 'https:&#8203;//evil.example/x'],
  ['www.evil.example', 'www&#8203;.evil.example'],
  ['mailto:a', 'mailto:&#8203;a'],
] as const)('%s neither calls nor links', (text, escaped) => {
  expect(escapeMarkdown(text)).toEqual(typeof escaped === 'string' ? escaped : expect.stringMatching(escaped));
  expect(shown(escapeMarkdown(text))).toBe(text);
});

test.each([
  'NON_COMPLIANT',
  '203.0.113.7',
  'tcp/22 to 0.0.0.0/0',
  'arn:aws:iam::111122223333:role/Admin',
  'a-b',
  '×34',
])('%s stays as it is', (text) => {
  expect(escapeMarkdown(text)).toBe(text);
});

test('lines become one, and what a terminal would obey is seen', () => {
  expect(escapeMarkdown('one\n\n# two\u{1B}[2J\u0000')).toBe('one  # two\u{FFFD}\u{FFFD}');
});

test.each([
  ['alice@example.com', '`alice@example.com`'],
  ['a`b', 'a&#96;b'],
  ['a|b', 'a&#124;b'],
  ['', ''],
])('%j as code is %s', (text, code) => {
  expect(codeMarkdown(text)).toBe(code);
});

test('what is cut off ends in an ellipsis, and in no half of a character', () => {
  expect(cut('abcdef', 6)).toBe('abcdef');
  expect(cut('abcdefg', 6)).toBe('abcde…');
  expect(cut('abc\u{1F600}def', 5)).toBe('abc…');
});
