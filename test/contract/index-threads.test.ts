/** An index has the same bytes however many threads read the files; and what exists when a build ends early is usable. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketFromFolder } from '../aws/bucket-from-folder.ts';
import { type AwsServer, startAwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { buildInto } from '../fixtures/built.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { account } from './aws-server-harness.ts';

/** Builds the same index in several ways, and prints for each its files and the build's result. */
const child = (built: string) => `
  import { setMaxListeners } from 'node:events';
  import { readdir } from 'node:fs/promises';
  const load = (path) => import(${JSON.stringify(`file://${built}/`)} + path);
  const [{ buildIndex }, { listArchive }, { indexScanner, parseKey }, { s3Files }] = await Promise.all(
    ['archive/index-build.js', 'archive/walk.js', 'cli/index-scanner.js', 'archive/s3-files.js'].map(load),
  );
  const [root, folders, endpoint] = process.argv.slice(2);
  const workerUrl = new URL(${JSON.stringify(`file://${built}/cli/index-worker.js`)});
  const { files } = await listArchive([root]);
  const build = async (name, { stopAt = Infinity, more = [], ...given }) => {
    const folder = folders + '/' + name;
    const abort = new AbortController();
    const told = [];
    const onProgress = ({ filesDone, bytes }) => {
      told.push([filesDone, bytes]);
      if (filesDone >= stopAt) abort.abort();
    };
    const result = await buildIndex({
      root, isBeside: false, folder, key: Buffer.alloc(32, 7), files: [...files, ...more], isWhole: true,
      scanner: indexScanner(), parseKey, now: 1_772_546_000_000, signal: abort.signal, onProgress, ...given,
    }).catch((error) => error.name);
    return { result, told, names: (await readdir(folder).catch(() => [])).sort() };
  };
  const together = { workerUrl, worthThreads: 0 };
  const bucket = 's3://trail-logs/logs';
  const ofBucket = async (name, { partSize, ...given }) => {
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    const remote = s3Files({ endpoint, pathStyle: true, requesterPays: false, timer: { now: () => 0, sleep: async () => {} }, random: () => 0.5, signal, ...(partSize && { partSize }) });
    const { files } = await remote.list(bucket, { regions: [], accounts: [] }, parseKey);
    const fetched = { now: 0, most: 0 };
    const counted = {
      ...remote,
      fetch: (file) => {
        fetched.most = Math.max(fetched.most, ++fetched.now);
        return remote.fetch(file).finally(() => fetched.now--);
      },
    };
    const built = await build(name, { root: bucket, files, remote: counted, ...given });
    await remote.close();
    return { ...built, most: fetched.most };
  };
  const gone = [{ ...files[0], path: root + '/gone.json.gz', real: root + '/gone.json.gz' }];
  console.log(JSON.stringify({
    alone: await build('alone', { more: gone }),
    together: await build('together', { ...together, more: gone }),
    again: await build('together', together),
    stopped: await build('stopped', { ...together, stopAt: 25 }),
    resumed: await build('stopped', together),
    bucketAlone: await ofBucket('bucket-alone', {}),
    bucketTogether: await ofBucket('bucket-together', together),
    bucketInParts: await ofBucket('bucket-in-parts', { ...together, partSize: 700 }),
    bucketStopped: await ofBucket('bucket-stopped', { ...together, stopAt: 25 }),
    bucketResumed: await ofBucket('bucket-stopped', together),
  }));
`;

interface Built {
  readonly result: Readonly<Record<string, number>> | string;
  readonly told: readonly (readonly [number, number])[];
  readonly names: readonly string[];
  /** The most concurrent fetches from a bucket. */
  readonly most?: number;
}

let folder = '';
let server: AwsServer | undefined;
let built: Readonly<Record<string, Built>> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'obs3-test-'));
  const logs = join(folder, 'logs');
  await mkdir(logs);
  for (let n = 0; n < 60; n++) {
    const day = `2026030${1 + (n % 3)}`;
    const name = `111122223333_CloudTrail_us-east-1_${day}T12${String(n).padStart(2, '0')}Z_${String(n).padStart(16, 'A')}.json.gz`;
    const records = Array.from({ length: 1 + (n % 7) * 40 }, (_, k) =>
      recordOf({ eventID: eventId(n * 1000 + k), requestParameters: { groupId: `sg-${n * 1000 + k}` } }),
    );
    const content = gzipSync(JSON.stringify({ Records: records }));
    await writeFile(join(logs, name), n === 5 ? content.subarray(0, -9) : content);
  }
  const script = join(folder, 'child.mjs');
  await writeFile(script, child(await buildInto(folder)));
  const bucket = bucketFromFolder('trail-logs', logs, 'logs/');
  server = await startAwsServer({
    world: createWorld({ [account]: { regions: { 'eu-central-1': { buckets: [bucket] } } } }),
  });
  const { stdout } = await promisify(execFile)(
    execPath,
    [script, logs, folder, server.clientConfig({ account }).endpoint],
    { maxBuffer: 2 ** 26, env: { ...process.env, ...server.environment() } },
  );
  built = JSON.parse(stdout) as typeof built;
}, 120_000);

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('several threads write the same bytes as one, and tell the same on the way', () => {
  const { alone, together } = built;
  expect(together).toEqual(alone);
  expect(alone?.result).toMatchObject({ files: 61, added: 60, withoutFilter: 1, unread: 1 });
  expect(alone?.names).toHaveLength(3);
});

test('nothing is read again', () => {
  expect(built['again']).toMatchObject({ result: { kept: 60, added: 0 }, names: built['together']?.names });
});

test('a build that is stopped keeps what it got through, and goes on from there', () => {
  const { stopped, resumed } = built;
  expect(stopped?.result).toBe('AbortError');
  // a whole day, and part of the next
  expect(stopped?.names).toHaveLength(2);
  expect(resumed?.result).toMatchObject({ kept: 25, added: 35 });
});

test('so is the index of a bucket, whose objects are fetched many at a time', () => {
  const { bucketAlone, bucketTogether, bucketInParts, bucketStopped, bucketResumed } = built;
  const withoutMost = ({ most: _, ...rest }: Built) => rest;
  expect(bucketTogether && withoutMost(bucketTogether)).toEqual(bucketAlone && withoutMost(bucketAlone));
  expect(bucketInParts && withoutMost(bucketInParts)).toEqual(bucketAlone && withoutMost(bucketAlone));
  expect(bucketAlone?.result).toMatchObject({ files: 60, added: 60, withoutFilter: 1, unread: 0 });
  expect(bucketAlone?.names).toHaveLength(3);
  for (const { most = 0 } of [bucketTogether, bucketInParts] as readonly Built[]) {
    expect(most).toBeGreaterThan(16);
    expect(most).toBeLessThanOrEqual(32);
  }
  expect(bucketStopped?.result).toBe('AbortError');
  expect(bucketResumed?.result).toMatchObject({ kept: 25, added: 35 });
});
