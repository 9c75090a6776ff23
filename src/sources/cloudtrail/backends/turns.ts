/**
 * Decides whose request goes out when the rate limit allows one. Of several chains of one lookup, the one with the most left to
 * read goes first, so that all end together and no turn is wasted at the end.
 */
import type { AwsSession, Limit } from '../../../aws/session.ts';
import type { Lookup } from '../lookup.ts';
import { type Part, pagesAhead } from '../sub-windows.ts';

export type SendOptions = Parameters<Parameters<AwsSession['call']>[1]>[0];

interface Turn<Output> {
  readonly lookup: Lookup;
  readonly part: Part;
  send(options: SendOptions): Promise<Output>;
}

interface Waiting<Output> extends Turn<Output> {
  readonly resolve: (output: Output) => void;
  readonly reject: (error: unknown) => void;
}

/** @returns a function that sends a request in its turn. It throws what `AwsSession.call` throws. */
export function createTurns<Output>(session: AwsSession, limit: Limit): (turn: Turn<Output>) => Promise<Output> {
  const waiting: Waiting<Output>[] = [];

  /** Lookups take turns in the order in which they asked: a long one takes nothing from a short one. */
  function next(): Waiting<Output> | undefined {
    let best = waiting[0];
    if (!best) return undefined;
    const { lookup } = best;
    for (const each of waiting)
      if (each.lookup === lookup && pagesAhead(each.part) > pagesAhead(best.part)) best = each;
    waiting.splice(waiting.indexOf(best), 1);
    return best;
  }

  return ({ lookup, part, send }) =>
    new Promise((resolve, reject) => {
      const mine: Waiting<Output> = { lookup, part, send, resolve, reject };
      waiting.push(mine);
      // one call is sent per request: whoever is chosen in it keeps it through its retries
      let chosen: Waiting<Output> | undefined;
      const choose = (): Waiting<Output> => {
        chosen ??= next() ?? mine;
        return chosen;
      };
      session
        .call(limit, (options) => choose().send(options))
        .then(
          (output) => choose().resolve(output),
          (error: unknown) => choose().reject(error),
        );
    });
}
