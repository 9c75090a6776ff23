/**
 * A CloudWatch dashboard for what was asked about: its metrics and its neighbors', their alarms, the errors in their logs,
 * and a line at every change. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import { day, hour } from '../../model/duration.ts';
import type { ApiCallEvent, TimelineEvent } from '../../model/event.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Report } from '../../model/report.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { Alarm } from '../../model/series.ts';
import { withDerived } from '../../resources/fields.ts';
import { resourceType } from '../../resources/index.ts';
import { logGroupsOf } from '../../resources/log-groups.ts';
import { type DashboardMetric, dashboardMetrics } from './dashboard-metrics.ts';

/** "A dashboard can contain up to 500 widgets"; an alarm widget has at most 100 alarms. */
const mostWidgets = 500;
const mostAlarms = 100;
const mostLines = 20;
/**
 * A dashboard has at most 2,500 metrics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const mostMetrics = 2500;
/** More lines than this would hide the graph. */
const mostChanges = 30;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html */
const mostLogGroups = 50;
const columns = 24;

interface Widget {
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly properties: JsonObject;
}

/** `region`: used if no other is known. */
export function dashboardBody(report: Report, region: string): JsonObject {
  const { subject, query, alarms = [] } = report;
  const home = subject.region !== null && subject.region !== 'global' ? subject.region : region;
  const refs = resourcesOf(report);
  const changes = changesOf(report);
  const graphs = graphWidgets(report, dashboardMetrics(report, refs), changes, home);
  const above = [textWidget(report, changes), ...alarmWidgets(alarms, report, home)];
  const below = logWidgets(report, refs, home);
  const widgets = [...above, ...graphs.slice(0, mostWidgets - above.length - below.length), ...below];
  const { since, until } = query.window;
  return {
    ...(since !== null && until !== null && { start: iso(Date.parse(since) - hour), end: until }),
    periodOverride: 'inherit',
    widgets: placed(widgets),
  };
}

/** The subject and its related resources, each once. */
function resourcesOf({ subject, subjects = [], timeline }: Report): readonly ResourceRef[] {
  const found = new Map<string, ResourceRef>();
  const add = (ref: ResourceRef) => {
    if (ref.type !== null) found.set(JSON.stringify([ref.type, ref.id]), ref);
  };
  for (const one of [subject, ...subjects]) {
    const { type, id, account, region } = one;
    const place = { ...(account !== null && { account }), ...(region !== null && { region }) };
    if (type !== null && id !== null) add({ type, id, ...(one.arn !== null && { arn: one.arn }), ...place });
    for (const neighbor of one.neighbors) add({ type: neighbor.type, id: neighbor.id, ...place });
  }
  for (const { kind, resources } of timeline) if (kind !== 'api-call' && kind !== 'alarm') resources.forEach(add);
  return [...found.values()];
}

interface ChangeMark {
  readonly time: string;
  readonly label: string;
}

/**
 * The successful writes; if no call is known, the states that changed. In order of time; if there are too many, the roots of
 * chains and the latest. Writing objects and running functions uses a resource, but does not change it.
 */
function changesOf({ timeline, chains }: Report): readonly ChangeMark[] {
  const roots = new Set(chains.map(({ root }) => root));
  const writes = timeline.filter((event): event is ApiCallEvent => {
    if (event.kind !== 'api-call' || event.detail.readOnly || event.detail.outcome !== 'success') return false;
    if (roots.has(event.id)) return true;
    return event.detail.eventCategory !== 'Data' && (event.match.includes('target') || event.match.includes('window'));
  });
  const first = writes.filter(({ id }) => roots.has(id)).slice(-mostChanges);
  const room = mostChanges - first.length;
  const others = room === 0 ? [] : writes.filter(({ id }) => !roots.has(id)).slice(-room);
  const kept = new Set<TimelineEvent>([...first, ...others]);
  const calls = writes
    .filter((event) => kept.has(event))
    .map(({ time, summary, detail: { principal } }) => ({
      time,
      label: plain(`${principal.human?.name ?? principal.session ?? principal.name}: ${summary}`, 120),
    }));
  const isChange = (event: TimelineEvent) =>
    event.kind === 'config-change' && event.detail.changes.length > 0 && !event.detail.relationshipOnly;
  const states = timeline.filter(isChange).map(({ time, summary }) => ({ time, label: plain(summary, 120) }));
  return (calls.length > 0 ? calls : states).slice(-mostChanges);
}

function textWidget({ query, verdict }: Report, changes: readonly ChangeMark[]): Widget {
  const { targets, window } = query;
  const title = targets.length > 0 ? targets.map((target) => plain(target, 200)).join(', ') : 'the window';
  const span = window.since === null ? '' : `${window.since} to ${window.until ?? 'now'}`;
  const lines = [
    `## ${markdown(title)}`,
    markdown(plain(verdict.headline, 500)),
    span,
    ...changes.slice(-10).map(({ time, label }) => `- ${time.slice(0, 19).replace('T', ' ')} ${markdown(label)}`),
  ].filter((line) => line !== '');
  return {
    type: 'text',
    width: columns,
    height: Math.min(3 + changes.slice(-10).length, 9),
    properties: { markdown: lines.join('\n') },
  };
}

function alarmWidgets(alarms: readonly Alarm[], { subject }: Report, home: string): readonly Widget[] {
  const arns = [...new Set(alarms.flatMap((alarm) => arnOf(alarm, subject.account, home) ?? []))].sort();
  return chunks(arns, mostAlarms).map((group) => ({
    type: 'alarm',
    width: columns,
    height: Math.min(2 + Math.ceil(group.length / 4), 12),
    properties: { title: 'Alarms', alarms: [...group] },
  }));
}

/** undefined if the account is unknown: an alarm widget only takes ARNs. */
function arnOf({ arn, name, account, region }: Alarm, ownAccount: string | null, home: string): string | undefined {
  if (arn !== null) return arn;
  const type = resourceType('AWS::CloudWatch::Alarm');
  const owner = account ?? ownAccount;
  if (!type || owner === null) return undefined;
  return withDerived(type, { id: name, account: owner, region: region ?? home })['arn'];
}

/** One graph for each metric of a namespace and region, with a line for each resource; those that shifted come first. */
function graphWidgets(
  { query }: Report,
  metrics: readonly DashboardMetric[],
  changes: readonly ChangeMark[],
  home: string,
): readonly Widget[] {
  const groups = new Map<string, DashboardMetric[]>();
  for (const metric of metrics.slice(0, mostMetrics)) {
    const key = JSON.stringify([metric.namespace, metric.metricName, metric.statistic, metric.region ?? home]);
    const group = groups.get(key);
    if (group) group.push(metric);
    else groups.set(key, [metric]);
  }
  const annotations = changes.map(({ time, label }) => ({ value: time, label }));
  return [...groups.values()]
    .sort((a, b) => Number(b.some(isShifted)) - Number(a.some(isShifted)))
    .flatMap((group) => chunks(group, mostLines))
    .map((lines) => {
      const { namespace, metricName, statistic, region, bounds } = lines[0] as DashboardMetric;
      return {
        type: 'metric',
        width: columns / 2,
        height: 6,
        properties: {
          title: `${plain(metricName, 100)} (${namespace})`,
          region: region ?? home,
          view: 'timeSeries',
          stacked: false,
          stat: statistic,
          period: periodOf(query),
          metrics: lines.map(lineOf),
          ...(bounds && { yAxis: { left: { ...bounds } } }),
          ...(annotations.length > 0 && { annotations: { vertical: annotations } }),
        },
      };
    });
}

const isShifted = ({ hasShifted }: DashboardMetric) => hasShifted;

/** `[namespace, name, dimension, value, …]` */
const lineOf = ({ namespace, metricName, dimensions }: DashboardMetric): JsonValue[] => [
  namespace,
  metricName,
  ...Object.entries(dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat(),
];

/** The finest period that CloudWatch still has for data of this age: one minute for 15 days, five for 63. Seconds. */
function periodOf({ window, now }: Report['query']): number {
  const since = window.since === null ? Date.parse(now) : Date.parse(window.since);
  const until = window.until === null ? Date.parse(now) : Date.parse(window.until);
  const age = Date.parse(now) - since;
  if (age > 63 * day || until - since > 14 * day) return 3600;
  return age > 15 * day || until - since > 3 * hour ? 300 : 60;
}

function logWidgets({ timeline }: Report, refs: readonly ResourceRef[], home: string): readonly Widget[] {
  const told = timeline.flatMap((event) => (event.kind === 'log' ? [event.detail.logGroup] : []));
  const usual = refs.flatMap((ref) => {
    const type = resourceType(ref.type ?? '');
    return type ? logGroupsOf(type, ref).filter((name) => !name.endsWith('*')) : [];
  });
  // a name becomes part of a query: only characters allowed in the names of log groups
  const groups = [...new Set([...told, ...usual])].filter((name) => /^[\w./#-]{1,512}$/.test(name));
  if (groups.length === 0) return [];
  const sources = groups.slice(0, mostLogGroups).map((name) => `SOURCE '${name}'`);
  const query = [
    ...sources,
    'fields @timestamp, @log, @message',
    'filter @message like /(?i)(error|exception|fatal|panic|fail|timed? ?out|denied|refused)/',
    'sort @timestamp desc',
    'limit 200',
  ].join(' | ');
  const properties = { title: 'Errors in the logs', region: home, view: 'table', query };
  return [{ type: 'log', width: columns, height: 8, properties }];
}

/** Two in a row if both fit, otherwise below each other. */
function placed(widgets: readonly Widget[]): JsonValue[] {
  let [x, y, tallest] = [0, 0, 0];
  return widgets.map(({ type, width, height, properties }) => {
    if (x + width > columns) [x, y, tallest] = [0, y + tallest, 0];
    const widget = { type, x, y, width, height, properties };
    x += width;
    tallest = Math.max(tallest, height);
    return widget;
  });
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Log text on one line, without control characters for terminals or pages. */
function plain(text: string, most: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, ' ');
  const cut = [...clean];
  return cut.length > most ? `${cut.slice(0, most - 1).join('')}…` : clean;
}

/** A text widget renders links, images and buttons: names from a log must not become any. */
const markdown = (text: string) => text.replace(/[\\`*_[\]()#|!<>~]/g, '\\$&');

const iso = (time: number) => new Date(time).toISOString();
