import { expect, test } from 'vitest';
import { brief } from '../../../src/render/brief.ts';

test('text of a usual length is left as it is', () => {
  const text = 'opened tcp/22 to 0.0.0.0/0 on sg-0a1b2c3d4e5f60718 '.repeat(11);
  expect(brief(text)).toBe(text);
});

test('text that goes on for pages is cut, and its length told', () => {
  expect(brief('x'.repeat(20_000))).toBe(`${'x'.repeat(600)}… and 19,400 more characters`);
});

test('no character is cut in half', () => {
  const told = brief(`${'x'.repeat(599)}${'😀'.repeat(10)}`);
  expect(told).toBe(`${'x'.repeat(599)}… and 20 more characters`);
});

test('a text of words is cut between two of them', () => {
  const text = 'opened tcp/22 to 0.0.0.0/0 on sg-0a1b2c3d4e5f60718 '.repeat(13);
  const [kept = '', rest] = brief(text).split('… and ');
  expect(text.startsWith(`${kept} `)).toBe(true);
  expect(rest).toBe(`${text.length - kept.length} more characters`);
});
