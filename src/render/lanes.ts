/** How an event appears in the table: which of the four questions it answers, and the sign that sums it up. */
import type { EventKind, TimelineEvent } from '../model/event.ts';

export type Lane = 'who' | 'what' | 'compliant' | 'impact';

/** quiet: routine; good: done, or fixed; caution and critical: by severity; bad: refused, or against a rule. */
export type Tone = 'plain' | 'quiet' | 'good' | 'caution' | 'bad' | 'critical';

/** One column wide, and distinguishable without color. */
export interface Sign {
  readonly text: string;
  readonly tone: Tone;
}

const laneByKind: Readonly<Record<EventKind, Lane>> = {
  'api-call': 'who',
  insight: 'impact',
  'config-change': 'what',
  compliance: 'compliant',
  metric: 'impact',
  alarm: 'impact',
  log: 'impact',
  flow: 'impact',
  finding: 'impact',
};

/** An unknown kind is something that happened: impact. */
export const laneOf = (kind: EventKind): Lane => laneByKind[kind] ?? 'impact';

/** The sign of a notable severity, otherwise the sign of what happened. */
function bySeverity(event: TimelineEvent, otherwise: Sign): Sign {
  if (event.severity === 'critical') return { text: '‼', tone: 'critical' };
  if (event.severity === 'warning') return { text: '▲', tone: 'caution' };
  return otherwise;
}

/** A sign that says more than its severity would: it keeps its shape, and severity sets the tone. */
const toned = (event: TimelineEvent, text: string, tone: Tone): Sign => ({
  text,
  tone: event.severity === 'critical' ? 'critical' : event.severity === 'warning' && tone !== 'bad' ? 'caution' : tone,
});

export function signOf(event: TimelineEvent): Sign {
  switch (event.kind) {
    case 'api-call':
      if (event.detail.outcome === 'denied') return toned(event, '✗', 'bad');
      if (event.detail.outcome === 'failed') return toned(event, '!', 'caution');
      return bySeverity(event, event.detail.readOnly ? { text: '·', tone: 'quiet' } : { text: '✓', tone: 'good' });
    case 'config-change':
      return bySeverity(
        event,
        event.detail.changes.length > 0 ? { text: '~', tone: 'plain' } : { text: '·', tone: 'quiet' },
      );
    case 'compliance':
      if (event.detail.to === 'NON_COMPLIANT') return toned(event, '✗', 'bad');
      return bySeverity(
        event,
        event.detail.to === 'COMPLIANT' ? { text: '✓', tone: 'good' } : { text: '?', tone: 'quiet' },
      );
    case 'alarm':
      if (event.detail.to === 'OK') return toned(event, '✓', 'good');
      return bySeverity(
        event,
        event.detail.to === 'ALARM' ? { text: '▲', tone: 'caution' } : { text: '?', tone: 'quiet' },
      );
    case 'metric':
      return toned(event, event.detail.direction === 'down' ? '↓' : '↑', 'plain');
    case 'flow':
      return bySeverity(
        event,
        event.detail.action === 'REJECT' ? { text: '✗', tone: 'quiet' } : { text: '→', tone: 'plain' },
      );
    case 'log':
    case 'insight':
    case 'finding':
      return bySeverity(event, { text: '·', tone: 'plain' });
    default:
      event satisfies never;
      return { text: '·', tone: 'plain' };
  }
}
