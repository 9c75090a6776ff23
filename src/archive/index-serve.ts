/** The other end of `index-threads.ts`: what a thread does that reads files for an index. */
import { parentPort } from 'node:worker_threads';
import { openFile } from './byte-source.ts';
import { WordCollector } from './index-filter.ts';
import { type ReadOutcome, readForIndex } from './index-read.ts';
import type { RecordScanner } from './scanner.ts';
import { Turns } from './turns.ts';

/** Sent to a thread: plain data. */
export interface IndexJob {
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Of `Turns`: which of the files may be taken. */
  readonly turns: SharedArrayBuffer;
}

export interface IndexAnswer {
  /** Which of the files. */
  readonly index: number;
  readonly outcome: ReadOutcome;
}

/** Reads files for the thread that started this one, until there are none left. */
export function serveIndex(scanner: RecordScanner): void {
  const collector = WordCollector.create();
  parentPort?.on('message', ({ files, turns }: IndexJob) => {
    const shared = new Turns(turns);
    for (;;) {
      const index = shared.await();
      const file = index === undefined ? undefined : files[index];
      if (index === undefined || !file) return;
      const outcome = readForIndex(file.path, file.size, () => openFile(file.path), scanner, collector);
      const words = 'words' in outcome ? outcome.words?.words : undefined;
      parentPort?.postMessage({ index, outcome } satisfies IndexAnswer, words ? [words.buffer] : []);
    }
  });
}
