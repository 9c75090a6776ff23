/** Peers of one port with what they sent: the largest are kept one by one, and objects of dropped peers are reused. */
import type { OtherPeers, Peer } from '../../model/traffic.ts';

export type Sums = { -readonly [Key in keyof Omit<Peer, 'address'>]: number };
export type PeerSums = Sums & { address: string };

/** The sums of one peer's records. */
export interface PeerPart {
  readonly peer: string;
  readonly isAnswer: boolean;
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
  /** Epoch milliseconds. */
  readonly first: number;
  readonly last: number;
}

/** A list of up to this many is searched from end to end. */
const mostListed = 8;
/** For reuse: a file with many more peers does not make the next one hold more. */
const mostSpare = 50_000;

/** A file has some ten thousand peers, of which few are reported: making an object for each would be most of the garbage. */
export class SparePeers {
  private readonly spare: PeerSums[] = [];

  of(address: string, isAnswer: boolean, { bytes, packets, flows, first, last }: PeerPart): PeerSums {
    const peer = this.spare.pop();
    if (!peer)
      return isAnswer
        ? { address, bytes: 0, packets: 0, flows: 0, answerBytes: bytes, first, last }
        : { address, bytes, packets, flows, answerBytes: 0, first, last };
    peer.address = address;
    peer.bytes = isAnswer ? 0 : bytes;
    peer.packets = isAnswer ? 0 : packets;
    peer.flows = isAnswer ? 0 : flows;
    peer.answerBytes = isAnswer ? bytes : 0;
    peer.first = first;
    peer.last = last;
    return peer;
  }

  /** For a peer that nobody uses any more. */
  take(peer: PeerSums): void {
    if (this.spare.length < mostSpare) this.spare.push(peer);
  }
}

export class Peers {
  list: PeerSums[] = noPeers;
  others: (Sums & OtherPeers & { count: number }) | undefined;
  /** Used if there are many. */
  private byAddress: Map<string, PeerSums> | undefined;

  /** Returns whether the peer is new. */
  add(part: PeerPart, spare: SparePeers): boolean {
    const { peer, isAnswer, bytes, packets, flows, first, last } = part;
    const known = this.of(peer);
    if (!known) {
      this.put(spare.of(peer, isAnswer, part));
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

  /** Takes over the peers of another port: nobody else may use them afterwards. */
  addAll({ list, others }: Peers, spare: SparePeers): void {
    for (const peer of list) {
      const known = this.of(peer.address);
      if (known) {
        addTo(known, peer);
        spare.take(peer);
      } else this.put(peer);
    }
    if (others) this.addOther(others, others.count);
  }

  /** Returns how many were dropped. */
  trim(most: number, spare: SparePeers): number {
    const { list } = this;
    if (list.length <= most) return 0;
    const count = list.length - most;
    largestFirst(list, most);
    for (let n = most; n < list.length; n++) {
      const peer = list[n] as PeerSums;
      this.byAddress?.delete(peer.address);
      this.addOther(peer, 1);
      spare.take(peer);
    }
    list.length = most;
    return count;
  }

  get flows(): number {
    let flows = this.others?.flows ?? 0;
    for (const peer of this.list) flows += peer.flows;
    return flows;
  }

  private addOther(sums: Sums, count: number): void {
    const { others } = this;
    if (!others) {
      const { bytes, packets, flows, answerBytes, first, last } = sums;
      this.others = { bytes, packets, flows, answerBytes, first, last, count };
      return;
    }
    addTo(others, sums);
    others.count += count;
  }

  private of(address: string): PeerSums | undefined {
    if (this.byAddress) return this.byAddress.get(address);
    for (const peer of this.list) if (peer.address === address) return peer;
    return undefined;
  }

  private put(peer: PeerSums): void {
    // most ports have one peer: an empty array that is appended to takes much room
    if (this.list.length === 0) this.list = [peer];
    else this.list.push(peer);
    const { list } = this;
    if (this.byAddress) this.byAddress.set(peer.address, peer);
    else if (list.length > mostListed) this.byAddress = new Map(list.map((each) => [each.address, each]));
  }
}

const noPeers: PeerSums[] = [];

/** Up to this many, selecting them is cheaper than sorting all. */
const fewLargest = 64;

/** Puts this many of the largest first, in order; the rest may be in any order. */
function largestFirst(list: PeerSums[], most: number): void {
  if (most > fewLargest) {
    list.sort(byBytes);
    return;
  }
  let kept = 0;
  for (let n = 0; n < list.length; n++) {
    const peer = list[n] as PeerSums;
    const isFull = kept === most;
    if (isFull && byBytes(peer, list[most - 1] as PeerSums) > 0) continue;
    // the smallest of those kept makes room
    if (isFull) list[n] = list[most - 1] as PeerSums;
    else kept++;
    let at = kept - 1;
    for (; at > 0 && byBytes(peer, list[at - 1] as PeerSums) < 0; at--) list[at] = list[at - 1] as PeerSums;
    list[at] = peer;
  }
}

/** A sum has the times of its calls if it has any. Must run before the flows are added. */
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

/** Most bytes in both directions first; a total order, so that the same records keep the same peers. */
export const byBytes = (a: Peer, b: Peer): number =>
  b.bytes + b.answerBytes - a.bytes - a.answerBytes || b.flows - a.flows || (a.address < b.address ? -1 : 1);
