/** A shifted metric on one line: eight heights, a space if nothing was reported, a stroke at the time of the change. */
import type { MetricDetail } from '../model/event.ts';
import { columnAt, extentOf, plotOf } from './plot.ts';

export interface SparklineOptions {
  readonly width: number;
  /** Epoch milliseconds of the changes to mark. */
  readonly marks: readonly number[];
  /** The terminal's locale only supports ASCII. */
  readonly ascii: boolean;
}

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const plain = ['_', '.', '-', ':', '=', '+', '*', '#'];
const narrowest = 8;

/** Empty if there is nothing to draw, or no room. */
export function sparkline(detail: MetricDetail, { width, marks, ascii }: SparklineOptions): string {
  // each mark takes a column of its own
  const plot = plotOf(detail, width - marks.length);
  if (!plot || width < narrowest) return '';
  const levels = ascii ? plain : blocks;
  const [low, high] = extentOf(plot.values);
  const columns = new Set(marks.flatMap((mark) => columnAt(plot, mark) ?? []));
  const drawn = plot.values.map((value, column) => {
    const mark = columns.has(column) ? (ascii ? '|' : '│') : '';
    if (value === undefined) return `${mark} `;
    const height = high > low ? (value - low) / (high - low) : 0;
    return mark + (levels[Math.min(levels.length - 1, Math.floor(height * levels.length))] ?? levels[0]);
  });
  return drawn.join('').trimEnd();
}
