import { expect, test } from 'vitest';
import { SurveyedCalls } from '../../../src/investigate/passing/surveyed-calls.ts';
import type { SurveyedEvidence } from '../../../src/model/passing.ts';

const surveyed = (file: string, first: string, ...ids: readonly number[]): SurveyedEvidence => ({
  type: 'surveyed',
  file,
  first,
  numbers: Uint32Array.from(ids, (_, n) => n + 1),
  ids: BigUint64Array.from(ids, BigInt),
  digests: BigUint64Array.from(ids, (id) => BigInt(id) << 32n),
});

test('calls stay those of their files, which come in the order of their first calls', () => {
  const calls = new SurveyedCalls();
  calls.add(surveyed('b', '2026-03-03T12:00:00.000Z', 7, 8));
  calls.add(surveyed('c', '2026-03-03T11:00:00.000Z', 1));
  calls.add(surveyed('a', '2026-03-03T12:00:00.000Z', 4, 5, 6));
  const told = calls.files.map(({ file, from, to }) => [
    file,
    ...Array.from({ length: to - from }, (_, n) => [
      calls.numberAt(from + n),
      calls.idAt(from + n),
      calls.digestAt(from + n) >> 32n,
    ]),
  ]);
  expect(told).toEqual([
    ['c', [1, 1n, 1n]],
    ['a', [1, 4n, 4n], [2, 5n, 5n], [3, 6n, 6n]],
    ['b', [1, 7n, 7n], [2, 8n, 8n]],
  ]);
  expect([...calls.allIds]).toEqual([7n, 8n, 1n, 4n, 5n, 6n]);
  expect(calls.allDigests).toHaveLength(6);
});

test('of thousands of files none is lost', () => {
  const calls = new SurveyedCalls();
  for (let n = 0; n < 3000; n++) calls.add(surveyed(`${n}`, `${9999 - n}`, n, n + 10_000));
  expect(calls.files.map(({ file }) => Number(file))).toEqual(Array.from({ length: 3000 }, (_, n) => 2999 - n));
  expect(calls.files.every(({ file, from }) => calls.idAt(from) === BigInt(file))).toBe(true);
  expect(calls.allIds).toHaveLength(6000);
});
