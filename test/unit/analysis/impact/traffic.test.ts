import { describe, expect, test } from 'vitest';
import { trafficEvents } from '../../../../src/analysis/impact/traffic.ts';
import type { TrafficEvidence } from '../../../../src/model/evidence.ts';
import type { Interests } from '../../../../src/model/interests.ts';
import { matchInterests } from '../../../../src/model/interests.ts';
import type { Peer, Traffic } from '../../../../src/model/traffic.ts';

const account = '111122223333';
const region = 'eu-west-1';
const eni = 'eni-0123456789abcdef0';
const at = (time: string) => Date.parse(`2026-03-03T${time}Z`);
const window = { since: at('14:00:00'), until: at('15:00:00') };

const peer = (address: string, parts: Partial<Peer> = {}): Peer => ({
  address,
  bytes: 1000,
  packets: 10,
  flows: 1,
  answerBytes: 0,
  first: at('14:11:20'),
  last: at('14:12:19'),
  ...parts,
});

let files = 0;
/** Each in a file of its own, unless a locator is given. */
const evidence = (parts: Partial<Traffic> = {}, locator = `logs/${++files}.log#1`): TrafficEvidence => ({
  type: 'traffic',
  traffic: {
    interfaceId: eni,
    instanceId: null,
    spellings: [eni],
    account,
    region,
    action: 'ACCEPT',
    protocol: 'tcp',
    port: 22,
    direction: 'ingress',
    peers: [peer('198.51.100.23')],
    before: { bytes: 0, flows: 0 },
    recordsFrom: at('14:11:20'),
    ...parts,
  },
  origin: { source: 'logs', backend: 'archive', account, region, ref: eni, locator },
});
/** Records of the interface before the window: from here on it is known what was before. */
const earlier = evidence({
  action: 'REJECT',
  port: 23,
  peers: [],
  before: { bytes: 40, flows: 1 },
  recordsFrom: at('13:00:00'),
});

const everything: Interests = { targets: [], neighbors: [] };
const eventsOf = (traffic: readonly TrafficEvidence[], interests = everything) => {
  const match = matchInterests(interests);
  return trafficEvents({ traffic, window, matches: ({ spellings }) => match(spellings) });
};
const summariesOf = (...traffic: readonly TrafficEvidence[]) => eventsOf(traffic).map(({ summary }) => summary);

test('an event tells who passed, how much, and since when', () => {
  const [event, ...more] = eventsOf(
    [
      evidence(
        { peers: [peer('198.51.100.23', { bytes: 412_000_000 })], instanceId: 'i-0f1e2d3c4b5a69788' },
        'logs/b.log#7',
      ),
      evidence({ peers: [peer('203.0.113.9', { first: at('14:05:00'), last: at('14:05:59') })] }, 'logs/a.log#3'),
      earlier,
    ],
    { targets: ['sg-1'], neighbors: [eni] },
  );
  expect(more).toEqual([]);
  expect(event).toEqual({
    id: `flow:${eni}/ACCEPT/tcp/22`,
    time: '2026-03-03T14:05:00.000Z',
    endTime: '2026-03-03T14:12:19.000Z',
    kind: 'flow',
    match: ['neighbor'],
    resources: [
      { type: 'AWS::EC2::NetworkInterface', id: eni, account, region },
      { type: 'AWS::EC2::Instance', id: 'i-0f1e2d3c4b5a69788', account, region },
    ],
    summary: `ACCEPT tcp/22 ingress on ${eni}: 2 sources, 412 MB (none before)`,
    severity: 'notice',
    chain: null,
    origin: { source: 'logs', backend: 'archive', account, region, ref: eni, locator: 'logs/a.log#3' },
    detail: {
      interfaceId: eni,
      action: 'ACCEPT',
      protocol: 'tcp',
      dstPort: 22,
      direction: 'ingress',
      sources: [
        {
          address: '198.51.100.23',
          bytes: 412_000_000,
          packets: 10,
          flows: 1,
          firstTime: '2026-03-03T14:11:20.000Z',
          lastTime: '2026-03-03T14:12:19.000Z',
        },
        {
          address: '203.0.113.9',
          bytes: 1000,
          packets: 10,
          flows: 1,
          firstTime: '2026-03-03T14:05:00.000Z',
          lastTime: '2026-03-03T14:05:59.000Z',
        },
      ],
      before: { bytes: 0, flows: 0 },
    },
  });
});

test('partial sums of one peer are added up', () => {
  const [event] = eventsOf([
    evidence({ before: { bytes: 5, flows: 1 } }),
    evidence({ peers: [peer('198.51.100.23', { last: at('14:40:00') })], before: { bytes: 7, flows: 2 } }),
  ]);
  expect(event?.detail.sources).toEqual([
    {
      address: '198.51.100.23',
      bytes: 2000,
      packets: 20,
      flows: 2,
      firstTime: '2026-03-03T14:11:20.000Z',
      lastTime: '2026-03-03T14:40:00.000Z',
    },
  ]);
  expect(event?.detail.before).toEqual({ bytes: 12, flows: 3 });
});

test('the time is that of the calls, where any are recorded', () => {
  const answers = peer('198.51.100.23', {
    bytes: 0,
    packets: 0,
    flows: 0,
    answerBytes: 7,
    first: at('14:01:00'),
    last: at('14:59:00'),
  });
  const timesOf = (...peers: readonly Peer[]) =>
    eventsOf(peers.map((found) => evidence({ peers: [found] }))).map(({ time, endTime }) => [time, endTime]);
  expect(timesOf(answers, peer('198.51.100.23'))).toEqual([['2026-03-03T14:11:20.000Z', '2026-03-03T14:12:19.000Z']]);
  expect(timesOf(answers)).toEqual([['2026-03-03T14:01:00.000Z', '2026-03-03T14:59:00.000Z']]);
});

test('the order of the evidence changes nothing', () => {
  const all = [
    evidence({ port: 443 }),
    evidence({ direction: 'egress' }),
    evidence({ action: 'REJECT', peers: [peer('203.0.113.9'), peer('203.0.113.8')] }),
    evidence({ peers: [peer('203.0.113.7', { first: at('14:01:00') })] }),
    evidence(),
  ];
  expect(eventsOf([...all].reverse())).toEqual(eventsOf(all));
});

test('records of a file that two spellings found are counted once, the fuller sum', () => {
  const byInstance = evidence({ peers: [peer('198.51.100.23')] }, 'logs/a.log#4');
  const byInterface = evidence({ peers: [peer('198.51.100.23', { flows: 2, bytes: 1500 })] }, 'logs/a.log#1');
  for (const order of [
    [byInstance, byInterface],
    [byInterface, byInstance],
  ]) {
    expect(eventsOf(order).map(({ detail }) => detail.sources.map(({ bytes }) => bytes))).toEqual([[1500]]);
  }
});

describe('one port in two directions is two events', () => {
  test('and the incoming one has the plain id', () => {
    const ids = eventsOf([evidence({ direction: 'egress' }), evidence()]).map(({ id, detail }) => [
      id,
      detail.direction,
    ]);
    expect(ids).toEqual([
      [`flow:${eni}/ACCEPT/tcp/22`, 'ingress'],
      [`flow:${eni}/ACCEPT/tcp/22/egress`, 'egress'],
    ]);
  });
  test('a single one has the plain id, whichever it is', () => {
    expect(eventsOf([evidence({ direction: 'egress' })]).map(({ id }) => id)).toEqual([`flow:${eni}/ACCEPT/tcp/22`]);
  });
  test('but what a file does not tell is what the others tell: that the port is called', () => {
    expect(summariesOf(evidence({ direction: 'unknown', peers: [peer('10.0.0.9')] }), evidence())).toEqual([
      `ACCEPT tcp/22 ingress on ${eni}: 2 sources, 2 kB`,
    ]);
  });
  test('which stays open where they tell that it calls', () => {
    expect(eventsOf([evidence({ direction: 'unknown' }), evidence({ direction: 'egress' })])).toHaveLength(2);
  });
});

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
