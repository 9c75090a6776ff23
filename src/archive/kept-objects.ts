/**
 * Keeps fetched objects on this machine, so that asking about them again costs nothing. They are identified by bucket, key and
 * ETag; if there are more than allowed, those used longest ago are removed. Keeping never fails a run.
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
  /** Path of the kept object; undefined if it is not kept. */
  find(object: KeptObject): Promise<string | undefined>;
  /** Never throws: an object that cannot be kept is not. */
  keep(object: KeptObject, content: Uint8Array): Promise<void>;
  /** Trims the folder if it holds too much. */
  close(): Promise<void>;
}

const form = /^[0-9a-f]{64}\.object$/;
const unfinished = /^[0-9a-f-]{36}\.unfinished$/;
/** A file still unfinished after this long never will be finished. Milliseconds. */
const longestWrite = 3_600_000;
/** Trimming frees more room than the next object needs. */
const keptShare = 0.9;

/** @param mostBytes limit on everything kept in the folder. */
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
      // objects used most recently are removed last
      const used = new Date();
      await utimes(path, used, used).catch(() => {});
      return path;
    },
    async keep(object, content) {
      // without an ETag, the object may have other content next time
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

/** Creates the folder for this user alone; one that others can write to is not trusted. */
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

/** Totals of what is kept in a folder. Never throws: nothing if the folder does not exist. */
export async function storedObjects(folder: string): Promise<StoredObjects> {
  const kept = (await filesIn(folder).catch(() => [])).filter(({ name }) => form.test(name));
  return { entries: kept.length, bytes: kept.reduce((sum, { found }) => sum + found.size, 0) };
}

/** Removes the kept objects, and nothing else. */
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
