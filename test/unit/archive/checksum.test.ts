/** The engine's checksum, folded from parts, is the one that zlib computes from the whole. */
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { checksumOf } from '../../../src/archive/checksum.ts';
import { type Engine, engine, ensureMemory, memoryOf, places } from '../../../src/archive/engine.ts';
import { seededRandom } from '../../fixtures/question.ts';

const module = engine() as Engine;
const size = 700_000;
const random = seededRandom(24);
const bytes = Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
ensureMemory(module, places.output + size + 64);
bytes.copy(memoryOf(module), places.output);

const below = (n: number) => Math.floor(random() * n);
const ofZlib = (from: number, to: number, before: number) => crc32(bytes.subarray(from, to), before);
const ofEngine = (from: number, to: number, before: number) =>
  checksumOf(module, places.output + from, places.output + to, before);
const spanOf = (length: number, from = below(size - length)) => [from, from + length] as const;

test('of few bytes', () => {
  for (const length of [0, 1, 3, 4, 5, 63, 64, 65, 16_383]) {
    const [from, to] = spanOf(length);
    expect(ofEngine(from, to, 0), `${length}`).toBe(ofZlib(from, to, 0));
  }
});

test('of any length, at any place, behind anything', () => {
  for (let n = 0; n < 300; n++) {
    const [from, to] = spanOf(16_384 + below(n % 3 === 0 ? 600_000 : 130_000));
    const before = Math.floor(random() * 2 ** 32);
    expect(ofEngine(from, to, before), `${from} to ${to} behind ${before}`).toBe(ofZlib(from, to, before));
  }
});

test('where the room for what is folded is just filled, or by a little more or less', () => {
  const room = 0x10000 - 4800;
  for (const times of [1, 2, 3])
    for (let more = -130; more <= 130; more++) {
      const [from, to] = spanOf(times * room + more);
      expect(ofEngine(from, to, 1), `${to - from} bytes`).toBe(ofZlib(from, to, 1));
    }
});

test('of zeros, with one bit among them', () => {
  const memory = memoryOf(module);
  const at = places.output;
  for (const length of [20_000, 70_001]) {
    memory.fill(0, at, at + length);
    expect(checksumOf(module, at, at + length, 0)).toBe(crc32(Buffer.alloc(length)));
    for (const place of [0, 1, 3, 4, 2319, 2320, 4799, 4800, length - 4801, length - 4800, length - 1]) {
      memory[at + place] = 0x80;
      const expected = crc32(memory.subarray(at, at + length));
      expect(checksumOf(module, at, at + length, 0), `${place} of ${length}`).toBe(expected);
      memory[at + place] = 0;
    }
  }
  bytes.copy(memory, places.output);
});

test('and a piece at a time', () => {
  let sum = 0;
  for (let from = 0; from < size; ) {
    const to = Math.min(size, from + 1 + below(90_000));
    sum = ofEngine(from, to, sum);
    from = to;
  }
  expect(sum).toBe(ofZlib(0, size, 0));
});
