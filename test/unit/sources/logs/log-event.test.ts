import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { logEventOf } from '../../../../src/sources/logs/log-event.ts';

const account = '111122223333';
const time = Date.parse('2026-03-03T14:11:24Z');
const task = '0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f';
const envelope = {
  messageType: 'DATA_MESSAGE',
  owner: account,
  logGroup: '/web/auth',
  logStream: 'i-1',
  logEvents: [],
};
const exported = { timestamp: '2026-03-03T14:11:24.000Z', message: 'a' };

const read = (value: JsonObject, { file = 'logs/a.json.gz', carriers = [] as readonly JsonObject[] } = {}) =>
  logEventOf(value, { file, carriers });

describe('where an event is from', () => {
  test.each<[string, JsonObject, { file?: string; carriers?: readonly JsonObject[] }, object]>([
    [
      'a subscription tells all',
      { id: '1', timestamp: time, message: 'a' },
      { carriers: [envelope] },
      { logGroup: '/web/auth', logStream: 'i-1', account },
    ],
    [
      'an owner that is no account is none',
      { id: '1', timestamp: time, message: 'a' },
      { carriers: [{ ...envelope, owner: 'CloudwatchLogs' }] },
      { logGroup: '/web/auth', logStream: 'i-1', account: null },
    ],
    [
      'a row of Logs Insights tells all',
      { '@timestamp': '2026-03-03 14:11:24.000', '@message': 'a', '@log': `${account}:/web/auth`, '@logStream': 'i-1' },
      {},
      { logGroup: '/web/auth', logStream: 'i-1', account },
    ],
    [
      'an event may bear its group',
      { timestamp: time, message: 'a', logGroup: '/web/auth', owner: account },
      {},
      { logGroup: '/web/auth', logStream: null, account },
    ],
    [
      'an export has its prefix for a group',
      exported,
      { file: `bucket/orders/${task}/2026-03-03-[$LATEST]0a/000000.gz` },
      { logGroup: 'orders', logStream: '2026-03-03-[$LATEST]0a', account: null },
    ],
    [
      'an export without a prefix of its own has its stream for a group',
      exported,
      { file: `bucket/exportedlogs/${task}/i-1/000000.gz` },
      { logGroup: 'i-1', logStream: 'i-1', account: null },
    ],
    [
      'an export that lies elsewhere has its folder for a group',
      exported,
      { file: 'saved\\web-auth\\000000.gz' },
      { logGroup: 'web-auth', logStream: 'web-auth', account: null },
    ],
    [
      'an export without a folder has its name for a group',
      exported,
      { file: 'auth.log.gz' },
      { logGroup: 'auth', logStream: null, account: null },
    ],
    [
      'what the CLI prints has the file for a group',
      { timestamp: time, message: 'a', ingestionTime: time + 9, logStreamName: 'i-1', eventId: '3' },
      { file: 'saved/orders.json', carriers: [{ events: [], searchedLogStreams: [] }] },
      { logGroup: 'orders', logStream: 'i-1', account: null },
    ],
  ])('%s', (_, value, place, home) => {
    expect(read(value, place)).toEqual({ ...home, time, message: 'a' });
  });
});

describe('no log event is', () => {
  test.each<[string, JsonObject, readonly JsonObject[]]>([
    ['an object without a message', { timestamp: time }, [envelope]],
    ['a message that is no text', { timestamp: time, message: { a: 1 } }, [envelope]],
    ['a message without a time', { message: 'a' }, [envelope]],
    ['a message of no readable time', { timestamp: 'noon', message: 'a' }, [envelope]],
    ['a message of a time that no report can print', { timestamp: 1e300, message: 'a' }, [envelope]],
    ['a message in nothing that is of CloudWatch Logs', { timestamp: time, message: 'a' }, []],
    ['an application record with more in it', { ...exported, level: 'info' }, []],
    [
      'what a structured line holds',
      { timestamp: time, message: 'a', logGroup: 'b' },
      [envelope, { id: '1', timestamp: time, message: '{}' }],
    ],
    ['a notification of something else', { timestamp: time, message: 'a' }, [{ events: [] }]],
  ])('%s', (_, value, carriers) => {
    expect(read(value, { carriers })).toBeUndefined();
  });
});

test('a control message is told apart', () => {
  expect(
    read(
      { id: '', timestamp: time, message: 'CWL CONTROL MESSAGE' },
      { carriers: [{ ...envelope, messageType: 'CONTROL_MESSAGE' }] },
    ),
  ).toBe('control message');
});

test.each([
  [time],
  [time + 0.4],
  ['2026-03-03T14:11:24Z'],
  ['2026-03-03T15:11:24.000+01:00'],
  ['2026-03-03 14:11:24.000'],
])('a time of the form %j', (timestamp) => {
  expect(read({ timestamp, message: 'a', logGroup: 'g' })).toMatchObject({ time });
});
