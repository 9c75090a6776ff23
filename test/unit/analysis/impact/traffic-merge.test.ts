import { describe, expect, test } from 'vitest';
import { trafficEvents } from '../../../../src/analysis/impact/traffic.ts';
import { TrafficMerge } from '../../../../src/analysis/impact/traffic-merge.ts';
import type { Reading, TrafficEvidence } from '../../../../src/model/evidence.ts';
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

function merged(items: readonly TrafficEvidence[], most?: number): readonly TrafficEvidence[] {
  const merge = new TrafficMerge(most);
  for (const item of items) expect(merge.take(readingOf([item])).evidence).toEqual([]);
  return merge.evidence();
}

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
    const [few] = merged(items, 500);
    expect(few?.traffic.peers.length).toBeLessThanOrEqual(500);
    for (const found of [all, few]) {
      const { peers = [], otherPeers } = found?.traffic ?? {};
      expect(peers.reduce((sum, { bytes }) => sum + bytes, otherPeers?.bytes ?? 0)).toBe(50 * (100 * 10 + 4950));
      // a bound from below
      expect(peers.length + (otherPeers?.count ?? 0)).toBeGreaterThanOrEqual(500);
      expect(peers.length + (otherPeers?.count ?? 0)).toBeLessThanOrEqual(5000);
    }
  });

  test('takes nothing else, and nothing that was asked live', () => {
    const item = anyTraffic(1);
    const live = { ...item, origin: { ...item.origin, backend: 'insights' } };
    const reading = readingOf([live]);
    expect(new TrafficMerge().take(reading)).toBe(reading);
  });
});
