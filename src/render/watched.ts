/** The metrics and alarms that there are for what was asked about: what would show an impact, whether or not it did. */
import type { Report } from '../model/report.ts';
import type { Alarm, SeriesSummary } from '../model/series.ts';
import { duration, span } from './clock.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { hang } from './width.ts';

const numbers = new Intl.NumberFormat('en-US');

const dimensionsText = (dimensions: Readonly<Record<string, string>>): string =>
  Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

function metricText({
  namespace,
  metricName,
  dimensions,
  statistics,
  periodSeconds,
  first,
  last,
  count,
}: SeriesSummary): string {
  const period = periodSeconds === null ? '' : ` every ${duration(periodSeconds * 1000)}`;
  const points = `${numbers.format(count)} datapoint${count === 1 ? '' : 's'}`;
  return `${namespace} ${metricName} (${dimensionsText(dimensions)}): ${statistics.join(', ')}${period}, ${points}, ${span(first, last)}`;
}

function alarmText({ name, state, metricName, comparison, threshold, children }: Alarm): string {
  const rule = [metricName, comparison, threshold].filter((part) => part !== null).join(' ');
  const made = children.length > 0 ? `of ${children.join(', ')}` : rule;
  return `${name}: ${[state, made].filter((part) => part !== null && part !== '').join(', ')}`;
}

export function* watchedLines({ metrics, alarms }: Report, width: number, palette: Palette): Generator<string> {
  for (const [title, texts] of [
    ['Metrics', metrics?.map(metricText)],
    ['Alarms', alarms?.map(alarmText)],
  ] as const) {
    if (texts === undefined) continue;
    yield palette.title(texts.length === 0 ? `${title}: none` : title);
    for (const text of texts) yield* hang('  ', printable(text), width);
    yield '';
  }
}
