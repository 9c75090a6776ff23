import { describe, expect, test } from 'vitest';
import { trafficEvents } from '../../../../src/analysis/impact/traffic.ts';
import { type Bounds, TrafficMerge } from '../../../../src/analysis/impact/traffic-merge.ts';
import type { Evidence, Reading, TrafficEvidence } from '../../../../src/model/evidence.ts';
import type { Peer } from '../../../../src/model/traffic.ts';
import { flowEvidence } from '../../../fixtures/flow-evidence.ts';
import { seededRandom } from '../../../fixtures/question.ts';

const window = { since: Date.parse('2026-03-03T14:00:00Z'), until: Date.parse('2026-03-03T15:00:00Z') };
const eventsOf = (traffic: readonly TrafficEvidence[]) => trafficEvents({ traffic, window, matches: () => ['window'] });

const readingOf = (evidence: Reading['evidence']): Reading => ({
  evidence,
  spans: [],
  skipped: [],
  gaps: [],
  bytes: 0,
});

const noBounds: Bounds = { peers: Infinity, ports: Infinity, most: Infinity };

function mergedReading(items: readonly TrafficEvidence[], bounds: Partial<Bounds> = {}): Reading {
  const merge = new TrafficMerge({ ...noBounds, ...bounds });
  for (const item of items) expect(merge.take(readingOf([item])).evidence).toEqual([]);
  const reading = merge.reading();
  expect(merge.reading()).toBeUndefined();
  return reading ?? readingOf([]);
}

const isTraffic = (item: Evidence): item is TrafficEvidence => item.type === 'traffic';
const merged = (items: readonly TrafficEvidence[], bounds?: Partial<Bounds>): readonly TrafficEvidence[] =>
  mergedReading(items, bounds).evidence.filter(isTraffic);

const random = seededRandom(21);
const oneOf = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;

function peerOf(address: string): Peer {
  const first = window.since + Math.floor(random() * 3_000_000);
  const isAnswer = random() < 0.3;
  const bytes = Math.floor(random() * 1e6);
  const calls = { bytes, packets: 3, flows: 1, answerBytes: 0 };
  return {
    address,
    ...(isAnswer ? { bytes: 0, packets: 0, flows: 0, answerBytes: bytes } : calls),
    first,
    last: first + 59_000,
  };
}

const anyTraffic = (file: number) => {
  const addresses = Array.from({ length: 8 }, (_, n) => `203.0.113.${n}`).filter(() => random() < 0.4);
  const other = peerOf('');
  const isFolded = random() < 0.2;
  return flowEvidence(`logs/${file}.log#${1 + Math.floor(random() * 9)}`, {
    interfaceId: oneOf(['eni-1', 'eni-2']),
    instanceId: oneOf([null, null, 'i-1']),
    action: oneOf(['ACCEPT', 'REJECT']),
    port: isFolded ? null : oneOf([22, 443]),
    ...(isFolded && { otherPorts: oneOf([3, 4]) }),
    direction: oneOf(['ingress', 'egress', 'unknown'] as const),
    peers: addresses.map(peerOf),
    ...(random() < 0.2 && { otherPeers: { ...other, count: oneOf([5, 9]) } }),
    before: { bytes: Math.floor(random() * 50), flows: oneOf([0, 1]) },
    recordsFrom: window.since - Math.floor(random() * 4_000_000),
  });
};

describe('traffic added up over files', () => {
  test('tells the same events as file by file', () => {
    for (let round = 0; round < 60; round++) {
      const items = Array.from({ length: 30 }, (_, file) => anyTraffic(file));
      const events = eventsOf(items);
      expect(events.length).toBeGreaterThan(3);
      expect(eventsOf(merged(items))).toEqual(events);
      expect(eventsOf(merged(items.toReversed()))).toEqual(events);
    }
  });

  test('that is found again by another spelling counts once', () => {
    const items = Array.from({ length: 20 }, (_, file) => anyTraffic(file));
    const fewer = items.map((item) => ({ ...item, traffic: { ...item.traffic, peers: item.traffic.peers.slice(1) } }));
    expect(eventsOf([...merged(fewer), ...merged(items)])).toEqual(eventsOf(items));
  });

  test('is bounded: of too many peers the smallest are added up, and none of their bytes is lost', () => {
    const items = Array.from({ length: 50 }, (_, file) =>
      flowEvidence(`logs/${file}.log#1`, {
        peers: Array.from({ length: 100 }, (_, n) => ({
          ...peerOf(`198.51.${file}.${n}`),
          bytes: 10 + n,
          flows: 1,
          answerBytes: 0,
        })),
      }),
    );
    const [all] = merged(items);
    expect(all?.traffic.peers).toHaveLength(5000);
    expect(all?.traffic.otherPeers).toBeUndefined();
    const [few] = merged(items, { peers: 500 });
    expect(few?.traffic.peers.length).toBeLessThanOrEqual(500);
    for (const found of [all, few]) {
      const { peers = [], otherPeers } = found?.traffic ?? {};
      expect(peers.reduce((sum, { bytes }) => sum + bytes, otherPeers?.bytes ?? 0)).toBe(50 * (100 * 10 + 4950));
      // a lower bound
      expect(peers.length + (otherPeers?.count ?? 0)).toBeGreaterThanOrEqual(500);
      expect(peers.length + (otherPeers?.count ?? 0)).toBeLessThanOrEqual(5000);
    }
  });

  const call = (bytes: number, address = '198.51.100.1'): Peer => ({
    address,
    bytes,
    packets: 1,
    flows: 1,
    answerBytes: 0,
    first: window.since,
    last: window.since + 59_000,
  });
  const sumOf = (items: readonly TrafficEvidence[], amount: (peer: Omit<Peer, 'address'>) => number) =>
    items
      .flatMap(({ traffic: { peers, otherPeers } }): readonly Omit<Peer, 'address'>[] => [
        ...peers,
        ...(otherPeers ? [otherPeers] : []),
      ])
      .reduce((sum, peer) => sum + amount(peer), 0);
  /** A scan: each file touches different ports, and one that is served. */
  const scan = (file: number, action: 'ACCEPT' | 'REJECT') => [
    ...Array.from({ length: 40 }, (_, n) =>
      flowEvidence(`logs/${file}.log#${n + 1}`, {
        action,
        port: 1000 + file * 40 + n,
        peers: [call(40)],
        before: { bytes: 40, flows: 1 },
      }),
    ),
    flowEvidence(`logs/${file}.log#50`, { action, port: 443, peers: [call(900, `203.0.113.${file}`)] }),
  ];

  test.each(['ACCEPT', 'REJECT'] as const)(
    'is bounded: of too many ports (%s) those with little are added up',
    (action) => {
      const items = Array.from({ length: 50 }, (_, file) => scan(file, action)).flat();
      const found = merged(items, { ports: 300 });
      expect(found.length).toBeLessThanOrEqual(300);
      const [rest, ...more] = found.filter(({ traffic }) => traffic.otherPorts !== undefined);
      expect(more).toEqual([]);
      expect(rest?.traffic.otherPorts).toBe(2001 - (found.length - 1));
      expect(rest?.traffic.port).toBeNull();
      const served = found.find(({ traffic }) => traffic.port === 443);
      expect(served?.traffic.peers).toHaveLength(50);
      expect(sumOf(found, ({ bytes }) => bytes)).toBe(50 * (40 * 40 + 900));
      expect(sumOf(found, ({ flows }) => flows)).toBe(50 * 41);
      expect(found.reduce((sum, { traffic }) => sum + traffic.before.flows, 0)).toBe(50 * 40);
      expect(merged(items, { ports: 300 })).toEqual(found);
      expect(merged(items)).toHaveLength(2001);
    },
  );

  test('is bounded: a port that is turned away and accepted too is told', () => {
    const opened = { interfaceId: 'eni-1', port: 22, peers: [call(5)] };
    const items = [
      flowEvidence('logs/0.log#1', { ...opened, action: 'ACCEPT' }),
      flowEvidence('logs/0.log#2', { ...opened, action: 'REJECT' }),
      ...Array.from({ length: 50 }, (_, file) => scan(file + 1, 'REJECT'))
        .flat()
        .map((item) => ({
          ...item,
          traffic: { ...item.traffic, interfaceId: 'eni-1', peers: [call(40), call(40, '::1')] },
        })),
    ];
    const told = merged(items, { ports: 100 }).map(({ traffic: { action, port } }) => `${action} ${port}`);
    expect(told.length).toBeLessThanOrEqual(100);
    expect(told).toContain('ACCEPT 22');
    expect(told).toContain('REJECT 22');
  });

  test('is bounded: of too many interfaces those with little traffic are given up, and counted', () => {
    const items = Array.from({ length: 3000 }, (_, n) =>
      flowEvidence(`logs/${n}.log#1`, {
        interfaceId: `eni-${n % 1500}`,
        account: n % 3 === 0 ? '111122223333' : '444455556666',
        port: n < 1500 ? 443 : 22,
        peers: [call(n % 1500 < 5 ? 1_000_000 : 10 + (n % 7))],
        before: { bytes: 1, flows: 1 },
      }),
    );
    const { evidence, skipped } = mergedReading(items, { ports: 200, most: 400 });
    const found = evidence.filter(isTraffic);
    expect(found.length).toBeLessThanOrEqual(400);
    const told = new Set(found.map(({ traffic: { interfaceId } }) => interfaceId));
    expect(['eni-0', 'eni-1', 'eni-2', 'eni-3', 'eni-4'].filter((id) => !told.has(id))).toEqual([]);
    const flows =
      sumOf(found, ({ flows }) => flows) + found.reduce((sum, { traffic }) => sum + traffic.before.flows, 0);
    expect(skipped.map(({ source, account, kind }) => [source, account, kind]).sort()).toEqual([
      ['logs', '111122223333', 'flow of an interface with less traffic'],
      ['logs', '444455556666', 'flow of an interface with less traffic'],
    ]);
    expect(skipped.reduce((sum, { count }) => sum + count, flows)).toBe(6000);
    // all of it, if there is room
    expect(mergedReading(items).skipped).toEqual([]);
    expect(merged(items)).toHaveLength(3000);
  });

  test('is bounded: an interface with traffic of all kinds, too', () => {
    const items = Array.from({ length: 2000 }, (_, n) =>
      flowEvidence(`logs/${n}.log#1`, { action: `action-${n}`, peers: [call(n)] }),
    );
    const { evidence, skipped } = mergedReading(items, { ports: 200, most: 400 });
    expect(evidence.length).toBeLessThanOrEqual(400);
    expect(skipped.map(({ count }) => count)).toEqual([2000 - evidence.length]);
  });

  test('leaves what it was given as it is', () => {
    const items = Array.from({ length: 20 }, (_, file) => anyTraffic(file));
    const before = structuredClone(items);
    merged(items, { peers: 4, ports: 2 });
    expect(items).toEqual(before);
  });

  test('takes nothing else, and nothing that was asked live', () => {
    const item = anyTraffic(1);
    const live = { ...item, origin: { ...item.origin, backend: 'insights' } };
    const reading = readingOf([live]);
    const merge = new TrafficMerge();
    expect(merge.take(reading)).toBe(reading);
    expect(merge.reading()).toBeUndefined();
  });
});
