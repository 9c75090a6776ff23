/**
 * Objects that were fetched, kept on this machine: asking about them again costs nothing. What is kept is known by bucket,
 * key and ETag; what was used longest ago goes where there is more than allowed. Keeping never fails a run.
 */
import { createHash, randomUUID } from 'node:crypto';
import { lstat, readdir, rename, rm, rmdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPrivate } from '../aws/cache-folder.ts';
import { makeFolder } from '../aws/make-folder.ts';

export interface KeptObject {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly size: number;
}

export interface KeptObjects {
  /** Where the object lies; undefined where it is not kept. */
  find(object: KeptObject): Promise<string | undefined>;
  /** Total: what cannot be kept is not. */
  keep(object: KeptObject, content: Uint8Array): Promise<void>;
  /** Makes room where there is too much. */
  close(): Promise<void>;
}

const form = /^[0-9a-f]{64}\.object$/;
const unfinished = /^[0-9a-f-]{36}\.unfinished$/;
/** A file that is not finished after so long never will be. Milliseconds. */
const longestWrite = 3_600_000;
/** Room is made for more than the next object. */
const keptShare = 0.9;

/** @param mostBytes of all that is kept in the folder. */
export function keepObjects(folder: string, mostBytes: number): KeptObjects {
  let isUsable: Promise<boolean> | undefined;
  const usable = (): Promise<boolean> => {
    isUsable ??= prepare(folder);
    return isUsable;
  };
  return {
    async find(object) {
      const path = join(folder, nameOf(object));
      const found = (await usable()) ? await lstat(path).catch(() => undefined) : undefined;
      if (!found?.isFile() || found.size !== object.size) return undefined;
      // what was used last is given up last
      const used = new Date();
      await utimes(path, used, used).catch(() => {});
      return path;
    },
    async keep(object, content) {
      // an object that was not named by its content may be another one the next time
      if (object.etag === '' || content.length > mostBytes || !(await usable())) return;
      const fresh = join(folder, `${randomUUID()}.unfinished`);
      try {
        await writeFile(fresh, content, { mode: 0o600, flag: 'wx' });
        await rename(fresh, join(folder, nameOf(object)));
      } catch {
        await rm(fresh, { force: true }).catch(() => {});
      }
    },
    async close() {
      if (isUsable && (await isUsable)) await trim(folder, mostBytes).catch(() => {});
    },
  };
}

const nameOf = ({ bucket, key, etag, size }: KeptObject): string =>
  `${createHash('sha256')
    .update(JSON.stringify([bucket, key, etag, size]))
    .digest('hex')}.object`;

/** Made for the user alone; a folder that others can write to is not trusted. */
async function prepare(folder: string): Promise<boolean> {
  try {
    makeFolder(folder);
    return await isPrivate(folder);
  } catch {
    return false;
  }
}

interface StoredObjects {
  readonly entries: number;
  readonly bytes: number;
}

/** What is kept in a folder. Total: nothing where there is no such folder. */
export async function storedObjects(folder: string): Promise<StoredObjects> {
  const kept = (await filesIn(folder).catch(() => [])).filter(({ name }) => form.test(name));
  return { entries: kept.length, bytes: kept.reduce((sum, { found }) => sum + found.size, 0) };
}

/** Removes it, and nothing else. */
export async function clearObjects(folder: string): Promise<StoredObjects> {
  const removed = await storedObjects(folder);
  for (const { path } of await filesIn(folder).catch(() => [])) await rm(path, { force: true });
  await rmdir(folder).catch(() => {});
  return removed;
}

async function filesIn(folder: string) {
  const names = (await readdir(folder)).filter((name) => form.test(name) || unfinished.test(name));
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      // another run may have removed it meanwhile
      const found = await lstat(path).catch(() => undefined);
      return found?.isFile() ? [{ name, path, found }] : [];
    }),
  );
  return files.flat();
}

async function trim(folder: string, mostBytes: number): Promise<void> {
  const files = await filesIn(folder);
  for (const { name, path, found } of files)
    if (unfinished.test(name) && found.mtimeMs < Date.now() - longestWrite) await rm(path, { force: true });
  const kept = files.filter(({ name }) => form.test(name));
  let total = kept.reduce((sum, { found }) => sum + found.size, 0);
  if (total <= mostBytes) return;
  for (const { path, found } of kept.sort((a, b) => a.found.mtimeMs - b.found.mtimeMs)) {
    await rm(path, { force: true });
    total -= found.size;
    if (total <= mostBytes * keptShare) return;
  }
}
