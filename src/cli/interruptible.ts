/** Runs something that reads evidence: Ctrl-C ends it, and its progress line disappears when it is over. */
import { setMaxListeners } from 'node:events';
import { Obs3Error } from '../model/error.ts';
import type { CliIo } from './io.ts';
import { createProgress, type Progress } from './progress.ts';

export interface Running {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Ends it early, like Ctrl-C. */
  abort(): void;
  /** Nothing more is read, and the answer is about to be printed: the progress line makes way, and Ctrl-C ends the printing. */
  settle(): void;
}

const nothingRead = () => new Obs3Error('INTERRUPTED', 'interrupted before anything was read');

/**
 * @param run its result after an interruption is kept: whatever was read so far
 * @param next what to announce as soon as it is interrupted
 * @throws Obs3Error INTERRUPTED instead of whatever `run` throws after an interruption.
 */
export async function interruptible<T>(
  io: CliIo,
  run: (running: Running) => Promise<T>,
  interrupted: () => Obs3Error = nothingRead,
  next = 'what was read follows',
): Promise<T> {
  const progress = createProgress(io);
  const abort = new AbortController();
  // one signal for all calls in flight: listeners for a dozen regions are no leak
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
