/** The traffic of an archive's files, added up as they are read: a year of them takes no more memory than a day. */
import type { Origin } from '../../model/event.ts';
import type { Evidence, Reading, TrafficEvidence } from '../../model/evidence.ts';
import { addPeers, type OtherPeers, type Peer, type Traffic } from '../../model/traffic.ts';
import { keyOf } from './traffic-sums.ts';

/** Peers of all sums together that are kept by name, before the smallest are added up. */
const mostOfAll = 300_000;
/** Of one sum: then as many as are kept at first, and at least. A report names 20. */
const [firstKept, leastKept] = [1000, 20];

interface Sum {
  readonly traffic: Traffic;
  readonly carrier: string;
  readonly spellings: Set<string>;
  readonly peers: Map<string, Peer>;
  others: OtherPeers | undefined;
  /** So many peers there were at once, where some were given up: one that comes again must not be counted again. */
  atOnce: number;
  otherPorts: number;
  readonly before: { bytes: number; flows: number };
  recordsFrom: number;
  /** Where the earliest is told; calls come before answers. */
  first: { readonly isCall: boolean; readonly time: number; readonly origin: Origin };
}

export class TrafficMerge {
  private readonly sums = new Map<string, Sum>();
  private readonly most: number;
  private peers = 0;

  constructor(most = mostOfAll) {
    this.most = most;
  }

  /** The reading without what was taken from it. */
  take(reading: Reading): Reading {
    if (!reading.evidence.some(isOfFile)) return reading;
    const evidence: Evidence[] = [];
    for (const item of reading.evidence) {
      if (isOfFile(item)) this.add(item);
      else evidence.push(item);
    }
    return { ...reading, evidence };
  }

  private add({ traffic, origin }: TrafficEvidence): void {
    const { instanceId, account, region, otherPorts = 0, before, recordsFrom } = traffic;
    const carrier = JSON.stringify([instanceId, account, region]);
    const key = `${carrier}\n${keyOf(traffic)}`;
    const first = firstOf(traffic, origin);
    let sum = this.sums.get(key);
    if (!sum) {
      const none = { others: undefined, atOnce: 0, otherPorts: 0, before: { bytes: 0, flows: 0 } };
      sum = { traffic, carrier, spellings: new Set(), peers: new Map(), ...none, recordsFrom, first };
      this.sums.set(key, sum);
    }
    if (isBefore(first, sum.first)) sum.first = first;
    for (const spelling of traffic.spellings) sum.spellings.add(spelling);
    sum.before.bytes += before.bytes;
    sum.before.flows += before.flows;
    sum.recordsFrom = Math.min(sum.recordsFrom, recordsFrom);
    sum.otherPorts = Math.max(sum.otherPorts, otherPorts);
    const { size } = sum.peers;
    for (const peer of traffic.peers) {
      const known = sum.peers.get(peer.address);
      sum.peers.set(peer.address, known ? { ...addPeers(known, peer), address: peer.address } : peer);
    }
    if (traffic.otherPeers) sum.others = withOthers(sum.others, traffic.otherPeers);
    this.peers += sum.peers.size - size;
    if (this.peers > this.most) this.trimAll();
  }

  private trimAll(): void {
    for (let each = firstKept; this.peers > this.most / 2 && each >= leastKept; each = Math.floor(each / 2)) {
      this.peers = 0;
      for (const sum of this.sums.values()) {
        trim(sum, each);
        this.peers += sum.peers.size;
      }
    }
  }

  evidence(): readonly TrafficEvidence[] {
    const found = [...this.sums.values()].map((sum): TrafficEvidence => {
      const { traffic, carrier, spellings, peers, others, atOnce, otherPorts, before, recordsFrom, first } = sum;
      return {
        type: 'traffic',
        traffic: {
          ...traffic,
          spellings: [...spellings],
          peers: [...peers.values()],
          ...(others && { otherPeers: { ...others, count: Math.max(others.count, atOnce - peers.size) } }),
          ...(otherPorts > 0 && { otherPorts }),
          before,
          recordsFrom,
          carrier,
        },
        origin: first.origin,
      };
    });
    this.sums.clear();
    this.peers = 0;
    return found;
  }
}

/** What live answers come to is not much, and one may be a part of another. */
const isOfFile = (item: Evidence): item is TrafficEvidence =>
  item.type === 'traffic' && item.origin.backend === 'archive';

function firstOf({ peers, otherPeers }: Traffic, origin: Origin): Sum['first'] {
  const parts = otherPeers ? [...peers, otherPeers] : peers;
  const isCall = parts.some(({ flows }) => flows > 0);
  const time = parts.reduce(
    (least, { flows, first }) => (flows > 0 === isCall ? Math.min(least, first) : least),
    Infinity,
  );
  return { isCall, time, origin };
}

function isBefore(a: Sum['first'], b: Sum['first']): boolean {
  if (a.isCall !== b.isCall) return a.isCall;
  return a.time === b.time ? a.origin.locator < b.origin.locator : a.time < b.time;
}

/** Which they are is not known, so they may be the same in each file: there are as many as in the fullest, at least. */
const withOthers = (known: OtherPeers | undefined, more: OtherPeers): OtherPeers =>
  known ? { ...addPeers(known, more), count: Math.max(known.count, more.count) } : more;

function trim(sum: Sum, most: number): void {
  if (sum.peers.size <= most) return;
  sum.atOnce = Math.max(sum.atOnce, sum.peers.size + (sum.others?.count ?? 0));
  const ranked = [...sum.peers.values()].sort(byBytes);
  for (const { address, ...sums } of ranked.slice(most)) {
    sum.peers.delete(address);
    sum.others = sum.others ? { ...addPeers(sum.others, sums), count: sum.others.count } : { ...sums, count: 0 };
  }
}

/** A total order: the same files keep the same peers. */
const byBytes = (a: Peer, b: Peer) =>
  b.bytes + b.answerBytes - a.bytes - a.answerBytes || b.flows - a.flows || (a.address < b.address ? -1 : 1);
