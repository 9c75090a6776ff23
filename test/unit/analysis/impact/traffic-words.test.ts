/** How traffic reads: its words, its severity, and what is left out or counted. */
import { describe, expect, test } from 'vitest';
import type { TrafficEvidence } from '../../../../src/model/evidence.ts';
import type { Traffic } from '../../../../src/model/traffic.ts';
import { at, earlier, eni, eventsOf, evidence, peer, summariesOf } from './traffic-case.ts';

describe('in words', () => {
  test.each<[string, Partial<Traffic>, string]>([
    ['to others', { direction: 'egress', port: 443 }, 'ACCEPT tcp/443 egress on eni: 1 destination, 1 kB'],
    ['between unknown ends', { direction: 'unknown' }, 'ACCEPT tcp/22 on eni: 1 peer, 1 kB'],
    [
      'that was answered',
      { peers: [peer('198.51.100.23', { answerBytes: 2500 })] },
      'ACCEPT tcp/22 ingress on eni: 1 source, 1 kB, answered with 2.5 kB',
    ],
    ['without ports', { protocol: 'icmp', port: null }, 'ACCEPT icmp ingress on eni: 1 source, 1 kB'],
    [
      'of many ports',
      { port: null, otherPorts: 1184, action: 'REJECT' },
      'REJECT tcp ingress on eni: 1,184+ other ports, 1 source, 1 kB',
    ],
    [
      'of many peers',
      {
        otherPeers: {
          count: 40,
          bytes: 1,
          packets: 1,
          flows: 40,
          answerBytes: 0,
          first: at('14:00:00'),
          last: at('14:01:00'),
        },
      },
      'ACCEPT tcp/22 ingress on eni: 41+ sources, 1 kB',
    ],
    [
      'more than before',
      { before: { bytes: 12_000, flows: 3 }, recordsFrom: at('13:00:00') },
      'ACCEPT tcp/22 ingress on eni: 1 source, 1 kB (12 kB before)',
    ],
    [
      'more than nothing',
      { recordsFrom: at('13:00:00') },
      'ACCEPT tcp/22 ingress on eni: 1 source, 1 kB (none before)',
    ],
    [
      'of which nothing earlier is known',
      { recordsFrom: at('14:00:00') },
      'ACCEPT tcp/22 ingress on eni: 1 source, 1 kB',
    ],
  ])('traffic %s', (_, parts, summary) => {
    expect(summariesOf(evidence(parts))).toEqual([summary.replace('eni', eni)]);
  });

  test('ids of what has no port', () => {
    const ids = eventsOf([
      evidence({ protocol: 'icmp', port: null }),
      evidence({ action: 'REJECT', port: null, otherPorts: 7 }),
    ]).map(({ id }) => id);
    expect(ids).toEqual([`flow:${eni}/ACCEPT/icmp/-`, `flow:${eni}/REJECT/tcp/other`]);
  });
});

describe('severity', () => {
  const known = { recordsFrom: at('13:00:00') };
  test.each<[string, Partial<Traffic>, string]>([
    ['a port reached from the internet that was not before', known, 'notice'],
    ['one that was reached before', { ...known, before: { bytes: 1, flows: 1 } }, 'info'],
    ['one of which nothing earlier is known', {}, 'info'],
    ['one reached from private addresses alone', { ...known, peers: [peer('10.0.0.9')] }, 'info'],
    ['one that the interface calls', { ...known, direction: 'egress' }, 'info'],
    ['one that turned everybody away', { ...known, action: 'REJECT' }, 'info'],
    ['a protocol without ports', { ...known, protocol: 'icmp', port: null }, 'info'],
  ])('%s: %s', (_, parts, severity) => {
    expect(eventsOf([evidence(parts)]).map((event) => event.severity)).toEqual([severity]);
  });

  test.each<[string, Partial<Traffic>, string]>([
    ['calls before the window', {}, 'info'],
    ['only answers, or calls in the window', { before: { bytes: 0, flows: 0 } }, 'notice'],
    ['calls of another protocol', { protocol: 'udp' }, 'notice'],
    ['calls that were turned away', { action: 'REJECT' }, 'notice'],
    ['calls of which the direction is not known', { direction: 'unknown' }, 'info'],
  ])('a port that others hide, added up: %s', (_, parts, severity) => {
    const others = { port: null, otherPorts: 9, before: { bytes: 1, flows: 1 }, peers: [], ...parts };
    const [event] = eventsOf([evidence(known), evidence({ ...known, ...others }, 'flows.log#2')]);
    expect(event).toMatchObject({ severity, detail: { dstPort: 22 } });
    // what is not known is not said
    expect(event?.summary.includes('none before')).toBe(severity === 'notice');
  });

  test('an interface that was idle before had none before', () => {
    const idle = evidence({
      action: 'NODATA',
      protocol: 'unknown',
      port: null,
      direction: 'unknown',
      peers: [],
      recordsFrom: at('13:00:00'),
    });
    expect(eventsOf([idle, evidence()])).toMatchObject([
      { severity: 'notice', summary: expect.stringContaining('none before') },
    ]);
  });
});

describe('not listed is', () => {
  test.each<[string, readonly TrafficEvidence[]]>([
    ['nothing', []],
    ['what was before the window alone', [earlier]],
    [
      'what ended before the window',
      [evidence({ peers: [peer('198.51.100.23', { first: 0, last: at('13:59:59') })] })],
    ],
    [
      'what began after the window',
      [evidence({ peers: [peer('198.51.100.23', { first: at('15:00:00'), last: at('15:01:00') })] })],
    ],
  ])('%s', (_, traffic) => {
    expect(eventsOf(traffic)).toEqual([]);
  });

  test('what belongs to nothing that is asked for', () => {
    expect(eventsOf([evidence()], { targets: ['eni-1'], neighbors: [] })).toEqual([]);
  });
});

test('twenty sources are named, those with the most bytes; the others are counted', () => {
  const peers = Array.from({ length: 25 }, (_, n) => peer(`198.51.100.${n}`, { bytes: n }));
  const otherPeers = {
    count: 3,
    bytes: 1,
    packets: 1,
    flows: 3,
    answerBytes: 0,
    first: at('14:11:20'),
    last: at('14:12:19'),
  };
  const [event] = eventsOf([evidence({ peers, otherPeers })]);
  expect(event?.detail.sources.map(({ bytes }) => bytes)).toEqual(Array.from({ length: 20 }, (_, n) => 24 - n));
  expect(event?.detail.sourcesOmitted).toBe(8);
});

describe('a scan of thousands of ports', () => {
  const scan = Array.from({ length: 300 }, (_, n) =>
    evidence({ action: 'REJECT', port: n + 1, peers: [peer('203.0.113.99', { bytes: 40, flows: n === 250 ? 9 : 1 })] }),
  );

  test('is told by its most tried ports and one sum of the others', () => {
    const events = eventsOf(scan);
    expect(events).toHaveLength(21);
    expect(events.map(({ detail }) => detail.dstPort)).toContain(251);
    expect(
      events.filter(({ detail }) => detail.dstPort === null).map(({ summary, detail }) => [summary, detail.sources]),
    ).toEqual([
      [`REJECT tcp ingress on ${eni}: 280 other ports, 1 source, 11 kB`, [expect.objectContaining({ flows: 280 })]],
    ]);
  });

  test('never hides a port where traffic was accepted too', () => {
    const events = eventsOf([...scan, evidence({ port: 299 })]);
    expect(events.filter(({ detail }) => detail.dstPort === 299).map(({ detail }) => detail.action)).toEqual([
      'ACCEPT',
      'REJECT',
    ]);
  });
});
