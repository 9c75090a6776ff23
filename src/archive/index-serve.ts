/** The worker's side of `index-threads.ts` and `index-fetches.ts`: reads files for an index in a thread. */
import { parentPort } from 'node:worker_threads';
import { openFile } from './byte-source.ts';
import { WordCollector } from './index-filter.ts';
import { type ReadOutcome, readForIndex } from './index-read.ts';
import { type Fetched, sourceFrom } from './remote.ts';
import type { RecordScanner } from './scanner.ts';
import { PathList, type SharedPaths } from './shared-paths.ts';
import { Turns } from './turns.ts';

/** Files on this machine; each thread takes the next one. */
interface IndexJob {
  readonly paths: SharedPaths;
  /** Compressed sizes: Float64. */
  readonly sizes: SharedArrayBuffer;
  /** For `Turns`: which of the files may be taken. */
  readonly turns: SharedArrayBuffer;
}

/** A fetched file. */
interface FetchedFile {
  /** Returned with the answer. */
  readonly index: number;
  readonly path: string;
  readonly size: number;
  readonly fetched: Fetched;
}

/** Sent to a thread: plain data. */
export type IndexMessage = ({ readonly kind: 'files' } & IndexJob) | ({ readonly kind: 'file' } & FetchedFile);

export interface IndexAnswer {
  /** Which file it is about. */
  readonly index: number;
  readonly outcome: ReadOutcome;
}

/** Answers of small files are sent together: up to this many, or this many compressed bytes. */
const [mostTogether, mostBytes] = [64, 131_072];

/** Reads files for the thread that started this one, until none are left. */
export function serveIndex(scanner: RecordScanner): void {
  const collector = WordCollector.create();
  let answers: IndexAnswer[] = [];
  let bytes = 0;
  const flush = () => {
    if (answers.length === 0) return;
    const words = answers.flatMap(({ outcome }) =>
      'words' in outcome && outcome.words ? outcome.words.words.buffer : [],
    );
    parentPort?.postMessage(answers, words);
    answers = [];
    bytes = 0;
  };
  const readFile = ({ index, path, size, fetched }: FetchedFile) => {
    answers.push({ index, outcome: readForIndex(path, size, () => sourceFrom(fetched), scanner, collector) });
    flush();
  };
  const readFiles = ({ paths, sizes, turns }: IndexJob) => {
    const shared = new Turns(turns);
    const list = new PathList(paths);
    const sizeOf = new Float64Array(sizes);
    for (;;) {
      const index = shared.await(flush);
      const path = index === undefined ? undefined : list.at(index);
      if (index === undefined || path === undefined) return flush();
      const size = sizeOf[index] ?? 0;
      answers.push({ index, outcome: readForIndex(path, size, () => openFile(path), scanner, collector) });
      bytes += size;
      if (answers.length >= mostTogether || bytes >= mostBytes) flush();
    }
  };
  parentPort?.on('message', (message: IndexMessage) => {
    if (message.kind === 'file') readFile(message);
    else readFiles(message);
  });
}
