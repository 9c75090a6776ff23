/**
 * Threads that read files besides the main one, which takes its share too. For files on this machine, each thread takes the
 * next by a shared counter, so that none waits while there is work; fetched files are handed to the least busy thread.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FileReading } from './file-collector.ts';
import type { inTurn } from './file-scan.ts';
import { packEvidence, unpackEvidence } from './packed-evidence.ts';
import type { PackedValues } from './packed-values.ts';
import type { Fetched } from './remote.ts';
import type { ScanOptions } from './scan-file.ts';
import type { SentError } from './sent-error.ts';
import type { SharedPaths } from './shared-paths.ts';

/** The result of reading a file; a system error has a code. */
export type Outcome =
  | { readonly reading: FileReading }
  | { readonly reading: typeof inTurn }
  | { readonly error: SentError };

interface Job {
  /** What the scanners are made from. */
  readonly request: unknown;
  readonly options: ScanOptions;
}

export interface FilesJob extends Job {
  readonly paths: SharedPaths;
  /** For `Turns`: which of the paths may be taken. */
  readonly turns: SharedArrayBuffer;
}

/** A fetched file; `path` is shown to people. */
export interface HandedFile {
  /** Returned with the answer. */
  readonly index: number;
  readonly path: string;
  readonly fetched: Fetched;
}

/** Sent to a thread: plain data. */
export type Message = { readonly id: number } & (
  | ({ readonly kind: 'files' } & FilesJob)
  | ({ readonly kind: 'begin' } & Job)
  | ({ readonly kind: 'file' } & HandedFile)
  | { readonly kind: 'over' }
);

export interface Answer {
  readonly id: number;
  /** Which file it is about. */
  readonly index: number;
  readonly outcome: Outcome;
  /** Whether the file was handed over. */
  readonly isHanded?: true;
  /** The bytes that were handed over, returned. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/** An answer as sent between threads, in batches. */
export interface SentAnswer extends Answer {
  /** The reading's evidence, which is then empty in the reading itself. */
  readonly packed?: PackedValues;
}

export function packAnswer(answer: Answer): SentAnswer {
  const { outcome } = answer;
  if (!('reading' in outcome) || typeof outcome.reading === 'string') return answer;
  const packed = packEvidence(outcome.reading.evidence);
  return packed ? { ...answer, outcome: { reading: { ...outcome.reading, evidence: [] } }, packed } : answer;
}

function unpackAnswer({ packed, ...answer }: SentAnswer): Answer {
  const { outcome } = answer;
  if (!packed || !('reading' in outcome) || typeof outcome.reading === 'string') return answer;
  return { ...answer, outcome: { reading: { ...outcome.reading, evidence: unpackEvidence(packed) } } };
}

export interface JobListener {
  onAnswer(answer: Answer): void;
  onError(error: Error): void;
}

export interface HandedJob {
  /** False if all threads are busy. The bytes belong to the thread until its answer comes. */
  hand(file: HandedFile): boolean;
  end(): void;
}

/** Compressed bytes below which a thread costs more than it saves. */
export const worthThreads = 10_000_000;
/** More threads would read faster than any disk delivers. */
const mostThreads = 7;
/** Limit on a thread's young generation, in MB: more is not faster, and each thread has its own. */
const youngMemory = 2;
/** One being read and the next, so that a thread need not wait. */
const mostHanded = 2;

interface Thread {
  readonly worker: Worker;
  /** Files handed to it that it has not answered yet. */
  handed: number;
}

/** The thread to hand the next file to; undefined if all are busy. */
export function mostIdle<Each extends Pick<Thread, 'handed'>>(threads: readonly Each[]): Each | undefined {
  const [thread] = threads.toSorted((a, b) => a.handed - b.handed);
  return thread && thread.handed < mostHanded ? thread : undefined;
}

export class Pool {
  private readonly threads: Thread[] = [];
  private readonly url: URL;
  private readonly listeners = new Map<number, JobListener>();
  private jobs = 0;

  constructor(url: URL) {
    this.url = url;
  }

  /** How many threads are worthwhile, besides the main one. */
  static get size(): number {
    return Math.min(availableParallelism() - 1, mostThreads);
  }

  /** Starts reading files on this machine. Returns a function that ends the job. */
  begin(job: FilesJob, listener: JobListener): () => void {
    const id = this.enter(listener);
    this.tell({ ...job, id, kind: 'files' });
    return () => this.leave(id);
  }

  /** Starts a job for files that will be handed over as they arrive. */
  beginHanded(job: Job, listener: JobListener): HandedJob {
    const id = this.enter(listener);
    this.tell({ ...job, id, kind: 'begin' });
    return {
      hand: (file) => {
        const thread = mostIdle(this.threads);
        if (!thread) return false;
        thread.handed++;
        const { fetched } = file;
        thread.worker.postMessage(
          { ...file, id, kind: 'file' } satisfies Message,
          'bytes' in fetched ? [fetched.bytes.buffer] : [],
        );
        return true;
      },
      end: () => {
        this.tell({ id, kind: 'over' });
        this.leave(id);
      },
    };
  }

  /** Starts the threads before there is a job for them. They do not keep the process alive. */
  start(): void {
    if (this.threads.length > 0) return;
    while (this.threads.length < Pool.size) this.threads.push(this.thread());
    for (const { worker } of this.threads) worker.unref();
  }

  private enter(listener: JobListener): number {
    this.start();
    for (const { worker } of this.threads) worker.ref();
    const id = ++this.jobs;
    this.listeners.set(id, listener);
    return id;
  }

  private tell(message: Message): void {
    for (const { worker } of this.threads) worker.postMessage(message);
  }

  private leave(id: number): void {
    this.listeners.delete(id);
    // they stay for the next question, but do not keep the process alive
    if (this.listeners.size === 0) for (const { worker } of this.threads) worker.unref();
  }

  private thread(): Thread {
    const thread: Thread = {
      worker: new Worker(this.url, { resourceLimits: { maxYoungGenerationSizeMb: youngMemory } }),
      handed: 0,
    };
    thread.worker.on('message', (answers: readonly SentAnswer[]) => {
      for (const sent of answers) {
        if (sent.isHanded) thread.handed--;
        this.listeners.get(sent.id)?.onAnswer(unpackAnswer(sent));
      }
    });
    thread.worker.on('error', (error: Error) => {
      for (const listener of this.listeners.values()) listener.onError(error);
    });
    return thread;
  }
}
