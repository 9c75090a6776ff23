/** What is kept on disk: read back unchanged, only by its owner, and never trusted if it is incomplete. */
import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CacheKey, type CacheScope, openCache, type SettledCache } from '../../../src/aws/cache.ts';
import { clearCache, describeCache } from '../../../src/aws/cache-folder.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const account = '111122223333';
const scope: CacheScope = { account, identityArn: `arn:aws:iam::${account}:user/auditor`, endpoint: '' };
const key: CacheKey = { action: 'cloudtrail:LookupEvents', region: 'us-east-1', parameters: ['EventName', 'x'] };
const now = Date.parse('2026-03-03T17:00:00Z');
const large = 1_000_000_000;

async function writing(folder: string, write: (cache: SettledCache) => void, mostBytes = large, at = scope) {
  const cache = openCache({ folder, now, mostBytes });
  write(cache.of(at));
  await cache.close();
}

const valuesOf = async (folder: string, of = key, at = scope) =>
  (await openCache({ folder, now, mostBytes: large }).of(at).read(of)).map(({ value }) => value);

const filesIn = async (folder: string) =>
  (await readdir(join(folder, account))).map((name) => join(folder, account, name));

describe('an entry', () => {
  test('is read by the next run, and is the user’s alone', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    await writing(folder, (cache) => cache.write(key, { events: ['a', 1, null] }));
    expect(await valuesOf(folder)).toEqual([{ events: ['a', 1, null] }]);
    for (const path of [folder, join(folder, account)]) expect((await stat(path)).mode & 0o777).toBe(0o700);
    const [file = ''] = await filesIn(folder);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('stands beside others of its key, and in place of those it names', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    await writing(folder, (cache) => cache.write(key, 1));
    await writing(folder, (cache) => cache.write(key, 2));
    expect((await valuesOf(folder)).sort()).toEqual([1, 2]);
    const cache = openCache({ folder, now, mostBytes: large });
    const own = cache.of(scope);
    const entries = await own.read(key);
    own.write(
      key,
      3,
      entries.map(({ id }) => id),
    );
    await cache.close();
    expect(await valuesOf(folder)).toEqual([3]);
  });

  test.each([
    ['region', { ...key, region: 'eu-west-1' }, scope],
    ['call', { ...key, action: 'config:GetResourceConfigHistory' }, scope],
    ['parameters', { ...key, parameters: ['EventName', 'y'] }, scope],
    ['account', key, { ...scope, account: '444455556666' }],
    ['identity', key, { ...scope, identityArn: `arn:aws:iam::${account}:user/other` }],
    ['endpoint', key, { ...scope, endpoint: '127.0.0.1:5000' }],
  ])('answers no question of another %s', async (_, other, at) => {
    const folder = join(await temporaryFolder(), 'obs3');
    await writing(folder, (cache) => cache.write(key, 1));
    expect(await valuesOf(folder, other, at)).toEqual([]);
  });

  test('is kept for no account that is none', async () => {
    const folder = await temporaryFolder();
    await writing(folder, (cache) => cache.write(key, 1), large, { ...scope, account: '../..' });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('what is not whole is not known', () => {
  test.each([
    ['empty', () => Buffer.alloc(0)],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 3)],
    [
      'changed in one bit',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 9 ? byte ^ 1 : byte))),
    ],
    ['of another version', (bytes: Buffer) => Buffer.concat([Buffer.from('obs3-cache 9 '), bytes.subarray(13)])],
    ['something else', () => Buffer.from('{"value": 1}')],
  ])('%s', async (_, damage) => {
    const folder = join(await temporaryFolder(), 'obs3');
    await writing(folder, (cache) => cache.write(key, 1));
    const [file = ''] = await filesIn(folder);
    await writeFile(file, damage(await readFile(file)));
    expect(await valuesOf(folder)).toEqual([]);
  });

  test('the entry of another key under its name', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    await writing(folder, (cache) => cache.write({ ...key, region: 'eu-west-1' }, 'elsewhere'));
    const [other = ''] = await filesIn(folder);
    const bytes = await readFile(other);
    await writing(folder, (cache) => cache.write(key, 'here'));
    const own = (await filesIn(folder)).find((file) => file !== other) ?? '';
    await writeFile(own, bytes);
    expect(await valuesOf(folder)).toEqual([]);
  });

  test('a folder that others can write to', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    await writing(folder, (cache) => cache.write(key, 1));
    await chmod(join(folder, account), 0o777);
    expect(await valuesOf(folder)).toEqual([]);
  });

  test('a file where the folder would be: the run goes on', async () => {
    const folder = await temporaryFolder({ obs3: 'a file' });
    await writing(join(folder, 'obs3'), (cache) => cache.write(key, 1));
    expect(await valuesOf(join(folder, 'obs3'))).toEqual([]);
  });
});

describe('the folder', () => {
  /** Text that does not compress. */
  const noise = (seed: number) =>
    Array.from({ length: 3_000 }, (_, at) => Math.imul(at + 1, seed * 2_654_435_761) >>> 0);

  test('holds no more than allowed, and gives up first what was used longest ago', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    const keys = [1, 2, 3, 4].map((seed) => ({ ...key, parameters: [seed] }));
    for (const [index, each] of keys.entries()) {
      await writing(folder, (cache) => cache.write(each, noise(index + 1)));
      for (const file of await filesIn(folder))
        if ((await stat(file)).mtimeMs > now) await utimes(file, now / 1000, now / 1000 - 1000 + index);
    }
    const [{ bytes = 0 } = {}] = await describeCache(folder);
    // reading one counts as using it
    expect(await valuesOf(folder, keys[0])).toHaveLength(1);
    await writing(folder, (cache) => cache.write({ ...key, parameters: ['new'] }, noise(9)), bytes);
    const left = await Promise.all([...keys, { ...key, parameters: ['new'] }].map((each) => valuesOf(folder, each)));
    expect(left[1]).toEqual([]);
    expect(left[0]).toHaveLength(1);
    expect(left[4]).toHaveLength(1);
    expect((await describeCache(folder))[0]?.bytes).toBeLessThanOrEqual(bytes);
  });

  test('tells what is kept of each service', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    const config = { ...key, action: 'config:GetResourceConfigHistory' };
    await writing(folder, (cache) => {
      cache.write(key, 1);
      cache.write(config, 2);
      cache.write({ ...config, parameters: ['another'] }, 3);
    });
    const [described] = await describeCache(folder);
    expect(described).toMatchObject({ account, entries: 3 });
    expect(described?.services.map(({ service, entries }) => [service, entries])).toEqual([
      ['cloudtrail', 1],
      ['config', 2],
    ]);
    expect(described?.services.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(described?.bytes);
  });

  test('is cleared of the cache’s own files alone', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    await writing(folder, (cache) => cache.write(key, 1));
    const foreign = [join(folder, 'notes.txt'), join(folder, account, 'mine.obs3'), join(folder, '2026', 'x.obs3')];
    await mkdir(join(folder, '2026'));
    for (const path of foreign) await writeFile(path, 'mine');
    expect(await clearCache(folder)).toMatchObject({ entries: 1 });
    for (const path of foreign) expect(await readFile(path, 'utf8')).toBe('mine');
    expect(await describeCache(folder)).toEqual([]);
  });

  test('is gone once it was cleared, where nothing else is in it', async () => {
    const parent = await temporaryFolder();
    await writing(join(parent, 'obs3'), (cache) => cache.write(key, 1));
    await clearCache(join(parent, 'obs3'));
    expect(await readdir(parent)).toEqual([]);
    expect(await clearCache(join(parent, 'obs3'))).toEqual({ entries: 0, bytes: 0 });
  });

  test('is shared by runs at the same time', async () => {
    const folder = join(await temporaryFolder(), 'obs3');
    await Promise.all(
      Array.from({ length: 20 }, (_, run) => writing(folder, (cache) => cache.write(key, { run: run % 10 }))),
    );
    expect((await valuesOf(folder)).map((value) => JSON.stringify(value)).sort()).toEqual(
      Array.from({ length: 10 }, (_, run) => `{"run":${run}}`),
    );
    expect((await readdir(join(folder, account))).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});
