/** What is compiled is reported and removed, and nothing beside it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clearCode, storedCode } from '../../../src/cli/compiled-folder.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

test('is counted and removed over all versions of Node', async () => {
  const folder = await temporaryFolder({
    'compiled/v22.20.0-x64-9ac5647c-0/0d424ddb': 'twelve bytes',
    'compiled/v22.20.0-x64-9ac5647c-0/0d424ddb.Xy12Zw': 'not finished',
    'compiled/v24.1.0-x64-964aae3f-1000/ffffffff': 'one',
  });
  const compiled = join(folder, 'compiled');
  expect(await storedCode(compiled)).toEqual({ entries: 2, bytes: 15 });
  expect(await clearCode(compiled)).toEqual({ entries: 2, bytes: 15 });
  expect(await readdir(folder)).toEqual([]);
  expect(await clearCode(compiled)).toEqual({ entries: 0, bytes: 0 });
});

test("leaves what is not Node's", async () => {
  const mine = ['mine/0d424ddb', 'v24.1.0-x64-964aae3f-0/notes.txt', '0d424ddb'];
  const folder = await temporaryFolder(Object.fromEntries(mine.map((path) => [path, 'x'])));
  expect(await clearCode(folder)).toEqual({ entries: 0, bytes: 0 });
  expect((await readdir(folder, { recursive: true })).sort()).toEqual(
    [...mine, 'mine', 'v24.1.0-x64-964aae3f-0'].sort(),
  );
});
