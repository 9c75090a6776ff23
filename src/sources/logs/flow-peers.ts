/** Peers of one port with what they sent: the largest are kept one by one, and what is given up is used for the next. */
import type { OtherPeers, Peer } from '../../model/traffic.ts';

export type Sums = { -readonly [Key in keyof Omit<Peer, 'address'>]: number };
export type PeerSums = Sums & { address: string };

/** What records of one peer come to. */
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

/** Up to so many are looked through. */
const mostListed = 8;
/** Used again: of a file with many times as many peers no more are held for the next. */
const mostSpare = 50_000;

/** A file has some ten thousand, of which few are told: made anew for each, they would be most of what is thrown away. */
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

  /** Nobody has it any more. */
  take(peer: PeerSums): void {
    if (this.spare.length < mostSpare) this.spare.push(peer);
  }
}

export class Peers {
  list: PeerSums[] = noPeers;
  others: (Sums & OtherPeers & { count: number }) | undefined;
  /** Where there are many. */
  private byAddress: Map<string, PeerSums> | undefined;

  /** Whether it is of a peer that was not met. */
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

  /** Takes those of another port over: nobody else may have them. */
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

  /** How many were given up. */
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
    // most ports have one: an empty array that is added to takes room for many
    if (this.list.length === 0) this.list = [peer];
    else this.list.push(peer);
    const { list } = this;
    if (this.byAddress) this.byAddress.set(peer.address, peer);
    else if (list.length > mostListed) this.byAddress = new Map(list.map((each) => [each.address, each]));
  }
}

const noPeers: PeerSums[] = [];

/** Of few it is cheaper to find them than to sort all. */
const fewLargest = 64;

/** The so many largest come first, in their order; the others in any. */
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
    // the smallest of the kept makes room
    if (isFull) list[n] = list[most - 1] as PeerSums;
    else kept++;
    let at = kept - 1;
    for (; at > 0 && byBytes(peer, list[at - 1] as PeerSums) < 0; at--) list[at] = list[at - 1] as PeerSums;
    list[at] = peer;
  }
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

/** Most bytes first, both ways; a total order, so that the same records keep the same peers. */
export const byBytes = (a: Peer, b: Peer): number =>
  b.bytes + b.answerBytes - a.bytes - a.answerBytes || b.flows - a.flows || (a.address < b.address ? -1 : 1);
