/** Reads several streams concurrently. */

/** Yields what several streams yield, as it arrives. The first error ends them all. */
export async function* sideBySide<Item>(streams: readonly AsyncIterable<Item>[]): AsyncGenerator<Item> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  const next = async (index: number, iterator: AsyncIterator<Item>) => ({ index, result: await iterator.next() });
  const pending = new Map(iterators.map((iterator, index) => [index, next(index, iterator)]));
  try {
    while (pending.size > 0) {
      const { index, result } = await Promise.race(pending.values());
      const iterator = iterators[index];
      if (result.done || !iterator) pending.delete(index);
      else {
        pending.set(index, next(index, iterator));
        yield result.value;
      }
    }
  } finally {
    // streams may have to clean up what they started, such as a running query
    for (const promise of pending.values()) promise.catch(() => {});
    for (const index of pending.keys()) iterators[index]?.return?.()?.catch(() => {});
  }
}
