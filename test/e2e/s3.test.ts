/** Files in a bucket, as a person reads them: `--from s3://…`, `--plan`, `--keep`, `index`, `doctor`. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { cacheClearedV1, cacheInfoV1 } from '../../src/report/schema-cache-v1.ts';
import { indexV1 } from '../../src/report/schema-index-v1.ts';
import { bucketFromFolder } from '../aws/bucket-from-folder.ts';
import { type AwsServer, startAwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { callsInEach, longWindow, longWindowFiles } from '../fixtures/long-window.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { openSsh } from '../unit/examples/cases.ts';
import { json, obs3, obs3Here } from './obs3.ts';

const { truth, folder, account } = openSsh;
const from = 's3://trail-logs/logs';

async function serverOf(): Promise<AwsServer> {
  const buckets = [bucketFromFolder('trail-logs', folder, 'logs/')];
  const server = await startAwsServer({
    world: createWorld({ [account]: { regions: { 'us-east-1': {}, 'eu-west-1': { buckets } } } }),
  });
  onTestFinished(() => server.stop());
  return server;
}

/** In this process, with the run's environment as its own: the SDK reads no other. */
function s3Here(args: readonly string[], { env }: { readonly env: Readonly<Record<string, string>> }) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return obs3Here(args, { env });
}

const fetched = ({ requests }: AwsServer) => requests.of('s3:GetObject').length;

describe('--from s3://', () => {
  test('gives the report of the folder', async () => {
    const server = await serverOf();
    const run = await obs3(['investigate', truth.target, '--from', from, '-o', 'json'], { env: server.environment() });
    expect(run.stderr).toBe('');
    const expected = await obs3Here(['investigate', truth.target, '--from', folder, '-o', 'json']);
    expect(json(run).timeline.map(({ id }) => id)).toEqual(json(expected).timeline.map(({ id }) => id));
    expect(json(run).verdict).toEqual(json(expected).verdict);
  });

  test('takes the profile and the endpoint by flags, and no role', async () => {
    const server = await serverOf();
    const { AWS_ENDPOINT_URL, ...env } = server.environment();
    const flags = ['--from', from, '--endpoint-url', AWS_ENDPOINT_URL as string, '-o', 'json'];
    const run = await s3Here(['who', truth.target, ...flags], { env });
    expect(json(run).timeline.length).toBeGreaterThan(0);
    const refused = await s3Here(['who', truth.target, ...flags, '--role-arn', `arn:aws:iam::${account}:role/A`], {
      env,
    });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--role-arn asks AWS') });
  });

  test('with --plan lists the bucket, and fetches nothing', async () => {
    const server = await serverOf();
    const window = [
      '--since',
      '2026-03-03T12:00:00Z',
      '--until',
      '2026-03-03T16:00:00Z',
      '--now',
      '2026-03-04T00:00:00Z',
    ];
    const run = await s3Here(['who', truth.target, '--from', from, ...window, '--plan', '-o', 'json'], {
      env: server.environment(),
    });
    const plan = JSON.parse(run.stdout);
    expect(plan.files.chosen).toBeGreaterThan(10);
    expect(plan.files.chosenBytes).toBeGreaterThan(1000);
    expect(plan.notes.join('\n')).toContain(`one GetObject request (${plan.files.chosen} of them)`);
    expect(fetched(server)).toBe(0);
  });

  test('with --keep fetches what it has not', async () => {
    const server = await serverOf();
    const cache = join(await temporaryFolder(), 'cache');
    const given = { env: { ...server.environment(), OBS3_CACHE_DIR: cache } };
    const first = await s3Here(['who', truth.target, '--from', from, '--keep', '-o', 'json'], given);
    const sent = fetched(server);
    const second = await s3Here(['who', truth.target, '--from', from, '--keep', '-o', 'json'], given);
    expect(fetched(server)).toBe(sent);
    expect(json(second).timeline).toEqual(json(first).timeline);
    expect((await readdir(join(cache, 'objects'))).length).toBe(sent);
  });

  test('with --keep lists more calls than are held, and fetches each object once', async () => {
    const window = await longWindow();
    const buckets = [bucketFromFolder('trail-logs', window, 'logs/')];
    const server = await startAwsServer({
      world: createWorld({ [account]: { regions: { 'us-east-1': {}, 'eu-west-1': { buckets } } } }),
    });
    onTestFinished(() => server.stop());
    const cache = join(await temporaryFolder(), 'cache');
    const run = await s3Here(['who', '--reads', '--from', from, '--keep', '-o', 'ndjson'], {
      env: { ...server.environment(), OBS3_CACHE_DIR: cache },
    });
    const expected = await obs3Here(['who', '--reads', '--from', window, '-o', 'ndjson']);
    const rowsOf = ({ stdout }: typeof run, place: string) =>
      stdout
        .replaceAll(place, '')
        .split('\n')
        .filter((line) => line.startsWith('{"type":"event"'));
    expect(rowsOf(run, from)).toHaveLength(longWindowFiles * callsInEach);
    expect(rowsOf(run, from)).toEqual(rowsOf(expected, window));
    expect(fetched(server)).toBe(longWindowFiles);
  });

  test.each([
    [['--keep', 'sg-1', '--from', from], "--keep takes 'sg-1' for a folder"],
    [['sg-1', '--keep', '--from', folder], '--keep is about files in S3'],
    [['sg-1', '--from', 's3://'], "no bucket is named by 's3://'"],
  ])('%j is refused in words', async (args, message) => {
    const run = await obs3Here(['who', ...args]);
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  test('that does not exist is exit code 2, one that is not allowed 4', async () => {
    const server = await serverOf();
    const given = { env: server.environment() };
    const absent = await s3Here(['who', 'sg-1', '--from', 's3://no-such-bucket'], given);
    expect(absent).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no bucket no-such-bucket') });
    server.faults.add({ kind: 'denied', action: 's3:*' });
    const denied = await s3Here(['who', 'sg-1', '--from', from], given);
    expect(denied).toMatchObject({ code: 4, stderr: expect.stringContaining('obs3 policy --bucket trail-logs') });
  });

  test('is what doctor looks at, too', async () => {
    const server = await serverOf();
    const run = await s3Here(['doctor', '--from', from, '--now', '2026-03-03T17:00:00Z', '-o', 'json'], {
      env: server.environment(),
    });
    const expected = await obs3Here(['doctor', '--from', folder, '--now', '2026-03-03T17:00:00Z', '-o', 'json']);
    const checks = ({ stdout }: typeof run) =>
      JSON.parse(stdout.replaceAll(from, '').replaceAll(folder, '')).checks as unknown;
    expect(checks(run)).toEqual(checks(expected));
  });
});

describe('cache', () => {
  test('tells of indexes and kept objects, and clears what is named, or all', async () => {
    const server = await serverOf();
    const cache = join(await temporaryFolder(), 'cache');
    const given = { env: { ...server.environment(), OBS3_CACHE_DIR: cache } };
    await s3Here(['who', truth.target, '--from', from, '--keep'], given);
    const kept = (await readdir(join(cache, 'objects'))).length;
    await obs3Here(['index', folder], given);
    const read = async (...args: readonly string[]) =>
      JSON.parse((await obs3Here(['cache', ...args, '-o', 'json'], given)).stdout);
    const info = await read('info');
    expect(cacheInfoV1.safeParse(info).error).toBeUndefined();
    expect(info).toMatchObject({ entries: 0, used: true, indexes: { archives: 1 }, objects: { entries: kept } });
    expect(info.objects.bytes).toBeGreaterThan(1000);
    expect((await obs3Here(['cache', 'info'], given)).stdout).toMatch(
      new RegExp(`\nIndexes  1, .*\nObjects  ${kept}, .* of at most 10.0 GB\n`),
    );
    const cleared = await read('clear', '--objects');
    expect(cacheClearedV1.safeParse(cleared).error).toBeUndefined();
    expect(cleared.removed).toEqual({ entries: 0, bytes: 0, objects: { entries: kept, bytes: info.objects.bytes } });
    expect(await read('info')).toMatchObject({ indexes: info.indexes, objects: { entries: 0 } });
    expect((await obs3Here(['cache', 'clear', '--answers'], given)).stdout).toContain('nothing of that is kept');
    expect((await obs3Here(['cache', 'clear'], given)).stdout).toMatch(/^removed 1 index of archives, .*, from /);
    expect(await read('info')).toMatchObject({ indexes: { archives: 0, entries: 0 } });
    // the key that signs indexes stays: those next to their archives are signed with it, too
    expect(await readdir(cache)).toEqual(['index']);
    expect((await obs3Here(['index', folder, '-o', 'json'], given)).stdout).toContain('"kept": 0');
  });
});

describe('index', () => {
  test('of a folder is built, described, refreshed and used', async () => {
    const cache = join(await temporaryFolder(), 'cache');
    const given = { env: { OBS3_CACHE_DIR: cache } };
    const none = await obs3Here(['index', folder, '--describe'], given);
    expect(none.stdout).toContain('none was built');
    const built = JSON.parse((await obs3Here(['index', folder, '-o', 'json'], given)).stdout);
    expect(built).toMatchObject({ schema: 'obs3.index/v1', unusable: 0, built: { kept: 0 }, gaps: [] });
    expect(built.indexed).toBe(built.files);
    expect(indexV1.safeParse(built).error).toBeUndefined();
    const again = JSON.parse((await obs3Here(['index', folder, '-o', 'json'], given)).stdout);
    expect(again.built).toMatchObject({ added: 0, kept: built.files });
    const ask = ['who', truth.target, '--from', folder, '-o', 'json'];
    const [one, other] = [await obs3Here(ask, given), await obs3Here(ask)];
    expect(json(one).timeline).toEqual(json(other).timeline);
    expect((await obs3Here(['index', folder, '--describe'], given)).stdout).toMatch(/% of the files it is about/);
  });

  test('of nothing that could be indexed says so', async () => {
    const files = await temporaryFolder({ 'notes/readme.txt': 'hello\n', 'empty/a/b': '' });
    await rm(join(files, 'empty/a/b'));
    const given = { env: { OBS3_CACHE_DIR: join(files, 'cache') } };
    const none = await obs3Here(['index', join(files, 'empty')], given);
    expect(none).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('there are no files under') });
    const [who, one] = [['who', 'sg-1', '--from'], ['index']].map((words) => [...words, join(files, 'empty')]);
    expect((await obs3Here(who ?? [], given)).code).toBe((await obs3Here(one ?? [], given)).code);
    const single = await obs3Here(['index', join(files, 'notes/readme.txt')], given);
    expect(single).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is a single file') });
    const device = await obs3Here(['index', '/dev/null'], given);
    expect(device).toMatchObject({ code: 2, stderr: expect.stringContaining('/dev/null is a device') });
    const text = await obs3Here(['index', join(files, 'notes')], given);
    expect(text).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('none of these files has the form in which CloudTrail'),
    });
  });

  test('of standard input, and beside a bucket, is refused', async () => {
    expect(await obs3Here(['index', '-'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('standard input'),
    });
    expect(await obs3Here(['index', from, '--beside'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--beside would write to the bucket'),
    });
  });
});
