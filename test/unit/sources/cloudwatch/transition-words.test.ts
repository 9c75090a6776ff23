import { expect, test } from 'vitest';
import { describeTransition } from '../../../../src/sources/cloudwatch/transition-words.ts';

const say = (reason: string, from: string | null = 'OK', to = 'ALARM') =>
  describeTransition({ name: '5xx-rate', from, to, reason });

const crossed = (datapoints: string, words: string) => `Threshold Crossed: ${datapoints} ${words} (5.0).`;

test.each([
  ['was greater than the threshold', '12 > 5'],
  ['was not greater than the threshold', '12 <= 5'],
  ['was greater than or equal to the threshold', '12 >= 5'],
  ['was not greater than or equal to the threshold', '12 < 5'],
  ['was less than the threshold', '12 < 5'],
  ['was not less than the threshold', '12 >= 5'],
  ['was less than or equal to the threshold', '12 <= 5'],
  ['was not less than or equal to the threshold', '12 > 5'],
])('"%s" reads %s', (words, figures) => {
  expect(say(crossed('1 datapoint [12.0 (03/03/26 14:00:00)]', words))).toBe(`alarm 5xx-rate: OK → ALARM (${figures})`);
});

test('of several datapoints the latest counts, whatever their order', () => {
  const words = 'were greater than the threshold';
  const [early, late] = ['7.0 (28/02/26 23:55:00)', '6.25 (01/03/26 00:00:00)'];
  expect(say(crossed(`2 datapoints [${late}, ${early}]`, words))).toContain('(6.25 > 5)');
  expect(say(crossed(`2 datapoints [${early}, ${late}]`, words))).toContain('(6.25 > 5)');
});

test('the form of old, whose datapoints have no times and stand behind the threshold', () => {
  const old =
    'Threshold Crossed: 2 datapoints were not greater than the threshold (70.0). The most recent datapoints: [38.958, 40.292].';
  expect(say(old, 'ALARM', 'OK')).toBe('alarm 5xx-rate: ALARM → OK (40.292 <= 70)');
});

test('large and small figures stay readable', () => {
  const words = 'was greater than the threshold';
  expect(say(crossed('1 datapoint [1.23456789E8 (03/03/26 14:00:00)]', words))).toContain('(123457000 > 5)');
  expect(say(crossed('1 datapoint [99.50160229693434 (03/03/26 14:00:00)]', words))).toContain('(99.5016 > 5)');
});

test.each(['', 'testing purposes', 'Unchecked: Initial alarm creation', '[12.0] was greater', `[${'1'.repeat(5000)}]`])(
  'no figures where the reason has none',
  (reason) => {
    expect(say(reason)).toBe('alarm 5xx-rate: OK → ALARM');
  },
);

test('a state before that is not told is left out', () => {
  expect(say('', null)).toBe('alarm 5xx-rate: ALARM');
});
