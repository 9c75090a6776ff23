/** Prints events as they are found, as JSON Lines: their reader need not wait for the end of a long run. */
import type { TimelineEvent } from '../model/event.ts';
import { eventLine, headLine } from '../render/ndjson.ts';
import { type CliIo, writeWhole } from './io.ts';

export interface EventStream {
  /** The head goes before the first event. Each event once. `otherId`: the id that the report may use for it. */
  print(event: TimelineEvent, head: Parameters<typeof headLine>[0], otherId: string): void;
  /** Ids of the events that were printed, and the ids that the report may use for them. */
  readonly printed: ReadonlySet<string>;
  /**
   * Resolves once everything is written, as fast as the reader takes it.
   * @throws Obs3Error INTERNAL if it cannot be written at all.
   */
  end(): Promise<void>;
  /** Whether the reader of our output went away. */
  hasNoReader(): boolean;
}

/**
 * @param onLeft called once if nobody reads any more, or nothing can be written.
 * @param onWrite called before each part is written: anything else on the line has to make way.
 */
export function createEventStream(
  { stdout }: Pick<CliIo, 'stdout'>,
  onLeft: () => void,
  onWrite: () => void = () => {},
): EventStream {
  const printed = new Set<string>();
  let waiting: string[] = [];
  let writing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let isLeft = false;

  async function write(): Promise<void> {
    try {
      while (waiting.length > 0 && !isLeft) {
        const lines = waiting;
        waiting = [];
        onWrite();
        isLeft = !(await writeWhole(stdout, lines));
      }
    } catch (error) {
      failure ??= { error };
    }
    writing = undefined;
    if (failure || isLeft) onLeft();
  }

  return {
    printed,
    print(event, head, otherId) {
      if (failure || isLeft || printed.has(event.id)) return;
      if (printed.size === 0) waiting.push(headLine(head));
      printed.add(event.id).add(otherId);
      waiting.push(eventLine(event));
      writing ??= write();
    },
    async end() {
      await writing;
      if (failure) throw failure.error;
    },
    hasNoReader: () => isLeft,
  };
}
