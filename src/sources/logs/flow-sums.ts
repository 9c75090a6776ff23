/** Sums of flow records by interface, port and peer: the largest are kept one by one, and memory is bounded. */
import type { TrafficEvidence } from '../../model/evidence.ts';
import type { OtherPeers, Peer, Traffic } from '../../model/traffic.ts';
import type { FlowRecord } from './flow-record.ts';

/** How many are kept one by one; the rest is added up. */
export interface Limits {
  readonly peers: number;
  /** Of one interface, action, protocol and direction. */
  readonly ports: number;
}

/** Beyond twice those that are kept, before the smallest are given up. */
const fewPeers = 200;
/** Of all ports together, before the smallest ports and peers are given up: a scan tries each port of each interface. */
const mostPeers = 200_000;
/** Up to so many are looked through. */
const mostListed = 8;

export type TrafficOwner = Pick<FlowRecord, 'interfaceId' | 'instanceId' | 'account' | 'region'>;

/** Records of one peer: whose they are. */
export interface Part {
  owner: TrafficOwner;
  port: number | null;
  peer: string;
  isAnswer: boolean;
  spellings: readonly string[];
  /** Of the first. */
  locator: string | number;
  bytes: number;
  packets: number;
  flows: number;
  /** Epoch milliseconds. */
  first: number;
  last: number;
  /** Before the window. */
  beforeBytes: number;
  beforeFlows: number;
}

type Sums = { -readonly [Key in keyof Omit<Peer, 'address'>]: number };
type PeerSums = Sums & { readonly address: string };

interface Total {
  readonly owner: TrafficOwner;
  readonly port: number | null;
  readonly otherPorts: number;
  readonly locator: string | number;
  spellings: readonly string[];
  peers: PeerSums[];
  /** Where there are many. */
  byAddress: Map<string, PeerSums> | undefined;
  others: (Sums & { count: number }) | undefined;
  beforeBytes: number;
  beforeFlows: number;
}

/** What agrees in interface, action, protocol and direction. */
export interface Group {
  readonly action: string;
  readonly protocol: string;
  readonly direction: Traffic['direction'];
  readonly ports: Map<number | null, Total>;
  /** Ports that were given up. */
  rest: Total | undefined;
}

export class FlowSums {
  /** The file of locators that are only a number. */
  file = '';
  private readonly groups = new Map<string, Group>();
  private readonly limits: Limits;
  private peers = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  group(interfaceId: string, action: string, protocol: string, direction: Traffic['direction']): Group {
    const key = `${interfaceId}\n${action}\n${protocol}\n${direction}`;
    let group = this.groups.get(key);
    if (!group) {
      group = { action, protocol, direction, ports: new Map(), rest: undefined };
      this.groups.set(key, group);
    }
    return group;
  }

  add({ ports }: Group, part: Part): void {
    const { isAnswer, spellings } = part;
    let total = ports.get(part.port);
    if (!total) {
      const { owner, port, locator } = part;
      total = {
        owner,
        port,
        otherPorts: 0,
        locator,
        spellings,
        peers: [],
        byAddress: undefined,
        others: undefined,
        beforeBytes: 0,
        beforeFlows: 0,
      };
      ports.set(port, total);
    } else addSpellings(total, spellings);
    if (!isAnswer) {
      total.beforeBytes += part.beforeBytes;
      total.beforeFlows += part.beforeFlows;
    }
    if (part.flows === 0) return;
    if (addPart(total, part)) this.peers++;
    // more than are kept, so that not every new peer sorts them all
    if (total.peers.length > 2 * this.limits.peers + fewPeers) this.peers -= trimPeers(total, this.limits.peers);
    if (this.peers > mostPeers) this.shrink();
  }

  /** Gives up the smallest, until half of the room is free. */
  private shrink(): void {
    let { peers, ports } = this.limits;
    for (;;) {
      this.peers = 0;
      for (const group of this.groups.values()) {
        for (const total of group.ports.values()) trimPeers(total, peers);
        foldPorts(group, { peers, ports });
        for (const total of [...group.ports.values(), ...(group.rest ? [group.rest] : [])])
          this.peers += total.peers.length;
      }
      if (this.peers <= mostPeers / 2 || (peers <= 10 && ports <= 10)) return;
      peers = Math.max(10, peers >> 1);
      ports = Math.max(10, ports >> 1);
    }
  }

  /** What was added up since the last call. `recordsFrom`: epoch milliseconds of an interface's earliest record. */
  take(recordsFrom: (interfaceId: string) => number): TrafficEvidence[] {
    const found: TrafficEvidence[] = [];
    for (const group of this.groups.values()) {
      for (const total of group.ports.values()) trimPeers(total, this.limits.peers);
      foldPorts(group, this.limits);
      const totals = [...group.ports.values(), ...(group.rest ? [group.rest] : [])];
      for (const total of totals) found.push(evidenceOf(group, total, recordsFrom(total.owner.interfaceId), this.file));
    }
    this.groups.clear();
    this.peers = 0;
    return found;
  }
}

function addSpellings(total: Total, spellings: readonly string[]): void {
  if (total.spellings === spellings) return;
  const more = spellings.filter((spelling) => !total.spellings.includes(spelling));
  if (more.length > 0) total.spellings = [...total.spellings, ...more];
}

/** The times of a sum are those of its calls where it has any. To come before the flows are added. */
function addTimes(sums: Sums, flows: number, first: number, last: number): void {
  const [isCalled, calls] = [sums.flows > 0, flows > 0];
  if (isCalled && !calls) return;
  if (isCalled === calls) {
    if (first < sums.first) sums.first = first;
    if (last > sums.last) sums.last = last;
  } else {
    sums.first = first;
    sums.last = last;
  }
}

function addTo(sums: Sums, { bytes, packets, flows, answerBytes, first, last }: Sums): void {
  addTimes(sums, flows, first, last);
  sums.bytes += bytes;
  sums.packets += packets;
  sums.flows += flows;
  sums.answerBytes += answerBytes;
}

/** Whether it is of a peer that was not met. */
function addPart(total: Total, { peer, isAnswer, bytes, packets, flows, first, last }: Part): boolean {
  const known = peerOf(total, peer);
  if (!known) {
    putPeer(
      total,
      isAnswer
        ? { address: peer, bytes: 0, packets: 0, flows: 0, answerBytes: bytes, first, last }
        : { address: peer, bytes, packets, flows, answerBytes: 0, first, last },
    );
    return true;
  }
  addTimes(known, isAnswer ? 0 : flows, first, last);
  if (isAnswer) known.answerBytes += bytes;
  else {
    known.bytes += bytes;
    known.packets += packets;
    known.flows += flows;
  }
  return false;
}

/** Takes the peer over. */
function addPeer(total: Total, peer: PeerSums): void {
  const known = peerOf(total, peer.address);
  if (known) addTo(known, peer);
  else putPeer(total, peer);
}

const peerOf = ({ peers, byAddress }: Total, address: string): PeerSums | undefined =>
  byAddress ? byAddress.get(address) : listed(peers, address);

function putPeer(total: Total, peer: PeerSums): void {
  const { peers } = total;
  peers.push(peer);
  if (total.byAddress) total.byAddress.set(peer.address, peer);
  else if (peers.length > mostListed) total.byAddress = new Map(peers.map((each) => [each.address, each]));
}

function listed(peers: readonly PeerSums[], address: string): PeerSums | undefined {
  for (const peer of peers) if (peer.address === address) return peer;
  return undefined;
}

/** Most bytes first, both ways; a total order, so that the same records keep the same peers. */
const byBytes = (a: Peer, b: Peer) =>
  b.bytes + b.answerBytes - a.bytes - a.answerBytes || b.flows - a.flows || (a.address < b.address ? -1 : 1);

/** How many were given up. */
function trimPeers(total: Total, most: number): number {
  const { peers } = total;
  if (peers.length <= most) return 0;
  peers.sort(byBytes);
  const givenUp = peers.splice(most);
  for (const peer of givenUp) {
    total.byAddress?.delete(peer.address);
    addOther(total, peer, 1);
  }
  return givenUp.length;
}

function addOther(total: Total, sums: Sums, count: number): void {
  const { others } = total;
  if (!others) {
    const { bytes, packets, flows, answerBytes, first, last } = sums;
    total.others = { bytes, packets, flows, answerBytes, first, last, count };
    return;
  }
  addTo(others, sums);
  others.count += count;
}

function flowsOf({ peers, others, beforeFlows }: Total): number {
  let flows = (others?.flows ?? 0) + beforeFlows;
  for (const peer of peers) flows += peer.flows;
  return flows;
}

/** A scan touches thousands of ports: those with the most flows stay, the others become one total without a port. */
function foldPorts(group: Group, limits: Limits): void {
  const { ports } = group;
  if (ports.size <= limits.ports) return;
  const ranked = [...ports.values()].map((total) => ({ total, flows: flowsOf(total) }));
  ranked.sort((a, b) => b.flows - a.flows || (a.total.port ?? -1) - (b.total.port ?? -1));
  const folded = ranked.slice(limits.ports).map(({ total }) => total);
  ports.clear();
  for (const { total } of ranked.slice(0, limits.ports)) ports.set(total.port, total);
  group.rest = addedUp(folded, group.rest, limits);
}

function addedUp(totals: readonly Total[], known: Total | undefined, limits: Limits): Total {
  const [first] = totals as readonly [Total];
  const sum: Total = {
    ...(known ?? first),
    port: null,
    otherPorts: totals.length + (known?.otherPorts ?? 0),
    ...(!known && { peers: [], byAddress: undefined, others: undefined, beforeBytes: 0, beforeFlows: 0 }),
  };
  for (const { peers, others, spellings, beforeBytes, beforeFlows } of totals) {
    addSpellings(sum, spellings);
    for (const peer of peers) addPeer(sum, peer);
    if (others) addOther(sum, others, others.count);
    sum.beforeBytes += beforeBytes;
    sum.beforeFlows += beforeFlows;
  }
  trimPeers(sum, limits.peers);
  return sum;
}

function evidenceOf(
  { action, protocol, direction }: Group,
  total: Total,
  recordsFrom: number,
  file: string,
): TrafficEvidence {
  const { owner, port, otherPorts, locator, spellings, peers, others, beforeBytes, beforeFlows } = total;
  const { interfaceId, instanceId, account, region } = owner;
  const otherPeers: OtherPeers | undefined = others;
  return {
    type: 'traffic',
    traffic: {
      interfaceId,
      instanceId,
      account,
      region,
      action,
      protocol,
      direction,
      spellings,
      port,
      ...(otherPorts > 0 && { otherPorts }),
      peers: peers.length > 1 ? peers.sort(byBytes) : peers,
      ...(otherPeers && { otherPeers }),
      before: { bytes: beforeBytes, flows: beforeFlows },
      recordsFrom,
    },
    origin: originOf(owner, typeof locator === 'number' ? `${file}#${locator}` : locator),
  };
}

export const originOf = ({ account, region, interfaceId }: TrafficOwner, locator: string) => ({
  source: 'logs',
  backend: 'archive',
  account,
  region,
  ref: interfaceId,
  locator,
});
