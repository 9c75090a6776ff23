/** Runs what reads evidence: Ctrl-C ends it, and its progress is gone when it is over. */
import { setMaxListeners } from 'node:events';
import { Obs3Error } from '../model/error.ts';
import type { CliIo } from './io.ts';
import { createProgress, type Progress } from './progress.ts';

export interface Running {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Ends it early, as Ctrl-C does. */
  abort(): void;
  /** Nothing more is read, and the answer is about to be printed: progress makes way, and Ctrl-C ends what prints. */
  settle(): void;
}

const nothingRead = () => new Obs3Error('INTERRUPTED', 'interrupted before anything was read');

/**
 * @param run what it returns after an interruption is kept: whatever was read until then
 * @param next what is said to come, as soon as it is interrupted
 * @throws Obs3Error INTERRUPTED in place of whatever `run` throws once it was interrupted.
 */
export async function interruptible<T>(
  io: CliIo,
  run: (running: Running) => Promise<T>,
  interrupted: () => Obs3Error = nothingRead,
  next = 'what was read follows',
): Promise<T> {
  const progress = createProgress(io);
  const abort = new AbortController();
  // one signal for all calls in flight: a dozen regions are no leak
  setMaxListeners(0, abort.signal);
  const release = io.onInterrupt(() => {
    progress.hold(`interrupted: ${next} (Ctrl-C again: end now)`);
    abort.abort();
  });
  const settle = () => {
    release();
    progress.clear();
  };
  try {
    return await run({ progress, signal: abort.signal, abort: () => abort.abort(), settle });
  } catch (error) {
    throw abort.signal.aborted ? interrupted() : error;
  } finally {
    settle();
  }
}
