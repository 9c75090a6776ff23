/** The part of a metric that is drawn with a shift: bounded, so that a report with many shifts stays small. */
import { hour } from '../../model/duration.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import { indexAt, type Values } from './shifts-rule.ts';

/** Points for one shift. */
const mostPoints = 500;
/** How many periods are shown before it, at least, so that one sees what was usual. */
const leadPeriods = 12;

export interface Drawn {
  /** Epoch milliseconds. */
  readonly onset: number;
  readonly end: number;
  /** The usual value: where several values share a point, the one furthest from it is drawn. */
  readonly center: number;
}

/**
 * The window and the hour before it; if that is too much, the shift and as much around it; if that still is, the furthest value
 * of each of 500 equal parts. Epoch seconds and value; missing periods are left out.
 */
export function drawnSeries(
  all: Values,
  { onset, end, center }: Drawn,
  { since, until }: AnsweredWindow,
): readonly (readonly [number, number])[] {
  const lead = Math.max(hour, leadPeriods * all.period);
  const part = (from: number, to: number) => [indexAt(all, from), indexAt(all, to)] as const;
  let [first, last] = part(Math.min(since, onset) - lead, Math.max(until, end));
  if (last - first > mostPoints) {
    const around = Math.max(lead, Math.min(end - onset, (mostPoints / 4) * all.period));
    [first, last] = part(onset - around, end + around);
  }
  const points: (readonly [number, number])[] = [];
  const size = Math.max(1, (last - first) / mostPoints);
  for (let from = first; Math.round(from) < last; from += size) {
    let [best, furthest] = [-1, -1];
    for (let index = Math.round(from); index < Math.min(Math.round(from + size), last); index++) {
      const distance = Math.abs((all.values[index] ?? center) - center);
      if (distance > furthest) [best, furthest] = [index, distance];
    }
    if (best >= 0) points.push([(all.times[best] ?? 0) / 1000, all.values[best] ?? 0]);
  }
  return points;
}
