/** Where an index lies, and how its files come and go. Each is written whole or not at all, for the user alone. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { lstat, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPrivate } from '../aws/cache-folder.ts';
import { makeFolder } from '../aws/make-folder.ts';
import { decodeSegment, encodeSegment, type Segment } from './index-segment.ts';
import type { SegmentView } from './index-segment-view.ts';

/** In the archive's own folder, where that was asked for. No evidence: the archive's files are walked without it. */
export const besideName = '.obs3-index';

/** `2026-03-03-0123456789abcdef.obs3-index`; what tells no day is of "other". */
const segmentForm = /^(\d{4}-\d\d-\d\d|other)-[0-9a-f]{16}\.obs3-index$/;
const unfinishedForm = /^[0-9a-f-]{36}\.obs3-unfinished$/;
const rootForm = /^[0-9a-f]{40}$/;
const keySize = 32;

export interface SegmentFile {
  readonly day: string;
  readonly path: string;
  readonly bytes: number;
}

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** Of one archive, by its folder or address. */
export const folderOf = (cache: string, root: string): string => join(cache, sha256(root).slice(0, 40));

/**
 * What the user signs with, made where it is not there: an index of anybody else tells what they like.
 * undefined where there is none, and none may be made.
 */
export async function signingKey(cache: string, mayMake: boolean): Promise<Buffer | undefined> {
  const path = join(cache, 'key');
  try {
    if (mayMake) makeFolder(cache);
    if (!(await isPrivate(cache))) return undefined;
    if (mayMake) await writeFile(path, randomBytes(keySize), { mode: 0o600, flag: 'wx' }).catch(() => {});
    const key = await readFile(path);
    return key.length === keySize ? key : undefined;
  } catch {
    return undefined;
  }
}

/** In the order of their names. Total: none where there is no such folder. */
export async function segmentsIn(folder: string): Promise<readonly SegmentFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => segmentForm.test(name)).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const found = await lstat(path).catch(() => undefined);
      return found?.isFile() ? [{ day: segmentForm.exec(name)?.[1] ?? '', path, bytes: found.size }] : [];
    }),
  );
  return files.flat();
}

/** undefined for what is not the user's own, whole and unchanged. */
export async function readSegment(path: string, key: Buffer): Promise<SegmentView | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && decodeSegment(bytes, key);
}

/** Gives the path of what was written. @throws NodeJS.ErrnoException */
export async function writeSegment(folder: string, day: string, segment: Segment, key: Buffer): Promise<string> {
  makeFolder(folder);
  const bytes = encodeSegment(segment, key);
  const path = join(folder, `${day}-${sha256(bytes).slice(0, 16)}.obs3-index`);
  const fresh = join(folder, `${randomUUID()}.obs3-unfinished`);
  try {
    await writeFile(fresh, bytes, { mode: 0o600, flag: 'wx' });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => {});
    throw error;
  }
  return path;
}

/** A file that is not finished after so long never will be. Milliseconds. */
const longestWrite = 3_600_000;

/** Removes what a build that was cut off has left. `now`: epoch milliseconds. */
export async function sweep(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!unfinishedForm.test(name)) continue;
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isFile() && found.mtimeMs < now - longestWrite) await rm(path, { force: true });
  }
}

interface StoredIndexes {
  readonly archives: number;
  readonly entries: number;
  readonly bytes: number;
}

/** Of all archives, in the cache. Total. */
export async function storedIndexes(cache: string): Promise<StoredIndexes> {
  const found = await Promise.all([...(await indexedRoots(cache))].map(segmentsIn));
  const files = found.flat();
  return {
    archives: found.filter((segments) => segments.length > 0).length,
    entries: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Removes them, and nothing else: what they are signed with signs those that lie in archives, too. */
export async function clearIndexes(cache: string): Promise<StoredIndexes> {
  const removed = await storedIndexes(cache);
  for (const folder of await indexedRoots(cache)) {
    for (const { path } of await segmentsIn(folder)) await rm(path, { force: true });
    await sweep(folder, Number.POSITIVE_INFINITY);
    await rmdir(folder).catch(() => {});
  }
  await rmdir(cache).catch(() => {});
  return removed;
}

/** The names of the folders, as `folderOf` gives them, of all archives that have an index in the cache. */
export async function indexedRoots(cache: string): Promise<ReadonlySet<string>> {
  const names = await readdir(cache).catch(() => []);
  return new Set(names.filter((name) => rootForm.test(name)).map((name) => join(cache, name)));
}
