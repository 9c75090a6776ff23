/**
 * Keeps AWS answers that can no longer change between runs, so that asking again is free. The caller redacts what is kept;
 * nothing here knows what an answer means. The cache never fails a run: what cannot be read counts as unknown, and what cannot
 * be written is asked again next time.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonValue } from '../model/json.ts';
import { decodeEntry, encodeEntry } from './cache-entry.ts';
import { entriesIn, isPrivate, trim } from './cache-folder.ts';
import { makeFolder } from './make-folder.ts';

/** What an answer depends on, apart from who asks and the time it covers. */
export interface CacheKey {
  /** The IAM action: `cloudtrail:LookupEvents`. */
  readonly action: string;
  readonly region: string;
  /** Members must always come in the same order. */
  readonly parameters: JsonValue;
}

export interface CacheEntry {
  readonly id: string;
  readonly value: JsonValue;
}

/** The cache of one account, as seen by one identity. */
export interface SettledCache {
  /** Epoch milliseconds: what happened at least a source's lag earlier is settled. Never later than the machine's clock. */
  readonly now: number;
  /** Everything kept under a key, in no particular order. Never throws: damaged entries are left out. */
  read(key: CacheKey): Promise<readonly CacheEntry[]>;
  /** Adds a value to those of the key and removes the entries named in `replaces`. Does not wait for the write. */
  write(key: CacheKey, value: JsonValue, replaces?: readonly string[]): void;
}

/** Who asks, and where: answers are never shared across scopes. */
export interface CacheScope {
  readonly account: string;
  readonly identityArn: string;
  /** Set if AWS is not asked at its own addresses, else empty. */
  readonly endpoint: string;
}

export interface Cache {
  of(scope: CacheScope): SettledCache;
  /** Waits for pending writes, and trims the cache if it is too large. */
  close(): Promise<void>;
}

export interface CacheInput {
  readonly folder: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Size limit, in bytes. */
  readonly mostBytes: number;
}

export function openCache({ folder, now, mostBytes }: CacheInput): Cache {
  const pending = new Set<Promise<void>>();
  let hasWritten = false;
  const track = (work: Promise<void>): void => {
    // a full disk, or a folder owned by someone else: the answer is asked for again next time
    const done = work.catch(() => {}).finally(() => pending.delete(done));
    pending.add(done);
  };
  return {
    of: (scope) => {
      const own = join(folder, scope.account);
      const isUsable = /^\d{12}$/.test(scope.account) ? prepare(folder, own) : Promise.resolve(false);
      let listing: Promise<Map<string, Set<string>>> | undefined;
      const listed = (): Promise<Map<string, Set<string>>> => {
        listing ??= list(own);
        return listing;
      };
      return {
        now,
        async read(key) {
          if (!(await isUsable)) return [];
          const text = keyText(scope, key);
          const names = [...((await listed()).get(nameOf(key, text)) ?? [])];
          const entries = await Promise.all(names.sort().map((name) => readEntry(own, name, text)));
          return entries.flatMap((entry) => entry ?? []);
        },
        write(key, value, replaces = []) {
          track(
            (async () => {
              if (!(await isUsable)) return;
              const text = keyText(scope, key);
              const named = nameOf(key, text);
              const bytes = await encodeEntry(text, value);
              const name = `${named}-${hash(bytes).slice(0, 16)}.obs3`;
              const names = await listed();
              await replaceFile(own, name, bytes);
              hasWritten = true;
              const known = names.get(named) ?? new Set();
              names.set(named, known.add(name));
              for (const old of replaces) {
                if (old === name || !known.delete(old)) continue;
                await rm(join(own, old), { force: true });
              }
            })(),
          );
        },
      };
    },
    async close() {
      while (pending.size > 0) await Promise.all(pending);
      if (hasWritten) await trim(folder, mostBytes, now).catch(() => {});
    },
  };
}

/** Creates the folders for this user alone; folders that others can write to are not trusted. */
async function prepare(folder: string, own: string): Promise<boolean> {
  try {
    makeFolder(own);
    return (await isPrivate(folder)) && (await isPrivate(own));
  } catch {
    return false;
  }
}

async function list(own: string): Promise<Map<string, Set<string>>> {
  const names = new Map<string, Set<string>>();
  for (const { name } of await entriesIn(own)) {
    const key = name.slice(0, name.lastIndexOf('-'));
    names.set(key, (names.get(key) ?? new Set()).add(name));
  }
  return names;
}

async function readEntry(own: string, name: string, text: string): Promise<CacheEntry | undefined> {
  const path = join(own, name);
  const bytes = await readFile(path).catch(() => undefined);
  const value = bytes && (await decodeEntry(text, bytes));
  if (value === undefined) return undefined;
  // entries used most recently are removed last
  const used = new Date();
  await utimes(path, used, used).catch(() => {});
  return { id: name, value };
}

/** Writes a file completely or not at all, even if others write at the same time. */
async function replaceFile(own: string, name: string, bytes: Buffer): Promise<void> {
  const unfinished = join(own, `${randomUUID()}.obs3-unfinished`);
  try {
    await writeFile(unfinished, bytes, { mode: 0o600, flag: 'wx' });
    await rename(unfinished, join(own, name));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw error;
  }
}

const keyLength = 40;
const hash = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
/** The service, so that each one's entries can be counted, and the key. */
const nameOf = ({ action }: CacheKey, text: string): string =>
  `${action.slice(0, action.indexOf(':'))}-${hash(text).slice(0, keyLength)}`;
const keyText = ({ account, identityArn, endpoint }: CacheScope, { action, region, parameters }: CacheKey): string =>
  JSON.stringify([account, identityArn, endpoint, action, region, parameters]);
