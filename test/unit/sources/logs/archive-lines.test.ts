/** Log lines in delivered files: counted by shape, in the window and before it. */
import { describe, expect, test } from 'vitest';
import { logs } from '../../../../src/sources/logs/index.ts';
import { account, readFiles, secondsAt, subscription } from '../../../fixtures/flow-logs.ts';
import { interests, question } from './archive-case.ts';

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
