import { chmod, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clearObjects, keepObjects, storedObjects } from '../../../src/archive/kept-objects.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const object = (key: string, size = 5) => ({ bucket: 'trail-logs', key, etag: `"${key}"`, size });

async function folderOf(): Promise<string> {
  return join(await temporaryFolder(), 'objects');
}

describe('an object', () => {
  test('is found again by bucket, key, ETag and size, and only for its user', async () => {
    const folder = await folderOf();
    const kept = keepObjects(folder, 1000);
    expect(await kept.find(object('a'))).toBeUndefined();
    await kept.keep(object('a'), Buffer.from('12345'));
    const path = await kept.find(object('a'));
    expect(await readFile(path as string, 'utf8')).toBe('12345');
    expect((await stat(path as string)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const other of [object('b'), { ...object('a'), etag: '"b"' }, { ...object('a'), bucket: 'c' }, object('a', 6)])
      expect(await kept.find(other)).toBeUndefined();
  });

  test('that was cut short on the disk is not found', async () => {
    const kept = keepObjects(await folderOf(), 1000);
    await kept.keep(object('a'), Buffer.from('12345'));
    await writeFile((await kept.find(object('a'))) as string, '123');
    expect(await kept.find(object('a'))).toBeUndefined();
  });

  test('without an ETag, or larger than all that may be kept, is not kept', async () => {
    const folder = await folderOf();
    const kept = keepObjects(folder, 4);
    await kept.keep(object('a'), Buffer.from('12345'));
    await kept.keep({ ...object('b', 1), etag: '' }, Buffer.from('1'));
    expect(await readdir(folder).catch(() => [])).toEqual([]);
  });
});

test('what was used longest ago goes, where there is too much', async () => {
  const folder = await folderOf();
  const kept = keepObjects(folder, 12);
  for (const [n, key] of ['a', 'b', 'c'].entries()) {
    await kept.keep(object(key), Buffer.from('12345'));
    await utimes((await kept.find(object(key))) as string, 1000 + n, 1000 + n);
  }
  await writeFile(join(folder, 'mine.txt'), 'not ours to remove');
  await kept.close();
  expect(await Promise.all(['a', 'b', 'c'].map(async (key) => (await kept.find(object(key))) !== undefined))).toEqual([
    false,
    true,
    true,
  ]);
  expect(await readdir(folder)).toContain('mine.txt');
});

test('a folder that others can write to is not used, and none that cannot be made fails a run', async () => {
  const folder = await folderOf();
  await keepObjects(folder, 1000).keep(object('a'), Buffer.from('12345'));
  await chmod(folder, 0o777);
  expect(await keepObjects(folder, 1000).find(object('a'))).toBeUndefined();
  const nowhere = keepObjects('/dev/null/none', 1000);
  await nowhere.keep(object('a'), Buffer.from('12345'));
  expect(await nowhere.find(object('a'))).toBeUndefined();
  await nowhere.close();
});

test('what is kept is told, and cleared without what is not ours', async () => {
  const folder = await folderOf();
  expect(await storedObjects(folder)).toEqual({ entries: 0, bytes: 0 });
  expect(await clearObjects(folder)).toEqual({ entries: 0, bytes: 0 });
  const kept = keepObjects(folder, 1000);
  await kept.keep(object('a'), Buffer.from('12345'));
  await kept.keep(object('b', 3), Buffer.from('123'));
  await writeFile(join(folder, 'mine.txt'), 'not ours to remove');
  expect(await storedObjects(folder)).toEqual({ entries: 2, bytes: 8 });
  expect(await clearObjects(folder)).toEqual({ entries: 2, bytes: 8 });
  expect(await readdir(folder)).toEqual(['mine.txt']);
  expect(await kept.find(object('a'))).toBeUndefined();
});
