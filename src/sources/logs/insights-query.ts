/** What is asked of CloudWatch Logs Insights, and its rows. Pure. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
import type { JsonObject } from '../../model/json.ts';
import { type LogEvent, logEventOf } from './log-event.ts';

/** Rows of one query: what is asked for without a limit, and what one answer holds. */
export const mostRows = 10_000;

/** Half-open, epoch milliseconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export type Order = 'asc' | 'desc';

/** Of what the filter lets through, the first or the last lines of a range. */
export const queryOf = (filter: string | undefined, order: Order): string =>
  [
    'fields @timestamp, @message, @logStream, @log',
    ...(filter === undefined ? [] : [`filter ${filter}`]),
    `sort @timestamp ${order}`,
    `limit ${mostRows}`,
  ].join(' | ');

/**
 * Every line that `shapeOf` may take for an error, and more: what is no error is set aside when it is read. A level of one
 * letter stands in quotes, in structured lines.
 */
const errorLike =
  'err|exception|fail|fatal|panic|traceback|crit|severe|alert|emerg|denied|refused|forbidden|unauthorized|invalid|reject|abort|crash|killed|segfault|throttl|timed out|timeout|out of memory|unable to|could not|cannot|can\'t|status[=: ]+5|"e"';

export const errorLines = `@message like /(?i)(${errorLike})/`;

/** Whether the line would be let through by `errorLines`. */
export const isErrorLike = (message: string): boolean => new RegExp(errorLike, 'i').test(message);

/** Of flow logs of any format: the columns of those that are not the default's are not known to Insights. */
export const linesNaming = (ids: readonly string[]): string => `@message like /${ids.filter(isPlainId).join('|')}/`;

/** An id such as AWS gives: nothing in it means anything in a regular expression. */
export const isPlainId = (id: string): boolean => /^[a-z]+-[0-9a-z]+$/i.test(id);

/** Whole seconds, both ends inclusive: what lies outside is set aside when it is read. */
export const secondsOf = ({ from, to }: Range) => ({
  startTime: Math.floor(from / 1000),
  endTime: Math.ceil(to / 1000),
});

/** What an answer that holds as many rows as it can tells for certain, and what is left to ask for. */
export interface Progress {
  readonly read: Range;
  readonly rest: Range;
  /** More lines stand within one second than an answer holds. */
  readonly isCut: boolean;
}

const second = 1000;

/** The second in which the answer ends may hold more lines: it is asked for again, unless it is all that was read. */
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

/** The log events of an answer inside the range, in the order of time. */
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
