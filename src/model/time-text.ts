/** Times and durations in words. Times are UTC; both are in milliseconds. */
import { day, hour, minute } from './duration.ts';
import { plural } from './number-text.ts';

/** `90 seconds`, `20 minutes`, `6 hours`, `1 day 12 hours`: at most two units; seconds if under two minutes. */
export function durationText(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'an unknown time';
  if (milliseconds < 2 * minute) return plural(Math.round(milliseconds / 1000), 'second');
  if (milliseconds < hour - minute / 2) return plural(Math.round(milliseconds / minute), 'minute');
  const [great, small] = milliseconds < day - minute / 2 ? (['hour', 'minute'] as const) : (['day', 'hour'] as const);
  const [whole, part] = great === 'hour' ? [hour, minute] : [day, hour];
  const parts = Math.round(milliseconds / part);
  const first = Math.floor((parts * part) / whole);
  const rest = parts - (first * whole) / part;
  return [first > 0 ? plural(first, great) : '', rest > 0 ? plural(rest, small) : ''].filter(Boolean).join(' ');
}

/** `2026-03-03 14:50:00 UTC` */
export const momentText = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `2026-03-03 14:50:00 to 16:00:00 UTC`; the second day only if it differs. */
export function spanText(since: number, until: number): string {
  const [from, to] = [momentText(since), momentText(until)];
  const isOneDay = from.slice(0, 11) === to.slice(0, 11);
  return `${from.slice(0, -' UTC'.length)} to ${isOneDay ? to.slice(11) : to}`;
}

/** In a form that flags accept: `2026-03-03T14:50:00Z`. Milliseconds only if they are not zero. */
export const isoText = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
