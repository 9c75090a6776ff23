/** Several threads read from a bucket's objects what one thread reads, and what is read from a folder: in the same order. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bucketFromFolder } from '../aws/bucket-from-folder.ts';
import type { AwsServer } from '../aws/server.ts';
import { buildInto } from '../fixtures/built.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { account } from './aws-server-harness.ts';
import { serverWith } from './s3-harness.ts';

const root = join(import.meta.dirname, '../..');
const group = 'sg-0a1b2c3d4e5f60718';

/** Asks of a folder and of a bucket, with and without threads, and prints what was read, file by file. */
const child = (built: string) => `
  import { setMaxListeners } from 'node:events';
  const load = (path) => import(${JSON.stringify(`file://${built}/`)} + path);
  const [{ openArchive }, { s3Files }, { archiveEvidence }, { sources }, { planTarget }, { firstInterests }] = await Promise.all(
    ['archive/reader.js', 'archive/s3-files.js', 'investigate/evidence-reader.js', 'sources/index.js', 'plan/target.js', 'plan/interests.js'].map(load),
  );
  const [bucket, target, given] = process.argv.slice(2);
  const waysOf = async ({ tree: folder, endpoint, account }) => {
  const filters = { reads: 'all', outcome: [], eventName: [], errorCode: [], service: [], principal: [], sourceIp: [], regions: [], accounts: account ? [account] : [] };
  const question = { command: 'investigate', targets: target ? [planTarget(target)] : [], as: 'any', window: {}, windowGiven: false, filters, regions: [], from: [folder], now: Date.parse('2026-04-01T00:00:00Z') };
  const requests = [
    { kind: 'evidence', question, interests: firstInterests(question) },
    { kind: 'credentials', accessKeyIds: ['ASIAEXAMPLE000000001'] },
  ];
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const ask = async (paths, input, partSize) => {
    const remote = s3Files({ endpoint, pathStyle: true, requesterPays: false, timer: { now: () => 0, sleep: async () => {} }, random: () => 0.5, signal, ...(partSize && { partSize }) });
    const archive = openArchive(paths, { standardInput: () => Promise.reject(new Error('read')), remote, ...input });
    const reader = archiveEvidence(sources, archive);
    const readings = [];
    for (const request of requests) for await (const reading of reader.read(request, {}, filters)) readings.push(reading);
    await remote.close();
    // typed arrays are not the same to every serializer
    return readings.map(({ keys, ...rest }) => ({ ...rest, keys: keys && [...keys.hashes].sort() }));
  };
  const threads = { workerUrl: new URL(${JSON.stringify(`file://${built}/cli/archive-worker.js`)}), worthThreads: 0 };
  return {
    local: await ask([folder], {}),
    alone: await ask([bucket], {}),
    together: await ask([bucket], threads),
    inParts: await ask([bucket], threads, 700),
    mixed: await ask([folder, bucket], threads),
    mixedAlone: await ask([folder, bucket], {}),
  };
  };
  const all = [];
  for (const one of JSON.parse(given)) all.push(await waysOf(one));
  console.log(JSON.stringify(all));
`;

let script = '';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'obs3-test-'));
  script = join(folder, 'child.mjs');
  await writeFile(script, child(await buildInto(folder)));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

type Readings = readonly Record<string, unknown>[];
type Ways = Readonly<Record<'local' | 'alone' | 'together' | 'inParts' | 'mixed' | 'mixedAlone', Readings>>;

interface Case {
  readonly tree: string;
  readonly server: AwsServer;
  /** The only account that is asked for. Empty: all are. */
  readonly only?: string;
}

/** One process for all cases: starting it takes most of the time. */
async function waysOf(...cases: readonly Case[]): Promise<readonly Ways[]> {
  const bucket = 's3://trail-logs/logs';
  const given = cases.map(({ tree, server, only = '' }) => {
    const { endpoint } = server.clientConfig({ account });
    return { tree, endpoint, account: only };
  });
  const env = { ...process.env, ...cases[0]?.server.environment() };
  const { stdout } = await promisify(execFile)(execPath, [script, bucket, group, JSON.stringify(given)], {
    maxBuffer: 2 ** 28,
    env,
  });
  const placeless = cases.reduce((text, { tree }) => text.replaceAll(tree, ''), stdout.replaceAll(bucket, ''));
  return JSON.parse(placeless) as readonly Ways[];
}

function expectSame({ local, alone, together, inParts, mixed, mixedAlone }: Ways): void {
  expect(alone).toEqual(local);
  expect(together).toEqual(local);
  expect(inParts).toEqual(local);
  expect(mixed).toEqual(mixedAlone);
}

describe('a bucket read by several threads', { timeout: 120_000 }, () => {
  test('examples of which some bear on others, many files, damaged ones among them, and one account of those', async () => {
    const examples = join(root, 'examples/open-ssh');
    const fileOf = (n: number, owner: string) => {
      const records = Array.from({ length: 1 + ((n * 7) % 40) }, (_, at) =>
        recordOf({
          eventID: eventId(n * 100 + at),
          // delivered under one account, recorded by the other
          recipientAccountId: n === 17 ? '111122223333' : owner,
          requestParameters: { groupId: (n + at) % 9 === 0 ? group : `sg-${at}` },
          ...(at === 3 && { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE000000001' } } }),
        }),
      );
      const packed = gzipSync(JSON.stringify({ Records: records }));
      if (n % 10 === 3) packed[40] = 0;
      return n % 10 === 7 ? packed.subarray(0, packed.length - 5) : packed;
    };
    const files = Array.from({ length: 48 }, (_, n) => {
      const owner = n % 4 === 1 ? '444455556666' : '111122223333';
      // in folders that are not AWS's own, only names show whose a file is
      const day = `copies/${owner}`;
      const stamp = `20260303T${String(10 + Math.floor(n / 60))}${String(n % 60).padStart(2, '0')}Z`;
      return [`${day}/${owner}_CloudTrail_us-east-1_${stamp}_EXAMPLE000000000.json.gz`, fileOf(n, owner)] as const;
    });
    const tree = await temporaryFolder({ ...Object.fromEntries(files), 'notes.txt': 'nothing', 'empty.json': '' });
    const bucketOf = (folder: string) => bucketFromFolder('trail-logs', folder, 'logs/');
    const server = await serverWith(bucketOf(tree), { s3KeysPerPage: 7 });
    const [ofExamples, ...others] = await waysOf(
      { tree: examples, server: await serverWith(bucketOf(examples)) },
      { tree, server },
      // whatever accounts the records in other files have
      { tree, server, only: account },
    );
    expect(ofExamples?.local.flatMap(({ evidence }) => evidence).length).toBeGreaterThan(10);
    for (const ways of [...(ofExamples ? [ofExamples] : []), ...others]) expectSame(ways);
  });
});
