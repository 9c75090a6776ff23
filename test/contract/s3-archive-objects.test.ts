/** A path below a bucket, and objects that change, are large, or are unavailable. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepObjects } from '../../src/archive/kept-objects.ts';
import type { Bucket, StoredObject } from '../aws/world.ts';
import { questionOf } from '../fixtures/question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { account, otherAccount } from './aws-server-harness.ts';
import { bucketOf, fetched, file, from, name, target } from './s3-archive.ts';
import { remoteOf, reportOf, serverWith } from './s3-harness.ts';

describe('a path', () => {
  const one = file({ day: '2026-03-03', at: '1205' });
  const [key = ''] = Object.keys(one);
  const other = file({ day: '2026-03-03', at: '1305' });
  const near = Object.fromEntries(Object.entries(other).map(([at, object]) => [at.replace('logs/', 'logs2/'), object]));

  test.each([
    ['a folder, not all that begins so', 's3://trail-logs/logs', 1],
    ['all of the bucket', 's3://trail-logs', 2],
    ['one object', `s3://trail-logs/${key}`, 1],
  ])('names %s', async (_, path, events) => {
    const server = await serverWith(bucketOf(one, near, { 'logs/': { content: Buffer.alloc(0) } }));
    const report = await reportOf(questionOf({ targets: [target], from: [path] }), remoteOf(server));
    expect(report.timeline).toHaveLength(events);
    expect(report.coverage.flatMap(({ gaps }) => gaps)).toEqual([]);
  });

  test.each([
    [
      's3://trail-logs/nothing',
      { code: 'ARCHIVE_NOT_FOUND', message: 'there are no objects under s3://trail-logs/nothing' },
    ],
    ['s3://no-such-logs/logs', { code: 'ARCHIVE_NOT_FOUND', message: 'there is no bucket no-such-logs' }],
    ['s3:///logs', { code: 'USAGE', message: "no bucket is named by 's3:///logs'" }],
  ])('%s is an error', async (path, error) => {
    const server = await serverWith(bucketOf(one));
    await expect(reportOf(questionOf({ targets: [target], from: [path] }), remoteOf(server))).rejects.toMatchObject(
      error,
    );
  });

  test('that may not be listed is an error which names the rights', async () => {
    const server = await serverWith(bucketOf(one));
    server.faults.add({ kind: 'denied', action: 's3:ListBucket' });
    await expect(reportOf(questionOf({ targets: [target], from }), remoteOf(server))).rejects.toMatchObject({
      code: 'NO_SOURCE',
      message: expect.stringContaining('cannot list s3://trail-logs/logs: '),
      hint: expect.stringContaining('allow s3:ListBucket and s3:GetObject on it (obs3 policy --bucket trail-logs)'),
    });
  });
});

describe('an object', () => {
  const good = file({ day: '2026-03-03', at: '1205' });
  const bad = file({ day: '2026-03-03', at: '1305' });
  const [path = ''] = Object.keys(bad);
  const withBad = (more: Partial<StoredObject>) =>
    bucketOf(good, { [path]: { ...(bad[path] as StoredObject), ...more } });

  test.each([
    ['archived', { archived: true }, 'UNREACHABLE', 'it is archived (Glacier)'],
    ['denied', { denied: true }, 'ACCESS_DENIED', 'AccessDenied: Access Denied'],
  ] as const)('that is %s leaves a gap with its key, and the others answer', async (_, more, code, what) => {
    const server = await serverWith(withBad(more));
    const report = await reportOf(questionOf({ targets: [target], from }), remoteOf(server));
    expect(report.timeline).toHaveLength(1);
    expect(report.coverage.flatMap(({ gaps }) => gaps)).toMatchObject([
      { code, blocking: true, locator: `s3://${name}/${path}`, message: `cannot read s3://${name}/${path}: ${what}` },
    ]);
  });

  test('is read to its end over a line that breaks again and again', async () => {
    const server = await serverWith(bucketOf(good));
    // half of what is left each time: far more answers than the tries allowed when nothing arrives
    server.faults.add({ kind: 'short-body', action: 's3:GetObject', times: 14 });
    const report = await reportOf(questionOf({ targets: [target], from }), remoteOf(server));
    const [{ content = Buffer.alloc(0) } = {}] = Object.values(good);
    expect(Math.log2(content.length)).toBeGreaterThan(8);
    expect(server.requests.of('s3:GetObject').length).toBeGreaterThan(10);
    expect(report.timeline).toHaveLength(1);
  });

  test('goes on where its body was cut off', async () => {
    const server = await serverWith(bucketOf(good));
    server.faults.add({ kind: 'short-body', action: 's3:GetObject', times: 2 });
    const report = await reportOf(questionOf({ targets: [target], from }), remoteOf(server));
    expect(report.timeline).toHaveLength(1);
    const ranges = server.requests.of('s3:GetObject').map(({ parameters }) => parameters['Range']);
    const { length } = Object.values(good)[0]?.content ?? Buffer.alloc(0);
    const half = Math.floor(length / 2);
    expect(ranges).toEqual([
      undefined,
      `bytes=${half}-${length - 1}`,
      `bytes=${half + Math.floor((length - half) / 2)}-${length - 1}`,
    ]);
  });

  test('that is large is fetched in parts, and kept no longer than the run', async () => {
    const server = await serverWith(bucketOf(good));
    const remote = remoteOf(server, { partSize: 100 });
    const report = await reportOf(questionOf({ targets: [target], from }), remote);
    expect(report.timeline).toHaveLength(1);
    const { length } = Object.values(good)[0]?.content ?? Buffer.alloc(0);
    const ranges = server.requests.of('s3:GetObject').map(({ parameters }) => parameters['Range']);
    expect(ranges.slice(0, 2)).toEqual(['bytes=0-99', 'bytes=100-199']);
    expect(ranges).toContain(`bytes=${Math.floor(length / 100) * 100}-${length - 1}`);
  });

  test('of a bucket whose readers pay is read by whoever says so', async () => {
    const bucket: Bucket = { ...bucketOf(good), requesterPays: true, readers: [account] };
    const server = await serverWith(bucket, {}, otherAccount);
    const question = questionOf({ targets: [target], from });
    await expect(reportOf(question, remoteOf(server))).rejects.toMatchObject({
      hint: expect.stringContaining('--request-payer'),
    });
    expect((await reportOf(question, remoteOf(server, { requesterPays: true }))).timeline).toHaveLength(1);
  });

  test('is kept where that is asked for, for the user alone, and not fetched again', async () => {
    const server = await serverWith(bucketOf(good, bad));
    const folder = join(await temporaryFolder(), 'kept');
    const question = questionOf({ targets: [target], from });
    const first = await reportOf(question, remoteOf(server, { kept: keepObjects(folder, 1e6) }));
    expect(fetched(server)).toHaveLength(2);
    const second = await reportOf(question, remoteOf(server, { kept: keepObjects(folder, 1e6) }));
    expect(fetched(server)).toHaveLength(2);
    expect(second).toEqual(first);
    expect(await readdir(folder)).toHaveLength(2);
  });
});
