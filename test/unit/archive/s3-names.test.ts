/** What addresses and keys of a bucket reveal before anything is asked of S3. */
import { describe, expect, test } from 'vitest';
import { folderReach, isOutOfTime, mayHold, passedReach, skipFrom } from '../../../src/archive/folder-reach.ts';
import { parseS3 } from '../../../src/archive/s3-address.ts';
import type { Selection } from '../../../src/archive/scanner.ts';
import { parseKey } from '../../../src/cli/index-scanner.ts';

describe('an address', () => {
  const point = 'arn:aws:s3:us-east-1:111122223333:accesspoint/logs';
  test.each([
    ['s3://trail-logs', 'trail-logs', ''],
    ['S3://trail-logs/', 'trail-logs', ''],
    ['s3://trail-logs/a/b//', 'trail-logs', 'a/b'],
    ['s3://trail.logs.example/a b/é', 'trail.logs.example', 'a b/é'],
    [`s3://${point}`, point, ''],
    [`s3://${point}/AWSLogs/1`, point, 'AWSLogs/1'],
    ['s3://logs-abcdefghijklmnopqrstuvwxyz012345s3alias/a', 'logs-abcdefghijklmnopqrstuvwxyz012345s3alias', 'a'],
  ])('%s', (path, bucket, prefix) => {
    expect(parseS3(path)).toEqual({ bucket, prefix });
  });

  test.each(['s3://', 's3:///a', 's3://a', 's3://-logs/', 's3://arn:aws:s3:::logs'])('%s names no bucket', (path) => {
    expect(() => parseS3(path)).toThrow(`no bucket is named by '${path}'`);
  });
});

const trail = 's3://b/AWSLogs/111122223333/CloudTrail/us-east-1/';
const selection = (since?: string, until?: string, more: Partial<Selection> = {}): Selection => ({
  ...(since !== undefined && { since: Date.parse(since) }),
  ...(until !== undefined && { until: Date.parse(until) }),
  regions: [],
  accounts: [],
  ...more,
});
const march3 = selection('2026-03-03T11:30:00Z', '2026-03-03T12:30:00Z');

describe('a folder', () => {
  test.each([
    [`${trail}2026/03/03/`, true],
    [`${trail}2026/03/02/`, false],
    [`${trail}2026/03/04/`, false],
    [`${trail}2026/03/`, true],
    [`${trail}2026/04/`, false],
    [`${trail}2026/`, true],
    [`${trail}2025/`, false],
    [trail, true],
    ['s3://b/AWSLogs/111122223333/Config/us-east-1/2020/1/1/ConfigHistory/', true],
    ['s3://b/AWSLogs/111122223333/Config/us-east-1/2020/', true],
    ['s3://b/AWSLogs/111122223333/vpcflowlogs/us-east-1/2026/03/01/', false],
    ['s3://b/AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=us-east-1/year=2025/', false],
    [
      's3://b/AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=us-east-1/year=2026/month=03/',
      true,
    ],
    ['s3://b/anything/2020/01/01/', true],
  ])('%s may hold what is asked for: %s', (path, holds) => {
    expect(mayHold(path, march3, parseKey)).toBe(holds);
  });

  test('of midnight is looked into for what was delivered late', () => {
    const late = selection('2026-03-03T23:30:00Z', '2026-03-03T23:59:00Z');
    expect(mayHold(`${trail}2026/03/04/`, late, parseKey)).toBe(true);
    expect(mayHold(`${trail}2026/03/05/`, late, parseKey)).toBe(false);
  });

  test('of a source that tells nothing of it is not looked into, and tells nothing of the time', () => {
    const calls = selection('2026-03-03T11:30:00Z', undefined, { sources: ['cloudtrail'] });
    const flows = 's3://b/AWSLogs/111122223333/vpcflowlogs/us-east-1/';
    for (const path of [flows, `${flows}2026/03/`, `${flows}2026/03/03/`, `${flows}2020/`])
      expect(mayHold(path, calls, parseKey), path).toBe(false);
    for (const path of [trail, `${trail}2026/03/03/`, 's3://b/AWSLogs/111122223333/', 's3://b/2020/'])
      expect(mayHold(path, calls, parseKey), path).toBe(true);
    const [passed, other] = [`${trail}2020/`, `${flows}2020/`].map((path) => folderReach(path, parseKey));
    expect(passed && isOutOfTime(passed, calls)).toBe(true);
    expect(other && isOutOfTime(other, calls)).toBe(false);
  });

  test('of another region or account is not looked into', () => {
    const one = selection(undefined, undefined, { regions: ['eu-west-1'], accounts: ['444455556666'] });
    const paths = [
      trail,
      's3://b/AWSLogs/444455556666/CloudTrail/eu-west-1/',
      's3://b/AWSLogs/444455556666/Config/us-east-1/',
      's3://b/AWSLogs/444455556666/Config/eu-west-1/',
      's3://b/AWSLogs/o-a1b2c3d4e5/111122223333/',
      's3://b/AWSLogs/o-a1b2c3d4e5/444455556666/',
    ];
    expect(paths.map((path) => mayHold(path, one, parseKey))).toEqual([false, true, false, true, false, true]);
  });

  test('that is passed by tells no more than that there is something in it', () => {
    for (const path of [`${trail}2025/`, `${trail}2027/`]) {
      const reach = folderReach(path, parseKey);
      if (!reach) throw new Error(`${path} has no reach`);
      expect(isOutOfTime(reach, march3)).toBe(true);
      const passed = passedReach(reach, march3);
      expect(passed.until - passed.since).toBe(1);
      expect(passed.since).toBeGreaterThanOrEqual(reach.since);
      expect(passed.until).toBeLessThanOrEqual(reach.until);
    }
  });
});

describe('a listing', () => {
  const day = `${trail}2026/03/03/`;
  const name = (stamp: string) => `${day}111122223333_CloudTrail_us-east-1_${stamp}_AbCdEfGhIjKlMnOp.json.gz`;
  const stem = `${day}111122223333_CloudTrail_us-east-1_`;

  test.each([
    [name('20260303T0005Z'), `${stem}20260303T0930`],
    [name('20260303T0929Z'), `${stem}20260303T0930`],
    [name('20260303T1335Z'), `${stem}:`],
    [name('20260303T1205Z'), undefined],
    [name('20260303T1045Z'), undefined],
    [`${day}000-copy.json.gz`, undefined],
    ['s3://b/AWSLogs/111122223333/Config/us-east-1/2026/3/3/ConfigHistory/a_20260301T000000Z_1.json.gz', undefined],
  ])('goes on from %s', (path, next) => {
    expect(skipFrom(path, march3, parseKey)).toBe(next);
  });

  test('leaps over nothing that is asked for', () => {
    const stamps = Array.from({ length: 288 }, (_, n) => new Date(Date.UTC(2026, 2, 3) + n * 300_000))
      .map((time) => `${time.toISOString().replaceAll(/[-:]/g, '').slice(0, 13)}Z`)
      .map(name);
    for (const path of stamps) {
      const next = skipFrom(path, march3, parseKey);
      const passed = next === undefined ? [] : stamps.filter((other) => other > path && other <= next);
      expect(passed.filter((other) => mayHold(other, march3, parseKey))).toEqual([]);
    }
  });
});
