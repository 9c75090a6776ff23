import { expect, test } from 'vitest';
import { inParallel } from '../../../../../src/sources/config/backends/api/in-parallel.ts';

async function* values<Value>(...list: readonly Value[]): AsyncGenerator<Value> {
  yield* list;
}

async function collect<Value>(iterable: AsyncIterable<Value>): Promise<readonly Value[]> {
  const all: Value[] = [];
  for await (const value of iterable) all.push(value);
  return all;
}

test('yields all of every one', async () => {
  expect((await collect(inParallel([values(1, 2, 3), values<number>(), values(4, 5)]))).toSorted()).toEqual([
    1, 2, 3, 4, 5,
  ]);
  expect(await collect(inParallel([]))).toEqual([]);
});

test('does not wait for one that says nothing', async () => {
  let answer: () => void = () => {};
  async function* slow() {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    yield 'late';
  }
  const all = inParallel([slow(), values('early')]);
  expect((await all.next()).value).toBe('early');
  answer();
  expect((await all.next()).value).toBe('late');
  expect((await all.next()).done).toBe(true);
});

test('ends with the first error', async () => {
  async function* failing(): AsyncGenerator<number> {
    yield 1;
    throw new Error('denied');
  }
  await expect(collect(inParallel([failing(), values(2)]))).rejects.toThrow('denied');
});

test('ends the others when nobody listens any more', async () => {
  let isEnded = false;
  async function* endless() {
    try {
      for (;;) yield 'more';
    } finally {
      isEnded = true;
    }
  }
  for await (const value of inParallel([endless()])) {
    expect(value).toBe('more');
    break;
  }
  expect(isEnded).toBe(true);
});
