/** The built command keeps what is settled, and reports it. */
import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cacheClearedV1, cacheInfoV1 } from '../../src/report/schema-cache-v1.ts';
import { ManualClock } from '../aws/clock.ts';
import { startAwsServer } from '../aws/server.ts';
import { createWorld } from '../aws/world.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { json, obs3 } from './obs3.ts';

const account = '111122223333';
const question = [
  ...['who', '--event-name', 'AuthorizeSecurityGroupIngress', '-o', 'json'],
  ...['--since', '2026-03-03T13:00:00Z', '--until', '2026-03-03T16:00:00Z', '--now', '2026-03-03T17:00:00Z'],
];

async function setUp() {
  const trailRecords = [1, 2, 3].map((n) => recordOf({ eventID: eventId(n) }));
  const world = createWorld({ [account]: { regions: { 'us-east-1': { trailRecords } } } });
  const clock = new ManualClock('2026-03-03T17:00:00Z');
  const server = await startAwsServer({ world, clock, rateFactor: Number.POSITIVE_INFINITY });
  onTestFinished(() => server.stop());
  const folder = join(await temporaryFolder(), 'obs3');
  const env = { ...server.environment({ account }), OBS3_CACHE_DIR: folder };
  const lookups = () => {
    const count = server.requests.of('cloudtrail:LookupEvents').length;
    server.requests.clear();
    return count;
  };
  return { env, folder, lookups };
}

test('the same question again asks nothing of settled times, and can be made to', async () => {
  const { env, lookups } = await setUp();
  const first = await obs3(question, { env });
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(json(first).timeline).toHaveLength(3);
  expect(lookups()).toBeGreaterThan(0);
  const again = await obs3(question, { env });
  expect(lookups()).toBe(0);
  expect(json(again).timeline).toEqual(json(first).timeline);
  expect(json(again).verdict).toEqual(json(first).verdict);
  await obs3([...question, '--no-cache'], { env });
  expect(lookups()).toBeGreaterThan(0);
});

test('obs3 cache tells what is kept, and clears it', async () => {
  const { env, folder, lookups } = await setUp();
  expect((await obs3(['cache', 'info'], { env })).stdout).toContain(`Folder   ${folder}\n`);
  await obs3(question, { env });
  const info = JSON.parse((await obs3(['cache', 'info', '-o', 'json'], { env })).stdout);
  expect(info).toMatchObject({
    schema: 'obs3.cache/v1',
    folder,
    used: true,
    accounts: [{ account, services: [{ service: 'cloudtrail' }] }],
  });
  expect(cacheInfoV1.safeParse(info).error).toBeUndefined();
  expect(info.entries).toBeGreaterThan(0);
  expect((await obs3(['cache', 'info'], { env })).stdout).toMatch(
    /\nAccount +Service +Entries +Size +Oldest +Newest\n111122223333 +cloudtrail +/,
  );
  const cleared = await obs3(['cache', 'clear'], { env });
  expect(cleared).toMatchObject({ code: 0, stdout: expect.stringMatching(/^removed \d+ entr(y|ies), .* from /) });
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  lookups();
  await obs3(question, { env });
  expect(lookups()).toBeGreaterThan(0);
  const told = JSON.parse((await obs3(['cache', 'clear', '-o', 'json'], { env })).stdout);
  expect(cacheClearedV1.safeParse(told).error).toBeUndefined();
  expect(told).toMatchObject({ folder, removed: { entries: info.entries } });
});

test('what Node compiles of obs3 is kept where it can, for the user alone, and cleared with the rest', async () => {
  const folder = join(await temporaryFolder(), 'obs3');
  const given = { env: { OBS3_CACHE_DIR: folder } };
  const ask = ['who', 'sg-0a1b2c3d4e5f60718', '--from', 'examples/open-ssh', '-o', 'json'];
  const first = await obs3(ask, given);
  const info = JSON.parse((await obs3(['cache', 'info', '-o', 'json'], given)).stdout);
  expect(cacheInfoV1.safeParse(info).error).toBeUndefined();
  const keeps = !process.version.startsWith('v20.');
  expect(info.compiled.entries > 0).toBe(keeps);
  const again = await obs3(ask, given);
  expect(json(again).timeline).toEqual(json(first).timeline);
  const files = keeps ? await readdir(folder, { recursive: true, withFileTypes: true }) : [];
  for (const file of files) {
    const { mode } = await stat(join(file.parentPath, file.name));
    // nobody else can read the files or write to the folders, whose other rights Node chooses
    expect(file.isFile() ? mode & 0o777 : mode & 0o022).toBe(file.isFile() ? 0o600 : 0);
  }
  expect((await obs3(['cache', 'clear'], given)).stdout).toMatch(
    keeps ? /^removed compiled code, / : /^nothing is kept/,
  );
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  // a folder that others can write to could make any code run
  await mkdir(folder, { mode: 0o700 });
  await chmod(folder, 0o777);
  await obs3(ask, given);
  expect(await readdir(join(folder, 'compiled')).catch(() => [])).toEqual([]);
});

test('--no-cache keeps nothing', async () => {
  const { env, folder } = await setUp();
  await obs3([...question, '--no-cache'], { env });
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a word that obs3 cache does not know is wrong usage', async () => {
  const { code, stderr } = await obs3(['cache', 'empty']);
  expect(code).toBe(2);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
