/** An index is the same bytes whoever reads the files: one thread, or several; and what is there when a build ends early is of use. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildInto } from '../fixtures/built.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';

/** Builds the same index in several ways, and prints for each its files and what the build told. */
const child = (built: string) => `
  import { readdir } from 'node:fs/promises';
  const load = (path) => import(${JSON.stringify(`file://${built}/`)} + path);
  const [{ buildIndex }, { listArchive }, { indexScanner, parseKey }] = await Promise.all(
    ['archive/index-build.js', 'archive/walk.js', 'cli/index-scanner.js'].map(load),
  );
  const [root, folders] = process.argv.slice(2);
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
  const gone = [{ ...files[0], path: root + '/gone.json.gz', real: root + '/gone.json.gz' }];
  console.log(JSON.stringify({
    alone: await build('alone', { more: gone }),
    together: await build('together', { ...together, more: gone }),
    again: await build('together', together),
    stopped: await build('stopped', { ...together, stopAt: 25 }),
    resumed: await build('stopped', together),
  }));
`;

interface Built {
  readonly result: Readonly<Record<string, number>> | string;
  readonly told: readonly (readonly [number, number])[];
  readonly names: readonly string[];
}

let folder = '';
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
  const { stdout } = await promisify(execFile)(execPath, [script, logs, folder], { maxBuffer: 2 ** 26 });
  built = JSON.parse(stdout) as typeof built;
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

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
  // a whole day, and a part of the next
  expect(stopped?.names).toHaveLength(2);
  expect(resumed?.result).toMatchObject({ kept: 25, added: 35 });
});
