/**
 * What is kept of the records that belong to the answer: those in the window, and of those before it the latest of each
 * resource, which the first in the window is compared with. A snapshot holds the latest item of every resource, most of
 * them long before any window: what another file told already is not kept again.
 */
import type { Collector } from '../../archive/scanner.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Window } from '../../model/question.ts';
import { evidenceOf } from './normalize.ts';

/** A record and where it stands. */
export interface Found {
  readonly value: JsonObject;
  readonly locator: string;
}

export interface Keeper {
  /** `key` names what the record is of. Time: epoch milliseconds, before the window's end. */
  take(found: Found, key: readonly (string | null)[], time: number, collector: Collector): void;
  /** The file is at its end. */
  end(collector: Collector): void;
}

interface Earlier {
  readonly found: Found;
  readonly time: number;
}

export function keepItems({ since = -Infinity }: Window): Keeper {
  const earlier = new Map<string, Earlier>();
  /** Of each resource: when the latest item before the window was captured, in the files before. */
  const known = new Map<string, number>();
  const taken = new Set<string>();
  return {
    take(found, key, time, collector) {
      // an item without its relationships does not stand for one that has them
      const name = JSON.stringify([...key, 'relationships' in found.value]);
      if (time >= since) {
        const item = `${name} ${time}`;
        if (!taken.has(item)) emit(found, collector);
        taken.add(item);
      } else if (time > (earlier.get(name)?.time ?? known.get(name) ?? -Infinity)) earlier.set(name, { found, time });
    },
    end(collector) {
      for (const [name, { found, time }] of earlier) {
        known.set(name, time);
        emit(found, collector);
      }
      earlier.clear();
    },
  };
}

/** All of them: since when a state has held is told by the first record of it. */
export const keepStates = (): Keeper => ({
  take: (found, _key, _time, collector) => emit(found, collector),
  end: () => {},
});

function emit({ value, locator }: Found, collector: Collector): void {
  const reading = evidenceOf(value, { backend: 'archive', locator });
  if ('reason' in reading) collector.damaged(reading.reason);
  else for (const evidence of reading.evidence) collector.evidence(evidence);
}
