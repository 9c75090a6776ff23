/**
 * What a flow record says about the conversation that it is part of: which end offers the service, and which end is the
 * interface.
 */
import { isPublicAddress } from '../../resources/ip-address.ts';
import type { FlowRecord } from './flow-record.ts';

export type End = 'source' | 'destination';

export interface Service {
  readonly end: End;
  readonly port: number;
}

const synAck = 18;
const syn = 2;
/** System ports, which IANA assigns only to services: RFC 6335, section 6. */
const isSystemPort = (port: number) => port < 1024;
/** Callers' ephemeral ports begin here (Linux), or at 49152 (RFC 6335). */
const isPassingPort = (port: number) => port >= 32_768;

/**
 * The end that is called, and its port; undefined if the protocol has no ports. A SYN comes from the caller, a SYN-ACK from the
 * service. Without flags: for a rejected packet the destination (an attempt goes to a service), unless it looks like a
 * service's answer; for accepted traffic the lower port, since services have the system and registered ports and callers the
 * ephemeral ones.
 */
export function serviceOf(record: Called): Service | undefined {
  const end = calledEnd(record);
  const port = end === 'source' ? record.sourcePort : record.destinationPort;
  return end === undefined || port === null ? undefined : { end, port };
}

export type Called = Pick<FlowRecord, 'sourcePort' | 'destinationPort' | 'protocol' | 'tcpFlags' | 'action'>;

/** The end alone: there are too many records to make an object for each. */
export function calledEnd({
  sourcePort: from,
  destinationPort: to,
  protocol,
  tcpFlags,
  action,
}: Called): End | undefined {
  // if a protocol has no ports, the record says 0
  if (protocol.startsWith('icmp') || !to) return undefined;
  if (!from) return 'destination';
  if ((tcpFlags & synAck) === synAck) return 'source';
  if ((tcpFlags & syn) === syn) return 'destination';
  if (action === 'REJECT') return isSystemPort(from) && isPassingPort(to) ? 'source' : 'destination';
  return from < to ? 'source' : 'destination';
}

export type Ends = Pick<FlowRecord, 'source' | 'destination' | 'direction'>;

/**
 * The end that is the interface itself: by the record's direction; otherwise the address that is on more of the interface's
 * records; otherwise the private one, since flow logs give the interface's own address as its private one. undefined if none of
 * these decides.
 */
export function ownEndOf(record: Ends, recordsWith: (address: string) => number): End | undefined {
  if (record.direction !== null) return record.direction === 'ingress' ? 'destination' : 'source';
  const { source, destination } = record;
  if (source === null || destination === null) return undefined;
  const lead = recordsWith(source) - recordsWith(destination);
  if (lead !== 0) return lead > 0 ? 'source' : 'destination';
  const isPublic = [isPublicAddress(source), isPublicAddress(destination)];
  if (isPublic[0] === isPublic[1]) return undefined;
  return isPublic[0] ? 'destination' : 'source';
}

export interface Side {
  readonly direction: 'ingress' | 'egress' | 'unknown';
  /** The address of the other end. */
  readonly peer: string;
}

/** Who calls whom, from the interface's point of view. If its own end is not known, the caller is taken for the peer. */
export function sideOf(record: Ends, called: End | undefined, ownEnd: End | undefined): Side {
  const calledEnd = called ?? 'destination';
  const ownIsCalled = ownEnd === calledEnd;
  const direction = ownEnd === undefined ? 'unknown' : ownIsCalled ? 'ingress' : 'egress';
  const peerEnd = otherEnd(ownEnd ?? calledEnd);
  return { direction, peer: record[peerEnd] ?? 'unknown' };
}

const otherEnd = (end: End): End => (end === 'source' ? 'destination' : 'source');
