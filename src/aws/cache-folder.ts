/** The cache as files: lists, measures and removes them. Only the cache's own files are touched. */
import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/** `<account>/<service>-<key>-<content>.obs3` */
const entryForm = /^([a-z]+)-[0-9a-f]{40}-[0-9a-f]{16}\.obs3$/;
const unfinishedForm = /^[0-9a-f-]{36}\.obs3-unfinished$/;
const accountForm = /^\d{12}$/;

export interface CacheFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Epoch milliseconds: when it was last written or read. */
  readonly usedTime: number;
}

/** Whether the folder is the user's own and nobody else can write to it. On systems without file owners every folder counts. */
export async function isPrivate(folder: string): Promise<boolean> {
  const { uid } = userInfo();
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return false;
  return uid < 0 || (found.uid === uid && (found.mode & 0o022) === 0);
}

/** The entries in one account's folder. Never throws: empty if the folder does not exist. */
export const entriesIn = (own: string): Promise<readonly CacheFile[]> => filesIn(own, entryForm);

async function filesIn(own: string, form: RegExp): Promise<readonly CacheFile[]> {
  const names = await readdir(own).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => form.test(name))
      .sort()
      .map(async (name): Promise<readonly CacheFile[]> => {
        const path = join(own, name);
        const found = await lstat(path).catch(() => undefined);
        return found?.isFile() ? [{ name, path, bytes: found.size, usedTime: found.mtimeMs }] : [];
      }),
  );
  return files.flat();
}

/** The accounts' folder names, sorted. */
async function accountFolders(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isDirectory() && accountForm.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** Totals of some entries. */
export interface Kept {
  readonly entries: number;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly oldestTime: number;
  readonly newestTime: number;
}

export interface CachedAccount extends Kept {
  readonly account: string;
  /** The service as its IAM actions are prefixed: `cloudtrail`. */
  readonly services: readonly (Kept & { readonly service: string })[];
}

/** What is cached for each account that has entries. */
export async function describeCache(folder: string): Promise<readonly CachedAccount[]> {
  const accounts = await Promise.all(
    (await accountFolders(folder)).map(async (account) => ({ account, files: await entriesIn(join(folder, account)) })),
  );
  return accounts
    .filter(({ files }) => files.length > 0)
    .map(({ account, files }) => {
      const services = [...new Set(files.map(serviceOf))].sort();
      const keptOf = (service: string) => ({
        service,
        ...kept(files.filter((file) => serviceOf(file) === service)),
      });
      return { account, ...kept(files), services: services.map(keptOf) };
    });
}

const serviceOf = ({ name }: CacheFile): string => entryForm.exec(name)?.[1] ?? '';

function kept(files: readonly CacheFile[]): Kept {
  const times = files.map(({ usedTime }) => usedTime).sort((a, b) => a - b);
  return {
    entries: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    oldestTime: times[0] ?? 0,
    newestTime: times.at(-1) ?? 0,
  };
}

/** Removes the cache's own files, and its folders if nothing else is left in them. */
export async function clearCache(folder: string): Promise<{ readonly entries: number; readonly bytes: number }> {
  let entries = 0;
  let bytes = 0;
  for (const account of await accountFolders(folder)) {
    const own = join(folder, account);
    for (const file of await entriesIn(own)) {
      await rm(file.path, { force: true });
      entries++;
      bytes += file.bytes;
    }
    for (const { path } of await filesIn(own, unfinishedForm)) await rm(path, { force: true });
    await rmdir(own).catch(() => {});
  }
  await rmdir(folder).catch(() => {});
  return { entries, bytes };
}

/** A file still unfinished after this long never will be finished. Milliseconds. */
const longestWrite = 3_600_000;
/** Trimming frees more room than the next entry needs. */
const keptShare = 0.9;

/** If the cache is larger than allowed, removes the entries used longest ago. `now`: epoch milliseconds. */
export async function trim(folder: string, mostBytes: number, now: number): Promise<void> {
  const own = (await accountFolders(folder)).map((account) => join(folder, account));
  for (const { path, usedTime } of (await Promise.all(own.map((each) => filesIn(each, unfinishedForm)))).flat())
    if (usedTime < now - longestWrite) await rm(path, { force: true });
  const files = (await Promise.all(own.map(entriesIn))).flat();
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= mostBytes) return;
  for (const { path, bytes } of [...files].sort((a, b) => a.usedTime - b.usedTime || (a.name < b.name ? -1 : 1))) {
    await rm(path, { force: true });
    total -= bytes;
    if (total <= mostBytes * keptShare) return;
  }
}
