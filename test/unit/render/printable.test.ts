import { describe, expect, test } from 'vitest';
import { printable } from '../../../src/render/printable.ts';

const everyUtf16Unit = Array.from({ length: 0x10000 }, (_, unit) => `a${String.fromCharCode(unit)}b`);

describe('printable', () => {
  test.each([
    ['plain text stays', 'opened tcp/22 to 0.0.0.0/0', 'opened tcp/22 to 0.0.0.0/0'],
    ['letters of every script stay', 'Zoë 田中 Ωμέγα مرحبا नमस्ते', 'Zoë 田中 Ωμέγα مرحبا नमस्ते'],
    ['emoji stay', 'deploy 🚀 done', 'deploy 🚀 done'],
    ['a color', '\u{1B}[31mred\u{1B}[0m', '\u{FFFD}red\u{FFFD}'],
    ['a color, as C1', '\u{9B}31mred', '\u{FFFD}red'],
    ['clear the screen', 'x\u{1B}[2J\u{1B}[Hy', 'x\u{FFFD}\u{FFFD}y'],
    ['a window title: its text stays visible', '\u{1B}]0;owned\u{7}x', '\u{FFFD}]0;owned\u{FFFD}x'],
    ['a sequence that never ends', '\u{1B}[', '\u{FFFD}['],
    ['a full reset', '\u{1B}c', '\u{FFFD}c'],
    ['a forged line', 'one\r\ntwo\nthree\tfour', 'one two three four'],
    ['line and paragraph separators', 'a\u{2028}b\u{2029}c\u{85}d', 'a b c d'],
    ['backspaces', 'root\u{8}\u{8}', 'root\u{FFFD}\u{FFFD}'],
    ['text turned around', 'user\u{202E}gpj.exe\u{2066}', 'user\u{FFFD}gpj.exe\u{FFFD}'],
    ['zero-width characters', 'ad\u{200B}min\u{FEFF}', 'ad\u{FFFD}min\u{FFFD}'],
    ['tag characters', 'a\u{E0041}\u{E0042}', 'a\u{FFFD}\u{FFFD}'],
    ['variation selectors', 'a\u{FE01}b\u{E0101}', 'a\u{FFFD}b\u{FFFD}'],
    [
      'an emoji presentation selector asks for nothing that matters',
      'disk \u{26A0}\u{FE0F} full',
      'disk \u{26A0} full',
    ],
    ['joined emoji come apart', '\u{1F469}\u{200D}\u{1F4BB}', '\u{1F469}\u{FFFD}\u{1F4BB}'],
    ['lone surrogates', 'a\u{D800}b\u{DC00}', 'a\u{FFFD}b\u{FFFD}'],
    ['private use', '\u{E000}', '\u{FFFD}'],
    ['a mark without a letter', '\u{301}x', '\u{25CC}\u{301}x'],
    ['marks stacked without end', `z${'\u{301}'.repeat(500)}`, `z${'\u{301}'.repeat(8)}\u{FFFD}`],
  ])('%s', (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('leaves no control, format, private or lone surrogate character, whatever the UTF-16 unit', () => {
    const left = everyUtf16Unit
      .map(printable)
      .filter((text) => /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text));
    expect(left).toEqual([]);
  });

  test('changes nothing the second time', () => {
    const changed = everyUtf16Unit.map(printable).filter((text) => printable(text) !== text);
    expect(changed).toEqual([]);
  });

  test('takes time in proportion to the text', () => {
    const startedAt = performance.now();
    for (const hostile of ['\u{1B}[', '\u{1B}]', '\u{9B}0', '\u{301}', '\u{202E}']) printable(hostile.repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
