/** Traffic that only differs in its port, added up over files: a sum for each port, and one for the ports that are not kept. */
import type { Origin } from '../../model/event.ts';
import type { TrafficEvidence } from '../../model/evidence.ts';
import { addPeers, type OtherPeers, type Peer, type Traffic } from '../../model/traffic.ts';

/** Modified in place: new objects for every file would take most of the memory. */
type Sums = { -readonly [Key in keyof Omit<Peer, 'address'>]: number };
type OwnPeer = Sums & Pick<Peer, 'address'>;
type OwnOthers = Sums & { count: number };

type Agreeing = 'interfaceId' | 'instanceId' | 'account' | 'region' | 'action' | 'protocol' | 'direction';

interface Sum {
  spellings: readonly string[];
  readonly peers: Map<string, OwnPeer>;
  others: OwnOthers | undefined;
  /** How many peers were kept when some were given up: one that comes again must not be counted again. */
  atOnce: number;
  readonly before: { bytes: number; flows: number };
  recordsFrom: number;
  /** Where the earliest was recorded; calls rank before answers. */
  first: First;
}

interface First {
  readonly isCall: boolean;
  readonly time: number;
  readonly locator: string;
}

/** Whether traffic of the port is also accepted: then a rule was opened or closed. */
export type IsAlsoAccepted = (port: number | null) => boolean;

/** As many as a report names where traffic is accepted: shorter lists are not folded. */
const leastAccepted = 100;
const allPorts = 65_536;

export class TrafficList {
  readonly of: Pick<Traffic, Agreeing>;
  private readonly carrier: string;
  private readonly origin: Origin;
  private readonly sums = new Map<number | null, Sum>();
  /** The ports without a sum of their own: those folded in the files, and those folded here. */
  private rest: Sum | undefined;
  /** In one file; their numbers are unknown, so they may be the same in each file. */
  private otherPorts = 0;
  /** A bit for each port that was folded. */
  private folded: Uint8Array | undefined;

  constructor({ traffic, origin }: TrafficEvidence, carrier: string) {
    const { interfaceId, instanceId, account, region, action, protocol, direction } = traffic;
    this.of = { interfaceId, instanceId, account, region, action, protocol, direction };
    this.carrier = carrier;
    this.origin = origin;
  }

  /** The number of sums. */
  get size(): number {
    return this.sums.size + (this.rest ? 1 : 0);
  }

  get ports(): Iterable<number | null> {
    return this.sums.keys();
  }

  get peers(): number {
    return this.all().reduce((count, { peers }) => count + peers.size, 0);
  }

  /** Both directions, inside the window. */
  get bytes(): number {
    return this.all().reduce((bytes, sum) => bytes + bytesOf(sum), 0);
  }

  /** Inside the window and before it. */
  get flows(): number {
    return this.all().reduce((flows, sum) => flows + flowsOf(sum), 0);
  }

  /** Returns how many more peers are kept than before. */
  add({ traffic, origin }: TrafficEvidence): number {
    const { port, otherPorts, spellings, before, recordsFrom, peers, otherPeers } = traffic;
    const first = firstOf(traffic, origin.locator);
    const fresh = () => ({ ...emptySum(), spellings: this.known(spellings), recordsFrom, first });
    let sum: Sum;
    if (otherPorts === undefined) {
      sum = this.sums.get(port) ?? fresh();
      this.sums.set(port, sum);
    } else {
      this.rest ??= fresh();
      sum = this.rest;
      this.otherPorts = Math.max(this.otherPorts, otherPorts);
    }
    const { size } = sum.peers;
    addTo(sum, { spellings, peers, others: otherPeers, before, recordsFrom, first });
    return sum.peers.size - size;
  }

  /** Most ports have the same spellings: they share one list. */
  private known(spellings: readonly string[]): readonly string[] {
    const [other] = this.sums.values();
    const isSame =
      other?.spellings.length === spellings.length && spellings.every((each, n) => each === other.spellings[n]);
    return isSame ? other.spellings : spellings;
  }

  /** Keeps the largest peers of each sum. */
  trimPeers(most: number): void {
    for (const sum of this.all()) trim(sum, most);
  }

  /** Ports with the most traffic keep their own sums, ranked as in a report; so do those where traffic is also accepted. */
  foldPorts(each: number, isAlsoAccepted: IsAlsoAccepted): void {
    const isRejected = this.of.action === 'REJECT';
    const most = isRejected ? each : Math.max(each, leastAccepted);
    if (this.sums.size <= most) return;
    const ranked = [...this.sums].map(([port, sum]) => ({
      port,
      sum,
      amount: isRejected ? flowsOf(sum) : bytesOf(sum),
    }));
    ranked.sort((a, b) => b.amount - a.amount || (a.port ?? -1) - (b.port ?? -1));
    for (const { port, sum } of ranked.slice(most)) {
      if (port === null || (isRejected && isAlsoAccepted(port))) continue;
      this.sums.delete(port);
      this.folded ??= new Uint8Array(allPorts / 8);
      this.folded[port >> 3] = (this.folded[port >> 3] ?? 0) | (1 << (port & 7));
      if (this.rest) addTo(this.rest, { ...sum, peers: sum.peers.values() });
      else this.rest = sum;
    }
  }

  evidence(): readonly TrafficEvidence[] {
    const { carrier, sums, rest } = this;
    const told = (sum: Sum, port: number | null): TrafficEvidence => {
      const { spellings, peers, others, atOnce, before, recordsFrom, first } = sum;
      return {
        type: 'traffic',
        traffic: {
          ...this.of,
          spellings,
          port,
          peers: [...peers.values()],
          ...(others && { otherPeers: { ...others, count: Math.max(others.count, atOnce - peers.size) } }),
          before,
          recordsFrom,
          carrier,
        },
        origin: { ...this.origin, locator: first.locator },
      };
    };
    const found = [...sums].map(([port, sum]) => told(sum, port));
    if (!rest) return found;
    const { traffic, ...others } = told(rest, null);
    return [
      ...found,
      { ...others, traffic: { ...traffic, otherPorts: Math.max(this.otherPorts, this.foldedPorts(), 1) } },
    ];
  }

  /** A port that came again and has its own sum now does not count. */
  private foldedPorts(): number {
    const { folded, sums } = this;
    let count = 0;
    for (let port = 0; folded && port < allPorts; port++)
      if (((folded[port >> 3] ?? 0) & (1 << (port & 7))) !== 0 && !sums.has(port)) count++;
    return count;
  }

  private all(): readonly Sum[] {
    return this.rest ? [...this.sums.values(), this.rest] : [...this.sums.values()];
  }
}

const emptySum = () => ({
  peers: new Map<string, OwnPeer>(),
  others: undefined,
  atOnce: 0,
  before: { bytes: 0, flows: 0 },
});

interface Part extends Pick<Sum, 'spellings' | 'before' | 'recordsFrom' | 'first'> {
  readonly peers: Iterable<Peer>;
  readonly others: OtherPeers | undefined;
  readonly atOnce?: number;
}

function addTo(sum: Sum, { spellings, peers, others, atOnce = 0, before, recordsFrom, first }: Part): void {
  const more = spellings.filter((spelling) => !sum.spellings.includes(spelling));
  if (more.length > 0) sum.spellings = [...sum.spellings, ...more];
  if (isBefore(first, sum.first)) sum.first = first;
  sum.before.bytes += before.bytes;
  sum.before.flows += before.flows;
  sum.recordsFrom = Math.min(sum.recordsFrom, recordsFrom);
  for (const peer of peers) {
    const known = sum.peers.get(peer.address);
    if (known) addSums(known, peer);
    else sum.peers.set(peer.address, { ...peer });
  }
  if (others) addOthers(sum, others, others.count);
  sum.atOnce = Math.max(sum.atOnce, atOnce);
}

const partsOf = ({ peers, others }: Sum) => (others ? [...peers.values(), others] : [...peers.values()]);
const bytesOf = (sum: Sum) => partsOf(sum).reduce((total, { bytes, answerBytes }) => total + bytes + answerBytes, 0);
const flowsOf = (sum: Sum) => partsOf(sum).reduce((total, { flows }) => total + flows, sum.before.flows);

function firstOf({ peers, otherPeers }: Traffic, locator: string): First {
  const parts = otherPeers ? [...peers, otherPeers] : peers;
  const isCall = parts.some(({ flows }) => flows > 0);
  const time = parts.reduce(
    (least, { flows, first }) => (flows > 0 === isCall ? Math.min(least, first) : least),
    Infinity,
  );
  return { isCall, time, locator };
}

function isBefore(a: First, b: First): boolean {
  if (a.isCall !== b.isCall) return a.isCall;
  return a.time === b.time ? a.locator < b.locator : a.time < b.time;
}

function addSums(sums: Sums, more: Sums): void {
  Object.assign(sums, addPeers(sums, more));
}

/** Their identity is unknown, so they may be the same in each file: there are at least as many as in the file with the most. */
function addOthers(sum: Sum, sums: Omit<Peer, 'address'>, count: number): void {
  const { others } = sum;
  if (others) {
    addSums(others, sums);
    others.count = Math.max(others.count, count);
    return;
  }
  const { bytes, packets, flows, answerBytes, first, last } = sums;
  sum.others = { bytes, packets, flows, answerBytes, first, last, count };
}

function trim(sum: Sum, most: number): void {
  if (sum.peers.size <= most) return;
  sum.atOnce = Math.max(sum.atOnce, sum.peers.size + (sum.others?.count ?? 0));
  const ranked = [...sum.peers.values()].sort(byBytes);
  for (const peer of ranked.slice(most)) {
    sum.peers.delete(peer.address);
    addOthers(sum, peer, 0);
  }
}

/** A total order: the same files keep the same peers. */
const byBytes = (a: Peer, b: Peer) =>
  b.bytes + b.answerBytes - a.bytes - a.answerBytes || b.flows - a.flows || (a.address < b.address ? -1 : 1);
