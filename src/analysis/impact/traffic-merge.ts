/** Adds up the traffic of an archive's files while they are read: a year takes no more memory than a day. */
import type { Evidence, Reading, Skipped, TrafficEvidence } from '../../model/evidence.ts';
import { type IsAlsoAccepted, TrafficList } from './traffic-list.ts';

/** How much is kept, over all interfaces. */
export interface Bounds {
  /** Peers kept by address, before the smallest are added up. */
  readonly peers: number;
  /** Sums for single ports, before those of ports with little traffic are added up. */
  readonly ports: number;
  /** The same, once only ports that a report names are left: then interfaces with little traffic are given up. */
  readonly most: number;
}

const usual: Bounds = { peers: 150_000, ports: 16_000, most: 64_000 };
/** Of one sum; a report names 20. Halved each time more must be given up. */
const peersAtFirst = 1000;
/** Of one list; halved each time more must be given up. A report names 20 where traffic is rejected. */
const [portsAtFirst, leastPorts] = [1000, 20];

export class TrafficMerge {
  private readonly lists = new Map<string, TrafficList>();
  private readonly bounds: Bounds;
  private peers = 0;
  private sums = 0;
  /** Above this number of sums, some are added up. */
  private foldAt: number;
  /** By account and region. */
  private readonly skipped = new Map<string, Skipped>();

  constructor(bounds: Bounds = usual) {
    this.bounds = bounds;
    this.foldAt = bounds.ports;
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

  private add(item: TrafficEvidence): void {
    const { interfaceId, instanceId, account, region, action, protocol, direction } = item.traffic;
    const carrier = JSON.stringify([instanceId, account, region]);
    const key = `${carrier}\n${JSON.stringify([interfaceId, action, protocol, direction])}`;
    let list = this.lists.get(key);
    if (!list) {
      list = new TrafficList(item, carrier);
      this.lists.set(key, list);
    }
    const { size } = list;
    this.peers += list.add(item);
    this.sums += list.size - size;
    if (this.sums > this.foldAt) this.fold();
    if (this.peers > this.bounds.peers) this.trim();
  }

  /** Each sum keeps at least one peer: there are fewer sums than the bound. */
  private trim(): void {
    for (let each = peersAtFirst; this.peers > this.bounds.peers / 2 && each >= 1; each >>= 1) {
      for (const list of this.lists.values()) list.trimPeers(each);
      this.count();
    }
  }

  private fold(): void {
    const { ports, most } = this.bounds;
    const isFull = this.sums > most;
    const accepted = this.accepted();
    for (let each = portsAtFirst; this.sums > ports / 2 && each >= leastPorts; each >>= 1) {
      for (const list of this.lists.values()) list.foldPorts(each, accepted(list));
      this.count();
    }
    if (isFull && this.sums > most / 2) this.giveUp(most / 2);
    // not again soon: with this many interfaces there is little left to add up
    this.foldAt = Math.min(most, Math.max(ports, 2 * this.sums));
  }

  /** Where traffic is both accepted and rejected, a rule was opened or closed: that port is kept. */
  private accepted(): (list: TrafficList) => IsAlsoAccepted {
    const keyOf = ({ of: { interfaceId, protocol } }: TrafficList, port: number | null) =>
      `${interfaceId}\n${protocol}\n${port}`;
    const keys = new Set<string>();
    for (const list of this.lists.values())
      if (list.of.action === 'ACCEPT') for (const port of list.ports) keys.add(keyOf(list, port));
    return (list) => (port) => keys.has(keyOf(list, port));
  }

  /** Keeps the interfaces with the most traffic, and of one with very much traffic of all kinds its largest lists. */
  private giveUp(most: number): void {
    const bytes = new Map<string, number>();
    const found = [...this.lists].map(([key, list]) => ({ key, list, bytes: list.bytes, id: list.of.interfaceId }));
    for (const { id, bytes: more } of found) bytes.set(id, (bytes.get(id) ?? 0) + more);
    const of = (id: string) => bytes.get(id) ?? 0;
    found.sort((a, b) => of(b.id) - of(a.id) || compare(a.id, b.id) || b.bytes - a.bytes || compare(a.key, b.key));
    let kept = 0;
    for (const { key, list } of found) {
      kept += list.size;
      if (kept <= most) continue;
      this.lists.delete(key);
      const { account, region } = list.of;
      this.skip({ source: 'logs', account, region, kind: 'flow of an interface with less traffic', count: list.flows });
    }
    this.count();
  }

  private skip(more: Skipped): void {
    if (more.count === 0) return;
    const key = JSON.stringify([more.account, more.region]);
    this.skipped.set(key, { ...more, count: more.count + (this.skipped.get(key)?.count ?? 0) });
  }

  private count(): void {
    this.peers = 0;
    this.sums = 0;
    for (const list of this.lists.values()) {
      this.peers += list.peers;
      this.sums += list.size;
    }
  }

  /** What was added up; undefined if there was nothing. */
  reading(): Reading | undefined {
    if (this.lists.size === 0) return undefined;
    const evidence = [...this.lists.values()].flatMap((list) => list.evidence());
    const skipped = [...this.skipped.values()];
    this.lists.clear();
    this.skipped.clear();
    this.count();
    this.foldAt = this.bounds.ports;
    return { evidence, spans: [], skipped, gaps: [], bytes: 0 };
  }
}

/** Live answers are small, and one may be part of another. */
const isOfFile = (item: Evidence): item is TrafficEvidence =>
  item.type === 'traffic' && item.origin.backend === 'archive';

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
