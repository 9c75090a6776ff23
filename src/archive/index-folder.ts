/** Stores the files of an index: each is written completely or not at all, and readable only by the user. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { lstat, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPrivate } from '../aws/cache-folder.ts';
import { makeFolder } from '../aws/make-folder.ts';
import { decodeSegment, encodeSegment, type Segment } from './index-segment.ts';
import type { SegmentView } from './index-segment-view.ts';

/** Name of an index stored in the archive's own folder on request. Not evidence: walking the archive skips it. */
export const besideName = '.obs3-index';

/** `2026-03-03-0123456789abcdef.obs3-index`; "other" for files whose names show no day. */
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

/** The folder for one archive's index, by the archive's folder or address. */
export const folderOf = (cache: string, root: string): string => join(cache, sha256(root).slice(0, 40));

/**
 * The user's signing key, created if missing: an index made by someone else could claim anything. undefined if there is none,
 * and none may be created.
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

/** Sorted by name. Never throws: empty if the folder does not exist. */
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

/** undefined unless the segment is the user's own and intact. */
export async function readSegment(path: string, key: Buffer): Promise<SegmentView | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && decodeSegment(bytes, key);
}

/** Returns the path of the new segment. @throws NodeJS.ErrnoException */
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

/** A file still unfinished after this long never will be finished. Milliseconds. */
const longestWrite = 3_600_000;

/** Removes what an interrupted build left behind. `now`: epoch milliseconds. */
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

/** Totals of all archives' indexes in the cache. Never throws. */
export async function storedIndexes(cache: string): Promise<StoredIndexes> {
  const found = await Promise.all([...(await indexedRoots(cache))].map(segmentsIn));
  const files = found.flat();
  return {
    archives: found.filter((segments) => segments.length > 0).length,
    entries: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Removes the indexes but not the signing key, which also signs indexes stored inside archives. */
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

/** The folders of all archives that have an index in the cache, as `folderOf` names them. */
export async function indexedRoots(cache: string): Promise<ReadonlySet<string>> {
  const names = await readdir(cache).catch(() => []);
  return new Set(names.filter((name) => rootForm.test(name)).map((name) => join(cache, name)));
}
