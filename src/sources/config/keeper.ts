/**
 * Which of the matching records are kept: those in the window, and for each resource the latest one before it, with which the
 * first one in the window is compared. A snapshot holds the latest item of every resource, most of them from long before any
 * window: what another file said already is not kept again.
 */
import { createHash } from 'node:crypto';
import type { Collector } from '../../archive/scanner.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Window } from '../../model/question.ts';
import { evidenceOf } from './normalize.ts';

/** A record and where it is. */
export interface Found {
  readonly value: JsonObject;
  readonly locator: string;
}

export interface Keeper {
  /** `key` names what the record is about. Time: epoch milliseconds, before the window's end. */
  take(found: Found, key: readonly (string | null)[], time: number, collector: Collector): void;
  /** The file is at its end. */
  end(collector: Collector): void;
}

interface Earlier {
  /** Several if they were captured at the same instant. */
  readonly found: Found[];
  readonly time: number;
}

export function keepItems({ since = -Infinity }: Window): Keeper {
  const earlier = new Map<string, Earlier>();
  /** For each resource: when the latest item before the window was captured, among the files read before. */
  const known = new Map<string, number>();
  const copies = new Copies();
  return {
    take(found, key, time, collector) {
      // an item without its relationships does not replace one that has them
      const name = JSON.stringify([...key, 'relationships' in found.value]);
      if (time >= since) {
        copies.emit(`${name} ${time}`, found, collector);
        return;
      }
      const last = earlier.get(name);
      if (last?.time === time) last.found.push(found);
      else if (time >= (last?.time ?? known.get(name) ?? -Infinity)) earlier.set(name, { found: [found], time });
    },
    end(collector) {
      for (const [name, { found, time }] of earlier) {
        known.set(name, time);
        for (const each of found) copies.emit(`${name} ${time}`, each, collector);
      }
      earlier.clear();
    },
  };
}

/**
 * What was said already, by resource and time. Two items of the same time may still differ: if the first one stood for both,
 * the answer would depend on the order in which files are read.
 */
class Copies {
  /** Digests of the evidence in the first record read; for the records that came after it, their texts. */
  private readonly told = new Map<string, { readonly digests: Set<string>; written?: Set<string> }>();

  emit(name: string, found: Found, collector: Collector): void {
    const told = this.told.get(name);
    if (told === undefined) {
      this.told.set(name, { digests: new Set(emit(found, collector)) });
      return;
    }
    // the same item is in every day's snapshot: it is read only once more
    const text = JSON.stringify(found.value);
    const written = createHash('sha1').update(text).digest('base64');
    told.written ??= new Set();
    if (told.written.has(written)) return;
    told.written.add(written);
    for (const digest of emit(found, collector, told.digests)) told.digests.add(digest);
  }
}

/** All of them: how long a state has held is known from its first record. */
export const keepStates = (): Keeper => ({
  take: (found, _key, _time, collector) => {
    emit(found, collector);
  },
  end: () => {},
});

/** The digests of what it says, without what is known already. */
function emit(
  { value, locator }: Found,
  collector: Collector,
  known: ReadonlySet<string> = new Set(),
): readonly string[] {
  const reading = evidenceOf(value, { backend: 'archive', locator });
  if ('reason' in reading) {
    collector.damaged(reading.reason);
    return [];
  }
  const evidence = reading.evidence.filter(({ digest }) => !known.has(digest));
  for (const each of evidence) collector.evidence(each);
  return evidence.map(({ digest }) => digest);
}
