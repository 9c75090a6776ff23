import { describe, expect, test } from 'vitest';
import { type End, ownEndOf, serviceOf, sideOf } from '../../../../src/sources/logs/conversation.ts';
import type { FlowRecord } from '../../../../src/sources/logs/flow-record.ts';

const record = (parts: Partial<FlowRecord> = {}): FlowRecord => ({
  account: '111122223333',
  region: null,
  interfaceId: 'eni-0123456789abcdef0',
  instanceId: null,
  belongsTo: [],
  source: '198.51.100.23',
  destination: '10.0.1.20',
  sourcePort: 50_412,
  destinationPort: 22,
  protocol: 'tcp',
  packets: 1,
  bytes: 40,
  start: 0,
  end: 0,
  action: 'ACCEPT',
  direction: null,
  tcpFlags: 0,
  status: 'OK',
  ...parts,
});

const ports = (sourcePort: number | null, destinationPort: number | null) => ({ sourcePort, destinationPort });

describe('the service is', () => {
  test.each<[string, Partial<FlowRecord>, End | undefined, number | undefined]>([
    ['at the lower port', ports(50_412, 22), 'destination', 22],
    ['at the lower port of an answer', ports(22, 50_412), 'source', 22],
    ['at a registered port below a passing one', ports(8080, 40_000), 'source', 8080],
    ['where the SYN goes, whatever the ports', { ...ports(1000, 50_000), tcpFlags: 2 }, 'destination', 50_000],
    ['where a short connection went', { ...ports(1000, 50_000), tcpFlags: 3 }, 'destination', 50_000],
    ['where the SYN-ACK comes from', { ...ports(50_000, 1000), tcpFlags: 18 }, 'source', 50_000],
    ['where the SYN-ACK of a short connection comes from', { ...ports(50_000, 1000), tcpFlags: 19 }, 'source', 50_000],
    ['where a rejected packet went', { ...ports(10_211, 39_045), action: 'REJECT' }, 'destination', 39_045],
    ['where a rejected packet came from, as a late answer', { ...ports(443, 50_412), action: 'REJECT' }, 'source', 443],
    ['where a scan from a system port went', { ...ports(53, 3389), action: 'REJECT' }, 'destination', 3389],
    ['at the only port', ports(null, 443), 'destination', 443],
    ['at the only port that is not 0', ports(0, 443), 'destination', 443],
    ['nowhere without ports', ports(null, null), undefined, undefined],
    ['nowhere where both ports are 0', ports(0, 0), undefined, undefined],
    ['nowhere for ICMP, whose ports are none', { ...ports(8, 3), protocol: 'icmp' }, undefined, undefined],
  ])('%s', (_, parts, end, port) => {
    expect(serviceOf(record(parts))).toEqual(end && { end, port });
  });
});

describe("the interface's own end is", () => {
  const counts: Readonly<Record<string, number>> = { '10.0.1.20': 9, '10.0.1.30': 2 };
  const recordsWith = (address: string) => counts[address] ?? 1;
  test.each<[string, Partial<FlowRecord>, End | undefined]>([
    [
      'the destination of what came in',
      { direction: 'ingress', source: '10.0.1.20', destination: null },
      'destination',
    ],
    ['the source of what went out', { direction: 'egress', destination: '10.0.1.20' }, 'source'],
    ['whose address stands on more records', { source: '10.0.1.20', destination: '10.0.1.30' }, 'source'],
    ['the private one where both are equal', { source: '203.0.113.9', destination: '10.0.1.99' }, 'destination'],
    ['the private one, also as source', { source: '10.0.1.99', destination: '203.0.113.9' }, 'source'],
    ['not known between two private ones', { source: '10.0.1.98', destination: '10.0.1.99' }, undefined],
    ['not known between two public ones', { source: '203.0.113.8', destination: '203.0.113.9' }, undefined],
    ['not known without addresses', { source: null, destination: null }, undefined],
  ])('%s', (_, parts, end) => {
    expect(ownEndOf(record(parts), recordsWith)).toBe(end);
  });
});

describe('the interface sees', () => {
  const request = record();
  const answer = record({ source: '10.0.1.20', destination: '198.51.100.23', ...ports(22, 50_412) });
  const ping = record({ ...ports(0, 0), protocol: 'icmp' });
  test.each<[string, FlowRecord, End | undefined, string, string]>([
    ['a call to it', request, 'destination', 'ingress', '198.51.100.23'],
    ['its answer in the same conversation', answer, 'source', 'ingress', '198.51.100.23'],
    ['its own call to another', request, 'source', 'egress', '10.0.1.20'],
    ['the answer that it gets in the same conversation', answer, 'destination', 'egress', '10.0.1.20'],
    ['a call between it and another', request, undefined, 'unknown', '198.51.100.23'],
    ['an answer between it and another', answer, undefined, 'unknown', '198.51.100.23'],
    ['a packet without ports coming in', ping, 'destination', 'ingress', '198.51.100.23'],
    ['a packet without ports going out', ping, 'source', 'egress', '10.0.1.20'],
    ['a peer that is not told', record({ source: null }), 'destination', 'ingress', 'unknown'],
  ])('%s', (_, seen, ownEnd, direction, peer) => {
    expect(sideOf(seen, serviceOf(seen)?.end, ownEnd)).toEqual({ direction, peer });
  });
});
