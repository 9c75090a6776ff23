/** Adds up the flow records of one file: by conversation while it is read, by interface and port at its end. */
import type { TrafficEvidence } from '../../model/evidence.ts';
import type { Window } from '../../model/question.ts';
import { ownEndOf, type Service, serviceOf, sideOf } from './conversation.ts';
import type { FlowRecord } from './flow-record.ts';
import { FlowSums, type Limits, originOf, type TrafficOwner } from './flow-sums.ts';

/**
 * Conversations held before they are folded into their sums: this bounds memory for files of any size, and is enough to
 * recognize an interface's own addresses.
 */
const mostConversations = 20_000;
/** Addresses counted for one interface: its own is on every record, so it is among the first. */
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

export interface Asked {
  readonly record: TrafficOwner;
  readonly spellings: readonly string[];
  readonly locator: string;
}

interface Interface {
  /** Its first record that is asked for. */
  asked: Asked | undefined;
  recordsFrom: number;
  /** The number of records with each address. */
  readonly addresses: Map<string, number>;
}

export class FlowTally {
  readonly sums: FlowSums;
  private readonly conversations = new Map<string, Conversation>();
  private readonly interfaces = new Map<string, Interface>();
  private readonly since: number;
  private readonly until: number;

  constructor({ since = -Infinity, until = Infinity }: Window, limits: Limits) {
    this.since = since;
    this.until = until;
    this.sums = new FlowSums(limits);
  }

  /** Flows whose interval overlaps the window count in it, earlier ones as before it, later ones not at all. */
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
    const found = this.sums.take((interfaceId) => this.interfaces.get(interfaceId)?.recordsFrom ?? 0);
    const known = new Set(found.map(({ traffic }) => traffic.interfaceId));
    for (const [interfaceId, { asked, recordsFrom }] of this.interfaces) {
      // no traffic: its records still show how far back that is known
      if (asked && !known.has(interfaceId) && recordsFrom < this.since) found.push(idle(asked, recordsFrom));
    }
    this.interfaces.clear();
    return found;
  }

  /** Counts the interface's records by address, including records that are not asked for. */
  observe(record: FlowRecord): Interface {
    const { interfaceId, source, destination } = record;
    const of = this.meet(interfaceId, record.start, undefined);
    if (source !== null) this.countAddress(interfaceId, source, 1);
    if (destination !== null && destination !== source) this.countAddress(interfaceId, destination, 1);
    return of;
  }

  /** Notes a record of the interface at that time; `asked`: the first one that is asked for. */
  meet(interfaceId: string, start: number, asked: Asked | undefined): Interface {
    const known = this.interfaces.get(interfaceId);
    if (known) {
      if (start < known.recordsFrom) known.recordsFrom = start;
      known.asked ??= asked;
      return known;
    }
    const fresh: Interface = { asked, recordsFrom: start, addresses: new Map() };
    this.interfaces.set(interfaceId, fresh);
    return fresh;
  }

  /** Adds to the number of records with this address; the interface is known already. */
  countAddress(interfaceId: string, address: string, records: number): void {
    const addresses = this.interfaces.get(interfaceId)?.addresses;
    const known = addresses?.get(address);
    if (known !== undefined || (addresses?.size ?? 0) < mostAddresses) addresses?.set(address, (known ?? 0) + records);
  }

  recordsWith(interfaceId: string, address: string): number {
    return this.interfaces.get(interfaceId)?.addresses.get(address) ?? 0;
  }

  /** Conversations -> their sums, now that the interface's own addresses are known. */
  private fold(): void {
    for (const { record, service, spellings, locator, ...sums } of this.conversations.values()) {
      const { interfaceId, action, protocol } = record;
      const ownEnd = ownEndOf(record, (address) => this.recordsWith(interfaceId, address));
      const { direction, peer } = sideOf(record, service?.end, ownEnd);
      this.sums.add(this.sums.group(interfaceId, action, protocol, direction), {
        owner: record,
        port: service?.port ?? null,
        peer,
        isAnswer: service?.end === 'source',
        spellings,
        locator,
        ...sums,
      });
    }
    this.conversations.clear();
  }
}

const idle = (
  { record: { interfaceId, instanceId, account, region }, spellings, locator }: Asked,
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
  origin: originOf({ account, region, interfaceId, instanceId }, locator),
});
