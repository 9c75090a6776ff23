/** Chooses, by their keys alone, the delivered files that may hold what is asked for. */
import type { DeliveredKey, Selection } from './scanner.ts';

/** Files are delivered after their events, usually within minutes; late or clock-skewed ones get this much. Milliseconds. */
const deliverySlack = 3_600_000;

/** By source, time, region and the key's account. That records may carry a different account is for the reader to find out. */
export const isChosen = (
  key: DeliveredKey,
  { since = -Infinity, until = Infinity, regions, accounts, sources }: Selection,
): boolean =>
  (sources === undefined || sources.includes(key.source)) &&
  key.until + deliverySlack > since &&
  key.since - deliverySlack < until &&
  (regions.length === 0 || regions.includes(key.region)) &&
  (accounts.length === 0 || accounts.includes(key.account));

/** Whether to open a delivered file for this selection. */
export const isRead = (key: DeliveredKey, selection: Selection): boolean =>
  key.holdsNone === undefined && isChosen(key, selection);
