/** Folders are made for the user alone, and if none can be made, that is reported. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signingKey } from '../../../src/archive/index-folder.ts';
import { keepObjects } from '../../../src/archive/kept-objects.ts';
import { makeFolder } from '../../../src/aws/make-folder.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

test('each of them is for the user alone, and one that is there is left as it is', async () => {
  const folder = await temporaryFolder();
  const { mode } = statSync(folder);
  makeFolder(join(folder, 'a', 'b'));
  makeFolder(join(folder, 'a', 'b'));
  for (const path of ['a', 'a/b']) expect(statSync(join(folder, path)).mode & 0o777).toBe(0o700);
  expect(statSync(folder).mode).toBe(mode);
});

test('not in a file', async () => {
  const folder = await temporaryFolder({ file: '' });
  expect(() => makeFolder(join(folder, 'file', 'a', 'b'))).toThrow(/ENOTDIR/);
});

// where making a folder fails with ENOENT although its parent exists
test.runIf(existsSync('/proc/self'))('where none can be made, nothing is kept, and nothing hangs', async () => {
  const folder = '/proc/obs3/cache';
  expect(() => makeFolder(folder)).toThrow(/ENOENT/);
  expect(await signingKey(folder, true)).toBeUndefined();
  const object = { bucket: 'b', key: 'k', etag: 'e', size: 1 };
  const objects = keepObjects(folder, 1000);
  await objects.keep(object, Buffer.from('a'));
  expect(await objects.find(object)).toBeUndefined();
});
