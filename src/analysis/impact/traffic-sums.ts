/** Adds up partial sums of flow records: over files, and over ports if a scan touches thousands. */
import type { Origin } from '../../model/event.ts';
import type { TrafficEvidence } from '../../model/evidence.ts';
import { addPeers, type Peer, type Traffic } from '../../model/traffic.ts';

/** One interface, action, protocol, port and direction. */
export interface Flows {
  readonly interfaceId: string;
  readonly action: string;
  readonly protocol: string;
  readonly port: number | null;
  readonly direction: Traffic['direction'];
  /** The partial sums; at least one. */
  readonly traffic: readonly Traffic[];
  /** The records with flows in the window, and when those begin. */
  readonly origins: readonly { readonly first: number; readonly origin: Origin }[];
  readonly peers: ReadonlyMap<string, Peer>;
  /** A lower bound for the peers that are not listed: their identity is unknown, so they may be the same in each file. */
  readonly otherPeers: number;
  /** How many ports are added up here, zero for the sum of a single port; a lower bound if `isAtLeast`. */
  readonly otherPorts: number;
  readonly isAtLeast: boolean;
  /** Inside the window. */
  readonly bytes: number;
  readonly answerBytes: number;
  readonly flows: number;
  /** Epoch milliseconds; first > last if nothing passed in the window. */
  readonly first: number;
  readonly last: number;
  readonly before: { readonly bytes: number; readonly flows: number };
}

export interface Added {
  readonly flows: readonly Flows[];
  /** Interface -> its earliest record. Epoch milliseconds. */
  readonly recordsFrom: ReadonlyMap<string, number>;
}

export const isOtherPorts = ({ otherPorts }: Flows): boolean => otherPorts > 0;

export function addUp(evidence: readonly TrafficEvidence[]): Added {
  const recordsFrom = new Map<string, number>();
  const found = foundOnce(evidence);
  for (const { traffic } of found) {
    const { interfaceId, recordsFrom: from } = traffic;
    recordsFrom.set(interfaceId, Math.min(recordsFrom.get(interfaceId) ?? Infinity, from));
  }
  const sums = groupsOf(found, ({ traffic }) => keyOf(traffic)).map((group) => sumOf(group.map(flowsOf)));
  return { flows: withKnownDirection(sums), recordsFrom };
}

function groupsOf<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    groups.set(key(item), group);
    group.push(item);
  }
  return [...groups.values()];
}

const keyOf = ({ interfaceId, action, protocol, port, otherPorts, direction }: Traffic) =>
  JSON.stringify([interfaceId, action, protocol, port, otherPorts === undefined, direction]);

/**
 * Records of one file or archive that were found through two spellings of the target are the same records: the fuller sum
 * counts.
 */
function foundOnce(evidence: readonly TrafficEvidence[]): readonly TrafficEvidence[] {
  const found = new Map<string, TrafficEvidence>();
  for (const item of evidence) {
    const { locator } = item.origin;
    const carrier = item.traffic.carrier ?? locator.slice(0, locator.lastIndexOf('#'));
    const key = `${carrier}\n${keyOf(item.traffic)}`;
    const known = found.get(key);
    if (!known || fullness(item.traffic) > fullness(known.traffic)) found.set(key, item);
  }
  return [...found.values()];
}

/** Further records can only add to it. */
const fullness = ({ peers, otherPeers, before }: Traffic) =>
  [...peers, ...(otherPeers ? [otherPeers] : [])].reduce(
    (sum, { flows, answerBytes }) => sum + flows + answerBytes,
    before.flows,
  );

function flowsOf({ traffic, origin }: TrafficEvidence): Flows {
  const { interfaceId, action, protocol, port, direction, peers, otherPeers, otherPorts = 0, before } = traffic;
  const parts = otherPeers ? [...peers, otherPeers] : peers;
  const { first, last } = timesOf(parts);
  return {
    interfaceId,
    action,
    protocol,
    port,
    direction,
    traffic: [traffic],
    origins: parts.length > 0 ? [{ first, origin }] : [],
    peers: new Map(peers.map((peer) => [peer.address, peer])),
    otherPeers: otherPeers?.count ?? 0,
    otherPorts,
    isAtLeast: otherPorts > 0,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    answerBytes: parts.reduce((sum, { answerBytes }) => sum + answerBytes, 0),
    flows: parts.reduce((sum, { flows }) => sum + flows, 0),
    first,
    last,
    before,
  };
}

interface Timed {
  readonly flows: number;
  readonly first: number;
  readonly last: number;
}

/** Answers come after their calls: if calls are recorded, their times count. */
function callsOf<Item extends Timed>(parts: readonly Item[]): readonly Item[] {
  const calls = parts.filter(({ flows }) => flows > 0);
  return calls.length > 0 ? calls : parts;
}

const timesOf = (parts: readonly Timed[]) => ({
  first: callsOf(parts).reduce((least, part) => Math.min(least, part.first), Infinity),
  last: callsOf(parts).reduce((most, part) => Math.max(most, part.last), -Infinity),
});

/** The sum of a group, with the interface, action, protocol, port and direction of its first element. */
function sumOf(group: readonly Flows[]): Flows {
  const [first, ...more] = group as readonly [Flows, ...Flows[]];
  if (more.length === 0) return first;
  const peers = new Map<string, Peer>();
  for (const part of group) {
    for (const peer of part.peers.values()) {
      const known = peers.get(peer.address);
      peers.set(peer.address, known ? { ...addPeers(known, peer), address: peer.address } : peer);
    }
  }
  const total = (amount: (part: Flows) => number) => group.reduce((sum, part) => sum + amount(part), 0);
  return {
    ...first,
    traffic: group.flatMap(({ traffic }) => traffic),
    origins: callsOf(group).flatMap(({ origins }) => origins),
    peers,
    otherPeers: group.reduce((most, part) => Math.max(most, part.otherPeers), 0),
    otherPorts: group.reduce((most, part) => Math.max(most, part.otherPorts), 0),
    isAtLeast: group.some(({ isAtLeast }) => isAtLeast),
    bytes: total(({ bytes }) => bytes),
    answerBytes: total(({ answerBytes }) => answerBytes),
    flows: total(({ flows }) => flows),
    ...timesOf(group),
    before: { bytes: total(({ before }) => before.bytes), flows: total(({ before }) => before.flows) },
  };
}

/**
 * A file with few records may not show which address is the interface's own. If other files show that its port is called, and
 * never calls, the same holds here; the caller is the peer either way.
 */
function withKnownDirection(sums: readonly Flows[]): readonly Flows[] {
  const portKey = ({ interfaceId, action, protocol, port, otherPorts }: Flows) =>
    JSON.stringify([interfaceId, action, protocol, port, otherPorts > 0]);
  return groupsOf(sums, portKey).flatMap((group) => {
    const ingress = group.find(({ direction }) => direction === 'ingress');
    const unknown = group.find(({ direction }) => direction === 'unknown');
    return ingress && unknown && ingress.port !== null && group.length === 2 ? [sumOf([ingress, unknown])] : group;
  });
}

/** How many ports of one interface, protocol and direction get an event of their own. */
const mostAccepted = 100;
const mostRejected = 20;

/**
 * A scan is rejected on thousands of ports: those with the most flows stay, and those where traffic was also accepted (a rule
 * was opened or closed); the rest becomes one sum without a port.
 */
export function foldedPorts(sums: readonly Flows[]): Flows[] {
  const accepted = new Set(sums.filter(({ action }) => action === 'ACCEPT').map(serviceKey));
  const listKey = ({ interfaceId, action, protocol, direction }: Flows) =>
    JSON.stringify([interfaceId, action, protocol, direction]);
  return groupsOf(sums, listKey).flatMap((group) => {
    const isRejected = group[0]?.action === 'REJECT';
    const ranked = group
      .filter((sum) => !isOtherPorts(sum))
      .sort((a, b) => (isRejected ? b.flows - a.flows : allBytes(b) - allBytes(a)) || (a.port ?? -1) - (b.port ?? -1));
    const most = isRejected ? mostRejected : mostAccepted;
    const kept = ranked.filter((sum, rank) => rank < most || (isRejected && accepted.has(serviceKey(sum))));
    const keptOnes = new Set(kept);
    const folded = ranked.filter((sum) => !keptOnes.has(sum));
    const others = group.filter(isOtherPorts);
    if (folded.length + others.length === 0) return kept;
    const rest = sumOf([...others, ...folded]);
    return [...kept, { ...rest, port: null, otherPorts: rest.otherPorts + folded.length }];
  });
}

const allBytes = ({ bytes, answerBytes }: Flows) => bytes + answerBytes;
const serviceKey = ({ interfaceId, protocol, port }: Flows) => JSON.stringify([interfaceId, protocol, port]);
