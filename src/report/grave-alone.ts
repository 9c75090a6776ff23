/** What is grave though it stands in no chain: a call of high danger of which nothing came, and what a service found. */
import type { ApiCallEvent, FindingEvent, TimelineEvent } from '../model/event.ts';
import { plural } from '../model/number-text.ts';
import type { Chain } from '../model/report.ts';
import { toldName } from './words.ts';

/** What is told of a chain, or of what stands alone. */
export type Story = Pick<Chain, 'root' | 'events' | 'summary'>;

/** Each call of high danger that is in none of the chains. */
export function dangersAlone(events: readonly TimelineEvent[], chains: readonly Chain[]): readonly Story[] {
  const inChains = new Set(chains.flatMap((chain) => chain.events));
  return events.flatMap((event) =>
    event.kind === 'api-call' && event.detail.dangers?.some(isHigh) && !inChains.has(event.id)
      ? [{ root: event.id, events: [event.id], summary: deed(event) }]
      : [],
  );
}

const isHigh = ({ severity }: { readonly severity: string }) => severity === 'high';

/** "root signed in to the console without MFA (console)" */
function deed({ summary, detail: { principal } }: ApiCallEvent): string {
  const { kind, name } = principal.tool;
  const tool = kind === 'console' ? 'console' : kind === 'unknown' || kind === 'service' ? '' : name;
  return `${toldName(principal)} ${summary}${tool === '' ? '' : ` (${tool})`}`;
}

/** The findings of high severity, as one: "GuardDuty found: … (HIGH), and 2 other findings". */
export function findingsAlone(events: readonly TimelineEvent[]): Story | undefined {
  const found = events.filter(
    (event): event is FindingEvent => event.kind === 'finding' && event.severity === 'critical',
  );
  const [first] = found;
  if (!first) return undefined;
  const { product, title, severityLabel } = first.detail;
  const more = found.length - 1;
  const others = more > 0 ? `, and ${plural(more, 'other finding')}` : '';
  const summary = `${product} found: ${title.replace(/\.$/, '')} (${severityLabel})${others}`;
  return { root: first.id, events: found.map(({ id }) => id), summary };
}
