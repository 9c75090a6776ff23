import { describe, expect, test } from 'vitest';
import { normalize } from '../../../../src/sources/logs/normalize.ts';

const origin = { backend: 'archive', locator: 'logs/a.json#7' };
const row = {
  account_id: '111122223333',
  interface_id: 'eni-1',
  srcaddr: '198.51.100.23',
  dstaddr: '10.0.1.20',
  srcport: 50_412,
  dstport: 22,
  protocol: 6,
  packets: 3,
  bytes: 120,
  start: 1_772_547_080,
  end: 1_772_547_139,
  action: 'ACCEPT',
  log_status: 'OK',
};

test('a flow record is the traffic of one flow', () => {
  expect(normalize(row, origin)).toMatchObject({
    evidence: {
      type: 'traffic',
      traffic: {
        interfaceId: 'eni-1',
        port: 22,
        direction: 'ingress',
        peers: [{ address: '198.51.100.23', flows: 1 }],
      },
      origin: { source: 'logs', ...origin, account: '111122223333', ref: 'eni-1' },
    },
  });
});

test('a log event that holds a flow record is that flow', () => {
  const message = '2 111122223333 eni-1 198.51.100.23 10.0.1.20 50412 22 6 3 120 1772547080 1772547139 ACCEPT OK';
  const event = { timestamp: 1_772_547_200_000, message, logGroup: '/vpc/flow' };
  expect(normalize(event, origin)).toEqual(normalize(row, origin));
});

test('a log event is a shape with one line', () => {
  const event = {
    timestamp: 1_772_547_200_000,
    message: 'failed 7 times',
    logGroup: '/web/auth',
    owner: '111122223333',
  };
  expect(normalize(event, origin)).toEqual({
    evidence: {
      type: 'log-shape',
      shape: {
        logGroup: '/web/auth',
        account: '111122223333',
        region: null,
        spellings: ['/web/auth', 'auth'],
        pattern: 'failed <*> times',
        // the first 8 digits of `printf 'failed <*> times' | sha256sum`
        patternId: '0d383ed5',
        isError: true,
        count: 1,
        baselineCount: 0,
        first: 1_772_547_200_000,
        last: 1_772_547_200_000,
        examples: ['failed 7 times'],
        linesFrom: 1_772_547_200_000,
      },
      origin: { source: 'logs', ...origin, account: '111122223333', region: null, ref: '/web/auth' },
    },
  });
});

describe('a reason is given for', () => {
  test.each([
    [null],
    [undefined],
    [7],
    ['text'],
    [[]],
    [{}],
    [{ message: 'a' }],
    [{ ...row, bytes: 'many' }],
    [{ ...row, start: null, end: null }],
    [{ ...row, log_status: 'NODATA' }],
    [{ interface_id: { toString: null }, srcaddr: [], start: {} }],
    [{ interface_id: 'eni-1', srcaddr: [], bytes: {}, start: 1 }],
    [JSON.parse('{"__proto__": {"interface_id": "eni-1"}, "constructor": 1}')],
  ])('%j', (raw) => {
    expect(normalize(raw, origin)).toEqual({ reason: expect.any(String) });
  });
});
