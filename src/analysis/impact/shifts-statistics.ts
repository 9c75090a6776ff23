/** Order statistics over plain arrays of finite numbers, for a rule that must be explainable. */

/** The median of ascending values; for an even number, the mean of the middle two. NaN if empty. */
function middle(sorted: ArrayLike<number>): number {
  const half = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[half] ?? Number.NaN;
  // halved first: the sum of two may exceed the largest number
  return (sorted[half - 1] ?? Number.NaN) / 2 + (sorted[half] ?? Number.NaN) / 2;
}

export const median = (values: readonly number[]): number => middle(Float64Array.from(values).sort());

export interface Usual {
  readonly median: number;
  /** A robust standard deviation, at least 1 % of the median. */
  readonly spread: number;
  readonly min: number;
  readonly max: number;
}

/**
 * 1.4826 × MAD, which equals the standard deviation for normally distributed values. If more than half of the values are equal,
 * MAD is 0, and 1.2533 × the mean distance is used, which also equals it for normally distributed values.
 */
export function usualOf(values: readonly number[]): Usual {
  const center = median(values);
  const distances = values.map((value) => Math.abs(value - center));
  const deviation =
    1.4826 * median(distances) || 1.2533 * distances.reduce((sum, distance) => sum + distance / distances.length, 0);
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) [min, max] = [Math.min(min, value), Math.max(max, value)];
  return { median: center, spread: Math.max(deviation, 0.01 * Math.abs(center)), min, max };
}

/** The median of the values within half a width around each time. Times must ascend. */
export function runningMedian(times: readonly number[], values: readonly number[], width: number): readonly number[] {
  const sorted: number[] = [];
  const found: number[] = [];
  let [from, to] = [0, 0];
  for (const time of times) {
    for (; to < times.length && (times[to] ?? Infinity) < time + width / 2; to++) {
      const value = values[to] ?? 0;
      sorted.splice(placeOf(sorted, value), 0, value);
    }
    for (; (times[from] ?? Infinity) < time - width / 2; from++) sorted.splice(placeOf(sorted, values[from] ?? 0), 1);
    found.push(middle(sorted));
  }
  return found;
}

/** The index of the first value that is not less. */
function placeOf(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if ((sorted[half] ?? Infinity) < value) low = half + 1;
    else high = half;
  }
  return low;
}
