/**
 * What a report found wrong, item by item for CI systems. With a gate: what failed it, and nothing else. Without: dangerous
 * calls, broken rules, alarms that went off. The rest of a timeline is no finding.
 */
import type { Severity, TimelineEvent } from '../model/event.ts';
import type { Gate, Report } from '../model/report.ts';
import { principalText } from './principal-text.ts';

export type Level = 'error' | 'warning' | 'notice';

export interface Finding {
  /** A condition of the gate: `dangerous`, `noncompliant`, `alarm`, … */
  readonly condition: string;
  /** Which danger rule or Config rule; null if the condition has none. */
  readonly rule: string | null;
  readonly level: Level;
  /** One sentence, made from log text. */
  readonly message: string;
  /** null: it is not in a single event. */
  readonly event: TimelineEvent | null;
}

const levelOfSeverity: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  warning: 'warning',
  notice: 'notice',
  info: 'notice',
};

const weights: readonly Level[] = ['error', 'warning', 'notice'];
const worstFirst = (a: Finding, b: Finding) => weights.indexOf(a.level) - weights.indexOf(b.level);

export const findingsOf = (report: Report): readonly Finding[] =>
  report.gate === null ? eventFindings(report.timeline) : gateFindings(report.gate, report.timeline);

/** Worst first, then in the order of the timeline. */
export const eventFindings = (timeline: readonly TimelineEvent[]): readonly Finding[] =>
  timeline.flatMap(findingsIn).sort(worstFirst);

/** To the second, ready to be typed after --around. */
const momentOf = (time: string): string => time.replace(/\.\d+Z$/, 'Z');

function findingsIn(event: TimelineEvent): readonly Finding[] {
  const found = { event, level: levelOfSeverity[event.severity] ?? 'notice' };
  const message = `${momentOf(event.time)} ${event.summary}`;
  switch (event.kind) {
    case 'api-call': {
      const by = principalText(event)?.name ?? '';
      return (event.detail.dangers ?? []).map(({ rule, severity, reason }) => ({
        event,
        condition: 'dangerous',
        rule,
        level: severity === 'high' ? 'error' : 'warning',
        message: `${message}${by === '' ? '' : `, by ${by}`}: ${reason}`,
      }));
    }
    case 'compliance': {
      const { to, rule, resource } = event.detail;
      const on = event.summary.includes(resource.id) ? '' : ` on ${resource.name ?? resource.id}`;
      return to === 'NON_COMPLIANT' ? [{ ...found, condition: 'noncompliant', rule, message: message + on }] : [];
    }
    case 'alarm':
      return event.detail.to === 'ALARM' ? [{ ...found, condition: 'alarm', rule: null, message }] : [];
    default:
      return [];
  }
}

export function gateFindings({ failures }: Gate, timeline: readonly TimelineEvent[]): readonly Finding[] {
  const byId = new Map(timeline.map((event) => [event.id, event]));
  return failures.map(({ condition, event: id, message }) => {
    const event = id === null ? undefined : byId.get(id);
    return { condition, rule: null, level: 'error', message, event: event ?? null };
  });
}
