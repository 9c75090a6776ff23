/** The window that an answer covers if nobody gave one. */
import { expect, test } from 'vitest';
import { windowOf } from '../../../src/report/answered-window.ts';
import { questionOf, readingOf, spanOf } from '../../fixtures/question.ts';
import { at } from '../../fixtures/report-cast.ts';

const time = (text: string) => Date.parse(at(text));
const trail = spanOf({ source: 'cloudtrail', first: at('12:31:04'), last: at('15:00:00') });
const sinceWith = (source: string, first: string) => {
  const beside = spanOf({ source, first: at(first), last: at('15:00:00') });
  const question = { ...questionOf({ from: ['logs'] }), window: {}, windowGiven: false };
  return windowOf(question, [readingOf({ spans: [trail, beside] })], [])?.since;
};

test('what begins a little before the trail belongs to the window', () => {
  expect(sinceWith('logs', '12:30:02')).toBe(time('12:30:02'));
  expect(sinceWith('logs', '12:11:04')).toBe(time('12:11:04'));
});

test('what begins long before it is what later states and figures are compared with', () => {
  expect(sinceWith('cloudwatch', '12:11:03')).toBe(time('12:31:04'));
  expect(sinceWith('config', '00:00:00')).toBe(time('12:31:04'));
});
