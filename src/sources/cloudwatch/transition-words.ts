/** An alarm's change of state in words: `alarm 5xx-rate: OK → ALARM (12 > 5)`. */
import type { Transition } from './transition.ts';

export const describeTransition = ({ name, from, to, reason }: Pick<Transition, 'name' | 'from' | 'to' | 'reason'>) => {
  const figures = figuresOf(reason);
  return `alarm ${name}: ${from === null ? '' : `${from} → `}${to}${figures === undefined ? '' : ` (${figures})`}`;
};

/** A reason holds at most 1,023 characters. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html */
const longestReason = 1023;
const number = String.raw`-?\d+(?:\.\d+)?(?:E-?\d+)?`;
const comparison = new RegExp(
  String.raw`\b(?:was|were) (not )?(greater|less) than (or equal to )?the threshold \((${number})\)`,
);
const datapoints = /\[([^[\]]*)\]/;
/** "12.0 (01/03/26 14:05:00)": day, month and year. Older reasons have no times. */
const datapoint = new RegExp(String.raw`(${number})(?: \((\d\d)/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)\))?`, 'g');

/** `12 > 5`, the latest datapoint against the threshold, if the reason has CloudWatch's form. */
function figuresOf(reason: string): string | undefined {
  const text = reason.slice(0, longestReason);
  const [, not, direction, orEqual, threshold] = comparison.exec(text) ?? [];
  const [, listed = ''] = datapoints.exec(text) ?? [];
  let latest: { readonly value: string; readonly at: string } | undefined;
  for (const [, value = '', day, month, year, clock] of listed.matchAll(datapoint)) {
    const at = day === undefined ? '' : `${year}-${month}-${day} ${clock}`;
    if (!latest || at >= latest.at) latest = { value, at };
  }
  if (threshold === undefined || !latest) return undefined;
  const isAbove = (direction === 'greater') !== (not !== undefined);
  const isEqual = (orEqual !== undefined) !== (not !== undefined);
  return `${figure(latest.value)} ${isAbove ? '>' : '<'}${isEqual ? '=' : ''} ${figure(threshold)}`;
}

const figure = (text: string) => String(Number(Number(text).toPrecision(6)));
