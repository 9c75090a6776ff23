/** Asks the event history: from the request to the readings as they arrive. Loaded by the first question to AWS. */
import type { Reading } from '../../../model/evidence.ts';
import type { LiveContext, SourceRequest } from '../../source.ts';
import { readCredentials } from './history-credentials.ts';
import { readEvidence } from './history-evidence.ts';
import { createReadingQueue } from './reading-queue.ts';

export async function* collectHistory(
  request: SourceRequest,
  given: { readonly context: LiveContext; readonly stopwatch: () => number },
): AsyncGenerator<Reading> {
  const queue = createReadingQueue();
  let isLeft = false;
  const io = { ...given, isDone: () => isLeft, push: queue.push };
  const work = request.kind === 'credentials' ? readCredentials(request, io) : readEvidence(request, io);
  work.then(() => queue.end(), queue.end);
  try {
    yield* queue;
  } finally {
    isLeft = true;
  }
}
