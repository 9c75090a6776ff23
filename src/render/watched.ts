/** The metrics and alarms that exist for the target: they would show an impact, whether or not there was one. */
import { numberText, plural } from '../model/number-text.ts';
import type { Report } from '../model/report.ts';
import type { Alarm, SeriesSummary } from '../model/series.ts';
import { duration, span } from './clock.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { hang } from './width.ts';

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
  const points = plural(count, 'datapoint');
  return `${namespace} ${metricName} (${dimensionsText(dimensions)}): ${statistics.join(', ')}${period}, ${points}, ${span(first, last)}`;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html; operators for bands stay words. */
const signs: ReadonlyMap<string, string> = new Map([
  ['GreaterThanThreshold', '>'],
  ['GreaterThanOrEqualToThreshold', '>='],
  ['LessThanThreshold', '<'],
  ['LessThanOrEqualToThreshold', '<='],
]);

function alarmText({ name, state, metricName, comparison, threshold, children }: Alarm): string {
  const sign = comparison === null ? null : (signs.get(comparison) ?? comparison);
  const rule = [metricName, sign, threshold].filter((part) => part !== null).join(' ');
  const made = children.length > 0 ? `of ${children.join(', ')}` : rule;
  return `${name}: ${[state, made].filter((part) => part !== null && part !== '').join(', ')}`;
}

/** What shifted is in the timeline: the others are counted, unless they are asked for. */
function quietMetrics(
  { metrics, timeline, coverage }: Report,
  all: boolean,
): { title: string; texts: string[] } | undefined {
  if (metrics === undefined) return undefined;
  const keyOf = ({
    namespace,
    metricName,
    dimensions,
  }: Pick<SeriesSummary, 'namespace' | 'metricName' | 'dimensions'>) =>
    JSON.stringify([namespace, metricName, Object.entries(dimensions).sort()]);
  const shifted = new Set(timeline.flatMap((event) => (event.kind === 'metric' ? [keyOf(event.detail)] : [])));
  const quiet = metrics.filter((metric) => !shifted.has(keyOf(metric)));
  if (metrics.length === 0) return { title: 'Metrics: none', texts: [] };
  const moved = new Set(metrics.map(keyOf).filter((key) => shifted.has(key))).size;
  const still = new Set(quiet.map(keyOf)).size;
  const hint = still > 0 && !all ? '; --all lists them' : '';
  const isJudged = !coverage.some(
    ({ source, gaps }) => source === 'cloudwatch' && gaps.some(({ code }) => code === 'BASELINE_TOO_SHORT'),
  );
  const title = `Metrics: ${numberText(moved)} shifted, ${numberText(still)} quiet${isJudged ? '' : ' or not judged'}${hint}`;
  return { title, texts: all ? quiet.map(metricText) : [] };
}

export function* watchedLines(report: Report, width: number, all: boolean, palette: Palette): Generator<string> {
  const { alarms } = report;
  const quiet = quietMetrics(report, all);
  if (quiet) {
    yield palette.title(quiet.title);
    for (const text of quiet.texts) yield* hang('  ', printable(text), width);
    yield '';
  }
  for (const [title, texts] of [['Alarms', alarms?.map(alarmText)]] as const) {
    if (texts === undefined) continue;
    yield palette.title(texts.length === 0 ? `${title}: none` : title);
    for (const text of texts) yield* hang('  ', printable(text), width);
    yield '';
  }
}
