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
