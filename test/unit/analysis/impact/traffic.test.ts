/** Events of traffic: who passed, how much and since when, in whatever order it was read. */
import { describe, expect, test } from 'vitest';
import type { Peer } from '../../../../src/model/traffic.ts';
import { account, at, earlier, eni, eventsOf, evidence, peer, region, summariesOf } from './traffic-case.ts';

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
