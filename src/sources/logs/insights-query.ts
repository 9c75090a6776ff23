/**
 * The queries for CloudWatch Logs Insights, and their rows. Pure.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
import type { JsonObject } from '../../model/json.ts';
import { type LogEvent, logEventOf } from './log-event.ts';

/** Rows of one query: the limit that is asked for, and the most that one answer holds. */
export const mostRows = 10_000;

/** Half-open, epoch milliseconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export type Order = 'asc' | 'desc';

/** The first or last lines of a range that pass the filter. */
export const queryOf = (filter: string | undefined, order: Order): string =>
  [
    'fields @timestamp, @message, @logStream, @log',
    ...(filter === undefined ? [] : [`filter ${filter}`]),
    `sort @timestamp ${order}`,
    `limit ${mostRows}`,
  ].join(' | ');

/**
 * Matches every line that `shapeOf` may take for an error, and more: the others are dropped when they are read. A one-letter
 * level is in quotes, in structured lines.
 */
const errorLike =
  'err|exception|fail|fatal|panic|traceback|crit|severe|alert|emerg|denied|refused|forbidden|unauthorized|invalid|reject|abort|crash|killed|segfault|throttl|timed out|timeout|out of memory|unable to|could not|cannot|can\'t|status[=: ]+5|"e"';

export const errorLines = `@message like /(?i)(${errorLike})/`;

/** Whether `errorLines` would let the line through. */
export const isErrorLike = (message: string): boolean => new RegExp(errorLike, 'i').test(message);

/** For flow logs of any format: Insights knows the columns of the default format only. */
export const linesNaming = (ids: readonly string[]): string => `@message like /${ids.filter(isPlainId).join('|')}/`;

/** An id in AWS's form: none of its characters has a meaning in a regular expression. */
export const isPlainId = (id: string): boolean => /^[a-z]+-[0-9a-z]+$/i.test(id);

/** Whole seconds, both ends inclusive: what is outside the range is dropped when it is read. */
export const secondsOf = ({ from, to }: Range) => ({
  startTime: Math.floor(from / 1000),
  endTime: Math.ceil(to / 1000),
});

/** What a full answer covers for certain, and what is left to ask for. */
export interface Progress {
  readonly read: Range;
  readonly rest: Range;
  /** One second has more lines than an answer holds. */
  readonly isCut: boolean;
}

const second = 1000;

/** The second in which the answer ends may have more lines: it is asked for again, unless it is all that was read. */
export function progressOf({ from, to }: Range, events: readonly LogEvent[], order: Order): Progress {
  const end = order === 'asc' ? events.at(-1) : events[0];
  if (!end) return { read: { from, to }, rest: { from: to, to }, isCut: true };
  const start = Math.floor(end.time / second) * second;
  if (order === 'asc') {
    const isCut = start <= from;
    const at = Math.min(isCut ? start + second : start, to);
    return { read: { from, to: at }, rest: { from: at, to }, isCut };
  }
  const isCut = start + second >= to;
  const at = Math.max(isCut ? start : start + second, from);
  return { read: { from: at, to }, rest: { from, to: at }, isCut };
}

export type ResultRow = readonly { readonly field?: string | undefined; readonly value?: string | undefined }[];

/** The log events of an answer that are in the range, in order of time. */
export function eventsOfRows(rows: readonly ResultRow[], { from, to }: Range): readonly LogEvent[] {
  return rows
    .flatMap((row) => {
      const value: JsonObject = Object.fromEntries(
        row.flatMap(({ field, value: text }) => (field === undefined || text === undefined ? [] : [[field, text]])),
      );
      const event = logEventOf(value, { file: '', carriers: [] });
      return typeof event === 'object' && event.time >= from && event.time < to ? [event] : [];
    })
    .sort((a, b) => a.time - b.time || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
}
