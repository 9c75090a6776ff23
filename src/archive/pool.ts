/**
 * Threads that read files beside the main one. Each takes the next file by a shared counter, so that none waits while there
 * is work; the main thread takes its share too.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FileReading } from './file-collector.ts';
import type { inTurn, ScanOptions } from './scan-file.ts';

/** What came of a file; an error of the system has a code. */
export type Outcome =
  | { readonly reading: FileReading }
  | { readonly reading: typeof inTurn }
  | { readonly error: { readonly code: string | undefined; readonly message: string } };

/** Sent to a thread: plain data. */
export interface Job {
  readonly id: number;
  /** What the scanners are made from. */
  readonly request: unknown;
  readonly paths: readonly string[];
  /** Of `Turns`: which of the paths may be taken. */
  readonly turns: SharedArrayBuffer;
  readonly options: ScanOptions;
}

export interface Answer {
  readonly id: number;
  /** Which of the paths. */
  readonly index: number;
  readonly outcome: Outcome;
}

/** More threads read faster than any disk delivers. */
const mostThreads = 7;

export class Pool {
  private readonly workers: Worker[] = [];
  private readonly url: URL;
  private listener: ((answer: Answer) => void) | undefined;
  private failed: ((error: Error) => void) | undefined;
  private jobs = 0;

  constructor(url: URL) {
    this.url = url;
  }

  /** How many threads are worth while, beside the main one. */
  static get size(): number {
    return Math.min(availableParallelism() - 1, mostThreads);
  }

  /** Begins a job; what came of each file that the threads took goes to `onAnswer`. Returns how it is ended. */
  begin(job: Omit<Job, 'id'>, onAnswer: (answer: Answer) => void, onError: (error: Error) => void): () => void {
    const id = ++this.jobs;
    this.failed = onError;
    this.listener = (answer) => {
      if (answer.id === id) onAnswer(answer);
    };
    while (this.workers.length < Pool.size) this.workers.push(this.start());
    for (const worker of this.workers) {
      worker.ref();
      worker.postMessage({ ...job, id } satisfies Job);
    }
    return () => {
      this.listener = undefined;
      this.failed = undefined;
      // they are kept for what is asked next, and keep nobody waiting
      for (const worker of this.workers) worker.unref();
    };
  }

  private start(): Worker {
    const worker = new Worker(this.url);
    worker.on('message', (answer: Answer) => this.listener?.(answer));
    worker.on('error', (error: Error) => this.failed?.(error));
    return worker;
  }
}
