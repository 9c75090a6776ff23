/** Links -> chains: which events belong together, which write started them, and how grave the chain is. */
import type { Severity, TimelineEvent } from '../../model/event.ts';
import type { Chain } from '../../model/report.ts';
import { type Candidate, linkOf, mostAlternatives, worthKeeping } from './candidate.ts';
import { issuersIn } from './enabled.ts';
import { exposureOf } from './exposure.ts';
import type { FoundLinks } from './find-links.ts';
import { Origins } from './origins.ts';
import { isChange, type ResourceIndex } from './resource-index.ts';
import { summaryOf } from './summary.ts';
import { type Draft, withCredentials } from './with-credentials.ts';

export function chainsOf(index: ResourceIndex, found: FoundLinks, asOf: number): readonly Chain[] {
  const origins = new Origins(index, found);
  const drafts = draftsOf(index, found, origins).sort(worstFirst);
  const lost = alternativesByEvent(found.lost);
  const issuers = issuersIn(index);
  const whole = [...withCredentials(drafts, { index, issuers, ended: found.ended })].sort((a, b) =>
    worstFirst(a.draft, b.draft),
  );
  return whole.map(({ draft, members, leading }, position) => {
    const events = [...members].flatMap((id) => index.byId.get(id)?.event ?? []).sort(byTime);
    const links = [...draft.links, ...leading].sort(inTellingOrder(index));
    const exposure = exposureOf({ index, nextFlip: found.nextFlip, events, links, root: draft.root, origins, asOf });
    return {
      id: `c${position + 1}`,
      root: draft.root.id,
      events: events.map(({ id }) => id),
      links: links.map(linkOf),
      alternatives: events.flatMap(({ id }) => lost.get(id) ?? []).map(linkOf),
      exposure,
      summary: summaryOf({ index, root: draft.root, events, links, exposure }),
    };
  });
}

const byTime = (a: TimelineEvent, b: TimelineEvent): number =>
  a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** By the later of both ends: the order in which things happened. */
const inTellingOrder = (index: ResourceIndex) => (a: Candidate, b: Candidate) => {
  const at = ({ from, to }: Candidate) => Math.max(index.byId.get(from)?.time ?? 0, index.byId.get(to)?.time ?? 0);
  const [left, right] = [a, b].map(({ relation, from, to }) => `${relation} ${from} ${to}`) as [string, string];
  return at(a) - at(b) || (left < right ? -1 : left > right ? 1 : 0);
};

/** Losing candidates, by the event that they would have explained. */
function alternativesByEvent(lost: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const found = new Map<string, Candidate[]>();
  for (const candidate of lost) {
    if (candidate.score < worthKeeping) continue;
    const of = candidate.relation === 'reverted' ? candidate.from : candidate.to;
    const list = found.get(of) ?? [];
    if (list.length < mostAlternatives) found.set(of, [...list, candidate]);
  }
  return found;
}

function draftsOf(index: ResourceIndex, found: FoundLinks, origins: Origins): Draft[] {
  const groups = new Groups();
  for (const { from, to } of found.chosen) groups.join(from, to);
  const byGroup = new Map<string, Candidate[]>();
  for (const link of found.chosen) {
    const group = groups.of(link.from);
    const list = byGroup.get(group);
    if (list) list.push(link);
    else byGroup.set(group, [link]);
  }
  return [...byGroup.values()].flatMap((links): readonly Draft[] => {
    const ids = new Set(links.flatMap(({ from, to }) => [from, to]));
    const events = [...ids].flatMap((id) => index.byId.get(id)?.event ?? []).sort(byTime);
    const root = rootOf(events, links, index, origins);
    return root ? [{ events, links, root }] : [];
  });
}

/** Union-find over events that are connected by links, directly or not. */
class Groups {
  readonly #parent = new Map<string, string>();

  of(id: string): string {
    let root = id;
    for (let next = this.#parent.get(root); next !== undefined; next = this.#parent.get(root)) root = next;
    for (let one = id; one !== root; ) {
      const next = this.#parent.get(one) ?? root;
      this.#parent.set(one, root);
      one = next;
    }
    return root;
  }

  join(a: string, b: string): void {
    const [one, other] = [this.of(a), this.of(b)];
    if (one === other) return;
    const [first, second] = one < other ? [one, other] : [other, one];
    this.#parent.set(second, first);
  }
}

/** How much each effect of a write speaks for it as the root: harm counts most, repairs least. */
function weightOf(event: TimelineEvent): number {
  switch (event.kind) {
    case 'compliance':
      return event.detail.to === 'NON_COMPLIANT' ? 3 : 0.3;
    case 'metric':
    case 'log':
    case 'flow':
    case 'finding':
      return 2;
    case 'alarm':
      return event.detail.to === 'ALARM' ? 2 : 0.3;
    case 'config-change':
      return event.detail.relationshipOnly ? 0.3 : 1;
    default:
      return 0;
  }
}

/** The successful write whose effects weigh most. Being the earliest only breaks ties. */
function rootOf(
  events: readonly TimelineEvent[],
  links: readonly Candidate[],
  index: ResourceIndex,
  origins: Origins,
): TimelineEvent | undefined {
  const weights = new Map<string, number>();
  const add = (id: string | undefined, weight: number) => {
    if (id !== undefined) weights.set(id, (weights.get(id) ?? 0) + weight);
  };
  const undoing = new Set(
    links.flatMap(({ relation, from, to }) =>
      relation === 'reverted' ? [from] : relation === 'remediated' ? [to] : [],
    ),
  );
  const isHarm = (event: TimelineEvent) => weightOf(event) >= 2;
  for (const link of links) {
    const effect = index.byId.get(link.to)?.event;
    if (!effect || link.relation === 'remediated' || link.relation === 'continued') continue;
    if (link.relation === 'reverted') add(origins.top(link.to), 0.5);
    else {
      const [call, weight] = [origins.callOf(link.to), weightOf(effect) * link.score];
      // however many items a repair has, they do not outweigh a cause
      add(origins.top(call), call !== undefined && undoing.has(call) && !isHarm(effect) ? weight / 4 : weight);
    }
  }
  const candidates = events.filter(
    (event) => event.kind === 'api-call' && isChange({ event, time: 0 }) && origins.top(event.id) === event.id,
  );
  const dangerous = (event: TimelineEvent) => (event.kind === 'api-call' ? (event.detail.dangers?.length ?? 0) : 0);
  const [best] = [...candidates].sort(
    (a, b) => (weights.get(b.id) ?? 0) - (weights.get(a.id) ?? 0) || dangerous(b) - dangerous(a) || byTime(a, b),
  );
  // a finding about reads or about a new key has no known change at its beginning
  const first = (kind: TimelineEvent['kind']) => events.find((event) => event.kind === kind);
  return best ?? first('config-change') ?? first('finding') ?? events[0];
}

const severities: readonly Severity[] = ['info', 'notice', 'warning', 'critical'];
const severityOf = ({ events }: Draft): number =>
  Math.max(...events.map(({ severity }) => severities.indexOf(severity)));

/** By severity, then the root's time. */
function worstFirst(a: Draft, b: Draft): number {
  return severityOf(b) - severityOf(a) || byTime(a.root, b.root);
}
