import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import { flowRecord } from '../../../../src/sources/logs/flow-record.ts';

const fields: JsonObject = {
  'account-id': '111122223333',
  'interface-id': 'eni-1',
  srcaddr: '198.51.100.23',
  dstaddr: '10.0.1.20',
  srcport: '50412',
  dstport: '22',
  protocol: '6',
  packets: '3',
  bytes: '120',
  start: '1772547080',
  end: '1772547139',
  action: 'ACCEPT',
  'log-status': 'OK',
};
const read = (parts: JsonObject = {}) => {
  const row: JsonObject = { ...fields, ...parts };
  return flowRecord((field) => row[field]);
};

test('a record of the default format', () => {
  expect(read()).toEqual({
    account: '111122223333',
    region: null,
    interfaceId: 'eni-1',
    instanceId: null,
    belongsTo: [],
    source: '198.51.100.23',
    destination: '10.0.1.20',
    sourcePort: 50_412,
    destinationPort: 22,
    protocol: 'tcp',
    packets: 3,
    bytes: 120,
    start: 1_772_547_080_000,
    end: 1_772_547_139_000,
    action: 'ACCEPT',
    direction: null,
    tcpFlags: 0,
    status: 'OK',
  });
});

describe('fields', () => {
  test.each<[string, JsonObject, object]>([
    ['numbers as numbers', { srcport: 50412.0, bytes: 120.4 }, { sourcePort: 50_412, bytes: 120 }],
    ['numbers as text with a fraction', { srcport: '50412.0' }, { sourcePort: 50_412 }],
    [
      'a time as ISO text',
      { start: '2026-03-03T14:11:20Z', end: null },
      { start: 1_772_547_080_000, end: 1_772_547_080_000 },
    ],
    ['only the end', { start: '-' }, { start: 1_772_547_139_000, end: 1_772_547_139_000 }],
    ['an end before its start', { end: '7' }, { start: 1_772_547_080_000, end: 1_772_547_080_000 }],
    ['a protocol by name', { protocol: 'TCP' }, { protocol: 'tcp' }],
    ['a protocol without a name', { protocol: 47 }, { protocol: '47' }],
    ['no protocol', { protocol: null }, { protocol: 'unknown' }],
    ['no action', { action: null }, { action: 'unknown' }],
    ['an unknown account', { 'account-id': 'unknown' }, { account: null }],
    ['an account as a number', { 'account-id': 12_345_678 }, { account: '000012345678' }],
    ['an instance instead of the interface', { 'interface-id': '-', 'instance-id': 'i-1' }, { interfaceId: 'i-1' }],
    [
      'a NAT gateway instead of the interface',
      { 'interface-id': '-', 'resource-id': 'nat-1' },
      { interfaceId: 'nat-1' },
    ],
    ['nothing that it is about', { 'interface-id': '-' }, { interfaceId: 'unknown' }],
    [
      "the packet's ends where there are no others",
      { srcaddr: '-', 'pkt-srcaddr': '203.0.113.9' },
      { source: '203.0.113.9' },
    ],
    ["not the packet's ends where there are others", { 'pkt-srcaddr': '203.0.113.9' }, { source: '198.51.100.23' }],
    ['all that it belongs to', { 'vpc-id': 'vpc-1', 'subnet-id': 'subnet-1' }, { belongsTo: ['subnet-1', 'vpc-1'] }],
    ['a direction', { 'flow-direction': 'egress' }, { direction: 'egress' }],
    ['a direction that is none', { 'flow-direction': 'sideways' }, { direction: null }],
    ['no data without a status', { 'log-status': null, srcaddr: '-', dstaddr: '-', bytes: '-' }, { status: 'NODATA' }],
    ['text of any length', { action: 'A'.repeat(1000) }, { action: 'A'.repeat(256) }],
  ])('%s', (_, parts, expected) => {
    expect(read(parts)).toMatchObject(expected);
  });
});

describe('cannot be used', () => {
  test.each<[string, JsonObject]>([
    ['without a time', { start: null, end: null }],
    ['of a time that is no number', { start: 'now', end: 'later' }],
    ['of a time that no calendar knows', { start: '2026-13-03T14:11:20Z', end: '-' }],
    ['of a time that no report can print', { start: 9e15, end: 9e15 }],
    ['with text for a number', { packets: 'many' }],
    ['with a negative number', { bytes: -1 }],
    ['with a number beyond all', { bytes: '9'.repeat(30) }],
    ['with infinity', { bytes: JSON.parse('1e999') }],
    ['with a port beyond all', { dstport: 65_536 }],
    ['with a protocol of no form', { protocol: 'a b' }],
  ])('a record %s', (_, parts) => {
    expect(read(parts)).toBeUndefined();
  });
});

test('whatever stands in a field, nothing is thrown, and every number is one', () => {
  const hostile: readonly JsonValue[] = [null, true, -0, 1e300, '', '-', '\u0000', '__proto__', [], [1], {}, { a: {} }];
  const names = [
    ...Object.keys(fields),
    'flow-direction',
    'tcp-flags',
    'region',
    'instance-id',
    'vpc-id',
    'pkt-srcaddr',
  ];
  for (const name of names) {
    for (const value of hostile) {
      const found = read({ [name]: value });
      const numbers = Object.values(found ?? {}).filter((member) => typeof member === 'number');
      expect(numbers.every((number) => Number.isSafeInteger(number) && number >= 0)).toBe(true);
    }
  }
});
