import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { printable } from '../../../src/render/printable.ts';
import { displayWidth, hang, pad, truncateMiddle, wrap } from '../../../src/render/width.ts';

/** Hangul letters join endlessly into one grapheme, marks stack, Devanagari vowels take a column of their own. */
const texts = [
  'opened tcp/22 to 0.0.0.0/0 on sg-0a1b2c3d4e5f60718 (web)',
  'arn:aws:iam::111122223333:role/'.padEnd(400, 'x'),
  '田中さんがバケットを削除しました、そして戻しました',
  '👩‍👩‍👧‍👦 🚀 🇩🇪 1️⃣ ❤️ deploy',
  'ᄀ'.repeat(120),
  `${'각'.repeat(40)} ${'ि'.repeat(90)}`,
  `z${'\u{301}'.repeat(40)} नमस्ते दुनिया กำลังทำงาน`,
  'ｱﾞｶﾞ ﬁ ½ ‼ ⚠ © ®',
  '',
  '   ',
].map(printable);

describe('displayWidth', () => {
  test('agrees with string-width for every character that is measured without it', () => {
    const units = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).map(printable);
    expect(units.filter((unit) => displayWidth(`a${unit}b`) !== stringWidth(`a${unit}b`))).toEqual([]);
  });
});

describe('wrap', () => {
  test('breaks at words', () => {
    expect(wrap('opened tcp/22 to the world', 14)).toEqual(['opened tcp/22', 'to the world']);
  });

  test('cuts a word that is longer than a line, and only that', () => {
    expect(wrap('on sg-0a1b2c3d4e5f60718 now', 10)).toEqual(['on', 'sg-0a1b2c3', 'd4e5f60718', 'now']);
  });

  test('cuts a path, an ARN or a generated name between its parts', () => {
    expect(wrap('logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026', 24)).toEqual([
      'logs/AWSLogs/',
      '111122223333/CloudTrail/',
      'us-east-1/2026',
    ]);
    expect(wrap('arn:aws:iam::111122223333:role/deploy', 30)).toEqual(['arn:aws:iam::111122223333:', 'role/deploy']);
    expect(wrap('Automation-89f3b0c7-df1b', 22)).toEqual(['Automation-89f3b0c7-', 'df1b']);
  });

  test('keeps an address and the name of a file whole where they can be', () => {
    expect(wrap('AWSReservedSSO_OnCall/carol@example.com', 36)).toEqual([
      'AWSReservedSSO_OnCall/',
      'carol@example.com',
    ]);
    expect(wrap('logs/us-east-1/trail-1.json.gz', 28)).toEqual(['logs/us-east-1/', 'trail-1.json.gz']);
  });

  test('fills a line by cutting a part where it would be less than half full', () => {
    expect(wrap('a/0123456789012345', 10)).toEqual(['a/01234567', '89012345']);
    expect(wrap('田/田田田田田', 8)).toEqual(['田/田田', '田田田']);
  });

  test('gives one empty line for nothing', () => {
    expect(wrap('', 10)).toEqual(['']);
  });

  test.each([2, 7, 20, 57, 200])('fits %i columns and loses no character', (width) => {
    for (const text of texts) {
      const lines = wrap(text, width);
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });
});

test('hang: lines below the first begin where its text does', () => {
  expect(hang('! ', 'one two three', 9)).toEqual(['! one two', '  three']);
});

test('pad fills by columns, not by characters', () => {
  expect(pad('田', 4)).toBe('田  ');
  expect(pad('longer', 3)).toBe('longer');
});

describe('truncateMiddle', () => {
  test('keeps both ends', () => {
    expect(truncateMiddle('ConfigRemediation/Automation-0c1d2e3f', 15)).toBe('ConfigR…c1d2e3f');
    expect(truncateMiddle('alice', 5)).toBe('alice');
  });

  test.each([1, 2, 8, 21])('fits %i columns', (width) => {
    for (const text of texts) expect(stringWidth(truncateMiddle(text, width))).toBeLessThanOrEqual(width);
  });
});
