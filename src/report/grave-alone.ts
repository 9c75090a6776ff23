/**
 * What is grave although it is in no chain: a high danger without consequences, a service's finding, an alarm without a known
 * cause. To somebody on call, "five changes were made" is the wrong sentence for any of them.
 */
import type { AlarmEvent, ApiCallEvent, FindingEvent, TimelineEvent } from '../model/event.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { plural } from '../model/number-text.ts';
import { throughRole } from '../model/person.ts';
import type { Chain } from '../model/report.ts';
import { toldName } from './words.ts';

/** What is told about a chain, or about an event in none. */
export type Story = Pick<Chain, 'root' | 'events' | 'summary'>;

/** The dangerous calls that are in none of the chains: similar calls of one principal are one story. */
export function dangersAlone(events: readonly TimelineEvent[], chains: readonly Chain[]): readonly Story[] {
  const inChains = new Set(chains.flatMap((chain) => chain.events));
  const alone = events.filter(
    (event): event is ApiCallEvent =>
      event.kind === 'api-call' && event.detail.dangers !== undefined && !inChains.has(event.id),
  );
  // the high ones come first
  const alike = groupedBy(alone, ({ detail: { principal, dangers } }) =>
    JSON.stringify([toldName(principal), dangers?.[0]?.rule]),
  );
  return [...alike.values()].map((calls) => {
    const such = calls.length > 1 ? `, and ${plural(calls.length - 1, 'more such call')}` : '';
    return storyOf(calls, `${deed(calls[0])}${such}`);
  });
}

/** "root signed in to the console without MFA (console)", "alice deleted trail main through Admin (aws-cli)" */
function deed({ summary, detail: { principal } }: ApiCallEvent): string {
  const { kind, name } = principal.tool;
  const tool = kind === 'console' ? 'console' : kind === 'unknown' || kind === 'service' ? '' : name;
  return `${toldName(principal)} ${summary}${throughRole(principal)}${tool === '' ? '' : ` (${tool})`}`;
}

/** The high-severity findings that are in none of the chains, as one story: "GuardDuty found: … (HIGH), and 2 other findings". */
export function findingsAlone(events: readonly TimelineEvent[], chains: readonly Chain[]): Story | undefined {
  const inChains = new Set(chains.flatMap((chain) => chain.events));
  const found = events.filter(
    (event): event is FindingEvent =>
      event.kind === 'finding' && event.severity === 'critical' && !inChains.has(event.id),
  );
  const [first] = found;
  if (!first) return undefined;
  const { product, title, severityLabel } = first.detail;
  const more = found.length - 1;
  const others = more > 0 ? `, and ${plural(more, 'other finding')}` : '';
  const summary = `${product} found: ${title.replace(/\.$/, '')} (${severityLabel})${others}`;
  return { root: first.id, events: found.map(({ id }) => id), summary };
}

/** The alarms that went off and are in none of the chains: one story for each, however often it did. */
export function alarmsAlone(
  events: readonly TimelineEvent[],
  chains: readonly Chain[],
  clock: (event: TimelineEvent | undefined) => string,
): readonly Story[] {
  const inChains = new Set(chains.flatMap((chain) => chain.events));
  const alone = events.filter(
    (event): event is AlarmEvent => event.kind === 'alarm' && event.detail.to === 'ALARM' && !inChains.has(event.id),
  );
  // names recur in other accounts and regions
  const alike = groupedBy(alone, ({ detail, origin }) =>
    JSON.stringify([origin.account, origin.region, detail.alarmName]),
  );
  return [...alike.values()].map((times) => {
    const [last, again] = [times.at(-1), times.length - 1];
    const more = again > 0 ? `, and ${plural(again, 'more time')} until ${clock(last)}` : '';
    return storyOf(times, `alarm ${times[0].detail.alarmName} went off${more}`);
  });
}

/** The first shift and the number of shifts: those without a known cause, if chains tell about the others. */
export function shiftsText(
  events: readonly TimelineEvent[],
  clock: (event: TimelineEvent | undefined) => string,
): readonly string[] {
  const [first, ...others] = events.filter(({ kind }) => kind === 'metric');
  if (!first) return [];
  const more = others.length > 0 ? `, and ${plural(others.length, 'other metric')} shifted` : '';
  return [`at ${clock(first)} ${first.summary}${more}`];
}

const storyOf = (events: readonly [TimelineEvent, ...TimelineEvent[]], summary: string): Story => ({
  root: events[0].id,
  events: events.map(({ id }) => id),
  summary,
});
