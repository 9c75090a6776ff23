/** One line for all sources: where they are, what they found, and what holds them up. */
import { expect, test } from 'vitest';
import type { CallCount } from '../../../src/aws/session.ts';
import { createLiveProgress } from '../../../src/cli/live-progress.ts';

const cloudtrail = (region: string, pages: number, found: string, more: object = {}) => ({
  source: 'cloudtrail',
  account: '111122223333',
  region,
  state: `${pages} pages, ${found}`,
  pages,
  found,
  ...more,
});

test('names the region while there is one, and counts them when there are more', () => {
  const line = createLiveProgress([]);
  expect(line(cloudtrail('us-east-1', 2, '3 matches'))).toBe('cloudtrail us-east-1: 2 pages, 3 matches');
  expect(line(cloudtrail('eu-west-1', 5, '4 matches'))).toBe('cloudtrail 2 regions: 7 pages, 4 matches');
  expect(line(cloudtrail('us-east-1', 3, '9 matches'))).toBe('cloudtrail 2 regions: 8 pages, 9 matches');
});

test('says how long the longest will take, and keeps accounts apart', () => {
  const line = createLiveProgress([]);
  line(cloudtrail('us-east-1', 2, '3 matches', { ahead: '; about 400 more pages, 4 minutes' }));
  expect(line(cloudtrail('us-east-1', 1, '1 match', { account: '444455556666' }))).toBe(
    'cloudtrail 2 accounts, 1 region: 3 pages, 1 match; about 400 more pages, 4 minutes',
  );
});

test('has a part for each source, with what waits for the rate limit', () => {
  const counts = new Map<string, CallCount>([
    ['cloudtrail:LookupEvents us-east-1', { requests: 4, throttled: 1, waiting: 2 }],
    ['cloudtrail:LookupEvents eu-west-1', { requests: 4, throttled: 0, waiting: 1 }],
    ['ec2:DescribeNetworkInterfaces us-east-1', { requests: 1, throttled: 0, waiting: 1 }],
    ['logs:StartQuery us-east-1', { requests: 1, throttled: 0, waiting: 0 }],
  ]);
  const line = createLiveProgress([{ counts }]);
  line(cloudtrail('us-east-1', 2, '3 matches'));
  line({ source: 'config', region: 'us-east-1', state: 'history of sg-0a1b2c3d4e5f60718' });
  expect(line({ source: 'logs', region: 'us-east-1', state: 'asking' })).toBe(
    [
      'cloudtrail us-east-1: 2 pages, 3 matches (3 requests waiting for the rate limit, throttled 1 time)',
      'config us-east-1: history of sg-0a1b2c3d4e5f60718 (1 request waiting for the rate limit)',
      'logs us-east-1: asking',
    ].join(' · '),
  );
});
