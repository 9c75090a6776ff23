/** Which delivered files may hold what is asked for, told by their keys before one is opened. */
import type { DeliveredKey, Selection } from './scanner.ts';

/** Delivery follows the event, usually within minutes; late and clock-skewed ones get this much. Milliseconds. */
const deliverySlack = 3_600_000;

/** By source, time, region and the account in the key; that the records may bear another account is for the reader to learn. */
export const isChosen = (
  key: DeliveredKey,
  { since = -Infinity, until = Infinity, regions, accounts, sources }: Selection,
): boolean =>
  (sources === undefined || sources.includes(key.source)) &&
  key.until + deliverySlack > since &&
  key.since - deliverySlack < until &&
  (regions.length === 0 || regions.includes(key.region)) &&
  (accounts.length === 0 || accounts.includes(key.account));

/** Whether a delivered file is opened for it. */
export const isRead = (key: DeliveredKey, selection: Selection): boolean =>
  key.holdsNone === undefined && isChosen(key, selection);
