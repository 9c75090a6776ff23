/** Sums of flow records by interface, port and peer: the largest are kept one by one, and memory is bounded. */
import type { TrafficEvidence } from '../../model/evidence.ts';
import type { Traffic } from '../../model/traffic.ts';
import { byBytes, type PeerPart, Peers, SparePeers } from './flow-peers.ts';
import type { FlowRecord } from './flow-record.ts';

/** How many are kept one by one; the rest is added up. */
export interface Limits {
  readonly peers: number;
  /** For one interface, action, protocol and direction. */
  readonly ports: number;
}

/** How many more than twice those kept there may be before the smallest are dropped. */
const fewPeers = 200;
/** For all ports together, before the smallest ports and peers are dropped: a scan tries every port of every interface. */
const mostPeers = 200_000;

export type TrafficOwner = Pick<FlowRecord, 'interfaceId' | 'instanceId' | 'account' | 'region'>;

/** Sums of one peer, and whose traffic it is. */
export interface Part extends PeerPart {
  readonly owner: TrafficOwner;
  readonly port: number | null;
  readonly spellings: readonly string[];
  /** Of the first record. */
  readonly locator: string | number;
  /** Before the window. */
  readonly beforeBytes: number;
  readonly beforeFlows: number;
}

interface Total {
  readonly owner: TrafficOwner;
  readonly port: number | null;
  readonly otherPorts: number;
  readonly locator: string | number;
  readonly peers: Peers;
  spellings: readonly string[];
  beforeBytes: number;
  beforeFlows: number;
}

/** Traffic with the same interface, action, protocol and direction. */
export interface Group {
  readonly action: string;
  readonly protocol: string;
  readonly direction: Traffic['direction'];
  readonly ports: Map<number | null, Total>;
  /** Ports that were dropped. */
  rest: Total | undefined;
}

export class FlowSums {
  /** The file that locators given only as a number refer to. */
  file = '';
  private readonly groups = new Map<string, Group>();
  private readonly limits: Limits;
  private readonly spare = new SparePeers();
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
      total = { owner, port, otherPorts: 0, locator, peers: new Peers(), spellings, beforeBytes: 0, beforeFlows: 0 };
      ports.set(port, total);
    } else addSpellings(total, spellings);
    if (!isAnswer) {
      total.beforeBytes += part.beforeBytes;
      total.beforeFlows += part.beforeFlows;
    }
    if (part.flows === 0) return;
    const { peers } = total;
    if (peers.add(part, this.spare)) this.peers++;
    // more than are kept, so that not every new peer makes all of them be sorted
    if (peers.list.length > 2 * this.limits.peers + fewPeers) this.peers -= peers.trim(this.limits.peers, this.spare);
    if (this.peers > mostPeers) this.shrink();
  }

  /** Drops the smallest until half of the room is free. */
  private shrink(): void {
    let { peers, ports } = this.limits;
    for (;;) {
      this.peers = 0;
      for (const group of this.groups.values())
        for (const total of this.kept(group, { peers, ports })) this.peers += total.peers.list.length;
      if (this.peers <= mostPeers / 2 || (peers <= 10 && ports <= 10)) return;
      peers = Math.max(10, peers >> 1);
      ports = Math.max(10, ports >> 1);
    }
  }

  /** What was added up since the last call. `recordsFrom`: epoch milliseconds of an interface's earliest record. */
  take(recordsFrom: (interfaceId: string) => number): TrafficEvidence[] {
    const found: TrafficEvidence[] = [];
    for (const group of this.groups.values()) {
      for (const total of this.kept(group, this.limits))
        found.push(evidenceOf(group, total, recordsFrom(total.owner.interfaceId), this.file));
    }
    this.groups.clear();
    this.peers = 0;
    return found;
  }

  /** What is kept of a group: the largest peers of each port, and the ports with the most flows. */
  private kept(group: Group, limits: Limits): readonly Total[] {
    for (const { peers } of group.ports.values()) peers.trim(limits.peers, this.spare);
    this.foldPorts(group, limits);
    return group.rest ? [...group.ports.values(), group.rest] : [...group.ports.values()];
  }

  /** A scan touches thousands of ports: those with the most flows stay, the others become one total without a port. */
  private foldPorts(group: Group, limits: Limits): void {
    const { ports } = group;
    if (ports.size <= limits.ports) return;
    const ranked = [...ports.values()].map((total) => ({ total, flows: total.peers.flows + total.beforeFlows }));
    ranked.sort((a, b) => b.flows - a.flows || (a.total.port ?? -1) - (b.total.port ?? -1));
    const folded = ranked.slice(limits.ports).map(({ total }) => total);
    ports.clear();
    for (const { total } of ranked.slice(0, limits.ports)) ports.set(total.port, total);
    group.rest = this.addedUp(folded, group.rest, limits);
  }

  private addedUp(totals: readonly Total[], known: Total | undefined, limits: Limits): Total {
    const [first] = totals as readonly [Total];
    const sum: Total = {
      ...(known ?? first),
      port: null,
      otherPorts: totals.length + (known?.otherPorts ?? 0),
      ...(!known && { peers: new Peers(), beforeBytes: 0, beforeFlows: 0 }),
    };
    for (const { peers, spellings, beforeBytes, beforeFlows } of totals) {
      addSpellings(sum, spellings);
      sum.peers.addAll(peers, this.spare);
      sum.beforeBytes += beforeBytes;
      sum.beforeFlows += beforeFlows;
    }
    sum.peers.trim(limits.peers, this.spare);
    return sum;
  }
}

function addSpellings(total: Total, spellings: readonly string[]): void {
  if (total.spellings === spellings) return;
  const more = spellings.filter((spelling) => !total.spellings.includes(spelling));
  if (more.length > 0) total.spellings = [...total.spellings, ...more];
}

/** The peers are handed on: nothing else uses them afterwards. */
function evidenceOf(
  { action, protocol, direction }: Group,
  total: Total,
  recordsFrom: number,
  file: string,
): TrafficEvidence {
  const { owner, port, otherPorts, locator, spellings, beforeBytes, beforeFlows } = total;
  const { list, others } = total.peers;
  const { interfaceId, instanceId, account, region } = owner;
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
      peers: list.length > 1 ? list.sort(byBytes) : list,
      ...(others && { otherPeers: others }),
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
