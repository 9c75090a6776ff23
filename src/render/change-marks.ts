/** Which change a shift is drawn against: the root of its chain, otherwise the last of the gravest changes before it. */
import type { MetricEvent, Severity, TimelineEvent } from '../model/event.ts';
import type { Report } from '../model/report.ts';
import { epochOf } from './clock.ts';

const severities: readonly Severity[] = ['info', 'notice', 'warning', 'critical'];

const isChange = (event: TimelineEvent): boolean =>
  event.kind === 'api-call'
    ? !event.detail.readOnly && event.detail.outcome === 'success'
    : event.kind === 'config-change' && event.detail.changes.length > 0 && !event.detail.relationshipOnly;

/** Returns epoch milliseconds, in order. If no change is known, a shift is drawn against the window's beginning. */
export function changeMarks({ timeline, chains, query }: Report): (shift: MetricEvent) => readonly number[] {
  const changes = timeline.filter(isChange);
  const calls = changes.filter(({ kind }) => kind === 'api-call');
  const known = calls.length > 0 ? calls : changes;
  const byId = new Map(timeline.map((event) => [event.id, event]));
  const { since, given } = query.window;
  return ({ chain, detail }) => {
    const members = chain === null ? undefined : chains.find(({ id }) => id === chain);
    const own = members?.events.flatMap((id) => byId.get(id) ?? []).filter((event) => known.includes(event)) ?? [];
    if (own.length > 0) return times(own);
    const latest = epochOf(detail.onset) + detail.periodSeconds * 1000;
    const before = known.filter(({ time }) => epochOf(time) <= latest);
    const gravest = Math.max(...before.map(({ severity }) => severities.indexOf(severity)));
    const likely = before.filter(({ severity }) => severities.indexOf(severity) === gravest);
    if (likely.length > 0) return times(likely.slice(-1));
    return given && since !== null ? [epochOf(since)] : [];
  };
}

const times = (events: readonly TimelineEvent[]): readonly number[] =>
  [...new Set(events.map(({ time }) => epochOf(time)))].filter((time) => !Number.isNaN(time)).sort((a, b) => a - b);
