import { describe, expect, test } from 'vitest';
import {
  eventsOfRows,
  isErrorLike,
  isPlainId,
  linesNaming,
  progressOf,
  queryOf,
  secondsOf,
} from '../../../../src/sources/logs/insights-query.ts';
import { shapeOf } from '../../../../src/sources/logs/line-shape.ts';

describe('queryOf', () => {
  test('asks for lines in the order of time, no more than an answer holds', () => {
    expect(queryOf(undefined, 'asc')).toBe(
      'fields @timestamp, @message, @logStream, @log | sort @timestamp asc | limit 10000',
    );
    expect(queryOf(linesNaming(['eni-0a1', 'i-0b2', "x'/ | fields"]), 'desc')).toBe(
      'fields @timestamp, @message, @logStream, @log | filter @message like /eni-0a1|i-0b2/ | sort @timestamp desc | limit 10000',
    );
  });

  test.each(['eni', 'eni-', 'eni-1/', 'eni-1|.*', ''])('takes no %j into an expression', (id) => {
    expect(isPlainId(id)).toBe(false);
  });
});

test.each([
  'ERROR could not connect',
  'java.lang.IllegalStateException: no',
  'ValueError: bad literal',
  '{"level":"E","msg":"disk"}',
  '{"level":"crit","msg":"disk"}',
  '{"severity":"ALERT","message":"disk"}',
  '{"level":"panic","msg":"disk"}',
  'Task timed out after 3.00 seconds',
  'GET / status=503',
  'status: 500',
  'out of memory',
  "can't open file",
  'connection refused',
  'process was killed',
  'Rate exceeded: throttled',
  'Traceback (most recent call last):',
  'segfault at 0',
])('no error is filtered out: %s', (line) => {
  expect(shapeOf(line).isError).toBe(true);
  expect(isErrorLike(line)).toBe(true);
});

test('a line that tells of nothing bad is filtered out', () => {
  expect(isErrorLike('INFO order 7 placed')).toBe(false);
});

test('whole seconds around the range', () => {
  expect(secondsOf({ from: 1500, to: 2500 })).toEqual({ startTime: 1, endTime: 3 });
});

const row = (time: string, message: string) => [
  { field: '@timestamp', value: time },
  { field: '@message', value: message },
  { field: '@logStream', value: 'stream' },
  { field: '@log', value: '111122223333:/aws/lambda/checkout' },
  { field: '@ptr', value: 'CmEK' },
];

test('rows become the log events of the range, in the order of time', () => {
  const from = Date.parse('2026-03-03T12:00:00Z');
  const events = eventsOfRows(
    [
      row('2026-03-03 12:00:01.000', 'b'),
      row('2026-03-03 12:00:01.000', 'a'),
      row('2026-03-03 12:00:00.000', 'first'),
      row('2026-03-03 12:00:02.000', 'after'),
      row('no time', 'x'),
      [{ field: '@message' }],
      [],
    ],
    { from, to: from + 2000 },
  );
  expect(events.map(({ message }) => message)).toEqual(['first', 'a', 'b']);
  expect(events[0]).toEqual({
    logGroup: '/aws/lambda/checkout',
    logStream: 'stream',
    account: '111122223333',
    time: from,
    message: 'first',
  });
});

describe('progressOf', () => {
  const event = (time: number) => ({ logGroup: 'g', logStream: null, account: null, time, message: '' });
  const range = { from: 500, to: 10_000 };

  test('asks again for the second in which the answer ends', () => {
    expect(progressOf(range, [event(600), event(7200)], 'asc')).toEqual({
      read: { from: 500, to: 7000 },
      rest: { from: 7000, to: 10_000 },
      isCut: false,
    });
    expect(progressOf(range, [event(3200), event(9900)], 'desc')).toEqual({
      read: { from: 4000, to: 10_000 },
      rest: { from: 500, to: 4000 },
      isCut: false,
    });
  });

  test('passes over a second that holds more than an answer', () => {
    expect(progressOf(range, [event(600), event(700)], 'asc')).toMatchObject({ rest: { from: 1000 }, isCut: true });
    expect(progressOf(range, [event(9600), event(9700)], 'desc')).toMatchObject({ rest: { to: 9000 }, isCut: true });
    expect(progressOf({ from: 100, to: 400 }, [event(200)], 'asc').rest).toEqual({ from: 400, to: 400 });
    expect(progressOf({ from: 100, to: 400 }, [event(200)], 'desc').rest).toEqual({ from: 100, to: 100 });
  });

  test('ends where an answer tells nothing', () => {
    expect(progressOf(range, [], 'asc')).toEqual({ read: range, rest: { from: 10_000, to: 10_000 }, isCut: true });
  });
});
