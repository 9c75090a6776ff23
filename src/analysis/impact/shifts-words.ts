/** A shift as one line: "NetworkIn of i-1 rose: median 1.2 MB → peak 412 MB, 343×, highest in 9 days". */
import { day } from '../../model/duration.ts';
import type { MetricDetail } from '../../model/event.ts';
import { numberText } from '../../model/number-text.ts';
import { shortName } from '../../resources/words.ts';
import { bytesInWords } from './amounts.ts';
import { indexAt, type Values } from './shifts-rule.ts';

export function shiftInWords(detail: MetricDetail, values: Values): string {
  const { metricName, dimensions, statistic, shape, direction, baseline, peak, ratio, ongoing, beganBefore } = detail;
  const of = Object.values(dimensions).map(shortName).join('/');
  const name = `${metricName}${of === '' ? '' : ` of ${of}`}${/^(Sum|Average)$/.test(statistic) ? '' : ` (${statistic})`}`;
  const amount = (value: number) => amountInWords(value, detail.unit);
  const state = [...(beganBefore ? ['began before'] : []), ...(ongoing ? ['still going on'] : [])];
  if (shape === 'silence')
    return [`${name} went silent: median ${amount(baseline.median)} before, no datapoints`, ...state].join(', ');
  const isUp = direction === 'up';
  const days = recordDays(detail, values);
  return [
    ratio === null && isUp && baseline.median === 0
      ? `${name} rose from zero: peak ${amount(peak)}`
      : `${name} ${isUp ? 'rose' : 'fell'}: median ${amount(baseline.median)} → ${isUp ? 'peak' : 'lowest'} ${amount(peak)}`,
    ...(ratio !== null && isUp ? [`${rounded(ratio)}×`] : []),
    ...(days > 0 ? [`${isUp ? 'highest' : 'lowest'} in ${days === 1 ? '1 day' : `${numberText(days)} days`}`] : []),
    ...state,
  ].join(', ');
}

/** Whole days before the onset without a value as extreme. */
function recordDays({ direction, onset, peak }: MetricDetail, all: Values): number {
  const start = Date.parse(onset);
  let from = all.times[0] ?? start;
  for (let index = indexAt(all, start) - 1; index >= 0; index--) {
    const value = all.values[index] ?? 0;
    if (direction === 'up' ? value < peak : value > peak) continue;
    from = all.times[index] ?? start;
    break;
  }
  return Math.floor((start - from) / day);
}

/** Three digits are enough, except for whole numbers. */
const rounded = (value: number): string =>
  numberText(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

const symbols: ReadonlyMap<string, string> = new Map([
  ['Percent', ' %'],
  ['Seconds', ' s'],
  ['Milliseconds', ' ms'],
  ['Microseconds', ' µs'],
  ['Bytes/Second', '/s'],
  ['Count/Second', '/s'],
]);

function amountInWords(value: number, unit: string | null): string {
  const symbol = symbols.get(unit ?? '') ?? '';
  const isBytes = unit === 'Bytes' || unit === 'Bytes/Second';
  return `${isBytes && value >= 0 ? bytesInWords(value) : small(value)}${symbol}`;
}

/** Intl stops at three decimals. */
const small = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.1 ? String(Number(value.toPrecision(3))) : rounded(value);
