/** What passed each interface, port by port: partial sums from files -> the flow events of the timeline. */
import type { FlowEvent, Match, Origin, Severity } from '../../model/event.ts';
import type { TrafficEvidence } from '../../model/evidence.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { Peer, Traffic } from '../../model/traffic.ts';
import { typeOfId } from '../../resources/identify.ts';
import { isPublicAddress } from '../../resources/ip-address.ts';
import { bytesInWords, countInWords } from './amounts.ts';
import { addUp, type Flows, foldedPorts, isOtherPorts } from './traffic-sums.ts';

export interface TrafficInput {
  readonly traffic: readonly TrafficEvidence[];
  readonly window: AnsweredWindow | undefined;
  /** Why traffic is listed, by its spellings; empty if it is not. */
  readonly matches: (traffic: Traffic) => readonly Match[];
}

/** How many sources an event names. */
const mostSources = 20;

/** One event for each interface, action, protocol, port and direction with traffic in the window. */
export function trafficEvents({ traffic, window, matches }: TrafficInput): readonly FlowEvent[] {
  const { flows, recordsFrom } = addUp(traffic);
  const since = window?.since ?? -Infinity;
  const isListed = ({ first, last }: Flows) => first <= last && last >= since && first < (window?.until ?? Infinity);
  const listed = foldedPorts(flows.filter(isListed));
  const directions = new Map<string, number>();
  const mayHideCalls = hidingCalls(flows);
  return listed
    .sort((a, b) => directionOrder.indexOf(a.direction) - directionOrder.indexOf(b.direction))
    .flatMap((sum): FlowEvent[] => {
      const match = inOrder(sum.traffic.flatMap(matches));
      if (match.length === 0) return [];
      const plain = `flow:${sum.interfaceId}/${sum.action}/${sum.protocol}/${portOf(sum)}`;
      const others = directions.get(plain) ?? 0;
      directions.set(plain, others + 1);
      const isBeforeKnown = (recordsFrom.get(sum.interfaceId) ?? Infinity) <= since - knownBefore && !mayHideCalls(sum);
      // the first direction gets the plain id; a second one on the same port needs a different id
      return [eventOf(sum, others === 0 ? plain : `${plain}/${sum.direction}`, match, isBeforeKnown)];
    })
    .sort((a, b) => (a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1));
}

/** "None before" is said only if records reach this far back before the window. Milliseconds. */
const knownBefore = 30 * 60_000;

/** Whether calls of a port from before the window may be hidden in a sum of several ports. */
function hidingCalls(flows: readonly Flows[]): (sum: Flows) => boolean {
  const keyOf = ({ interfaceId, action, protocol }: Flows, direction: Traffic['direction']) =>
    JSON.stringify([interfaceId, action, protocol, direction]);
  const hiding = new Set(
    flows.flatMap((sum) => (isOtherPorts(sum) && sum.before.flows > 0 ? [keyOf(sum, sum.direction)] : [])),
  );
  return (sum) =>
    hiding.size > 0 &&
    !isOtherPorts(sum) &&
    sum.before.flows === 0 &&
    (hiding.has(keyOf(sum, sum.direction)) || hiding.has(keyOf(sum, 'unknown')));
}

const directionOrder: readonly Traffic['direction'][] = ['ingress', 'egress', 'unknown'];
const matchOrder: readonly Match[] = ['target', 'principal', 'neighbor', 'chain', 'window'];
const inOrder = (found: readonly Match[]): readonly Match[] => matchOrder.filter((match) => found.includes(match));

const portOf = (sum: Flows) => (isOtherPorts(sum) ? 'other' : (sum.port ?? '-'));

function eventOf(sum: Flows, id: string, match: readonly Match[], isBeforeKnown: boolean): FlowEvent {
  const { interfaceId, action, protocol, port, direction, before, first, last } = sum;
  const sources = [...sum.peers.values()].sort(byBytes);
  const omitted = Math.max(sources.length - mostSources, 0) + sum.otherPeers;
  return {
    id,
    time: iso(first),
    ...(last > first && { endTime: iso(last) }),
    kind: 'flow',
    match,
    resources: resourcesOf(sum),
    summary: summaryOf(sum, isBeforeKnown),
    severity: severityOf(sum, isBeforeKnown),
    chain: null,
    origin: originOf(sum),
    detail: {
      interfaceId,
      action,
      protocol,
      dstPort: port,
      direction,
      sources: sources.slice(0, mostSources).map(sourceOf),
      ...(omitted > 0 && { sourcesOmitted: omitted }),
      before,
    },
  };
}

const sourceOf = ({ address, bytes, packets, flows, answerBytes, first, last }: Peer) => ({
  address,
  bytes,
  packets,
  flows,
  ...(answerBytes > 0 && { answerBytes }),
  firstTime: iso(first),
  lastTime: iso(last),
});

/** "ACCEPT tcp/22 ingress on eni-1: 3 sources, 412 MB, answered with 20 MB (none before)" */
function summaryOf(sum: Flows, isBeforeKnown: boolean): string {
  const { action, protocol, port, direction, interfaceId, before, otherPorts, bytes, answerBytes } = sum;
  const what = port === null ? protocol : `${protocol}/${port}`;
  const way = direction === 'unknown' ? '' : ` ${direction}`;
  const ports = otherPorts > 0 ? `${countInWords(otherPorts, 'other port', sum.isAtLeast)}, ` : '';
  const ends = { ingress: 'source', egress: 'destination', unknown: 'peer' }[direction];
  const peers = countInWords(sum.peers.size + sum.otherPeers, ends, sum.otherPeers > 0);
  const earlier = before.flows === 0 ? 'none before' : `${bytesInWords(before.bytes)} before`;
  return (
    `${action} ${what}${way} on ${interfaceId}: ${ports}${peers}, ${bytesInWords(bytes)}` +
    (answerBytes > 0 ? `, answered with ${bytesInWords(answerBytes)}` : '') +
    (isBeforeKnown ? ` (${earlier})` : '')
  );
}

/** Notice: a port that nobody reached before, and that somebody from the internet reaches now. */
function severityOf({ action, direction, port, before, peers }: Flows, isBeforeKnown: boolean): Severity {
  const isNewWayIn =
    action === 'ACCEPT' && direction === 'ingress' && port !== null && isBeforeKnown && before.flows === 0;
  return isNewWayIn && [...peers.keys()].some(isPublicAddress) ? 'notice' : 'info';
}

function resourcesOf({ interfaceId, traffic }: Flows): readonly ResourceRef[] {
  // one record format has the region, another has not
  const account = traffic.find((found) => found.account !== null)?.account ?? null;
  const region = traffic.find((found) => found.region !== null)?.region ?? null;
  const instances = new Set(traffic.flatMap(({ instanceId }) => instanceId ?? []));
  instances.delete(interfaceId);
  return [interfaceId, ...[...instances].sort()].map((id) => ({
    type: typeOfId(id) ?? null,
    id,
    ...(account !== null && { account }),
    ...(region !== null && { region }),
  }));
}

/** The event's first record. */
const originOf = ({ origins }: Flows): Origin =>
  (origins as [{ first: number; origin: Origin }]).reduce((earliest, found) =>
    (found.first - earliest.first || (found.origin.locator < earliest.origin.locator ? -1 : 1)) < 0 ? found : earliest,
  ).origin;

const byBytes = (a: Peer, b: Peer) => b.bytes - a.bytes || b.flows - a.flows || (a.address < b.address ? -1 : 1);
const iso = (time: number) => new Date(time).toISOString();
