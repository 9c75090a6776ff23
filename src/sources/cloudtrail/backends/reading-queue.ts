/** Merges readings from several regions in the order in which they arrive. */
import type { Reading } from '../../../model/evidence.ts';

export interface ReadingQueue extends AsyncIterable<Reading> {
  push(reading: Reading): void;
  /** No more will come; an error is thrown once everything before it was read. */
  end(error?: unknown): void;
}

export function createReadingQueue(): ReadingQueue {
  const waiting: Reading[] = [];
  let ended: { readonly error?: unknown } | undefined;
  let wake = () => {};
  return {
    push(reading) {
      waiting.push(reading);
      wake();
    },
    end(error) {
      ended ??= error === undefined ? {} : { error };
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = waiting.shift();
        if (next) yield next;
        else if (!ended) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else if ('error' in ended) throw ended.error;
        else return;
      }
    },
  };
}
