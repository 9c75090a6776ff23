/** CloudWatch's metrics: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, numberAt, objectsAt, pageOf, resumed, timeAt } from '../call.ts';
import type { Datapoint, MetricSeries } from '../world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const mostQueries = 500;
const mostDatapoints = 100_800;

const refuse = (message: string) => new AwsError('ValidationException', message);

/** `[{Name, Value}]` -> `{name: value}`; a dimension without a value matches any. */
const dimensionsOf = (metric: JsonObject): ReadonlyMap<string, string | undefined> =>
  new Map(objectsAt(metric, 'Dimensions').map((item) => [String(item['Name']), stringAt(item, 'Value')]));

/** The one metric with exactly these dimensions. */
function seriesOf({ here }: Call, metric: JsonObject): MetricSeries | undefined {
  const wanted = dimensionsOf(metric);
  return here.metrics.find(
    ({ namespace, metricName, dimensions }) =>
      namespace === metric['Namespace'] &&
      metricName === metric['MetricName'] &&
      Object.keys(dimensions).length === wanted.size &&
      Object.entries(dimensions).every(([name, value]) => wanted.get(name) === value),
  );
}

/**
 * The finest period still kept, by the age of the start: a minute for 15 days, five for 63, an hour for 455. Under three hours,
 * any period.
 */
function finestPeriod(age: number): number {
  if (age < 3 * hour) return 1;
  if (age <= 15 * day) return 60;
  return age <= 63 * day ? 300 : 3600;
}

/** The start is rounded down to the periods still kept. */
function roundedStart(start: number, age: number): number {
  const step = age <= 15 * day ? minute : age <= 63 * day ? 5 * minute : hour;
  return Math.floor(start / step) * step;
}

/** One value for the measurements of one or more periods; undefined for a statistic that does not exist. */
function statisticOf(points: readonly Datapoint[], statistic: string): number | undefined {
  const sum = points.reduce((total, point) => total + point.sum, 0);
  const count = points.reduce((total, point) => total + point.count, 0);
  switch (statistic) {
    case 'Average':
      return sum / count;
    case 'Sum':
      return sum;
    case 'SampleCount':
      return count;
    case 'Minimum':
      return Math.min(...points.map((point) => point.min));
    case 'Maximum':
      return Math.max(...points.map((point) => point.max));
    default: {
      if (!/^p\d+(\.\d+)?$/.test(statistic)) throw refuse(`Stat '${statistic}' is not supported.`);
      const known = points.map((point) => point[statistic as `p${string}`]).filter((value) => value !== undefined);
      return known.length > 0 ? Math.max(...known) : undefined;
    }
  }
}

interface Answered {
  readonly Id: string;
  readonly Label: string;
  readonly StatusCode: 'Complete' | 'InternalError' | 'Forbidden';
  /** Oldest first. */
  readonly values: readonly (readonly [time: number, value: number])[];
}

interface Window {
  readonly start: number;
  readonly end: number;
}

/** If the period does not fit the age of the start, there are no values: no error, no data. */
function answer(call: Call, query: JsonObject, { start, end }: Window): Answered {
  const stat = objectAt(query, 'MetricStat');
  const metric = objectAt(stat, 'Metric');
  const series = seriesOf(call, metric);
  const Id = String(query['Id']);
  const Label = stringAt(query, 'Label') ?? stringAt(metric, 'MetricName') ?? Id;
  if (series?.statusCode) return { Id, Label, StatusCode: series.statusCode, values: [] };
  const age = call.now - start;
  const period = numberAt(stat, 'Period') ?? 0;
  const statistic = stringAt(stat, 'Stat') ?? '';
  const unit = stringAt(stat, 'Unit');
  if (!series || period % finestPeriod(age) !== 0 || (unit && unit !== series.unit))
    return { Id, Label, StatusCode: 'Complete', values: [] };
  const first = Math.max(roundedStart(start, age), call.now - 455 * day);
  const last = Math.min(end, call.now - call.settings.metricLagSeconds * 1000);
  const periods = new Map<number, Datapoint[]>();
  for (const point of series.datapoints) {
    if (point.timestamp < first || point.timestamp >= last) continue;
    const time = first + Math.floor((point.timestamp - first) / (period * 1000)) * period * 1000;
    periods.set(time, [...(periods.get(time) ?? []), point]);
  }
  const values = [...periods]
    .map(([time, points]) => [time, statisticOf(points, statistic)] as const)
    .filter((entry): entry is readonly [number, number] => entry[1] !== undefined)
    .sort(([a], [b]) => a - b);
  return { Id, Label, StatusCode: 'Complete', values };
}

function checkQueries(queries: readonly JsonObject[]): void {
  if (queries.length < 1 || queries.length > mostQueries)
    throw refuse(`The collection MetricDataQueries must have a size between 1 and ${mostQueries}.`);
  const ids = queries.map((query) => String(query['Id']));
  const bad = ids.find((id) => !/^[a-z]\w{0,254}$/.test(id));
  if (bad !== undefined) throw refuse(`The value '${bad}' for parameter Id is not valid.`);
  if (new Set(ids).size < ids.length) throw refuse('Ids of queries must be unique.');
  if (queries.some((query) => !isJsonObject(query['MetricStat'])))
    throw refuse('Expressions are not served: every query needs a MetricStat.');
  const periods = queries.map((query) => numberAt(objectAt(query, 'MetricStat'), 'Period') ?? 0);
  const odd = periods.find((period) => ![1, 5, 10, 20, 30].includes(period) && (period <= 0 || period % 60 !== 0));
  if (odd !== undefined) throw refuse(`Period ${odd} is not valid: 1, 5, 10, 20, 30 or a multiple of 60.`);
}

/**
 * Newest first by default. A page has a limit of datapoints; a query that does not fit goes on, under the same Id, on the next
 * page, and is PartialData until then.
 */
export function getMetricData(call: Call): JsonObject {
  const { parameters, settings } = call;
  const queries = objectsAt(parameters, 'MetricDataQueries');
  checkQueries(queries);
  const start = timeAt(parameters, 'StartTime');
  const end = timeAt(parameters, 'EndTime');
  if (start === undefined || end === undefined || start >= end) throw refuse('StartTime must be before EndTime.');
  const most = Math.min(numberAt(parameters, 'MaxDatapoints') ?? mostDatapoints, settings.datapointsPerPage);
  const state = resumed(call, { tokenKey: 'NextToken', invalidToken: 'InvalidNextToken' });
  const asked = queries
    .filter((query) => query['ReturnData'] !== false)
    .map((query) => answer(call, query, { start, end }));
  const isAscending = parameters['ScanBy'] === 'TimestampAscending';
  let query = isJsonObject(state) ? Number(state['query']) : 0;
  let skip = isJsonObject(state) ? Number(state['skip']) : 0;
  let room = most;
  const results: JsonObject[] = [];
  for (; query < asked.length && room > 0; query++, skip = 0) {
    const { Id, Label, StatusCode, values } = asked[query] as Answered;
    const ordered = isAscending ? values : values.toReversed();
    const taken = ordered.slice(skip, skip + room);
    room -= taken.length;
    const isWhole = skip + taken.length === ordered.length;
    results.push({
      Id,
      Label,
      Timestamps: taken.map(([time]) => time),
      Values: taken.map(([, value]) => value),
      StatusCode: isWhole ? StatusCode : 'PartialData',
    });
    if (!isWhole) {
      skip += taken.length;
      break;
    }
  }
  const token = query < asked.length ? { NextToken: call.tokens.issue(call, { query, skip }) } : {};
  return { MetricDataResults: results, Messages: [], ...token };
}

/** Metrics without data for two weeks are not listed. A dimension may be asked for by name only. */
export function listMetrics(call: Call): JsonObject {
  const { parameters, now, settings } = call;
  const dimensions = dimensionsOf(parameters);
  const recent = parameters['RecentlyActive'] === 'PT3H' ? 3 * hour : 14 * day;
  const visible = now - settings.metricLagSeconds * 1000;
  const isListed = (series: MetricSeries) =>
    (parameters['Namespace'] === undefined || parameters['Namespace'] === series.namespace) &&
    (parameters['MetricName'] === undefined || parameters['MetricName'] === series.metricName) &&
    [...dimensions].every(([name, value]) =>
      value === undefined ? Object.hasOwn(series.dimensions, name) : series.dimensions[name] === value,
    ) &&
    series.datapoints.some(({ timestamp }) => timestamp <= visible && timestamp > now - recent);
  const page = pageOf(call, call.here.metrics.filter(isListed), {
    tokenKey: 'NextToken',
    invalidToken: 'InvalidParameterValueException',
    size: settings.metricsPerPage,
  });
  const Metrics = page.items.map((series) => ({
    Namespace: series.namespace,
    MetricName: series.metricName,
    Dimensions: Object.entries(series.dimensions).map(([Name, Value]) => ({ Name, Value })),
  }));
  return { Metrics, ...page.token };
}
