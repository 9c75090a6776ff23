/**
 * Threads that read files beside the main one, which takes its share too. Of files on this machine each takes the next by a
 * shared counter, so that none waits while there is work; what was fetched is handed to whoever has least to do.
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

/** What came of a file; an error of the system has a code. */
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
  /** Of `Turns`: which of the paths may be taken. */
  readonly turns: SharedArrayBuffer;
}

/** What was fetched of a file, which is shown by its path. */
export interface HandedFile {
  /** Comes back with the answer. */
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
  /** Which of the files. */
  readonly index: number;
  readonly outcome: Outcome;
  /** The file was handed over. */
  readonly isHanded?: true;
  /** What was handed over goes back. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/** As it goes from one thread to another, some together. */
export interface SentAnswer extends Answer {
  /** The evidence of the reading, which itself holds none then. */
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
  /** False where all threads have enough to do. The bytes are the thread's until its answer comes. */
  hand(file: HandedFile): boolean;
  end(): void;
}

/** Compressed bytes below which a thread costs more than it saves. */
export const worthThreads = 10_000_000;
/** More threads read faster than any disk delivers. */
const mostThreads = 7;
/** Of what a thread makes: more is no faster, and each thread has its own. MB. */
const youngMemory = 2;
/** One at work, and the next, so that a thread need not wait for it. */
const mostHanded = 2;

interface Thread {
  readonly worker: Worker;
  /** Files that it was handed and has not answered. */
  handed: number;
}

/** Who is handed the next file; undefined where all have enough to do. */
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

  /** How many threads are worth while, beside the main one. */
  static get size(): number {
    return Math.min(availableParallelism() - 1, mostThreads);
  }

  /** Begins with files on this machine. Returns how the job is ended. */
  begin(job: FilesJob, listener: JobListener): () => void {
    const id = this.enter(listener);
    this.tell({ ...job, id, kind: 'files' });
    return () => this.leave(id);
  }

  /** Begins with files that will be handed over as they come. */
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

  /** Begins the threads before there is a job for them. They keep nobody waiting. */
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
    // they are kept for what is asked next, and keep nobody waiting
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
