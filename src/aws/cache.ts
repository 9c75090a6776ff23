/**
 * Answers of AWS that cannot change any more, kept between runs: asking again is then free. What is kept was redacted by
 * whoever keeps it; nothing here knows what an answer means. A cache never fails a run: what cannot be read is not known,
 * what cannot be written is asked again.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonValue } from '../model/json.ts';
import { decodeEntry, encodeEntry } from './cache-entry.ts';
import { entriesIn, isPrivate, trim } from './cache-folder.ts';
import { makeFolder } from './make-folder.ts';

/** What an answer depends on, besides who asks and the time it is about. */
export interface CacheKey {
  /** The IAM action: `cloudtrail:LookupEvents`. */
  readonly action: string;
  readonly region: string;
  /** In an order of members that is always the same. */
  readonly parameters: JsonValue;
}

export interface CacheEntry {
  readonly id: string;
  readonly value: JsonValue;
}

/** One account's, as one identity sees it. */
export interface SettledCache {
  /** Epoch milliseconds: what happened a source's lag before it is settled. Never after the machine's own time. */
  readonly now: number;
  /** All that is kept under a key, in no order. Total: damaged entries are left out. */
  read(key: CacheKey): Promise<readonly CacheEntry[]>;
  /** Keeps a value beside what the key has, in place of the entries named. Returns at once. */
  write(key: CacheKey, value: JsonValue, replaces?: readonly string[]): void;
}

/** Who asks, and whom: answers to one are none to another. */
export interface CacheScope {
  readonly account: string;
  readonly identityArn: string;
  /** Where AWS is not asked at its own addresses. */
  readonly endpoint: string;
}

export interface Cache {
  of(scope: CacheScope): SettledCache;
  /** Waits for what is being written, and makes room where there is too much. */
  close(): Promise<void>;
}

export interface CacheInput {
  readonly folder: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The most that is kept, in bytes. */
  readonly mostBytes: number;
}

export function openCache({ folder, now, mostBytes }: CacheInput): Cache {
  const pending = new Set<Promise<void>>();
  let hasWritten = false;
  const track = (work: Promise<void>): void => {
    // a full disk or a folder of somebody else's: it is asked again the next time
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

/** Folders are made for the user alone; those that others can write to are not trusted. */
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
  // what was used last is given up last
  const used = new Date();
  await utimes(path, used, used).catch(() => {});
  return { id: name, value };
}

/** Whole or not at all, whoever writes at the same time. */
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
/** The service, so that it can be told what is kept of each, and the key. */
const nameOf = ({ action }: CacheKey, text: string): string =>
  `${action.slice(0, action.indexOf(':'))}-${hash(text).slice(0, keyLength)}`;
const keyText = ({ account, identityArn, endpoint }: CacheScope, { action, region, parameters }: CacheKey): string =>
  JSON.stringify([account, identityArn, endpoint, action, region, parameters]);
