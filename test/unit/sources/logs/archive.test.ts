/** Flow logs in delivered files: added up by peer, in bounded memory. */
import { describe, expect, test } from 'vitest';
import type { Traffic } from '../../../../src/model/traffic.ts';
import { archive } from '../../../../src/sources/logs/backends/archive.ts';
import { logs } from '../../../../src/sources/logs/index.ts';
import {
  account,
  eni,
  idleLine,
  type Line,
  line,
  ownAddress,
  readFiles,
  secondsAt,
} from '../../../fixtures/flow-logs.ts';
import { questionOf } from '../../../fixtures/question.ts';
import { hour, interests, question } from './archive-case.ts';

const otherEni = 'eni-0fedcba9876543210';

const flowsOf = (lines: readonly string[], options: Parameters<typeof readFiles>[2] = {}) =>
  readFiles([logs], { 'flows.log': lines.join('\n') }, { question, ...options });

const sumOf = ({ peers }: Traffic) => peers.reduce((sum, { bytes }) => sum + bytes, 0);

describe('flows in the window', () => {
  const at = (time: string): Line => ({ at: time, bytes: 7 });
  test.each([
    ['one that ended before it', '13:58:59', 0, 7],
    ['one that reaches into it', '13:59:01', 7, 0],
    ['one within it', '14:30:00', 7, 0],
    ['one that reaches beyond it', '14:59:59', 7, 0],
  ])('%s', async (_, time, inside, before) => {
    const { traffic } = await flowsOf([line(at(time))]);
    expect(traffic.map((found) => [sumOf(found), found.before.bytes])).toEqual([[inside, before]]);
  });

  test('none that began after it', async () => {
    expect((await flowsOf([line(at('15:00:00'))])).traffic).toEqual([]);
  });

  test('without a window all are in it', async () => {
    const { traffic } = await flowsOf([line(at('01:00:00')), line(at('23:00:00'))], { question: questionOf() });
    expect(traffic.map((found) => [sumOf(found), found.before.flows])).toEqual([[14, 0]]);
  });
});

test('calls of one port are added up by peer, those with most bytes first; answers are counted apart', async () => {
  const { traffic } = await flowsOf([
    line({ bytes: 100, packets: 1, at: '14:10:00' }),
    line({ bytes: 50, packets: 2, at: '14:20:00', ports: [50_999, 22] }),
    line({ bytes: 200, packets: 3, at: '14:05:00', source: '203.0.113.9' }),
    line({
      bytes: 9,
      packets: 4,
      at: '14:21:00',
      source: ownAddress,
      destination: '198.51.100.23',
      ports: [22, 50_999],
    }),
  ]);
  const time = (text: string) => secondsAt(text) * 1000;
  expect(traffic).toEqual([
    {
      interfaceId: eni,
      instanceId: null,
      spellings: [eni],
      account,
      region: null,
      action: 'ACCEPT',
      protocol: 'tcp',
      port: 22,
      direction: 'ingress',
      peers: [
        {
          address: '203.0.113.9',
          bytes: 200,
          packets: 3,
          flows: 1,
          answerBytes: 0,
          first: time('14:05:00'),
          last: time('14:05:59'),
        },
        {
          address: '198.51.100.23',
          bytes: 150,
          packets: 3,
          flows: 2,
          answerBytes: 9,
          first: time('14:10:00'),
          last: time('14:20:59'),
        },
      ],
      before: { bytes: 0, flows: 0 },
      recordsFrom: time('14:05:00'),
    },
  ]);
});

test('answers without a recorded call are told all the same', async () => {
  const answer: Line = { source: ownAddress, destination: '198.51.100.23', ports: [22, 50_412], bytes: 9 };
  const { traffic } = await flowsOf([line({ ...answer, at: '13:00:00' }), line({ ...answer, at: '14:21:00' })]);
  const [first, last] = [secondsAt('14:21:00') * 1000, secondsAt('14:21:59') * 1000];
  expect(traffic).toMatchObject([
    {
      direction: 'ingress',
      peers: [{ address: '198.51.100.23', bytes: 0, packets: 0, flows: 0, answerBytes: 9, first, last }],
      before: { bytes: 0, flows: 0 },
    },
  ]);
});

test('the origin is the first record of the kind', async () => {
  const { evidence } = await flowsOf([line({ action: 'REJECT' }), line(), line()]);
  expect(evidence.map((item) => 'origin' in item && item.origin)).toMatchObject([
    {
      source: 'logs',
      backend: 'archive',
      account,
      region: null,
      ref: eni,
      locator: expect.stringMatching(/flows\.log#1$/),
    },
    { locator: expect.stringMatching(/flows\.log#2$/) },
  ]);
});

test("an interface's own address is the one on most of its records, also among private ones", async () => {
  const { traffic } = await flowsOf([
    line({ source: '10.0.1.30', ports: [50_001, 443] }),
    line({ source: '10.0.1.31', ports: [50_002, 443] }),
    line({ source: ownAddress, destination: '10.0.9.9', ports: [50_003, 5432] }),
  ]);
  expect(traffic.map(({ port, direction, peers }) => [port, direction, peers.map(({ address }) => address)])).toEqual([
    [443, 'ingress', ['10.0.1.30', '10.0.1.31']],
    [5432, 'egress', ['10.0.9.9']],
  ]);
});

describe('what is kept', () => {
  const lines = [line(), line({ interfaceId: otherEni })];
  const interfacesOf = async (options: Parameters<typeof readFiles>[2]) =>
    (await flowsOf(lines, options)).traffic.map(({ interfaceId }) => interfaceId);

  test('every interface where nothing in particular is asked for', async () => {
    expect(await interfacesOf({})).toEqual([eni, otherEni]);
  });
  test('the interface that is asked for', async () => {
    expect(await interfacesOf({ interests: interests(eni) })).toEqual([eni]);
  });
  test('the interface beside what is asked for', async () => {
    expect(await interfacesOf({ interests: { targets: ['sg-1'], neighbors: [otherEni] } })).toEqual([otherEni]);
  });
  test('nothing of other accounts than those asked for', async () => {
    expect(await interfacesOf({ question: questionOf({ ...hour, filters: { accounts: ['444455556666'] } }) })).toEqual(
      [],
    );
    expect(await interfacesOf({ question: questionOf({ ...hour, filters: { accounts: [account] } }) })).toHaveLength(2);
  });
  test('of a region that the records do not tell, whatever region is asked for', async () => {
    expect(await interfacesOf({ question: questionOf({ ...hour, filters: { regions: ['eu-west-1'] } }) })).toHaveLength(
      2,
    );
  });
  test('all are seen', async () => {
    const { spans } = await flowsOf(lines, { interests: interests('eni-1') });
    expect(spans.map(({ records }) => records)).toEqual([2]);
  });
});

test('an address that is asked for is the peer on each interface that it reached, not its own', async () => {
  const lines = [
    line(),
    line({ source: '203.0.113.9' }),
    line({ interfaceId: otherEni, destination: '10.0.1.30' }),
    line({ interfaceId: otherEni, source: '203.0.113.9', destination: '10.0.1.30' }),
  ];
  const { traffic } = await flowsOf(lines, { interests: interests('198.51.100.23') });
  expect(
    traffic.map(({ interfaceId, direction, peers, spellings }) => [
      interfaceId,
      direction,
      peers.map(({ address }) => address),
      spellings,
    ]),
  ).toEqual([
    [eni, 'ingress', ['198.51.100.23'], [eni, '198.51.100.23']],
    [otherEni, 'ingress', ['198.51.100.23'], [otherEni, '198.51.100.23']],
  ]);
});

test('an interface without traffic tells how far back its records reach', async () => {
  const { traffic } = await flowsOf([idleLine('NODATA', { at: '13:10:00' }), idleLine('NODATA', { at: '13:00:00' })]);
  expect(traffic).toMatchObject([
    { interfaceId: eni, action: 'NODATA', peers: [], before: { flows: 0 }, recordsFrom: secondsAt('13:00:00') * 1000 },
  ]);
  expect((await flowsOf([idleLine('NODATA', { at: '14:10:00' })])).traffic).toEqual([]);
});

describe('memory is bounded', () => {
  const peer = (n: number) => `198.51.${Math.floor(n / 250)}.${n % 250}`;

  test('beyond a thousand peers the smallest are added up', async () => {
    const lines = Array.from({ length: 1200 }, (_, n) => line({ source: peer(n), bytes: 10_000 - n, packets: 1 }));
    const { traffic } = await flowsOf(lines, { interests: interests(eni) });
    const [found] = traffic;
    expect(traffic).toHaveLength(1);
    expect(found?.peers).toHaveLength(1000);
    expect(found?.peers.at(-1)?.bytes).toBe(9001);
    expect(found?.otherPeers).toMatchObject({ count: 200, flows: 200, packets: 200, bytes: 1_780_100 });
  });

  test('beyond a thousand ports those with the fewest flows are added up', async () => {
    const lines = Array.from({ length: 1100 }, (_, n) => line({ ports: [60_000, n + 1], action: 'REJECT', bytes: 40 }));
    const { traffic } = await flowsOf([...lines, line({ ports: [60_000, 1100], action: 'REJECT', bytes: 40 })], {
      interests: interests(eni),
    });
    const others = traffic.filter(({ otherPorts }) => otherPorts !== undefined);
    expect(traffic).toHaveLength(1001);
    expect(others).toMatchObject([{ port: null, otherPorts: 100, direction: 'ingress', action: 'REJECT' }]);
    expect(others.map(sumOf)).toEqual([4000]);
    expect(traffic.find(({ port }) => port === 1100)?.peers).toMatchObject([{ flows: 2 }]);
  });

  test('where nothing in particular is asked for, ten ports and ten peers are named', async () => {
    const lines = Array.from({ length: 30 }, (_, n) => line({ source: peer(n), ports: [60_000, 1 + (n % 15)] }));
    const more = Array.from({ length: 30 }, (_, n) => line({ source: peer(n), ports: [60_000, 1] }));
    const { traffic } = await flowsOf([...lines, ...more]);
    expect(
      traffic.map(({ port, otherPorts, peers, otherPeers }) => [port, otherPorts, peers.length, otherPeers?.count]),
    ).toEqual([
      [1, undefined, 10, 20],
      ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((port) => [port, undefined, 2, undefined]),
      [null, 5, 10, undefined],
    ]);
  });

  test('conversations without number cost no flow', async () => {
    const count = 20_500;
    const lines = Array.from({ length: count }, (_, n) =>
      line({ source: peer(n % 500), ports: [60_000, 1 + (n % 201)], bytes: 1 }),
    );
    const { traffic } = await flowsOf(lines, { interests: interests(eni) });
    expect(traffic.reduce((sum, found) => sum + sumOf(found), 0)).toBe(count);
    expect(new Set(traffic.map(({ direction }) => direction))).toEqual(new Set(['ingress']));
  });
});

test('where credentials come from is not asked here', () => {
  expect(archive.createScanners({ kind: 'credentials', accessKeyIds: ['ASIAEXAMPLE000000001'] })).toEqual([]);
});
