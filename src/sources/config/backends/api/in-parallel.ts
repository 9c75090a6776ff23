/** Regions are asked at the same time: whatever one of them yields is passed on immediately. */

/**
 * All values of several iterables, in the order in which they arrive. The first error ends it, and ends the other iterables.
 */
export async function* inParallel<Value>(iterables: readonly AsyncIterable<Value>[]): AsyncGenerator<Value> {
  const next = async (iterator: AsyncIterator<Value>) => ({ iterator, result: await iterator.next() });
  const pending = new Map(
    iterables.map((iterable) => {
      const iterator = iterable[Symbol.asyncIterator]();
      return [iterator, next(iterator)];
    }),
  );
  try {
    while (pending.size > 0) {
      const { iterator, result } = await Promise.race(pending.values());
      if (result.done === true) pending.delete(iterator);
      else {
        pending.set(iterator, next(iterator));
        yield result.value;
      }
    }
  } finally {
    for (const [iterator, step] of pending) {
      step.catch(() => {});
      iterator.return?.().catch(() => {});
    }
  }
}
