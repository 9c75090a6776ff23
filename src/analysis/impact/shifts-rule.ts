/**
 * Did a metric leave its usual behavior? CloudWatch's series are bursty, cron-like and full of zeros, so large distances from
 * the mean occur every day. Therefore a shift must be a record: a value, or an hour's median, that exceeds everything of the
 * days before by a margin. Pure numbers: no metric, no resource.
 */
import { day, hour, minute } from '../../model/duration.ts';
import { median, runningMedian, type Usual, usualOf } from './shifts-statistics.ts';

/** How long before a moment its baseline ends: what has already begun must not hide in it. Milliseconds. */
export const lookBack = hour;
const baselineLength = 7 * day;
const fewestValues = 12;
/** As a fraction of the ceiling. */
const nearCeiling = 0.95;
/** Values that are further apart belong to two shifts. Milliseconds. */
const widestGap = 15 * minute;

/** One value for each period, ordered by time (epoch milliseconds of the period's start). A missing period is a gap. */
export interface Values {
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** Milliseconds. */
  readonly period: number;
}

export interface Limits {
  readonly directions: 'down' | 'both';
  /** Smaller differences are no change. */
  readonly leastChange: number;
  /** Infinity if there is none. */
  readonly ceiling: number;
}

/** Of the values in [from, to), in epoch milliseconds. */
export interface Baseline extends Usual {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface Shift {
  readonly direction: 'up' | 'down';
  /** Epoch milliseconds: the first period's start, and the last period's end. */
  readonly onset: number;
  readonly end: number;
  readonly peakTime: number;
  readonly peak: number;
  /** In units of the baseline's own range; 1 or more. */
  readonly excursion: number;
  readonly baseline: Baseline;
}

/** Half-open, epoch milliseconds. */
export interface Step {
  readonly since: number;
  readonly until: number;
}

/** The baseline of a step: the seven days that end an hour before it. undefined if that is too little to judge by. */
export function baselineOf(all: Values, { since, until }: Step): Baseline | undefined {
  const to = since - lookBack;
  const [first, end] = [indexAt(all, to - baselineLength), indexAt(all, to)];
  const from = all.times[first];
  if (from === undefined || end - first < fewestValues || to - from < until - to) return undefined;
  return { ...usualOf(all.values.slice(first, end)), from, to, count: end - first };
}

/** The shifts of a step compared with its baseline, ordered by onset; they may end after the step. */
export function shiftsOf(all: Values, { until }: Step, baseline: Baseline, limits: Limits): readonly Shift[] {
  const { from, to } = baseline;
  const [first, start, end] = [indexAt(all, from), indexAt(all, to), indexAt(all, until)];
  if (start === end) return [];
  // with a short baseline, records by chance are more likely
  const margin = Math.min(Math.max((2.5 * (until - to)) / (until - from), 0.1), 0.5);
  const spikes = recordsIn(all, start, end, baseline, margin, limits).map((records) =>
    spikeOf(all, records, start, baseline),
  );
  if (3 * all.period > hour) return joinShifts(all, spikes);
  const smooth = (low: number, high: number) =>
    runningMedian(all.times.slice(low, high), all.values.slice(low, high), hour);
  const usual = usualOf(smooth(first, start));
  const smoothed: Values = { ...all, times: all.times.slice(start, end), values: smooth(start, end) };
  const levelShifts = recordsIn(smoothed, 0, end - start, usual, margin, limits).map((records) =>
    levelShiftOf(all, { ...records, first: start + records.first, last: start + records.last }, start, baseline),
  );
  return joinShifts(all, [...spikes, ...levelShifts]);
}

/** The first index whose time is not earlier. */
export function indexAt({ times }: Values, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if ((times[half] ?? Infinity) < time) low = half + 1;
    else high = half;
  }
  return low;
}

/** Adjacent values on one side, each beyond everything usual. Indexes, both inclusive. */
interface Records {
  readonly sign: 1 | -1;
  readonly first: number;
  last: number;
  excursion: number;
}

function recordsIn(
  { times, values, period }: Values,
  start: number,
  end: number,
  { median: center, spread, min, max }: Usual,
  margin: number,
  { directions, leastChange, ceiling }: Limits,
): readonly Records[] {
  const [up, down] = [Math.max(max - center, 3 * spread), Math.max(center - min, 3 * spread)];
  // below its ceiling, half of the remaining distance is enough; if it came close before, nothing is a record
  const upper = max < nearCeiling * ceiling ? Math.min(max + margin * up, (max + ceiling) / 2) : Infinity;
  const lower = min - margin * down;
  const least = Math.max(3.5 * spread, 0.1 * Math.abs(center), leastChange);
  const found: Records[] = [];
  const latest: { [sign: number]: Records } = {};
  for (let index = start; index < end; index++) {
    const value = values[index] ?? center;
    const distance = Math.abs(value - center);
    const sign = value > upper ? 1 : -1;
    if ((sign === 1 ? directions === 'down' : value >= lower) || distance < least) continue;
    const range = (sign === 1 ? up : down) || leastChange;
    const excursion = range > 0 ? Math.min(Math.max(distance / range, 1), Number.MAX_VALUE) : 1;
    const before = latest[sign];
    if (before && (times[index] ?? 0) - (times[before.last] ?? 0) <= Math.max(widestGap, period)) {
      before.last = index;
      before.excursion = Math.max(before.excursion, excursion);
    } else {
      const records: Records = { sign, first: index, last: index, excursion };
      latest[sign] = records;
      found.push(records);
    }
  }
  return found;
}

/** The range in which the values are neither usual nor small beside the peak (less than a fifth of it). */
function spikeOf(all: Values, { sign, first, last, excursion }: Records, start: number, baseline: Baseline): Shift {
  const { times, values, period } = all;
  const beyond = (index: number) => sign * ((values[index] ?? Number.NaN) - baseline.median);
  let peak = first;
  for (let index = first; index <= last; index++) if (beyond(index) > beyond(peak)) peak = index;
  const usual = Math.max(3 * baseline.spread, beyond(peak) / 5);
  const isNext = (a: number, b: number) =>
    Math.abs((times[b] ?? Infinity) - (times[a] ?? 0)) <= Math.max(widestGap, period);
  let [from, to] = [first, last];
  while (from < peak && beyond(from) <= usual) from++;
  while (to > peak && beyond(to) <= usual) to--;
  while (from > start && beyond(from - 1) > usual && isNext(from, from - 1)) from--;
  while (beyond(to + 1) > usual && isNext(to, to + 1)) to++;
  return shiftOf(all, sign, from, to, excursion, baseline);
}

/**
 * From the change point: the one where the midpoint of both levels separates old from new with the fewest values on the wrong
 * side.
 */
function levelShiftOf(
  all: Values,
  { sign, first, last, excursion }: Records,
  start: number,
  baseline: Baseline,
): Shift {
  const { times, values } = all;
  const midpoint = baseline.median / 2 + median(values.slice(first, last + 1)) / 2;
  const isNew = (index: number) => sign * ((values[index] ?? midpoint) - midpoint) > 0;
  let anchor = first;
  while (anchor < last && !isNew(anchor)) anchor++;
  const furthest = (step: 1 | -1): number => {
    let [best, most, sum] = [anchor, 0, 0];
    for (let index = anchor + step; index >= start && index < times.length; index += step) {
      sum += isNew(index) ? 1 : -1;
      if (sum > most) [best, most] = [index, sum];
      // an hour at the old level
      if (most - sum > hour / all.period) break;
    }
    return best;
  };
  return shiftOf(all, sign, furthest(-1), furthest(1), excursion, baseline);
}

function shiftOf(
  { times, values, period }: Values,
  sign: 1 | -1,
  from: number,
  to: number,
  excursion: number,
  baseline: Baseline,
): Shift {
  let peak = from;
  for (let index = from; index <= to; index++)
    if (sign * (values[index] ?? 0) > sign * (values[peak] ?? 0)) peak = index;
  return {
    direction: sign === 1 ? 'up' : 'down',
    onset: times[from] ?? 0,
    end: (times[to] ?? 0) + period,
    peakTime: times[peak] ?? 0,
    peak: values[peak] ?? 0,
    excursion,
    baseline,
  };
}

/**
 * Overlapping shifts in the same direction are one: a spike at the start of a new level, or the same shift found in two steps.
 */
export function joinShifts({ period }: Pick<Values, 'period'>, shifts: readonly Shift[]): readonly Shift[] {
  const joined: Shift[] = [];
  for (const shift of [...shifts].sort((a, b) => a.onset - b.onset || a.end - b.end)) {
    const at = joined.findLastIndex(({ direction }) => direction === shift.direction);
    const before = joined[at];
    if (!before || shift.onset > Math.max(before.end, before.onset + period)) joined.push(shift);
    else joined[at] = both(before, shift);
  }
  return joined;
}

function both(a: Shift, b: Shift): Shift {
  const isHigher = a.direction === 'up' ? b.peak > a.peak : b.peak < a.peak;
  const { peak, peakTime } = isHigher ? b : a;
  return { ...a, end: Math.max(a.end, b.end), peak, peakTime, excursion: Math.max(a.excursion, b.excursion) };
}
