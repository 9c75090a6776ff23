import { describe, expect, test } from 'vitest';
import { logEvents } from '../../../../src/analysis/impact/log-shapes.ts';
import type { LogShapeEvidence } from '../../../../src/model/evidence.ts';
import { type Interests, matchInterests } from '../../../../src/model/interests.ts';
import type { LogShape } from '../../../../src/model/traffic.ts';

const account = '111122223333';
const at = (time: string) => Date.parse(`2026-03-03T${time}Z`);
const window = { since: at('14:00:00'), until: at('15:00:00') };

let files = 0;
/** Each in a separate file, unless a locator is given. */
const evidence = (parts: Partial<LogShape> = {}, locator = `logs/${++files}.json#1`): LogShapeEvidence => ({
  type: 'log-shape',
  shape: {
    logGroup: '/web/auth',
    account,
    region: null,
    spellings: ['/web/auth', 'auth', 'i-1'],
    pattern: 'Failed password from <*>',
    patternId: '0a1b2c3d',
    isError: true,
    count: 10,
    baselineCount: 0,
    first: at('14:11:24'),
    last: at('14:47:10'),
    examples: ['Failed password from 203.0.113.9'],
    linesFrom: at('13:00:00'),
    ...parts,
  },
  origin: { source: 'logs', backend: 'archive', account, region: null, ref: '/web/auth', locator },
});
const opened = { pattern: 'session opened', patternId: '4e5f6071', isError: false, examples: ['session opened'] };

const everything: Interests = { targets: [], neighbors: [] };
const eventsOf = (
  shapes: readonly LogShapeEvidence[],
  interests = everything,
  of: typeof window | undefined = window,
) => {
  const match = matchInterests(interests);
  return logEvents({ shapes, window: of, matches: ({ spellings }) => match(spellings) });
};

test('an event tells what was logged, how often, and how often before', () => {
  const later = evidence({ count: 1194, last: at('14:50:00'), first: at('14:12:00') }, 'logs/a.json#1');
  const first = evidence({}, 'logs/b.json#9');
  expect(eventsOf([later, first], { targets: ['sg-1'], neighbors: ['i-1'] })).toEqual([
    {
      id: 'log:/web/auth/0a1b2c3d',
      time: '2026-03-03T14:11:24.000Z',
      endTime: '2026-03-03T14:50:00.000Z',
      kind: 'log',
      match: ['neighbor'],
      resources: [{ type: 'AWS::Logs::LogGroup', id: '/web/auth', account }],
      summary: '1,204 × "Failed password from <*>" in /web/auth (none before)',
      severity: 'warning',
      chain: null,
      origin: first.origin,
      detail: {
        logGroup: '/web/auth',
        pattern: 'Failed password from <*>',
        count: 1204,
        baselineCount: 0,
        examples: ['Failed password from 203.0.113.9'],
      },
    },
  ]);
});

describe('compared with before', () => {
  // an hour of window, and an hour before it
  test.each<[string, Partial<LogShape>, string, string]>([
    ['an error that is new', {}, 'none before', 'warning'],
    ['an error that has risen', { count: 30, baselineCount: 10 }, '10 before', 'warning'],
    ['an error that has hardly risen', { count: 29, baselineCount: 10 }, '10 before', 'info'],
    ['an error that is too rare to have risen', { count: 4, baselineCount: 1 }, '1 before', 'info'],
    [
      'an error as usual over a longer time before',
      { count: 10, baselineCount: 70, linesFrom: at('07:00:00') },
      '70 before',
      'info',
    ],
    ['a new line that is no error', opened, 'none before', 'info'],
  ])('%s', (_, parts, words, severity) => {
    const asked: Interests = { targets: ['/web/auth'], neighbors: [] };
    const told = eventsOf([evidence(parts)], asked);
    expect(told).toMatchObject([{ severity, summary: expect.stringContaining(`(${words})`) }]);
    // for a group that nobody named, only what is new
    const isNews = severity === 'warning' || words === 'none before';
    expect(eventsOf([evidence(parts)])).toHaveLength(isNews ? 1 : 0);
  });

  test.each([
    ['no line is known before', { linesFrom: at('14:00:00') }, window],
    ['no window is known', {}, undefined],
  ])('nothing is said where %s', (_, parts, of) => {
    const events = logEvents({ shapes: [evidence(parts)], window: of, matches: () => ['window'] });
    expect(events).toMatchObject([{ severity: 'info', summary: '10 × "Failed password from <*>" in /web/auth' }]);
  });

  test('lines of other shapes tell how far back the group is known', () => {
    const reach = evidence({ pattern: '', count: 0, first: 0, last: 0, examples: [], linesFrom: at('12:00:00') });
    const events = eventsOf([evidence({ linesFrom: at('14:00:00') }), reach]);
    expect(events.map(({ severity }) => severity)).toEqual(['warning']);
  });
});

describe('listed are', () => {
  const usual = { ...opened, baselineCount: 9 };
  const ofFunction = { spellings: ['/web/auth', 'auth'] };
  test.each<[string, Partial<LogShape>, Interests, number]>([
    ['errors that have risen', { count: 60, baselineCount: 10 }, everything, 1],
    ['errors of which nothing is known before', { linesFrom: at('14:00:00') }, everything, 1],
    ['not errors as usual', { baselineCount: 10 }, everything, 0],
    [
      'errors as usual of a group that is asked for',
      { baselineCount: 10 },
      { targets: ['/web/auth'], neighbors: [] },
      1,
    ],
    ['what is new', opened, everything, 1],
    ['not what is as usual', usual, everything, 0],
    ['not what may be as usual', { ...opened, linesFrom: at('14:00:00') }, everything, 0],
    [
      'not what is as usual of a resource that is asked for',
      { ...usual, ...ofFunction },
      { targets: ['auth'], neighbors: [] },
      0,
    ],
    ['all of a group that is asked for', usual, { targets: ['/web/auth'], neighbors: [] }, 1],
    ['nothing of others', {}, { targets: ['orders'], neighbors: [] }, 0],
    ['nothing that was before the window alone', { count: 0, baselineCount: 7, first: 0, last: 0 }, everything, 0],
    ['nothing that ended before the window', { first: 1, last: at('13:59:59') }, everything, 0],
    ['nothing that began after the window', { first: at('15:00:00'), last: at('15:00:01') }, everything, 0],
  ])('%s', (_, parts, interests, count) => {
    expect(eventsOf([evidence(parts)], interests)).toHaveLength(count);
  });
});

test('three examples are shown, the earliest, each once', () => {
  const shapes = ['c', 'a', 'a', 'b', 'd'].map((example, n) =>
    evidence({ examples: [example], first: at(`14:1${n}:00`) }),
  );
  expect(eventsOf([...shapes].reverse()).map(({ detail }) => detail.examples)).toEqual([['c', 'a', 'b']]);
});

test('lines of a file that two spellings found are counted once, the fuller count', () => {
  const byGroup = evidence({ count: 10 }, 'logs/a.json#1');
  const byStream = evidence({ count: 4 }, 'logs/a.json#5');
  for (const order of [
    [byGroup, byStream],
    [byStream, byGroup],
  ]) {
    expect(eventsOf(order).map(({ detail }) => detail.count)).toEqual([10]);
  }
});

test('groups of one name in two accounts are two, with ids of their own', () => {
  const ids = eventsOf([evidence(), evidence({ account: '444455556666' })]).map(({ id }) => id);
  expect(ids).toEqual(['log:/web/auth/0a1b2c3d', 'log:/web/auth/0a1b2c3d/444455556666']);
});
