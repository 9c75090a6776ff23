/**
 * While the first answer for a window is slow to come, nothing is known about the window, and requests that AWS would allow go
 * unused. One of them can already read the window's older half.
 */
import type { AwsSession, Limit } from '../../../aws/session.ts';
import type { Lookup } from '../lookup.ts';
import type { Part } from '../sub-windows.ts';

/** Answers that come sooner leave nothing to gain. Milliseconds. */
const patience = 600;
/** A shorter window is likely to be one page. Seconds. */
const shortestWindow = 15 * 60;

/** A name, a key or an event id seldom has more than a page of events; Insights events are rare. */
const isBroad = ({ attribute, eventCategory, mostPages }: Lookup): boolean =>
  mostPages === undefined &&
  eventCategory === undefined &&
  (attribute === undefined || attribute.AttributeKey === 'ReadOnly' || attribute.AttributeKey === 'EventSource');

export const isWorthGuessing = (lookup: Lookup, part: Part): boolean =>
  isBroad(lookup) && part.end - part.oldest >= shortestWindow;

/**
 * Resolves to true when a request could be sent that nothing else needs; to false once `stop` says that it is too late, or if
 * time does not advance by itself.
 */
export async function isSpare({ timer, lapsesIn }: AwsSession, limit: Limit, stop: AbortSignal): Promise<boolean> {
  if (!timer.goesOn) return false;
  try {
    await timer.sleep(patience, stop);
    for (;;) {
      const lapses = lapsesIn(limit);
      if (lapses === 0) return !stop.aborted;
      await timer.sleep(lapses ?? patience, stop);
    }
  } catch {
    return false;
  }
}
