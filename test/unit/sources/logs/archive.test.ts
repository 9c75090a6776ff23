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
  subscription,
} from '../../../fixtures/flow-logs.ts';
import { questionOf } from '../../../fixtures/question.ts';

const otherEni = 'eni-0fedcba9876543210';
const hour = { since: '2026-03-03T14:00:00Z', until: '2026-03-03T15:00:00Z' };
const interests = (...targets: string[]) => ({ targets, neighbors: [] });
const question = questionOf(hour);

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

describe('log lines', () => {
  const auth = subscription(
    '/web/auth',
    [
      ['13:00:00', 'session opened for alice'],
      ['13:30:00', 'Failed password for root from 203.0.113.9 port 1'],
      ['14:10:00', 'Failed password for root from 203.0.113.9 port 2'],
      ['14:20:00', 'Failed password for root from 203.0.113.8 port 3'],
      ['14:25:00', 'session opened for bob'],
      ['14:26:00', 'session opened for alice'],
      ['15:00:00', 'Failed password for root from 203.0.113.9 port 4'],
    ],
    'i-0f1e2d3c4b5a69788',
  );
  const linesOf = (files: Readonly<Record<string, unknown>>, options: Parameters<typeof readFiles>[2] = {}) =>
    readFiles(
      [logs],
      Object.fromEntries(Object.entries(files).map(([path, content]) => [path, JSON.stringify(content)])),
      {
        question,
        ...options,
      },
    );

  test('are counted by shape, in the window and before it', async () => {
    const { shapes, spans } = await linesOf({ auth }, { interests: interests('/web/auth') });
    const at = (time: string) => secondsAt(time) * 1000;
    expect(
      shapes.map(({ pattern, isError, count, baselineCount, first, last, linesFrom }) => ({
        pattern,
        isError,
        count,
        baselineCount,
        first,
        last,
        linesFrom,
      })),
    ).toEqual([
      {
        pattern: 'session opened for alice',
        isError: false,
        count: 1,
        baselineCount: 1,
        first: at('14:26:00'),
        last: at('14:26:00'),
        linesFrom: at('13:00:00'),
      },
      {
        pattern: 'Failed password for root from <*> port <*>',
        isError: true,
        count: 2,
        baselineCount: 1,
        first: at('14:10:00'),
        last: at('14:20:00'),
        linesFrom: at('13:00:00'),
      },
      {
        pattern: 'session opened for bob',
        isError: false,
        count: 1,
        baselineCount: 0,
        first: at('14:25:00'),
        last: at('14:25:00'),
        linesFrom: at('13:00:00'),
      },
    ]);
    expect(shapes[1]?.examples).toEqual([
      'Failed password for root from 203.0.113.9 port 2',
      'Failed password for root from 203.0.113.8 port 3',
    ]);
    expect(spans).toEqual([
      { source: 'logs', account, region: null, first: at('13:00:00'), last: at('15:00:00'), records: 7 },
    ]);
  });

  test('of nothing in particular: errors alone', async () => {
    const { shapes } = await linesOf({ auth });
    expect(shapes.map(({ pattern }) => pattern)).toEqual(['Failed password for root from <*> port <*>']);
  });

  test('of a group without errors: only how far back its lines reach', async () => {
    const { shapes } = await linesOf({
      quiet: subscription('/web/quiet', [
        ['13:00:00', 'a'],
        ['14:00:00', 'b'],
      ]),
    });
    expect(shapes).toMatchObject([
      { logGroup: '/web/quiet', pattern: '', count: 0, linesFrom: secondsAt('13:00:00') * 1000 },
    ]);
  });

  test('of an instance, by its stream', async () => {
    const { shapes } = await linesOf(
      { auth },
      { interests: { targets: ['sg-1'], neighbors: ['i-0f1e2d3c4b5a69788'] } },
    );
    expect(shapes).toHaveLength(3);
    expect(shapes[0]?.spellings).toContain('i-0f1e2d3c4b5a69788');
  });

  test('of others are seen, and not kept', async () => {
    const { shapes, spans } = await linesOf({ auth }, { interests: interests('orders') });
    expect(shapes).toEqual([]);
    expect(spans.map(({ records }) => records)).toEqual([7]);
  });

  test('of a function: of its group, in every carrier', async () => {
    const message = '{"level":"ERROR","message":"no answer after 3000 ms"}';
    const timestamp = secondsAt('14:10:00') * 1000;
    const { shapes } = await readFiles(
      [logs],
      {
        'a.json': JSON.stringify(subscription('/aws/lambda/orders', [['14:10:00', message]])),
        'b.json': JSON.stringify([
          { '@timestamp': '2026-03-03 14:10:00.000', '@message': message, '@log': `${account}:/aws/lambda/orders` },
        ]),
        'orders.json': JSON.stringify({ events: [{ timestamp, message, ingestionTime: timestamp }] }),
        'orders/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f/stream/000000': `2026-03-03T14:10:00.000Z ${message}\n2026-03-03T14:10:01.000Z START\nof two lines\n`,
      },
      { question, interests: interests('orders') },
    );
    expect(shapes.map(({ logGroup, pattern, count }) => [logGroup, pattern, count])).toEqual([
      ['/aws/lambda/orders', 'ERROR no answer after <*> ms', 1],
      ['/aws/lambda/orders', 'ERROR no answer after <*> ms', 1],
      ['orders', 'ERROR no answer after <*> ms', 1],
      ['orders', 'START', 1],
      ['orders', 'ERROR no answer after <*> ms', 1],
    ]);
  });

  test('of more than a thousand shapes are counted all the same', async () => {
    const word = (n: number) => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const messages = Array.from({ length: 1500 }, (_, n) => ['14:10:00', `error ${word(n)}`] as const);
    const { shapes } = await linesOf({ many: subscription('/many', messages) }, { interests: interests('/many') });
    expect(shapes).toHaveLength(1001);
    expect(shapes.at(-1)).toMatchObject({ pattern: '<*>', count: 500, examples: { length: 3 } });
  });

  test('show at most 500 characters', async () => {
    const { shapes } = await linesOf({ long: subscription('/long', [['14:10:00', `error ${'x'.repeat(5000)}`]]) });
    expect(shapes[0]?.examples.map((example) => example.length)).toEqual([500]);
  });
});

test('where credentials come from is not asked here', () => {
  expect(archive.createScanners({ kind: 'credentials', accessKeyIds: ['ASIAEXAMPLE000000001'] })).toEqual([]);
});
