/** Adds up the flow records of one file, by conversation while it is read and by interface and port at its end. */
import type { TrafficEvidence } from '../../model/evidence.ts';
import type { Window } from '../../model/question.ts';
import { addPeers, type OtherPeers, type Peer, type Traffic } from '../../model/traffic.ts';
import { ownEndOf, type Service, serviceOf, sideOf } from './conversation.ts';
import type { FlowRecord } from './flow-record.ts';

/** How many are kept one by one; the rest is added up. */
export interface Limits {
  readonly peers: number;
  /** Of one interface, action, protocol and direction. */
  readonly ports: number;
}

/** Held until they are folded into their sums: bounds memory in a file of any size, and tells an interface's own addresses. */
const mostConversations = 20_000;
/** Beyond twice those that are kept, before the smallest are given up. */
const fewPeers = 200;
/** Addresses counted of one interface: its own is on each record, so it is among the first. */
const mostAddresses = 10_000;

interface Conversation {
  readonly record: FlowRecord;
  readonly service: Service | undefined;
  readonly spellings: readonly string[];
  readonly locator: string;
  bytes: number;
  packets: number;
  flows: number;
  first: number;
  last: number;
  beforeBytes: number;
  beforeFlows: number;
}

interface Total {
  readonly traffic: Pick<
    Traffic,
    'interfaceId' | 'instanceId' | 'account' | 'region' | 'action' | 'protocol' | 'direction'
  >;
  readonly port: number | null;
  readonly otherPorts: number;
  readonly locator: string;
  readonly spellings: Set<string>;
  readonly peers: Map<string, Peer>;
  others: OtherPeers | undefined;
  readonly before: { bytes: number; flows: number };
}

interface Interface {
  /** Its first record that is asked for. */
  asked: Pick<Conversation, 'record' | 'spellings' | 'locator'> | undefined;
  recordsFrom: number;
  /** Records on which each address stands. */
  readonly addresses: Map<string, number>;
}

export class FlowTally {
  private readonly conversations = new Map<string, Conversation>();
  private readonly totals = new Map<string, Total>();
  private readonly interfaces = new Map<string, Interface>();
  private readonly since: number;
  private readonly until: number;
  private readonly limits: Limits;

  constructor({ since = -Infinity, until = Infinity }: Window, limits: Limits) {
    this.since = since;
    this.until = until;
    this.limits = limits;
  }

  /** Flows whose interval overlaps the window are counted in it; earlier ones as before it; later ones not at all. */
  add(record: FlowRecord, spellings: readonly string[], locator: string): void {
    this.observe(record).asked ??= { record, spellings, locator };
    if (record.status !== 'OK' || record.start >= this.until) return;
    const service = serviceOf(record);
    const { interfaceId, action, protocol, source, destination, direction } = record;
    const key = `${interfaceId}\n${action}\n${protocol}\n${source}\n${destination}\n${service?.end}\n${service?.port}\n${direction}`;
    let conversation = this.conversations.get(key);
    if (!conversation) {
      if (this.conversations.size >= mostConversations) this.fold();
      conversation = {
        record,
        service,
        spellings,
        locator,
        bytes: 0,
        packets: 0,
        flows: 0,
        first: Infinity,
        last: -Infinity,
        beforeBytes: 0,
        beforeFlows: 0,
      };
      this.conversations.set(key, conversation);
    }
    if (record.end < this.since) {
      conversation.beforeBytes += record.bytes;
      conversation.beforeFlows++;
    } else {
      conversation.bytes += record.bytes;
      conversation.packets += record.packets;
      conversation.flows++;
      conversation.first = Math.min(conversation.first, record.start);
      conversation.last = Math.max(conversation.last, record.end);
    }
  }

  /** What was added up since the last call. */
  evidence(): readonly TrafficEvidence[] {
    this.fold();
    for (const total of this.totals.values()) trimPeers(total, this.limits.peers);
    const found = [...foldPorts([...this.totals.values()], this.limits)].map((total) => this.evidenceOf(total));
    const known = new Set(found.map(({ traffic }) => traffic.interfaceId));
    for (const [interfaceId, { asked, recordsFrom }] of this.interfaces) {
      // nothing passed: its records tell how far back that is known
      if (asked && !known.has(interfaceId) && recordsFrom < this.since) found.push(idle(asked, recordsFrom));
    }
    this.totals.clear();
    this.interfaces.clear();
    return found;
  }

  /** Counts on how many of the interface's records each address stands, also of records that are not asked for. */
  observe(record: FlowRecord): Interface {
    let of = this.interfaces.get(record.interfaceId);
    if (!of) {
      of = { asked: undefined, recordsFrom: record.start, addresses: new Map() };
      this.interfaces.set(record.interfaceId, of);
    }
    of.recordsFrom = Math.min(of.recordsFrom, record.start);
    countAddress(of.addresses, record.source);
    if (record.destination !== record.source) countAddress(of.addresses, record.destination);
    return of;
  }

  /** Conversations -> their sums, now that the interface's own addresses are known. */
  private fold(): void {
    for (const conversation of this.conversations.values()) {
      const { record, service, spellings, locator } = conversation;
      const addresses = this.interfaces.get(record.interfaceId)?.addresses;
      const ownEnd = ownEndOf(record, (address) => addresses?.get(address) ?? 0);
      const { direction, peer } = sideOf(record, service, ownEnd);
      const { interfaceId, instanceId, account, region, action, protocol } = record;
      const port = service?.port ?? null;
      const key = `${interfaceId}\n${action}\n${protocol}\n${port}\n${direction}`;
      let total = this.totals.get(key);
      if (!total) {
        const traffic = { interfaceId, instanceId, account, region, action, protocol, direction };
        const none = { others: undefined, otherPorts: 0, before: { bytes: 0, flows: 0 } };
        total = { traffic, port, locator, spellings: new Set(), peers: new Map(), ...none };
        this.totals.set(key, total);
      }
      for (const spelling of spellings) total.spellings.add(spelling);
      const isAnswer = service?.end === 'source';
      if (!isAnswer) {
        total.before.bytes += conversation.beforeBytes;
        total.before.flows += conversation.beforeFlows;
      }
      if (conversation.flows > 0) addPeer(total, peerOf(peer, conversation, isAnswer));
      // more than are kept, so that not every new peer sorts them all
      if (total.peers.size > 2 * this.limits.peers + fewPeers) trimPeers(total, this.limits.peers);
    }
    this.conversations.clear();
  }

  private evidenceOf({ traffic, port, otherPorts, locator, spellings, peers, others, before }: Total): TrafficEvidence {
    const recordsFrom = this.interfaces.get(traffic.interfaceId)?.recordsFrom ?? 0;
    return {
      type: 'traffic',
      traffic: {
        ...traffic,
        spellings: [...spellings],
        port,
        ...(otherPorts > 0 && { otherPorts }),
        peers: [...peers.values()].sort(byBytes),
        ...(others && { otherPeers: others }),
        before,
        recordsFrom,
      },
      origin: originOf(traffic, locator),
    };
  }
}

function countAddress(addresses: Map<string, number>, address: string | null): void {
  if (address === null) return;
  const known = addresses.get(address);
  if (known !== undefined || addresses.size < mostAddresses) addresses.set(address, (known ?? 0) + 1);
}

const originOf = (
  { account, region, interfaceId }: Pick<Traffic, 'account' | 'region' | 'interfaceId'>,
  locator: string,
) => ({ source: 'logs', backend: 'archive', account, region, ref: interfaceId, locator });

const idle = (
  { record: { interfaceId, instanceId, account, region }, spellings, locator }: NonNullable<Interface['asked']>,
  recordsFrom: number,
): TrafficEvidence => ({
  type: 'traffic',
  traffic: {
    interfaceId,
    instanceId,
    spellings,
    account,
    region,
    action: 'NODATA',
    protocol: 'unknown',
    port: null,
    direction: 'unknown',
    peers: [],
    before: { bytes: 0, flows: 0 },
    recordsFrom,
  },
  origin: originOf({ account, region, interfaceId }, locator),
});

const peerOf = (
  address: string,
  { bytes, packets, flows, first, last }: Omit<Peer, 'address' | 'answerBytes'>,
  isAnswer: boolean,
): Peer =>
  isAnswer
    ? { address, bytes: 0, packets: 0, flows: 0, answerBytes: bytes, first, last }
    : { address, bytes, packets, flows, answerBytes: 0, first, last };

function addPeer({ peers }: Pick<Total, 'peers'>, peer: Peer): void {
  const known = peers.get(peer.address);
  peers.set(peer.address, known ? { ...addPeers(known, peer), address: peer.address } : peer);
}

/** Most bytes first, both ways; a total order, so that the same records keep the same peers. */
const byBytes = (a: Peer, b: Peer) =>
  b.bytes + b.answerBytes - a.bytes - a.answerBytes || b.flows - a.flows || (a.address < b.address ? -1 : 1);

function trimPeers(total: Total, most: number): void {
  if (total.peers.size <= most) return;
  const [...peers] = total.peers.values();
  for (const peer of peers.sort(byBytes).slice(most)) {
    total.peers.delete(peer.address);
    const { address: _, ...sums } = peer;
    total.others = withOther(total.others, { ...sums, count: 1 });
  }
}

const withOther = (others: OtherPeers | undefined, { count, ...more }: OtherPeers): OtherPeers =>
  others ? { ...addPeers(others, more), count: others.count + count } : { ...more, count };

const flowsOf = ({ peers, others, before }: Total) =>
  [...peers.values()].reduce((sum, { flows }) => sum + flows, (others?.flows ?? 0) + before.flows);

/** A scan touches thousands of ports: those with the most flows stay, the others become one total without a port. */
function foldPorts(totals: readonly Total[], limits: Limits): readonly Total[] {
  const groups = new Map<string, { total: Total; flows: number }[]>();
  for (const total of totals) {
    const { interfaceId, action, protocol, direction } = total.traffic;
    const key = [interfaceId, action, protocol, direction].join('\n');
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push({ total, flows: flowsOf(total) });
  }
  return [...groups.values()].flatMap((group) => {
    if (group.length <= limits.ports) return group.map(({ total }) => total);
    group.sort((a, b) => b.flows - a.flows || (a.total.port ?? -1) - (b.total.port ?? -1));
    const [kept, folded] = [group.slice(0, limits.ports), group.slice(limits.ports).map(({ total }) => total)];
    return [...kept.map(({ total }) => total), addedUp(folded, limits)];
  });
}

function addedUp(totals: readonly Total[], limits: Limits): Total {
  const [first] = totals as readonly [Total];
  const none = { others: undefined, otherPorts: totals.length, before: { bytes: 0, flows: 0 } };
  const sum: Total = { ...first, port: null, spellings: new Set(), peers: new Map(), ...none };
  for (const { peers, others, spellings, before } of totals) {
    for (const spelling of spellings) sum.spellings.add(spelling);
    for (const peer of peers.values()) addPeer(sum, peer);
    if (others) sum.others = withOther(sum.others, others);
    sum.before.bytes += before.bytes;
    sum.before.flows += before.flows;
  }
  trimPeers(sum, limits.peers);
  return sum;
}
