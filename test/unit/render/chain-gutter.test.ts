import { expect, test } from 'vitest';
import { chainGutter } from '../../../src/render/chain-gutter.ts';

const gutter = (...chains: (string | null)[]) => chainGutter(chains.map((chain) => ({ chain })));
const marks = (...chains: (string | null)[]) => gutter(...chains).map(({ first }) => first);

test('joins the rows of a chain, past those that are not of it', () => {
  expect(marks(null, 'c1', null, 'c1', 'c1', null)).toEqual([' ', '┌', '│', '├', '└', ' ']);
});

test('goes on beside the lines that follow a row, until its last', () => {
  expect(gutter('c1', 'c1').map(({ rest }) => rest)).toEqual(['│', ' ']);
});

test('sets chains that overlap beside each other, and reuses the place of one that has ended', () => {
  expect(marks('c1', 'c2', 'c1', 'c2', 'c3', 'c3')).toEqual(['┌ ', '│┌', '└│', ' └', '┌ ', '└ ']);
});

test('takes no room where no chain has two rows', () => {
  expect(marks(null, 'c1', null)).toEqual(['', '', '']);
  expect(marks()).toEqual([]);
});

test('draws no fence: a fifth chain at a time has no bar', () => {
  const all = ['c1', 'c2', 'c3', 'c4', 'c5'];
  const drawn = marks(...all, ...all);
  expect(drawn[4]).toBe('││││');
  expect(drawn[9]).toBe('    ');
});
