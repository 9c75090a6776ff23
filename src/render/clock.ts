/** Times as people read them. All are UTC; a time that is not in ISO 8601 is shown as unknown, never guessed. */

import { numberText } from '../model/number-text.ts';

/** The format of times in the report: https://www.rfc-editor.org/rfc/rfc3339, in UTC. */
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `2026-03-03`; undefined if the time cannot be parsed. */
export const dateOf = (time: string): string | undefined => (isoTime.test(time) ? time.slice(0, 10) : undefined);

/** `14:03:27` */
export const timeOfDay = (time: string): string => (isoTime.test(time) ? time.slice(11, 19) : '??:??:??');

/** `Tue 2026-03-03` */
export function dayTitle(date: string): string {
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()];
  return weekday === undefined ? date : `${weekday} ${date}`;
}

/** Epoch milliseconds; NaN if the time cannot be parsed. */
export const epochOf = (time: string): number => (isoTime.test(time) ? Date.parse(time) : Number.NaN);

/** The time of day, preceded by the date unless that is `date`. */
export function timeBeside(time: string, date: string | undefined): string {
  const own = dateOf(time);
  return own === undefined || own === date ? timeOfDay(time) : `${own} ${timeOfDay(time)}`;
}

/** `42 s`, `44 min`, `3 h 30 min`, `4 d 6 h`: two units at most. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (!Number.isFinite(seconds)) return '?';
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const wholeHours = Math.round(minutes / 60);
  const days = Math.floor(wholeHours / 24);
  return wholeHours % 24 === 0 ? `${numberText(days)} d` : `${numberText(days)} d ${wholeHours % 24} h`;
}

/** `2026-03-03 12:30:00 → 16:00:00 UTC`; null is an open end. */
export function span(since: string | null, until: string | null): string {
  if (since === null && until === null) return 'all time';
  if (until === null) return `from ${timeBeside(since ?? '', undefined)} UTC on`;
  if (since === null) return `up to ${timeBeside(until, undefined)} UTC`;
  return `${timeBeside(since, undefined)} → ${timeBeside(until, dateOf(since))} UTC`;
}
