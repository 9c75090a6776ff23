/** Which events a timeline for people lists. */
import type { TimelineEvent } from '../model/event.ts';
import type { Report } from '../model/report.ts';

/**
 * In a window without a target, what changed something or stands out: the rest is a count. A change that was read from a
 * call says what the call's own row says: it is listed where the call is not, and where a diff was asked for.
 */
export function listedIn({ changeSets, timeline }: Report, diff = false): readonly TimelineEvent[] {
  const calls = new Set(timeline.flatMap(({ id, kind }) => (kind === 'api-call' ? [callOf(id)] : [])));
  const isTold = (event: TimelineEvent) =>
    !diff && event.kind === 'config-change' && event.detail.inferred && calls.has(callOf(event.id));
  const isWindow = changeSets !== undefined && changeSets.length > 0;
  return timeline.filter((event) => !isTold(event) && (!isWindow || event.severity !== 'info' || event.chain !== null));
}

/** `inferred:<event id>`, with `/<type>/<id>` behind it where a call changed several resources. */
const callOf = (id: string): string => id.replace(/^[a-z]+:/, '').split('/')[0] ?? '';

/** How many were left out that nothing else tells. */
export const leftOut = ({ timeline }: Report, listed: readonly TimelineEvent[]): number =>
  timeline.filter((event) => !(event.kind === 'config-change' && event.detail.inferred)).length -
  listed.filter((event) => !(event.kind === 'config-change' && event.detail.inferred)).length;
