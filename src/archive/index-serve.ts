/** The other end of `index-threads.ts` and `index-fetches.ts`: what a thread does that reads files for an index. */
import { parentPort } from 'node:worker_threads';
import { openFile } from './byte-source.ts';
import { WordCollector } from './index-filter.ts';
import { type ReadOutcome, readForIndex } from './index-read.ts';
import { type Fetched, sourceFrom } from './remote.ts';
import type { RecordScanner } from './scanner.ts';
import { Turns } from './turns.ts';

/** Files of this machine: each takes the next. */
interface IndexJob {
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Of `Turns`: which of the files may be taken. */
  readonly turns: SharedArrayBuffer;
}

/** One that was fetched. */
interface FetchedFile {
  /** Comes back with the answer. */
  readonly index: number;
  readonly path: string;
  readonly size: number;
  readonly fetched: Fetched;
}

/** Sent to a thread: plain data. */
export type IndexMessage = ({ readonly kind: 'files' } & IndexJob) | ({ readonly kind: 'file' } & FetchedFile);

export interface IndexAnswer {
  /** Which of the files. */
  readonly index: number;
  readonly outcome: ReadOutcome;
}

/** Reads files for the thread that started this one, until there are none left. */
export function serveIndex(scanner: RecordScanner): void {
  const collector = WordCollector.create();
  const answer = (index: number, outcome: ReadOutcome) => {
    const words = 'words' in outcome ? outcome.words?.words : undefined;
    parentPort?.postMessage({ index, outcome } satisfies IndexAnswer, words ? [words.buffer] : []);
  };
  const readFile = ({ index, path, size, fetched }: FetchedFile) =>
    answer(
      index,
      readForIndex(path, size, () => sourceFrom(fetched), scanner, collector),
    );
  const readFiles = ({ files, turns }: IndexJob) => {
    const shared = new Turns(turns);
    for (;;) {
      const index = shared.await();
      const file = index === undefined ? undefined : files[index];
      if (index === undefined || !file) return;
      answer(
        index,
        readForIndex(file.path, file.size, () => openFile(file.path), scanner, collector),
      );
    }
  };
  parentPort?.on('message', (message: IndexMessage) => {
    if (message.kind === 'file') readFile(message);
    else readFiles(message);
  });
}
