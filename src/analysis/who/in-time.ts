/** Events in order of time, looked up by time. */
import type { ApiCallEvent } from '../../model/event.ts';

/** Time, then id: no two events compare equal. */
export const byTime = (a: ApiCallEvent, b: ApiCallEvent): number =>
  a.time === b.time ? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) : a.time < b.time ? -1 : 1;

/** The index of the last event that is not later than `time`; -1 if all are later. `events` in order of time. */
export function lastBefore(events: readonly ApiCallEvent[], time: string): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle] as ApiCallEvent).time <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Adds an event to a list of the map; lists keep the order of insertion. */
export function addTo(map: Map<string, ApiCallEvent[]>, key: string, event: ApiCallEvent): void {
  const known = map.get(key);
  if (known) known.push(event);
  else map.set(key, [event]);
}
