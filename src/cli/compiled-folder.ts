/** The compiled code that Node keeps (see `compiled.ts`), as files: its amount, and its removal. */
import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CacheAmount } from '../model/cache.ts';

// a folder for each Node version, containing a file for each of obs3's
const nodeForm = /^v\d+\.[\w.-]+$/;
const entryForm = /^[0-9a-f]{8}$/;
const unfinishedForm = /^[0-9a-f]{8}\.\w+$/;

interface CodeFile {
  readonly path: string;
  readonly bytes: number;
}

/** Total: zero if there is no such folder. */
export async function storedCode(folder: string): Promise<CacheAmount> {
  const files = await filesIn(folder, entryForm);
  return { entries: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Removes these files, and nothing else. */
export async function clearCode(folder: string): Promise<CacheAmount> {
  const removed = await storedCode(folder);
  for (const form of [entryForm, unfinishedForm])
    for (const { path } of await filesIn(folder, form)) await rm(path, { force: true });
  for (const own of [...(await foldersIn(folder)), folder]) await rmdir(own).catch(() => {});
  return removed;
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isDirectory() && nodeForm.test(entry.name))
    .map(({ name }) => join(folder, name));
}

async function filesIn(folder: string, form: RegExp): Promise<readonly CodeFile[]> {
  const files: CodeFile[] = [];
  for (const own of await foldersIn(folder)) {
    for (const name of await readdir(own).catch(() => [])) {
      const path = join(own, name);
      const found = form.test(name) ? await lstat(path).catch(() => undefined) : undefined;
      if (found?.isFile()) files.push({ path, bytes: found.size });
    }
  }
  return files;
}
