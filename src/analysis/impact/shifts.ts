/** What the metrics did: series -> one event for each time that a metric left its usual behavior. */
import { day, hour, minute } from '../../model/duration.ts';
import type { Match, MetricDetail, MetricEvent, Origin } from '../../model/event.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { Series } from '../../model/series.ts';
import { resourcesOfDimensions } from '../../resources/dimensions.ts';
import { refOfSpelling, typeOfId } from '../../resources/identify.ts';
import { ceilingOf, directionsOf, isCounter, isPercentile, leastChange, typeOfDimension } from './shifts-metric.ts';
import {
  type Baseline,
  baselineOf,
  indexAt,
  joinShifts,
  lookBack,
  type Shift,
  type Step,
  shiftsOf,
  type Values,
} from './shifts-rule.ts';
import { drawnSeries } from './shifts-series.ts';
import { type Extent, fewestMissing, type Measured, measuredMetrics, metricPath, valuesOf } from './shifts-values.ts';
import { shiftInWords } from './shifts-words.ts';

export interface ShiftsInput {
  /** Aligned. */
  readonly series: readonly Series[];
  readonly window: AnsweredWindow | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Why a series is listed; empty if it is not. */
  readonly matches: (series: Series) => readonly Match[];
  /** Until when all measurements of a place are known, epoch milliseconds; absent: as far as the series reach. */
  readonly measuredUntil?: (place: Pick<Series, 'account' | 'region'>) => number | undefined;
  /** Where the datapoint of a time can be looked up again. */
  readonly originAt: (series: Series, time: number) => Origin;
}

export interface MetricFindings {
  /** The shifts that overlap the window, by time. */
  readonly events: readonly MetricEvent[];
  /** What was reported in the window but cannot be judged: too little is known about the days before. */
  readonly unjudged: readonly Unjudged[];
}

export interface Unjudged {
  readonly series: Series;
  /** Days up to this time were not judged. Epoch milliseconds; undefined: no part of the window was. */
  readonly until: number | undefined;
}

/** The shifts that overlap the window, by time. */
export const metricShifts = (input: ShiftsInput): readonly MetricEvent[] => judgeMetrics(input).events;

export function judgeMetrics(input: ShiftsInput): MetricFindings {
  const { series } = input;
  const window = measuredPart(input);
  const unjudged: Unjudged[] = [];
  if (!window) return { events: [], unjudged };
  const known = knownExtents(input);
  const used = new Set<string>();
  const events = measuredMetrics(series)
    .flatMap((measured): readonly MetricEvent[] => {
      const [first] = measured.series;
      const match = matchOrder.filter((reason) => measured.series.some((one) => input.matches(one).includes(reason)));
      if (match.length === 0) return [];
      const values = valuesOf(measured, { ...extentOf(window, input.now), known: known(first) });
      const { found, isJudged, unjudgedUntil } = judge(measured, values, window, known(first)[1]);
      if (unjudgedUntil !== undefined) unjudged.push({ series: first, until: isJudged ? unjudgedUntil : undefined });
      return found.map((shift) => eventOf(measured, values, shift, match, { ...input, window }));
    })
    .map((event): MetricEvent => {
      // resources in two regions or accounts may have the same name
      const id = used.has(event.id)
        ? `${event.id}/${event.origin.account ?? '-'}/${event.origin.region ?? '-'}`
        : event.id;
      used.add(id);
      return { ...event, id };
    })
    .sort((a, b) => (a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1));
  return { events, unjudged };
}

const matchOrder: readonly Match[] = ['target', 'principal', 'neighbor', 'chain', 'window'];

/**
 * Datapoints are kept for 455 days, and none are from the future. undefined if nothing of the window remains.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
 */
function measuredPart({ window, now }: ShiftsInput): AnsweredWindow | undefined {
  if (!window) return undefined;
  const until = Math.min(window.until, now);
  const since = Math.max(window.since, until - 455 * day);
  return since < until ? { since, until } : undefined;
}

/** How much history is fetched: seven days to judge by, fourteen to say "highest in 14 days". */
const history = 14 * day;

/**
 * By the minute if the window is short and CloudWatch still has the minutes of the whole history, otherwise by five minutes:
 * the same whether CloudWatch is asked or a stream is read.
 */
function extentOf({ since, until }: AnsweredWindow, now: number): Omit<Extent, 'known'> {
  const isFine = until - since <= 2 * hour && now - since <= day;
  return { since: since - history, until, now, finest: isFine ? minute : 5 * minute };
}

/** How late a period's datapoint may arrive. Milliseconds. */
const arriving = 10 * minute;

/**
 * Services report nothing if there is nothing to count. That this means zero is known from the first report about the same
 * resource to the last report about anything in the region.
 */
function knownExtents({ series, now, measuredUntil }: ShiftsInput): (series: Series) => readonly [number, number] {
  const [first, last] = [new Map<string, number>(), new Map<string, number>()];
  const resource = (one: Series) => JSON.stringify([one.account, one.region, metricPath({ ...one, metricName: '' })]);
  const place = ({ account, region }: Series) => JSON.stringify([account, region]);
  for (const one of series) {
    const reach = Math.min((one.periodSeconds ?? 0) * 1000, 5 * minute);
    let [from, to] = [first.get(resource(one)) ?? Infinity, last.get(place(one)) ?? -Infinity];
    for (const { time } of one.datapoints) [from, to] = [Math.min(from, time), Math.max(to, time + reach)];
    first.set(resource(one), from);
    last.set(place(one), to);
  }
  const reachOf = (one: Series) => Math.min(measuredUntil?.(one) ?? -Infinity, now - arriving);
  return (one) => [first.get(resource(one)) ?? Infinity, Math.max(last.get(place(one)) ?? -Infinity, reachOf(one))];
}

interface Found extends Shift {
  readonly isSilence: boolean;
}

/** Day by day, each compared with the days before it: a baseline of last month says little about today. */
function judge(
  measured: Measured,
  values: Values,
  window: AnsweredWindow,
  knownUntil: number,
): { readonly found: readonly Found[]; readonly isJudged: boolean; readonly unjudgedUntil: number | undefined } {
  const { statistic, series } = measured;
  const [one] = series;
  const limits = {
    directions: directionsOf(one),
    leastChange: leastChange(one, statistic),
    ceiling: ceilingOf(one),
  };
  const shifts: Shift[] = [];
  const silences: Shift[] = [];
  let isJudged = false;
  let unjudgedUntil: number | undefined;
  for (let since = window.since; since < window.until; since += day) {
    const step: Step = { since, until: Math.min(since + day, window.until) };
    if (indexAt(values, since - lookBack - 7 * day) === values.times.length) break;
    const baseline = baselineOf(values, step);
    if (!baseline) {
      if (indexAt(values, step.since) < indexAt(values, step.until)) unjudgedUntil = step.until;
      continue;
    }
    isJudged = true;
    shifts.push(...shiftsOf(values, step, baseline, limits));
    if (!isCounter(statistic) && !isPercentile(statistic))
      silences.push(...silencesOf(values, step, baseline, knownUntil));
  }
  const found = [
    ...joinShifts(values, shifts).map((shift) => ({ ...shift, isSilence: false })),
    ...joinShifts(values, silences).map((shift) => ({ ...shift, isSilence: true })),
  ].filter(({ onset, end }) => end > window.since && onset < window.until);
  return { found, isJudged, unjudgedUntil };
}

/** Three periods or more without a datapoint, for a metric that had one in nine of ten periods of the day before. */
function silencesOf(values: Values, { since, until }: Step, baseline: Baseline, knownUntil: number): readonly Shift[] {
  const { times, period } = values;
  const found: Shift[] = [];
  for (let index = Math.max(indexAt(values, since - lookBack) - 1, 0); index < times.length; index++) {
    const onset = (times[index] ?? 0) + period;
    if (onset >= until) break;
    const end = times[index + 1] ?? Math.min(knownUntil, until);
    if (onset < since - lookBack || end - onset < fewestMissing * period) continue;
    const reported = index + 1 - indexAt(values, onset - day);
    if (reported < (0.9 * day) / period) continue;
    found.push({ direction: 'down', onset, end, peakTime: onset, peak: 0, excursion: 1, baseline });
  }
  return found;
}

function eventOf(
  { statistic, unit, series: [one, ...others] }: Measured,
  values: Values,
  found: Found,
  match: readonly Match[],
  { window, originAt }: ShiftsInput & { readonly window: AnsweredWindow },
): MetricEvent {
  const { direction, onset, end, peakTime, peak, excursion, baseline, isSilence } = found;
  const { namespace, metricName, dimensions } = one;
  const { times, period } = values;
  const last = times.at(-1) ?? 0;
  const ratio = peak / baseline.median;
  const detail: MetricDetail = {
    namespace,
    metricName,
    dimensions,
    statistic,
    periodSeconds: period / 1000,
    unit,
    direction,
    shape: isSilence ? 'silence' : shapeOf(found),
    onset: iso(onset),
    peakTime: iso(peakTime),
    peak,
    baseline: { ...baseline, from: iso(baseline.from), to: iso(baseline.to) },
    ratio: Number.isFinite(ratio) && ratio >= 0 ? ratio : null,
    excursion,
    ongoing: isSilence ? onset > last : end >= last + period,
    beganBefore: onset + period <= window.since,
    series: drawnSeries(values, { onset, end, center: baseline.median }, window),
  };
  const holder = [one, ...others].find(({ datapoints }) => datapoints.some(({ time }) => time === peakTime)) ?? one;
  return {
    id: `metric:${metricPath(one)}/${statistic}/${detail.onset}`,
    time: detail.onset,
    endTime: iso(end),
    kind: 'metric',
    match,
    resources: resourcesOf(one),
    summary: shiftInWords(detail, values),
    severity: 'warning',
    chain: null,
    origin: originAt(holder, peakTime),
    detail,
  };
}

function shapeOf({ direction, onset, end, peak, baseline }: Shift): MetricDetail['shape'] {
  const isLong = end - onset >= hour;
  if (direction === 'down') return isLong && peak !== 0 ? 'level-shift' : 'drop';
  if (baseline.median === 0) return 'burst';
  return isLong ? 'level-shift' : 'spike';
}

/** For a metric in a namespace of AWS's own that the catalog does not have. */
const typeInService = ({ namespace, dimensions }: Series, name: string): string | null =>
  namespace.startsWith('AWS/') ? (resourcesOfDimensions({ [name]: dimensions[name] ?? '' })[0]?.type ?? null) : null;

/** The resources that its dimensions name, if a type is known for any of them. */
function resourcesOf(series: Series): readonly ResourceRef[] {
  const { account, region, dimensions } = series;
  const refs = Object.entries(dimensions).map(([name, value]) => ({
    type: typeOfDimension(series, name) ?? typeOfId(value) ?? typeInService(series, name),
    id: value,
    ...refOfSpelling(value),
    ...(account !== null && { account }),
    ...(region !== null && { region }),
  }));
  const known = refs.filter(({ type }) => type !== null);
  return known.length > 0 ? known : refs;
}

const iso = (time: number) => new Date(time).toISOString();
