import { describe, expect, test } from 'vitest';
import { shapeOf } from '../../../../src/sources/logs/line-shape.ts';

const pattern = (line: string) => shapeOf(line).pattern;

describe('what varies is taken out', () => {
  test.each([
    ['Failed password for root from 203.0.113.9 port 51234', 'Failed password for root from <*> port <*>'],
    ['2026-03-03 14:11:20,123 - INFO - started', '<*> - INFO - started'],
    ['2026-03-03T14:11:20.123456Z started', '<*> started'],
    ['198.51.100.23 - - [03/Mar/2026:14:11:20 +0000] "GET /a?b=1 HTTP/1.1" 503 12', '<*> - - [<*>] <*> <*> <*>'],
    ['START RequestId: 8f5d3c1e-0000-4000-8000-0a1b2c3d4e5f Version: $LATEST', 'START RequestId: <*> Version: $LATEST'],
    ['Duration: 12.34 ms Billed: 13ms', 'Duration: <*> ms Billed: <*>ms'],
    ['started i-0f1e2d3c4b5a69788 at 0x7ffd', 'started i-<*> at <*>'],
    ['no such key "a b" for \'c d\'', 'no such key <*> for <*>'],
    ["can't open the user's file, isn't there", "can't open the user's file, isn't there"],
    ['mail to alice@example.com failed', 'mail to <*> failed'],
    ['cannot reach fd00:1234::20 or 2001:db8:0:1::7', 'cannot reach <*> or <*>'],
    ['denied arn:aws:iam::111122223333:role/app, sorry', 'denied <*>, sorry'],
    ['request kXMoeB3dOoFRNS2EaBcDeF done', 'request <*> done'],
    ['s3 and sha256 in orders-service keep their digits', 's3 and sha256 in orders-service keep their digits'],
    ['  much   white\tspace  ', 'much white space'],
    ['', '<*>'],
    ['\u0000\n', '\u0000'],
  ])('%j', (line, expected) => {
    expect(pattern(line)).toBe(expected);
  });

  test('lines that differ in nothing else have one shape', () => {
    const line = (n: number) => `Failed password for admin from 203.0.113.${n} port ${5000 + n} ssh2`;
    expect(new Set(Array.from({ length: 200 }, (_, n) => pattern(line(n)))).size).toBe(1);
  });

  test('of a stack trace the first line is the shape', () => {
    expect(pattern('\n[ERROR] ValueError: no 7\nTraceback (most recent call last):\n  File "a.py", line 3')).toBe(
      '[ERROR] ValueError: no <*>',
    );
  });

  test('a line of any length gives a short pattern, soon', () => {
    const started = performance.now();
    for (const unit of ['a1', '"', "'", 'a:', '1.', '@a.', 'f0', '-', '{', 'error=']) {
      expect(pattern(unit.repeat(200_000)).length).toBeLessThan(1000);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('of a JSON line the level and the message are the shape', () => {
  test.each([
    [{ level: 'ERROR', msg: 'no answer in 3000 ms', requestId: 'a' }, 'ERROR no answer in <*> ms', true],
    [{ timestamp: '2026-03-03T14:00:00Z', level: 'INFO', message: 'failed over to b' }, 'INFO failed over to b', false],
    [{ level: 'error', message: { errorType: 'KeyError', errorMessage: 'x9' } }, 'error KeyError: x9', true],
    [{ errorType: 'Runtime.ExitError', errorMessage: 'exited' }, 'Runtime.ExitError: exited', true],
    [{ time: '2026-03-03T14:00:00Z', type: 'platform.start', record: {} }, 'platform.start', false],
    [{ b: 1, a: { c: 2 } }, '{a b}', false],
    [{ level: 7, message: 9 }, '{level message}', false],
  ])('%j', (json, expected, isError) => {
    expect(shapeOf(JSON.stringify(json))).toEqual({ pattern: expected, isError });
  });

  test('text that only begins like JSON is text', () => {
    expect(pattern('{not json 7')).toBe('{not json <*>');
  });
});

describe('an error is told by', () => {
  test.each([
    'Failed password for root',
    'Task timed out after 3.00 seconds',
    'An error occurred (AccessDenied) when calling PutObject',
    'java.lang.IllegalStateException: closed',
    'panic: runtime error',
    '[ERROR] gone',
    '2026-03-03 14:11:20,123 - ERROR - custodian',
    'level=error msg="gone"',
    'ValueError',
    'GET / status=503',
    'Unable to connect',
  ])('%s', (line) => {
    expect(shapeOf(line).isError).toBe(true);
  });

  test.each([
    'started',
    '0 errors, 0 failures',
    'finished without errors',
    'error: null',
    'failed=0 ok=7',
    'timeout: 30s',
    '[INFO] retrying after a failed attempt',
    'level=info msg="error budget left"',
    'the mirror is up',
    'GET / status=200',
    'REPORT RequestId: 8f5d3c1e-0000-4000-8000-0a1b2c3d4e5f Duration: 12.34 ms',
  ])('but not by %s', (line) => {
    expect(shapeOf(line).isError).toBe(false);
  });
});
