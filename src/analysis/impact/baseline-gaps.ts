/**
 * Metrics that were reported, but with too little history to judge whether they are normal: mentioned, never silently skipped.
 */
import type { ReadingGap } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { numberText } from '../../model/number-text.ts';
import type { Series } from '../../model/series.ts';
import { momentText } from '../../model/time-text.ts';
import { countInWords } from './amounts.ts';
import type { Unjudged } from './shifts.ts';

/** How many are named for one place. */
const mostNames = 3;

/** One gap for each account and region, and for each time from which metrics could be judged. */
export function baselineGaps(unjudged: readonly Unjudged[]): readonly ReadingGap[] {
  const places = groupedBy(unjudged, ({ series: { account, region }, until }) =>
    JSON.stringify([account, region, until]),
  );
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => gapOf(group));
}

function gapOf(group: readonly [Unjudged, ...Unjudged[]]): ReadingGap {
  const [{ series, until }] = group;
  const { account, region } = series;
  const names = [...new Set(group.map((one) => nameOf(one.series)))].sort();
  const rest = names.length - mostNames;
  const listed = `${names.slice(0, mostNames).join(', ')}${rest > 0 ? ` and ${numberText(rest)} more` : ''}`;
  const metrics = countInWords(names.length, 'metric');
  const found = gap(
    'BASELINE_TOO_SHORT',
    until === undefined
      ? `too little is known from before the window to judge ${metrics} by: ${listed}`
      : `until ${momentText(until)} too little is known from before to judge ${metrics} by: ${listed}`,
    { hint: 'the metrics of the week before are needed: add their files, or ask about a later window' },
  );
  return { source: 'cloudwatch', account, region, gap: found };
}

const nameOf = ({ metricName, dimensions }: Series): string => {
  const of = Object.keys(dimensions)
    .sort()
    .map((name) => dimensions[name])
    .join('/');
  return `${metricName}${of === '' ? '' : ` of ${of}`}`;
};
