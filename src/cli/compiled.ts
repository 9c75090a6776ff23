/**
 * Keeps the code that V8 compiled from obs3's own files for the next start, if Node supports that (from 22 on): compiling is a
 * fifth of the time of a short question. Node itself checks each file's text to see whether the kept code is still valid.
 * https://nodejs.org/api/module.html#moduleenablecompilecachecachedir
 */
import { lstatSync, readdirSync } from 'node:fs';
import module from 'node:module';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { makeFolder } from '../aws/make-folder.ts';
import { cacheFolder, compiledCache } from './options/cache-folder.ts';

/** The name under which the main thread passes the folder for compiled code, if any, to its threads. */
const inheritedFolder = 'obs3 compiled';

/**
 * To be called before anything else is loaded, in each thread. Total: without a folder that belongs to the user, everything is
 * compiled anew.
 */
export function keepCompiled({ argv, env } = process): void {
  // absent from Node 20 and from its types
  const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
  if (!enableCompileCache) return;
  try {
    if (!isMainThread) {
      // other threads do not know how obs3 was started
      const found = getEnvironmentData(inheritedFolder);
      if (typeof found === 'string') enableCompileCache(found);
      return;
    }
    // what this run removes must not be written again at its end
    if (argv[2] === 'cache' || argv.includes('--no-cache')) return;
    const io = { env, cwd: process.cwd() };
    const folder = compiledCache(io);
    makeFolder(folder);
    if (![cacheFolder(io), folder].every(isPrivate) || !isAllOwn(folder)) return;
    enableCompileCache(folder);
    setEnvironmentData(inheritedFolder, folder);
  } catch {
    // nowhere to keep it
  }
}

/** Whoever can write there could make us run any code. A system without file owners is trusted. */
function isPrivate(folder: string): boolean {
  const { uid } = userInfo();
  const found = lstatSync(folder);
  return found.isDirectory() && (uid < 0 || (found.uid === uid && (found.mode & 0o022) === 0));
}

/** Files that others put there earlier, while they could, still belong to them. */
function isAllOwn(folder: string): boolean {
  const { uid } = userInfo();
  return readdirSync(folder).every((name) => {
    const found = lstatSync(join(folder, name));
    return !found.isSymbolicLink() && (uid < 0 || found.uid === uid);
  });
}
